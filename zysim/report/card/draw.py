"""A conclusion card as one picture: the words on the left, the paths and the conditions right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zysim.columns import cut, fold
from zysim.plots.fan import fan
from zysim.plots.style import INK, LINE_COLOURS, QUIET, SHADE, drawn_quotes
from zysim.report.card.find import CardFindings
from zysim.report.card.tell import CardText
from zysim.report.card.words import WEIGHTED
from zysim.report.ensemble_tables import quantile_table
from zysim.wording import Lang, Pair, pick

SIZE = (13.333, 7.5)
"""Inches: the page of a projector."""
PATHS_SIZE = (7.1, 3.2)
TEXT = 0.54
"""Share of the width that holds words."""
LEFT = 0.022
TOP = 0.968
FONT, SMALLEST = 11.0, 6.5
"""Points; smaller where the words would not fit, but never smaller than can be read."""
PLACES = 1.98
"""Places of a line per point of its height and inch of its width; a Chinese character takes two."""
SPACING = 1.4
"""Height of a line against its size, and what matplotlib calls it."""
LINES = 1.4
HEAD = 0.09
"""Share of the width that holds the heads of paragraphs."""
BOTTOM = 0.045
NAME = 44
"""Places of a case's name over the paths; the question beside them has it in full."""
QUESTION, ANSWER = 1.25, 1.32
"""Sizes against the font of the text."""
PATHS: Pair = (
    "{case}（蓝，含 50%、80%、95% 区间）与{against}（虚线）",
    "{case} (blue, with bands of 50, 80 and 95 %) and {against} (dashed)",
)


def draw_card(card: CardFindings, text: CardText) -> Figure:
    """Draw a card; call it inside the house style.

    Words are set as large as lets them fit.
    """
    figure = plt.figure(figsize=SIZE)
    for size in np.arange(FONT, SMALLEST - 0.01, -0.25):
        rows = _rows(text, float(size))
        if sum(each.height for each in rows) <= TOP - BOTTOM:
            break
    at = TOP
    for row in rows:
        figure.text(LEFT, at, row.head, va="top", linespacing=LINES, **row.head_look)
        figure.text(row.start, at, row.words, va="top", linespacing=LINES, **row.look)
        at -= row.height
    _paths(figure.add_axes((TEXT + 0.065, 0.56, 0.985 - TEXT - 0.065, 0.34)), card, text)
    _bars(figure.add_axes((TEXT + 0.2, 0.08, 0.985 - TEXT - 0.2, 0.36)), text)
    figure.text(LEFT, 0.015, text.source, fontsize=7, color=QUIET, va="bottom")
    return figure


def draw_paths(card: CardFindings, text: CardText) -> Figure:
    """Draw the paths of a card alone, for a document that holds its words.

    Returns
    -------
    matplotlib.figure.Figure
        Call it inside the house style.
    """
    figure, ax = plt.subplots(figsize=PATHS_SIZE, layout="constrained")
    _paths(ax, card, text)
    ax.set_title("")
    return figure


def paths_caption(card: CardFindings, lang: Lang, places: int = 1000) -> str:
    """Say which case is which in the picture of the paths, each in at most so many places."""
    names = {"case": pick(card.case.titles, lang), "against": pick(card.against.titles, lang)}
    return pick(PATHS, lang).format(**{key: cut(name, places) for key, name in names.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A paragraph with its head to the left."""

    head: str
    words: str
    start: float
    height: float
    """Share of the picture."""
    head_look: dict[str, Any]
    look: dict[str, Any]


def _rows(text: CardText, size: float) -> list[_Row]:
    """Return the paragraphs of the card, folded to their width."""

    def row(words: str, scale: float, after: float, head: str = "", **look: Any) -> _Row:
        points = size * scale
        start = LEFT + HEAD if head else LEFT
        told = fold(drawn_quotes(words), _places(TEXT - start, points)).splitlines()
        named = fold(head, _places(HEAD - 0.008, points)).splitlines()
        count = max(len(told), len(named))
        return _Row(
            head="\n".join(named),
            words="\n".join(told),
            start=start,
            height=(count + after) * points * SPACING / 72 / SIZE[1],
            head_look={"fontsize": points, "fontweight": "bold", "color": LINE_COLOURS[0]},
            look={"fontsize": points, "color": INK, **look},
        )

    answer = {"fontweight": "bold", "color": LINE_COLOURS[0]}
    return [
        row(text.question, QUESTION, 0.0, fontweight="bold"),
        row(text.basis, 0.85, 0.5, color=QUIET),
        row(text.answer, ANSWER, 0.35, **answer),
        row(text.peak, 1.0, 0.5),
        *(row(said, 1.0, 0.4, head) for head, said in text.paragraphs),
    ]


def _places(width: float, points: float) -> int:
    """Return the places of a line of some width, a share of the picture."""
    return int(PLACES * width * SIZE[0] * 72 / points)


def _paths(ax: Axes, card: CardFindings, text: CardText) -> None:
    name = card.project.city.accounts[card.account].variable
    table = quantile_table(card.found, [name])
    against = table[(table["scenario"] == card.against.id) & (table["quantile"] == 0.5)]
    mine = table[table["scenario"] == card.case.id]
    fan(mine, baseline=against, lang=text.lang, ax=ax)
    ax.set_title(fold(paths_caption(card, text.lang, NAME), 78), fontsize=8.5)


def _bars(ax: Axes, text: CardText) -> None:
    """Draw the chance under each condition as a bar with its number."""
    if not text.rows:
        ax.set_axis_off()
        return
    data = pd.DataFrame(text.rows, columns=["question", "label", "weight", "chance"])
    places, names, at = [], [], 0.0
    for _question, part in data.groupby("question", sort=False):
        for _, row in part.iterrows():
            share = float(row["chance"].strip("<>%")) / 100
            ax.barh(at, share, height=0.7, color=LINE_COLOURS[0], zorder=2)
            ax.barh(at, 1.0, height=0.7, color=SHADE, zorder=1)
            ax.text(share + 0.015, at, row["chance"], va="center", fontsize=8, zorder=3)
            places.append(at)
            names.append(f"{row['label']}  ({row['weight']})")
            at += 1.0
        at += 0.8
    ax.set_yticks(places, names, fontsize=8)
    ax.invert_yaxis()
    ax.set(xlim=(0, 1.12), xticks=[])
    ax.grid(visible=False)
    ax.spines[["bottom", "left"]].set_visible(False)
    ax.tick_params(length=0)
    start = 0.0
    for question, part in data.groupby("question", sort=False):
        ax.annotate(
            str(question),
            (0, start - 0.5),
            xytext=(0, 2),
            textcoords="offset points",
            fontsize=8,
            color=QUIET,
            va="bottom",
        )
        start += len(part) + 0.8
    title = fold(text.table + pick(WEIGHTED, text.lang), 78)
    ax.set_title(title, fontsize=8.5, pad=16, x=-0.55, ha="left")
