"""Indices of many years as one number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.sensitivity.over_years import weigh_by_variance
from zysim.sensitivity.sobol import sobol_indices

Study = Callable[..., FloatArray]


def test_years_weigh_by_their_variance(ishigami: Study) -> None:
    one = ishigami(256, seed=0, pairs=[0])
    years = np.concatenate([one, 3 * one**2, 0.1 * np.sin(one)], axis=2)
    indices = sobol_indices(years, groups=3, pairs=[0], bootstrap=50)
    together = weigh_by_variance(indices)
    for whole, parts in (
        (together.first, indices.first),
        (together.total, indices.total),
        (together.second, indices.second),
        (together.dummy_total, indices.dummy_total),
    ):
        expected = np.average(parts.value, axis=-1, weights=indices.variance.value)
        assert whole.value[..., 0] == pytest.approx(expected, nan_ok=True)
        fifth = np.average(parts.samples[4], axis=-1, weights=indices.variance.samples[4])
        assert whole.samples[4, ..., 0] == pytest.approx(fifth, nan_ok=True)
    assert together.variance.value == pytest.approx(indices.variance.value.sum())
    assert (together.rows, together.pairs) == (256, (0,))
    assert together.second.samples.shape == (50, 1, 3, 1)


def test_equal_years_change_nothing_and_scaled_ones_neither(ishigami: Study) -> None:
    one = ishigami(128, seed=0)
    alone = sobol_indices(one, groups=3, bootstrap=30)
    years = np.concatenate([one, 5 * one - 2, 0.01 * one], axis=2)
    together = weigh_by_variance(sobol_indices(years, groups=3, bootstrap=30))
    assert together.total.value == pytest.approx(alone.total.value)
    assert together.first.half_width == pytest.approx(alone.first.half_width)


def test_resample_in_which_no_year_varies_counts_nothing() -> None:
    outcomes = np.zeros((32, 4, 2))
    outcomes[7, [0, 3]] = 1.0
    indices = sobol_indices(outcomes, groups=2, bootstrap=60)
    together = weigh_by_variance(indices)
    missed = indices.variance.samples[:, 0] < 1e-12
    assert missed.any()
    assert together.total.samples[missed] == pytest.approx(0)
    assert np.isfinite(together.first.half_width).all()
