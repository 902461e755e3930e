"""Sums, levels, ratios and changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zysim.arrays import FloatArray
from zysim.errors import ResultError
from zysim.metrics.totals import change_percent, cumulative, intensity, level_in

YEARS = np.arange(2020, 2031)
SERIES = arrays(np.float64, (2, YEARS.size), elements=st.floats(0.5, 100))


def test_cumulative_counts_from_2021_to_the_last_year_asked() -> None:
    values = np.tile(np.arange(11.0), (2, 1))
    assert cumulative(values, YEARS, since=2021, until=2023).tolist() == [6.0, 6.0]
    assert cumulative(values, YEARS, until=2023, since=2023).tolist() == [3.0, 3.0]


@given(SERIES, st.integers(2021, 2029))
@settings(max_examples=30, deadline=None)
def test_cumulative_parts_add_up(values: FloatArray, until: int) -> None:
    first = cumulative(values, YEARS, since=2021, until=until)
    rest = cumulative(values, YEARS, since=until + 1, until=2030)
    assert first + rest == pytest.approx(cumulative(values, YEARS, since=2021, until=2030))


def test_level_and_intensity_and_change() -> None:
    values = np.array([[2.0, 1.0]])
    years = np.array([2020, 2030])
    assert level_in(values, years, 2030).tolist() == [1.0]
    assert intensity(values, np.array([[4.0, 8.0]])).tolist() == [[0.5, 0.125]]
    assert change_percent(values, years, year=2030, reference_year=2020).tolist() == [-50.0]


@given(SERIES, st.integers(-6, 6))
@settings(max_examples=30, deadline=None)
def test_change_does_not_depend_on_the_unit(values: FloatArray, power: int) -> None:
    one = change_percent(values, YEARS, year=2030, reference_year=2020)
    scaled = change_percent(values * 2.0**power, YEARS, year=2030, reference_year=2020)
    assert (one == scaled).all()


def test_year_outside_is_named() -> None:
    with pytest.raises(ResultError, match="year 2040 is outside the simulated years 2020 to 2030"):
        level_in(np.ones((1, 11)), YEARS, 2040)


def test_reversed_years_are_refused() -> None:
    with pytest.raises(ResultError, match="until 2021 comes before since 2025"):
        cumulative(np.ones((1, 11)), YEARS, until=2021, since=2025)


def test_zero_output_has_no_intensity() -> None:
    output = np.ones((2, 11))
    output[1, 3] = 0
    with pytest.raises(ResultError, match="the output of run 1 is 0 at position 3"):
        intensity(np.ones((2, 11)), output)


def test_zero_reference_has_no_change() -> None:
    values = np.ones((2, 11))
    values[1, 0] = 0
    with pytest.raises(ResultError, match="the value of 2020 is 0 in run 1"):
        change_percent(values, YEARS, year=2030, reference_year=2020)
