"""From prior to posterior by steps, for observations that hardly any prior draw is near."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.linalg import solve_triangular
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.calibration.stages import Stage, read_stage, write_stage
from zysim.calibration.weights import effective_size, normalised, resampled
from zysim.errors import InputError, ResultError
from zysim.sampling.points import check_seed, sobol_points
from zysim.sampling.worlds import EDGE

Density = Callable[[FloatArray], FloatArray]
"""Takes points of the unit cube ``(particle, dimension)``, returns log likelihoods, shape
``(particle,)``; or standard misses ``(particle, observation)``, whose log likelihood is minus half
the sum of their squares."""
CAUTION = 0.8
"""Share of what the slopes say that proposals are narrowed by: too narrow ones leave the tails."""
RIDGE = 1e-3
"""Added to the variances that slopes are fitted on, so that constant dimensions have none."""
KEPT = 0.5
"""A step goes so far that the weights are worth this share of the particles."""
MOVES = 10
WANTED = 0.4
"""Share of proposals accepted that the width of the moves is steered to."""
FEWEST = 16
MOST_STEPS = 200
USUAL = 8
"""Steps that are expected when the time left is told."""


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
    """The normal distribution that proposals keep."""

    mean: FloatArray
    factor: FloatArray
    """Lower triangle whose square is the covariance."""

    @classmethod
    def along(
        cls, scores: FloatArray, weights: FloatArray, misses: FloatArray, power: float
    ) -> _Shape:
        """Take the slopes of the misses: the prior, narrowed in the directions that they tell of.

        Slopes are known from far fewer particles than a covariance is. A covariance of the
        particles would hold them back where they are, and in 120 dimensions take a tenth of
        their spread.
        """
        mean = weights @ scores
        centred, moved = scores - mean, misses - weights @ misses
        left = (centred * weights[:, None]).T
        slopes = np.linalg.solve(left @ centred + RIDGE * np.eye(mean.size), left @ moved)
        told = np.eye(misses.shape[1]) + CAUTION * power * slopes.T @ slopes
        narrowed = CAUTION * power * slopes @ np.linalg.solve(told, slopes.T)
        return cls(mean=mean, factor=np.linalg.cholesky((1 + EDGE) * np.eye(mean.size) - narrowed))

    @classmethod
    def of(cls, scores: FloatArray, weights: FloatArray) -> _Shape:
        """Take mean and covariance of the particles, where there are no misses."""
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


@dataclass(frozen=True, slots=True, eq=False)
class _Particles:
    """Where the particles stand."""

    scores: FloatArray
    logs: FloatArray
    misses: FloatArray | None

    def some(self, chosen: IntArray) -> _Particles:
        """Return those chosen."""
        misses = None if self.misses is None else self.misses[chosen]
        return _Particles(self.scores[chosen], self.logs[chosen], misses)

    def where(self, taken: BoolArray, other: _Particles) -> _Particles:
        """Return the others where they are taken."""
        misses = None
        if self.misses is not None and other.misses is not None:
            misses = np.where(taken[:, None], other.misses, self.misses)
        return _Particles(
            np.where(taken[:, None], other.scores, self.scores),
            np.where(taken, other.logs, self.logs),
            misses,
        )


def temper(
    density: Density,
    dimensions: int,
    *,
    particles: int,
    seed: int,
    moves: int = MOVES,
    rounds: int = 1,
    keep: Path | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Tempered:
    """Draw from a posterior over the unit cube by tempered sequential Monte Carlo.

    The likelihood is raised to a power that rises from 0 to 1 in steps, each so far that half
    of the particles' worth is kept. After a step particles are resampled and moved. Moves are
    made among normal scores, where the uniform prior is the standard normal and no wall is in
    the way: a proposal draws back to the mean of the particles and adds noise that is narrow where
    the observations tell much (preconditioned Crank-Nicolson), so that it holds up in 120
    dimensions where a plain random walk crawls. It is accepted by the exact ratio of the tempered
    posteriors.

    Parameters
    ----------
    density
        Log likelihood or misses of points of the unit cube, all particles in one call.
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
    keep
        File that keeps the last step and round; where it is there, the sampler goes on from it. It
        must be of the same density, and of the same numbers of particles, moves and dimensions.
    told
        Told how many times all particles were moved, and of about how many.

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
    stage = read_stage(keep) or _begin(density, dimensions, particles, seed)
    rng = np.random.default_rng()
    rng.bit_generator.state = stage.draws
    while stage.power < 1:
        if len(stage.temperatures) == MOST_STEPS:
            msg = (
                f"temper: the likelihood is only at power {stage.power:.2g} after {MOST_STEPS} "
                "steps; the observations contradict the prior or have errors far too small."
            )
            raise ResultError(
                msg, zh=f"{MOST_STEPS} 步后仍未收敛：观测与先验矛盾，或观测误差过小。"
            )
        stage = _step(density, stage, rng, moves)
        write_stage(keep, stage)
        if told is not None:
            done = len(stage.temperatures)
            told(done, done + rounds - 1 + (max(USUAL - done, 1) if stage.power < 1 else 0))
    while len(stage.taken_logs) < rounds:
        stage = _round(density, stage, rng, moves)
        write_stage(keep, stage)
        if told is not None:
            steps = len(stage.temperatures)
            told(steps + len(stage.taken_logs) - 1, steps + rounds - 1)
    # Draws one round apart correlate by the root of what is kept, two rounds apart by its square.
    apart = sum((1 - lag / rounds) * stage.memory ** (lag / 2) for lag in range(1, rounds))
    return Tempered(
        points=ndtr(np.concatenate(list(stage.taken_scores))),
        logs=np.concatenate(list(stage.taken_logs)),
        temperatures=stage.temperatures,
        acceptance=stage.acceptance,
        effective=rounds * particles / (stage.inflation * (1 + 2 * apart)),
    )


