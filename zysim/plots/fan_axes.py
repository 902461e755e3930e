"""Fans of several cases on one pair of axes, with the history and the range at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from zysim.errors import InputError
from zysim.plots.labels import Label, write_end_labels
from zysim.plots.style import INK, LINE_COLOURS, LINE_DASHES, QUIET, SHADE
from zysim.plots.tidy import need_columns

MEDIAN = 50.0
GREYS = ("#000000", "#5A5A5A", "#8C8C8C", "#404040")
ALPHAS = (0.13, 0.17, 0.22, 0.26)
"""Of the bands, the widest first; they lie upon each other."""
EDGE = 0.35
"""Opacity of the edge of the widest band."""
BAR = 0.03
"""Width of the bars at the end, as a share of the axes."""
ROOM = 1.08
"""Room above what is drawn."""


def fan_axes(
    data: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "value",
    percentile: str = "percentile",
    case: str = "case",
    titles: Mapping[str, str] | None = None,
    observed: pd.DataFrame | None = None,
    span: tuple[float, float] | None = None,
    history_until: float | None = None,
    mark: float | None = None,
    grey: bool = False,
    colours: Mapping[str, str] | None = None,
    labels: bool = True,
    unit: str = "",
    size: float = 7.0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the median and the bands of each case, a hue each; the last one's line is solid.

    Parameters
    ----------
    data
        One row per case, year and percentile; percentiles in pairs about 50.
    x, y, percentile, case
        Columns of ``data``.
    titles
        Case to the name written at its line; the case itself if None.
    observed
        Columns ``x`` and ``y``, and as far as they are there ``low`` and ``high``, and ``mark``:
        ``published`` (filled), ``derived`` (hollow) or ``independent`` (a diamond), with
        ``held_out`` true for a square.
    span
        First and last year of the axis; those of ``data`` if None.
    history_until
        Last year of the history, shaded; nothing is if None.
    mark
        Year with a thin vertical line, if any.
    grey
        Whether hues are greys, told apart by dashes.
    colours
        Case to its colour; the next of the palette if None.
    labels
        Whether names are written at the ends of the lines; the caller draws a legend if not.
    unit
        Label of the vertical axis.
    size
        Of the text, in points.
    ax
        Axes to draw on; the current ones if None.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing, a percentile has no other beside it, or there is no row.
    """
    need_columns("fan_axes", data, x, y, percentile, case)
    ax = plt.gca() if ax is None else ax
    pairs = _pairs(sorted(float(each) for each in data[percentile].unique()))
    cases = list(dict.fromkeys(data[case]))
    ends: list[Label] = []
    first, last = span or (float(data[x].min()), float(data[x].max()))
    if history_until is not None and history_until > first:
        ax.axvspan(first, min(history_until, last), color=SHADE, lw=0, zorder=0)
    if mark is not None and first < mark < last:
        ax.axvline(mark, color=QUIET, lw=0.7, ls=(0, (2, 2)), zorder=2.5)
    _fit(ax, data[y], observed, y)
    ax.set_xlim(first, last)
    bars = ax.inset_axes((1.015, 0, BAR * len(cases), 1), sharey=ax, gid="range at the end")
    bars.set_axis_off()
    for at, name in enumerate(cases):
        wide = data[data[case] == name].pivot_table(index=x, columns=percentile, values=y)
        colour = (colours or {}).get(name) or (GREYS if grey else LINE_COLOURS)[at % len(GREYS)]
        dash = LINE_DASHES[(len(cases) - 1 - at) % len(LINE_DASHES)]
        years = wide.index.to_numpy(dtype=float)
        for (low, high), alpha in zip(pairs, ALPHAS[-len(pairs) :] if pairs else (), strict=False):
            ax.fill_between(years, wide[low], wide[high], color=colour, alpha=alpha, lw=0)
        if pairs:
            for edge in pairs[0]:
                ax.plot(years, wide[edge], color=colour, lw=0.5, ls=dash, alpha=EDGE)
        ax.plot(
            years, wide[MEDIAN], color=colour, lw=1.4, ls=dash, label=(titles or {}).get(name, name)
        )
        end = wide.iloc[-1]
        _end_bar(bars, at, end, pairs, colour)
        ends.append(Label(float(end[MEDIAN]), (titles or {}).get(name, name), colour))
    bars.set_xlim(-0.6, len(cases) - 0.4)
    if observed is not None and not observed.empty:
        _history(ax, observed, x, y)
    ax.set_ylabel(unit)
    if labels:
        width = (last - first) * (0.015 + BAR * len(cases))
        write_end_labels(ax, ends, last + width, size=size)
    return ax


def _pairs(found: Sequence[float]) -> list[tuple[float, float]]:
    if not any(np.isclose(found, MEDIAN)) or any(
        not np.isclose(low + high, 100) for low, high in zip(found, reversed(found), strict=True)
    ):
        msg = f"fan_axes: percentiles must be pairs about 50, got {list(found)}."
        raise InputError(msg, zh=f"百分位应以 50 为中心成对给出，现为 {list(found)}。")
    half = len(found) // 2
    return [(found[at], found[-1 - at]) for at in range(half)]


def _fit(ax: Axes, values: pd.Series[float], observed: pd.DataFrame | None, y: str) -> None:
    """Set limits that cut no band and no point, and that hold zero."""
    low, high = float(values.min()), float(values.max())
    if observed is not None and not observed.empty:
        seen = observed[[each for each in (y, "low", "high") if each in observed]]
        low, high = min(low, float(seen.min().min())), max(high, float(seen.max().max()))
    ax.set_ylim(min(0.0, low * ROOM), max(0.0, high * ROOM) or 1.0)


def _end_bar(
    bars: Axes, at: int, end: pd.Series[float], pairs: list[tuple[float, float]], colour: str
) -> None:
    widths = (1.0, 3.0, 4.5, 4.5) if len(pairs) > 1 else (3.0,)
    for (low, high), width in zip(pairs, widths, strict=False):
        bars.plot([at, at], [end[low], end[high]], color=colour, lw=width, solid_capstyle="butt")
    bars.plot([at - 0.35, at + 0.35], [end[MEDIAN]] * 2, color=INK, lw=1.0, solid_capstyle="butt")


def _history(ax: Axes, observed: pd.DataFrame, x: str, y: str) -> None:
    """Draw published values filled, derived ones hollow, independent estimates as diamonds."""
    for _at, row in observed.iterrows():
        kind = row.get("mark", "published")
        marker = "D" if kind == "independent" else "s" if row.get("held_out", False) else "o"
        style: dict[str, Any] = {"ms": 3.0 if marker != "D" else 3.2, "mew": 0.8, "zorder": 6}
        if {"low", "high"} <= set(observed.columns) and row["high"] > row["low"]:
            ax.plot([row[x]] * 2, [row["low"], row["high"]], color=QUIET, lw=0.6, zorder=5)
        ax.plot(
            [row[x]],
            [row[y]],
            marker,
            markeredgecolor=INK,
            markerfacecolor=INK if kind == "published" else "white",
            gid=f"history {kind}",
            clip_on=False,
            **style,
        )
