"""Peak year: when the emissions of a run stop growing, by one rule stated once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zysim.arrays import BoolArray, FloatArray, IntArray, parts_of
from zysim.errors import ResultError

Status = Literal["none", "provisional", "confirmed"]
YEARS_TO_CONFIRM = 5
PLATEAU_TOLERANCE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """When and how high emissions peak; every field has shape ``(run,)``."""

    year: IntArray
    """Year of the highest emissions; the first one where the highest value is repeated."""
    level: FloatArray
    """Highest emissions, in the unit of the emissions."""
    status: NDArray[np.str_]
    """``none``: the highest year is the last one simulated; ``provisional``: fewer than five
    years follow, or those five do not slope down; ``confirmed``: five follow and slope down."""
    censored: BoolArray
    """True where ``status`` is ``none``: the peak may lie beyond the horizon, so ``year``
    is only a lower bound. Never average years over such runs."""
    already: BoolArray
    """True where the highest year is the first one simulated: the peak may lie before it."""
    time: FloatArray
    """Peak time within half a year of ``year``, from a parabola through its neighbours."""
    plateau_first: IntArray
    plateau_last: IntArray
    """First and last year with emissions within the tolerance of the highest."""
    double: BoolArray
    """True where emissions leave the tolerance between two humps that both reach it."""
    second_year: IntArray
    """Highest year of the other hump; the same as ``year`` where there is none."""


def find_peak(
    emissions: FloatArray, years: IntArray, *, tolerance: float = PLATEAU_TOLERANCE
) -> Peak:
    """Find the peak of each run.

    With M the highest value and k the first year that reaches it, the plateau is all years
    with at least (1 - tolerance) M. A peak is confirmed when the least-squares slope over k
    and the five years after it is negative; no later year can exceed M.

    Parameters
    ----------
    emissions
        Emissions, shape ``(run, year)``, in any one unit.
    years
        Calendar years, shape ``(year,)``, increasing by 1.
    tolerance
        Width of the plateau as a share of M, at least 0 and below 1.

    Returns
    -------
    Peak
        Where M is not positive (a net account below zero), the plateau reaches down by
        ``tolerance`` times the size of M.

    Raises
    ------
    ResultError
        If an emission is not finite (naming run and year), the shapes disagree, the years
        leave gaps or the tolerance is out of range.

    Notes
    -----
    Plans ask for a peak by a year and give no tonnage. Naming a maximum in the last year "no
    peak" and the years after it a test of the peak follows the practice of Chinese city studies,
    which ask for a highest value, a plateau that stays below it, and a steady decline.

    Examples
    --------
    >>> years = np.arange(2026, 2034)
    >>> peak = find_peak(np.array([[1.0, 3.0, 3.0, 2.5, 2.0, 1.5, 1.0, 0.5]]), years)
    >>> int(peak.year[0]), str(peak.status[0]), float(peak.time[0])
    (2027, 'confirmed', 2027.5)
    """
    _check(emissions, years, "find_peak")
    if not 0 <= tolerance < 1:
        msg = f"find_peak: tolerance must be at least 0 and below 1, got {tolerance:g}."
        raise ResultError(msg, zh=f"平台容差应不小于 0 且小于 1，现为 {tolerance:g}。")
    found = [_peak(emissions[part], years, tolerance) for part in parts_of(len(emissions))]
    return Peak(
        **{
            each.name: np.concatenate([getattr(part, each.name) for part in found])
            for each in fields(Peak)
        }
    )


def _peak(emissions: FloatArray, years: IntArray, tolerance: float) -> Peak:
    at = emissions.argmax(axis=1)
    level = emissions.max(axis=1)
    last = years.size - 1
    inside = emissions >= (level - tolerance * np.abs(level))[:, np.newaxis]
    plateau_last = last - inside[:, ::-1].argmax(axis=1)
    double, second = _second_hump(emissions, inside, at)
    return Peak(
        year=years[at],
        level=level,
        status=_status(emissions, at),
        censored=at == last,
        already=at == 0,
        time=years[at] + _offset(emissions, at),
        plateau_first=years[inside.argmax(axis=1)],
        plateau_last=years[plateau_last],
        double=double,
        second_year=years[second],
    )


def peak_margin(emissions: FloatArray, years: IntArray, *, by: int) -> FloatArray:
    """Return how clearly each run peaks by a year: at least 0 exactly when it does.

    The margin is (highest up to ``by`` - highest after ``by``) / highest of all. It is never
    censored, so levers can be ranked on it. When the highest value is reached both up to
    ``by`` and after it, the earlier year counts, as in `find_peak`, and the margin is 0.

    Parameters
    ----------
    emissions
        Emissions, shape ``(run, year)``, in any one unit.
    years
        Calendar years, shape ``(year,)``, increasing by 1.
    by
        Last year that counts as in time; years on both sides must be simulated.

    Returns
    -------
    numpy.ndarray
        Shape ``(run,)``, no unit. Where the highest value is not positive, the divisor is
        the largest size of an emission of the run; 0 for a run of zeros.

    Raises
    ------
    ResultError
        If an emission is not finite, the shapes disagree, or no year follows ``by``.

    Examples
    --------
    >>> years = np.arange(2029, 2033)
    >>> peak_margin(np.array([[4.0, 3.0, 2.0, 1.0], [1.0, 2.0, 3.0, 4.0]]), years, by=2030)
    array([ 0.5, -0.5])
    """
    _check(emissions, years, "peak_margin")
    if not years[0] <= by < years[-1]:
        msg = (
            f"peak_margin: {by} must lie within the simulated years {years[0]} to {years[-1]} and "
            f"before the last. Simulate until {by + 1} at least."
        )
        raise ResultError(
            msg, zh=f"达峰裕度需要模拟到 {by} 年之后，请把 --until 设为 {by + 1} 或更晚。"
        )
    return np.concatenate(
        [_margin(emissions[part], years > by) for part in parts_of(len(emissions))]
    )


def _margin(emissions: FloatArray, later: BoolArray) -> FloatArray:
    before, after = emissions[:, ~later].max(axis=1), emissions[:, later].max(axis=1)
    level = np.maximum(before, after)
    scale = np.where(level > 0, level, np.abs(emissions).max(axis=1))
    margin: FloatArray = (before - after) / np.where(scale > 0, scale, 1.0)
    return margin


def _status(emissions: FloatArray, at: NDArray[np.intp]) -> NDArray[np.str_]:
    """Return the status of each run, shape ``(run,)``."""
    last = emissions.shape[1] - 1
    window = np.minimum(at[:, np.newaxis] + np.arange(YEARS_TO_CONFIRM + 1), last)
    tail = np.take_along_axis(emissions, window, axis=1)
    distance = np.arange(YEARS_TO_CONFIRM, 0, -2) / 2
    pairs = tail[:, ::-1][:, : distance.size] - tail[:, : distance.size]
    falling = pairs @ distance < 0
    confirmed = falling & (at + YEARS_TO_CONFIRM <= last)
    status: NDArray[np.str_] = np.where(
        at == last, "none", np.where(confirmed, "confirmed", "provisional")
    )
    return status


def _offset(emissions: FloatArray, at: NDArray[np.intp]) -> FloatArray:
    """Return where the parabola through the peak and its neighbours is highest, in years."""
    last = emissions.shape[1] - 1
    rows = np.arange(at.size)
    rise = emissions[rows, at] - emissions[rows, np.maximum(at - 1, 0)]
    fall = emissions[rows, at] - emissions[rows, np.minimum(at + 1, last)]
    usable = (at > 0) & (at < last)
    width = np.where(usable, rise + fall, 1.0)
    return np.where(usable, 0.5 * (rise - fall) / width, 0.0)


def _second_hump(
    emissions: FloatArray, inside: BoolArray, at: NDArray[np.intp]
) -> tuple[BoolArray, NDArray[np.intp]]:
    """Return whether another hump reaches the plateau, and the position of its top."""
    rows = np.arange(at.size)
    gaps = np.cumsum(~inside, axis=1)
    other = inside & (gaps != gaps[rows, at][:, np.newaxis])
    double = other.any(axis=1)
    top = np.where(other, emissions, -np.inf).argmax(axis=1)
    return double, np.where(double, top, at)


def _check(emissions: FloatArray, years: IntArray, who: str) -> None:
    if emissions.ndim != 2 or emissions.shape[1] != years.size or not years.size:
        msg = (
            f"{who}: emissions must have shape (run, {years.size}) to match years, "
            f"got {emissions.shape}."
        )
        raise ResultError(msg)
    if (np.diff(years) != 1).any():
        msg = f"{who}: years must increase by 1, got {years.tolist()}."
        raise ResultError(msg)
    if not all(np.isfinite(emissions[part]).all() for part in parts_of(len(emissions))):
        finite = np.isfinite(emissions)
        run, year = (int(each) for each in np.argwhere(~finite)[0])
        count = int((~finite.all(axis=1)).sum())
        msg = (
            f"{who}: {count} of {len(emissions)} runs hold NaN or infinity (first: run {run}, year "
            f"{years[year]}). Look for a zero divisor or an extreme value among its inputs."
        )
        zh = (
            f"{len(emissions)} 次运行中有 {count} 次含非有限值"
            f"（首例：第 {run} 次，{years[year]} 年）。请检查该次运行的输入是否为零除数或取值极端。"
        )
        raise ResultError(msg, zh=zh)
