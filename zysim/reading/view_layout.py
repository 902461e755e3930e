"""Where everything of a diagram stands: stocks with their flows first, then columns by depth.

A variable is drawn with its own constants and with shadows of causes that are far away beside
it, so arrows stay short. All numbers are pixels of Vensim's sketch.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from zysim.reading.view_parts import Node, Pipe, View
from zysim.reading.view_records import Records

WRAP = 22
"""Characters of a name on one line."""
NEAR = 480
"""Longest arrow inside a diagram; a cause farther away is shown as a shadow."""
TALLEST = 1500
"""A column of the diagram continues beside itself below this height."""
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
    ((25, 11), (80, 20))
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

    def causes(self, key: str, x: float, y: float) -> float:
        """Draw what stands beside a variable as a list from ``y`` down; return where it ends."""
        for cause, shadow in self.beside(key):
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
        drawing.word(self.key, x + _EDGE + _ARM, y + half + 6)
        end = drawing.causes(self.key, x + _EDGE, y + half + 12)
        return 2 * _EDGE + _ARM, max(end, y + 2 * half + 12) - y + 14


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
            drawing.word(stock, first + 2 * _REACH * at, level, "stock")
            drawing.causes(stock, first + 2 * _REACH * at, level - 28 - above[at])
        ends = [level + 40]
        for gap in range(len(self.stocks) + 1):
            row = level
            for flow in self._flows_in(gap):
                row = self._flow(drawing, flow, first + (2 * gap - 1) * _REACH, row)
            ends.append(row)
        row = max(ends)
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
        joining, rest = [], []
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
        """Draw flows between elements of one stock, below it."""
        for flow, pipe in self.pipes.items():
            if not pipe.source == pipe.target == stock:
                continue
            y += 10
            valve = drawing.records.valve(x, y)
            for aside, is_target in ((-45, True), (45, False)):
                drawing.records.pipe(valve, stock, (x + aside, y), is_target=is_target)
            half = word_size(drawing.view.nodes[flow].name)[1]
            drawing.word(flow, x, y + half + 10, "flow")
            y = max(drawing.causes(flow, x + _ARM, y + 14) + 12, y + 2 * half + 18) + 26
        return y


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
    pairs = [(c, key) for key, node in view.nodes.items() for c in node.causes if c in view.nodes]
    near = frozenset(pairs)
    columns = _columns(view, home)
    drawing = _draw(view, names, home, near, columns)  # with every arrow, to sort the columns
    columns = [_by_causes(column, drawing) for column in columns]
    drawing = _draw(view, names, home, near, columns)  # to find the arrows that are too long
    near = frozenset(p for p in pairs if home.get(p[0]) != p[1] and _distance(*p, drawing) < NEAR)
    drawing = _draw(view, names, home, near, columns)
    for cause, key in pairs:
        if (cause, key) in near:
            drawing.records.arrow(cause, key)
    return drawing.records


def _draw(
    view: View,
    names: Mapping[str, str],
    home: Mapping[str, str],
    near: frozenset[tuple[str, str]],
    columns: Sequence[Sequence[Card | Cluster]],
) -> Drawing:
    drawing = Drawing(view, names, home, near, Records(), {})
    x = 60.0
    for column in columns:
        y, width = 60.0, 0.0
        for block in column:
            if y > TALLEST:
                x, y, width = x + width + 50, 60.0, 0.0
            taken = block.draw(drawing, x, y)
            y, width = y + taken[1], max(width, taken[0])
        x += width + 50
    return drawing


def _distance(cause: str, key: str, drawing: Drawing) -> float:
    one, two = drawing.places[cause], drawing.places[key]
    return hypot(one[0] - two[0], one[1] - two[1])


def _by_causes(column: Iterable[Card | Cluster], drawing: Drawing) -> list[Card | Cluster]:
    """Sort a column so that each block stands at the mean height of what it depends on."""

    def height(block: Card | Cluster) -> float:
        places = [
            drawing.places[cause][1]
            for key in block.members
            for cause in drawing.view.nodes[key].causes
            if cause in drawing.view.nodes and drawing.home.get(cause) != key
        ]
        return sum(places) / len(places) if places else drawing.places[block.members[0]][1]

    return sorted(column, key=height)


def _columns(view: View, home: Mapping[str, str]) -> list[list[Card | Cluster]]:
    """Put stocks first, then each variable one column right of the last cause it has here."""
    clusters = _clusters(view)
    inside = {key for cluster in clusters for key in cluster.members}
    depths: dict[str, int] = dict.fromkeys(inside, 0)
    cards = [
        key
        for key, node in view.nodes.items()
        if key not in inside and not (node.kind == "constant" and key in home)
    ]
    for key in cards:
        _depth(key, view.nodes, depths)
    loose = max((depths[key] for key in cards), default=0) + 1
    columns: dict[int, list[Card | Cluster]] = {0: [*clusters]}
    for key in cards:
        at = loose if view.nodes[key].kind == "constant" else depths[key]
        columns.setdefault(at, []).append(Card(key))
    return [columns[at] for at in sorted(columns)]


def _depth(key: str, nodes: Mapping[str, Node], depths: dict[str, int]) -> int:
    """Return the longest way from a stock or a first variable; circles are cut where met."""
    if key not in depths:
        depths[key] = 0  # stands while its causes are visited
        causes = [c for c in nodes[key].causes if c in nodes and nodes[c].kind != "constant"]
        depths[key] = max((1 + _depth(each, nodes, depths) for each in causes), default=0)
    return depths[key]


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
    return [
        Cluster(tuple(row), {f: p for f, p in view.pipes.items() if (p.source or p.target) in row})
        for row in rows
    ]
