"""Lookups that a case of a study replaces: constants of the model choose among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from zysim.errors import InputError
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.study import Study
from zysim.reading.altered import with_tables
from zysim.reading.expressions import Table
from zysim.reading.graph import ModelGraph
from zysim.reading.model_text import typed_id

Value = TypeVar("Value", float, Table)


def with_new_tables(
    graph: ModelGraph, cases: Mapping[str, Mapping[str, Table]], where: str
) -> tuple[ModelGraph, dict[str, dict[str, float]]]:
    """Return a model whose lookups can be those of any case, and what chooses them.

    Returns
    -------
    tuple
        The model, and case to the constants that choose its lookups.

    Raises
    ------
    InputError
        If the model reads no lookup of a name; all problems at once.
    """
    problems: list[Problem] = []
    chosen: dict[str, dict[str, float]] = {case: {} for case in cases}
    by_lookup: dict[str, list[Table]] = {}
    for case, tables in cases.items():
        for name, table in tables.items():
            listed = by_lookup.setdefault(typed_id(name), [])
            listed.append(table)
            chosen[case][table_choice(name)] = float(len(listed))
    for lookup, listed in by_lookup.items():
        try:
            graph = with_tables(graph, lookup, listed, table_choice(lookup))
        except InputError as error:
            problems.append(Problem(str(error), error.zh or str(error)))
    if problems:
        raise refuse(where, problems)
    return graph, chosen


def table_choice(lookup: str) -> str:
    """Return the constant that chooses the points of a lookup; no scalar id holds a space."""
    return f"table of {typed_id(lookup)}"


def check_points(study: Study) -> None:
    """Refuse a factor that is a point of a lookup which a case replaces.

    Raises
    ------
    InputError
        Naming every such factor.
    """
    replaced = {typed_id(name) for each in study.cases.values() for name in each.tables}
    problems = [
        Problem(
            f"[factors.{each.id}]: a case replaces {each.variable}, so its points cannot vary too",
            f"[factors.{each.id}]：有一例替换了 {each.variable}，其各点不能再变化",
        )
        for each in study.own
        if each.part == "point" and typed_id(each.variable) in replaced
    ]
    if problems:
        raise refuse(study.path, problems)


def vensim_names(graph: ModelGraph, settings: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a case sets by the names the model file gives, with subscripts."""
    found = {}
    for scalar, value in settings.items():
        if scalar in graph.constants and scalar not in graph.home:  # what chooses a table
            continue
        head, bracket, rest = scalar.partition("[")
        name = graph.variables[head].name if head in graph.variables else head
        found[f"{name}{bracket}{rest}"] = value
    return found
