"""What runs are ranked on: one number a run for each question about the peak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.city import City
from zysim.metrics.peak import find_peak, peak_margin
from zysim.metrics.totals import cumulative, level_in, position
from zysim.units import unit_words
from zysim.wording import Pair

A_YEAR: Pair = unit_words("Mt/year")
AROUND = 2
"""Years before and after the goal over which a slope is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One number of a run."""

    label: Pair
    unit: Pair
    measure: Callable[[FloatArray, IntArray], FloatArray]
    """From emissions ``(run, year)`` in Mt CO2 a year and years to values ``(run,)``."""


def slope(emissions: FloatArray, years: IntArray, goal: int) -> FloatArray:
    """Return the least-squares slope around a year, shape ``(run,)``, in Mt CO2 a year, a year.

    Raises
    ------
    ResultError
        If the years are not simulated.

    Examples
    --------
    >>> slope(np.array([[1.0, 1.5, 2.0, 2.5, 3.0]]), np.arange(2028, 2033), 2030)
    array([0.5])
    """
    first, last = (position(years, goal + step) for step in (-AROUND, AROUND))
    distance = np.arange(first, last + 1) - (first + last) / 2
    found: FloatArray = emissions[:, first : last + 1] @ distance / (distance @ distance)
    return found


def peak_time(emissions: FloatArray, years: IntArray) -> FloatArray:
    """Return the interpolated peak time, shape ``(run,)``; NaN where a run has no peak.

    A run whose highest year is the last one simulated has no peak: that year must not stand for
    one.

    Examples
    --------
    >>> years = np.arange(2020, 2023)
    >>> peak_time(np.array([[1.0, 2.0, 1.0], [1.0, 2.0, 3.0]]), years)
    array([2021.,   nan])
    """
    peak = find_peak(emissions, years)
    return np.where(peak.censored, np.nan, peak.time)


def lower_peak_time(emissions: FloatArray, years: IntArray) -> FloatArray:
    """Return the interpolated peak time, shape ``(run,)``; the last year where there is no peak."""
    return find_peak(emissions, years).time


def by_id(goal: int) -> str:
    """Return the id of whether the peak is in time.

    >>> by_id(2030), level_id(2030)
    ('by_2030', 'level_2030')
    """
    return f"by_{goal}"


def level_id(goal: int) -> str:
    """Return the id of the level in the goal year."""
    return f"level_{goal}"


def outcomes_of(city: City) -> Mapping[str, Outcome]:
    """Return what runs of a city are ranked on, by id.

    ``peak_time`` is NaN where a run has no peak; what is done with such runs is told by
    ``zysim.sensitivity.kept_rows``.

    Examples
    --------
    >>> from zysim.inputs.read_city import read_city
    >>> list(outcomes_of(read_city()))[:3]
    ['margin', 'by_2030', 'peak_level']
    """
    goal, counted, last = city.goal, city.counted, city.last
    return {
        "margin": Outcome(
            label=(f"{goal} 年达峰裕度", f"margin at {goal}"),
            unit=("峰值的比例", "share of the peak"),
            measure=lambda emissions, years: peak_margin(emissions, years, by=goal),
        ),
        by_id(goal): Outcome(
            label=(f"{goal} 年前达峰", f"peak by {goal}"),
            unit=("概率", "probability"),
            measure=lambda emissions, years: (peak_margin(emissions, years, by=goal) >= 0).astype(
                np.float64
            ),
        ),
        "peak_level": Outcome(
            label=("峰值", "peak level"),
            unit=A_YEAR,
            measure=lambda emissions, _years: emissions.max(axis=1),
        ),
        "cumulative": Outcome(
            label=(f"{counted}—{last} 年累计", f"sum {counted}–{last}"),
            unit=unit_words("Mt"),
            measure=lambda emissions, years: cumulative(
                emissions, years, since=counted, until=int(years[-1])
            ),
        ),
        level_id(goal): Outcome(
            label=(f"{goal} 年排放", f"level in {goal}"),
            unit=A_YEAR,
            measure=lambda emissions, years: level_in(emissions, years, goal),
        ),
        "slope": Outcome(
            label=(
                f"{goal - AROUND}—{goal + AROUND} 年斜率",
                f"slope {goal - AROUND}–{goal + AROUND}",
            ),
            unit=(f"{A_YEAR[0]}²", f"{A_YEAR[1]}²"),
            measure=lambda emissions, years: slope(emissions, years, goal),
        ),
        "peak_time": Outcome(
            label=("达峰时间", "peak time"),
            unit=("年", "years"),
            measure=peak_time,
        ),
    }
