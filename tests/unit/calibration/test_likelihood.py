"""The closed form against scipy's multivariate normal, and every refusal."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from zysim.calibration.likelihood import (
    ErrorModel,
    log_likelihood,
    observation_errors,
    standard_misses,
)
from zysim.errors import InputError, ResultError
from zysim.inputs.history import Observation
from zysim.inputs.provenance import Provenance


def observation(series: str, year: int, value: float, half: float) -> Observation:
    return Observation(
        series=series,
        variable=series,
        year=year,
        value=value,
        low=value - half,
        high=value + half,
        unit="dmnl",
        use="fit",
        provenance=Provenance(source="s", locator="", quality="estimate", note="n"),
    )


ROWS = [
    observation("a", 2020, 100.0, 3.92),
    observation("b", 2020, -2.0, 0.001),
    observation("a", 2021, 110.0, 0.0),
    observation("a", 2022, 130.0, 5.0),
]


def test_it_is_the_multivariate_normal_of_both_errors() -> None:
    errors = ErrorModel(floor=0.01, discrepancy=0.03)
    values = np.array([[101.0, -2.05, 112.0, 128.0], [95.0, -1.9, 105.0, 124.0]])
    observed = np.array([row.value for row in ROWS])
    sd = np.array([3.92, 0.02, 1.1, 5.0]) / 1.959963984540054
    common = 0.03 * np.abs(observed)
    same = np.array([[a.series == b.series for a in ROWS] for b in ROWS])
    covariance = np.diag(sd**2) + np.where(same, np.outer(common, common), 0.0)
    expected = multivariate_normal(observed, covariance).logpdf(values)
    found = log_likelihood(values, ROWS, errors)
    np.testing.assert_allclose(found, expected, rtol=1e-10)
    misses = standard_misses(values, ROWS, errors)
    assert misses.shape == values.shape
    np.testing.assert_allclose(np.ptp(found + 0.5 * np.sum(misses**2, axis=1)), 0.0, atol=1e-8)


def test_a_common_miss_costs_less_than_a_miss_of_the_trend() -> None:
    rows = [observation("a", year, 100.0, 1.0) for year in (2020, 2021, 2022)]
    values = np.array([[103.0, 103.0, 103.0], [103.0, 100.0, 97.0]])
    level, trend = log_likelihood(values, rows, ErrorModel())
    assert level > trend + 5
    level, trend = log_likelihood(values, rows, ErrorModel(discrepancy=0.0))
    assert level < trend


def test_the_floor_widens_a_range_that_is_too_narrow() -> None:
    narrow, wide = observation("a", 2020, 50.0, 0.1), observation("a", 2021, 50.0, 4.0)
    found = observation_errors([narrow, wide], ErrorModel(floor=0.02))
    np.testing.assert_allclose(found * 1.959963984540054, [1.0, 4.0])


def test_an_observation_without_any_error_is_refused() -> None:
    with pytest.raises(InputError, match="a 2020: the value 0 has no range") as caught:
        log_likelihood(np.zeros((2, 1)), [observation("a", 2020, 0.0, 0.0)], ErrorModel())
    assert "误差范围" in (caught.value.zh or "")


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 5)])
def test_one_column_an_observation(shape: tuple[int, ...]) -> None:
    with pytest.raises(ResultError, match=r"for 4 observation\(s\)"):
        log_likelihood(np.zeros(shape), ROWS, ErrorModel())
    with pytest.raises(ResultError, match="at least one"):
        log_likelihood(np.zeros((2, 0)), [], ErrorModel())


def test_a_value_that_is_not_finite_is_named() -> None:
    values = np.ones((3, 4))
    values[1, 2] = np.nan
    with pytest.raises(ResultError, match="a in 2021 is not finite"):
        log_likelihood(values, ROWS, ErrorModel())


@pytest.mark.parametrize(("name", "share"), [("floor", -0.1), ("discrepancy", 1.0)])
def test_errors_are_shares(name: str, share: float) -> None:
    with pytest.raises(InputError, match=f"{name}={share:g} must be a share"):
        ErrorModel(**{name: share})
