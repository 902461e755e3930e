"""Why the chance moved: new figures beside what was expected, and what each series does alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zysim.arrays import BoolArray, FloatArray
from zysim.calibration.bands import Check, check_observations
from zysim.calibration.likelihood import ErrorModel, log_likelihood
from zysim.calibration.weights import effective_size, normalised
from zysim.inputs.history import Observation
from zysim.inputs.signposts import Signpost, Way
from zysim.inputs.statistic import Statistic
from zysim.metrics.plan_path import PlanPath
from zysim.metrics.three_colours import colour_of
from zysim.metrics.verdict import Colour

Bodes = Literal["well", "ill"]
Leans = Literal["better", "worse"]
BAND = 0.9
CERTAIN = 3.0
"""Standard errors from which a correlation with the goal says which way is bad for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A new figure beside what was expected of it, in the unit of the model."""

    statistic: Statistic
    check: Check
    """With the band that held the middle 90 % of what was expected."""
    expected: float
    """Median."""
    bad: Way | None
    """Which way off makes the goal less likely; None where it does not bear on it."""
    better: Way | None
    """Which way off is progress; None where neither is."""
    plan: PlanPath | None = None
    """The plan's path to its next target of the variable; None where it has none."""

    @property
    def due(self) -> float | None:
        """What the plan asks for in its year; None where it names no target."""
        said = self.statistic
        return None if self.plan is None else self.plan.due(said.year, said.measure)

    @property
    def gap(self) -> float | None:
        """How far behind the plan it is, as a share of the target; below 0 is ahead."""
        said = self.statistic
        return None if self.plan is None else self.plan.gap(said.value, said.year, said.measure)

    @property
    def colour(self) -> Colour | None:
        """Colour by how far it is behind the plan; None where the plan names no target."""
        return None if self.gap is None else colour_of(self.gap)

    @property
    def leans(self) -> Leans | None:
        """Whether it came out better or worse than expected; None within it, or if neither is."""
        if self.better is None or self.check.place == "inside":
            return None
        return "better" if (self.check.place == "above") == (self.better == "higher") else "worse"

    @property
    def bodes(self) -> Bodes | None:
        """What a figure outside its band means for the goal; None where it says nothing of it."""
        if self.bad is None or self.check.place == "inside":
            return None
        return "ill" if (self.check.place == "above") == (self.bad == "higher") else "well"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What the new figures of one series do to the chance, taken alone."""

    series: str
    newest: Statistic
    change: float
    """Of the chance."""
    error: float
    """Its standard error."""


def arrivals(
    new: Sequence[Statistic],
    rows: Sequence[Observation],
    values: FloatArray,
    hit: BoolArray,
    seed: int,
    signposts: Mapping[str, Signpost],
    paths: Mapping[tuple[str, int], PlanPath],
) -> tuple[Arrival, ...]:
    """Compare new figures with what was expected of them, and with what the plan asks for.

    Parameters
    ----------
    new
        The new figures.
    rows
        Observations, theirs among them, each the only one of its variable, measure and year.
    values
        What the particles say of each row before the new figures, shape ``(particle, row)``.
    hit
        Whether a particle peaks in time, shape ``(particle,)``.
    seed
        Of the observation errors drawn.
    signposts
        Say which way is progress, by id.
    paths
        Of the plan, by variable and year; from :func:`zysim.calibration.tracks.paths_for`.
    """
    if not new:
        return ()
    place = {(row.variable, row.measure, row.year): at for at, row in enumerate(rows)}
    at = [place[each.variable, each.measure, each.year] for each in new]
    weights = np.full(len(values), 1 / len(values))
    checks = check_observations(
        values[:, at], weights, [rows[each] for each in at], ErrorModel(), share=BAND, seed=seed
    )
    found = []
    for each, check, column in zip(new, checks, values[:, at].T, strict=True):
        found.append(
            Arrival(
                statistic=each,
                check=check,
                expected=float(np.median(column)),
                bad=_bad_way(column, hit),
                better=signposts[each.series].better if each.series in signposts else None,
                plan=paths.get((each.variable, each.year)),
            )
        )
    return tuple(found)


def reasons_of(
    new: Sequence[Statistic],
    base: Sequence[Observation],
    every: Sequence[Observation],
    values: FloatArray,
    hit: BoolArray,
) -> tuple[Reason, ...]:
    """Return what the new figures of each series do to the chance alone, the strongest first.

    Particles of before are weighed by what the new figures of one series add to the likelihood.

    Parameters
    ----------
    new
        The new figures.
    base, every
        Observations before and after.
    values
        What the particles of before say of each row of ``every``, shape ``(particle, row)``.
    hit
        Whether a particle peaks in time.
    """
    place = {(row.series, row.year): at for at, row in enumerate(every)}
    errors = ErrorModel()
    found = []
    for series in dict.fromkeys((each.variable, each.measure, each.series) for each in new):
        own = [each for each in new if each.series == series[2]]
        name = next(row.series for row in every if (row.variable, row.measure) == series[:2])
        now = [row for row in every if row.series == name]
        old = [row for row in base if row.series == name]
        logs = log_likelihood(values[:, [place[name, row.year] for row in now]], now, errors)
        if old:
            known = [place[name, row.year] for row in old]
            logs = logs - log_likelihood(values[:, known], old, errors)
        weights = normalised(logs)
        chance = float(weights @ hit)
        error = np.sqrt(max(chance * (1 - chance), 1e-4) / effective_size(weights))
        found.append(
            Reason(
                series=series[2],
                newest=max(own, key=lambda each: each.year),
                change=chance - float(hit.mean()),
                error=float(error),
            )
        )
    return tuple(sorted(found, key=lambda each: (-abs(each.change), each.series)))


def _bad_way(values: FloatArray, hit: BoolArray) -> Way | None:
    """Return which way a value goes where the goal is missed, if that is certain."""
    if values.std() <= 1e-12 * max(1.0, abs(float(values.mean()))) or hit.all() or not hit.any():
        return None
    ranks = np.argsort(np.argsort(values))
    correlation = float(np.corrcoef(ranks, hit)[0, 1])
    if abs(correlation) < CERTAIN / np.sqrt(hit.size):
        return None
    return "higher" if correlation < 0 else "lower"
