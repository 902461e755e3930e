"""The figure `zysim ensemble --out` writes: a fan per scenario, and when its members peak."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from zysim.columns import fold
from zysim.plots.fan import fan, write_inside
from zysim.plots.peak_years import peak_years
from zysim.plots.style import LINE_COLOURS, QUIET
from zysim.wording import Lang

MOST = 4
"""Scenarios side by side; more go on in the next row."""
HEADROOM = 1.1
"""Room above the bands for the notes."""
PLACES = 19
"""Places of a caption line per inch; a Chinese character takes two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FanStory:
    """What the figure says, in one language."""

    headline: str
    subtitle: str
    caption: str
    titles: Mapping[str, str]
    """Scenario id to its name, in the order of the panels."""
    notes: Mapping[str, tuple[str, ...]]
    """Scenario id to the lines written into its fan, the first one bold."""
    first: int
    last: int
    reference: str
    """Scenario whose median is drawn dashed in the others."""
    goal: int
    """Year marked."""
    history: int
    """Last year of history, shaded."""


def draw_fan_figure(
    quantiles: pd.DataFrame, members: pd.DataFrame, story: FanStory, lang: Lang
) -> Figure:
    """Draw one column per scenario.

    Parameters
    ----------
    quantiles
        Columns ``scenario``, ``year``, ``quantile``, ``value`` (Mt CO2 per year).
    members
        Columns ``scenario`` and ``peak_year``, missing where there is no peak.
    story
        Texts.
    lang
        Language of the axis texts.

    Returns
    -------
    matplotlib.figure.Figure
        Call it inside :func:`zysim.plots.style.house_style`, and save it there.
    """
    names = list(story.titles)
    across, down = min(len(names), MOST), math.ceil(len(names) / MOST)
    size = (max(6.6, 1.4 + (3.6 if across < 3 else 2.9) * across), 0.9 + 5.0 * down)
    figure = plt.figure(figsize=size, layout=ConstrainedLayoutEngine(h_pad=0.06, w_pad=0.06))
    heights = [2.6, 1.0] * down
    grid = figure.subplots(2 * down, across, squeeze=False, sharey="row", height_ratios=heights)
    middle = quantiles[(quantiles["scenario"] == story.reference) & (quantiles["quantile"] == 0.5)]
    limits = []
    for at, name in enumerate(names):
        row, column = divmod(at, MOST)
        top, bottom = grid[2 * row : 2 * row + 2, column]
        part = quantiles[quantiles["scenario"] == name]
        other = None if name == story.reference or middle.empty else middle
        colour = LINE_COLOURS[0]
        fan(
            part,
            baseline=other,
            colour=colour,
            history_until=story.history,
            mark=story.goal,
            lang=lang,
            ax=top,
        )
        top.set_title(story.titles[name])
        write_inside(top, story.notes[name])
        peak_years(
            members[members["scenario"] == name],
            first=story.first,
            last=story.last,
            mark=story.goal,
            lang=lang,
            ax=bottom,
        )
        limits.append((*top.get_ylim(), bottom.get_ylim()[1]))
        if column:
            top.set_ylabel("")
            bottom.set_ylabel("")
    low, high, share = np.array(limits).T
    # Rows share their scale; each drawing has set it to its own.
    for row in range(down):
        grid[2 * row, 0].set_ylim(low.min(), high.max() * HEADROOM)
        grid[2 * row + 1, 0].set_ylim(0, share.max())
    for ax in grid.reshape(down, 2, across).swapaxes(1, 2).reshape(-1, 2)[len(names) :].flat:
        ax.set_visible(False)
    handles, labels = grid[0, -1].get_legend_handles_labels()
    grid[0, -1].legend(handles, labels, loc="lower right", fontsize=7.5, ncols=2)
    figure.suptitle(story.headline, x=0.012, ha="left", fontsize=13, fontweight="bold")
    wide = int(PLACES * size[0])
    words = f"{fold(story.subtitle, wide)}\n{fold(story.caption, wide)}"
    figure.supxlabel(words, x=0.012, ha="left", fontsize=7.5, color=QUIET)
    return figure
