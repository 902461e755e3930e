"""The official three-colour rule: how far a target is behind the plan's own path to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.targets import Target
from zysim.metrics.peak import find_peak, peak_margin
from zysim.metrics.plan_path import path_to
from zysim.metrics.targets import ROUNDING
from zysim.metrics.verdict import Colour, light_of

FAR_BEHIND = 0.1
"""Behind by more than this share of the target is red."""
LIKELY = 2 / 3
"""The gap of a peak is what this share of the members stays within."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A target against its schedule in the year of the newest statistics."""

    target: Target
    year: int
    """Year judged: that of the newest statistics, or the target's own where it is past."""
    start: int
    """Year the path to the target begins."""
    due: float
    """What the path asks for in this year, in the unit of the target; of a peak its year."""
    actual: float
    """In the same unit; of a peak year the median, infinity where it lies beyond the horizon."""
    gap: float
    """How far behind, as a share of the target; below 0 is ahead."""
    chance: float | None = None
    """Of a peak in time; None of other targets."""

    @property
    def colour(self) -> Colour:
        """Green, yellow or red: a peak by its chance, other targets by their gap."""
        return colour_of(self.gap) if self.chance is None else light_of(self.chance)


def colour_of(gap: float) -> Colour:
    """Return the colour of a gap, a share of the target that is positive where it is behind.

    Within half a per cent counts as on schedule, as for targets.

    >>> [colour_of(each) for each in (-0.2, 0.004, 0.08, 0.11)]
    ['green', 'green', 'yellow', 'red']
    """
    if gap <= ROUNDING:
        return "green"
    return "yellow" if gap <= FAR_BEHIND else "red"


def levels_of(
    values: FloatArray, years: IntArray, observed: Mapping[int, float]
) -> dict[int, float]:
    """Return the level of each year: as published, else the median of the members.

    Parameters
    ----------
    values
        Shape ``(member, year)``, in the unit of the model.
    years
        Shape ``(year,)``.
    observed
        Published values by year.
    """
    middle = np.median(values, axis=0)
    return {int(year): observed.get(int(year), float(middle[at])) for at, year in enumerate(years)}


def progress_of(
    target: Target,
    values: FloatArray,
    years: IntArray,
    now: int,
    observed: Mapping[int, float],
    targets: Sequence[Target] = (),
) -> Progress | None:
    """Judge one target by the plan's own path to it.

    A level is due along a line from the target before it, or from the first year; a change in
    equal yearly parts; a rise every year. A peak is judged by its chance.

    Parameters
    ----------
    target
        One that is modelled.
    values
        Of its variable, shape ``(member, year)``, in the unit of the model.
    years
        Shape ``(year,)``.
    now
        Year of the newest statistics.
    observed
        Published values of the variable by year, in the unit of the model; they stand in place of
        the median of the members.
    targets
        All of the plan, the steps of paths.

    Returns
    -------
    Progress or None
        None where the years the target counts have not begun.
    """
    if target.compare == "peak<=":
        return _peak(target, values, years)
    levels = levels_of(values, years, observed)
    year = min(now, target.year)
    path = path_to(target, targets, levels, year)
    if path is None:
        return None
    due, actual, start = path.level(year), levels[year], path.start
    gap = path.gap(actual, year, "level")
    if target.compare == "rising>=":
        start = target.reference_year or path.start
        rises = [100 * (levels[y] / levels[y - 1] - 1) for y in range(start + 1, year + 1)]
        due, actual = target.threshold, min(rises)
        gap = (due - actual) / 100
    elif target.reference_year is not None:
        due, actual = path.share(year) * target.threshold, 100 * (actual / path.begins - 1)
    return Progress(target=target, year=year, start=start, due=due, actual=actual, gap=gap)


def goal_gap(emissions: FloatArray, years: IntArray, goal: int) -> float:
    """Return by how much emissions after the goal year exceed those up to it, as a share.

    Two of three members stay within it: it is at or below 0 where a peak in time is likely.

    Parameters
    ----------
    emissions
        Shape ``(member, year)``.
    years
        Shape ``(year,)``.
    goal
        Last year that counts as in time.

    Examples
    --------
    >>> goal_gap(np.array([[4.0, 5.0, 4.0]]), np.array([2029, 2030, 2031]), 2030)
    -0.2
    """
    excess = -peak_margin(emissions, years, by=goal)
    return float(np.quantile(excess, LIKELY, method="inverted_cdf"))


def _peak(target: Target, values: FloatArray, years: IntArray) -> Progress:
    found = find_peak(values, years)
    year = np.where(found.censored, np.inf, found.year)
    goal = int(target.threshold)
    return Progress(
        target=target,
        year=goal,
        start=int(years[0]),
        due=target.threshold,
        actual=float(np.quantile(year, 0.5, method="inverted_cdf")),
        gap=goal_gap(values, years, goal),
        chance=float((year <= goal).mean()),
    )
