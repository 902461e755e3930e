"""Why a question cannot be met: what stands at its end, what was kept, which conditions collide."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from zysim.inputs.seek_question import ALL, Move
from zysim.inputs.settings import Settings
from zysim.seeking.descent import Place, places, slopes_at
from zysim.seeking.evaluate import Evaluator

SHOWN = 5
"""Levers named of each kind."""


@dataclass(frozen=True, slots=True)
class Released:
    """A lever that was kept, at the end that helps most."""

    lever: str
    setting: float
    share: float
    """Share of the worlds in which the first condition would hold."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What keeps a question from being met."""

    bounds: tuple[tuple[str, float], ...]
    """Levers that stand at an end and would help further, with that end; most first."""
    missed: tuple[int, ...]
    """Positions of the conditions that hold too seldom."""
    tight: tuple[int, ...]
    """Positions of conditions that hold just often enough and so stand in the way."""
    released: tuple[Released, ...]
    """Levers kept by the question that would help, most first."""
    share: float
    """Share in the same worlds as those of ``released`` without any of them."""
    worlds: int
    """How many those are."""


def limits(evaluator: Evaluator, place: Place, case: Settings, worlds: int) -> Limits:
    """Say why a place falls short.

    Parameters
    ----------
    evaluator, place
        The question, and the best place found.
    case
        The place as a case.
    worlds
        In which each lever that was kept is tried at its ends.
    """
    holds = evaluator.question.holds
    wanted = [each.probability for each in holds]
    missed = tuple(
        at for at, (share, p) in enumerate(zip(place.shares, wanted, strict=True)) if share < p
    )
    tight = tuple(
        at
        for at, (share, p) in enumerate(zip(place.shares, wanted, strict=True))
        if at not in missed and share < p + 0.02
    )
    released, share = _released(evaluator, case, worlds)
    bounds = _bounds(evaluator, place, missed, worlds)
    return Limits(bounds, missed, tight, released, share, worlds)


def _bounds(
    evaluator: Evaluator, place: Place, missed: tuple[int, ...], worlds: int
) -> tuple[tuple[str, float], ...]:
    """Return the knobs at an end beyond which the conditions missed would hold more clearly."""
    every = np.arange(len(evaluator.knobs))
    if not every.size or not missed:
        return ()
    (near,) = places(evaluator, place.point[np.newaxis], worlds, [1.0] * len(place.shares))
    slopes, _ = slopes_at(evaluator, near, every, [1.0] * len(place.shares))
    gain = np.zeros(every.size)
    for at in missed:
        each = slopes[at]
        worst = each.base.argmin(axis=1)
        gain += each.slope[:, np.arange(worlds), worst].mean(axis=1)
    low, high = evaluator.low, evaluator.high
    ends = np.where(place.point >= high - 1e-9, 1, np.where(place.point <= low + 1e-9, -1, 0))
    help_ = gain * ends * (high - low)
    order = np.argsort(-help_, kind="stable")
    return tuple(
        (name, float(place.point[at]))
        for at in order[:SHOWN]
        if help_[at] > 1e-6 and evaluator.knobs[at].kind == "setting"
        for name in evaluator.knobs[at].levers
    )


def _released(
    evaluator: Evaluator, case: Settings, worlds: int
) -> tuple[tuple[Released, ...], float]:
    """Try each lever that was kept at its ends, from the case found."""
    moving = {name for knob in evaluator.knobs for name in knob.levers}
    question = replace(evaluator.question, moves=(Move(levers=(ALL,)),), keep=tuple(sorted(moving)))
    free = Evaluator(evaluator.project, question, case)
    count = len(free.knobs)
    at, knob = free.at, np.arange(count)
    points = np.repeat(at[np.newaxis], 2 * count + 1, axis=0)
    points[1 + knob, knob], points[1 + count + knob, knob] = free.low, free.high
    base, *ends = places(free, points, worlds, [1.0] * len(question.holds))
    found = []
    for place in knob:
        best = max((ends[place], ends[count + place]), key=lambda each: each.shares[0])
        if best.shares[0] > base.shares[0]:
            lever = free.knobs[place].levers[0]
            found.append(Released(lever, float(best.point[place]), best.shares[0]))
    found.sort(key=lambda each: -each.share)
    return tuple(found[:SHOWN]), base.shares[0]
