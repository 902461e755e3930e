"""The peak rule: hand-made series, then what must hold for any numbers."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zysim.arrays import FloatArray
from zysim.errors import ResultError
from zysim.metrics.peak import Peak, find_peak, peak_margin

YEARS = np.arange(2020, 2061)
SERIES = arrays(
    np.float64, (3, YEARS.size), elements=st.integers(1, 4000).map(lambda number: number / 1000)
)
"""Positive emissions in steps of 0.001, so that ties happen."""


def peak_of(emissions: list[float], first: int = 2026, tolerance: float = 0.02) -> Peak:
    years = np.arange(first, first + len(emissions))
    return find_peak(np.array([emissions], dtype=float), years, tolerance=tolerance)


@pytest.mark.parametrize(
    ("emissions", "year", "status"),
    [
        pytest.param([1, 2, 3, 2.9, 2.8, 2.7, 2.6, 2.5], 2028, "confirmed", id="five years fall"),
        pytest.param([1, 2, 3, 2.9, 2.8, 2.7, 2.6], 2028, "provisional", id="four years fall"),
        pytest.param([8, 7, 6, 5, 4, 3, 2], 2026, "confirmed", id="already falling"),
        pytest.param([1, 2, 3, 4, 5, 6, 7], 2032, "none", id="still rising"),
        pytest.param([1, 3, 3, 3, 1, 1, 1, 1], 2027, "confirmed", id="repeated: first counts"),
        pytest.param([2, 2, 2, 2, 2, 2, 2, 2], 2026, "provisional", id="flat is no decline"),
        pytest.param([5, 3, 3, 3, 3, 3.1, 3.1], 2026, "confirmed", id="slope over k to k + 5"),
        pytest.param([5, 1, 1, 4.9, 4.9, 5, 4], 2026, "provisional", id="dip and return"),
        pytest.param([3], 2026, "none", id="one year"),
    ],
)
def test_year_and_status(emissions: list[float], year: int, status: str) -> None:
    peak = peak_of(emissions)
    assert (int(peak.year[0]), str(peak.status[0])) == (year, status)
    assert bool(peak.censored[0]) == (status == "none")


def test_maximum_in_the_first_year_says_already() -> None:
    assert peak_of([5, 4, 3]).already[0]
    assert not peak_of([4, 5, 3]).already[0]


def test_time_of_a_parabola_is_exact() -> None:
    years = np.arange(2020, 2040)
    peak = find_peak(-((years[np.newaxis] - 2028.3) ** 2) + 100.0, years)
    assert peak.time[0] == pytest.approx(2028.3)


def test_time_at_the_edges_is_the_year() -> None:
    assert peak_of([5, 4, 3]).time[0] == 2026
    assert peak_of([3, 4, 5]).time[0] == 2028


def test_plateau_is_every_year_within_the_tolerance() -> None:
    peak = peak_of([90, 98, 99, 100, 98.5, 97, 90])
    assert (int(peak.plateau_first[0]), int(peak.plateau_last[0])) == (2027, 2030)
    narrow = peak_of([90, 98, 99, 100, 98.5, 97, 90], tolerance=0.0)
    assert (int(narrow.plateau_first[0]), int(narrow.plateau_last[0])) == (2029, 2029)


def test_two_humps_within_the_tolerance_are_a_double_peak() -> None:
    peak = peak_of([90, 100, 90, 99, 98.5, 80])
    assert peak.double[0]
    assert (int(peak.year[0]), int(peak.second_year[0])) == (2027, 2029)
    assert int(peak.plateau_last[0]) == 2030


def test_a_lower_second_hump_is_no_double_peak() -> None:
    peak = peak_of([90, 100, 90, 97, 80])
    assert not peak.double[0]
    assert int(peak.second_year[0]) == int(peak.year[0])


def test_a_ripple_on_the_plateau_is_no_double_peak() -> None:
    assert not peak_of([90, 100, 99, 100, 90]).double[0]


def test_an_account_below_zero_keeps_its_plateau() -> None:
    peak = peak_of([-5, -1, -1.01, -5])
    assert (int(peak.plateau_first[0]), int(peak.plateau_last[0])) == (2027, 2028)


def test_margin_by_hand() -> None:
    years = np.arange(2029, 2033)
    values = np.array([[3.0, 4.0, 2.0, 1.0], [1.0, 2.0, 4.0, 3.0], [4.0, 4.0, 4.0, 4.0]])
    assert peak_margin(values, years, by=2030).tolist() == [0.5, -0.5, 0.0]


def test_margin_of_a_run_of_zeros_is_zero() -> None:
    assert peak_margin(np.zeros((1, 41)), YEARS, by=2030).tolist() == [0.0]


def test_margin_of_an_account_below_zero_keeps_its_sign() -> None:
    years = np.arange(2030, 2032)
    assert peak_margin(np.array([[-1.0, -2.0], [-2.0, -1.0]]), years, by=2030).tolist() == [
        0.5,
        -0.5,
    ]


@given(SERIES)
@settings(max_examples=60, deadline=None)
def test_margin_is_not_negative_exactly_when_the_peak_is_by_2030(emissions: FloatArray) -> None:
    """With ties: the first year of the highest value counts, and the margin is 0."""
    in_time = find_peak(emissions, YEARS).year <= 2030
    assert ((peak_margin(emissions, YEARS, by=2030) >= 0) == in_time).all()


@given(SERIES, st.integers(-8, 8))
@settings(max_examples=40, deadline=None)
def test_the_unit_does_not_matter(emissions: FloatArray, power: int) -> None:
    one, other = find_peak(emissions, YEARS), find_peak(emissions * 2.0**power, YEARS)
    for name in ("year", "status", "censored", "time", "plateau_first", "plateau_last", "double"):
        assert (getattr(one, name) == getattr(other, name)).all(), name
    scaled = peak_margin(emissions * 2.0**power, YEARS, by=2030)
    assert (scaled == peak_margin(emissions, YEARS, by=2030)).all()


@given(SERIES, st.floats(0, 0.5))
@settings(max_examples=40, deadline=None)
def test_the_plateau_holds_the_peak_and_both_humps(emissions: FloatArray, tolerance: float) -> None:
    peak = find_peak(emissions, YEARS, tolerance=tolerance)
    for year in (peak.year, peak.second_year):
        assert (peak.plateau_first <= year).all()
        assert (year <= peak.plateau_last).all()
    assert (np.abs(peak.time - peak.year) <= 0.5).all()
    assert (peak.level == emissions.max(axis=1)).all()
    assert (peak.double == (peak.second_year != peak.year)).all()


@given(SERIES)
@settings(max_examples=30, deadline=None)
def test_runs_do_not_touch_each_other(emissions: FloatArray) -> None:
    together = find_peak(emissions, YEARS)
    for run in range(len(emissions)):
        alone = find_peak(emissions[run : run + 1], YEARS)
        assert alone.year[0] == together.year[run]
        assert alone.status[0] == together.status[run]
        assert alone.time[0] == together.time[run]


@given(SERIES)
@settings(max_examples=30, deadline=None)
def test_a_lower_tail_never_moves_the_peak(emissions: FloatArray) -> None:
    """Years after the horizon that stay below the highest value change neither year nor level."""
    longer = np.hstack([emissions, np.zeros((len(emissions), 6))])
    before, after = find_peak(emissions, YEARS), find_peak(longer, np.arange(2020, 2067))
    assert (before.year == after.year).all()
    assert (before.level == after.level).all()
    assert not after.censored.any()


@given(SERIES, st.floats(0, 0.2), st.floats(0, 0.2))
@settings(max_examples=30, deadline=None)
def test_a_wider_tolerance_gives_a_longer_plateau(
    emissions: FloatArray, one: float, other: float
) -> None:
    narrow = find_peak(emissions, YEARS, tolerance=min(one, other))
    wide = find_peak(emissions, YEARS, tolerance=max(one, other))
    assert (wide.plateau_first <= narrow.plateau_first).all()
    assert (wide.plateau_last >= narrow.plateau_last).all()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("measure", [find_peak, partial(peak_margin, by=2030)])
def test_a_value_that_is_not_finite_is_refused_by_run_and_year(measure, value: float) -> None:
    emissions = np.ones((3, 41))
    emissions[1, 14] = value
    with pytest.raises(ResultError, match=r"1 of 3 runs .* \(first: run 1, year 2034\)") as caught:
        measure(emissions, YEARS)
    assert "2034 年" in (caught.value.zh or "")


def test_shape_is_checked() -> None:
    with pytest.raises(ResultError, match=r"\(run, 41\).*got \(41,\)"):
        find_peak(np.ones(41), YEARS)


def test_gaps_between_years_are_refused() -> None:
    with pytest.raises(ResultError, match=r"years must increase by 1, got \[2020, 2025\]"):
        find_peak(np.ones((1, 2)), np.array([2020, 2025]))


@pytest.mark.parametrize("tolerance", [-0.01, 1.0, np.nan])
def test_tolerance_is_checked(tolerance: float) -> None:
    with pytest.raises(ResultError, match="tolerance must be at least 0 and below 1"):
        peak_of([1, 2, 1], tolerance=tolerance)


@pytest.mark.parametrize("last", [2029, 2030])
def test_margin_needs_years_on_both_sides(last: int) -> None:
    years = np.arange(2020, last + 1)
    with pytest.raises(ResultError, match="Simulate until 2031 at least"):
        peak_margin(np.ones((1, years.size)), years, by=2030)
