"""What proposals do to the city's GDP, in the worlds of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zysim.arrays import FloatArray
from zysim.inputs.city import City
from zysim.inputs.settings import read_case
from zysim.metrics.band import band
from zysim.metrics.totals import cumulative
from zysim.page.shape import Three
from zysim.report.stored_seek import Proposal
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project

LATER = 5
"""Years after the goal that effects on GDP are told of."""


def summed_years(city: City) -> tuple[int, int]:
    """Return the first and the last year over which effects on GDP are summed."""
    return city.history + 1, min(city.goal + LATER, city.last)


def gdp_effects(
    project: Project,
    proposals: Sequence[Proposal],
    *,
    worlds: Mapping[str, FloatArray],
    members: int,
) -> list[Three]:
    """Return what each proposal adds to GDP over the case it changes, summed over the years.

    P10, P50 and P90 within the same worlds, yi CNY.

    Raises
    ------
    ResultError
        If a value is not finite.
    """
    if not proposals:
        return []
    starts = {
        each.question.start: read_case(each.question.start, project.tables) for each in proposals
    }
    cases = {each.id: each for each in (*starts.values(), *(each.case for each in proposals))}
    gdp = project.city.variables["gdp"]
    found = run_ensemble(
        project, list(cases.values()), worlds=worlds, outputs=[gdp], members=members
    )
    first, last = summed_years(project.city)
    sums = dict(
        zip(
            cases,
            (cumulative(each, found.years, since=first, until=last) for each in found.of(gdp)),
            strict=True,
        )
    )
    bands = [band(sums[each.case.id] - sums[starts[each.question.start].id]) for each in proposals]
    return [(round(each.low, 2), round(each.median, 2), round(each.high, 2)) for each in bands]