def _begin(density: Density, dimensions: int, particles: int, seed: int) -> Stage:
    """Draw particles from the prior."""
    points = np.clip(sobol_points(slice(0, particles), dimensions, seed), EDGE, 1 - EDGE)
    logs, misses = _checked(density(points))
    return Stage(
        scores=ndtri(points),
        logs=logs,
        misses=misses,
        mean=np.zeros(dimensions),
        factor=np.eye(dimensions),
        power=0.0,
        width=0.5,
        inflation=1.0,
        taken_scores=np.empty((0, particles, dimensions)),
        taken_logs=np.empty((0, particles)),
        draws=np.random.default_rng(seed).bit_generator.state,
    )


def _step(density: Density, stage: Stage, rng: np.random.Generator, moves: int) -> Stage:
    """Raise the power as far as the particles bear, resample and move them."""
    scores, misses, particles = stage.scores, stage.misses, stage.logs.size
    power = _next_power(stage.logs, stage.power)
    weights = normalised((power - stage.power) * stage.logs)
    if misses is None:
        shape = _Shape.of(scores, weights)
    else:
        shape = _Shape.along(scores, weights, misses, power)
    chosen = resampled(weights, particles, int(rng.integers(2**31)))
    parents = _Particles(scores, stage.logs, misses).some(chosen)
    at, width, share = _moved(density, parents, shape, power, stage.width, rng, moves)
    # Variance against that of independent draws: resampling raises it by what the weights cost,
    # moves take back what they forget of where each particle stood.
    kept = _memory(parents.scores, at.scores)
    ended = power >= 1
    return replace(
        stage,
        scores=at.scores,
        logs=at.logs,
        misses=at.misses,
        mean=shape.mean,
        factor=shape.factor,
        power=power,
        width=width,
        inflation=1 - kept + kept * stage.inflation * particles / effective_size(weights),
        temperatures=(*stage.temperatures, power),
        acceptance=(*stage.acceptance, share),
        taken_scores=at.scores[np.newaxis] if ended else stage.taken_scores,
        taken_logs=at.logs[np.newaxis] if ended else stage.taken_logs,
        draws=rng.bit_generator.state,
    )


def _round(density: Density, stage: Stage, rng: np.random.Generator, moves: int) -> Stage:
    """Move the particles once more at full power, and take them."""
    shape = _Shape(mean=stage.mean, factor=stage.factor)
    begin = _Particles(stage.scores, stage.logs, stage.misses)
    at, width, _ = _moved(density, begin, shape, stage.power, stage.width, rng, moves)
    return replace(
        stage,
        scores=at.scores,
        logs=at.logs,
        misses=at.misses,
        width=width,
        memory=max(stage.memory, _memory(stage.scores, at.scores)),
        taken_scores=np.concatenate([stage.taken_scores, at.scores[np.newaxis]]),
        taken_logs=np.concatenate([stage.taken_logs, at.logs[np.newaxis]]),
        draws=rng.bit_generator.state,
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
    at: _Particles,
    shape: _Shape,
    power: float,
    width: float,
    rng: np.random.Generator,
    moves: int,
) -> tuple[_Particles, float, float]:
    """Propose moves to every particle; also return the width steered to and the acceptance."""
    accepted = []
    inner = shape.inner(at.scores)
    for _ in range(moves):
        at, inner, share = _move(density, at, inner, shape, power, width, rng)
        width = float(np.clip(width * np.exp(share - WANTED), 0.01, 1.0))
        accepted.append(share)
    return at, width, float(np.mean(accepted))


def _move(
    density: Density,
    at: _Particles,
    inner: FloatArray,
    shape: _Shape,
    power: float,
    width: float,
    rng: np.random.Generator,
) -> tuple[_Particles, FloatArray, float]:
    """Propose a move to every particle.

    Proposals are made among ``inner``, the independent normals behind the scores, so that no
    system of equations is solved in a move.

    Returns
    -------
    tuple
        Particles, the normals behind them, and the share accepted.
    """
    drawn = np.sqrt(1 - width**2) * inner + width * rng.standard_normal(inner.shape)
    proposed = shape.scores(drawn)
    points = np.clip(ndtr(proposed), EDGE, 1 - EDGE)
    found = _Particles(proposed, *_checked(density(points)))
    gain = power * (found.logs - at.logs)
    gain += _log_ratio(proposed, drawn) - _log_ratio(at.scores, inner)
    taken = np.log(rng.random(gain.size)) < gain
    inner = np.where(taken[:, None], drawn, inner)
    return at.where(taken, found), inner, float(taken.mean())


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


def _checked(found: FloatArray) -> tuple[FloatArray, FloatArray | None]:
    """Return log likelihoods, and misses if there are any; refuse what is no number.

    A log likelihood of minus infinity is one.
    """
    logs = found if found.ndim == 1 else -0.5 * np.sum(found**2, axis=1)
    if np.isnan(logs).any():
        msg = f"temper: {int(np.isnan(logs).sum())} log likelihood(s) are NaN. Check the runs."
        raise ResultError(msg, zh=f"有 {int(np.isnan(logs).sum())} 个对数似然为 NaN，请检查运行。")
    return logs, None if found.ndim == 1 else found
