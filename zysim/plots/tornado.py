"""Tornado: by how much, and in which direction, each factor moves an outcome."""

from __future__ import annotations

import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from zysim.plots.rows import leading, name_axis, name_rows
from zysim.plots.style import INK, OKABE_ITO, QUIET
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

UNIT: Pair = ("达峰时间的变动（年）", "Change of the peak time (years)")
LOWERS = OKABE_ITO["blue"]
RAISES = OKABE_ITO["orange"]
UNSURE = "#FFFFFF"
"""Fill of bars whose interval holds 0."""


def tornado(
    data: pd.DataFrame,
    *,
    y: str = "effect",
    half: str = "effect_half",
    label: str = "label",
    unit: Pair = UNIT,
    most: int = 15,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar per factor from 0 to its effect, the largest on top.

    Bars of effects that may be 0 are empty; those that raise the outcome are hatched.

    Parameters
    ----------
    data
        One row per factor; rows without an effect are left out.
    y, half
        Columns of ``data``: effect and half of its 95 % interval, both in the unit of ``unit``.
    label
        Column of ``data``: the factor's name in the reader's language.
    unit
        What the effects are, with their unit: the label of the axis.
    most
        Rows drawn; the axis says how many are left out.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; the lengths of the bars are the effects. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or no row has an effect.
    """
    need_columns("tornado", data, y, half, label)
    known = data.dropna(subset=[y])
    need_columns("tornado", known, y)
    ax = plt.gca() if ax is None else ax
    rows = leading(known, y, most)
    values = rows[y].to_numpy(dtype=float)
    halves = rows[half].to_numpy(dtype=float)
    for at, (value, room) in enumerate(zip(values, halves, strict=True)):
        colour = RAISES if value > 0 else LOWERS
        sure = abs(value) > room
        ax.barh(
            at,
            value,
            height=0.68,
            facecolor=colour if sure else UNSURE,
            edgecolor="white" if sure else colour,
            hatch="////" if value > 0 and sure else "",
            lw=0 if sure else 1.0,
        )
    ax.errorbar(
        values, np.arange(len(rows)), xerr=halves, fmt="none", ecolor=INK, elinewidth=0.9, capsize=2
    )
    ax.axvline(0, color=QUIET, lw=0.8)
    reach = float((np.abs(values) + halves).max()) or 1.0
    digits = _digits(float(halves.max()))
    for at, (value, room) in enumerate(zip(values, halves, strict=True)):
        side = 1 if value > 0 else -1
        ax.annotate(
            f"{value:+.{digits}f} ± {room:.{digits}f}",
            (value + side * room, at),
            xytext=(4 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            fontsize=7.5,
        )
    low = reach * 1.45 if (values <= 0).any() else reach * 0.1
    high = reach * 1.45 if (values > 0).any() else reach * 0.1
    ax.set_xlim(-low, high)
    name_axis(ax, pick(unit, lang), len(known) - len(rows), lang)
    name_rows(ax, list(rows[label]))
    return ax


def _digits(largest: float) -> int:
    """Return the digits after the point that show the widest interval to two figures.

    >>> _digits(0.68), _digits(12.0), _digits(0.0)
    (2, 0, 2)
    """
    return max(0, 1 - math.floor(math.log10(largest))) if largest > 0 else 2
