"""Constants through which some settings act, and nothing else: found in the equations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from zysim.reading.expressions import Expression, Number, Op, Ref, names_in
from zysim.reading.graph import ModelGraph

ADDED = ("+", "-", "sum")
KEEP_ZERO = ("neg", "abs", "sqrt", "sin", "arctan", "trunc", *ADDED, "max", "min")
"""Operations that give 0 where all their arguments are 0."""


def effect_constants(
    graph: ModelGraph, idle: Collection[str], outcomes: Iterable[str]
) -> tuple[str, ...]:
    """Return the constants that outcomes rest on, and no longer while some scalars are 0.

    A product with a factor that is 0 reads nothing, a sum leaves such a term out. Sizes of other
    numbers are not looked at: a limit that does not bind counts as read.

    Parameters
    ----------
    graph
        The model.
    idle
        Scalar ids that are 0 as long as nothing is done: settings of levers, and what is 0 in
        every year of a run without any lever and not in one with all of them.
    outcomes
        Scalar ids whose values count.

    Returns
    -------
    tuple
        Scalar ids, in the order of the model, those of ``idle`` left out.

    Examples
    --------
    >>> from zysim.paths import data_root
    >>> from zysim.reading.vensim import read_model
    >>> fleet = read_model(data_root() / "models" / "teaching" / "fleet.mdl", cache=False)
    >>> effect_constants(fleet, ["electric_cars_setting"], fleet.stocks)
    ('electric_cars_start_year', 'electric_cars_full_year', 'planned_electric_share')
    """
    roots = list(outcomes)
    without, with_all = (_rests_on(graph, roots, zeros) for zeros in (set(idle), set[str]()))
    return tuple(
        name
        for name in graph.constants
        if name in with_all and name not in without and name not in idle
    )


def _is_zero(expression: Expression, zeros: Collection[str]) -> bool:
    if isinstance(expression, Number):
        return expression.value == 0
    if isinstance(expression, Ref):
        return expression.name in zeros
    if not isinstance(expression, Op):
        return False
    found = (_is_zero(each, zeros) for each in expression.arguments)
    if expression.name == "*":
        return any(found)
    if expression.name in ("/", "zidz"):
        return next(found)
    return expression.name in KEEP_ZERO and all(found)


def _rests_on(graph: ModelGraph, roots: Iterable[str], zeros: Collection[str]) -> set[str]:
    """Return all that some scalars rest on, where others are known to be 0."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in found or name in zeros:
            continue
        found.add(name)
        for mapping in (graph.auxiliaries, graph.kept, graph.starts):
            if name in mapping:
                waiting += _read(mapping[name], zeros)
        if name in graph.stocks:
            waiting += _read(graph.stocks[name].initial, zeros)
            waiting += _read(graph.stocks[name].flow, zeros)
    return found


def _read(expression: Expression, zeros: Collection[str]) -> Iterator[str]:
    """Give the names that an expression reads where others are known to be 0."""
    if not zeros:
        yield from names_in(expression)
    elif isinstance(expression, Ref):
        yield expression.name
    elif isinstance(expression, Op) and not _is_zero(expression, zeros):
        for each in expression.arguments:
            yield from _read(each, zeros)
