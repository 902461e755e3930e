"""What is open about the structure of the model, on the page: questions, chances over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.settings import Settings
from zysim.inputs.structures import Alternative, Question
from zysim.inputs.tables import Tables
from zysim.metrics.conditions import Conditions, conditions_of
from zysim.page import shape
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project
from zysim.runs.structural import answered_by, draw_structures, run_structures


def questions_part(tables: Tables, members: int, seed: int) -> list[shape.Question]:
    """Return the questions, and the alternatives members have: those of `zysim ensemble`."""
    drawn = draw_structures(tables.structures, members, seed, tables.correlations)
    return [_question(each, drawn[each.id].tolist()) for each in tables.structures]


def _question(question: Question, places: Sequence[int]) -> shape.Question:
    return {
        "label": question.label,
        "alternatives": [_alternative(each) for each in question.alternatives],
        "names": sorted(answered_by(question)),
        "drawn": "".join(np.base_repr(place, 36) for place in places),
    }


def _alternative(alternative: Alternative) -> shape.Alternative:
    return {
        "label": alternative.label,
        "weight": alternative.weight,
        "constants": {
            name: value for name, value in alternative.constants.items() if value is not None
        },
        "levers": {
            name: {"share": each.share, "years": each.years}
            for name, each in alternative.levers.items()
        },
    }


def chances_of(
    project: Project,
    cases: Sequence[Settings],
    members: int,
    draws: Mapping[str, FloatArray],
    seed: int,
) -> list[dict[str, shape.Open]]:
    """Return for each case, by account, the chance of a peak in time over open structures."""
    found: list[dict[str, shape.Open]] = [{} for _ in cases]
    if not project.tables.structures:
        return found
    city = project.city
    ensemble = run_ensemble(project, cases, worlds=draws, members=members, outputs=[])
    usual = city.accounts[city.account].variable
    drawn = run_structures(
        project, cases, ensemble, variable=usual, further=city.account_variables, seed=seed
    )
    for account in city.accounts.values():
        counted = replace(drawn, emissions=drawn.values[account.variable])
        for case, given in zip(found, conditions_of(counted, city.goal), strict=True):
            case[account.id] = open_part(given)
    return found


def open_part(given: Conditions) -> shape.Open:
    """Return the chance over structures, and given each of their alternatives, as plain values."""
    return {
        "chance": given.chance.value,
        "low": given.lowest.value,
        "high": given.highest.value,
        "delivery": any(each.question.levers for each in given.conditions),
        "settled": [each.label for each in given.settled],
        "rows": [
            {
                "question": each.question.label,
                "alternative": each.alternative.label,
                "weight": each.alternative.weight,
                "chance": each.chance.value if each in given.told else None,
                "members": each.members,
            }
            for each in given.conditions
        ],
    }
