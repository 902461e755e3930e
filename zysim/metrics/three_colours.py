"""The official three-colour rule: how far a target is behind its schedule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.targets import Target
from zysim.metrics.peak import peak_margin
from zysim.metrics.targets import ROUNDING
from zysim.wording import Pair

Colour = Literal["green", "yellow", "red"]
WORDS: Mapping[Colour, Pair] = {
    "green": ("在轨", "on track"),
    "yellow": ("预警", "warning"),
    "red": ("脱轨", "off track"),
}
FAR_BEHIND = 0.1
"""Behind by more than this share of the target is red."""
LIKELY = 2 / 3
"""A peak is judged by the gap that this share of the members stays within: green is likely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A target against its schedule in the year of the newest statistics."""

    target: Target
    year: int
    """Year judged: that of the newest statistics, or the target's own where it is past."""
    due: float
    """What the schedule asks for in this year, in the unit of the target; of a peak its year."""
    actual: float
    """In the same unit; of a peak year the median, infinity where it lies beyond the horizon."""
    gap: float
    """How far behind, as a share of the target; below 0 is ahead."""

    @property
    def colour(self) -> Colour:
        """Green, yellow or red."""
        return colour_of(self.gap)


def colour_of(gap: float) -> Colour:
    """Return the colour of a gap, a share of the target that is positive where it is behind.

    Within half a per cent counts as on schedule, as for targets.

    >>> [colour_of(each) for each in (-0.2, 0.004, 0.08, 0.11)]
    ['green', 'green', 'yellow', 'red']
    """
    if gap <= ROUNDING:
        return "green"
    return "yellow" if gap <= FAR_BEHIND else "red"


def progress_of(
    target: Target,
    values: FloatArray,
    years: IntArray,
    now: int,
    observed: Mapping[int, float],
) -> Progress | None:
    """Judge one target: a level is due along a line from the first year to the target's.

    A change is due in proportion to the years gone, a rise every year. A peak is judged by
    :func:`goal_gap`.

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

    Returns
    -------
    Progress or None
        None where the years the target counts have not begun.
    """
    if target.compare == "peak<=":
        return _peak(target, values, years)
    middle = np.median(values, axis=0)
    path = {int(year): observed.get(int(year), float(middle[at])) for at, year in enumerate(years)}
    year = min(now, target.year)
    reference = int(years[0]) if target.reference_year is None else target.reference_year
    if year <= reference:
        return None
    share = (year - reference) / (target.year - reference)
    size = abs(target.threshold)
    if target.reference_year is None:
        due = path[reference] + share * (target.threshold - path[reference])
        actual = path[year]
    elif target.compare == "rising>=":
        due, size = target.threshold, 100.0
        actual = min(_change(path, each, each - 1) for each in range(reference + 1, year + 1))
    else:
        due, size = share * target.threshold, size or 100.0
        actual = _change(path, year, reference)
    behind = actual - due if target.compare.endswith("<=") else due - actual
    if target.compare == "==":
        behind = abs(behind)
    return Progress(target=target, year=year, due=due, actual=actual, gap=behind / (size or 1.0))


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
    at = values.argmax(axis=1)
    year = np.where(at == len(years) - 1, np.inf, years[at])
    goal = int(target.threshold)
    return Progress(
        target=target,
        year=goal,
        due=target.threshold,
        actual=float(np.quantile(year, 0.5, method="inverted_cdf")),
        gap=goal_gap(values, years, goal),
    )


def _change(path: Mapping[int, float], year: int, reference: int) -> float:
    return 100 * (path[year] / path[reference] - 1)
