"""From prior to posterior by steps, for observations that hardly any prior draw is near."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from zysim.arrays import FloatArray
from zysim.calibration.weights import effective_size, normalised, resampled
from zysim.errors import InputError, ResultError
from zysim.sampling.points import check_seed, sobol_points
from zysim.sampling.worlds import EDGE

Density = Callable[[FloatArray], FloatArray]
"""Takes points of the unit cube ``(particle, dimension)``, returns log likelihoods."""
KEPT = 0.5
"""A step goes so far that the weights are worth this share of the particles."""
MOVES = 10
WANTED = 0.4
"""Share of proposals accepted that the width of the moves is steered to."""
FEWEST = 16
MOST_STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tempered:
    """Particles that are draws of the posterior, and how they got there."""

    points: FloatArray
    """In the unit cube, shape ``(draw, dimension)``; each counts alike."""
    logs: FloatArray
    """Log likelihood, shape ``(draw,)``."""
    temperatures: tuple[float, ...]
    """Powers of the likelihood, rising to 1."""
    acceptance: tuple[float, ...]
    """Share of the proposed moves accepted at each of them."""
    effective: float
    """What the particles are worth, in independent draws of the posterior."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shape:
    """The normal distribution that proposals keep: mean and covariance of the particles."""

    mean: FloatArray
    factor: FloatArray
    """Lower triangle whose square is the covariance."""

    @classmethod
    def of(cls, scores: FloatArray, weights: FloatArray) -> _Shape:
        mean = weights @ scores
        centred = scores - mean
        spread = (centred * weights[:, None]).T @ centred
        # Few particles in many dimensions look correlated by chance.
        chance = scores.shape[1] / (scores.shape[1] + effective_size(weights))
        own = np.diag(np.maximum(np.diag(spread), EDGE))
        return cls(mean=mean, factor=np.linalg.cholesky((1 - chance) * spread + chance * own))

    def inner(self, scores: FloatArray) -> FloatArray:
        """Return the independent standard normals that give these scores."""
        found: FloatArray = solve_triangular(self.factor, (scores - self.mean).T, lower=True).T
        return found

    def scores(self, inner: FloatArray) -> FloatArray:
        """Return the scores of independent standard normals."""
        found: FloatArray = self.mean + inner @ self.factor.T
        return found


def temper(
    density: Density,
    dimensions: int,
    *,
    particles: int,
    seed: int,
    moves: int = MOVES,
    rounds: int = 1,
) -> Tempered:
    """Draw from a posterior over the unit cube by tempered sequential Monte Carlo.

    The likelihood is raised to a power that rises from 0 to 1 in steps, each so far that half
    of the particles' worth is kept. After a step particles are resampled and moved. Moves are
    made among normal scores, where the uniform prior is the standard normal and no wall is in
    the way: a proposal draws back to the mean of the particles and adds their covariance
    (preconditioned Crank-Nicolson), so that it holds up in 70 dimensions where a plain random
    walk crawls. It is accepted by the exact ratio of the tempered posteriors.

    Parameters
    ----------
    density
        Log likelihood of points of the unit cube, all particles in one call.
    dimensions
        Of the cube.
    particles
        16 or more.
    seed
        0 or more; the same seed gives the same particles.
    moves
        Proposals for each particle after each step.
    rounds
        How often all particles are taken at the end, with as many proposals between: further
        draws of the posterior for less than further particles cost.

    Raises
    ------
    InputError
        If there are too few particles or moves, or the seed is negative.
    ResultError
        If a log likelihood is NaN, none is finite, or 200 steps do not suffice.

    References
    ----------
    Del Moral, Doucet and Jasra (2006), Sequential Monte Carlo samplers, J. R. Stat. Soc. B 68;
    Cotter, Roberts, Stuart and White (2013), MCMC methods for functions, Stat. Sci. 28.
    """
    check_seed(seed)
    if particles < FEWEST or moves < 1:
        msg = f"temper: particles={particles}, moves={moves}; take {FEWEST} and 1 or more."
        raise InputError(
            msg, zh=f"粒子数 {particles} 应不小于 {FEWEST}，移动次数 {moves} 不小于 1。"
        )
    rng = np.random.default_rng(seed)
    points = np.clip(sobol_points(slice(0, particles), dimensions, seed), EDGE, 1 - EDGE)
    scores, logs = ndtri(points), _checked(density(points))
    power, width = 0.0, 0.5
    temperatures: list[float] = []
    acceptance: list[float] = []
    inflation = 1.0
    while power < 1:
        if len(temperatures) == MOST_STEPS:
            msg = (
                f"temper: the likelihood is only at power {power:.2g} after {MOST_STEPS} steps; "
                "the observations contradict the prior or have errors far too small."
            )
            raise ResultError(
                msg, zh=f"{MOST_STEPS} 步后仍未收敛：观测与先验矛盾，或观测误差过小。"
            )
        further = _next_power(logs, power)
        weights = normalised((further - power) * logs)
        shape = _Shape.of(scores, weights)
        chosen = resampled(weights, particles, int(rng.integers(2**31)))
        scores, logs, power = scores[chosen], logs[chosen], further
        parents = scores
        scores, logs, width, share = _moved(density, scores, logs, shape, power, width, rng, moves)
        # Variance against that of independent draws: resampling raises it by what the weights cost,
        # moves take back what they forget of where each particle stood.
        kept = _memory(parents, scores)
        inflation = 1 - kept + kept * inflation * particles / effective_size(weights)
        temperatures.append(power)
        acceptance.append(share)
    taken, kept = [(scores, logs)], 0.0
    for _ in range(rounds - 1):
        parents = scores
        scores, logs, width, share = _moved(density, scores, logs, shape, power, width, rng, moves)
        kept = max(kept, _memory(parents, scores))
        taken.append((scores, logs))
    # Draws one round apart correlate by the root of what is kept, two rounds apart by its square.
    inflation *= 1 + 2 * sum((1 - lag / rounds) * kept ** (lag / 2) for lag in range(1, rounds))
    return Tempered(
        points=ndtr(np.concatenate([each for each, _ in taken])),
        logs=np.concatenate([each for _, each in taken]),
        temperatures=tuple(temperatures),
        acceptance=tuple(acceptance),
        effective=rounds * particles / inflation,
    )


