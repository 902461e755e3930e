"""Functions over arrays, written out element by element."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence

from zysim.reading.calls import (
    BROKEN,
    RefusedError,
    call,
    choose,
    div,
    mul,
    number,
)
from zysim.reading.expressions import Expression, Number, Op

AGGREGATES = ("sum", "prod", "vmin", "vmax", "vector_select")
"""Functions that run over the dimensions marked with ``!``."""
FOLDED = {"prod": "*", "vmin": "min", "vmax": "max"}
LARGEST = sys.float_info.max


def aggregate(name: str, terms: Sequence[Expression]) -> Expression:
    """Write SUM, PROD, VMIN or VMAX of some terms."""
    if name == "sum":
        return Op("sum", tuple(terms))
    return functools.reduce(lambda a, b: Op(FOLDED[name], (a, b)), terms)


def select(
    chosen: Sequence[Expression],
    values: Sequence[Expression],
    missing: Expression,
    action: Expression,
    error: Expression,
) -> Expression:
    """Write VECTOR SELECT.

    Parameters
    ----------
    chosen
        Which elements count: those that are not 0; also their weight.
    values
        What is taken of them.
    missing
        The result if no element counts.
    action
        What to do: 0 weighted sum, 1 product, 2 minimum, 3 maximum, 4 mean, 5 product of values
        raised to the weights, 6 to 10 the first five without weights.
    error
        0 for none; otherwise a choice that must not be empty (1), must not be of several (2), or
        both (3) makes a value that is no number, and the run is told so.
    """
    counts = Op("sum", tuple(choose(_is(each), number(1), number(0)) for each in chosen))
    result = choose(call("=", counts, number(0)), missing, _acted(chosen, values, counts, action))
    if not isinstance(error, Number) or error.value not in (0, 1, 2, 3):
        msg = "VECTOR SELECT: the last argument must be 0, 1, 2 or 3"
        raise RefusedError(msg)
    if error.value in (1, 3):
        result = choose(call("=", counts, number(0)), BROKEN, result)
    if error.value in (2, 3):
        result = choose(call(">", counts, number(1)), BROKEN, result)
    return result


def _is(weight: Expression) -> Expression:
    return call("<>", weight, number(0))


def _acted(
    chosen: Sequence[Expression],
    values: Sequence[Expression],
    counts: Expression,
    action: Expression,
) -> Expression:
    weighted = [mul(w, v) for w, v in zip(chosen, values, strict=True)]
    raised = [call("^", v, w) for w, v in zip(chosen, values, strict=True)]

    def fold(how: str, parts: Sequence[Expression], empty: float) -> Expression:
        kept = [choose(_is(w), part, number(empty)) for w, part in zip(chosen, parts, strict=True)]
        if how == "sum":
            return Op("sum", tuple(kept))
        return functools.reduce(lambda a, b: Op(how, (a, b)), kept)

    def mean(parts: Sequence[Expression]) -> Expression:
        return div(fold("sum", parts, 0.0), counts)

    makers: list[Callable[[], Expression]] = []
    for parts in (weighted, values):
        makers += [
            functools.partial(fold, "sum", parts, 0.0),
            functools.partial(fold, "*", parts, 1.0),
            functools.partial(fold, "min", parts, LARGEST),
            functools.partial(fold, "max", parts, -LARGEST),
            functools.partial(mean, parts),
        ]
    makers.insert(5, functools.partial(fold, "*", raised, 1.0))
    if isinstance(action, Number):
        if action.value not in range(len(makers)):
            msg = f"VECTOR SELECT: the action must be 0 to 10, got {action.value:g}"
            raise RefusedError(msg)
        return makers[int(action.value)]()
    result: Expression = BROKEN
    for value, maker in reversed(list(enumerate(makers))):
        result = choose(call("=", action, number(value)), maker(), result)
    return result
