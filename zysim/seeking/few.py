"""A search in which at most so many levers change: first which ones, then how far each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from zysim.arrays import IntArray
from zysim.seeking.descent import Place, places
from zysim.seeking.evaluate import Evaluator
from zysim.seeking.search import Effort, Found, Round, distinct, look, search, wanted_of

UNITS = 16
"""Levers of which sets are made: those that better the conditions most for what they are."""
KEPT = 6
"""Sets that go on at each size."""
TRIED = 3
"""Sets whose settings are sought in full because they are wanted least; one more is the safest."""
POOL = 16, 8
"""Sets that are held in more worlds: those wanted least, and those that hold most clearly."""
PARTS = (0.5, 1.0)
"""Shares of the way to an end at which a lever is tried in a set."""
STAGE = "sets"


def search_few(
    evaluator: Evaluator,
    effort: Effort,
    told: Callable[[Round], None] | None = None,
    begin: Callable[[int], None] | None = None,
) -> tuple[Evaluator, Found]:
    """Find the best point at which no more levers differ from the start than the question allows.

    Sets of levers grow one by one, the best few at each size going on; in the best sets of all the
    settings are sought as where any number may change.

    Parameters
    ----------
    evaluator
        Question and model; the question says how many levers may change.
    effort, told
        As for :func:`zysim.seeking.search.search`; other probabilities are not sought.
    begin
        Told how many numbers may move when the settings of a set are sought.

    Returns
    -------
    tuple
        The question with all other levers kept, and where its search ended.
    """
    most = evaluator.question.at_most
    assert most is not None
    wanted = wanted_of(evaluator)
    sets = held_again(evaluator, best_sets(evaluator, most, effort.look, wanted), effort, wanted)
    first = Round(STAGE, sets[0].worlds, evaluator.runs, sets[0])
    if told is not None:
        told(first)
    best: tuple[Evaluator, Found] | None = None
    for levers in distinct_sets(evaluator, sets, TRIED + 1):
        others = {name for knob in evaluator.knobs for name in knob.levers} - levers
        some = evaluator.keeping(others)
        if begin is not None:
            begin(len(some.knobs))
        found = search(some, replace(effort, ladder=()), told)
        evaluator.runs += some.runs
        if best is None or found.place.value < best[1].place.value:
            best = some, found
    assert best is not None
    some, found = best
    some.runs = evaluator.runs
    return some, replace(found, rounds=(first, *found.rounds), front=(), greedy=None)


def best_sets(evaluator: Evaluator, most: int, worlds: int, wanted: Sequence[float]) -> list[Place]:
    """Return places at which at most so many levers differ from the start, the best first."""
    start, singles, order = look(evaluator, worlds, wanted)
    units = list(_units(evaluator, order))[:UNITS]
    if not units:
        return [start]
    kept = [start]
    found = [start, *(each for each in singles if _size(evaluator, each) <= most)]
    for _ in range(most):
        points = [
            point
            for place in kept
            for unit in units
            for point in _ends(evaluator, place, unit)
            if len(_levers(evaluator, point)) <= most
        ]
        if not points:
            break
        grown = places(evaluator, np.unique(np.stack(points), axis=0), worlds, wanted)
        found += grown
        kept = distinct(sorted(grown, key=lambda each: each.value))[:KEPT]
    return sorted(found, key=lambda each: each.value)


def held_again(
    evaluator: Evaluator, found: Sequence[Place], effort: Effort, wanted: Sequence[float]
) -> list[Place]:
    """Run the best sets in more worlds: those wanted least first, the safest before the others.

    A set that just does in few worlds is there by luck more often than not; the safest one is
    among those that are tried, so that a question that can be met is not given up.
    """

    def safe(place: Place) -> float:
        return -min(share - asked for share, asked in zip(place.shares, wanted, strict=True))

    chosen: dict[frozenset[str], Place] = {}
    for most, listed in zip(np.cumsum(POOL), (found, sorted(found, key=safe)), strict=True):
        for place in listed:
            levers = frozenset(_levers(evaluator, place.point))
            if levers and len(chosen) < most:
                chosen.setdefault(levers, place)
    if not chosen:
        return list(found[:1])
    points = np.stack([each.point for each in chosen.values()])
    again = sorted(places(evaluator, points, effort.choice, wanted), key=lambda each: each.value)
    safest = min(again, key=safe)
    return [*again[:TRIED], safest, *again[TRIED:]]


def distinct_sets(evaluator: Evaluator, found: Sequence[Place], most: int) -> list[set[str]]:
    """Return the levers of the first places, each set once and none within one before it."""
    sets: list[set[str]] = []
    for place in found:
        levers = _levers(evaluator, place.point)
        if levers and not any(levers <= other for other in sets):
            sets.append(levers)
        if len(sets) == most:
            break
    return sets or [set()]


def _units(evaluator: Evaluator, order: IntArray) -> Iterator[IntArray]:
    """Yield the knobs of each lever, or of levers that move together, most promising first."""
    given: set[int] = set()
    for at in order.tolist():
        if at in given:
            continue
        levers = set(evaluator.knobs[at].levers)
        unit = [place for place, knob in enumerate(evaluator.knobs) if levers & set(knob.levers)]
        given |= set(unit)
        yield np.array(unit)


def _ends(evaluator: Evaluator, place: Place, unit: IntArray) -> Iterator[np.ndarray]:
    """Yield the place with one knob of a lever moved some way to either end."""
    for knob in unit.tolist():
        for end in (evaluator.low[knob], evaluator.high[knob]):
            for part in PARTS:
                point = place.point.copy()
                point[knob] += part * (end - point[knob])
                yield point


def _levers(evaluator: Evaluator, point: np.ndarray) -> set[str]:
    moved = np.flatnonzero(np.abs(point - evaluator.at) > 1e-9)
    return {name for at in moved.tolist() for name in evaluator.knobs[at].levers}


def _size(evaluator: Evaluator, place: Place) -> int:
    return len(_levers(evaluator, place.point))