def _next_power(logs: FloatArray, power: float) -> float:
    """Return the power that keeps the wanted share of the particles' worth, 1 at most."""
    wanted = KEPT * logs.size

    def short(further: float) -> float:
        return effective_size(normalised((further - power) * logs)) - wanted

    if short(1.0) >= 0:
        return 1.0
    # Where the likelihood of most particles is zero, the least step drops these.
    least = power + EDGE
    if short(least) <= 0:
        return least
    return float(brentq(short, least, 1.0))


def _moved(
    density: Density,
    scores: FloatArray,
    logs: FloatArray,
    shape: _Shape,
    power: float,
    width: float,
    rng: np.random.Generator,
    moves: int,
) -> tuple[FloatArray, FloatArray, float, float]:
    """Propose moves to every particle; also return the width steered to and the acceptance."""
    accepted = []
    inner = shape.inner(scores)
    for _ in range(moves):
        scores, inner, logs, share = _move(density, scores, inner, logs, shape, power, width, rng)
        width = float(np.clip(width * np.exp(share - WANTED), 0.01, 1.0))
        accepted.append(share)
    return scores, logs, width, float(np.mean(accepted))


def _move(
    density: Density,
    scores: FloatArray,
    inner: FloatArray,
    logs: FloatArray,
    shape: _Shape,
    power: float,
    width: float,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    """Propose a move to every particle.

    Proposals are made among ``inner``, the independent normals behind the scores, so that no
    system of equations is solved in a move.

    Returns
    -------
    tuple
        Scores, normals behind them, log likelihoods and share accepted.
    """
    drawn = np.sqrt(1 - width**2) * inner + width * rng.standard_normal(inner.shape)
    proposed = shape.scores(drawn)
    points = np.clip(ndtr(proposed), EDGE, 1 - EDGE)
    found = _checked(density(points))
    gain = power * (found - logs) + _log_ratio(proposed, drawn) - _log_ratio(scores, inner)
    taken = np.log(rng.random(logs.size)) < gain
    return (
        np.where(taken[:, None], proposed, scores),
        np.where(taken[:, None], drawn, inner),
        np.where(taken, found, logs),
        float(taken.mean()),
    )


def _log_ratio(scores: FloatArray, inner: FloatArray) -> FloatArray:
    """Return log density of the prior less that of the proposal kept, but for a constant."""
    ratio: FloatArray = 0.5 * (np.sum(inner**2, axis=1) - np.sum(scores**2, axis=1))
    return ratio


def _memory(before: FloatArray, after: FloatArray) -> float:
    """Return the squared correlation of particles before and after their moves.

    That of the dimension where it is largest, less what the largest of so many would be by chance.
    """
    one, other = before - before.mean(axis=0), after - after.mean(axis=0)
    size = np.sum(one**2, axis=0) * np.sum(other**2, axis=0)
    found = np.sum(one * other, axis=0) ** 2 / np.where(size > 0, size, 1.0)
    chance = 2 * math.log(2 * found.size) / len(before)
    return max(0.0, float(found.max()) - chance)


def _checked(logs: FloatArray) -> FloatArray:
    """Refuse a log likelihood that is no number; minus infinity is one."""
    if np.isnan(logs).any():
        msg = f"temper: {int(np.isnan(logs).sum())} log likelihood(s) are NaN. Check the runs."
        raise ResultError(msg, zh=f"有 {int(np.isnan(logs).sum())} 个对数似然为 NaN，请检查运行。")
    return logs
