"""Scenario discovery: under which conditions a scenario peaks late, or in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.settings import Settings
from zysim.metrics.peak import peak_margin
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project
from zysim.sensitivity.boxes import Discovery, find_box, reproducibility
from zysim.sensitivity.prim import Box, measure_box
from zysim.wording import Pair

When = Literal["after", "by"]
WHENS: tuple[When, ...] = get_args(When)
RARE = 0.05
"""Where fewer members than this share peak in time, that rarer case is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One limit of the box."""

    id: str
    """Scalar id of the uncertain constant."""
    low: float | None
    """Lowest value inside, in the unit of the constant; None where there is no limit."""
    high: float | None
    drawn: tuple[float, float]
    """Lowest and highest value it is drawn from."""
    share: float
    """Share of all runs that meet this condition alone."""
    quasi_p: float
    reproduced: float
    """Share of resamples in which it is found again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The conditions under which an event is much more frequent, and how far to trust them."""

    scenario: str
    boundary: str
    about: Pair
    """Name of the account."""
    when: When
    year: int
    members: int
    """States of the world the box was found in; as many new ones test it."""
    seed: int
    conditions: tuple[Condition, ...]
    """Most significant first."""
    found: Discovery
    tested: Box
    """The same limits in the new states of the world."""
    tested_overall: float


def discover(
    project: Project,
    settings: Settings,
    *,
    members: int,
    boundary: str | None = None,
    seed: int = 0,
    when: When | None = None,
    year: int | None = None,
) -> Answer:
    """Find the conditions under which a scenario peaks after a year, or by it.

    Parameters
    ----------
    project, settings
        Model and scenario.
    members
        States of the world to find the conditions in; as many again are run to test them.
    boundary
        Id of the account; the city's usual one if None.
    seed
        0 or more.
    when
        ``after`` or ``by`` the year; if None ``after``, but ``by`` where fewer than 5 % of the
        members peak by it.
    year
        Last year that counts as in time; the goal of the city if None.

    Raises
    ------
    InputError
        If there are too few members or the seed is negative.
    ResultError
        If the year lies outside the simulation, or all members are on one side of it.
    """
    boundary = boundary or project.city.account
    year = year or project.city.goal
    variable = project.city.accounts[boundary].variable
    runs = run_ensemble(project, [settings], members=2 * members, seed=seed, outputs=[variable])
    in_time = peak_margin(runs.of(variable)[0], runs.years, by=year) >= 0
    when = when or rarer_if_rare(float(in_time[:members].mean()))
    event = in_time if when == "by" else ~in_time
    worlds = {name: each for name, each in runs.worlds.items() if name not in settings.constants}
    x = np.column_stack(list(worlds.values()))
    first, second = slice(0, members), slice(members, 2 * members)
    found = find_box(x[first], event[first])
    again = reproducibility(x[first], event[first], found.box, seed=seed)
    return Answer(
        scenario=settings.id,
        boundary=boundary,
        about=project.city.accounts[boundary].label,
        when=when,
        year=year,
        members=members,
        seed=seed,
        conditions=_conditions(project, worlds, found, again, members),
        found=found,
        tested=measure_box(x[second], event[second], found.box.low, found.box.high),
        tested_overall=float(event[second].mean()),
    )


def rarer_if_rare(in_time: float) -> When:
    """Return what to ask about where a share of members peaks in time.

    >>> rarer_if_rare(0.4), rarer_if_rare(0.03), rarer_if_rare(0.97)
    ('after', 'by', 'after')
    """
    return "by" if in_time < RARE else "after"


def _conditions(
    project: Project,
    worlds: Mapping[str, FloatArray],
    found: Discovery,
    again: FloatArray,
    members: int,
) -> tuple[Condition, ...]:
    names = list(worlds)
    box = found.box
    each = [
        Condition(
            id=names[at],
            low=float(box.low[at]) if np.isfinite(box.low[at]) else None,
            high=float(box.high[at]) if np.isfinite(box.high[at]) else None,
            drawn=(table.low, table.high),
            share=float(((drawn >= box.low[at]) & (drawn <= box.high[at])).mean()),
            quasi_p=float(found.quasi_p[place]),
            reproduced=float(again[place]),
        )
        for place, at in enumerate(box.restricted)
        for table in [project.tables.uncertainty[names[at]]]
        for drawn in [worlds[names[at]][:members]]
    ]
    return tuple(sorted(each, key=lambda one: one.quasi_p))
