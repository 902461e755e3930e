"""Morris screening: which factors may be held fixed, from a few trajectories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.arrays import BoolArray, FloatArray
from zysim.sensitivity.evaluate import Evaluator, Part
from zysim.sensitivity.guards import ROUNDING
from zysim.sensitivity.kept_rows import constant_reason, lost_reason, nothing_left
from zysim.sensitivity.measures import Measure
from zysim.wording import Pair

LEVELS = 4
"""Levels of the grid, as in the design."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Screening:
    """Elementary effects, ``(factor, outcome)``, for steps from the lowest to the highest value."""

    outcomes: tuple[str, ...]
    measured: Mapping[str, Measure]
    """All outcomes of the study, with their labels and units."""
    left_out: Mapping[str, Pair]
    """Outcomes not screened, and why."""
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

    Raises
    ------
    ResultError
        If no outcome can be screened; the message says of each why.
    """
    width = len(evaluator.space.varied)
    problem = {
        "num_vars": width,
        "names": [each.id for each in evaluator.space.varied],
        "bounds": [[0.0, 1.0]] * width,
    }
    points = np.concatenate([evaluator.design(rows) for rows in evaluator.parts()])
    found: dict[str, Any] = {}
    left_out: dict[str, Pair] = {}
    for at, name in enumerate(evaluator.outcomes):
        values = results.outcomes[:, :, at]
        whole: BoolArray = np.all(np.isfinite(values), axis=1)
        reason = lost_reason(values, whole)
        if reason is None and np.ptp(values[whole]) <= ROUNDING * np.abs(values[whole]).max():
            reason = constant_reason(values[whole])
        if reason is not None:
            left_out[name] = reason
            continue
        from SALib.analyze import morris as salib_morris  # slow to load

        found[name] = salib_morris.analyze(
            problem,
            points[whole].reshape(-1, width),
            values[whole].ravel(),
            num_levels=LEVELS,
            # SALib takes 0 for no seed at all.
            seed=evaluator.study.seed + 1,
        )
    if not found:
        raise nothing_left(left_out)

    def stacked(key: str) -> FloatArray:
        return np.stack([np.asarray(each[key], dtype=float) for each in found.values()], axis=1)

    return Screening(
        outcomes=tuple(found),
        measured=evaluator.outcomes,
        left_out=left_out,
        mean=stacked("mu"),
        size=stacked("mu_star"),
        size_half=stacked("mu_star_conf"),
        spread=stacked("sigma"),
    )
