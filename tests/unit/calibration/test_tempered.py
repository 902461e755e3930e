"""Posteriors known in closed form, by importance and by tempering; seeds and refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

from zysim.arrays import FloatArray
from zysim.calibration.tempered import Density, Tempered, temper
from zysim.calibration.weights import effective_size, normalised
from zysim.errors import InputError, ResultError
from zysim.sampling.points import sobol_points

DIMENSIONS = 20


def linear(error: float) -> tuple[Density, FloatArray, FloatArray]:
    """Return a linear model of standard normal scores, and the exact posterior of the scores."""
    rng = np.random.default_rng(7)
    slopes = rng.normal(size=(3, DIMENSIONS)) / np.sqrt(DIMENSIONS)
    observed = np.array([1.0, -0.8, 0.5])

    def density(points: FloatArray) -> FloatArray:
        misses = ndtri(np.clip(points, 1e-12, 1 - 1e-12)) @ slopes.T - observed
        logs: FloatArray = -0.5 * np.sum((misses / error) ** 2, axis=1)
        return logs

    covariance = np.linalg.inv(np.eye(DIMENSIONS) + slopes.T @ slopes / error**2)
    return density, covariance @ slopes.T @ observed / error**2, covariance


def test_importance_weights_find_a_wide_posterior() -> None:
    density, mean, covariance = linear(error=0.5)
    points = sobol_points(slice(0, 65_536), DIMENSIONS, 0)
    weights = normalised(density(points))
    assert effective_size(weights) > 2000
    scores = ndtri(points)
    found = weights @ scores
    np.testing.assert_allclose(found, mean, atol=0.05)
    spread = np.sqrt(weights @ (scores - found) ** 2)
    np.testing.assert_allclose(spread, np.sqrt(np.diag(covariance)), rtol=0.05)


@pytest.mark.slow
def test_tempering_finds_a_posterior_that_no_prior_draw_is_near() -> None:
    density, mean, covariance = linear(error=0.01)
    prior = normalised(density(sobol_points(slice(0, 2048), DIMENSIONS, 0)))
    assert effective_size(prior) < 5
    found = temper(density, DIMENSIONS, particles=2048, seed=0)
    scores = ndtri(found.points)
    assert found.temperatures[-1] == 1
    assert (np.diff(found.temperatures) > 0).all()
    assert 5 < len(found.temperatures) < 40
    assert min(found.acceptance) > 0.1
    np.testing.assert_allclose(scores.mean(axis=0), mean, atol=0.12)
    np.testing.assert_allclose(scores.std(axis=0), np.sqrt(np.diag(covariance)), rtol=0.12)
    # What history fixes is fixed: three directions shrink to about 1 % of the prior.
    values, vectors = np.linalg.eigh(covariance)
    narrow = (scores - mean) @ vectors[:, :3]
    np.testing.assert_allclose(narrow.std(axis=0), np.sqrt(values[:3]), rtol=0.12)
    np.testing.assert_allclose(found.logs, density(found.points))


def test_a_flat_likelihood_leaves_the_prior_in_one_step() -> None:
    found = temper(lambda points: np.zeros(len(points)), 3, particles=1024, seed=0)
    assert found.temperatures == (1.0,)
    assert found.acceptance[0] > 0.9
    np.testing.assert_allclose(found.points.mean(axis=0), 0.5, atol=0.04)
    np.testing.assert_allclose(found.points.std(axis=0), np.sqrt(1 / 12), rtol=0.06)


def test_worlds_that_are_impossible_are_left() -> None:
    def half(points: FloatArray) -> FloatArray:
        return np.where(points[:, 0] > 0.8, 0.0, -np.inf)

    found = temper(half, 2, particles=1024, seed=0)
    assert found.points[:, 0].min() > 0.8
    assert found.points[:, 0].mean() == pytest.approx(0.9, abs=0.01)
    assert found.points[:, 1].mean() == pytest.approx(0.5, abs=0.04)


def test_the_seed_makes_the_particles() -> None:
    density, _, _ = linear(error=0.2)
    first, again, other = (temper(density, DIMENSIONS, particles=64, seed=s) for s in (3, 3, 4))
    np.testing.assert_array_equal(first.points, again.points)
    assert first.temperatures == again.temperatures
    assert (first.points != other.points).any()


def test_what_cannot_be_tempered_is_refused() -> None:
    density, _, _ = linear(error=0.2)
    with pytest.raises(InputError, match="particles=15, moves=10"):
        temper(density, DIMENSIONS, particles=15, seed=0)
    with pytest.raises(InputError, match="moves=0"):
        temper(density, DIMENSIONS, particles=64, seed=0, moves=0)
    with pytest.raises(InputError, match="seed -1"):
        temper(density, DIMENSIONS, particles=64, seed=-1)
    with pytest.raises(ResultError, match=r"64 log likelihood\(s\) are NaN"):
        temper(lambda points: np.full(len(points), np.nan), 2, particles=64, seed=0)
    with pytest.raises(ResultError, match="nothing can be weighed"):
        temper(lambda points: np.full(len(points), -np.inf), 2, particles=64, seed=0)


@pytest.mark.slow
def test_a_contradiction_ends_with_an_error() -> None:
    def contradiction(points: FloatArray) -> FloatArray:
        logs: FloatArray = 1e200 * (points[:, 0] - 2)
        return logs

    with pytest.raises(ResultError, match="after 200 steps"):
        temper(contradiction, 2, particles=16, seed=0, moves=1)


def test_rounds_are_further_draws_of_the_same_posterior() -> None:
    density, mean, covariance = linear(error=0.1)
    told: list[tuple[int, int]] = []
    found = temper(
        density,
        DIMENSIONS,
        particles=512,
        seed=0,
        rounds=4,
        told=lambda done, total: told.append((done, total)),
    )
    assert [done for done, _ in told] == list(range(1, len(found.temperatures) + 4))
    assert all(done < total for done, total in told[:-1])
    assert told[-1][0] == told[-1][1]
    assert found.points.shape == (2048, DIMENSIONS)
    assert 1000 < found.effective < 2048
    scores = ndtri(found.points)
    np.testing.assert_allclose(scores.mean(axis=0), mean, atol=0.12)
    np.testing.assert_allclose(scores.std(axis=0), np.sqrt(np.diag(covariance)), rtol=0.12)
    np.testing.assert_allclose(found.logs, density(found.points))


def test_particles_that_hardly_move_are_worth_less() -> None:
    density, _, _ = linear(error=0.05)
    one = temper(density, DIMENSIONS, particles=512, seed=0, moves=1).effective
    ten = temper(density, DIMENSIONS, particles=512, seed=0, moves=10).effective
    assert one < 256 < ten <= 512


@pytest.mark.slow
def test_slopes_keep_the_spread_where_particles_are_few_for_the_dimensions() -> None:
    """A covariance of the particles would take a tenth of it."""
    rng, many = np.random.default_rng(1), 100
    slopes = rng.normal(size=(5, many)) / np.sqrt(many)

    def misses(points: FloatArray) -> FloatArray:
        found: FloatArray = (ndtri(np.clip(points, 1e-12, 1 - 1e-12)) @ slopes.T - 0.5) / 0.05
        return found

    found = temper(misses, many, particles=512, seed=0, moves=5, rounds=4)
    scores = ndtri(found.points)
    covariance = np.linalg.inv(np.eye(many) + slopes.T @ slopes / 0.05**2)
    values, vectors = np.linalg.eigh(covariance)
    spread = (scores @ vectors).std(axis=0) / np.sqrt(values)
    assert spread[:5].mean() == pytest.approx(1, abs=0.05)
    assert spread[5:].mean() == pytest.approx(1, abs=0.02)
    assert found.effective > 500


def test_a_sampler_goes_on_after_a_kill_and_ends_in_the_same_bits(tmp_path: Path) -> None:
    density, _, _ = linear(error=0.05)
    calls: list[int] = []

    def counted(points: FloatArray) -> FloatArray:
        calls.append(len(points))
        return density(points)

    def sample(keep: Path | None, told: Callable[[int, int], None] | None = None) -> Tempered:
        return temper(
            counted, DIMENSIONS, particles=64, seed=3, moves=2, rounds=3, keep=keep, told=told
        )

    whole = sample(None)
    needed, steps = len(calls), len(whole.temperatures)
    for killed_at in (1, steps, steps + 1):
        keep = tmp_path / f"{killed_at}.npz"

        def kill(done: int, _total: int, at: int = killed_at) -> None:
            if done == at:
                raise KeyboardInterrupt

        calls.clear()
        with pytest.raises(KeyboardInterrupt):
            sample(keep, kill)
        assert len(calls) == 1 + 2 * killed_at
        again = sample(keep)
        assert len(calls) == needed
        np.testing.assert_array_equal(again.points, whole.points)
        np.testing.assert_array_equal(again.logs, whole.logs)
        assert (again.temperatures, again.acceptance) == (whole.temperatures, whole.acceptance)
        assert again.effective == whole.effective
    keep.write_bytes(keep.read_bytes()[:-9])
    np.testing.assert_array_equal(sample(keep).points, whole.points)
