"""The usual way for comparison: measures one by one, cheapest tonne first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zysim.seeking.descent import Place, places
from zysim.seeking.evaluate import Evaluator

HALVINGS = 7


def greedy(evaluator: Evaluator, worlds: int, wanted: Sequence[float]) -> Place | None:
    """Return where measures taken by rising cost (or change) per tonne first meet the conditions.

    Each knob goes wholly to the end that lowers the emissions of the peak year asked for; the
    last one only as far as needed.

    Parameters
    ----------
    evaluator
        A question about a peak.
    worlds
        Number of worlds.
    wanted
        Probability of each condition.

    Returns
    -------
    Place or None
        None where even all measures together do not do, or the question is about no peak.
    """
    count = len(evaluator.knobs)
    if evaluator.question.peak is None or not count:
        return None
    at, knob = evaluator.at, np.arange(count)
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
    found = places(evaluator, path, worlds, wanted)
    first = next((step for step, each in enumerate(found) if each.held), None)
    if first is None or first == 0:
        return None if first is None else found[0]
    low, high, best_place = path[first - 1], path[first], found[first]
    for _ in range(HALVINGS):
        (middle,) = places(evaluator, ((low + high) / 2)[np.newaxis], worlds, wanted)
        if middle.held:
            high, best_place = middle.point, middle
        else:
            low = middle.point
    return best_place
