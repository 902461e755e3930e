"""What a study measures of each run: the city's own outcomes, or formulas over its variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zysim.arrays import FloatArray, TimeArray
from zysim.errors import InputError
from zysim.inputs.formula import (
    Apply,
    At,
    Formula,
    Series,
    fixed_in,
    is_series,
    moments_in,
    parse_formula,
    series_in,
)
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.study import OutcomeSpec, Study
from zysim.kernel.clock import clock_of
from zysim.metrics.formulas import place_of, value_of
from zysim.metrics.outcomes import Outcome, outcomes_of
from zysim.reading.graph import ModelGraph
from zysim.wording import Pair

if TYPE_CHECKING:
    from zysim.sensitivity.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number of a run, with its name and unit."""

    label: Pair
    unit: Pair
    needs: tuple[str, ...]
    """Scalars it is made of."""
    of: Callable[[Mapping[str, FloatArray], TimeArray], FloatArray]
    """From series ``(run, time)`` by scalar id and times to values ``(run,)``, NaN where a run has
    no such value."""


def measures_of(subject: Subject, study: Study) -> dict[str, Measure]:
    """Return the outcomes of a study by id; the city's own seven where it names none.

    Raises
    ------
    InputError
        If a formula names what the model does not have; all problems at once.
    """
    account = subject.account
    known = outcomes_of(subject.project.city) if subject.project else {}
    if not study.outcomes:
        return {name: _usual(each, account) for name, each in known.items()}
    problems: list[Problem] = []
    found: dict[str, Measure] = {}
    for spec in study.outcomes:
        where = f"[outcomes.{spec.id}]"
        if spec.formula is None:
            if spec.usual in known:
                usual = known[spec.usual]
                label = usual.label if spec.label == (spec.id, spec.id) else spec.label
                found[spec.id] = _usual(usual, account, label)
            else:
                what = not_known(("outcome of the city", "城市结果"), spec.usual, known)
                problems.append(what.under(where, where))
            continue
        formula, wrong = one_number(spec.formula, subject.graph)
        problems += [each.under(where, where) for each in wrong]
        if not wrong:
            found[spec.id] = _of_formula(spec, formula, subject.graph)
    if problems:
        raise refuse(study.path, problems)
    return found


def one_number(formula: Formula, graph: ModelGraph) -> tuple[Formula, list[Problem]]:
    """Return a formula with the constants of a model as numbers, and what is wrong with it.

    It must name scalars of the model, and be one number a run.
    """
    problems = [*check_names(formula, graph), *_check_moments(formula, graph)]
    found = fixed_in(formula, graph.constants)
    if not problems and is_series(found):
        problems = [
            Problem(
                "is a value for every moment: add at, such as at = 2050, 'max' or "
                "'first above 3', or write x[2050] or max(x)",
                "每个时刻各有一值：请加 at，如 at = 2050、'max' 或 'first above 3'，"
                "或写作 x[2050]、max(x)",
            )
        ]
    return found, problems


def _check_moments(formula: Formula, graph: ModelGraph) -> Iterator[Problem]:
    """Give a problem for each moment of a formula that a run does not report."""
    for moment in dict.fromkeys(moments_in(formula)):
        try:
            place_of(moment, clock_of(graph).times)
        except InputError as error:
            yield Problem(str(error), error.zh or str(error))


def check_names(formula: Formula, graph: ModelGraph) -> list[Problem]:
    """Return a problem for each name of a formula that is no scalar of the model."""
    problems = []
    for name in dict.fromkeys(series_in(formula)):
        home = name.partition("[")[0]
        if name in graph.variables and len(graph.variables[name].elements) == 1:
            continue
        if name in graph.home:
            continue
        if home in graph.variables:
            elements = graph.variables[home].elements
            problems.append(
                Problem(
                    f"{name} is an array: name one element, such as {elements[0]}",
                    f"{name} 是数组：请指明一个元素，如 {elements[0]}",
                )
            )
        else:
            problems.append(not_known(("variable", "变量"), name, graph.variables))
    return problems


def kept_series(subject: Subject, study: Study, measures: Mapping[str, Measure]) -> tuple[str, ...]:
    """Return the scalars whose series are kept; the leading one first.

    Those of ``[keep]``, which may be none; else the account of the city, or what the first outcome
    is made of.

    Raises
    ------
    InputError
        If a name is unknown; all problems at once.
    """
    if study.keep is not None:
        problems: list[Problem] = []
        found: list[str] = []
        for name in study.keep:
            formula = parse_formula(_quoted(name))
            (series,) = series_in(formula)
            graph = subject.graph
            if series in graph.variables or series in graph.home:
                found += graph.scalars_of(series)
            else:
                problems.append(not_known(("variable", "变量"), series, graph.variables))
        if problems:
            where = "[keep]"
            raise refuse(study.path, [each.under(where, where) for each in problems])
        return tuple(dict.fromkeys(found))
    if not study.outcomes:
        return (subject.account,)
    first = next(iter(measures.values()))
    return tuple(dict.fromkeys(first.needs))


def _quoted(name: str) -> str:
    head, bracket, rest = name.partition("[")
    elements = ",".join(f'"{each.strip()}"' for each in rest.rstrip("] ").split(","))
    return '"' + head.strip().strip('"') + '"' + (f"[{elements}]" if bracket else "")


def _usual(outcome: Outcome, account: str, label: Pair | None = None) -> Measure:
    return Measure(
        label=label or outcome.label,
        unit=outcome.unit,
        needs=(account,),
        of=lambda values, times: outcome.measure(values[account], times),
    )


def _of_formula(spec: OutcomeSpec, formula: Formula, graph: ModelGraph) -> Measure:
    needs = tuple(dict.fromkeys(series_in(formula)))
    unit = spec.unit or _unit_of(formula, graph)
    return Measure(
        label=spec.label,
        unit=(unit, unit),
        needs=needs,
        of=lambda values, times: value_of(formula, values, times.astype(np.float64)),
    )


def _unit_of(formula: Formula, graph: ModelGraph) -> str:
    """Return the unit of the one variable an outcome takes a value of, "" for arithmetic."""
    match formula:
        case At(Series(name)) | Apply("max" | "min" | "mean", (Series(name),)):
            return graph.variables[graph.home[name]].unit
        case Apply("time_of_max" | "time_of_min" | "first_above" | "first_below"):
            step = graph.variables.get("time_step")
            return "" if step is None else step.unit
    return ""
