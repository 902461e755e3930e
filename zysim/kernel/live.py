"""What of a model some of its variables rest on: the rest need not be run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from zysim.kernel.held import AT_START
from zysim.reading.expressions import Expression, names_in
from zysim.reading.graph import ModelGraph


def live_graph(graph: ModelGraph, roots: Iterable[str], starts: Iterable[str] = ()) -> ModelGraph:
    """Return the part of a model that gives some of its scalars, with every constant.

    A stock that only first values read is kept as its first value.

    Parameters
    ----------
    graph
        The model.
    roots
        Scalar ids, or the names of their values at the start of a step.
    starts
        Scalar ids of which the first values are needed.
    """
    moving, firsts = _reached(graph, roots)
    reads = [name for each in firsts for name in names_in(each)]
    starting = _closed([*reads, *starts], first_equations(graph))
    seen = moving | starting
    kept = {name: each for name, each in graph.kept.items() if name in seen}
    held = [name for name in graph.stocks if name in starting and name not in moving]
    return replace(
        graph,
        stocks={name: each for name, each in graph.stocks.items() if name in moving},
        kept=kept | {name: graph.stocks[name].initial for name in held},
        auxiliaries={name: each for name, each in graph.auxiliaries.items() if name in seen},
        initial_order=tuple(name for name in graph.initial_order if name in seen),
    )


def reaches(graph: ModelGraph, sources: Collection[str]) -> set[str]:
    """Return every scalar whose value rests on some constants, these included."""
    users: dict[str, list[str]] = {}
    for mapping in (graph.auxiliaries, graph.kept, graph.starts):
        for name, expression in mapping.items():
            for read in names_in(expression):
                users.setdefault(read, []).append(name)
    for name, stock in graph.stocks.items():
        for read in (*names_in(stock.flow), *names_in(stock.initial)):
            users.setdefault(read, []).append(name)
    found = set(sources)
    waiting = list(found)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found


def _reached(graph: ModelGraph, roots: Iterable[str]) -> tuple[set[str], list[Expression]]:
    """Return the scalars read in any step, and the equations of their first values."""
    flows = {name: stock.flow for name, stock in graph.stocks.items()}
    running = {**graph.auxiliaries, **flows}
    moving = _closed((name.removesuffix(AT_START) for name in roots), running)
    firsts = [stock.initial for name, stock in graph.stocks.items() if name in moving]
    for mapping in (graph.kept, graph.starts):
        firsts += [each for name, each in mapping.items() if name in moving]
    return moving, firsts


def first_equations(graph: ModelGraph) -> Mapping[str, Expression]:
    """Return the equation that gives each scalar its first value."""
    return {
        **graph.auxiliaries,
        **{name: stock.initial for name, stock in graph.stocks.items()},
        **graph.kept,
        **graph.starts,
    }


def _closed(names: Iterable[str], equations: Mapping[str, Expression]) -> set[str]:
    """Return names and all that their equations read."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            if name in equations:
                waiting += names_in(equations[name])
    return found
