"""From a question to the best point: many starts in few worlds, then fewer in more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import IntArray
from zysim.seeking.descent import GAIN, Place, descend, places, steps_to
from zysim.seeking.evaluate import Evaluator
from zysim.seeking.greedy import first_held, greedy, one_by_one
from zysim.seeking.knobs import rounded
from zysim.seeking.step import PRICE

REACHES = (0.5, 0.2, 0.1)
PROMISING = 10
"""Knobs that stay free in many worlds though they do not move yet."""
RESERVE = 0.01
"""Held back from each probability: a choice looks better in the worlds it was chosen in."""
DROP = 0.02
"""Share by which the goal may grow in all so that fewer levers move."""
STRICTER = (0.01, 0.02, 0.04)
"""Added to the probabilities where a larger change of the same kind does not do."""
NEAR = 0.002
"""Falling short by less than this is worth another try."""
MANY_MOVED = 12
"""With more levers moved than this, hundredths are not taken back one by one."""
FURTHER = (1.0, 1.01, 1.02, 1.04, 1.06, 1.09, 1.12, 1.16)
"""Shares of a change that are tried where rounding or curvature leaves a condition just missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much a search and its check may take."""

    look: int = 64
    """Worlds of the first look, from which every start goes down."""
    choice: int = 256
    """Worlds in which the best few are compared, and of the front."""
    answer: int = 1024
    """Worlds in which the best goes on."""
    last: int = 2048
    """Worlds in which the settings are rounded: those the answer rests on."""
    fresh: int = 4096
    """Worlds not used before in which the answer is checked."""
    rounds: tuple[int, int, int] = (7, 4, 4)
    """Most rounds of slopes in the worlds of ``look``, ``choice`` and ``answer``."""
    starts: int = 3
    """Single knobs at their better end to begin from, beside the start and the corner."""
    kept: int = 2
    """Places that go on from the first look."""
    ladder: tuple[float, ...] = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
    """Probabilities of the front."""


FULL = Effort()
QUICK = Effort(answer=256, last=512, fresh=1024, starts=1, ladder=(0.5, 0.8, 0.95))


@dataclass(frozen=True, slots=True)
class Round:
    """The best place after a stage."""

    stage: str
    worlds: int
    runs: int
    """Since the search began."""
    place: Place


@dataclass(frozen=True, slots=True)
class Found:
    """Where a search ended."""

    place: Place
    """In as many worlds as the answer rests on, settings rounded."""
    start: Place
    """The start in the same worlds."""
    rounds: tuple[Round, ...]
    front: tuple[tuple[float, Place], ...]
    """Probability asked for and the best place found, for those that can be reached."""
    knobs: int
    """How many numbers may move."""
    greedy: Place | None
    """Where measures one by one lead, from :func:`zysim.seeking.greedy.greedy`."""


def wanted_of(evaluator: Evaluator) -> tuple[float, ...]:
    """Return the probability to search for of each condition, with the reserve."""
    return tuple(min(1.0, each.probability + RESERVE) for each in evaluator.question.holds)


def search(
    evaluator: Evaluator, effort: Effort = FULL, told: Callable[[Round], None] | None = None
) -> Found:
    """Find the point with the least change at which every condition holds as often as it must.

    Parameters
    ----------
    evaluator
        Question and model.
    effort
        Worlds and rounds.
    told
        Told of each stage.

    Returns
    -------
    Found
        Whose place falls short where the search found nothing better.
    """
    wanted, rounds = wanted_of(evaluator), []

    def tell(stage: str, place: Place) -> None:
        rounds.append(Round(stage, place.worlds, evaluator.runs, place))
        if told is not None:
            told(rounds[-1])

    every = np.arange(len(evaluator.knobs))
    start, singles, promising = look(evaluator, effort.look, wanted)
    tell("look", start)
    path = one_by_one(evaluator, effort.look)
    usual = first_held(evaluator, path, effort.look, wanted)
    begin = starts(evaluator, start, singles, effort.starts, wanted)
    if usual:
        begin += places(evaluator, path[usual][np.newaxis], effort.look, wanted)
    best = [
        descend(evaluator, place, every, wanted, rounds=effort.rounds[0], reach=REACHES[0])
        for place in begin
    ]
    best = distinct(sorted(best, key=lambda each: each.value))[: effort.kept]
    tell("starts", best[0])
    again = places(evaluator, np.stack([each.point for each in best]), effort.choice, wanted)
    best = [
        descend(
            evaluator,
            place,
            active(evaluator, place, promising),
            wanted,
            rounds=effort.rounds[1],
            reach=REACHES[1],
        )
        for place in again
    ]
    place = min(best, key=lambda each: each.value)
    tell("grow", place)
    place = fewer(evaluator, further(evaluator, place, promising, effort.choice, wanted), wanted)
    tell("fewer", place)
    (place,) = places(evaluator, place.point[np.newaxis], effort.answer, wanted)
    for some in (moved_of(evaluator, place), active(evaluator, place, promising)):
        place = descend(evaluator, place, some, wanted, rounds=effort.rounds[2], reach=REACHES[2])
        if place.short < NEAR:
            break
    tell("grow on", place)
    place = written(evaluator, place, promising, effort.last, wanted)
    tell("written", place)
    other = greedy(evaluator, path, effort.choice, effort.last, wanted)
    if other is not None and other.value < place.value - GAIN * abs(place.value):
        usual_way = written(evaluator, other, promising, effort.last, wanted)
        place = min(place, usual_way, key=lambda each: each.value)
    tell("greedy", place)
    front = ladder(evaluator, place, promising, effort)
    tell("front", place)
    (before,) = places(evaluator, evaluator.at[np.newaxis], place.worlds, wanted)
    return Found(place, before, tuple(rounds), front, len(every), other)


def look(
    evaluator: Evaluator, worlds: int, wanted: Sequence[float]
) -> tuple[Place, list[Place], IntArray]:
    """Run the start and each knob at its ends.

    Returns
    -------
    tuple
        The start; each knob at its lowest, then each at its highest value; and the knobs in
        order of how much they better the conditions for the change they are, best first.
    """
    at, count = evaluator.at, len(evaluator.knobs)
    points = np.repeat(at[np.newaxis], 2 * count + 1, axis=0)
    place = np.arange(count)
    points[1 + place, place] = evaluator.low
    points[1 + count + place, place] = evaluator.high
    evaluator.size(points, worlds)
    start, *singles = places(evaluator, points, worlds, wanted)
    gains = np.zeros((2, count))
    for side in range(2):
        for knob in range(count):
            single = singles[side * count + knob]
            gains[side, knob] = (start.short - single.short) / max(single.change, 1e-9)
            gains[side, knob] += max(0.0, (start.goal - single.goal) / PRICE)
    order = np.argsort(-gains.max(axis=0, initial=0.0), kind="stable")
    return start, singles, order


def starts(
    evaluator: Evaluator,
    start: Place,
    singles: Sequence[Place],
    most: int,
    wanted: Sequence[float],
) -> list[Place]:
    """Return where to begin: the start, all knobs at their better end, and the best single ones."""
    count = len(evaluator.knobs)
    if not count:
        return [start]
    better = [
        min((start, singles[at], singles[count + at]), key=lambda each: each.short)
        for at in range(count)
    ]
    corner = np.array([place.point[at] for at, place in enumerate(better)])
    ranked = sorted((each for each in better if each is not start), key=lambda each: each.short)
    (end,) = places(evaluator, corner[np.newaxis], start.worlds, wanted)
    return [start, *([end] if ranked else []), *ranked[:most]]


def distinct(found: Sequence[Place]) -> list[Place]:
    """Return the places that lie apart from those before them."""
    kept: list[Place] = []
    for each in found:
        if all(np.abs(each.point - other.point).max(initial=0.0) > 0.1 for other in kept):
            kept.append(each)
    return kept


def moved_of(evaluator: Evaluator, place: Place) -> IntArray:
    """Return the knobs that stand elsewhere than at the start."""
    return np.flatnonzero(np.abs(place.point - evaluator.at) > 1e-9)


def active(evaluator: Evaluator, place: Place, promising: IntArray) -> IntArray:
    """Return the knobs that moved, and the most promising of the others."""
    moved = moved_of(evaluator, place)
    others = [at for at in promising if at not in moved][:PROMISING]
    return np.sort(np.concatenate([moved, np.array(others, dtype=moved.dtype)]))


def fewer(evaluator: Evaluator, place: Place, wanted: Sequence[float]) -> Place:
    """Put levers back one by one, as long as the conditions hold and the goal grows little."""
    most = place.goal + DROP * max(abs(place.goal), 0.1)
    while place.held:
        moved = moved_of(evaluator, place)
        if moved.size < 2:
            break
        trials = np.repeat(place.point[np.newaxis], moved.size, axis=0)
        trials[np.arange(moved.size), moved] = evaluator.at[moved]
        dropped = places(evaluator, trials, place.worlds, wanted)
        order = np.argsort([each.value for each in dropped], kind="stable")
        ranked = [(int(moved[at]), dropped[at]) for at in order]
        better = _drop(evaluator, ranked, most, wanted)
        if better is None:
            break
        place = better
    return place


def _drop(
    evaluator: Evaluator,
    dropped: Sequence[tuple[int, Place]],
    most: float,
    wanted: Sequence[float],
) -> Place | None:
    """Return a place with one lever fewer whose goal is at most ``most``, or None."""
    for knob, trial in dropped[:2]:
        if trial.held and trial.goal <= most:
            return trial
        moved = moved_of(evaluator, trial)
        rest = moved[moved != knob]
        again = descend(evaluator, trial, rest, wanted, rounds=3, reach=REACHES[-1])
        if again.held and again.goal <= most:
            return again
    return None


def written(
    evaluator: Evaluator,
    place: Place,
    promising: IntArray,
    worlds: int,
    wanted: Sequence[float],
) -> Place:
    """Round the settings so that the conditions still hold, then take back what is not needed."""
    best = further(evaluator, place, promising, worlds, wanted)
    at = evaluator.at
    step = np.array([0.01 if knob.kind == "setting" else 1.0 for knob in evaluator.knobs])
    while best.held:
        moved = np.flatnonzero(best.point != at)
        back = np.repeat(best.point[np.newaxis], moved.size, axis=0)
        take = np.minimum(step, np.abs(best.point - at)) * np.sign(best.point - at)
        back[np.arange(moved.size), moved] -= take[moved]
        tried = places(evaluator, np.round(back, 6), best.worlds, wanted) if moved.size else []
        fits = [each for each in tried if each.held and each.goal < best.goal]
        if not fits or moved.size > MANY_MOVED:
            break
        best = min(fits, key=lambda each: each.goal)
    return best


def further(
    evaluator: Evaluator,
    place: Place,
    promising: IntArray,
    worlds: int,
    wanted: Sequence[float],
) -> Place:
    """Return the place with rounded settings, as much further as the conditions need.

    First the whole change is made a little larger; where that does not help, as where some levers
    move to save costs, the slopes say which way.
    """
    at = evaluator.at
    away = bool((place.point != at).any())
    points = [rounded(evaluator.knobs, at + (place.point - at) * part) for part in FURTHER]
    tried = places(evaluator, np.stack(points if away else points[:1]), worlds, wanted)
    held = [each for each in tried if each.held]
    if not held and away and place.short < NEAR:
        some = active(evaluator, place, promising)
        aims = [[min(1.0, each + more) for each in wanted] for more in STRICTER]
        to = steps_to(evaluator, place, some, aims)
        stricter = np.stack([rounded(evaluator.knobs, point) for point in to])
        tried += places(evaluator, stricter, worlds, wanted)
        held = [each for each in tried if each.held]
    return min(held or tried, key=lambda each: each.value)


def ladder(
    evaluator: Evaluator, place: Place, promising: IntArray, effort: Effort
) -> tuple[tuple[float, Place], ...]:
    """Return the least change for lower and higher probabilities of the first condition."""
    _, *others = wanted_of(evaluator)
    asked = evaluator.question.holds[0].probability
    found: dict[float, Place] = {}
    if not evaluator.knobs:
        return ()
    up = [each for each in effort.ladder if each > asked]
    down = [each for each in reversed(effort.ladder) if each < asked]
    for steps in (up, down):
        point = place.point
        for probability in steps:
            wanted = (min(1.0, probability + RESERVE), *others)
            (here,) = places(evaluator, point[np.newaxis], effort.choice, wanted)
            best = descend(
                evaluator, here, active(evaluator, here, promising), wanted, rounds=3, reach=0.3
            )
            best = further(evaluator, best, promising, effort.choice, wanted)
            if not best.held:
                break
            found[probability], point = best, best.point
    if place.held:
        found[asked] = place
    return tuple(sorted(found.items()))
