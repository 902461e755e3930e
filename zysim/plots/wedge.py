"""Wedges: which groups of actions take emissions from the baseline to the plan."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from zysim.plots.labels import Label, write_end_labels
from zysim.plots.peak_lines import AXIS, co2_axis
from zysim.plots.sectors import BANDS, HATCHES, ink
from zysim.plots.style import BASELINE_DASH, INK, QUIET
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, co2_text, pick

BASELINE: Pair = ("基线", "baseline")
PLAN: Pair = ("全部措施", "all actions")
CHANGE: Pair = ("与基线之差（万吨/年）", "Difference from the baseline (Mt per year)")


def wedge(
    data: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "credit",
    label: str = "label",
    baseline: pd.DataFrame | None = None,
    line: str = "value",
    mark: int | None = None,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw one wedge per group: savings hang from the baseline, additions stand on it.

    The line of all actions is the baseline less every credit. It runs along the lower edge of
    the savings, and above that edge by what other groups add.

    Parameters
    ----------
    data
        Long table, one row per group and year.
    x, y
        Columns of ``data``: calendar year, emissions the group takes away from the baseline in
        Mt CO2 per year; negative where it adds to them.
    label
        Column of ``data``: the group's name in the reader's language. Wedges are stacked in the
        order in which groups first appear.
    baseline
        Emissions of the baseline, one row per year of ``data``, columns ``x`` and ``line`` (Mt
        CO2 per year); without it the wedges hang from 0 and show the difference.
    line
        Column of ``baseline``.
    mark
        Year with a thin vertical line, if any.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or a table is empty.
    """
    need_columns("wedge", data, x, y, label)
    ax = plt.gca() if ax is None else ax
    wide = data.pivot_table(index=x, columns=label, values=y, sort=False).sort_index()
    years = wide.index.to_numpy(dtype=float)
    start = np.zeros(years.size)
    if baseline is not None:
        need_columns("wedge", baseline, x, line)
        start = baseline.set_index(x)[line].reindex(wide.index).to_numpy(dtype=float)
    lower, upper = start.copy(), start.copy()
    labels: list[Label] = []
    for at, name in enumerate(wide.columns):
        values = wide[name].to_numpy(dtype=float)
        saved, added = np.clip(values, 0.0, None), np.clip(-values, 0.0, None)
        colour = BANDS[at % len(BANDS)]
        for low, high in ((lower - saved, lower), (upper, upper + added)):
            if (high > low).any():
                ax.fill_between(
                    years,
                    low,
                    high,
                    hatch=HATCHES[at % len(HATCHES)],
                    facecolor=colour,
                    edgecolor="white",
                    linewidth=0.6,
                    gid=f"wedge {name}",
                )
        middle = (lower - saved / 2)[-1] if values[-1] >= 0 else (upper + added / 2)[-1]
        lower, upper = lower - saved, upper + added
        labels.append(
            Label(
                float(middle),
                f"{name} {co2_text(-float(values[-1]), lang, signed=True)}",
                ink(colour),
            )
        )
    end = start - wide.sum(axis=1).to_numpy(dtype=float)
    ax.plot(years, start, color=INK, lw=1.5, ls=BASELINE_DASH, gid="baseline")
    ax.plot(years, end, color=INK, lw=2.0, gid="all actions")
    labels += [
        Label(float(start[-1]), pick(BASELINE, lang), INK),
        Label(float(end[-1]), pick(PLAN, lang), INK),
    ]
    if mark is not None:
        ax.axvline(mark, color=QUIET, lw=0.9, ls=(0, (2, 2)))
    bottom, top = min(0.0, float(lower.min())), max(0.0, float(upper.max()))
    room = 0.06 * (top - bottom) or 1.0
    ax.set(xlim=(years[0], years[-1]), ylim=(bottom - room * (bottom < 0), top + room))
    if bottom < 0:
        ax.axhline(0, color=QUIET, lw=0.8)
    co2_axis(ax, CHANGE if baseline is None else AXIS, lang)
    write_end_labels(ax, labels, float(years[-1]), size=8.0)
    return ax
