"""Functions of a whole lookup: area under it, slope of it, and its inverse."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from zysim.reading.calls import RefusedError, add, call, mul, number, sub
from zysim.reading.expressions import Expression, Number, Op, Table
from zysim.reading.nodes import Node

if TYPE_CHECKING:
    from zysim.reading.lower import Walk


def _area_up_to(table: Table, x: Expression) -> Expression:
    """Return the area from the first point to x; the ends go on level."""
    parts: list[Expression] = [
        mul(number(table.y[0]), call("min", sub(x, number(table.x[0])), number(0))),
        mul(number(table.y[-1]), call("max", sub(x, number(table.x[-1])), number(0))),
    ]
    pairs = zip(table.x, table.y, strict=True)
    for (left, low), (right, high) in itertools.pairwise(pairs):
        if right == left:
            continue
        inside = call("max", call("min", x, number(right)), number(left))
        width = sub(inside, number(left))
        half = number((high - low) / (right - left) / 2)
        parts.append(mul(width, add(number(low), mul(half, width))))
    return Op("sum", tuple(parts))


def _area(walk: Walk, table: Node, start: Node, end: Node) -> Expression:
    points, named = walk.points(table), walk.memory.found.named
    ends = [named("end", walk.scalar, walk.lower(each)) for each in (start, end)]
    return sub(_area_up_to(points, ends[1]), _area_up_to(points, ends[0]))


def _slope(walk: Walk, table: Node, x: Node, side: Node) -> Expression:
    points, way = walk.points(table), walk.settled(side, f"the side of a slope in {walk.scalar}")
    if not isinstance(way, Number) or way.value not in (1.0, -1.0):
        msg = "LOOKUP SLOPE: the last argument must be 1 (slope ahead) or -1 (slope behind)"
        raise RefusedError(msg)
    pairs = [
        (left, (high - low) / (right - left))
        for (left, low), (right, high) in itertools.pairwise(zip(points.x, points.y, strict=True))
        if right > left
    ]
    slopes = [slope for _, slope in pairs]
    places = [left for left, _ in pairs]
    if way.value > 0:  # the slope that begins at a point
        steps = Table((*places, points.x[-1]), (*slopes, 0.0), "backward")
        inside = Op("lookup", (walk.lower(x), steps))
        before = call("<", walk.lower(x), number(points.x[0]))
    else:
        steps = Table((points.x[0], *places[1:], points.x[-1]), (0.0, *slopes), "forward")
        inside = Op("lookup", (walk.lower(x), steps))
        before = call(">", walk.lower(x), number(points.x[-1]))
    return Op("if", (before, number(0), inside))


def _invert(walk: Walk, table: Node, value: Node) -> Expression:
    points = walk.points(table)
    up = all(a < b for a, b in itertools.pairwise(points.y))
    down = all(a > b for a, b in itertools.pairwise(points.y))
    if not up and not down:
        msg = "LOOKUP INVERT needs a lookup that rises or falls all the way"
        raise RefusedError(msg)
    order = slice(None) if up else slice(None, None, -1)
    return Op("lookup", (walk.lower(value), Table(points.y[order], points.x[order])))


TABLE_CALLS: dict[str, tuple[tuple[int, ...], Callable[..., Expression]]] = {
    "lookup_area": ((3,), _area),
    "lookup_slope": ((3,), _slope),
    "lookup_invert": ((2,), _invert),
}
"""Function to the numbers of arguments it takes, and what writes it."""
