"""Fans of one variable, a panel per scenario, all to one scale."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from zysim.columns import fold
from zysim.inputs.city import City
from zysim.plots.fan import fan
from zysim.plots.fan_figure import MOST, PLACES
from zysim.plots.style import QUIET
from zysim.wording import Lang, Pair


def draw_fan_row(
    quantiles: pd.DataFrame,
    titles: Mapping[str, str],
    *,
    heading: str,
    unit: Pair,
    caption: str,
    city: City,
    lang: Lang,
    observed: pd.DataFrame | None = None,
) -> Figure:
    """Draw one fan per scenario side by side.

    Parameters
    ----------
    quantiles
        Columns ``scenario``, ``year``, ``quantile``, ``value``.
    titles
        Scenario id to its name, in the order of the panels; at most ``MOST`` are drawn.
    heading, caption
        Words above and below.
    unit
        Label of the vertical axis.
    city
        Gives the reference, drawn dashed, and the years marked.
    lang
        Language of the axis texts.
    observed
        Observed history, columns ``year`` and ``value``, drawn as black points.

    Returns
    -------
    matplotlib.figure.Figure
        Call it inside :func:`zysim.plots.style.house_style`, and save it there.
    """
    names = list(titles)[:MOST]
    size = (max(5.4, 1.4 + (3.9 if len(names) < 3 else 2.9) * len(names)), 4.3)
    figure = plt.figure(figsize=size, layout=ConstrainedLayoutEngine(h_pad=0.06, w_pad=0.06))
    grid = figure.subplots(1, len(names), squeeze=False, sharey="row")[0]
    middle = quantiles[(quantiles["scenario"] == city.reference) & (quantiles["quantile"] == 0.5)]
    limits = []
    for name, ax in zip(names, grid, strict=True):
        part = quantiles[quantiles["scenario"] == name]
        other = None if name == city.reference or middle.empty else middle
        fan(
            part,
            baseline=other,
            history_until=city.history,
            mark=city.goal,
            unit=unit,
            lang=lang,
            ax=ax,
        )
        ax.set_title(titles[name])
        if observed is not None and not observed.empty:
            ax.plot(observed["year"], observed["value"], "o", ms=4, color="black", zorder=5)
        limits.append(ax.get_ylim())
        if ax is not grid[0]:
            ax.set_ylabel("")
    low, high = np.array(limits).T
    grid[0].set_ylim(low.min(), high.max())
    handles, labels = grid[-1].get_legend_handles_labels()
    grid[-1].legend(handles, labels, loc="best", fontsize=7.5, ncols=2)
    figure.suptitle(heading, x=0.012, ha="left", fontsize=12, fontweight="bold")
    figure.supxlabel(
        fold(caption, int(PLACES * size[0])), x=0.012, ha="left", fontsize=7.5, color=QUIET
    )
    return figure
