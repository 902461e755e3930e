"""Inverse distribution functions against scipy's own, and their edges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain
from zysim.sampling.distributions import TWO_SIDED, quantile

UNIT = np.linspace(0, 1, 101)


def made(distribution: str, low: float, mode: float | None, high: float) -> Uncertain:
    return Uncertain(
        id="a", distribution=distribution, low=low, mode=mode, high=high,
        group="g", kind="world", note="",
    )  # fmt: skip


@pytest.mark.parametrize("mode", [1.0, 2.5, 5.0])
def test_triangular_is_scipys(mode: float) -> None:
    oracle = stats.triang((mode - 1) / 4, loc=1, scale=4).ppf(UNIT)
    np.testing.assert_allclose(quantile(UNIT, made("triangular", 1, mode, 5)), oracle, atol=1e-12)


def test_uniform_is_scipys() -> None:
    np.testing.assert_allclose(
        quantile(UNIT, made("uniform", -1, None, 2)), stats.uniform(-1, 3).ppf(UNIT), atol=1e-12
    )


@pytest.mark.parametrize("mode", [2.0, 3.0])
def test_normal_is_cut_off_at_its_ends(mode: float) -> None:
    spread = 4 / (2 * TWO_SIDED)
    oracle = stats.truncnorm((1 - mode) / spread, (5 - mode) / spread, loc=mode, scale=spread)
    found = quantile(UNIT, made("normal", 1, mode, 5))
    np.testing.assert_allclose(found, oracle.ppf(UNIT), atol=1e-9)


def test_lognormal_is_the_normal_of_the_logarithm() -> None:
    found = quantile(UNIT, made("lognormal", 1, 2, 4))
    oracle = np.exp(quantile(UNIT, made("normal", 0, np.log(2), np.log(4))))
    np.testing.assert_allclose(found, oracle, rtol=1e-12)


@pytest.mark.parametrize(("mode", "choices"), [(None, [1, 5]), (3.0, [1, 3, 5])])
def test_discrete_takes_each_value_equally_often(mode: float | None, choices: list[float]) -> None:
    found = quantile((np.arange(600) + 0.5) / 600, made("discrete", 1, mode, 5))
    values, counts = np.unique(found, return_counts=True)
    assert values.tolist() == choices
    assert set(counts) == {600 // len(choices)}


def test_every_number_of_the_city_stays_in_its_range(tables: Tables) -> None:
    for each in tables.uncertainty.values():
        found = quantile(UNIT, each)
        assert (found[0], found[-1]) == pytest.approx((each.low, each.high), rel=1e-12)
        assert (np.diff(found) >= 0).all()
