"""Expressions of a model after arrays are written out: numbers, names, operations.

Everything that works on equations (ordering, unit check, emitters) walks these three records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

TIME = "time"
"""The one name that is neither a constant nor a variable: the current time, in years."""

INFIX = ("+", "-", "*", "/", "^", "<", "<=", ">", ">=", "=", "<>", "and", "or")
"""Operations of two arguments, written between them."""
FUNCTIONS = {
    "neg": 1,
    "not": 1,
    "abs": 1,
    "exp": 1,
    "ln": 1,
    "sqrt": 1,
    "max": 2,
    "min": 2,
    "if": 3,
    "step": 2,
    "ramp": 3,
    "pulse": 2,
    "zidz": 2,
    "xidz": 3,
}
"""Operations by name, with their number of arguments; ``sum`` takes any number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A literal of the model file."""

    value: float


@dataclass(frozen=True, slots=True)
class Ref:
    """The value of a scalar, or ``time``."""

    name: str


@dataclass(frozen=True, slots=True)
class Op:
    """An operation of ``INFIX``, ``FUNCTIONS``, or ``sum`` on its arguments."""

    name: str
    arguments: tuple[Expression, ...]


Expression = Number | Ref | Op


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


def to_plain(expression: Expression) -> object:
    """Turn an expression into numbers, texts and lists, for a JSON file.

    >>> to_plain(Op("exp", (Ref("a"),)))
    ['exp', 'a']
    """
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Ref):
        return expression.name
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
    if isinstance(plain, int | float):
        return Number(float(plain))
    msg = f"not an expression: {plain!r}"
    raise TypeError(msg)
