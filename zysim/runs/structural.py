"""Run cases in worlds that differ in structure too, the same worlds for every case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError
from zysim.inputs.correlation import Correlation
from zysim.inputs.lever_names import Part, lever_scalar
from zysim.inputs.settings import Settings
from zysim.inputs.structures import Question
from zysim.kernel.chunks import integrate_chunks
from zysim.kernel.compile import compile_model
from zysim.runs.ensemble import Ensemble, quick_for, worlds_under
from zysim.runs.member_values import MemberValues
from zysim.runs.project import Project
from zysim.sampling.worlds import tie

STREAM = 20260101
"""Keeps the draws of structures apart from those of numbers under one seed."""
YEARS: tuple[Part, ...] = ("start_year", "full_year")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Structural:
    """Emissions of cases where member i has the same numbers and the same structure in each."""

    scenarios: tuple[str, ...]
    years: IntArray
    emissions: FloatArray
    """Mt CO2 a year, shape ``(case, member, year)``."""
    values: Mapping[str, FloatArray]
    """Scalar id to its values, shape ``(case, member, year)``."""
    questions: tuple[Question, ...]
    drawn: Mapping[str, IntArray]
    """Question id to the place of the alternative drawn, shape ``(member,)``."""
    touched: tuple[tuple[str, ...], ...]
    """For each case, ids of the questions that touch it."""
    settled: tuple[tuple[str, ...], ...]
    """For each case, ids of the questions that the user answered in it: they are not drawn."""


def draw_structures(
    questions: Sequence[Question],
    members: int,
    seed: int,
    correlations: Sequence[Correlation] = (),
) -> dict[str, IntArray]:
    """Draw one alternative of each question for each member, in proportion to the weights.

    Each alternative gets its weight's share of the members to within one member (stratified).
    Questions are independent but for those that are correlated: there alternatives that come late
    in the table go together.

    Examples
    --------
    >>> draw_structures((), 4, 0)
    {}
    """
    if not questions:
        return {}
    generator = np.random.default_rng([STREAM, seed])
    points = np.column_stack(
        [
            (generator.permutation(members) + generator.uniform(size=members)) / members
            for _ in questions
        ]
    )
    tied = tie(points, [each.id for each in questions], correlations)
    return {each.id: place_of(_stratified(tied[:, at]), each) for at, each in enumerate(questions)}


def place_of(points: FloatArray, question: Question) -> IntArray:
    """Return the place of the alternative of a question at points from 0 to 1."""
    edges = np.cumsum([each.weight for each in question.alternatives])
    place = np.searchsorted(edges / edges[-1], points, side="right")
    return np.minimum(place, len(edges) - 1)


def _stratified(points: FloatArray) -> FloatArray:
    """Return points in the same order, one in the middle of each of as many equal parts."""
    return (np.argsort(np.argsort(points)) + 0.5) / points.size


def run_structures(
    project: Project,
    chosen: Sequence[Settings],
    ensemble: Ensemble,
    *,
    variable: str,
    further: Sequence[str] = (),
    seed: int = 0,
    left: Collection[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Structural:
    """Run cases in the worlds of an ensemble with structures drawn on top.

    A question about the delivery of a lever touches only cases that use the lever; what the user
    changed in a case stays as the user set it.

    Parameters
    ----------
    project, chosen
        Model with its tables, and the cases of the ensemble.
    ensemble
        Gives worlds and years.
    variable
        Scalar id of the emissions to keep, in Mt CO2 a year.
    further
        Other scalars to keep.
    seed
        0 or more.
    left
        Ids of questions that are not drawn: every case has them as it is written.
    progress
        Told how many runs are done, and of how many.

    Raises
    ------
    InputError
        If the city has no structures.
    ResultError
        If a value is not finite.
    """
    questions = project.tables.structures
    if not questions:
        msg = "params/structures.csv: no questions. Add alternatives with weights."
        raise InputError(msg, zh="params/structures.csv 没有内容，请补充选项和权重。")
    members, until = ensemble.members, int(ensemble.years[-1])
    drawn = draw_structures(questions, members, seed, project.tables.correlations)
    questions = tuple(each for each in questions if each.id not in left)
    kernel = compile_model(project.graph, quick_runs=quick_for(members * len(chosen)))
    outputs = list(dict.fromkeys([variable, *further]))
    values = MemberValues(outputs, len(chosen), members, ensemble.years.size)
    touched, done = [], 0
    for at, case in enumerate(chosen):

        def draw(some: slice, case: Settings = case) -> dict[str, FloatArray]:
            worlds = {name: ensemble.worlds[name][some] for name in ensemble.worlds}
            places = {name: each[some] for name, each in drawn.items()}
            return structural_columns(case, worlds, questions, places, project.graph.constants)[0]

        for some, _, found in integrate_chunks(
            kernel, draw, members, size=values.at_once, until=until, outputs=outputs
        ):
            values.write(at, some, found)
            done += some.stop - some.start
            if progress is not None:
                progress(done, members * len(chosen))
        touched.append(tuple(each.id for each in questions if touches(each, case)))
    return Structural(
        scenarios=tuple(each.id for each in chosen),
        years=ensemble.years,
        emissions=values[variable],
        values=values,
        questions=tuple(questions),
        drawn=drawn,
        touched=tuple(touched),
        settled=tuple(
            tuple(each.id for each in questions if settles(each, case)) for case in chosen
        ),
    )


def structural_columns(
    case: Settings,
    worlds: Mapping[str, FloatArray],
    questions: Sequence[Question],
    drawn: Mapping[str, IntArray],
    known: Mapping[str, float],
) -> tuple[dict[str, FloatArray], list[Question]]:
    """Return the constants of a case in worlds that differ in structure too.

    Parameters
    ----------
    case, worlds
        The case, and draws of shape ``(member,)`` by scalar id.
    questions, drawn
        From the tables, and from :func:`draw_structures` for as many members.
    known
        Constants of the model: what a case and the worlds leave alone.

    Returns
    -------
    tuple
        Values ``(member,)`` by scalar id, and the questions that touch the case.
    """
    columns = worlds_under(case, worlds)
    # The constants a case leaves alone may still be set by one of the structures.
    asked = [each for each in questions if touches(each, case)]
    for question in asked:
        set_alternatives(columns, question, drawn[question.id], case.levers, known)
    return columns, asked


def touches(question: Question, case: Settings) -> bool:
    """Say whether a question is open in a case.

    It is not where the case does not use the levers it is about, or where the user set one of
    its levers or constants.
    """
    if settles(question, case):
        return False
    return not question.levers or any(case.levers[name] > 0 for name in question.levers)


def settles(question: Question, case: Settings) -> bool:
    """Say whether the user set one of the levers or constants that a question is about."""
    return bool({name.partition("[")[0] for name in case.changes} & answered_by(question))


def answered_by(question: Question) -> frozenset[str]:
    """Return the levers and constants a question is about: whoever sets one has answered it."""
    named = {name.partition("[")[0] for each in question.alternatives for name in each.constants}
    return question.levers | named


def set_alternatives(
    columns: dict[str, FloatArray],
    question: Question,
    place: IntArray,
    levers: Mapping[str, float] | Mapping[str, FloatArray],
    known: Mapping[str, float],
) -> None:
    """Put the constants of the alternatives drawn into the columns of a case.

    Parameters
    ----------
    columns
        Values ``(run,)`` by scalar id; changed.
    question, place
        The question, and the place of the alternative drawn in each run.
    levers
        Setting of each lever if all of it is delivered, one or ``(run,)``.
    known
        Constants of the model.
    """
    for at, alternative in enumerate(question.alternatives):
        values: dict[str, float | FloatArray] = {
            name: value for name, value in alternative.constants.items() if value is not None
        }
        for lever, delivery in alternative.levers.items():
            values[lever_scalar(lever)] = levers[lever] * delivery.share
            if delivery.years is not None:
                values[lever_scalar(lever, "start_year")] = float(delivery.years[0])
                values[lever_scalar(lever, "full_year")] = float(delivery.years[1])
        for name, value in values.items():
            column = columns[name] if name in columns else np.full(place.size, known[name])
            columns[name] = np.where(place == at, value, column)


def set_by(question: Question) -> tuple[str, ...]:
    """Return the constants that some alternative sets, the settings of levers left out."""
    names = [
        name
        for each in question.alternatives
        for name in (
            *(key for key, value in each.constants.items() if value is not None),
            *(
                lever_scalar(lever, part)
                for lever, delivery in each.levers.items()
                if delivery.years is not None
                for part in YEARS
            ),
        )
    ]
    return tuple(dict.fromkeys(names))


def settled(question: Question) -> frozenset[str]:
    """Return the constants that every alternative sets, so that no world's draw is left."""
    each = [
        {name for name, value in one.constants.items() if value is not None}
        for one in question.alternatives
    ]
    return frozenset.intersection(*map(frozenset, each))
