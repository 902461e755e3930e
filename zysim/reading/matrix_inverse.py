"""INVERT MATRIX, written out: elimination with the largest pivot of each column."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zysim.reading.calls import call, choose, div, mul, number, sub
from zysim.reading.expressions import Expression

Rows = list[list[Expression]]


def inverse(
    matrix: Sequence[Sequence[Expression]], name: Callable[[Expression], Expression]
) -> Rows:
    """Write the inverse of a square matrix.

    Parameters
    ----------
    matrix
        Rows of elements.
    name
        Gives a part a name, so that it is worked out once.

    Returns
    -------
    list
        Rows of the inverse. Where the matrix has none, they divide by 0.
    """
    size = len(matrix)
    ones = [[number(float(at == other)) for other in range(size)] for at in range(size)]
    rows: Rows = [[*row, *ones[at]] for at, row in enumerate(matrix)]
    for at in range(size):
        for other in range(at + 1, size):  # the largest element of the column comes up
            mine, its = rows[at][at], rows[other][at]
            larger = call(">", call("abs", its), call("abs", mine))
            swap = name(choose(larger, number(1), number(0)))
            swapped = call("=", swap, number(1))
            pairs = list(zip(rows[at], rows[other], strict=True))
            rows[at] = [_either(swapped, up, down, name) for down, up in pairs]
            rows[other] = [_either(swapped, down, up, name) for down, up in pairs]
        pivot = rows[at][at]
        rows[at] = [name(div(each, pivot)) for each in rows[at]]
        for other in range(size):
            if other != at:
                factor = rows[other][at]
                rows[other] = [
                    name(sub(each, mul(factor, top)))
                    for each, top in zip(rows[other], rows[at], strict=True)
                ]
    return [row[size:] for row in rows]


def _either(
    test: Expression,
    yes: Expression,
    no: Expression,
    name: Callable[[Expression], Expression],
) -> Expression:
    return yes if yes == no else name(choose(test, yes, no))
