"""What a tonne costs by measure, the cheapest on top, with the tonnes beside it."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from zysim.plots.rows import name_axis, name_rows
from zysim.plots.style import INK, OKABE_ITO, QUIET
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

AXIS: Pair = ("每吨减排费用（元/吨）", "Cost of a tonne avoided (CNY/t)")
TONNES: Pair = ("{tonnes:,.0f} 万吨", "{tonnes:,.0f}×10⁴ t")
SAVES = OKABE_ITO["blue"]
COSTS = OKABE_ITO["orange"]


def cost_rows(
    data: pd.DataFrame,
    *,
    y: str = "cny_per_tonne",
    low: str = "low",
    high: str = "high",
    tonnes: str = "avoided_wan_t",
    label: str = "label",
    most: int = 40,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar per measure from 0 to its cost per tonne, in that order.

    Measures that save money are blue, those that cost money orange and hatched; a line spans P10
    to P90, and the tonnes avoided stand at the right edge.

    Parameters
    ----------
    data
        One row per measure; rows without a cost per tonne are left out.
    y, low, high
        Columns of ``data``: cost per tonne and its range, CNY a tonne.
    tonnes
        Column of ``data``: what the measure avoids, wan t.
    label
        Column of ``data``: the measure's name in the reader's language.
    most
        Rows drawn, those that avoid most; the axis says how many are left out.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or no row has a cost per tonne.
    """
    need_columns("cost_rows", data, y, low, high, tonnes, label)
    known = data.dropna(subset=[y])
    need_columns("cost_rows", known, y)
    ax = plt.gca() if ax is None else ax
    rows = known.nlargest(most, tonnes).sort_values(y, kind="stable")
    values = rows[y].to_numpy(dtype=float)
    ends = rows[[low, high]].to_numpy(dtype=float)
    at = np.arange(len(rows))
    for place, value in zip(at, values, strict=True):
        ax.barh(
            place,
            value,
            height=0.68,
            facecolor=COSTS if value > 0 else SAVES,
            edgecolor="white",
            hatch="////" if value > 0 else "",
            lw=0,
        )
    ax.hlines(at, ends[:, 0], ends[:, 1], color=INK, lw=0.9)
    ax.axvline(0, color=QUIET, lw=0.8)
    for place, amount in zip(at, rows[tonnes], strict=True):
        ax.annotate(
            pick(TONNES, lang).format(tonnes=amount),
            (1, place),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=QUIET,
            annotation_clip=False,
        )
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    name_axis(ax, pick(AXIS, lang), len(known) - len(rows), lang)
    name_rows(ax, [str(name) for name in rows[label]])
    return ax
