"""How an expression is written for one run in plain Python, and for a batch in NumPy.

Both dialects do the same operations in the same order with the same functions, so that their
results agree bit for bit: exponentials, logarithms and powers go through NumPy in both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.kernel.noise import draw_many, draw_one
from zysim.kernel.tables import table_for_batch, table_for_one
from zysim.reading.expressions import HELD, INFIX, TIME, Expression, Number, Ref, Table, names_in

Value = FloatArray | float

CLOCKS = {TIME: "T", HELD: "H"}
SMALL = 1e-6
"""ZIDZ and XIDZ take a divisor below this size as zero, as PySD does."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """Templates of operations; ``{0}``, ``{1}``, … are the written arguments."""

    name: str
    templates: dict[str, str]
    functions: dict[str, object]
    """What the written text may call."""

    def write(self, expression: Expression, names: Mapping[str | Table, str]) -> str:
        """Write an expression; ``names`` gives the written form of what it reads."""
        if isinstance(expression, Number):
            return repr(expression.value)
        if isinstance(expression, Ref):
            return CLOCKS.get(expression.name) or names[expression.name]
        if isinstance(expression, Table):
            return names[expression]
        parts = [self.write(argument, names) for argument in expression.arguments]
        if expression.name == "sum":
            return "(" + " + ".join(parts) + ")"
        if expression.name in self.templates:
            return self.templates[expression.name].format(*parts)
        if expression.name == "/" and "divide" in self.functions and not any(names_in(expression)):
            return f"divide({parts[0]}, {parts[1]})"  # plain numbers, where 1/0 would stop the run
        if expression.name in INFIX:
            return f"({parts[0]} {expression.name} {parts[1]})"
        msg = f"no way to write {expression.name!r} in {self.name}"
        raise KeyError(msg)


def _larger(a: float, b: float) -> float:
    return a if a > b or a != a else b  # NaN passes through, as in NumPy


def _smaller(a: float, b: float) -> float:
    return a if a < b or a != a else b  # NaN passes through, as in NumPy


def _exp(x: float) -> float:
    return float(np.exp(x))


def _ln(x: float) -> float:
    return float(np.log(x))


SHORTCUTS: dict[float, Callable[[Any], Any]] = {
    2.0: lambda a: a * a,
    0.5: np.sqrt,
    -1.0: lambda a: 1.0 / a,
}
"""Powers that NumPy takes by a shorter way, but only where the exponent is a single number. Their
last bit differs, so we take the short way for these exponents wherever they stand."""


def _power(a: float, b: float) -> float:
    short = SHORTCUTS.get(b)
    return float(np.power(a, b) if short is None else short(a))


def _powers(a: Value, b: Value) -> Value:
    result: Value
    if np.ndim(b) == 0:
        short = SHORTCUTS.get(float(b))
        result = np.power(a, b) if short is None else short(a)
        return result
    result = np.power(a, b)
    for exponent, each in SHORTCUTS.items():
        chosen = b == exponent
        if np.any(chosen):
            result = np.where(chosen, each(a), result)
    return result


def _sqrt(x: float) -> float:
    return float(np.sqrt(x))


def _sin(x: float) -> float:
    return float(np.sin(x))


def _cos(x: float) -> float:
    return float(np.cos(x))


def _arctan(x: float) -> float:
    return float(np.arctan(x))


def _trunc(x: float) -> float:
    return float(np.trunc(x))


def _divide_or(a: Value, b: Value, otherwise: Value) -> Value:
    small = np.abs(b) < SMALL
    result: Value = np.where(small, otherwise, a / np.where(small, 1.0, b))
    return result


SCALAR = Dialect(
    "Python",
    {
        "=": "({0} == {1})",
        "<>": "({0} != {1})",
        "^": "power({0}, {1})",
        "neg": "(-{0})",
        "not": "(not {0})",
        "abs": "abs({0})",
        "exp": "exp({0})",
        "ln": "ln({0})",
        "sqrt": "sqrt({0})",
        "sin": "sin({0})",
        "cos": "cos({0})",
        "arctan": "arctan({0})",
        "trunc": "trunc({0})",
        "lookup": "{1}({0})",
        "random": "random({0}, {1}, {2}, {3})",
        "max": "larger({0}, {1})",
        "min": "smaller({0}, {1})",
        "if": "({1} if {0} else {2})",
        "step": "({0} if T + dt / 2 > {1} else 0.0)",
        "pulse": "(1.0 if {0} - 1e-06 <= T < {0} + larger({1}, dt) - 1e-06 else 0.0)",
        "ramp": "({0} * (smaller({2}, T) - {1}) if T + 1e-06 > {1} else 0.0)",
        "zidz": "(0.0 if abs({1}) < 1e-06 else {0} / {1})",
        "xidz": "({2} if abs({1}) < 1e-06 else {0} / {1})",
    },
    {
        "larger": _larger,
        "smaller": _smaller,
        "exp": _exp,
        "ln": _ln,
        "power": _power,
        "sqrt": _sqrt,
        "sin": _sin,
        "cos": _cos,
        "arctan": _arctan,
        "trunc": _trunc,
        "table": table_for_one,
        "random": draw_one,
        "abs": abs,
    },
)


def _quotient(a: float, b: float) -> float:
    """Divide as a processor does: by zero it gives infinity or NaN, and no exception."""
    try:
        return a / b
    except ZeroDivisionError:
        return float(np.divide(a, b))


FORGIVING = Dialect(
    "forgiving Python",
    {**SCALAR.templates, "/": "quotient({0}, {1})"},
    {**SCALAR.functions, "quotient": _quotient},
)
"""Plain Python for runs in which something is divided by zero; slower, and equal to the bit."""

BATCH = Dialect(
    "NumPy",
    {
        "=": "({0} == {1})",
        "<>": "({0} != {1})",
        "^": "power({0}, {1})",
        "and": "logical_and({0}, {1})",
        "or": "logical_or({0}, {1})",
        "neg": "(-{0})",
        "not": "logical_not({0})",
        "abs": "absolute({0})",
        "exp": "exp({0})",
        "ln": "ln({0})",
        "sqrt": "sqrt({0})",
        "sin": "sin({0})",
        "cos": "cos({0})",
        "arctan": "arctan({0})",
        "trunc": "trunc({0})",
        "lookup": "{1}({0})",
        "random": "random({0}, {1}, {2}, {3})",
        "max": "larger({0}, {1})",
        "min": "smaller({0}, {1})",
        "if": "choose({0}, {1}, {2})",
        "step": "choose(T + dt / 2 > {1}, {0}, 0.0)",
        "pulse": (
            "choose(logical_and({0} - 1e-06 <= T, T < {0} + larger({1}, dt) - 1e-06), 1.0, 0.0)"
        ),
        "ramp": "choose(T + 1e-06 > {1}, {0} * (smaller({2}, T) - {1}), 0.0)",
        "zidz": "divide_or({0}, {1}, 0.0)",
        "xidz": "divide_or({0}, {1}, {2})",
    },
    {
        "larger": np.maximum,
        "smaller": np.minimum,
        "exp": np.exp,
        "ln": np.log,
        "power": _powers,
        "sqrt": np.sqrt,
        "sin": np.sin,
        "cos": np.cos,
        "arctan": np.arctan,
        "trunc": np.trunc,
        "table": table_for_batch,
        "random": draw_many,
        "absolute": np.absolute,
        "choose": np.where,
        "logical_and": np.logical_and,
        "logical_or": np.logical_or,
        "logical_not": np.logical_not,
        "divide": np.divide,
        "divide_or": _divide_or,
    },
)
