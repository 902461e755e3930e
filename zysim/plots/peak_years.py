"""When the members of an ensemble peak: a histogram of the year with what the horizon hides."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from zysim.plots.style import OKABE_ITO, QUIET
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

SHARE: Pair = ("占比", "share")
YEAR: Pair = ("达峰年", "peak year")
SO_FAR: Pair = ("累计占比（线）", "so far (line)")


def peak_years(
    data: pd.DataFrame,
    *,
    y: str = "peak_year",
    first: int,
    last: int,
    mark: int,
    colour: str = OKABE_ITO["blue"],
    late: str = OKABE_ITO["orange"],
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw the share of members that peak in each year, and the share so far on the right axis.

    Parameters
    ----------
    data
        One row per member.
    y
        Column of ``data``: peak year; missing where there is no peak within the horizon, which
        gets a bar of its own, ``>last``. The bar of ``first`` reads ``≤first``.
    first, last
        First and last simulated year.
    mark
        Last year that counts as in time: bars up to it are in ``colour``, later ones in ``late``
        and hatched.
    colour, late
        Colours of the bars.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; heights of all bars add up to 1. Nothing is saved.

    Raises
    ------
    InputError
        If the column is missing or the table is empty.
    """
    need_columns("peak_years", data, y)
    ax = plt.gca() if ax is None else ax
    years = data[y].astype("Float64").fillna(last + 1).to_numpy(dtype=float)
    places = np.arange(first, last + 2)
    shares = np.array([(years == place).mean() for place in places])
    in_time = places <= mark
    ax.bar(places[in_time], shares[in_time], width=0.86, color=colour, lw=0)
    ax.bar(
        places[~in_time],
        shares[~in_time],
        width=0.86,
        color=late,
        edgecolor="white",
        hatch="////",
        lw=0,
    )
    so_far = ax.twinx()
    so_far.step(places + 0.5, shares.cumsum(), where="post", color=QUIET, lw=1.0)
    so_far.set(ylim=(0, 1.04), yticks=[0, 0.5, 1.0])
    so_far.grid(visible=False)
    so_far.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    so_far.tick_params(labelsize=7, labelcolor=QUIET)
    so_far.set_ylabel(pick(SO_FAR, lang), fontsize=7, color=QUIET)
    ax.axvline(mark + 0.5, color=QUIET, lw=0.9, ls=(0, (2, 2)))
    ax.set(
        xlim=(first - 0.7, last + 1.9),
        ylim=(0, float(shares.max()) * 1.12),
        ylabel=pick(SHARE, lang),
    )
    ticks = [first, *range(first + 10, last, 10), last + 1]
    ax.set_xticks(ticks)
    ax.set_xticklabels([f"≤{first}", *(str(tick) for tick in ticks[1:-1]), f">{last}"])
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.tick_params(labelsize=7.5)
    ax.set_xlabel(pick(YEAR, lang), fontsize=8)
    return ax
