"""Morris screening: which factors may be held fixed, from a few trajectories."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from SALib.analyze import morris as salib_morris

from zysim.arrays import FloatArray
from zysim.metrics.outcomes import OUTCOMES
from zysim.sensitivity.evaluate import Evaluator, Part

LEVELS = 4
"""Levels of the grid, as in the design."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Screening:
    """Elementary effects, ``(factor, outcome)``, for steps from the lowest to the highest value."""

    outcomes: tuple[str, ...]
    mean: FloatArray
    """Mean effect mu: its sign is the direction."""
    size: FloatArray
    """Mean absolute effect mu* (Campolongo et al. 2007)."""
    size_half: FloatArray
    """Half of its 95 % interval."""
    spread: FloatArray
    """Standard deviation sigma: large where effects hang on other factors."""

    def order(self, outcome: str) -> list[int]:
        """Return positions of the factors, the largest mu* first."""
        values = self.size[:, self.outcomes.index(outcome)]
        return [int(at) for at in np.argsort(-values, kind="stable")]


def screen_factors(evaluator: Evaluator, results: Part) -> Screening:
    """Analyse the results of a Morris study with SALib.

    Parameters
    ----------
    evaluator
        The study.
    results
        All trajectories, from :func:`zysim.sensitivity.evaluate.evaluate`.
    """
    width = len(evaluator.space.varied)
    problem = {
        "num_vars": width,
        "names": [each.id for each in evaluator.space.varied],
        "bounds": [[0.0, 1.0]] * width,
    }
    points = np.concatenate([evaluator.design(rows) for rows in evaluator.parts()])
    points = points.reshape(-1, width)
    found = [
        salib_morris.analyze(
            problem,
            points,
            results.outcomes[:, :, at].ravel(),
            num_levels=LEVELS,
            # SALib takes 0 for no seed at all.
            seed=evaluator.study.seed + 1,
        )
        for at in range(len(OUTCOMES))
    ]

    def stacked(key: str) -> FloatArray:
        return np.stack([np.asarray(each[key], dtype=float) for each in found], axis=1)

    return Screening(
        outcomes=tuple(OUTCOMES),
        mean=stacked("mu"),
        size=stacked("mu_star"),
        size_half=stacked("mu_star_conf"),
        spread=stacked("sigma"),
    )
