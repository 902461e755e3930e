"""What runs are ranked on: one number a run for each question about the peak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.metrics.peak import PEAK_BY, find_peak, peak_margin
from zysim.metrics.totals import cumulative, level_in, position
from zysim.wording import Pair

SLOPE_YEARS = (2028, 2032)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One number of a run."""

    label: Pair
    unit: Pair
    measure: Callable[[FloatArray, IntArray], FloatArray]
    """From emissions ``(run, year)`` in Mt CO2 a year and years to values ``(run,)``."""


def slope(emissions: FloatArray, years: IntArray) -> FloatArray:
    """Return the least-squares slope over 2028 to 2032, shape ``(run,)``, in Mt CO2 a year, a year.

    Raises
    ------
    ResultError
        If the years are not simulated.

    Examples
    --------
    >>> slope(np.array([[1.0, 1.5, 2.0, 2.5, 3.0]]), np.arange(2028, 2033))
    array([0.5])
    """
    first, last = (position(years, year) for year in SLOPE_YEARS)
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


OUTCOMES: Mapping[str, Outcome] = {
    "margin": Outcome(
        label=("2030 年达峰裕度", "margin at 2030"),
        unit=("峰值的比例", "share of the peak"),
        measure=peak_margin,
    ),
    "by_2030": Outcome(
        label=("2030 年前达峰", "peak by 2030"),
        unit=("概率", "probability"),
        measure=lambda emissions, years: (peak_margin(emissions, years) >= 0).astype(np.float64),
    ),
    "peak_level": Outcome(
        label=("峰值", "peak level"),
        unit=("百万吨/年", "Mt/year"),
        measure=lambda emissions, _years: emissions.max(axis=1),
    ),
    "cumulative": Outcome(
        label=("2021—2060 年累计", "sum 2021–2060"),
        unit=("百万吨", "Mt"),
        measure=lambda emissions, years: cumulative(emissions, years, until=int(years[-1])),
    ),
    "level_2030": Outcome(
        label=("2030 年排放", "level in 2030"),
        unit=("百万吨/年", "Mt/year"),
        measure=lambda emissions, years: level_in(emissions, years, PEAK_BY),
    ),
    "slope": Outcome(
        label=("2028—2032 年斜率", "slope 2028–2032"),
        unit=("百万吨/年²", "Mt/year²"),
        measure=slope,
    ),
    "peak_time": Outcome(
        label=("达峰时间", "peak time"),
        unit=("年", "years"),
        measure=peak_time,
    ),
}
"""By id. ``peak_time`` is NaN where a run has no peak; what is done with such runs is told by
:mod:`zysim.sensitivity.kept_rows`."""
