"""What may move in a question, laid out as one vector: settings, and years where they may move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.changes import Change, Scheduled
from zysim.inputs.lever_names import lever_scalar
from zysim.inputs.levers import Lever
from zysim.inputs.seek_question import ALL, Move, SeekQuestion
from zysim.inputs.settings import Settings, resolve
from zysim.inputs.tables import Tables

DIGITS = 2
"""Settings are given to hundredths: what a person can write down and carry out."""
YEAR_WEIGHT = 0.1
"""A year earlier or later counts as much as a tenth of a whole setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """One number that may move."""

    levers: tuple[str, ...]
    """Lever ids that stand at this number; more than one where they move together."""
    kind: Literal["setting", "start"]
    """A setting, or the last year without effect."""
    low: float
    high: float
    at: float
    """Where the start has it."""
    weight: float
    """What a change by 1 counts, where change is wanted least."""

    @property
    def span(self) -> float:
        """Distance from the lowest to the highest value."""
        return self.high - self.low


def knobs_of(question: SeekQuestion, start: Settings, tables: Tables) -> tuple[Knob, ...]:
    """Return what may move, in the order of the table of levers.

    Raises
    ------
    InputError
        If levers that move together share no setting.
    """
    kept = set(tables.levers) if ALL in question.keep else set(question.keep)
    named = {name for move in question.moves for name in move.levers}
    found: list[Knob] = []
    for move in question.moves:
        names = [
            name
            for name in tables.levers
            if name not in kept
            and (name in move.levers or (ALL in move.levers and name not in named))
        ]
        levers = [tables.levers[name] for name in names]
        groups = [levers] if move.together and levers else [[lever] for lever in levers]
        for group in groups:
            found += _knobs(group, move, start, tables.city.last)
    order = {name: at for at, name in enumerate(tables.levers)}
    return tuple(sorted(found, key=lambda each: (order[each.levers[0]], each.kind)))


def _knobs(group: Sequence[Lever], move: Move, start: Settings, last: int) -> list[Knob]:
    lows = [lever.low if move.low is None else max(move.low, lever.low) for lever in group]
    highs = [lever.high if move.high is None else min(move.high, lever.high) for lever in group]
    low, high = max(lows), min(highs)
    names = tuple(lever.id for lever in group)
    if low > high:
        listed = ", ".join(names)
        msg = f"{listed}: no setting from {low:g} to {high:g}; let them move apart."
        raise InputError(msg, zh=f"{listed}：没有共同的取值（{low:g} 至 {high:g}），请分别调整。")
    at = float(np.mean([start.levers[name] for name in names]))
    # Where the start stands outside the range asked for, it stays a place to come from.
    knob = Knob(
        levers=names,
        kind="setting",
        low=min(low, at),
        high=max(high, at),
        at=at,
        weight=move.weight * len(names),
    )
    found = [knob] if knob.span > 0 else []
    if move.years is not None:
        for lever in group:
            first, full = start.years.get(lever.id, (lever.start, lever.full))
            latest = min(move.years[1], last - (full - first))
            years = replace(
                knob,
                levers=(lever.id,),
                kind="start",
                low=float(min(move.years[0], first)),
                high=float(max(latest, first)),
                at=float(first),
                weight=move.weight * YEAR_WEIGHT,
            )
            found += [years] if years.span > 0 else []
    return found


def columns_of(
    knobs: Sequence[Knob], points: FloatArray, lengths: Mapping[str, int]
) -> dict[str, FloatArray]:
    """Return model constants of points ``(point, knob)``: scalar id to values ``(point,)``.

    Parameters
    ----------
    lengths
        Lever id to years from the last without effect to the first in full force.
    """
    found = {}
    for at, knob in enumerate(knobs):
        for name in knob.levers:
            if knob.kind == "setting":
                found[lever_scalar(name)] = points[:, at]
            else:
                first = np.round(points[:, at])
                found[lever_scalar(name, "start_year")] = first
                found[lever_scalar(name, "full_year")] = first + lengths[name]
    return found


def rounded(knobs: Sequence[Knob], point: FloatArray) -> FloatArray:
    """Return a point with settings to hundredths, away from the start, and whole years."""
    step = np.array([10.0**-DIGITS if knob.kind == "setting" else 1.0 for knob in knobs])
    at = np.array([knob.at for knob in knobs])
    away = np.sign(point - at) * np.ceil(np.round(np.abs(point - at) / step, 6)) * step
    low, high = (np.array([getattr(knob, end) for knob in knobs]) for end in ("low", "high"))
    found: FloatArray = np.round(np.clip(at + away, low, high), 6)
    return found


def changes_of(
    knobs: Sequence[Knob], point: FloatArray, lengths: Mapping[str, int]
) -> dict[str, Change]:
    """Return the changes that a rounded point makes to the start, by lever id."""
    settings: dict[str, float] = {}
    firsts: dict[str, int] = {}
    for knob, value in zip(knobs, point, strict=True):
        if value == knob.at:
            continue
        for name in knob.levers:
            if knob.kind == "setting":
                settings[name] = float(value)
            else:
                firsts[name] = int(value)
    found: dict[str, Change] = {}
    for name in dict.fromkeys([*settings, *firsts]):
        if name in firsts:
            first = firsts[name]
            found[name] = Scheduled(settings.get(name), first, first + lengths[name])
        else:
            found[name] = settings[name]
    return found


def case_of(
    start: Settings,
    changes: Mapping[str, Change],
    tables: Tables,
    name: str,
    titles: tuple[str, str],
) -> Settings:
    """Return the changed case as a scenario of its own, as a file of it would be read."""
    changed = resolve(start.scenario, tables, {**start.changes, **changes})
    scenario = replace(
        start.scenario,
        id=name,
        title_zh=titles[0],
        title_en=titles[1],
        extends=start.scenario.id,
        levers=changed.levers,
        years=changed.years,
        assumptions=changed.assumptions,
    )
    return resolve(scenario, tables)
