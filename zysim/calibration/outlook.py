"""What to look at next: when each statistic comes, what is expected of it, what it would say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.calibration.history_runs import observed_of
from zysim.inputs.history import Observation
from zysim.inputs.provenance import Provenance
from zysim.inputs.signposts import Signpost
from zysim.inputs.statistic import Statistic
from zysim.runs.project import Project

BINS = 10
NO_PROVENANCE = Provenance(source="", locator="", quality="estimate", note="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """One statistic that is to come; amounts in the unit it is printed in."""

    signpost: Signpost
    year: int
    """Year the figure is of."""
    due: date | None
    """First day of the month it comes in; None where it comes as it happens."""
    out: bool
    """Whether it should be out by now, and can be asked for."""
    low: float
    middle: float
    high: float
    """What is expected: 5, 50 and 95 per cent, error of the statistic included."""
    tells: float
    """Share of the variance of "in time or not" that knowing it would take away."""
    if_low: float
    if_high: float
    """Chance of a peak in time where it comes out in the lowest or the highest third."""


def outlooks(
    project: Project,
    values: Mapping[str, FloatArray],
    years: IntArray,
    hit: BoolArray,
    known: Sequence[Statistic],
    seed: int,
) -> tuple[Outlook, ...]:
    """Return what comes next of each signpost, the most telling first.

    Parameters
    ----------
    project
        City with its signposts.
    values
        Scalar id to values ``(particle, year)`` of what is known now.
    years
        Shape ``(year,)``.
    hit
        Whether a particle peaks in time.
    known
        Statistics seen so far: the newest date of publication, or the end of their newest year,
        is today.
    seed
        Of the errors drawn.
    """
    today = _today(known)
    rng = np.random.default_rng(seed)
    found = []
    for each in project.tables.signposts.values():
        year = _next_year(each, known, today)
        if year > int(years[-1]):
            continue
        unit = project.graph.variables[each.variable.partition("[")[0]].unit
        row = Observation(
            series=each.id,
            variable=each.variable,
            year=year,
            value=0.0,
            low=0.0,
            high=0.0,
            unit=unit,
            use="show",
            measure=each.measure,
            provenance=NO_PROVENANCE,
        )
        exact = observed_of(values[each.variable], years, row)
        error = each.deviation(float(np.median(exact)), unit)
        seen = exact + error * rng.standard_normal(exact.size)
        low, middle, high = np.quantile(seen, [0.05, 0.5, 0.95]) / each.factor(unit)
        edges = np.quantile(seen, [1 / 3, 2 / 3])
        found.append(
            Outlook(
                signpost=each,
                year=year,
                due=(due := _due(each, year)),
                out=due is not None and due <= today,
                low=float(low),
                middle=float(middle),
                high=float(high),
                tells=_explained(seen, hit),
                if_low=float(hit[seen <= edges[0]].mean()),
                if_high=float(hit[seen >= edges[1]].mean()),
            )
        )
    return tuple(sorted(found, key=lambda each: -each.tells))


def _today(known: Sequence[Statistic]) -> date:
    published = [each.published for each in known if each.published is not None]
    newest = date(max(each.year for each in known) + 1, 1, 1)
    return max([newest, *published])


def _next_year(signpost: Signpost, known: Sequence[Statistic], today: date) -> int:
    """Return the year after the newest seen; without any, the newest that is out already."""
    seen = [each.year for each in known if each.series == signpost.id]
    if signpost.months_after is None:
        return max([today.year, *(year + 1 for year in seen)])
    if seen:
        return max(seen) + 1
    year = today.year
    while (due := _due(signpost, year)) is not None and due > today:
        year -= 1
    return year


def _due(signpost: Signpost, year: int) -> date | None:
    if signpost.months_after is None:
        return None
    months = signpost.months_after - 1
    return date(year + 1 + months // 12, months % 12 + 1, 1)


def _explained(seen: FloatArray, hit: BoolArray) -> float:
    """Return the share of the variance of hit between equal bins, less what chance would give."""
    total = float(hit.var())
    if total == 0:
        return 0.0
    bins = np.array_split(np.argsort(seen, kind="stable"), BINS)
    between = np.mean([(hit[part].mean() - hit.mean()) ** 2 for part in bins])
    chance = total * (BINS - 1) / hit.size
    return float(max(0.0, (between - chance) / total))
