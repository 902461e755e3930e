"""What is known of a world when a decision is taken: statistics out by then, with their errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.signposts import Signpost
from zysim.metrics.totals import level_in
from zysim.runs.project import Project

DECIDED_IN = 4
"""Month of the decision: what is out by April counts."""
STREAM = 20280401
"""Keeps the errors of statistics apart from the draws of worlds under one seed."""
RIDGE = 0.01
"""Share of the worlds that is added against weights of statistics that say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A statistic and the newest year that is out when it is decided."""

    signpost: Signpost
    year: int
    factor: float
    """From the unit of the statistic to that of the model."""
    unit: str
    """Of the model variable."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Score:
    """All statistics as one number: what they say together of the first condition.

    The sum of weights times statistics less their mean, in standard deviations.
    """

    means: FloatArray
    deviations: FloatArray
    weights: FloatArray
    """Shape ``(signal,)``, largest size 1; positive where a higher figure is good for the goal."""

    def of(self, seen: FloatArray) -> FloatArray:
        """Return the score of statistics ``(signal, world)``, shape ``(world,)``."""
        return self.weights @ ((seen - self.means[:, None]) / self.deviations[:, None])


def signals_of(project: Project, watch: Sequence[str], decided: int) -> tuple[Signal, ...]:
    """Return what is out of some signposts by the spring of a year."""
    found = []
    for name in watch:
        signpost = project.tables.signposts[name]
        unit = project.graph.variables[project.graph.home[signpost.variable]].unit
        found.append(
            Signal(
                signpost=signpost,
                year=known_year(signpost, decided),
                factor=signpost.factor(unit),
                unit=unit,
            )
        )
    return tuple(found)


def known_year(signpost: Signpost, decided: int) -> int:
    """Return the newest year whose figure is out in April of a year.

    What comes as it happens is known of the year before.
    """
    late = max(0, (signpost.months_after or 0) - DECIDED_IN)
    return decided - 1 - (late + 11) // 12


def seen_of(
    signals: Sequence[Signal], values: Mapping[str, FloatArray], years: IntArray, seed: int
) -> FloatArray:
    """Return the statistics as they are printed in each world, errors drawn.

    Parameters
    ----------
    signals
        What is watched.
    values
        Scalar id to values ``(world, year)``.
    years
        Shape ``(year,)``.
    seed
        Of the errors.

    Returns
    -------
    numpy.ndarray
        Shape ``(signal, world)``, in the unit of each statistic.
    """
    rng = np.random.default_rng([STREAM, seed])
    found = []
    for each in signals:
        series = values[each.signpost.variable]
        exact = level_in(series, years, each.year)
        if each.signpost.measure == "growth":
            exact = exact / level_in(series, years, each.year - 1) - 1
        error = each.signpost.deviation(float(np.median(exact)), each.unit)
        found.append((exact + error * rng.standard_normal(exact.size)) / each.factor)
    return np.stack(found)


def score_of(seen: FloatArray, margin: FloatArray) -> Score:
    """Weigh statistics by what they say together of how clearly a condition holds.

    Parameters
    ----------
    seen
        Shape ``(signal, world)``.
    margin
        How clearly it holds, shape ``(world,)``; its ranks count, so that a few worlds far out do
        not decide.
    """
    means, deviations = seen.mean(axis=1), np.maximum(seen.std(axis=1), 1e-12)
    scaled = (seen - means[:, None]) / deviations[:, None]
    ranks = np.argsort(np.argsort(margin, kind="stable"), kind="stable") / margin.size - 0.5
    size = RIDGE * margin.size * np.eye(len(seen))
    weights = np.linalg.solve(scaled @ scaled.T + size, scaled @ ranks)
    return Score(
        means=means, deviations=deviations, weights=weights / max(np.abs(weights).max(), 1e-12)
    )
