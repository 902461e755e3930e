"""LMDI-I: closed to rounding, whatever the factors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zysim.errors import ResultError
from zysim.sensitivity.lmdi import lmdi

factors = arrays(
    float, (3, 2, 4), elements=st.one_of(st.just(0.0), st.floats(1e-3, 1e3), st.just(7.0))
)


@given(factors)
def test_parts_add_up_to_the_change(stacked: np.ndarray) -> None:
    before, after = stacked.prod(axis=0)
    parts = lmdi(list(stacked))
    scale = np.maximum(np.abs(before), np.abs(after)).max() + 1e-30
    np.testing.assert_allclose(parts.sum(axis=0), after - before, atol=1e-9 * scale)
    assert np.isfinite(parts).all()


def test_the_published_example() -> None:
    # Ang (2005), two factors: activity 10 to 30, intensity 5 to 2.
    activity, intensity = lmdi([np.array([10.0, 30.0]), np.array([5.0, 2.0])])
    mean = (60 - 50) / np.log(60 / 50)
    assert activity == pytest.approx(mean * np.log(3))
    assert intensity == pytest.approx(mean * np.log(0.4))


def test_a_factor_that_stays_brings_nothing() -> None:
    assert lmdi([np.array([2.0, 2.0]), np.array([1.0, 4.0])])[0] == 0


def test_a_factor_that_starts_from_nothing_brings_nearly_all() -> None:
    start, other = lmdi([np.array([0.0, 2.0]), np.array([1.0, 3.0])])
    assert start + other == pytest.approx(6)
    assert start > 0.99 * 6


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_bad_factors_are_refused(bad: float) -> None:
    with pytest.raises(ResultError, match="factor 1 holds a value that is negative or not finite"):
        lmdi([np.array([1.0, 2.0]), np.array([1.0, bad])])


def test_states_must_be_two() -> None:
    with pytest.raises(ResultError, match="the first axis must be before, after"):
        lmdi([np.ones(3), np.ones(3)])
