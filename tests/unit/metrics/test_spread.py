"""Shares with intervals and quantiles that know of the horizon."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zysim.errors import ResultError
from zysim.metrics.spread import quantiles, share_of, spread_of_peak

YEARS = np.arange(2020, 2061)


def hump(*tops: float) -> np.ndarray:
    return 5 - 0.001 * (YEARS - np.array(tops)[:, None]) ** 2


def test_wilson_interval_is_the_published_one() -> None:
    # Newcombe (1998), table I: 81 of 263, score method without correction.
    found = share_of(81, 263)
    assert (found.low, found.high) == (
        pytest.approx(0.2553, abs=5e-5),
        pytest.approx(0.3662, abs=5e-5),
    )


@given(st.integers(1, 5000), st.data())
def test_interval_holds_the_share(members: int, data: st.DataObject) -> None:
    found = share_of(data.draw(st.integers(0, members)), members)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


def test_no_members_are_refused() -> None:
    with pytest.raises(ResultError, match="no members"):
        share_of(0, 0)


def test_members_without_a_peak_are_neither_averaged_nor_dropped() -> None:
    found = spread_of_peak(hump(2028, 2029, 2031, 2075, 2080), YEARS, goal=2030, counted=2021)
    assert found.in_time.value == pytest.approx(0.4)
    assert found.censored == pytest.approx(0.4)
    assert found.year == (2028.0, 2031.0, np.inf)
    assert found.to_record()["peak_year"] == [2028.0, 2031.0, None]


def test_members_that_peaked_before_the_first_year_are_told() -> None:
    found = spread_of_peak(hump(2001, 2030), YEARS, goal=2030, counted=2021)
    assert found.already == 0.5
    assert found.year[0] == 2020
    assert found.in_time.value == 1.0


def test_two_humps_and_provisional_peaks_are_counted() -> None:
    double = 5.0 - 0.05 * np.abs(np.abs(YEARS - 2038) - 6)
    found = spread_of_peak(np.stack([double, hump(2058)[0]]), YEARS, goal=2030, counted=2021)
    assert (found.double, found.provisional) == (0.5, 0.5)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50), st.floats(0.01, 0.99))
def test_a_quantile_is_a_members_value_and_has_its_share_below(
    values: list[float], share: float
) -> None:
    data = np.array(values)
    (found,) = quantiles(data, [share])
    assert found in data
    assert (data <= found).mean() >= share - 1e-12
