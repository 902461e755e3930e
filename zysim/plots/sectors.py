"""Emissions by sector, stacked, with what is taken up shown below zero."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from zysim.plots.labels import Label, write_end_labels
from zysim.plots.peak_lines import AXIS, co2_axis
from zysim.plots.style import INK, OKABE_ITO, QUIET
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, pick

BANDS = (
    *(OKABE_ITO[name] for name in ("blue", "orange", "green", "pink", "sky", "yellow", "red")),
    "#8C6D1F",
)
SINK = "#8A8A8A"
"""Colour of bands that are never positive."""
HATCHES = ("", "////", "", "....", "", "\\\\\\\\", "", "xxxx")
NET = ("净值", "net")


def sector_stack(
    data: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "value",
    sector: str = "sector",
    titles: Mapping[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
    net: bool = True,
    mark: int | None = None,
    named: bool = True,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw one band per sector; negative values are stacked downwards from zero.

    Parameters
    ----------
    data
        Long table, one row per sector and year; removals are negative.
    x, y, sector
        Columns of ``data``: calendar year, emissions in Mt CO2 per year, sector id. Bands
        are stacked in the order in which sectors first appear.
    titles
        Sector id to its name in the reader's language.
    colours
        Sector id to its colour; the next of the palette for those left out.
    net
        Draw the sum of all sectors as a line when one of them is negative.
    mark
        Year with a thin vertical line, if any.
    named
        Write the names at the ends of the bands; not where a chart beside it has the same bands.
    lang
        Language of the axis texts.
    ax
        Axes to draw on; the current axes if None.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Nothing is saved and no figure-wide style is changed.

    Raises
    ------
    InputError
        If a column is missing or the table is empty.
    """
    need_columns("sector_stack", data, x, y, sector)
    ax = plt.gca() if ax is None else ax
    wide = data.pivot_table(index=x, columns=sector, values=y, sort=False).sort_index()
    years = wide.index.to_numpy(dtype=float)
    above, below = np.zeros(years.size), np.zeros(years.size)
    labels: list[Label] = []
    for at, name in enumerate(wide.columns):
        values = wide[name].to_numpy(dtype=float)
        up, down = np.clip(values, 0.0, None), np.clip(values, None, 0.0)
        usual = BANDS[at % len(BANDS)] if up.any() else SINK
        colour = (colours or {}).get(str(name)) or usual
        for start, part in ((above, up), (below, down)):
            if part.any():
                ax.fill_between(
                    years,
                    start,
                    start + part,
                    hatch=HATCHES[at % len(HATCHES)],
                    facecolor=colour,
                    edgecolor="white",
                    linewidth=0.6,
                )
        middle = (above + up / 2)[-1] if up[-1] > 0 else (below + down / 2)[-1]
        above, below = above + up, below + down
        labels.append(Label(float(middle), (titles or {}).get(str(name), str(name)), ink(colour)))
    if net and below.any():
        total = wide.sum(axis=1).to_numpy(dtype=float)
        ax.plot(years, total, color=INK, lw=1.6)
        labels.append(Label(float(total[-1]), pick(NET, lang), INK))
    ax.axhline(0, color=QUIET, lw=0.8)
    if mark is not None:
        ax.axvline(mark, color=QUIET, lw=0.9, ls=(0, (2, 2)))
    span = float(above.max() - below.min()) or 1.0
    ax.set(xlim=(years[0], years[-1]), ylim=(below.min() - 0.03 * span, above.max() + 0.05 * span))
    co2_axis(ax, AXIS, lang)
    if named:
        write_end_labels(ax, labels, float(years[-1]), size=8.0)
    return ax


def ink(colour: str) -> str:
    """Return a shade of a band's colour dark enough for text on white."""
    dark = {
        OKABE_ITO["yellow"]: "#8A7F00",
        OKABE_ITO["orange"]: "#A36F00",
        OKABE_ITO["sky"]: "#2B7FB3",
    }
    return dark.get(colour, colour)
