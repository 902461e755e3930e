"""Sobol indices year by year, with the spread they share out below."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from zysim.columns import fold
from zysim.plots.labels import Label, write_end_labels
from zysim.plots.sectors import ink
from zysim.plots.style import LINE_COLOURS, LINE_DASHES, QUIET
from zysim.plots.tidy import need_columns
from zysim.units import official, unit_words
from zysim.wording import Lang, Pair, pick

TOTAL: Pair = ("总效应 ST（占当年方差）", "Total index ST (share of the year's variance)")
SPREAD: Pair = ("标准差（{unit}）", "Std. deviation\n({unit})")
SPREAD_PLAIN: Pair = ("标准差", "Std. deviation")
EVERY = 5
"""Years between two intervals of a line."""
NAME_PLACES = 34


def sobol_years(
    data: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "ST",
    half: str = "ST_half",
    label: str = "label",
    variance: str = "variance",
    unit: str = "Mt/year",
    most: int = 6,
    mark: int | None = None,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw the total index of the leading factors over the years, and the spread beneath.

    An index is a share: where the spread beneath is small, a large share is of little.

    Parameters
    ----------
    data
        Long table, one row per factor and year.
    x, y, half
        Columns of ``data``: calendar year, index and half of its 95 % interval (shares of
        that year's variance), drawn every five years.
    label
        Column of ``data``: the factor's name in the reader's language.
    variance
        Column of ``data``: variance of the series in that year, the same for all factors; its
        root is drawn.
    unit
        Of the series, as the model writes it; emissions are drawn in 万吨 for Chinese readers.
    most
        Lines drawn: those with the largest indices, each year weighing by its variance.
    mark
        Year with a thin vertical line, if any.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        ``ax``, emptied of its own frame, with two charts inside. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or the table is empty.
    """
    need_columns("sobol_years", data, x, y, half, label, variance)
    ax = plt.gca() if ax is None else ax
    ax.set_axis_off()
    upper = ax.inset_axes((0.0, 0.34, 1.0, 0.66), gid="indices")
    lower = ax.inset_axes((0.0, 0.0, 1.0, 0.25), gid="spread", sharex=upper)
    weighed = (data[y] * data[variance]).groupby(data[label], sort=False).sum()
    names = list(weighed.sort_values(ascending=False, kind="stable").index[:most])
    years = np.sort(data[x].unique()).astype(float)
    labels: list[Label] = []
    for at, name in enumerate(names):
        line = data[data[label] == name].sort_values(x)
        colour = LINE_COLOURS[at % len(LINE_COLOURS)]
        upper.plot(line[x], line[y], color=colour, ls=LINE_DASHES[at % len(LINE_DASHES)])
        # Shifted by a part of a year, so that intervals of several lines stay apart.
        some = line[line[x] % EVERY == 0]
        upper.errorbar(
            some[x] + 0.16 * (at - (len(names) - 1) / 2),
            some[y],
            yerr=some[half],
            fmt="none",
            ecolor=colour,
            elinewidth=0.9,
            capsize=1.5,
        )
        head, *more = fold(str(name), NAME_PLACES).split("\n")
        labels.append(Label(float(line[y].iloc[-1]), head, ink(colour), "\n".join(more)))
    shown = data[data[label].isin(names)]
    low = min(0.0, float((shown[y] - shown[half]).min()))
    upper.set(
        xlim=(years[0], years[-1]), ylim=(low * 1.05, float((shown[y] + shown[half]).max()) * 1.05)
    )
    upper.set_ylabel(pick(TOTAL, lang), fontsize=8)
    upper.tick_params(labelbottom=False)
    factor, told = (
        official(unit, lang) if unit == "Mt/year" else (1.0, pick(unit_words(unit), lang))
    )
    variances = data.groupby(x)[variance].first().sort_index().to_numpy(dtype=float)
    spread = factor * np.sqrt(variances)
    lower.fill_between(years, 0.0, spread, color="#C9C9C9", lw=0)
    lower.plot(years, spread, color=QUIET, lw=1.0)
    lower.set_ylim(0.0, float(spread.max()) * 1.1 or 1.0)
    lower.set_ylabel(pick(SPREAD if told else SPREAD_PLAIN, lang).format(unit=told), fontsize=8)
    for panel in (upper, lower):
        if mark is not None:
            panel.axvline(mark, color=QUIET, lw=0.9, ls=(0, (2, 2)), zorder=1)
    write_end_labels(upper, labels, float(years[-1]), size=8.0)
    return ax
