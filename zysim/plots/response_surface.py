"""Two levers at once: the outcome as colour, and where the peak comes in time."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from zysim.errors import InputError
from zysim.plots.style import INK
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

LEVEL: Pair = ("峰值（万吨/年）", "Peak level (Mt per year)")
SETTING: Pair = ("（设定：0 基线，1 方案）", "(setting: 0 baseline, 1 plan)")
HELD: Pair = ("处处在 {goal} 年前达峰", "peak by {goal} everywhere")
NOT_HELD: Pair = ("处处晚于 {goal} 年达峰（斜线）", "peak after {goal} everywhere (hatched)")
EDGE: Pair = ("黑线：恰在 {goal} 年达峰；斜线区更晚", "line: peak just by {goal}; hatched: later")


def response_surface(
    data: pd.DataFrame,
    *,
    x: str = "first",
    y: str = "second",
    colour: str = "value",
    margin: str = "margin",
    names: tuple[str, str] = ("", ""),
    points: Mapping[str, tuple[float, float]] | None = None,
    unit: Pair = LEVEL,
    goal: int,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw an outcome over the settings of two levers with the contour of a peak in time.

    Parameters
    ----------
    data
        One row per pair of settings, a full grid of at least 2 by 2.
    x, y
        Columns of ``data``: settings of the two levers (0 baseline, 1 plan).
    colour
        Column of ``data``: what is shown as colour, in the unit of ``unit``.
    margin
        Column of ``data``: margin of a peak by the goal, 0 or more where it is reached. May be
        the same column as ``colour``.
    names
        Names of the two levers in the reader's language.
    points
        Name to settings of points to mark, such as the plan.
    unit
        What the colour is, with its unit.
    goal
        Last year that counts as in time.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; the colour bar belongs to them. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing, the table is empty, or the grid has holes.
    """
    need_columns("response_surface", data, x, y, colour, margin)
    values = data.pivot_table(index=y, columns=x, values=colour)
    margins = data.pivot_table(index=y, columns=x, values=margin)
    if min(values.shape) < 2 or values.isna().any(axis=None) or margins.shape != values.shape:
        msg = (
            f"response_surface: data must hold every pair of at least 2 by 2 settings, got "
            f"{len(data)} rows for {values.shape[1]} by {values.shape[0]} settings."
        )
        zh = f"响应面须含至少 2×2 个设定的全部组合；现有 {len(data)} 行。"
        raise InputError(msg, zh=zh)
    ax = plt.gca() if ax is None else ax
    across, up = values.columns.to_numpy(dtype=float), values.index.to_numpy(dtype=float)
    mesh = ax.pcolormesh(across, up, values, cmap="cividis", shading="gouraud", rasterized=True)
    heights = margins.to_numpy(dtype=float)
    words = HELD
    if heights.min() < 0:
        words = NOT_HELD if heights.max() < 0 else EDGE
        late = [float(heights.min()) - 1.0, 0.0]
        shade = ax.contourf(across, up, heights, levels=late, colors="none", hatches=["///"])
        shade.set_edgecolor("white")
        shade.set_linewidth(0.0)
    if words is EDGE:
        edge = ax.contour(across, up, heights, levels=[0.0], colors=INK, linewidths=2.0)
        edge.set_path_effects([withStroke(linewidth=4.0, foreground="white")])
    for name, (right, high) in (points or {}).items():
        ax.plot(right, high, "o", ms=7, mfc="white", mec=INK, mew=1.4, zorder=5, clip_on=False)
        middle = right < (across[0] + across[-1]) / 2
        text = ax.annotate(
            name,
            (right, high),
            xytext=(8 if middle else -8, -9 if high > up.mean() else 9),
            textcoords="offset points",
            ha="left" if middle else "right",
            va="center",
            fontweight="bold",
            zorder=6,
        )
        text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
    ax.grid(visible=False)
    ax.set(xlim=(across[0], across[-1]), ylim=(up[0], up[-1]))
    setting = pick(SETTING, lang)
    ax.set_xlabel(f"{names[0]}\n{setting}\n{pick(words, lang).format(goal=goal)}", linespacing=1.4)
    ax.set_ylabel(f"{names[1]}\n{setting}", linespacing=1.4)
    bar = ax.inset_axes((1.03, 0.0, 0.035, 1.0), gid="colour bar")
    ax.figure.colorbar(mesh, cax=bar).set_label(pick(unit, lang), fontsize=8.5)
    return ax
