"""Every target of the plan: its colour today, and its chance before and after new statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.history import Observation, published_levels
from zysim.inputs.statistic import Statistic
from zysim.inputs.targets import Target
from zysim.metrics.plan_path import PlanPath, path_to, target_for
from zysim.metrics.spread import Share, share_of
from zysim.metrics.targets import Score, score_targets
from zysim.metrics.three_colours import Progress, levels_of, progress_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One target: its colour on its schedule, and the chance that it is met."""

    target: Target
    progress: Progress | None
    """None where the years it counts have not begun."""
    before: Share
    after: Share


def tracks_of(
    targets: Sequence[Target],
    before: Mapping[str, FloatArray],
    after: Mapping[str, FloatArray],
    years: IntArray,
    now: int,
    rows: Sequence[Observation],
    *,
    history: int,
) -> tuple[Track, ...]:
    """Judge the targets that are modelled.

    Parameters
    ----------
    targets
        Rows of params/plan_targets.csv.
    before, after
        Scalar id to values ``(member, year)``.
    years
        Shape ``(year,)``.
    now
        Year of the newest statistics.
    rows
        What was observed.
    history
        Last year of history.
    """
    found = []
    modelled = [each for each in targets if each.modelled]
    scored = [score_targets(modelled, values, years, history=history) for values in (before, after)]
    pairs = zip(*scored, strict=True)
    for was, score in pairs:
        target = score.target
        observed = published_levels(target.variable, rows)
        path = after[target.variable]
        progress = progress_of(target, path, years, now, observed, modelled)
        found.append(
            Track(target=target, progress=progress, before=_share(was), after=_share(score))
        )
    return tuple(found)


def paths_for(
    statistics: Sequence[Statistic],
    targets: Sequence[Target],
    values: Mapping[str, FloatArray],
    years: IntArray,
    rows: Sequence[Observation],
) -> dict[tuple[str, int], PlanPath]:
    """Return the plan's path for each figure whose variable it names a target of.

    Parameters
    ----------
    statistics
        The figures.
    targets
        Rows of params/plan_targets.csv.
    values
        Scalar id to values ``(member, year)``.
    years
        Shape ``(year,)``.
    rows
        What was observed.

    Returns
    -------
    dict
        Variable and year to path.
    """
    found = {}
    for each in statistics:
        target = target_for(each.variable, each.year, targets)
        if target is None:
            continue
        levels = levels_of(values[each.variable], years, published_levels(each.variable, rows))
        path = path_to(target, targets, levels, each.year)
        if path is not None:
            found[each.variable, each.year] = path
    return found


def _share(score: Score) -> Share:
    if score.met is None:
        return share_of(0, 1)
    return share_of(int(score.met.sum()), score.met.size)
