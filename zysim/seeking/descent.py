"""From a point to the best near it, in a fixed number of worlds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.seeking.evaluate import Evaluator
from zysim.seeking.step import PRICE, Slopes, best_step, shortfall

FIRST_REACH = 0.5
"""How far the first step may go, as a share of a knob's range."""
LEAST_REACH = 0.02
REACH_TO = 0.1
"""How far a step may go that is not confirmed by runs."""
NUDGE = 0.1
"""Step of a derivative, as a share of a knob's range: long enough to see past small kinks."""
PARTS = (0.3, 0.6, 1.0)
"""Shares of a step that are tried together."""
GAIN = 0.002
"""A step that betters less than this share is the last one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point with what is known of it in so many worlds."""

    point: FloatArray
    worlds: int
    shares: tuple[float, ...]
    """Share of the worlds in which each condition holds."""
    short: float
    """How far the conditions fall short, 0 where all hold as often as they must."""
    change: float
    """Weighted distance from the start, in whole settings."""
    cost: float
    """Net present cost above that of the start, in yi CNY; NaN where cost is not asked for."""
    goal: float
    """What is wanted least: the change, or the cost as a share of the dearest lever's."""

    @property
    def held(self) -> bool:
        """Whether every condition holds as often as it must."""
        return self.short == 0

    @property
    def value(self) -> float:
        """What is wanted least, with what falling short counts added."""
        return self.goal + PRICE * self.short


def places(
    evaluator: Evaluator, points: FloatArray, worlds: int, wanted: Sequence[float]
) -> list[Place]:
    """Run points and say how each does; ``wanted`` holds the probability of each condition."""
    batch = evaluator.run(points, worlds)
    margins, change, cost = batch.margins, evaluator.change(points), batch.cost.mean(axis=1)
    goal = evaluator.goal(change, cost)
    found = []
    for at, point in enumerate(points):
        here = [each[at] for each in margins]
        short = sum(
            shortfall(margin, needed(probability, worlds))
            for margin, probability in zip(here, wanted, strict=True)
        )
        shares = tuple(float((margin >= 0).mean()) for margin in here)
        amounts = (float(each[at]) for each in (change, cost, goal))
        found.append(Place(point, worlds, shares, short, *amounts))
    return found


def needed(probability: float, worlds: int) -> int:
    """Return in how many of the worlds a condition must hold.

    >>> needed(0.8, 64), needed(1.0, 64)
    (52, 64)
    """
    return math.ceil(round(probability * worlds, 9))


def descend(
    evaluator: Evaluator,
    place: Place,
    some: IntArray,
    wanted: Sequence[float],
    *,
    rounds: int,
    reach: float = FIRST_REACH,
) -> Place:
    """Go down from a place, moving some of the knobs.

    Each round takes the slopes of every world by one run a knob, lets
    :func:`zysim.seeking.step.best_step` choose, and keeps the best of three parts of the step
    that the model confirms; where none is better the reach shrinks and the slopes serve again.

    Parameters
    ----------
    evaluator, place
        Question and model, and where to begin.
    some
        Positions of the knobs that may move.
    wanted
        Probability of each condition.
    rounds
        Most rounds.
    reach
        How far the first step may go, as a share of a knob's range.
    """
    low, high = evaluator.low, evaluator.high
    span = high - low
    weights = evaluator.weights
    slopes: list[Slopes] | None = None
    costs = np.zeros(some.size)
    for _ in range(rounds):
        if not some.size or reach < LEAST_REACH:
            break
        if slopes is None:
            slopes, costs = slopes_at(evaluator, place, some, wanted)
        room = reach * span[some]
        to, foreseen = best_step(
            place.point[some],
            np.maximum(low[some], place.point[some] - room),
            np.minimum(high[some], place.point[some] + room),
            evaluator.at[some],
            weights[some],
            slopes,
            costs,
        )
        before = float(np.abs(place.point[some] - evaluator.at[some]) @ weights[some])
        gain = place.value - (place.goal - before + foreseen)
        if gain < GAIN * max(abs(place.goal), 0.1):
            break
        tried = np.repeat(place.point[np.newaxis], len(PARTS), axis=0)
        tried[:, some] += np.outer(PARTS, to - place.point[some])
        found = places(evaluator, tried, place.worlds, wanted)
        at = int(np.argmin([each.value for each in found]))
        if found[at].value < place.value - 1e-9:
            place, slopes = found[at], None
            reach = reach * 1.5 if at == len(PARTS) - 1 else reach * 0.7
        else:
            reach *= 0.25
    return place


def steps_to(
    evaluator: Evaluator, place: Place, some: IntArray, aims: Sequence[Sequence[float]]
) -> list[FloatArray]:
    """Return the points that the slopes at a place foresee for other probabilities, not run."""
    slopes, costs = slopes_at(evaluator, place, some, aims[0])
    room = REACH_TO * (evaluator.high - evaluator.low)[some]
    found = []
    for aim in aims:
        asked = [
            replace(each, needed=needed(probability, place.worlds))
            for each, probability in zip(slopes, aim, strict=True)
        ]
        point = place.point.copy()
        point[some], _ = best_step(
            place.point[some],
            np.maximum(evaluator.low[some], place.point[some] - room),
            np.minimum(evaluator.high[some], place.point[some] + room),
            evaluator.at[some],
            evaluator.weights[some],
            asked,
            costs,
        )
        found.append(point)
    return found


def slopes_at(
    evaluator: Evaluator, place: Place, some: IntArray, wanted: Sequence[float]
) -> tuple[list[Slopes], FloatArray]:
    """Take slopes along some knobs, by one run a knob in every world.

    Returns
    -------
    tuple
        Slopes of each condition, and what a move by 1 adds to the goal beside its change.
    """
    low, high = evaluator.low, evaluator.high
    step = NUDGE * (high - low)
    years = np.array([knob.kind == "start" for knob in evaluator.knobs])
    step[years] = np.maximum(np.round(step[years]), 1.0)
    up = place.point + step <= high
    step = np.where(up, step, -step)
    points = np.repeat(place.point[np.newaxis], some.size + 1, axis=0)
    points[np.arange(1, some.size + 1), some] += step[some]
    batch = evaluator.run(points, place.worlds)
    slopes = [
        Slopes(
            needed(probability, place.worlds),
            each[0],
            (each[1:] - each[0]) / step[some][:, np.newaxis, np.newaxis],
        )
        for each, probability in zip(batch.pieces, wanted, strict=True)
    ]
    costs = evaluator.goal(np.zeros(some.size + 1), batch.cost.mean(axis=1))
    return slopes, (costs[1:] - costs[0]) / step[some]
