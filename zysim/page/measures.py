"""Which measures matter most in each preset of the page, as `zysim rank` orders them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from zysim.inputs.settings import Settings, read_case
from zysim.inputs.tables import Tables
from zysim.metrics.band import band
from zysim.page import shape
from zysim.runs.project import Project
from zysim.sensitivity.effect_bench import WAN_T_PER_MT
from zysim.sensitivity.leading import MEMBERS, Leading, Tried, leading_measures

SHOWN = 10
PLACES = 4


def leading_of(
    project: Project, cases: Sequence[Settings], *, members: int, seed: int
) -> dict[str, dict[str, Leading]]:
    """Return the leading measures by case id and account; a lever not done is as in the reference.

    They are tried in as many worlds as ``zysim rank`` takes, or in ``members`` if these are fewer.

    Raises
    ------
    ResultError
        If a value is not finite.
    """
    reference = read_case(project.city.reference, project.tables)
    return {
        case.id: leading_measures(
            project,
            case,
            reference,
            accounts=list(project.city.accounts),
            members=min(MEMBERS, members),
            seed=seed,
        )
        for case in cases
    }


def leading_part(tables: Tables, found: Mapping[str, Leading]) -> dict[str, shape.Leading]:
    """Return by account, as plain values, the first measures and the first of the city's own."""
    city = tables.city
    own = {name for name, each in tables.deciders.items() if each.decides == "city"}
    return {
        account: {
            "caption": each.caption(city),
            "year": _year(each.year),
            "levers": [
                {
                    "control": lever.id,
                    "used": lever.used,
                    "goal": (
                        round(goal.low / WAN_T_PER_MT, PLACES),
                        round(goal.median / WAN_T_PER_MT, PLACES),
                        round(goal.high / WAN_T_PER_MT, PLACES),
                    ),
                    "moves": lever.moves,
                    "year": _year(lever.year),
                }
                for lever in _shown(each.levers, own)
                for goal in [band(lever.goal)]
            ],
        }
        for account, each in found.items()
    }


def _shown(levers: Sequence[Tried], own: Collection[str]) -> list[Tried]:
    first = {each.id for each in [*levers[:SHOWN], *[x for x in levers if x.id in own][:SHOWN]]}
    return [each for each in levers if each.id in first]


def _year(year: float) -> float | None:
    return year if np.isfinite(year) else None
