"""Value of information against closed forms, and honest zeros where there is none."""

from __future__ import annotations

import re

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.errors import InputError, ResultError
from zysim.sampling.points import sobol_points
from zysim.sensitivity.information import bin_inputs, calling_gain, first_order, narrowing

WEIGHTS = np.array([0.8, 0.6, 0.0])


def linear(runs: int = 20_000, seed: int = 0) -> tuple[FloatArray, FloatArray]:
    """Standard normal inputs and their weighted sum, which is standard normal too."""
    x = np.random.default_rng(seed).standard_normal((runs, 3))
    return x, x @ WEIGHTS


def test_first_order_of_ishigami() -> None:
    x = np.pi * (2 * sobol_points(slice(0, 32_768), 3, 1) - 1)
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    # Four waves of the second input need more bins than the 32 that are usual.
    found = first_order(x, y, bins=96)
    assert found.value == pytest.approx([0.313905, 0.442411, 0], abs=0.006)
    assert (found.half_width > 0).all()
    assert (found.half_width < 0.02).all()


def test_the_bias_of_many_bins_is_taken_off() -> None:
    draw = np.random.default_rng(2)
    x, y = draw.random((1000, 200)), draw.standard_normal(1000)
    # Uncorrected, 30 bins would claim 29 / 999 of the variance for each of these.
    assert first_order(x, y, bins=30, bootstrap=2).value.mean() == pytest.approx(0, abs=0.002)
    gains = calling_gain(x, y > 0, bins=30, bootstrap=2).value
    assert gains.mean() == pytest.approx(0, abs=0.004)
    assert narrowing(x, y, bins=30, bootstrap=2).value.mean() == pytest.approx(0, abs=0.008)


def test_gain_of_calling_a_linear_gaussian_event() -> None:
    x, y = linear()
    found = calling_gain(x, y > 0)
    # Right with probability 1/2 + asin(weight) / pi when one input is known.
    assert found.value == pytest.approx(np.arcsin(WEIGHTS) / np.pi, abs=0.015)


def test_a_rare_event_that_no_input_makes_likely_is_called_the_same_way() -> None:
    x, y = linear()
    gain = calling_gain(x[:, 1:], y > 2.5, bins=10)
    assert gain.value == pytest.approx([0, 0], abs=1e-12)


def test_width_of_a_linear_gaussian_outcome() -> None:
    x, y = linear()
    found = narrowing(x, y)
    assert found.value == pytest.approx(1 - np.sqrt(1 - WEIGHTS**2), abs=0.015)
    far = np.where(y > np.quantile(y, 0.95), 1e6, y)
    assert narrowing(x, far).value[2] == pytest.approx(0, abs=0.02)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    held = 0
    for seed in range(20):
        x, y = linear(4000, seed)
        found = first_order(x[:, :1], y, bootstrap=60, seed=seed)
        held += bool(abs(found.value[0] - 0.64) <= found.half_width[0])
    assert held >= 16


def test_equal_values_share_a_bin() -> None:
    x = np.repeat([[0.0], [1.0], [5.0]], 100, axis=0)
    bins = bin_inputs(x, 6)[:, 0]
    assert len(set(bins.tolist())) == 3
    y = x[:, 0] ** 2
    assert first_order(x, y, bins=6).value == pytest.approx([1.0])


def test_what_cannot_be_used_is_refused() -> None:
    x, y = linear(200)
    with pytest.raises(InputError, match=re.escape("200 runs in 32 bins: need 2 bins and 30")):
        bin_inputs(x, 32)
    with pytest.raises(ResultError, match=r"inputs of shape \(200,\): need finite numbers"):
        bin_inputs(x[:, 0])
    with pytest.raises(ResultError, match=r"outcome of shape \(199,\): need finite numbers"):
        first_order(x, y[:-1])
    with pytest.raises(ResultError, match=r"the outcome is 0 in all 200 runs"):
        calling_gain(x, y > 99)
    with pytest.raises(InputError, match=r"narrowing: bootstrap 1; need 2 resamples"):
        narrowing(x, y, bootstrap=1)
    with pytest.raises(InputError, match=r"bootstrap 1, seed 0"):
        first_order(x, y, bootstrap=1)
