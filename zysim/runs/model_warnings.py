"""What a modeller should know of a run: tables that are left, variables outside their range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from zysim.arrays import FloatArray, TimeArray
from zysim.kernel.needs import fixed_scalars
from zysim.reading.expressions import Expression, Op, Table, names_in
from zysim.reading.graph import ModelGraph
from zysim.wording import Pair

ARGUMENTS = "arguments of tables"
"""No identifier holds a space."""
SHOWN = 20
"""Warnings that are listed; the rest is counted."""
ROOM = 1e-9
"""Share of a table's width, or of a limit, that is no departure."""


Read = tuple[str, Table]
"""A variable and a table its equation reads."""


def with_arguments(graph: ModelGraph) -> tuple[ModelGraph, dict[str, Read]]:
    """Return a model that also reports where its tables are read.

    Returns
    -------
    tuple
        The model, with one more variable ``ARGUMENTS``; and what each of its elements belongs to.
    """
    fixed = {*graph.constants, *fixed_scalars(graph)}
    equations = [(name, each) for name, each in graph.auxiliaries.items() if name not in graph.data]
    equations += [(name, each.flow) for name, each in graph.stocks.items()]
    read: dict[str, Read] = {}
    asked: dict[str, Expression] = {}
    for name, equation in equations:
        for argument, table in _lookups(equation):
            if not all(each in fixed for each in names_in(argument)):
                key = f"argument {len(asked)}"
                asked[key] = argument
                read[key] = (_owner(graph, name), table)
    if not read:
        return graph, {}
    variable = replace(
        next(iter(graph.variables.values())), identifier=ARGUMENTS, elements=tuple(asked)
    )
    wider = replace(
        graph,
        auxiliaries={**graph.auxiliaries, **asked},
        variables={**graph.variables, ARGUMENTS: variable},
    )
    return wider, read


def warnings_of(
    graph: ModelGraph,
    times: TimeArray,
    values: Mapping[str, FloatArray],
    read: Mapping[str, Read],
) -> tuple[Pair, ...]:
    """Return what is to be said of a run, Chinese and English.

    Parameters
    ----------
    graph
        The model.
    times, values
        What it reported, values of shape ``(1, report)``, those of :func:`with_arguments` included.
    read
        What these belong to.
    """
    found = [*graph.warnings, *_ranges(graph, times, values), *_tables(times, values, read)]
    more = len(found) - SHOWN
    if more > 0:
        found = [*found[:SHOWN], (f"另有 {more} 条。", f"{more} more.")]
    return tuple(found)


def _ranges(
    graph: ModelGraph, times: TimeArray, values: Mapping[str, FloatArray]
) -> Iterator[Pair]:
    for name, series in values.items():
        if name not in graph.home:
            continue
        variable = graph.variables[graph.home[name]]
        for bound, sign in ((variable.low, -1), (variable.high, 1)):
            if bound is None:
                continue
            beyond = sign * (series[0] - bound) > ROOM * max(abs(bound), 1.0)
            if beyond.any():
                at = int(np.argmax(beyond))
                when, value = f"{times[at]:g}", f"{series[0, at]:.6g}"
                low = "" if variable.low is None else f"{variable.low:g}"
                high = "" if variable.high is None else f"{variable.high:g}"
                yield (
                    f"{name} 在时刻 {when} 为 {value}，超出模型文件给出的范围 [{low}, {high}]。",
                    f"{name} is {value} at time {when}, outside [{low}, {high}], the range in "
                    "the model file.",
                )


def _tables(
    times: TimeArray, values: Mapping[str, FloatArray], read: Mapping[str, Read]
) -> Iterator[Pair]:
    """Tell of tables read beyond their first or last point."""
    told: set[Read] = set()
    for key, (owner, table) in read.items():
        series = values[key][0]
        room = ROOM * max(table.x[-1] - table.x[0], 1.0)
        for end, beyond in (
            (table.x[0], series < table.x[0] - room),
            (table.x[-1], series > table.x[-1] + room),
        ):
            if beyond.any() and (owner, table) not in told:
                told.add((owner, table))
                at = int(np.argmax(beyond))
                when, value = f"{times[at]:g}", f"{series[at]:.6g}"
                yield (
                    f"{owner} 的表函数在时刻 {when} 于 {value} 处取值，超出端点 {end:g}；"
                    "端点以外保持端点的值。",
                    f"{owner}: its table is left at time {when}: read at {value}, beyond the "
                    f"end at {end:g}, whose value is kept.",
                )


def _lookups(expression: Expression) -> Iterator[tuple[Expression, Table]]:
    """Give the tables an expression reads with their arguments."""
    waiting: Sequence[Expression] = [expression]
    while waiting:
        part, *waiting = waiting
        if not isinstance(part, Op):
            continue
        if part.name == "lookup" and isinstance(part.arguments[1], Table):
            argument, table = part.arguments[0], part.arguments[1]
            if table.way == "interpolate":
                yield argument, table
        waiting = [*part.arguments, *waiting]


def _owner(graph: ModelGraph, helper: str) -> str:
    """Return the variable whose equation a helper belongs to."""
    if helper in graph.home:
        return helper
    for name in graph.home:
        if helper.endswith(f"_{name}"):
            return name
    return helper
