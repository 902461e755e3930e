"""Polynomials in place of the model: what they draw, how well, and where they keep silent."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.inputs.study import changed
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.sampling.points import sobol_points
from zysim.sensitivity.chaos import fit_chaos
from zysim.sensitivity.evaluate import Evaluator
from zysim.sensitivity.ranking import rank_factors
from zysim.sensitivity.saltelli import saltelli_rows
from zysim.sensitivity.surrogate import (
    ENOUGH,
    Surrogate,
    confirmed_share,
    evaluate_surrogate,
    fit_surrogate,
)


@pytest.fixture(scope="module")
def levers() -> Evaluator:
    return Evaluator(changed(read_study("levers", studies_path()), 32, None, None))


@pytest.fixture(scope="module")
def fitted(levers: Evaluator) -> Surrogate:
    return fit_surrogate(levers, runs=512, checks=128)


def test_few_terms_of_many_are_found() -> None:
    points = sobol_points(slice(0, 256), 20, seed=3)
    first, second = points[:, 4], points[:, 17]
    wanted = np.stack([3 * first**2 + first * second, np.full(256, 2.0)], axis=1)
    found = fit_chaos(points, wanted)
    assert {place for term in found.terms for place, _ in term} == {4, 17}
    fresh = np.random.default_rng(0).random((50, 20))
    value = 3 * fresh[:, 4] ** 2 + fresh[:, 4] * fresh[:, 17]
    np.testing.assert_allclose(found.of(fresh)[:, 0], value, atol=1e-9)
    np.testing.assert_allclose(found.of(fresh)[:, 1], 2.0)


def test_noise_is_not_taken_for_a_rule() -> None:
    points = sobol_points(slice(0, 256), 20, seed=3)
    noise = np.random.default_rng(1).standard_normal((256, 1))
    drawn = fit_chaos(points, noise).of(np.random.default_rng(2).random((200, 20)))
    assert np.var(drawn) < 0.3


def test_a_design_is_walked_as_its_points_would_be_drawn() -> None:
    points = sobol_points(slice(0, 256), 5, seed=1)
    wanted = points[:, :1] * points[:, 1:2] + points[:, 2:3] ** 2 * points[:, 3:4]
    found = fit_chaos(points, np.hstack([wanted, np.ones_like(wanted)]))
    groups = [0, 0, 1, 2, 3]
    rows = saltelli_rows(5, slice(0, 16), seed=7, groups=groups)
    mixed = found.mixed(rows[:, 0], rows[:, -1], groups)
    assert mixed.shape == (16, 6, 2)
    np.testing.assert_allclose(mixed, found.of(rows.reshape(-1, 5)).reshape(16, 6, 2), atol=1e-12)
    assert (mixed[:, 4] == mixed[:, 0]).all()  # nothing depends on the last number


def test_samples_are_the_first_and_last_block(levers: Evaluator) -> None:
    rows = slice(8, 16)
    a, b = levers.plan.samples(2, rows)
    points = levers.plan.points(2, rows)
    assert (a == points[:, 0]).all()
    assert (b == points[:, len(levers.space.factors) + 1]).all()


def test_it_draws_what_the_model_does_as_well_as_it_says(
    levers: Evaluator, fitted: Surrogate
) -> None:
    rows = slice(0, 8)
    drawn, truly = fitted.walk(levers, [(3, rows)]), levers.run(levers.plan.points(3, rows))
    assert drawn.series.shape == truly.series.shape
    for at, name in enumerate(levers.outcomes):
        if name in ("by_2030", "peak_time"):  # yes or no, or rarely much later: few runs decide
            continue
        share = confirmed_share(drawn.outcomes[:, :, at].ravel(), truly.outcomes[:, :, at].ravel())
        assert share == pytest.approx(fitted.confirmed[name], abs=0.15), name


def test_what_it_cannot_draw_is_not_ranked_and_said(levers: Evaluator, fitted: Surrogate) -> None:
    refused = {name for name, share in fitted.confirmed.items() if share < ENOUGH}
    assert refused
    assert set(fitted.refused) == refused
    drawn = evaluate_surrogate(levers, fitted)
    empty = np.isnan(drawn.outcomes).all(axis=(0, 1))
    assert {name for name, each in zip(levers.outcomes, empty, strict=True) if each} == refused
    ranking = rank_factors(levers, drawn, bootstrap=20, refused=fitted.refused)
    assert not refused & set(ranking.outcomes)
    for name in refused:
        share = f"{max(fitted.confirmed[name], 0):.0%}"
        assert all(share in text for text in ranking.left_out[name])


def test_a_run_without_a_value_counts_as_wrong() -> None:
    truly = np.array([1.0, 2.0, 3.0, np.nan])
    assert confirmed_share(np.array([1.0, 2.0, 3.0, 3.0]), truly) == pytest.approx(2 / 3)
    assert confirmed_share(np.ones(3), np.ones(3)) == 1.0
    assert confirmed_share(np.zeros(3), np.ones(3)) == -np.inf


def test_other_designs_and_too_few_runs_are_refused(levers: Evaluator) -> None:
    with pytest.raises(InputError, match="63 runs, 64 checks: take 64 or more"):
        fit_surrogate(levers, runs=63, checks=64)
    screening = Evaluator(read_study("screening", studies_path()))
    with pytest.raises(InputError, match="method 'morris'; a quick ranking") as told:
        fit_surrogate(screening)
    assert "快速排序" in (told.value.zh or "")
