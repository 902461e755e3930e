"""Where everything of a diagram stands: stocks with their flows first, then the rest by depth.

A variable is drawn with its own constants and with shadows of causes that are far away beside
it, so arrows stay short.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from zysim.reading.view_blocks import ARM, Block, Card, Cluster, Drawing, Place
from zysim.reading.view_parts import View
from zysim.reading.view_records import Records

NEAR = 480
"""Longest arrow inside a diagram; a cause farther away is shown as a shadow."""
SHAPE = 1.6
"""Width of a diagram to its height, about."""
LEAST_HEIGHT = 600
"""A column is filled to this height before the next begins."""


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
    same_column = across < 2 * ARM
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
