"""What a planner asks first of each run: when it peaks, how high, and under which boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.inputs.city import City
from zysim.metrics.accounts import alike
from zysim.metrics.middle import middle
from zysim.metrics.peak import PLATEAU_TOLERANCE, find_peak, peak_margin
from zysim.metrics.spread import PeakSpread, spreads_of
from zysim.metrics.totals import cumulative, level_in, position
from zysim.runs.ensemble import Ensemble
from zysim.runs.results import Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryPeak:
    """The peak of one case under one accounting boundary; amounts in Mt CO2 (per year).

    Of a single run, or medians over members: then each number is the median of that number, and
    ``status`` and ``double`` say what most members say.
    """

    year: int
    level: float
    status: str
    """``none``, ``provisional`` or ``confirmed``, by the rule of `zysim.metrics.peak`."""
    already: bool
    """True where the highest year is the first one simulated."""
    plateau: tuple[int, int]
    double: bool
    level_goal: float
    """Emissions in the goal year."""
    cumulative: float
    """Sum from the year after the base year to the last simulated year."""
    margin: float
    """At least 0 exactly when the peak is by the goal."""

    def by(self, year: int) -> bool:
        """Tell whether the peak is reached by a year."""
        return self.status != "none" and self.year <= year

    @property
    def shown_year(self) -> str:
        """The year as it is shown: with > or ≤ where the horizon cuts it off."""
        if self.status == "none":
            return f">{self.year}"
        return f"≤{self.year}" if self.already else str(self.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One scenario's answer."""

    scenario: str
    city: City
    """The record of the city, which says what the accounts and the goal are."""
    last: int
    """Last simulated year."""
    boundaries: Mapping[str, BoundaryPeak]
    """Boundary letter to its peak."""
    beside: Mapping[str, float]
    """What stands beside the accounts in the goal year, in Mt CO2 per year, by variable."""
    alike: Mapping[str, str]
    """Letter of a boundary to that of another whose line is the same."""

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        goal = self.city.goal
        peaks = {
            letter: {
                "variable": self.city.accounts[letter].variable,
                "peak_year": None if peak.status == "none" else peak.year,
                "status": peak.status,
                "already": peak.already,
                "peak_level": peak.level,
                "plateau": list(peak.plateau),
                "double_peak": peak.double,
                f"level_{goal}": peak.level_goal,
                "cumulative": peak.cumulative,
                "margin": peak.margin,
            }
            for letter, peak in self.boundaries.items()
        }
        return {
            "id": self.scenario,
            "boundaries": peaks,
            f"other_{goal}": dict(self.beside),
            "same_as": dict(self.alike),
        }


def variables_summarised(city: City) -> tuple[str, ...]:
    """Return the scalar ids a summary needs."""
    return (*city.account_variables, *city.beside)


def summarise(runs: Runs) -> tuple[Summary, ...]:
    """Summarise single runs; what people are shown comes from :func:`summarise_members`.

    Parameters
    ----------
    runs
        Results that hold the variables of :func:`variables_summarised`.

    Returns
    -------
    tuple of Summary
        In the order of the runs.

    Raises
    ------
    InputError
        If a variable is missing from the results.
    ResultError
        If a value is not finite.
    """
    city = runs.city
    by_letter = {each.id: _peaks(runs, each.variable) for each in city.accounts.values()}
    goal = position(runs.years, city.goal)
    return tuple(
        Summary(
            scenario=name,
            boundaries={letter: peaks[at] for letter, peaks in by_letter.items()},
            city=city,
            last=int(runs.years[-1]),
            beside={line: float(runs.of(line)[at, goal]) for line in city.beside},
            alike=alike({each.id: runs.of(each.variable)[at] for each in city.accounts.values()}),
        )
        for at, name in enumerate(runs.scenarios)
    )


def summarise_members(found: Ensemble) -> tuple[Summary, ...]:
    """Summarise each case by the medians of its members.

    Parameters
    ----------
    found
        Results that hold the variables of :func:`variables_summarised`.

    Returns
    -------
    tuple of Summary
        In the order of the cases.

    Raises
    ------
    InputError
        If a variable is missing from the results.
    ResultError
        If a value is not finite.
    """
    city = found.city
    goal = position(found.years, city.goal)
    spreads = spreads_of(found)
    return tuple(
        Summary(
            scenario=name,
            city=city,
            last=int(found.years[-1]),
            boundaries={letter: middle_peak(each) for letter, each in spreads[name].items()},
            beside={line: float(middle(found.of(line)[at, :, goal])) for line in city.beside},
            alike=alike(
                {each.id: middle(found.of(each.variable)[at]) for each in city.accounts.values()}
            ),
        )
        for at, name in enumerate(found.scenarios)
    )


def middle_peak(spread: PeakSpread) -> BoundaryPeak:
    """Return the medians of a spread."""
    none = bool(np.isinf(spread.year[1]))
    year = spread.last_year if none else int(spread.year[1])
    confirmed = 1 - spread.provisional - spread.censored >= 0.5
    return BoundaryPeak(
        year=year,
        level=spread.level[1],
        status="none" if none else "confirmed" if confirmed else "provisional",
        already=year == spread.first_year,
        plateau=(int(spread.plateau[0]), int(spread.plateau[1])),
        double=spread.double >= 0.5,
        level_goal=spread.level_goal[1],
        cumulative=spread.cumulative[1],
        margin=spread.margin[1],
    )


def _peaks(runs: Runs, variable: str) -> list[BoundaryPeak]:
    emissions, years, city = runs.of(variable), runs.years, runs.city
    peak = find_peak(emissions, years, tolerance=PLATEAU_TOLERANCE)
    total = cumulative(emissions, years, since=city.counted, until=int(years[-1]))
    margin = peak_margin(emissions, years, by=city.goal)
    level = level_in(emissions, years, city.goal)
    return [
        BoundaryPeak(
            year=int(peak.year[at]),
            level=float(peak.level[at]),
            status=str(peak.status[at]),
            already=bool(peak.already[at]),
            plateau=(int(peak.plateau_first[at]), int(peak.plateau_last[at])),
            double=bool(peak.double[at]),
            level_goal=float(level[at]),
            cumulative=float(total[at]),
            margin=float(margin[at]),
        )
        for at in range(len(runs.scenarios))
    ]
