"""Where everything of a diagram stands: stocks with their flows first, then the rest by depth.

A variable is drawn with its own constants and with shadows of causes that are far away beside
it, so arrows stay short. All numbers are pixels of Vensim's sketch.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from zysim.reading.view_parts import Pipe, View
from zysim.reading.view_records import Records

WRAP = 22
"""Characters of a name on one line."""
NEAR = 480
"""Longest arrow inside a diagram; a cause farther away is shown as a shadow."""
SHAPE = 1.6
"""Width of a diagram to its height, about."""
LEAST_HEIGHT = 600
"""A column is filled to this height before the next begins."""
_ARM = 180
"""From a variable to the column of its causes."""
_REACH = 320
"""From a stock to the valves beside it."""
_EDGE = 90
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
        level = max(drawing.causes(self.key, x + _EDGE, y, listed[:middle]), y + 6) + half
        drawing.word(self.key, x + _EDGE + _ARM, level)
        end = drawing.causes(self.key, x + _EDGE, level + 8, listed[middle:])
        return 2 * _EDGE + _ARM, max(end, level + half + 6) - y + 22


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
        first = x + _EDGE + (_REACH + _ARM if has_in else 0)
        above = [self._height_above(drawing, stock) for stock in self.stocks]
        level = y + max(above) + 34
        for at, stock in enumerate(self.stocks):
            middle = first + 2 * _REACH * at
            aside = 0 if len(drawing.beside(stock)) < 2 else _EDGE + 20
            drawing.word(stock, middle, level, "stock")
            drawing.causes(stock, middle - aside, level - 28 - above[at])
        ends = [level + 40]
        for gap in range(len(self.stocks) + 1):
            row = level
            for flow in self._flows_in(gap):
                row = self._flow(drawing, flow, first + (2 * gap - 1) * _REACH, row)
            ends.append(row)
        several_rows = any(len(self._flows_in(gap)) > 1 for gap in range(len(self.stocks) + 1))
        row = max(ends) if several_rows else level + 60
        for at, stock in enumerate(self.stocks):
            ends.append(self._loops(drawing, stock, first + 2 * _REACH * at, row))
        last = first + 2 * _REACH * (len(self.stocks) - 1)
        has_out = bool(self._flows_in(len(self.stocks)))
        return last + _EDGE + (_REACH + _ARM if has_out else 0) - x, max(ends) - y + 24

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
                side = x + (_ARM - 20 if is_target else 20 - _ARM)
                cloud = drawing.records.cloud(side, y)
                drawing.records.pipe(valve, cloud, ((x + side) / 2, y), is_target=is_target)
                continue
            stock_x, stock_y = drawing.places[end]
            corner = (stock_x + (-15 if is_target else 15), y)
            if y == stock_y:
                corner = ((x + stock_x) / 2, y)
            drawing.records.pipe(valve, end, corner, is_target=is_target)
        end_of_list = drawing.causes(flow, x + outward * _ARM, y + 14)
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
            end = drawing.causes(flow, x + 120 + _ARM, y + half[1] + 4)
            y, aside = max(end, y + half[1]) + 26, aside + 9
        return y


Block = Card | Cluster


def draw_view(view: View, names: Mapping[str, str]) -> Records:
    """Lay out one diagram.

    Parameters
    ----------
    view
        What it shows.
    names
        Identifier to the name in the model file.

    Returns
    -------
    Records
        Words, boxes, valves, clouds, arrows and pipes with their places.
    """
    home: dict[str, str] = {}
    for key, node in view.nodes.items():
        for cause in node.causes:
            if cause in view.nodes and view.nodes[cause].kind == "constant":
                home.setdefault(cause, key)
    pairs = {(c, key) for key, node in view.nodes.items() for c in node.causes if c in view.nodes}
    near = frozenset(pair for pair in pairs if home.get(pair[0]) != pair[1])
    blocks = _blocks(view, home)
    rank = {key: at for at, block in enumerate(blocks) for key in block.members}
    rank |= {constant: rank[key] for constant, key in home.items()}
    while True:  # each round turns the arrows that are too long into shadows
        drawing = Drawing(view, names, home, near, Records(), {})
        _draw(blocks, drawing)
        kept = frozenset(pair for pair in near if _is_near(*pair, drawing.places, rank))
        if kept == near:
            break
        near = kept
    for cause, key in sorted(near):
        drawing.records.arrow(cause, key)
    return drawing.records


def _draw(blocks: Sequence[Block], drawing: Drawing) -> None:
    """Fill columns from left to right; stocks and the rest do not share a column."""
    scratch = replace(drawing, records=Records(), places={})
    area = math.fsum(math.prod(block.draw(scratch, 0, 0)) for block in blocks)
    tall = max(LEAST_HEIGHT, math.sqrt(area / SHAPE))
    x, y, width = 60.0, 60.0, 0.0
    before: Block | None = None
    for block in blocks:
        if before is not None and (y > tall or type(before) is not type(block)):
            x, y, width = x + width + 50, 60.0, 0.0
        taken = block.draw(drawing, x, y)
        y, width, before = y + taken[1], max(width, taken[0]), block


def _is_near(cause: str, key: str, places: Mapping[str, Place], rank: Mapping[str, int]) -> bool:
    """Tell whether an arrow is short and does not run down a column through other words."""
    one, two = places[cause], places[key]
    across, down = abs(one[0] - two[0]), abs(one[1] - two[1])
    same_column = across < 2 * _ARM
    return math.hypot(across, down) < NEAR and (
        not same_column or abs(rank[cause] - rank[key]) <= 1
    )


def _blocks(view: View, home: Mapping[str, str]) -> list[Block]:
    """Put stocks first, then each variable behind its causes, lone constants last.

    A variable follows one of its causes directly where that is possible.
    """
    clusters = _clusters(view)
    inside = {key for cluster in clusters for key in cluster.members}
    lone = [k for k, node in view.nodes.items() if node.kind == "constant" and k not in home]
    waiting = dict.fromkeys(
        k for k, node in view.nodes.items() if node.kind != "constant" and k not in inside
    )
    placed: list[str] = []
    while waiting:
        ready = [k for k in waiting if not any(c in waiting for c in view.nodes[k].causes)]
        ready = ready or list(waiting)  # arrays may need each other element by element
        after_last = (k for k in ready if placed and placed[-1] in view.nodes[k].causes)
        placed.append(next(after_last, ready[0]))
        del waiting[placed[-1]]
    return [*clusters, *map(Card, placed + lone)]


def _clusters(view: View) -> list[Cluster]:
    """Group stocks joined by flows; a row runs with the flow."""
    stocks = [key for key, node in view.nodes.items() if node.kind == "stock"]
    joined = [p for p in view.pipes.values() if p.source and p.target and p.source != p.target]
    follows = {pipe.source: pipe.target for pipe in joined}
    after = set(follows.values())
    rows: list[list[str]] = []
    seen: set[str] = set()
    for start in [s for s in stocks if s not in after] + stocks:
        row: list[str] = []
        each: str | None = start
        while each is not None and each not in seen:
            row.append(each)
            seen.add(each)
            each = follows.get(each)
        if row:
            rows.append(row)
    rows.sort(key=len, reverse=True)
    return [
        Cluster(tuple(row), {f: p for f, p in view.pipes.items() if (p.source or p.target) in row})
        for row in rows
    ]
