"""The lines of a Vensim sketch: words, boxes, valves, clouds, arrows and pipes.

Written as in the sketch format of Vensim's reference manual (version 300): each line starts
with its kind (1 arrow, 10 variable, 11 valve, 12 cloud) and the number of the object.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SHAPES = {"word": 8, "stock": 3, "flow": 40}
"""Bits of the shape: 8 no border, 3 box, 32 hangs on the valve before it."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a place: ``word``, ``stock``, ``flow``, ``shadow``, ``valve``, ``cloud``."""

    kind: str
    name: str
    x: int
    y: int
    half_width: int
    half_height: int


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow or a pipe, from one object to another by number, bent at a corner."""

    kind: str
    """``arrow``, ``pipe to`` (the end of a flow) or ``pipe from`` (its start)."""
    start: int
    end: int
    corner: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Records:
    """Objects of one diagram; numbers start at 1, lines are numbered behind all objects."""

    things: list[Thing] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    """Identifier of each variable to the number of its word."""
    links: list[tuple[str, int | str, int | str, tuple[int, int]]] = field(default_factory=list)

    def word(
        self, key: str, name: str, x: float, y: float, half: tuple[int, int], shape: str
    ) -> int:
        """Add a variable of this diagram: a word, a stock (``x, y`` its middle) or a flow."""
        if shape == "stock":
            half = max(half[0] + 8, 40), max(half[1] + 4, 20)
        self.numbers[key] = self._add(shape, name, x, y, half)
        return self.numbers[key]

    def shadow(self, name: str, x: float, y: float, half: tuple[int, int]) -> int:
        """Add a copy of a variable that stands elsewhere."""
        return self._add("shadow", name, x, y, half)

    def valve(self, x: float, y: float) -> int:
        """Add a valve; the name of its flow must be the next word."""
        return self._add("valve", "", x, y, (6, 8))

    def cloud(self, x: float, y: float) -> int:
        """Add a source or sink outside the model."""
        return self._add("cloud", "", x, y, (10, 8))

    def arrow(self, start: int | str, end: int | str) -> None:
        """Add an arrow between numbers or identifiers."""
        self.links.append(("arrow", start, end, (0, 0)))

    def pipe(
        self, valve: int, end: int | str, corner: tuple[float, float], *, is_target: bool
    ) -> None:
        """Add the half of a flow that joins its valve to a stock or cloud."""
        kind = "pipe to" if is_target else "pipe from"
        self.links.append((kind, valve, end, (round(corner[0]), round(corner[1]))))

    @property
    def lines(self) -> list[Line]:
        """Arrows and pipes, their ends as numbers."""
        return [
            Line(kind, self._number(start), self._number(end), corner)
            for kind, start, end, corner in self.links
        ]

    def text(self) -> str:
        """Return the diagram as lines of a model file."""
        rows = [_thing_row(at, thing) for at, thing in enumerate(self.things, 1)]
        rows += [_line_row(at, line) for at, line in enumerate(self.lines, len(rows) + 1)]
        return "".join(f"{row}\n" for row in rows)

    def _number(self, end: int | str) -> int:
        return self.numbers[end] if isinstance(end, str) else end

    def _add(self, kind: str, name: str, x: float, y: float, half: tuple[int, int]) -> int:
        self.things.append(Thing(kind, name, round(x), round(y), *half))
        return len(self.things)


def _thing_row(number: int, thing: Thing) -> str:
    place = f"{thing.x},{thing.y},{thing.half_width},{thing.half_height}"
    if thing.kind == "valve":
        return f"11,{number},0,{place},34,3,0,0,1,0,0,0"
    if thing.kind == "cloud":
        return f"12,{number},48,{place},0,3,0,0,-1,0,0,0"
    if thing.kind == "shadow":
        look = "128-128-128,0-0-0,|12||128-128-128"
        return f"10,{number},{thing.name},{place},8,2,0,3,-1,0,0,0,{look}"
    word = -1 if thing.kind == "flow" else 0
    return f"10,{number},{thing.name},{place},{SHAPES[thing.kind]},3,0,0,{word},0,0,0"


def _line_row(number: int, line: Line) -> str:
    corner = f"1|({line.corner[0]},{line.corner[1]})|"
    if line.kind == "arrow":
        return f"1,{number},{line.start},{line.end},0,0,0,0,0,128,0,-1--1--1,,{corner}"
    shape = 4 if line.kind == "pipe to" else 100
    return f"1,{number},{line.start},{line.end},{shape},0,0,22,0,0,0,-1--1--1,,{corner}"
