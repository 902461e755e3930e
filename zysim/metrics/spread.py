"""What many members say of the peak: probability, quantiles, and what the horizon hides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import ResultError
from zysim.metrics.middle import middle, quantiles
from zysim.metrics.peak import find_peak, peak_margin
from zysim.metrics.totals import cumulative, level_in
from zysim.runs.ensemble import Ensemble
from zysim.wording import LITTLE

NORMAL_95 = 1.959963984540054
TEN_FIFTY_NINETY = (0.1, 0.5, 0.9)
Three = tuple[float, float, float]
"""P10, P50 and P90."""


Standing = Literal["met", "near", "below"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of members with its 95 % interval (Wilson 1927)."""

    value: float
    low: float
    high: float

    @property
    def at_least(self) -> float:
        """What it counts for as the upper end of a range: where all members agree, their bound.

        >>> round(share_of(45, 45).at_least, 2), share_of(44, 50).at_least
        (0.92, 0.88)
        """
        return self.low if self.value > 1 - LITTLE else self.value

    @property
    def at_most(self) -> float:
        """What it counts for as the lower end of a range: where no member agrees, their bound.

        >>> round(share_of(0, 45).at_most, 2), share_of(5, 50).at_most
        (0.08, 0.1)
        """
        return self.high if self.value < LITTLE else self.value

    def beside(self, asked: float) -> Standing:
        """Say how the interval stands to a probability asked for.

        ``met``: all of it at or above; ``near``: it holds the probability; ``below``: all below.

        >>> Share(value=0.799, low=0.786, high=0.811).beside(0.8)
        'near'
        """
        if self.high < asked:
            return "below"
        return "met" if self.low >= asked else "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakSpread:
    """The peak of one scenario under one boundary over all members; amounts in Mt CO2 (a year)."""

    members: int
    goal: int
    """Last year that counts as in time."""
    in_time: Share
    """Share of members that peak by the goal."""
    year: Three
    """Peak year; infinity where so many members have no peak that the quantile is one of them."""
    first_year: int
    last_year: int
    """First and last simulated year: what ``≤`` and ``>`` refer to."""
    censored: float
    """Share of members whose highest year is the last one simulated."""
    already: float
    """Share of members whose highest year is the first one simulated."""
    provisional: float
    double: float
    """Share of members with a second hump inside the plateau's tolerance."""
    plateau: tuple[float, float]
    """Medians of the first and the last year of the plateau."""
    level: Three
    level_goal: Three
    """Emissions in the goal year."""
    cumulative: Three
    """From the year after the base year to the last simulated year."""
    margin: Three
    """Relative margin at the goal, no unit."""

    def shown_year(self, at: int) -> str:
        """Return P10, P50 or P90 of the year as it is shown: with > or ≤ where it is cut off."""
        year = self.year[at]
        if np.isinf(year):
            return f">{self.last_year}"
        return f"≤{self.first_year}" if year == self.first_year else f"{year:.0f}"

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON; a quantile beyond the horizon is None."""
        year = [None if np.isinf(each) else each for each in self.year]
        return {
            "members": self.members,
            f"by_{self.goal}": [self.in_time.value, self.in_time.low, self.in_time.high],
            "peak_year": year,
            "censored": self.censored,
            "already": self.already,
            "provisional": self.provisional,
            "double_peak": self.double,
            "plateau": list(self.plateau),
            "peak_level": list(self.level),
            f"level_{self.goal}": list(self.level_goal),
            "cumulative": list(self.cumulative),
            "margin": list(self.margin),
        }


def share_of(count: int, members: int) -> Share:
    """Return a share with its Wilson interval, which stays within 0 and 1 and is never empty.

    Parameters
    ----------
    count
        Members that have the property.
    members
        All members.

    Raises
    ------
    ResultError
        If there are no members.

    Examples
    --------
    >>> found = share_of(0, 100)
    >>> found.value, found.low, round(found.high, 3)
    (0.0, 0.0, 0.037)
    """
    if members < 1:
        msg = "share_of: no members to take a share of. Run at least one."
        raise ResultError(msg, zh="没有成员，无法计算比例。")
    value, square = count / members, NORMAL_95**2
    middle = (value + square / (2 * members)) / (1 + square / members)
    half = (
        NORMAL_95
        * np.sqrt(value * (1 - value) / members + square / (4 * members**2))
        / (1 + square / members)
    )
    low = 0.0 if count == 0 else float(middle - half)
    high = 1.0 if count == members else float(middle + half)
    return Share(value=value, low=low, high=high)


def spread_of_peak(
    emissions: FloatArray, years: IntArray, *, goal: int, counted: int
) -> PeakSpread:
    """Say when and how high emissions peak over all members.

    Parameters
    ----------
    emissions
        Mt CO2 a year, shape ``(member, year)``.
    years
        Calendar years, shape ``(year,)``.
    goal
        Last year that counts as in time.
    counted
        First year of sums.

    Raises
    ------
    ResultError
        If an emission is not finite or the years do not hold the goal and a year after it.

    Examples
    --------
    >>> years = np.arange(2020, 2041)
    >>> hump = 5 - 0.01 * (years - np.array([[2028], [2034]])) ** 2
    >>> found = spread_of_peak(hump, years, goal=2030, counted=2021)
    >>> found.in_time.value, found.year
    (0.5, (2028.0, 2028.0, 2034.0))
    """
    peak = find_peak(emissions, years)
    members = len(emissions)
    year = np.where(peak.censored, np.inf, peak.year)
    total = cumulative(emissions, years, since=counted, until=int(years[-1]))
    ends = np.stack([peak.plateau_first, peak.plateau_last], axis=1).astype(np.float64)
    first, last = middle(ends)
    return PeakSpread(
        members=members,
        goal=goal,
        in_time=share_of(int((year <= goal).sum()), members),
        year=_three(year),
        first_year=int(years[0]),
        last_year=int(years[-1]),
        censored=float(peak.censored.mean()),
        already=float(peak.already.mean()),
        provisional=float((peak.status == "provisional").mean()),
        double=float(peak.double.mean()),
        plateau=(float(first), float(last)),
        level=_three(peak.level),
        level_goal=_three(level_in(emissions, years, goal)),
        cumulative=_three(total),
        margin=_three(peak_margin(emissions, years, by=goal)),
    )


def spreads_of(ensemble: Ensemble) -> Mapping[str, Mapping[str, PeakSpread]]:
    """Return scenario to boundary letter to the spread of its peak.

    Raises
    ------
    InputError
        If the ensemble lacks the energy CO2 of a boundary.
    ResultError
        As :func:`spread_of_peak`.
    """
    return {
        scenario: {
            each.id: spread_of_peak(
                ensemble.of(each.variable)[at],
                ensemble.years,
                goal=ensemble.city.goal,
                counted=ensemble.city.counted,
            )
            for each in ensemble.city.accounts.values()
        }
        for at, scenario in enumerate(ensemble.scenarios)
    }


def _three(values: FloatArray) -> Three:
    low, middle, high = (float(each) for each in quantiles(values, TEN_FIFTY_NINETY))
    return low, middle, high
