"""What an output needs: which equations are worked out once, in a step, or for a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zysim.reading.expressions import Expression, Op, names_in
from zysim.reading.graph import ModelGraph

CLOCKED = ("step", "pulse", "ramp")
"""Operations that read the time although it is not among their arguments."""


def fixed_scalars(graph: ModelGraph) -> tuple[str, ...]:
    """Return kept values and the auxiliaries that depend on them and on constants only."""
    fixed = dict.fromkeys(graph.kept)
    known = {*graph.constants, *fixed}
    for name, expression in graph.auxiliaries.items():
        if name in graph.starts or _clocked(expression):
            continue
        if all(used in known for used in names_in(expression)):
            fixed[name] = None
            known.add(name)
    return tuple(fixed)


def _clocked(expression: Expression) -> bool:
    """Return whether an operation reads the time without naming it."""
    return isinstance(expression, Op) and (
        expression.name in CLOCKED or any(map(_clocked, expression.arguments))
    )


def needed(
    auxiliaries: Mapping[str, Expression], roots: Iterable[Expression], fixed: tuple[str, ...]
) -> set[str]:
    """Return the auxiliaries that the roots read, directly or through others."""
    done: set[str] = set()
    skip = set(fixed)
    waiting = [name for root in roots for name in names_in(root)]
    while waiting:
        name = waiting.pop()
        if name in done or name in skip or name not in auxiliaries:
            continue
        done.add(name)
        waiting.extend(names_in(auxiliaries[name]))
    return done


def first_steps(graph: ModelGraph, fixed: tuple[str, ...]) -> dict[str, Expression]:
    """Return what must be computed for the first values, in order."""
    first = {
        **graph.auxiliaries,
        **{name: stock.initial for name, stock in graph.stocks.items()},
        **graph.kept,
        **graph.starts,
    }
    wanted: set[str] = set()
    waiting = [*graph.stocks, *fixed]
    while waiting:
        name = waiting.pop()
        if name in wanted or name not in first:
            continue
        wanted.add(name)
        waiting.extend(names_in(first[name]))
    return {name: first[name] for name in graph.initial_order if name in wanted}
