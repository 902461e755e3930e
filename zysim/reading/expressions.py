"""Expressions of a model after arrays are written out: numbers, names, operations, tables.

Everything that works on equations (ordering, unit check, emitters) walks these four records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

TIME = "time"
"""The one name that is neither a constant nor a variable: the current time, in years."""
HELD = "time of the step"
"""The moment a step starts at, for methods that look into a step; no scalar id holds a space."""

INFIX = ("+", "-", "*", "/", "^", "<", "<=", ">", ">=", "=", "<>", "and", "or")
"""Operations of two arguments, written between them."""
FUNCTIONS = {
    "neg": 1,
    "not": 1,
    "abs": 1,
    "exp": 1,
    "ln": 1,
    "sqrt": 1,
    "sin": 1,
    "cos": 1,
    "arctan": 1,
    "trunc": 1,
    "max": 2,
    "min": 2,
    "if": 3,
    "step": 2,
    "ramp": 3,
    "pulse": 2,
    "zidz": 2,
    "xidz": 3,
    "lookup": 2,
    "random": 4,
}
"""Operations by name, with their number of arguments; ``sum`` takes any number.

``trunc`` cuts the fraction off; ``lookup`` reads a :class:`Table`, its second argument."""

RUN = "run number"
"""The constant that counts the runs of a batch, for random draws; no scalar id holds a space."""
MISSING = -(2.0**109)
"""What Vensim takes for a value that is missing."""
Way = Literal["interpolate", "extrapolate", "forward", "backward", "raw"]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal of the model file."""

    value: float


@dataclass(frozen=True, slots=True, repr=False)
class Ref:
    """The value of a scalar, or ``time``."""

    name: str

    def __repr__(self) -> str:
        """Say what it is; written out, since every start hashes a model's expressions."""
        return f"Ref(name={self.name!r})"


@dataclass(frozen=True, slots=True, repr=False)
class Op:
    """An operation of ``INFIX``, ``FUNCTIONS``, or ``sum`` on its arguments."""

    name: str
    arguments: tuple[Expression, ...]

    def __repr__(self) -> str:
        """Say what it is; written out, since every start hashes a model's expressions."""
        return f"Op(name={self.name!r}, arguments={self.arguments!r})"


@dataclass(frozen=True, slots=True)
class Table:
    """Points of a lookup table, the second argument of ``lookup``; x rises strictly."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    way: Way = "interpolate"
    """Between points a straight line, or the next or previous point; outside them the end's
    value, or with ``extrapolate`` the line of the last two points. ``raw`` data are
    missing between their points."""
    name: str = ""
    """Scalar id of the lookup, or of the variable whose equation holds it."""


Expression = Number | Ref | Op | Table


def names_in(expression: Expression) -> Iterator[str]:
    """Give every name an expression reads, repeats included.

    >>> list(names_in(Op("*", (Ref("a"), Op("+", (Ref("b"), Number(1.0)))))))
    ['a', 'b']
    """
    if isinstance(expression, Ref):
        yield expression.name
    elif isinstance(expression, Op):
        for argument in expression.arguments:
            yield from names_in(argument)


def tables_in(expression: Expression) -> Iterator[Table]:
    """Give every table an expression reads, repeats included."""
    if isinstance(expression, Table):
        yield expression
    elif isinstance(expression, Op):
        for argument in expression.arguments:
            yield from tables_in(argument)


def to_plain(expression: Expression) -> object:
    """Turn an expression into numbers, texts and lists, for a JSON file.

    >>> to_plain(Op("exp", (Ref("a"),)))
    ['exp', 'a']
    """
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Ref):
        return expression.name
    if isinstance(expression, Table):
        return {
            "x": expression.x,
            "y": expression.y,
            "way": expression.way,
            "name": expression.name,
        }
    return [expression.name, *map(to_plain, expression.arguments)]


def from_plain(plain: object) -> Expression:
    """Undo :func:`to_plain`.

    >>> from_plain(["exp", "a"])
    Op(name='exp', arguments=(Ref(name='a'),))
    """
    if isinstance(plain, str):
        return Ref(plain)
    if isinstance(plain, list):
        name, *arguments = plain
        return Op(name, tuple(map(from_plain, arguments)))
    if isinstance(plain, dict):
        return Table(tuple(plain["x"]), tuple(plain["y"]), plain["way"], plain["name"])
    if isinstance(plain, int | float):
        return Number(float(plain))
    msg = f"not an expression: {plain!r}"
    raise TypeError(msg)
