"""What can be written only when all equations of a model are known."""

from __future__ import annotations

from collections.abc import Iterator

from zysim.reading.calls import RefusedError
from zysim.reading.expressions import RUN, Number
from zysim.reading.first_moment import FirstMoment
from zysim.reading.translated import Translated

CLOCK = ("initial_time", "final_time", "time_step")
SAVEPER = "saveper"
COUNTED = "it counts the runs of a batch"


def finish(found: Translated) -> Iterator[tuple[str, str]]:
    """Settle the clock, write what needs first values, such as pipelines; give what is wrong."""
    moment = found.moment()
    told: dict[tuple[str, str], None] = {}
    for name in CLOCK:
        if name in found.plain and not isinstance(found.plain[name], Number):
            try:
                _settle(found, moment, name)
            except RefusedError as reason:
                told[name, str(reason)] = None
    try:
        _settle_reports(found, moment)
    except RefusedError as reason:
        told[SAVEPER, str(reason)] = None
    while found.later:
        waiting, found.later = found.later, []
        for scalar, action in waiting:
            try:
                action(moment)
            except RefusedError as reason:
                told[found.helpers.get(scalar, scalar), str(reason)] = None
    if found.random:
        found.plain[RUN] = Number(0.0)
        found.helpers[RUN] = RUN
        found.structural[RUN] = COUNTED
    yield from told


def _settle_reports(found: Translated, moment: FirstMoment) -> None:
    if SAVEPER not in found.plain:
        return
    if not moment.stays(found.plain[SAVEPER]):
        msg = "SAVEPER changes in the run; write a number, or an equation of constants"
        raise RefusedError(msg)
    found.saveper = moment.value(found.plain[SAVEPER])


def _settle(found: Translated, moment: FirstMoment, name: str) -> None:
    """Work a control of the clock out; what it comes from cannot be set for a run."""
    shown = name.upper().replace("_", " ")
    if moment.stays(found.plain[name]):
        found.plain[name] = Number(found.shaped_by(moment, found.plain[name], f"it sets {shown}"))
        return
    if name != "final_time":
        msg = f"{shown} changes in the run; write a number, or an equation of constants"
        raise RefusedError(msg)
    found.last = name
    found.first_end = moment.value(found.plain[name])
