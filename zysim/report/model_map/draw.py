"""Two pictures of a model: its parts with the loops between them, its stocks with their flows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import groupby

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from zysim.columns import fold
from zysim.inputs.charts import read_charts
from zysim.plots.style import INK, OKABE_ITO, PRINTED, QUIET
from zysim.reading.graph import ModelGraph, Variable
from zysim.report.model_map.structure import StockFlows, loops, part_links, stock_flows
from zysim.runs.project import Project
from zysim.wording import Lang, Pair, english_name, pick

MAP: Pair = (
    "模型的部分与它们之间的反馈：粗线为相互引用的部分（{loops} 对），细线为单向引用",
    "Parts of the model: thick lines join parts that use each other ({loops} pairs), thin arrows "
    "lead one way",
)
STOCKS: Pair = (
    "主要存量与流量：左边的流量使存量增加，右边的使之减少（每部分最多 {most} 个，共 {count} "
    "个存量）",
    "Main stocks and flows: those on the left fill a stock, those on the right drain it (up to "
    "{most} a part; {count} stocks in all)",
)
NO_FLOW: Pair = ("—", "—")
MOST_STOCKS = 1
MOST_FLOWS = 2
COLUMNS = 22
"""Places of a name before it is broken."""
LOOP, LINK = OKABE_ITO["red"], "#B8C4CC"


def part_names(project: Project) -> dict[str, Pair]:
    """Return the name of each part of the model: that of charts.toml, or of the model file."""
    given = read_charts(project.root, project.graph, project.tables.levers).parts
    sectors = dict.fromkeys(each.sector for each in project.graph.variables.values())
    plain = {name: english_name(name) for name in sectors}
    return {name: given.get(name, (plain[name], plain[name])) for name in sectors}


def draw_map(graph: ModelGraph, names: Mapping[str, Pair], lang: Lang) -> Figure:
    """Draw the parts of a model on a circle, with the links between them.

    Returns
    -------
    matplotlib.figure.Figure
        Call it inside :func:`zysim.plots.style.house_style`, and save it there.
    """
    links = part_links(graph)
    both = loops(links)
    parts = [name for name in names if any(name == pair[1] for pair in links)]
    turn = 2 * math.pi / max(1, len(parts))
    place = {
        name: (1.35 * math.sin(at * turn), math.cos(at * turn)) for at, name in enumerate(parts)
    }
    figure, ax = plt.subplots(figsize=(PRINTED, 4.9), layout="constrained")
    for (source, target), count in links.items():
        pair = (min(source, target), max(source, target))
        if pair in both or source not in place:
            continue
        ax.add_patch(_arrow(place[source], place[target], LINK, 0.4 + 0.05 * min(count, 12), "-|>"))
    for pair in both:
        size = links[pair] + links[pair[::-1]]
        ax.add_patch(
            _arrow(place[pair[0]], place[pair[1]], LOOP, 0.8 + 0.15 * min(size, 12), "<|-|>")
        )
    for name in parts:
        across, up = place[name]
        ax.plot([across], [up], "o", color=INK, ms=7, zorder=3)
        ax.annotate(
            fold(pick(names[name], lang), COLUMNS),
            (across * 1.06, up * 1.08),
            ha="left" if across > 0.1 else "right" if across < -0.1 else "center",
            va="center",
            fontsize=8.5,
            fontweight="bold",
        )
    ax.set(xlim=(-2.15, 2.15), ylim=(-1.25, 1.25))
    ax.set_axis_off()
    return figure


def map_caption(graph: ModelGraph, lang: Lang) -> str:
    """Return what the picture of the parts shows."""
    return pick(MAP, lang).format(loops=len(loops(part_links(graph))))


def draw_stocks(
    graph: ModelGraph,
    names: Mapping[str, Pair],
    lang: Lang,
    *,
    part: str | None = None,
    most: int = MOST_STOCKS,
) -> Figure:
    """Draw stocks as boxes with what fills and drains them, part by part.

    Parameters
    ----------
    graph, names, lang
        As for :func:`draw_map`.
    part
        The only part drawn; all if None.
    most
        Stocks of each part, those of most flows first.
    """
    rows = stock_rows(graph, part, most)
    figure, ax = plt.subplots(figsize=(PRINTED, 0.75 + 0.36 * len(rows)), layout="constrained")
    for at, row in enumerate(rows):
        _stock_row(ax, -at, row, lang)
    at = 0
    for name, group in groupby(rows, key=lambda each: each.stock.sector):
        ax.annotate(
            pick(names[name], lang), (-6.3, -at), fontsize=7.5, fontweight="bold", va="center"
        )
        at += len(list(group))
    ax.set(xlim=(-6.4, 4.6), ylim=(-len(rows) + 0.4, 0.7))
    ax.set_axis_off()
    return figure


def stock_rows(graph: ModelGraph, part: str | None, most: int) -> list[StockFlows]:
    """Return the stocks that a picture shows, part by part."""
    found = sorted(stock_flows(graph), key=lambda each: each.stock.sector)
    rows: list[StockFlows] = []
    for name, group in groupby(found, key=lambda each: each.stock.sector):
        if part in (None, name):
            order = sorted(group, key=lambda each: -len(each.fills) - len(each.drains))
            rows += order[:most]
    return rows


def stocks_caption(graph: ModelGraph, lang: Lang) -> str:
    """Return what the picture of the stocks shows."""
    return pick(STOCKS, lang).format(most=MOST_STOCKS, count=len(stock_flows(graph)))


def variable_name(variable: Variable, lang: Lang) -> str:
    """Return the name of a variable as it is read."""
    return (variable.title_zh if lang == "zh" else "") or english_name(variable.name)


def _stock_row(ax: Axes, up: float, row: StockFlows, lang: Lang) -> None:
    box = {"boxstyle": "square,pad=0.35", "facecolor": "#EAF2F8", "edgecolor": INK, "lw": 0.8}
    ax.annotate(
        variable_name(row.stock, lang), (0, up), ha="center", va="center", fontsize=7, bbox=box
    )
    for flows, near, far, way in ((row.fills, -1.3, -1.8, "right"), (row.drains, 1.3, 1.8, "left")):
        if not flows:
            continue
        start, end = ((far, up), (near, up)) if way == "right" else ((near, up), (far, up))
        ax.add_patch(_arrow(start, end, QUIET, 1.2, "-|>", bend=0.0))
        said = [variable_name(each, lang) for each in flows[:MOST_FLOWS]]
        more = len(flows) - MOST_FLOWS
        text = ("、" if lang == "zh" else ", ").join(said) + (f" +{more}" if more > 0 else "")
        shift = -0.06 if way == "right" else 0.06
        ax.annotate(text, (far + shift, up), ha=way, va="center", fontsize=7, color=INK)


def _arrow(
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    width: float,
    style: str,
    *,
    bend: float = 0.12,
) -> FancyArrowPatch:
    return FancyArrowPatch(
        start,
        end,
        arrowstyle=style,
        connectionstyle=f"arc3,rad={bend}",
        color=colour,
        lw=width,
        mutation_scale=7,
        shrinkA=6 if bend else 0,
        shrinkB=6 if bend else 0,
        zorder=2 if colour == LOOP else 1,
    )
