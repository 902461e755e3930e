"""Target board: how likely each target of the plan is met."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from zysim.columns import fold, width
from zysim.plots.rows import NAME_SIZE
from zysim.plots.style import INK, OKABE_ITO, QUIET, SHADE
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, percent_text, pick

KINDS: dict[str, Pair] = {
    "nowcast": ("{history} 年及以前（现状推算）", "Up to {history} (nowcast)"),
    "projection": ("{after} 年以后（预测）", "After {history} (projection)"),
}
FILLS = {"nowcast": (OKABE_ITO["sky"], "////"), "projection": (OKABE_ITO["blue"], "")}
NOT_SCORED: Pair = ("无数据或未建模，不评分", "no data or not modelled: not scored")
AXIS: Pair = ("达到目标的概率", "Chance to meet the target")
HEADS: tuple[Pair, Pair] = (("方案要求", "Plan"), ("结果 P10–P50–P90", "Result P10–P50–P90"))
NAME_PLACES = 38
POINTS_PER_PLACE = 0.56
"""Mean breadth of a place of text, as a multiple of its font size."""
SMALL = 7.5


def target_board(
    data: pd.DataFrame,
    *,
    label: str = "label",
    kind: str = "kind",
    y: str = "chance",
    wanted: str = "wanted",
    found: str = "found",
    history: int,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw one row per target: its chance as a bar, what the plan wants, and what comes out.

    Parameters
    ----------
    data
        One row per target, drawn in this order below the heading of its kind.
    label
        Column of ``data``: the target's name in the reader's language, its year included.
    kind
        Column of ``data``: ``nowcast`` (hatched) or ``projection``.
    y
        Column of ``data``: share of the members that meet the target, 0 to 1; missing where
        the target is not scored.
    wanted, found
        Columns of ``data``: threshold, and P10, P50 and P90 of the value, as text with units.
        ``found`` is not read where the target is not scored.
    history
        Last year of history, up to which a target is a nowcast.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; the lengths of the bars are the chances. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or the table is empty.
    """
    need_columns("target_board", data, label, kind, y, wanted, found)
    ax = plt.gca() if ax is None else ax
    reach = max(width(str(text)) for text in [pick(HEADS[0], lang), *data[wanted]])
    offsets = (8.0, 20.0 + reach * SMALL * POINTS_PER_PLACE)
    ticks: list[tuple[int, str]] = []
    row = 0
    for each, words in KINDS.items():
        part = data[data[kind] == each]
        if part.empty:
            continue
        ax.annotate(
            pick(words, lang).format(history=history, after=history + 1),
            (0, row),
            va="center",
            fontsize=NAME_SIZE,
            fontweight="bold",
        )
        row += 1
        columns = part[[label, y, wanted, found]]
        for name, chance, plan, result in columns.itertuples(index=False):
            ticks.append((row, fold(str(name), NAME_PLACES)))
            _draw_row(ax, row, None if pd.isna(chance) else float(chance), each, lang)
            texts = (str(plan), "–" if pd.isna(chance) else str(result))
            for text, offset in zip(texts, offsets, strict=True):
                _write_beside(ax, row, text, offset)
            row += 1
    for head, offset in zip(HEADS, offsets, strict=True):
        _write_beside(ax, 0, pick(head, lang), offset, weight="bold")
    ax.set_yticks([at for at, _ in ticks], [name for _, name in ticks])
    for tick in ax.get_yticklabels():
        tick.set(fontsize=SMALL, linespacing=1.0)
    ax.set(xlim=(0, 1), ylim=(row - 0.4, -0.6))
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.set_xlabel(pick(AXIS, lang), fontsize=8.5)
    return ax


def _draw_row(ax: Axes, row: int, chance: float | None, kind: str, lang: Lang) -> None:
    """Draw the bar of one target on its track, with the chance as a number."""
    if chance is None:
        ax.text(0.01, row, pick(NOT_SCORED, lang), va="center", fontsize=SMALL, color=QUIET)
        return
    fill, hatch = FILLS[kind]
    ax.barh(row, 1.0, height=0.66, color=SHADE, lw=0, zorder=1, gid="track")
    ax.barh(
        row,
        chance,
        height=0.66,
        facecolor=fill,
        edgecolor="white",
        hatch=hatch,
        lw=0,
        zorder=2,
        gid="chance",
    )
    inside = chance > 0.85
    ax.annotate(
        percent_text(chance),
        (chance, row),
        xytext=(-4 if inside else 4, 0),
        textcoords="offset points",
        ha="right" if inside else "left",
        va="center",
        fontsize=SMALL,
        fontweight="bold",
        color=INK if kind == "nowcast" or not inside else "white",
        bbox={"fc": fill, "ec": "none", "pad": 0.8} if inside and hatch else None,
        zorder=3,
    )


def _write_beside(ax: Axes, row: int, text: str, offset: float, *, weight: str = "normal") -> None:
    ax.annotate(
        text,
        (1, row),
        xytext=(offset, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        fontweight=weight,
        annotation_clip=False,
    )
