"""Functions that ask a data variable for its values at other times."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from zysim.reading.calls import RefusedError, add, number
from zysim.reading.expressions import TIME, Expression, Number, Op, Ref, Table, Way
from zysim.reading.lexer import identifier
from zysim.reading.nodes import Name, Node

if TYPE_CHECKING:
    from zysim.reading.lower import Walk

MODES: dict[float, Way] = {1.0: "forward", 0.0: "interpolate", -1.0: "backward"}


def _points(walk: Walk, node: Node) -> Table:
    if not isinstance(node, Name):
        msg = "the first argument must be a data variable"
        raise RefusedError(msg)
    scalar = walk.element(identifier(node.name), node.subscripts or ())
    if scalar not in walk.model.found.data:
        msg = f"{scalar} is not a data variable"
        raise RefusedError(msg)
    return walk.model.found.data[scalar]


def _at_time(walk: Walk, data: Node, time: Node) -> Expression:
    return Op("lookup", (walk.lower(time), _points(walk, data)))


def _between(walk: Walk, data: Node, time: Node, mode: Node) -> Expression:
    how = walk.settled(mode, f"how data are read in {walk.scalar}")
    if not isinstance(how, Number) or how.value not in MODES:
        msg = "GET DATA BETWEEN TIMES: the last argument must be 1, 0 or -1"
        raise RefusedError(msg)
    table = _points(walk, data)
    return Op("lookup", (walk.lower(time), Table(table.x, table.y, MODES[how.value])))


def _time_shift(walk: Walk, data: Node, shift: Node) -> Expression:
    """TIME SHIFT: a series read so much ahead."""
    ahead = walk.settled(shift, f"how far TIME SHIFT in {walk.scalar} goes")
    if not isinstance(ahead, Number):
        msg = "TIME SHIFT: the shift must be a number"
        raise RefusedError(msg)
    return Op("lookup", (add(Ref(TIME), ahead), _points(walk, data)))


def _of_points(work_out: Callable[[Table], float]) -> Callable[..., Expression]:
    return lambda walk, data: number(work_out(_points(walk, data)))


DATA_CALLS: dict[str, tuple[tuple[int, ...], Callable[..., Expression]]] = {
    "get_data_at_time": ((2,), _at_time),
    "get_data_between_times": ((3,), _between),
    "time_shift": ((2,), _time_shift),
    "get_data_first_time": ((1,), _of_points(lambda table: table.x[0])),
    "get_data_last_time": ((1,), _of_points(lambda table: table.x[-1])),
    "get_data_total_points": ((1,), _of_points(lambda table: len(table.x))),
}
"""Function to the numbers of arguments it takes, and what writes it."""
