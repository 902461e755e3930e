"""How the answer does in worlds it was not chosen in, and in worlds that differ in structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zysim.arrays import BoolArray, FloatArray
from zysim.inputs.settings import Settings
from zysim.metrics.conditions import Conditions, conditions_for
from zysim.metrics.cost_meter import CostMeter
from zysim.metrics.middle import middle
from zysim.metrics.spread import Share, share_of
from zysim.runs.ensemble import draw_members, worlds_under
from zysim.runs.structural import draw_structures, structural_columns
from zysim.seeking.evaluate import Evaluator
from zysim.seeking.holds import pieces_of, variable_of

APART = 1_000_003
"""Added to the seed: another scrambling, so that no world was seen by the search."""


@dataclass(frozen=True, slots=True)
class Verified:
    """The conditions of a question in fresh worlds, for one case."""

    worlds: int
    chances: tuple[Share, ...]
    """Of each condition, everything delivered as set; Wilson intervals."""
    structures: Conditions | None
    """The first condition over weighted structures, and given each; None without structures."""
    level: float
    """Median emissions in the year of the peak asked for, in Mt CO2; NaN without a peak."""
    total: float
    """Median of the emissions summed to some years after it, in Mt CO2."""


def verify(evaluator: Evaluator, cases: Sequence[Settings], worlds: int) -> tuple[Verified, ...]:
    """Run cases in fresh worlds; the first of them is the start of the question.

    Of a posterior they are those that the search has left, if these are fewer.

    Raises
    ------
    ResultError
        If a value is not finite.
    """
    project, question = evaluator.project, evaluator.question
    seed = question.seed + APART
    if project.posterior is not None:
        worlds = min(worlds, max(project.posterior.size - evaluator.most_worlds, 1))
    drawn = _fresh(evaluator, worlds, seed)
    plain = [worlds_under(case, drawn) for case in cases]
    chances = _held(evaluator, plain, worlds)
    structural: list[Conditions | None] = [None] * len(cases)
    if project.tables.structures:
        places = draw_structures(
            project.tables.structures, worlds, seed, project.tables.correlations
        )
        laid = [
            structural_columns(
                case, drawn, project.tables.structures, places, project.graph.constants
            )
            for case in cases
        ]
        held = _held(evaluator, [columns for columns, _ in laid], worlds)
        structural = [
            conditions_for(case.id, met[0], asked, places)
            for case, (met, _, _), (_, asked) in zip(cases, held, laid, strict=True)
        ]
    return tuple(
        Verified(
            worlds,
            tuple(share_of(int(each.sum()), worlds) for each in met),
            over,
            level,
            total,
        )
        for (met, level, total), over in zip(chances, structural, strict=True)
    )


def _fresh(evaluator: Evaluator, worlds: int, seed: int) -> Mapping[str, FloatArray]:
    """Return worlds that the search has not been in; of a posterior, by the seed of the search."""
    project = evaluator.project
    if project.posterior is not None:
        return draw_members(project, worlds, evaluator.question.seed, apart=True)
    return draw_members(project, worlds, seed)


def _held(
    evaluator: Evaluator, columns: Sequence[Mapping[str, FloatArray]], worlds: int
) -> list[tuple[list[BoolArray], float, float]]:
    """Return whether each condition holds in each world, and median level and sum, of each case."""
    tables = evaluator.project.tables
    found = []
    start: Mapping[str, FloatArray] | None = None
    meter = None
    if evaluator.budgets:
        meter = CostMeter(evaluator.project, columns[0], seed=evaluator.question.seed + APART)
    for each in columns:
        years, values = evaluator.integrate(each, worlds, () if meter is None else meter.outputs)
        start = values if start is None else start
        met: list[BoolArray] = []
        for hold in evaluator.unpriced:
            before = start[variable_of(hold, tables)]
            margin = pieces_of(hold, tables, values, years, before).min(axis=1)
            met.append(margin >= 0)
        if meter is not None:
            (cost,) = meter.above_reference(values, years)
            met += [evaluator.room(hold, cost) >= 0 for hold in evaluator.budgets]
        found.append((met, *evaluator.amounts(values, years)))
    return [(met, float(middle(level)), float(middle(total))) for met, level, total in found]
