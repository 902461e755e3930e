"""Sobol indices: how much of the spread of an outcome each factor explains."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from zysim.columns import fold
from zysim.plots.rows import leading, name_axis, name_rows
from zysim.plots.style import INK, OKABE_ITO
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

ALONE: Pair = ("S1 单独", "S1 alone")
WITH_OTHERS: Pair = ("ST 含交互", "ST with interactions")
NOISE: Pair = ("虚拟因素（噪声）", "dummy factor (noise)")
AXIS: Pair = ("占结果方差的份额", "Share of the variance of the outcome")
VERDICT_PLACES = 76
THICK = 0.38


def sobol_bars(
    data: pd.DataFrame,
    *,
    y: str = "ST",
    half: str = "ST_half",
    first: str = "S1",
    first_half: str = "S1_half",
    label: str = "label",
    dummy: float | None = None,
    verdict: str = "",
    most: int = 15,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw S1 and ST of each factor as two bars, the largest ST on top.

    Verdict and key stand above the axes, where a title would be.

    Parameters
    ----------
    data
        One row per factor.
    y, half, first, first_half
        Columns of ``data``: total and first-order index and halves of their 95 % intervals,
        shares of the variance.
    label
        Column of ``data``: the factor's name in the reader's language.
    dummy
        ST that a factor without any effect may show, drawn as a dashed line.
    verdict
        Sentence about convergence, written above the chart.
    most
        Rows drawn; the axis says how many are left out.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; the lengths of the bars are the indices. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or the table is empty.
    """
    need_columns("sobol_bars", data, y, half, first, first_half, label)
    ax = plt.gca() if ax is None else ax
    rows = leading(data, y, most)
    places = np.arange(len(rows))
    bars = (
        (first, first_half, ALONE, -THICK / 2, OKABE_ITO["blue"], ""),
        (y, half, WITH_OTHERS, THICK / 2, OKABE_ITO["sky"], "////"),
    )
    for column, interval, words, shift, colour, hatch in bars:
        values, halves = rows[column].to_numpy(dtype=float), rows[interval].to_numpy(dtype=float)
        ax.barh(
            places + shift,
            values,
            height=THICK,
            facecolor=colour,
            edgecolor="white",
            hatch=hatch,
            lw=0,
            label=pick(words, lang),
        )
        ax.errorbar(
            values,
            places + shift,
            xerr=halves,
            fmt="none",
            ecolor=INK,
            elinewidth=0.8,
            capsize=1.5,
        )
    if dummy is not None:
        ax.axvline(dummy, color=OKABE_ITO["red"], lw=1.1, ls=(0, (4, 2)), label=pick(NOISE, lang))
    ends = rows[[first, y]].to_numpy(dtype=float)
    room = rows[[first_half, half]].to_numpy(dtype=float)
    ax.set_xlim(min(0.0, float((ends - room).min()) * 1.05), float((ends + room).max()) * 1.05)
    name_axis(ax, pick(AXIS, lang), len(data) - len(rows), lang)
    name_rows(ax, list(rows[label]))
    handles, words_of = ax.get_legend_handles_labels()
    order = sorted(range(len(handles)), key=lambda at: isinstance(handles[at], Line2D))
    ax.legend(
        [handles[at] for at in order],
        [words_of[at] for at in order],
        title=fold(verdict, VERDICT_PLACES),
        title_fontproperties={"size": 8.5, "weight": "bold"},
        alignment="left",
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=3,
        fontsize=8,
        borderaxespad=0.2,
    )
    return ax
