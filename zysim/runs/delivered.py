"""Bend the paths of levers so that they pass through what was delivered to date."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.city import City
from zysim.inputs.delivered import Delivered
from zysim.inputs.lever_names import lever_scalar
from zysim.inputs.levers import Lever

NOTHING = 1e-9
"""Progress below this is none."""


def bend(
    columns: dict[str, FloatArray],
    delivered: Mapping[str, Delivered],
    levers: Mapping[str, Lever],
    known: Mapping[str, float],
    city: City,
) -> None:
    """Set strength and years of levers so that each is at what was delivered in its year.

    From there it goes on to the strength it has in the columns, and reaches it in the year it has
    there. Where that year is past, it goes on at the pace so far; where nothing was delivered, it
    begins now and takes as long as it was to take. What was delivered beyond the strength stays.

    Parameters
    ----------
    columns
        Constants by scalar id, shape ``(member,)``; changed in place.
    delivered
        By lever id.
    levers
        Of the city, with the years of the table.
    known
        Constants that stand where the columns have none.
    city
        Gives the last year of history, before which no lever begins, and the constant that shifts
        all levers, if there is one.
    """
    history, delay = city.history, city.variables.get("delay")
    members = next(iter(columns.values())).size

    def column(name: str) -> FloatArray:
        return columns.get(name, np.full(members, known.get(name, 0.0)))

    for name, each in delivered.items():
        setting = column(levers[name].constant)
        years = lever_scalar(name, "start_year"), lever_scalar(name, "full_year")
        start, full = column(years[0]), column(years[1])
        now = each.year - (column(delay) if delay else np.zeros(members))
        behind = each.setting < setting
        share = np.divide(each.setting, setting, out=np.zeros(members), where=behind)
        passed = progress_at(share)
        through, late = _through(now, passed, full), _on_pace(now, passed, start, full)
        early = through < history
        first = np.where(full <= now, late[0], np.where(early, history, through))
        pace = _on_pace(now, passed, np.full(members, float(history)), full)[1]
        last = np.where(full <= now, late[1], np.where(early, pace, full))
        columns[levers[name].constant] = np.where(behind, setting, each.setting)
        columns[years[0]] = np.where(behind, first, float(history))
        columns[years[1]] = np.where(behind, last, now)


def progress_at(share: FloatArray) -> FloatArray:
    """Return how far along its ramp a lever is that has a share of its strength.

    The ramp is ``p² (3 − 2 p)``, as the model file has it for every lever.

    Examples
    --------
    >>> progress_at(np.array([0.0, 0.15625, 0.5, 1.0])).round(9)
    array([0.  , 0.25, 0.5 , 1.  ])
    """
    found: FloatArray = 0.5 - np.sin(np.arcsin(1 - 2 * share) / 3)
    return found


def _through(now: FloatArray, passed: FloatArray, full: FloatArray) -> FloatArray:
    """Return the start of the ramp that has passed so far now and ends in its full year."""
    start: FloatArray = (now - passed * full) / np.maximum(1 - passed, 1e-9)
    return start


def _on_pace(
    now: FloatArray, passed: FloatArray, start: FloatArray, full: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return first and last year of a ramp that goes on at its pace so far."""
    begun = passed > NOTHING
    pace = start + (now - start) / np.where(begun, passed, 1.0)
    return np.where(begun, start, now), np.where(begun, pace, now + full - start)
