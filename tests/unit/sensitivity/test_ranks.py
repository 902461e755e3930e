"""Chances of places, and replicates as the check of the bootstrap."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from zysim.arrays import FloatArray
from zysim.errors import ResultError
from zysim.sensitivity.ranks import rank_chances
from zysim.sensitivity.replicates import replicate_estimate
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.sobol import sobol_indices

Study = Callable[..., FloatArray]


def test_chances_by_hand() -> None:
    samples = np.array([[3.0, 2.0, 1.0], [3.0, 1.0, 2.0], [2.0, 3.0, 1.0], [3.0, 2.0, 2.0]])
    chances = rank_chances(samples[:, :, None])
    assert chances.top[:, :, 0] == pytest.approx(
        np.array([[0.75, 0.25, 0], [1, 0.625, 0.375], [1, 1, 1]])
    )
    assert chances.beats[:, :, 0] == pytest.approx(
        np.array([[0.5, 0.75, 1], [0.25, 0.5, 0.625], [0, 0.375, 0.5]])
    )


@given(
    arrays(np.float64, (7, 5, 2), elements=st.integers(0, 3).map(float)), st.permutations(range(5))
)
@settings(max_examples=40, deadline=None)
def test_places_add_up_and_follow_the_groups(samples: FloatArray, order: list[int]) -> None:
    chances, mixed = rank_chances(samples), rank_chances(samples[:, order])
    assert chances.top.sum(axis=1) == pytest.approx(np.repeat(np.arange(1.0, 6)[:, None], 2, 1))
    assert (np.diff(chances.top, axis=0) >= -1e-12).all()
    assert chances.beats + chances.beats.swapaxes(0, 1) == pytest.approx(1)
    assert mixed.top == pytest.approx(chances.top[:, order])
    assert mixed.beats == pytest.approx(chances.beats[order][:, order])


def test_order_of_sobol_g_is_sure_where_it_can_be(sobol_g: Study) -> None:
    samples = sobol_indices(sobol_g(1024, seed=0), groups=8).total.samples
    chances = rank_chances(samples)
    assert chances.top[0, 0] == 1
    assert chances.top[2, 2] > 0.99
    assert chances.beats[2, 3] > 0.99
    assert 0.01 < chances.beats[4, 5] < 0.99


@pytest.mark.parametrize(
    "samples", [np.ones((3, 2)), np.ones((0, 2, 1)), np.full((3, 2, 1), np.nan)]
)
def test_samples_must_be_numbers_of_groups(samples: FloatArray) -> None:
    with pytest.raises(ResultError, match=r"shape \(sample, group, output\), got") as caught:
        rank_chances(samples)
    assert "排序概率" in str(caught.value.zh)


def test_interval_of_replicates_is_that_of_student() -> None:
    values = [0.2, 0.25, 0.3, 0.35]
    together = replicate_estimate([Estimate(np.array([x]), np.full((5, 1), x)) for x in values])
    low, high = stats.t.interval(0.95, 3, loc=np.mean(values), scale=stats.sem(values))
    assert together.mean.value == pytest.approx(0.275)
    assert together.half_width == pytest.approx((high - low) / 2)
    assert together.mean.half_width == pytest.approx(0)


def test_both_intervals_of_replicates_are_of_one_size(additive: Study) -> None:
    replicates = [
        sobol_indices(additive(256, seed=seed), groups=4, bootstrap=200, seed=seed).total
        for seed in range(12)
    ]
    together = replicate_estimate(replicates)
    one = replicates[0].half_width[:3]
    assert together.mean.half_width[:3] == pytest.approx(one / np.sqrt(12), rel=0.25)
    # Sobol points are more even than the random ones that the bootstrap stands for.
    assert (together.half_width[:3] < together.mean.half_width[:3]).all()
    assert np.abs(together.mean.value[:, 0] - np.array([16, 4, 1, 0]) / 21).max() < 0.005
    assert rank_chances(together.each).top[0, 0] == 1


def test_replicates_must_be_several_of_one_shape() -> None:
    one, other = (Estimate(np.ones(size), np.ones((2, size))) for size in (3, 4))
    with pytest.raises(ResultError, match="need two or more of the same shape, got 1") as caught:
        replicate_estimate([one])
    assert "不少于两次" in str(caught.value.zh)
    with pytest.raises(ResultError, match=r"got 2 of shapes \[\(2, 3\), \(2, 4\)\]"):
        replicate_estimate([one, other])
