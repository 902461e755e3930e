"""How a variable is drawn with what stands beside it: a card for a word, a cluster for stocks.

All numbers are pixels of Vensim's sketch.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zysim.reading.view_parts import Pipe, View
from zysim.reading.view_records import Records

WRAP = 22
"""Characters of a name on one line."""
ARM = 180
"""From a variable to the column of its causes."""
REACH = 320
"""From a stock to the valves beside it."""
EDGE = 90
"""Half the width of a word and a little air."""

Place = tuple[float, float]


def word_size(name: str) -> tuple[int, int]:
    """Return half the width and half the height of a name, wrapped as Vensim wraps it.

    >>> word_size("births"), word_size("change in perceived energy cost share")
    ((25, 11), (69, 20))
    """
    lines = textwrap.wrap(name, WRAP) or [""]
    return max(25, round(max(map(len, lines)) * 3.5) + 3), 9 * len(lines) + 2


@dataclass(slots=True)
class Drawing:
    """What all blocks of one diagram share while it is laid out or drawn."""

    view: View
    names: Mapping[str, str]
    home: Mapping[str, str]
    """Constant to the variable it stands beside."""
    near: frozenset[tuple[str, str]]
    """Cause and effect joined by an arrow; other causes get a shadow."""
    records: Records
    places: dict[str, Place]

    def beside(self, key: str) -> list[tuple[str, bool]]:
        """Return the causes that stand beside a variable, and whether each is a shadow."""
        causes = self.view.nodes[key].causes
        own = [(cause, False) for cause in causes if self.home.get(cause) == key]
        kept = {cause for cause, _ in own}
        return own + [(c, True) for c in causes if c not in kept and (c, key) not in self.near]

    def word(self, key: str, x: float, y: float, shape: str = "word") -> int:
        """Draw a variable of this view."""
        name = self.view.nodes[key].name
        self.places[key] = (x, y)
        return self.records.word(key, name, x, y, word_size(name), shape)

    def causes(
        self, key: str, x: float, y: float, listed: Iterable[tuple[str, bool]] | None = None
    ) -> float:
        """Draw what stands beside a variable as a list from ``y`` down; return where it ends."""
        for cause, shadow in self.beside(key) if listed is None else listed:
            name = self.names[cause]
            half = word_size(f"<{name}>" if shadow else name)
            y += half[1] + 6
            number = self.records.shadow(name, x, y, half) if shadow else self.word(cause, x, y)
            self.records.arrow(number, key)
            y += half[1] + 6
        return y


@dataclass(frozen=True, slots=True)
class Card:
    """One variable that is neither stock nor flow."""

    key: str

    @property
    def members(self) -> tuple[str, ...]:
        """Variables drawn here, constants left out."""
        return (self.key,)

    def draw(self, drawing: Drawing, x: float, y: float) -> tuple[float, float]:
        """Draw with the upper left corner at a place; return the width and height taken."""
        half = word_size(drawing.view.nodes[self.key].name)[1]
        listed = drawing.beside(self.key)
        middle = len(listed) // 2
        level = max(drawing.causes(self.key, x + EDGE, y, listed[:middle]), y + 6) + half
        drawing.word(self.key, x + EDGE + ARM, level)
        end = drawing.causes(self.key, x + EDGE, level + 8, listed[middle:])
        return 2 * EDGE + ARM, max(end, level + half + 6) - y + 22


@dataclass(frozen=True, slots=True)
class Cluster:
    """Stocks in a row, joined by flows, with the flows from and to outside."""

    stocks: tuple[str, ...]
    pipes: Mapping[str, Pipe]

    @property
    def members(self) -> tuple[str, ...]:
        """Variables drawn here, constants left out."""
        return (*self.stocks, *self.pipes)

    def draw(self, drawing: Drawing, x: float, y: float) -> tuple[float, float]:
        """Draw with the upper left corner at a place; return the width and height taken."""
        has_in = any(pipe.source is None for pipe in self.pipes.values())
        first = x + EDGE + (REACH + ARM if has_in else 0)
        above = [self._height_above(drawing, stock) for stock in self.stocks]
        level = y + max(above) + 34
        for at, stock in enumerate(self.stocks):
            middle = first + 2 * REACH * at
            aside = 0 if len(drawing.beside(stock)) < 2 else EDGE + 20
            drawing.word(stock, middle, level, "stock")
            drawing.causes(stock, middle - aside, level - 28 - above[at])
        ends = [level + 40]
        for gap in range(len(self.stocks) + 1):
            row = level
            for flow in self._flows_in(gap):
                row = self._flow(drawing, flow, first + (2 * gap - 1) * REACH, row)
            ends.append(row)
        several_rows = any(len(self._flows_in(gap)) > 1 for gap in range(len(self.stocks) + 1))
        row = max(ends) if several_rows else level + 60
        for at, stock in enumerate(self.stocks):
            ends.append(self._loops(drawing, stock, first + 2 * REACH * at, row))
        last = first + 2 * REACH * (len(self.stocks) - 1)
        has_out = bool(self._flows_in(len(self.stocks)))
        return last + EDGE + (REACH + ARM if has_out else 0) - x, max(ends) - y + 24

    def _height_above(self, drawing: Drawing, stock: str) -> float:
        shown = (
            word_size(f"<{drawing.names[cause]}>" if shadow else drawing.names[cause])[1]
            for cause, shadow in drawing.beside(stock)
        )
        return sum(2 * half + 12 for half in shown)

    def _flows_in(self, gap: int) -> list[str]:
        """Return the flows between two neighbours, those that join them first."""
        before = self.stocks[gap - 1] if gap > 0 else None
        after = self.stocks[gap] if gap < len(self.stocks) else None
        joining: list[str] = []
        rest: list[str] = []
        for flow, pipe in self.pipes.items():
            if before is not None and pipe.source == before != pipe.target:
                (joining if pipe.target == after else rest).append(flow)
            elif after is not None and pipe.source is None and pipe.target == after:
                rest.append(flow)
        return joining + rest

    def _flow(self, drawing: Drawing, flow: str, x: float, y: float) -> float:
        """Draw a valve with its pipes, name and causes; return where the next may start."""
        pipe = self.pipes[flow]
        outward = -1 if pipe.source is None else 1
        valve = drawing.records.valve(x, y)
        half = word_size(drawing.view.nodes[flow].name)
        drawing.word(flow, x, y + half[1] + 10, "flow")
        for end, is_target in ((pipe.target, True), (pipe.source, False)):
            if end is None:
                side = x + (ARM - 20 if is_target else 20 - ARM)
                cloud = drawing.records.cloud(side, y)
                drawing.records.pipe(valve, cloud, ((x + side) / 2, y), is_target=is_target)
                continue
            stock_x, stock_y = drawing.places[end]
            corner = (stock_x + (-15 if is_target else 15), y)
            if y == stock_y:
                corner = ((x + stock_x) / 2, y)
            drawing.records.pipe(valve, end, corner, is_target=is_target)
        end_of_list = drawing.causes(flow, x + outward * ARM, y + 14)
        return max(end_of_list + 12, y + 2 * half[1] + 18) + 26

    def _loops(self, drawing: Drawing, stock: str, x: float, y: float) -> float:
        """Draw flows between elements of one stock below it, each loop around the one before."""
        aside = 20
        for flow, pipe in self.pipes.items():
            if not pipe.source == pipe.target == stock:
                continue
            valve = drawing.records.valve(x, y)
            drawing.records.pipe(valve, stock, (x - aside, y), is_target=True)
            drawing.records.pipe(valve, stock, (x + aside, y), is_target=False)
            half = word_size(drawing.view.nodes[flow].name)
            drawing.word(flow, x + 50 + half[0], y, "flow")
            end = drawing.causes(flow, x + 120 + ARM, y + half[1] + 4)
            y, aside = max(end, y + half[1]) + 26, aside + 9
        return y


Block = Card | Cluster
