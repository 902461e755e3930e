"""Sankey diagram: where the energy of one year comes from and who uses it."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from zysim.plots.fan import tint
from zysim.plots.labels import LINE, spread
from zysim.plots.sankey_layout import Band, Layout, Node, lay_out
from zysim.plots.sectors import BANDS
from zysim.plots.style import INK
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

UNIT: Pair = ("万吨标准煤/年", "10,000 t coal equivalent per year")
MARKS = ("", "////", "....", "\\\\\\\\", "xxxx", "----", "||||")
"""Hatches, one for each colour, so that bands stay apart when printed in grey."""
NODE = 0.022
"""Breadth of a node; the diagram is 1 broad."""
SIZE = 8.5


def sankey(
    data: pd.DataFrame,
    *,
    source: str = "source",
    target: str = "target",
    y: str = "value",
    unit: Pair = UNIT,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw flows as curved bands between nodes in columns from left to right.

    Bands have the colour and hatch of the node they leave, and each node's name stands beside
    it with the larger of what flows in and out.

    Parameters
    ----------
    data
        One row per flow; rows of the same two nodes are added up, rows of 0 are left out.
    source, target
        Columns of ``data``: names of two nodes in the reader's language.
    y
        Column of ``data``: the flow, above or equal to 0, all in the unit of ``unit``.
    unit
        Written below the diagram.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        ``ax`` without its frame; the height of a band is its flow. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing, the table is empty, a flow is negative, or flows run in a
        circle.
    """
    need_columns("sankey", data, source, target, y)
    flowing = data[data[y] != 0]
    need_columns("sankey", flowing, y)
    sums = flowing.groupby([source, target], sort=False)[y].sum()
    rows = sums.reset_index().to_numpy()
    layout = lay_out([(str(one), str(two), float(size)) for one, two, size in rows])
    ax = plt.gca() if ax is None else ax
    ax.set_axis_off()
    ax.set(xlim=(0, 1), ylim=(-0.05, 1.02))
    sources = list(dict.fromkeys(band.flow[0] for band in layout.bands))
    styles = {
        name: (BANDS[at % len(BANDS)], MARKS[at % len(MARKS)]) for at, name in enumerate(sources)
    }
    for band in sorted(layout.bands, key=lambda band: -band.thick):
        _draw_band(ax, band, layout, styles[band.flow[0]])
    for node in layout.nodes.values():
        corner = (_left(node.column, layout), node.low)
        ax.add_patch(
            Rectangle(corner, NODE, node.high - node.low, fc=INK, lw=0, zorder=3, gid=node.name)
        )
    for column in range(layout.columns):
        _name_nodes(ax, [node for node in layout.nodes.values() if node.column == column], layout)
    ax.text(0.5, -0.045, pick(unit, lang), ha="center", va="center", fontsize=SIZE)
    return ax


def _left(column: int, layout: Layout) -> float:
    """Return the left edge of the nodes of a column."""
    return column * (1 - NODE) / (layout.columns - 1)


def _draw_band(ax: Axes, band: Band, layout: Layout, style: tuple[str, str]) -> None:
    """Draw one band, level at its ends and in each column it passes."""
    colour, hatch = style
    corners: list[tuple[float, float]] = []
    codes: list[Any] = []
    for lift, stops in ((band.thick, band.stops), (0.0, band.stops[::-1])):
        for at, (column, low) in enumerate(stops):
            edge = _left(column, layout)
            sides = (edge, edge + NODE) if lift else (edge + NODE, edge)
            height = low + lift
            if at == 0:
                corners.append((sides[1], height))
                codes.append(Path.LINETO if corners[1:] else Path.MOVETO)
                continue
            begin, before = corners[-1]
            middle = (begin + sides[0]) / 2
            corners += [(middle, before), (middle, height), (sides[0], height)]
            codes += [Path.CURVE4] * 3
            if at < len(stops) - 1:
                corners.append((sides[1], height))
                codes.append(Path.LINETO)
    patch = PathPatch(
        Path([*corners, corners[0]], [*codes, Path.CLOSEPOLY]),
        facecolor=tint(colour, 0.55),
        edgecolor="white",
        hatch=hatch,
        lw=0.25,
        zorder=2,
        gid=f"{band.flow[0]} to {band.flow[1]}",
    )
    ax.add_patch(patch)


def _name_nodes(ax: Axes, nodes: list[Node], layout: Layout) -> None:
    """Write names and values beside the nodes of one column, outside at both ends."""
    pixels = ax.transData.transform((0, 1))[1] - ax.transData.transform((0, 0))[1]
    line = SIZE * LINE * ax.figure.dpi / 72 / pixels
    middles = [(node.low + node.high) / 2 for node in nodes]
    heights = spread(middles, [line * 1.15] * len(nodes), 0.0, 1.0)
    for node, at in zip(nodes, heights, strict=True):
        leftmost = node.column == 0
        edge = _left(node.column, layout) + (0 if leftmost else NODE)
        text = ax.annotate(
            f"{node.name} {node.value:.3g}",
            (edge, at),
            xytext=(-4 if leftmost else 4, 0),
            textcoords="offset points",
            ha="right" if leftmost else "left",
            va="center",
            fontsize=SIZE,
            annotation_clip=False,
            zorder=5,
        )
        text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
