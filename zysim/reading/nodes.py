"""What an equation says, as a tree, before arrays are written out."""

from __future__ import annotations

from dataclasses import dataclass

from zysim.reading.expressions import Table


@dataclass(frozen=True, slots=True)
class Literal:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text in single quotes, such as the name of a file."""

    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its subscripts, as written; a marked subscript ends with ``!``."""

    name: str
    subscripts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function, macro or lookup with its arguments."""

    function: Name
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """``-`` or ``not`` before a term."""

    operator: str
    argument: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms joined from left to right by operators of one rank; powers from right to left."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A table written among the arguments of a call."""

    table: Table


@dataclass(frozen=True, slots=True)
class Numbers:
    """A list of numbers, one for each element, row after row."""

    rows: tuple[tuple[float, ...], ...]


Node = Literal | Text | Name | Call | Sign | Chain | Points | Numbers
