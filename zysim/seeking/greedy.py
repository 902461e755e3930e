"""The usual way: measures one by one, cheapest tonne first. To begin from, and to compare with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zysim.arrays import FloatArray
from zysim.seeking.descent import Place, places
from zysim.seeking.evaluate import Evaluator

HALVINGS = 6
FURTHER = 4
"""Measures more that are tried where those enough in few worlds are not in many."""


def one_by_one(evaluator: Evaluator, worlds: int) -> FloatArray:
    """Return the points of measures taken in turn by rising cost (or change) per tonne.

    Each knob goes wholly to the end that lowers the emissions of the peak year asked for.

    Returns
    -------
    numpy.ndarray
        Shape ``(step, knob)``, from the start on; the start alone where no peak is asked for.
    """
    count = len(evaluator.knobs)
    at, knob = evaluator.at, np.arange(count)
    if evaluator.question.peak is None or not count:
        return at[np.newaxis]
    ends = np.repeat(at[np.newaxis], 2 * count + 1, axis=0)
    ends[1 + knob, knob], ends[1 + count + knob, knob] = evaluator.low, evaluator.high
    batch = evaluator.run(ends, worlds)
    level = batch.level.mean(axis=1)
    saved = (level[0] - level[1:]).reshape(2, count)
    goal = evaluator.goal(evaluator.change(ends), batch.cost.mean(axis=1))
    spent = (goal[1:] - goal[0]).reshape(2, count)
    side = saved.argmax(axis=0)
    best, costs = saved[side, knob], spent[side, knob]
    useful = knob[best > 1e-9]
    order = useful[np.argsort(costs[useful] / best[useful], kind="stable")]
    path = np.repeat(at[np.newaxis], order.size + 1, axis=0)
    for step, each in enumerate(order, start=1):
        path[step:, each] = ends[1 + side[each] * count + each, each]
    return path


def first_held(
    evaluator: Evaluator, path: FloatArray, worlds: int, wanted: Sequence[float]
) -> int | None:
    """Return the first step of a path at which the conditions hold, or None."""
    found = places(evaluator, path, worlds, wanted)
    return next((step for step, each in enumerate(found) if each.held), None)


def greedy(
    evaluator: Evaluator, path: FloatArray, few: int, many: int, wanted: Sequence[float]
) -> Place | None:
    """Return where a path first meets the conditions, the last measure only as far as needed.

    Where further measures save more than that, as some do that save money, it goes on to where the
    path is wanted least.

    Parameters
    ----------
    evaluator, path
        The question, and points from :func:`one_by_one`.
    few, many
        Worlds in which the step is found, and in which it is made exact.
    wanted
        Probability of each condition.
    """
    step = first_held(evaluator, path, few, wanted)
    if not step:
        return None
    around = path[step - 1 : step + FURTHER]
    exact = first_held(evaluator, around, many, wanted)
    if not exact:
        return None
    low, high, best = around[exact - 1], around[exact], None
    for part in range(HALVINGS):
        middle = high if part == 0 else (low + high) / 2
        (place,) = places(evaluator, middle[np.newaxis], many, wanted)
        if place.held:
            high, best = middle, place
        else:
            low = middle
    onward = [each for each in places(evaluator, path[step:], few, wanted) if each.held]
    least = min(onward, key=lambda each: each.goal)
    if best is not None and least.goal < best.goal:
        (further,) = places(evaluator, least.point[np.newaxis], many, wanted)
        best = further if further.held and further.goal < best.goal else best
    return best
