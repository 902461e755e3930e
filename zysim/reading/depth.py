"""Deep equations and long sums cut into parts with names of their own.

What writes and compiles an equation goes down into it, and both Python and its compiler refuse to
go very deep. Parts keep the order of operations, so that no bit of a result changes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from zysim.reading.expressions import Expression, Op

DEEPEST = 30
"""Operations inside operations that stay in one equation."""
LONGEST = 60
"""Terms of a sum that stay in one equation."""
NESTED = 40_000
"""Python's limit of calls inside calls while a deep equation is read."""


@contextmanager
def room_to_go_deep() -> Iterator[None]:
    """Let Python follow a deep equation to its end."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, NESTED))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def cut(expression: Expression, name: Callable[[Expression], Expression]) -> Expression:
    """Return an expression of moderate depth; ``name`` keeps a part and returns its name."""
    done: dict[int, tuple[Expression, int]] = {}
    waiting: list[Expression] = [expression]
    while waiting:
        part = waiting[-1]
        if id(part) in done:
            waiting.pop()
            continue
        if not isinstance(part, Op):
            done[id(part)] = (part, 0)
            waiting.pop()
            continue
        ahead = [each for each in part.arguments if id(each) not in done]
        if ahead:
            waiting += ahead
            continue
        waiting.pop()
        arguments = []
        deepest = 0
        for each in part.arguments:
            found, depth = done[id(each)]
            if depth >= DEEPEST:
                found, depth = name(found), 0
            arguments.append(found)
            deepest = max(deepest, depth)
        while part.name == "sum" and len(arguments) > LONGEST:
            head = name(Op("sum", tuple(arguments[:LONGEST])))
            arguments = [head, *arguments[LONGEST:]]
        same = all(a is b for a, b in zip(arguments, part.arguments, strict=False))
        kept = part if same and len(arguments) == len(part.arguments) else None
        done[id(part)] = (kept or Op(part.name, tuple(arguments)), deepest + 1)
    return done[id(expression)][0]
