"""Values at the first moment of a run, with the constants of the model file.

Needed where the shape of a model depends on a value: how many stages a pipeline has.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from zysim.errors import ModelFileError
from zysim.reading.calls import SMALL, RefusedError
from zysim.reading.expressions import MISSING, TIME, Expression, Number, Op, Ref, Table
from zysim.reading.order import ordered

CLOCKED = ("step", "pulse", "ramp")
"""Operations that read the time although it is not among their arguments."""
CHANGING = "the time"
"""Stands for the time among the names a value comes from."""

_SIMPLE: dict[str, Callable[..., Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "and": lambda a, b: bool(a) and bool(b),
    "or": lambda a, b: bool(a) or bool(b),
    "not": lambda a: not a,
    "neg": lambda a: -a,
    "abs": abs,
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "arctan": math.atan,
    "trunc": math.trunc,
    "max": max,
    "min": min,
    "sum": lambda *parts: sum(parts),
    "zidz": lambda a, b: 0.0 if abs(b) < SMALL else a / b,
    "xidz": lambda a, b, c: c if abs(b) < SMALL else a / b,
}


class FirstMoment:
    """Works out first values; what cannot be worked out is refused with the reason."""

    def __init__(
        self, first: Callable[[str], Expression | None], is_stock: Callable[[str], bool]
    ) -> None:
        self.first = first
        self.is_stock = is_stock

    def value(self, expression: Expression) -> float:
        """Return the value of an expression when the run starts.

        Raises
        ------
        RefusedError
            If it has none: a circle, an unknown name, a division by zero.
        """
        parts = {name: self.first(name) for name in self.reached(expression)}
        known = {name: part for name, part in parts.items() if part is not None}
        try:
            order = ordered({name: _reads(part) for name, part in known.items()}, "first values")
        except ModelFileError as error:
            raise RefusedError(str(error)) from error
        values: dict[str, float] = {}
        for name in order:
            values[name] = _value(known[name], values)
        found = _value(expression, values)
        if not math.isfinite(found):
            msg = "its first value, needed to lay out the model, cannot be worked out"
            raise RefusedError(msg)
        return found

    def reached(self, expression: Expression) -> dict[str, None]:
        """Return every name the first value comes from; ``CHANGING`` if it reads the time."""
        found: dict[str, None] = {}
        waiting: list[Expression] = [expression]
        while waiting:
            part = waiting.pop()
            for name in _reads(part):
                if name in found:
                    continue
                found[name] = None
                first = self.first(name)
                if first is not None:
                    waiting.append(first)
        return found

    def stays(self, expression: Expression) -> bool:
        """Return whether an expression keeps its first value for a whole run."""
        names = self.reached(expression)
        return CHANGING not in names and not any(map(self.is_stock, names))


def _reads(expression: Expression) -> Iterator[str]:
    """Give the names an expression needs, the clock's where it reads the time."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Op):
            waiting += part.arguments
            if part.name in CLOCKED:
                yield from (CHANGING, "initial_time", "time_step")
        elif isinstance(part, Ref) and part.name == TIME:
            yield from (CHANGING, "initial_time")
        elif isinstance(part, Ref):
            yield part.name


def _value(expression: Expression, values: Mapping[str, float]) -> float:
    """Return the value, NaN where there is none."""
    try:
        return _work_out(expression, values)
    except (ArithmeticError, ValueError, KeyError):
        return math.nan


def _work_out(expression: Expression, values: Mapping[str, float]) -> float:
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Ref):
        return values["initial_time" if expression.name == TIME else expression.name]
    if isinstance(expression, Table):
        return math.nan
    name, arguments = expression.name, expression.arguments
    if name == "if":
        return _value(arguments[1 if _value(arguments[0], values) else 2], values)
    if name == "lookup" and isinstance(arguments[1], Table):
        return read_table(arguments[1], _value(arguments[0], values))
    found = [_value(each, values) for each in arguments]
    if name in CLOCKED:
        return _clocked(name, found, values["initial_time"], values["time_step"])
    return float(_SIMPLE[name](*found))


def _clocked(name: str, found: list[float], now: float, dt: float) -> float:
    if name == "step":
        return found[0] if now + dt / 2 > found[1] else 0.0
    if name == "pulse":
        return float(found[0] - SMALL <= now < found[0] + max(found[1], dt) - SMALL)
    slope, start, end = found
    return slope * (min(end, now) - start) if now + SMALL > start else 0.0


def read_table(table: Table, x: float) -> float:
    """Return what a table gives for one number.

    >>> read_table(Table((0.0, 2.0), (1.0, 5.0)), 0.5)
    2.0
    """
    xs, ys = table.x, table.y
    if x != x:  # NaN stays NaN
        return x
    if len(xs) == 1 and table.way != "raw":
        return ys[0]
    ends = table.way not in ("extrapolate", "raw")
    if ends and x >= xs[-1]:
        return ys[-1]
    if ends and x <= xs[0]:
        return ys[0]
    if table.way == "raw":
        return ys[bisect_right(xs, x) - 1] if x in xs else MISSING
    at = min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
    if table.way == "backward" or (table.way == "forward" and x == xs[at]):
        return ys[at]
    if table.way == "forward":
        return ys[at + 1]
    if xs[at + 1] == xs[at]:  # a step at the very end, read beyond it
        return ys[at + 1]
    return (ys[at + 1] - ys[at]) / (xs[at + 1] - xs[at]) * (x - xs[at]) + ys[at]
