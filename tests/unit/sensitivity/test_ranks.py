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
from zysim.sensitivity.estimates import study_indices
from zysim.sensitivity.ranks import rank_chances
from zysim.sensitivity.replicates import from_replicates
from zysim.sensitivity.sobol import sobol_indices
from zysim.sensitivity.student import two_sided

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


def test_intervals_of_replicates_are_those_of_student() -> None:
    for freedom in (*range(1, 20), 255):
        assert two_sided(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-12)


@pytest.mark.parametrize(
    "samples", [np.ones((3, 2)), np.ones((0, 2, 1)), np.full((3, 2, 1), np.nan)]
)
def test_samples_must_be_numbers_of_groups(samples: FloatArray) -> None:
    with pytest.raises(ResultError, match=r"shape \(sample, group, output\), got") as caught:
        rank_chances(samples)
    assert "排序概率" in str(caught.value.zh)


def test_interval_of_replicates_is_that_of_student() -> None:
    values = [0.2, 0.25, 0.3, 0.35]
    together = from_replicates(np.array([0.27]), [np.array([x]) for x in values], samples=40_000)
    low, high = stats.t.interval(0.95, 3, loc=np.mean(values), scale=stats.sem(values))
    assert together.value == pytest.approx(0.27)
    assert together.half_width == pytest.approx((high - low) / 2)
    outside = (np.abs(together.samples - 0.27) > (high - low) / 2).mean()
    assert outside == pytest.approx(0.05, abs=0.005)


def test_draws_keep_what_two_numbers_have_in_common() -> None:
    values = [np.array([x, x + 0.01]) for x in (0.1, 0.3, 0.2, 0.5)]
    draws = from_replicates(np.array([0.3, 0.31]), values).samples
    assert np.diff(draws, axis=1) == pytest.approx(0.01)


def test_intervals_of_replicates_hold_the_truth_and_are_narrower(additive: Study) -> None:
    outcomes = np.concatenate([additive(64, seed=seed) for seed in range(12)])
    replicate = np.arange(len(outcomes)) // 64
    found = study_indices(outcomes, replicate, groups=4).total
    truth = np.array([16, 4, 1, 0]) / 21
    error = np.abs(found.value[:, 0] - truth)
    assert (error <= found.half_width[:, 0] + 1e-12).all()
    # Sobol points are more even than the random ones that the bootstrap stands for.
    pooled = sobol_indices(outcomes, groups=4).total
    assert (found.half_width[:3] < pooled.half_width[:3] / 1.5).all()
    assert rank_chances(found.samples).top[0, 0] == 1


def test_few_replicates_widen_the_bootstrap_and_never_narrow_it(ishigami: Study) -> None:
    outcomes = np.concatenate([ishigami(64, seed=seed) for seed in range(3)])
    found = study_indices(outcomes, np.arange(192) // 64, groups=3).first
    pooled = sobol_indices(outcomes, groups=3).first
    assert (found.half_width >= pooled.half_width).all()
    assert (found.samples == pooled.samples).all()


def test_replicates_must_be_several_of_one_shape() -> None:
    one = np.ones(3)
    with pytest.raises(ResultError, match="need two or more of shape") as caught:
        from_replicates(one, [one])
    assert "不少于两次" in str(caught.value.zh)
    with pytest.raises(ResultError, match="got 2 of shapes"):
        from_replicates(one, [one, np.ones(4)])
