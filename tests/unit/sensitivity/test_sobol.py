"""Indices against exact values, against SALib and SciPy, and what must hold for any outcome."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze import sobol as salib
from scipy import stats

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.sensitivity.sobol import Indices, sobol_indices

Study = Callable[..., FloatArray]

ISHIGAMI_FIRST = np.array([0.313905, 0.442411, 0.0])
ISHIGAMI_TOTAL = np.array([0.557589, 0.442411, 0.243684])
G_FIRST = np.array([0.716192, 0.179048, 0.023676, 0.007162, *[0.000072] * 4])
G_TOTAL = np.array([0.787144, 0.242198, 0.034317, 0.010460, *[0.000105] * 4])


@pytest.mark.parametrize("seed", range(20))
def test_ishigami_is_met_with_any_seed(ishigami: Study, seed: int) -> None:
    indices = sobol_indices(ishigami(4096, seed=seed), groups=3, bootstrap=2)
    assert indices.first.value[:, 0] == pytest.approx(ISHIGAMI_FIRST, abs=0.02)
    assert indices.total.value[:, 0] == pytest.approx(ISHIGAMI_TOTAL, abs=0.012)
    assert indices.variance.value == pytest.approx(13.8446, rel=0.02)


@pytest.mark.parametrize("seed", range(20))
def test_sobol_g_is_met_with_any_seed(sobol_g: Study, seed: int) -> None:
    indices = sobol_indices(sobol_g(4096, seed=seed), groups=8, bootstrap=2)
    assert indices.first.value[:, 0] == pytest.approx(G_FIRST, abs=0.01)
    assert indices.total.value[:, 0] == pytest.approx(G_TOTAL, abs=0.01)


def test_second_order_of_ishigami(ishigami: Study) -> None:
    outcomes = ishigami(4096, seed=0, pairs=[2, 0])
    second = sobol_indices(outcomes, groups=3, pairs=[2, 0], bootstrap=100, seed=1).second
    expected = np.array([[0.243684, 0.0, np.nan], [np.nan, 0.0, 0.243684]])
    assert second.value[..., 0] == pytest.approx(expected, abs=0.02, nan_ok=True)
    inside = np.abs(second.value[..., 0] - expected) <= second.half_width[..., 0]
    assert inside[~np.isnan(expected)].all()


@pytest.mark.parametrize("rows", [512, 300])
def test_first_and_total_order_are_those_of_salib(ishigami: Study, rows: int) -> None:
    outcomes = ishigami(rows, seed=5) + 50.0
    ours = sobol_indices(outcomes, groups=3, bootstrap=200, seed=11)
    theirs = salib.analyze(
        {"num_vars": 3, "names": list("abc"), "bounds": [[0, 1]] * 3},
        outcomes.ravel(),
        calc_second_order=False,
        num_resamples=200,
        keep_resamples=True,
        seed=11,
    )
    for name, estimate in (("S1", ours.first), ("ST", ours.total)):
        assert estimate.value[:, 0] == pytest.approx(theirs[name], abs=1e-12)
        assert estimate.half_width[:, 0] == pytest.approx(theirs[f"{name}_conf"], abs=1e-12)
        assert estimate.samples[:, :, 0] == pytest.approx(theirs[f"{name}_conf_all"], abs=1e-12)


def test_second_order_is_that_of_salib(sobol_g: Study) -> None:
    outcomes = sobol_g(256, seed=5, pairs=range(8))
    ours = sobol_indices(outcomes, groups=8, pairs=range(8), bootstrap=50, seed=11)
    theirs = salib.analyze(
        {"num_vars": 8, "names": list("abcdefgh"), "bounds": [[0, 1]] * 8},
        outcomes[:, [*range(9), *range(10, 18), 9], 0].ravel(),
        num_resamples=50,
        seed=11,
    )
    upper = np.triu_indices(8, 1)
    assert ours.second.value[upper][:, 0] == pytest.approx(theirs["S2"][upper], abs=1e-12)
    half = ours.second.half_width[upper][:, 0]
    assert half == pytest.approx(theirs["S2_conf"][upper], abs=1e-12)
    assert ours.first.value[:, 0] == pytest.approx(theirs["S1"], abs=1e-12)
    assert ours.first.half_width[:, 0] == pytest.approx(theirs["S1_conf"], abs=1e-12)


def test_many_outputs_agree_with_scipy(ishigami: Study) -> None:
    outcomes = ishigami(1024, seed=3)
    outcomes = np.concatenate([outcomes, outcomes**2, np.exp(-outcomes / 4)], axis=2)
    ours = sobol_indices(outcomes, groups=3, bootstrap=2)
    blocks = outcomes.transpose(1, 2, 0)
    parts = {"f_A": blocks[0], "f_B": blocks[4], "f_AB": blocks[1:4]}
    theirs = stats.sobol_indices(func=parts, n=1024)
    assert ours.total.value == pytest.approx(theirs.total_order.T, abs=1e-12)
    # SciPy centres on the mean of A and B alone, which moves S1 by what these means differ.
    assert ours.first.value == pytest.approx(theirs.first_order.T, abs=2e-3)


def test_outputs_do_not_touch_each_other(ishigami: Study) -> None:
    first = ishigami(128, seed=0)
    both = np.concatenate([first, 10 - first**2], axis=2)
    together = sobol_indices(both, groups=3, bootstrap=20)
    for at in range(2):
        alone = sobol_indices(both[:, :, at : at + 1], groups=3, bootstrap=20)
        assert (together.first.samples[:, :, at] == alone.first.samples[:, :, 0]).all()
        assert (together.total.value[:, at] == alone.total.value[:, 0]).all()


def test_single_precision_outcomes_lose_nothing_on_the_way(ishigami: Study) -> None:
    stored = (ishigami(256, seed=0) + 1000).astype(np.float32)
    ours = sobol_indices(stored, groups=3, bootstrap=20)
    assert (ours.first.value == _plain(stored.astype(np.float64)).first.value).all()


def test_seed_0_is_a_seed(ishigami: Study) -> None:
    outcomes = ishigami(64, seed=0)
    first, again, other = (
        sobol_indices(outcomes, groups=3, bootstrap=20, seed=seed) for seed in (0, 0, 1)
    )
    assert (first.total.samples == again.total.samples).all()
    assert (first.total.samples != other.total.samples).any()


def test_too_few_resamples_and_a_negative_seed_are_refused(ishigami: Study) -> None:
    outcomes = ishigami(64, seed=0)
    with pytest.raises(InputError, match=r"bootstrap 1, seed 0: need 2 resamples") as caught:
        sobol_indices(outcomes, groups=3, bootstrap=1)
    assert "重抽样" in str(caught.value.zh)
    with pytest.raises(InputError, match=r"seed -1"):
        sobol_indices(outcomes, groups=3, seed=-1)


def test_dummy_by_formula_is_the_noise_of_the_rows(sobol_g: Study) -> None:
    outcomes = sobol_g(2048, seed=1)
    indices = sobol_indices(outcomes, groups=8, bootstrap=200)
    a, b = outcomes[:, 0, 0], outcomes[:, 9, 0]
    a, b = a - outcomes.mean(), b - outcomes.mean()
    pooled = np.concatenate([a, b])
    first = (np.mean(a * b) - pooled.mean() ** 2) / pooled.var()
    total = 1 - (np.mean(b**2) - pooled.mean() ** 2) / pooled.var()
    assert indices.dummy_first.value == pytest.approx(first)
    assert indices.dummy_total.value == pytest.approx(total)
    assert np.abs(indices.dummy_first.value) < indices.dummy_first.half_width
    assert indices.above_noise[:, 0].tolist() == [True] * 2 + [False] * 6


def test_interval_holds_the_truth_about_as_often_as_it_says(additive: Study) -> None:
    truth = np.array([16, 4, 1, 0]) / 21
    held = []
    for seed in range(40):
        first = sobol_indices(additive(256, seed=seed), groups=4, bootstrap=100).first
        held.append((first.low <= truth[:, None]) & (truth[:, None] <= first.high))
    assert np.mean(held) > 0.9


def test_resample_without_variance_has_indices_of_zero() -> None:
    outcomes = np.zeros((32, 4, 1))
    outcomes[7, [0, 3]] = 1.0
    indices = sobol_indices(outcomes, groups=2, bootstrap=100)
    missed = indices.variance.samples[:, 0] < 1e-12
    assert 10 < missed.sum() < 60
    assert (indices.total.samples[missed] == 0).all()
    assert np.isfinite(indices.first.samples).all()


def _plain(outcomes: FloatArray) -> Indices:
    return sobol_indices(outcomes, groups=outcomes.shape[1] - 2, bootstrap=20)


@given(st.permutations(range(8)))
@settings(max_examples=15, deadline=None)
def test_factors_in_another_order_have_their_indices_in_that_order(
    sobol_g: Study, order: list[int]
) -> None:
    outcomes = sobol_g(64, seed=0)
    mixed = outcomes[:, [0, *(1 + each for each in order), 9]]
    one, other = _plain(outcomes), _plain(mixed)
    assert other.first.samples == pytest.approx(one.first.samples[:, order], abs=1e-12)
    assert other.total.value == pytest.approx(one.total.value[order], abs=1e-12)


@given(
    scale=st.floats(0.01, 1e6) | st.floats(-1e6, -0.01),
    shift=st.floats(-1e6, 1e6, allow_subnormal=False),
)
@settings(max_examples=25, deadline=None)
def test_unit_and_origin_of_the_outcome_do_not_matter(
    ishigami: Study, scale: float, shift: float
) -> None:
    outcomes = ishigami(64, seed=0)
    one, other = _plain(outcomes), _plain(outcomes * scale + shift)
    assert other.first.samples == pytest.approx(one.first.samples, abs=1e-6)
    assert other.total.samples == pytest.approx(one.total.samples, abs=1e-6)
    assert other.dummy_first.value == pytest.approx(one.dummy_first.value, abs=1e-6)
    assert other.variance.value == pytest.approx(scale**2 * one.variance.value, rel=1e-6)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_without_interactions_both_orders_agree(additive: Study, seed: int) -> None:
    indices = sobol_indices(additive(512, seed=seed), groups=4, bootstrap=50)
    apart = np.abs(indices.first.value - indices.total.value)
    assert (apart <= 2 * (indices.first.half_width + indices.total.half_width)).all()
    assert indices.total.value[3] == 0
