"""One point for all worlds, or one of two by what is seen: the best of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.seeking.step import PRICE

PARTS = 20
"""Thresholds are tried at every twentieth of the worlds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcomes:
    """What became of points in the same worlds."""

    held: BoolArray
    """Whether each condition holds, shape ``(condition, point, world)``."""
    goal: FloatArray
    """What is wanted least, shape ``(point, world)``."""

    def some(self, points: IntArray) -> Outcomes:
        """Return some of the points."""
        return Outcomes(held=self.held[:, points], goal=self.goal[points])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One point where a signal is at or below a threshold, another where it is above."""

    threshold: float
    below: int
    above: int
    """Positions of the points."""
    value: float
    """What is wanted least on average, with what falling short counts added."""

    def choice(self, signal: FloatArray) -> IntArray:
        """Return the position of the point taken in each world, shape ``(world,)``."""
        return np.where(signal <= self.threshold, self.below, self.above)


def best_fixed(found: Outcomes, wanted: Sequence[float]) -> int:
    """Return the point that is best where it is taken in every world."""
    short = _short(found.held.mean(axis=2), wanted)
    return int(np.argmin(found.goal.mean(axis=1) + PRICE * short))


def best_rule(found: Outcomes, signal: FloatArray, wanted: Sequence[float]) -> Rule:
    """Return threshold and points that are wanted least while the conditions hold often enough.

    Parameters
    ----------
    found
        Of the points to choose from.
    signal
        What is seen in each world, shape ``(world,)``.
    wanted
        Probability of each condition.

    Examples
    --------
    >>> held = np.array([[[True, True, False, False], [True, True, True, True]]])
    >>> goal = np.array([[0.0] * 4, [1.0] * 4])
    >>> best_rule(Outcomes(held=held, goal=goal), np.array([1.0, 2, 3, 4]), [1.0])
    Rule(threshold=2.5, below=0, above=1, value=0.5)
    """
    order = np.argsort(signal, kind="stable")
    held = np.cumsum(found.held[:, :, order], axis=2, dtype=float)
    goal = np.cumsum(found.goal[:, order], axis=1)
    worlds, ranked = signal.size, signal[order]
    best: Rule | None = None
    for cut in np.unique(np.linspace(0, worlds, PARTS + 1).astype(int)[1:-1]):
        if ranked[cut - 1] == ranked[cut]:
            continue
        low, high = held[:, :, cut - 1], held[:, :, -1] - held[:, :, cut - 1]
        shares = (low[:, :, None] + high[:, None, :]) / worlds
        mean = (goal[:, cut - 1, None] + (goal[:, -1] - goal[:, cut - 1])[None, :]) / worlds
        values = mean + PRICE * _short(shares, wanted)
        below, above = np.unravel_index(int(np.argmin(values)), values.shape)
        if best is None or values[below, above] < best.value - 1e-12:
            best = Rule(
                threshold=float((ranked[cut - 1] + ranked[cut]) / 2),
                below=int(below),
                above=int(above),
                value=float(values[below, above]),
            )
    if best is None:  # one figure in every world: nothing can be told from it
        point = best_fixed(found, wanted)
        value = found.goal[point].mean() + PRICE * _short(found.held[:, point].mean(axis=1), wanted)
        best = Rule(threshold=float(ranked[0]), below=point, above=point, value=float(value))
    return best


def least_known(found: Outcomes, probability: float) -> float:
    """Return what is wanted least on average where the first condition is foreseen exactly.

    In each world the least point at which it holds is taken, or the least of all where that would
    be dearest: no rule can do better. Infinity where too few worlds have such a point.
    """
    least = found.goal.min(axis=0)
    holding = np.where(found.held[0], found.goal, np.inf).min(axis=0)
    extra = np.sort(holding - least)
    needed = int(np.ceil(round(probability * least.size, 9)))
    return float((least.sum() + extra[:needed].sum()) / least.size)


def _short(shares: FloatArray, wanted: Sequence[float]) -> FloatArray:
    """Return by how much the shares ``(condition, …)`` fall short in all."""
    asked = np.reshape(wanted, (-1, *[1] * (shares.ndim - 1)))
    found: FloatArray = np.maximum(asked - shares, 0.0).sum(axis=0)
    return found
