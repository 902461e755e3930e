"""Errors against history: by hand, and what must hold for any numbers."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zysim.arrays import FloatArray
from zysim.errors import InputError, ResultError
from zysim.inputs.history import Observation, Use
from zysim.inputs.provenance import Provenance
from zysim.metrics.fit import far_off, fit_history, mape, theil

YEARS = np.arange(2020, 2026)
SERIES = arrays(np.float64, 6, elements=st.floats(1, 1000))


def observation(year: int, value: float, use: Use, variable: str = "x") -> Observation:
    return Observation(
        series="people",
        variable=variable,
        year=year,
        value=value,
        low=value,
        high=value,
        unit="dmnl",
        use=use,
        provenance=Provenance(source="panel", locator="1", quality="literature", note=""),
    )


@given(SERIES, SERIES)
@settings(max_examples=80, deadline=None)
def test_the_three_shares_add_up(model: FloatArray, observed: FloatArray) -> None:
    parts = theil(model, observed)
    if np.mean((model - observed) ** 2) < 1e-9 * np.mean(observed**2):
        return  # nearly equal series leave only rounding to be shared out
    assert parts.bias + parts.variance + parts.covariance == pytest.approx(1, abs=1e-6)
    assert min(parts.bias, parts.variance, parts.covariance) >= -1e-6
    assert 0 <= parts.u <= 1


@given(SERIES, SERIES, st.integers(-6, 6))
@settings(max_examples=30, deadline=None)
def test_errors_do_not_depend_on_the_unit(
    model: FloatArray, observed: FloatArray, power: int
) -> None:
    scale = 2.0**power
    scaled, plain = theil(model * scale, observed * scale), theil(model, observed)
    assert astuple(scaled) == pytest.approx(astuple(plain), rel=1e-9, abs=1e-12)
    assert mape(model * scale, observed * scale) == pytest.approx(mape(model, observed))


def test_a_shift_is_all_bias_and_a_stretch_is_variance() -> None:
    observed = np.array([1.0, 2.0, 3.0])
    assert theil(observed + 5, observed).bias == 1.0
    stretched = theil(2 * (observed - 2) + 2, observed)
    assert (stretched.bias, stretched.variance) == (0.0, pytest.approx(1.0))
    mirrored = theil(observed[::-1], observed)
    assert mirrored.covariance == pytest.approx(1.0)


def test_a_perfect_fit_has_no_error() -> None:
    parts = theil(np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    assert (parts.u, parts.bias, parts.variance, parts.covariance) == (0.0, 0.0, 0.0, 0.0)


def test_an_observation_twice_the_model_or_half_of_it_is_said() -> None:
    rows = [
        observation(2020, 10.0, "fit"),
        observation(2021, 19.9, "show"),
        observation(2022, 20.0, "show"),
        observation(2023, 0.0, "show"),
        observation(2024, 5.0, "show", variable=""),
    ]
    values = {"x": np.full((1, 6), 10.0)}
    said = [each.en for each in far_off(rows, values, YEARS)]
    assert [each.partition(":")[0].split()[-1] for each in said] == ["2022", "2023"]
    assert "20 observed, 10 in the model" in said[0]


def test_fit_and_holdout_are_kept_apart_and_shown_rows_left_out() -> None:
    rows = [
        observation(2020, 10.0, "fit"),
        observation(2021, 10.0, "fit"),
        observation(2022, 99.0, "show", variable=""),
        observation(2024, 20.0, "holdout"),
    ]
    values = {"x": np.array([[10.0, 11.0, 0.0, 0.0, 15.0, 0.0]])}
    fitted, held_out = fit_history(rows, values, YEARS)
    assert (fitted.use, fitted.years, fitted.mape) == ("fit", (2020, 2021), pytest.approx(5.0))
    assert (held_out.use, held_out.years, held_out.mape) == ("holdout", (2024,), 25.0)
    assert held_out.theil.bias == 1.0


def test_another_run_can_be_compared() -> None:
    values = {"x": np.array([[0.0] * 6, [10.0] * 6])}
    (fitted,) = fit_history([observation(2020, 10.0, "fit")], values, YEARS, run=1)
    assert fitted.mape == 0.0


def test_variable_that_was_not_reported_is_named() -> None:
    with pytest.raises(InputError, match=r"series people: unknown variable 'x'\. Did you mean"):
        fit_history([observation(2020, 1.0, "fit")], {"xx": np.ones((1, 6))}, YEARS)


def test_zero_has_no_percentage_error() -> None:
    with pytest.raises(ResultError, match="an observation is 0"):
        mape(np.ones(2), np.array([1.0, 0.0]))


def test_shapes_must_agree() -> None:
    with pytest.raises(ResultError, match=r"same shape .* got \(2,\) and \(3,\)"):
        theil(np.ones(2), np.ones(3))


def test_a_value_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ResultError, match="NaN or infinite"):
        theil(np.array([np.nan]), np.ones(1))
