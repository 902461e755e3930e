"""Functions over arrays, written out element by element."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence

from zysim.reading.calls import (
    BROKEN,
    RefusedError,
    add,
    call,
    choose,
    div,
    mul,
    number,
    sub,
)
from zysim.reading.expressions import MISSING, Expression, Number, Op

AGGREGATES = ("sum", "prod", "vmin", "vmax", "vector_select")
"""Functions that run over the dimensions marked with ``!``."""
FOLDED = {"prod": "*", "vmin": "min", "vmax": "max"}
LARGEST = sys.float_info.max


def aggregate(name: str, terms: Sequence[Expression]) -> Expression:
    """Write SUM, PROD, VMIN or VMAX of some terms."""
    if name == "sum":
        return Op("sum", tuple(terms))
    return functools.reduce(lambda a, b: Op(FOLDED[name], (a, b)), terms)


def sort(name: str, terms: Sequence[Expression], place: int, direction: Expression) -> Expression:
    """Write VECTOR SORT ORDER or VECTOR RANK at one place of a vector.

    Parameters
    ----------
    name
        ``vector_sort_order``: which element, counted from 0, comes at this place;
        ``vector_rank``: at which place, counted from 1, this element comes.
    terms
        The elements; equal ones keep their order, reversed when it goes down.
    place
        The place on the left side, counted from 0.
    direction
        A number: above 0 from small to large, otherwise from large to small.
    """
    if not isinstance(direction, Number):
        msg = f"{name.replace('_', ' ').upper()}: the direction must be a number"
        raise RefusedError(msg)
    last = len(terms) - 1
    up = direction.value > 0

    def rises_to(at: int) -> Expression:
        """Return how many elements come before one, from small to large."""
        before = [
            call("<=" if other < at else "<", terms[other], terms[at])
            for other in range(len(terms))
            if other != at
        ]
        return Op("sum", tuple(choose(each, number(1), number(0)) for each in before))

    if name == "vector_rank":
        rank = rises_to(place)
        return add(number(1), rank) if up else sub(number(last + 1), rank)
    wanted = number(place if up else last - place)
    found = [
        choose(call("=", rises_to(at), wanted), number(at), number(0)) for at in range(last + 1)
    ]
    return Op("sum", tuple(found))


def pick(terms: Sequence[Expression], place: Expression) -> Expression:
    """Write the term at a place counted from 0, missing where there is none."""
    if isinstance(place, Number):
        at = round(place.value)
        return terms[at] if 0 <= at < len(terms) else number(MISSING)
    result: Expression = number(MISSING)
    for at in range(len(terms) - 1, -1, -1):
        near = call("<", call("abs", sub(place, number(at))), number(0.5))
        result = choose(near, terms[at], result)
    return result


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
