"""Plain numbers of a run: sums over years, levels, ratios and changes."""

from __future__ import annotations

import numpy as np

from zysim.arrays import FloatArray, IntArray, parts_of
from zysim.errors import ResultError


def cumulative(values: FloatArray, years: IntArray, *, since: int, until: int) -> FloatArray:
    """Sum yearly values over the years ``since`` to ``until``, both counted.

    Parameters
    ----------
    values
        Shape ``(run, year)``, an amount per year.
    years
        Calendar years, shape ``(year,)``.

    Returns
    -------
    numpy.ndarray
        Shape ``(run,)``; Mt where the values are Mt per year.

    Raises
    ------
    ResultError
        If a year is not simulated or ``until`` comes before ``since``.

    Examples
    --------
    >>> cumulative(np.array([[9.0, 2.0, 3.0]]), np.arange(2020, 2023), since=2021, until=2022)
    array([5.])
    """
    first, last = position(years, since), position(years, until)
    if last < first:
        msg = f"cumulative: until {until} comes before since {since}."
        raise ResultError(msg, zh=f"累计的终止年 {until} 早于起始年 {since}。")
    # Years side by side, so that a sum is the same to the last bit however the values are kept.
    parts = [
        np.ascontiguousarray(values[part])[:, first : last + 1].sum(axis=1)
        for part in parts_of(len(values))
    ]
    return np.concatenate(parts)


def level_in(values: FloatArray, years: IntArray, year: int) -> FloatArray:
    """Return the values of one year, shape ``(run,)``, in their unit.

    Raises
    ------
    ResultError
        If the year is not simulated.

    Examples
    --------
    >>> level_in(np.array([[1.0, 2.0]]), np.array([2029, 2030]), 2030)
    array([2.])
    """
    found: FloatArray = values[:, position(years, year)]
    return found


def intensity(amount: FloatArray, output: FloatArray) -> FloatArray:
    """Return amount per output in each year, shape ``(run, year)``.

    For energy in 10^4 tce and GDP in 10^8 CNY the result is in tce per 10^4 CNY; for CO2 in
    Mt and GDP in 10^8 CNY it is in Mt per 10^8 CNY.

    Raises
    ------
    ResultError
        If an output is 0.

    Examples
    --------
    >>> intensity(np.array([[250.0]]), np.array([[1000.0]]))
    array([[0.25]])
    """
    if (output == 0).any():
        run, year = (int(each) for each in np.argwhere(output == 0)[0])
        msg = f"intensity: the output of run {run} is 0 at position {year}, so it has no intensity."
        raise ResultError(msg, zh=f"第 {run} 次运行的产出为 0，无法计算强度。")
    ratio: FloatArray = amount / output
    return ratio


def change_percent(
    values: FloatArray, years: IntArray, *, year: int, reference_year: int
) -> FloatArray:
    """Return the change from one year to another, shape ``(run,)``, in percent.

    Raises
    ------
    ResultError
        If a year is not simulated or the reference value is 0.

    Examples
    --------
    >>> values = np.array([[4.0, 3.0]])
    >>> change_percent(values, np.array([2020, 2021]), year=2021, reference_year=2020)
    array([-25.])
    """
    reference = level_in(values, years, reference_year)
    if (reference == 0).any():
        run = int(np.argmax(reference == 0))
        msg = f"change_percent: the value of {reference_year} is 0 in run {run}, so no percentage."
        raise ResultError(msg, zh=f"第 {run} 次运行 {reference_year} 年的值为 0，无法计算变化率。")
    change: FloatArray = 100.0 * (level_in(values, years, year) / reference - 1.0)
    return change


def position(years: IntArray, year: int) -> int:
    """Return where a year stands among the simulated years.

    Raises
    ------
    ResultError
        If the year is not simulated.
    """
    found = np.flatnonzero(years == year)
    if not found.size:
        msg = f"year {year} is outside the simulated years {years[0]} to {years[-1]}."
        raise ResultError(msg, zh=f"{year} 年不在模拟年份 {years[0]}—{years[-1]} 之内。")
    return int(found[0])
