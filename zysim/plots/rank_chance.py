"""How sure a ranking is: each factor's chance to be among the leading ones."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from zysim.plots.fan import tint
from zysim.plots.rows import name_axis, name_rows
from zysim.plots.style import OKABE_ITO, QUIET
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

TOP: Pair = ("前 {place} 名", "top {place}")
FIRST: Pair = ("第 1 名", "first")
AXIS: Pair = ("居前的概率", "Chance to be among the leading factors")
HATCHES = ("", "////", "....", "xxxx")
LEAST = 0.005
"""Smallest chance that does not read 0 %."""


def rank_chance(
    data: pd.DataFrame,
    *,
    label: str = "label",
    place: str = "place",
    y: str = "chance",
    colour: str = OKABE_ITO["blue"],
    most: int = 12,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw for each factor its chances to be first, among the first three, … one inside the other.

    The key stands above the axes, where a title would be.

    Parameters
    ----------
    data
        Long table, one row per factor and place.
    label
        Column of ``data``: the factor's name in the reader's language.
    place
        Column of ``data``: the ``k`` of "among the first k".
    y
        Column of ``data``: the chance, 0 to 1; it cannot shrink as the place grows.
    colour
        Of the smallest place; the others are tints of it.
    most
        Rows drawn, those with the largest chances; rows that would read 0 % all over are left
        out too. The axis says how many are.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; all bars start at 0 and are as long as the chance. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or the table is empty.
    """
    need_columns("rank_chance", data, label, place, y)
    ax = plt.gca() if ax is None else ax
    wide = data.pivot_table(index=label, columns=place, values=y, sort=False).sort_index(axis=1)
    possible = wide[wide.max(axis=1) >= LEAST]
    order = possible.mean(axis=1).sort_values(ascending=False, kind="stable").index
    rows = possible.loc[order[:most]]
    at = np.arange(len(rows))
    tops = [int(each) for each in wide.columns.to_numpy()]
    for step, each in reversed(list(enumerate(tops))):
        ax.barh(
            at,
            rows.iloc[:, step].to_numpy(dtype=float),
            height=0.7,
            facecolor=tint(colour, 1 - 0.75 * step / max(1, len(tops) - 1)),
            edgecolor="white",
            hatch=HATCHES[step % len(HATCHES)],
            lw=0.6,
            label=pick(FIRST if each == 1 else TOP, lang).format(place=each),
        )
    for row, chances in enumerate(rows.to_numpy(dtype=float)):
        ax.annotate(
            " / ".join(f"{chance:.0%}" for chance in chances),
            (1, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=QUIET,
            annotation_clip=False,
        )
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    name_axis(ax, pick(AXIS, lang), len(wide) - len(rows), lang)
    name_rows(ax, [str(name) for name in rows.index])
    handles, names = ax.get_legend_handles_labels()
    ax.legend(
        handles[::-1],
        names[::-1],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(tops),
        fontsize=8,
        borderaxespad=0.2,
    )
    return ax
