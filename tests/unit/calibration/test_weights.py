"""Weights, what they are worth, resampling, quantiles with weights."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.calibration.weights import effective_size, normalised, resampled, weighted_quantiles
from zysim.errors import InputError, ResultError
from zysim.metrics.spread import quantiles


def test_weights_sum_to_one_however_small_the_likelihoods() -> None:
    weights = normalised(np.array([-10_000.0, -10_000.0 + np.log(3), -np.inf]))
    np.testing.assert_allclose(weights, [0.25, 0.75, 0.0], rtol=1e-12)


@pytest.mark.parametrize("logs", [[-np.inf, -np.inf], [0.0, np.nan], [np.inf, 0.0], []])
def test_what_cannot_be_weighed_is_refused(logs: list[float]) -> None:
    with pytest.raises(ResultError, match="nothing can be weighed") as caught:
        normalised(np.array(logs))
    assert caught.value.zh is not None


def test_effective_size_of_equal_weights_is_their_number() -> None:
    assert effective_size(np.full(50, 0.02)) == pytest.approx(50)
    assert effective_size(np.array([0.75, 0.25])) == pytest.approx(1.6)


def test_members_are_chosen_as_often_as_they_weigh() -> None:
    weights = normalised(np.random.default_rng(1).normal(size=200))
    for seed in range(5):
        times = np.bincount(resampled(weights, 1000, seed), minlength=200)
        assert times.sum() == 1000
        assert (np.abs(times - 1000 * weights) < 1).all()
    assert (resampled(weights, 99, 0) == resampled(weights, 99, 0)).all()
    assert (resampled(weights, 99, 0) != resampled(weights, 99, 1)).any()


def test_members_without_weight_are_never_chosen() -> None:
    weights = np.array([0.0, 0.3, 0.0, 0.7, 0.0])
    assert set(resampled(weights, 4096, 3).tolist()) == {1, 3}


def test_resampling_refuses_what_it_cannot_do() -> None:
    with pytest.raises(InputError, match="count=0 must be 1 or more"):
        resampled(np.array([1.0]), 0, 0)
    with pytest.raises(InputError, match="seed -1"):
        resampled(np.array([1.0]), 4, -1)


def test_equal_weights_give_the_plain_quantiles() -> None:
    values = np.random.default_rng(0).normal(size=(40, 3))
    values[:9, 1] = np.inf
    shares = [0.05, 0.1, 0.5, 0.9, 0.95, 1.0]
    found = weighted_quantiles(values, np.full(40, 1 / 40), shares)
    np.testing.assert_array_equal(found, quantiles(values, shares))


def test_a_weight_counts_like_copies() -> None:
    values = np.array([3.0, np.inf, 1.0, 2.0])
    copies = np.repeat(values, [2, 3, 4, 1])
    shares = [0.1, 0.35, 0.4, 0.5, 0.7, 0.71, 1.0]
    found = weighted_quantiles(values, np.array([0.2, 0.3, 0.4, 0.1]), shares)
    np.testing.assert_array_equal(found, quantiles(copies, shares))


def test_nothing_to_rank_gives_nothing() -> None:
    assert weighted_quantiles(np.zeros((3, 0)), np.full(3, 1 / 3), [0.1, 0.9]).shape == (2, 0)


def test_one_weight_a_member() -> None:
    with pytest.raises(ResultError, match=r"2 weight\(s\) for values of shape \(3,\)"):
        weighted_quantiles(np.zeros(3), np.array([0.5, 0.5]), [0.5])
