"""What a planner asks first of each run: when it peaks, how high, and under which boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.metrics.accounts import alike
from zysim.metrics.middle import middle
from zysim.metrics.peak import PEAK_BY, PLATEAU_TOLERANCE, find_peak, peak_margin
from zysim.metrics.spread import PeakSpread, spread_of_peak
from zysim.metrics.totals import FIRST_COUNTED, cumulative
from zysim.runs.ensemble import Ensemble
from zysim.runs.results import Runs
from zysim.wording import BOUNDARY_VARIABLES

OTHER_LINES = {
    "process_co2": ("工艺过程排放", "process CO₂"),
    "forest_sink": ("森林碳汇", "forest sink"),
    "net_co2": ("净排放（B + 工艺 − 碳汇）", "net (B + process − sink)"),
}
"""Lines beside energy CO2, all in Mt CO2 per year."""


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
    level_2030: float
    cumulative: float
    """Sum from 2021 to the last simulated year."""
    margin: float
    """At least 0 exactly when the peak is by 2030."""

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
    boundaries: Mapping[str, BoundaryPeak]
    """Boundary letter to its peak."""
    other_2030: Mapping[str, float]
    """Process CO2, sink and net emissions in 2030, in Mt CO2 per year, by variable."""
    alike: Mapping[str, str]
    """Letter of a boundary to that of another whose line is the same."""

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        peaks = {
            letter: {
                "variable": BOUNDARY_VARIABLES[letter],
                "peak_year": None if peak.status == "none" else peak.year,
                "status": peak.status,
                "already": peak.already,
                "peak_level": peak.level,
                "plateau": list(peak.plateau),
                "double_peak": peak.double,
                "level_2030": peak.level_2030,
                "cumulative": peak.cumulative,
                "margin": peak.margin,
            }
            for letter, peak in self.boundaries.items()
        }
        return {
            "id": self.scenario,
            "boundaries": peaks,
            "other_2030": dict(self.other_2030),
            "same_as": dict(self.alike),
        }


def variables_summarised() -> tuple[str, ...]:
    """Return the scalar ids a summary needs."""
    return (*BOUNDARY_VARIABLES.values(), *OTHER_LINES)


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
    by_letter = {letter: _peaks(runs, variable) for letter, variable in BOUNDARY_VARIABLES.items()}
    at_2030 = int(np.flatnonzero(runs.years == PEAK_BY)[0])
    return tuple(
        Summary(
            scenario=name,
            boundaries={letter: peaks[at] for letter, peaks in by_letter.items()},
            other_2030={line: float(runs.of(line)[at, at_2030]) for line in OTHER_LINES},
            alike=alike({x: runs.of(name)[at] for x, name in BOUNDARY_VARIABLES.items()}),
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
    at_2030 = int(np.flatnonzero(found.years == PEAK_BY)[0])
    return tuple(
        Summary(
            scenario=name,
            boundaries={
                letter: middle_peak(spread_of_peak(found.of(variable)[at], found.years))
                for letter, variable in BOUNDARY_VARIABLES.items()
            },
            other_2030={
                line: float(middle(found.of(line)[at, :, at_2030])) for line in OTHER_LINES
            },
            alike=alike({x: middle(found.of(y)[at]) for x, y in BOUNDARY_VARIABLES.items()}),
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
        level_2030=spread.level_2030[1],
        cumulative=spread.cumulative[1],
        margin=spread.margin[1],
    )


def _peaks(runs: Runs, variable: str) -> list[BoundaryPeak]:
    emissions, years = runs.of(variable), runs.years
    peak = find_peak(emissions, years, tolerance=PLATEAU_TOLERANCE)
    total = cumulative(emissions, years, since=FIRST_COUNTED, until=int(years[-1]))
    margin = peak_margin(emissions, years)
    at_2030 = emissions[:, int(np.flatnonzero(years == PEAK_BY)[0])]
    return [
        BoundaryPeak(
            year=int(peak.year[at]),
            level=float(peak.level[at]),
            status=str(peak.status[at]),
            already=bool(peak.already[at]),
            plateau=(int(peak.plateau_first[at]), int(peak.plateau_last[at])),
            double=bool(peak.double[at]),
            level_2030=float(at_2030[at]),
            cumulative=float(total[at]),
            margin=float(margin[at]),
        )
        for at in range(len(runs.scenarios))
    ]
