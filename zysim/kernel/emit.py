"""Write a model as three plain functions: first values, net flows of a step, values to report.

The text is for readers as much as for Python: each line carries the scalar's id and unit. The
functions take lists and give lists; which place is which scalar stands in :class:`Program`.
"""

from __future__ import annotations

import itertools
import keyword
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zysim.kernel.dialects import Dialect
from zysim.kernel.held import step_equations
from zysim.kernel.methods import Method
from zysim.kernel.needs import first_steps, fixed_scalars, needed
from zysim.reading.expressions import Expression, Table, names_in, tables_in
from zysim.reading.graph import ModelGraph


@dataclass(frozen=True, slots=True)
class Program:
    """Text of the three functions and the order of their lists."""

    text: str
    constants: tuple[str, ...]
    stocks: tuple[str, ...]
    fixed: tuple[str, ...]
    """Scalars that have one value for a whole run: made from constants and first values."""
    reported: tuple[str, ...]


def emit(
    graph: ModelGraph, outputs: Sequence[str], dialect: Dialect, method: Method = "euler"
) -> Program:
    """Write the program that gives ``outputs`` (scalar ids); what they do not need is left out.

    ``first(T, dt, C)`` returns the stocks and the fixed values, ``flows(T, H, dt, C, S, F)`` the
    net flow of every stock a year at the moment T of a step that started at H, and
    ``report(T, dt, C, S, F)`` the outputs.
    """
    fixed = fixed_scalars(graph)
    stocks = tuple(graph.stocks)
    running, net = step_equations(graph, method)
    names = _names([*graph.constants, *graph.stocks, *graph.kept, *running, *graph.auxiliaries])
    tables = _tables(graph, names)
    stepped = needed(running, net.values(), fixed)
    shown = needed(
        graph.auxiliaries, (graph.auxiliaries[n] for n in outputs if n in graph.auxiliaries), fixed
    )
    shown |= {name for name in outputs if name in graph.auxiliaries and name not in fixed}
    starts = first_steps(graph, fixed)
    parts = [
        _Part(graph, dialect, names).function(
            "first",
            starts,
            [names[name] for name in stocks],
            [names[name] for name in fixed],
        ),
        _Part(graph, dialect, names).function(
            "flows",
            {n: e for n, e in running.items() if n in stepped},
            [dialect.write(flow, names) for flow in net.values()],
            reads=(stocks, fixed, net.values()),
            head="T, H, dt, C, S, F",
        ),
        _Part(graph, dialect, names).function(
            "report",
            {n: e for n, e in graph.auxiliaries.items() if n in shown},
            [names[name] for name in outputs],
            reads=(stocks, fixed, ()),
            returned=outputs,
            head="T, dt, C, S, F",
        ),
    ]
    return Program(
        "\n\n".join([*tables, *parts]), tuple(graph.constants), stocks, fixed, tuple(outputs)
    )


def _tables(graph: ModelGraph, names: dict[str | Table, str]) -> list[str]:
    """Name every lookup table once, and return the lines that make them."""
    pairs = ((each.flow, each.initial) for each in graph.stocks.values())
    equations = [*graph.auxiliaries.values(), *graph.kept.values(), *graph.starts.values()]
    for expression in itertools.chain(equations, itertools.chain.from_iterable(pairs)):
        for table in tables_in(expression):
            names.setdefault(table, f"table_{len(names)}")
    return [
        f"{name} = table({table.x!r}, {table.y!r}, {table.way!r})"
        for table, name in names.items()
        if isinstance(table, Table)
    ]


def _names(scalars: Iterable[str]) -> dict[str | Table, str]:
    """Give every scalar a Python name: its id where that is possible, else a number."""
    names: dict[str | Table, str] = {}
    taken: set[str] = {"T", "H", "dt", "C", "S", "F"}
    for number, scalar in enumerate(dict.fromkeys(scalars)):
        name = "v_" + re.sub(r"\W+", "__", scalar).strip("_")
        if not name.isidentifier() or keyword.iskeyword(name) or name in taken:
            name = f"v{number}_"
        names[scalar] = name
        taken.add(name)
    return names


class _Part:
    """Writes one function."""

    def __init__(
        self, graph: ModelGraph, dialect: Dialect, names: Mapping[str | Table, str]
    ) -> None:
        self.graph = graph
        self.dialect = dialect
        self.names = names

    def function(
        self,
        title: str,
        steps: dict[str, Expression],
        *results: list[str],
        reads: tuple[Sequence[str], Sequence[str], Iterable[Expression]] | None = None,
        returned: Sequence[str] = (),
        head: str = "T, dt, C",
    ) -> str:
        stocks, fixed, extra = reads or ((), (), ())
        used = {name for expression in steps.values() for name in names_in(expression)}
        used |= {name for expression in extra for name in names_in(expression)} | set(returned)
        lines = [f"def {title}({head}):"]
        lists = [("C", list(self.graph.constants)), ("S", list(stocks)), ("F", list(fixed))]
        for letter, scalars in lists[: 3 if reads else 1]:
            lines += [
                f"    {self.names[scalar]} = {letter}[{place}]"
                for place, scalar in enumerate(scalars)
                if scalar in used
            ]
        for scalar, expression in steps.items():
            home = self.graph.home.get(scalar)  # helpers, such as stages of a delay, have none
            unit = self.graph.variables[home].unit if home else "helper"
            note = re.sub(r"\s+", " ", f"{scalar} ({unit})")
            lines.append(
                f"    {self.names[scalar]} = {self.dialect.write(expression, self.names)}  # {note}"
            )
        listed = [f"[{', '.join(result)}]" for result in results]
        lines.append(f"    return {', '.join(listed)}")
        return "\n".join(lines)
