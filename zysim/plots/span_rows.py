"""Named rows, each a bar from one number to another, with its words at the right edge."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zysim.plots.rows import name_axis, name_rows
from zysim.plots.style import INK, OKABE_ITO, QUIET
from zysim.plots.tidy import need_columns
from zysim.wording import Lang

WIDE = 8.2
"""Inches."""


def span_rows(
    data: pd.DataFrame,
    *,
    y: str = "end",
    start: str = "start",
    label: str = "label",
    words: str = "words",
    axis: str = "",
    line: float | None = None,
    dots: bool = True,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar a row, from ``start`` to ``y``, and a dot at the end.

    Parameters
    ----------
    data
        One row a bar, the first on top.
    y, start
        Columns of ``data``: where a bar ends and begins, in the unit that ``axis`` names.
    label, words
        Columns of ``data``: the name of a row, and what stands at its right edge.
    axis
        Name and unit of the numbers.
    line
        Where a dashed line stands; none if None.
    dots
        Whether a dot marks the end.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or there is no row.
    """
    need_columns("span_rows", data, y, start, label, words)
    ax = plt.gca() if ax is None else ax
    first, last = (data[name].to_numpy(dtype=float) for name in (start, y))
    at = np.arange(len(data))
    ax.barh(at, last - first, left=first, height=0.55, color=OKABE_ITO["blue"], alpha=0.55, lw=0)
    if dots:
        ax.plot(last, at, "o", color=OKABE_ITO["blue"], ms=4.5)
    if line is not None:
        ax.axvline(line, color=INK, lw=0.9, ls="--")
    for place, text in zip(at, data[words], strict=True):
        ax.annotate(
            str(text),
            (1, place),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
            color=QUIET,
            annotation_clip=False,
        )
    name_axis(ax, axis, 0, lang)
    name_rows(ax, [str(name) for name in data[label]])
    return ax


def draw_spans(
    title: str,
    rows: Sequence[tuple[str, float, float, str]],
    axis: str,
    lang: Lang,
    *,
    line: float | None = None,
    dots: bool = True,
) -> Figure:
    """Draw a picture of rows (name, start, end, words); call it inside the house style."""
    data = pd.DataFrame(rows, columns=["label", "start", "end", "words"])
    figure, ax = plt.subplots(figsize=(WIDE, 1.5 + 0.26 * len(data)), layout="constrained")
    span_rows(data, axis=axis, line=line, dots=dots, lang=lang, ax=ax)
    figure.suptitle(title, x=0.01, ha="left", fontsize=11)
    return figure
