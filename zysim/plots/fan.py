"""Fan chart: where a line may run over all states of the world."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib import colors
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from zysim.errors import InputError
from zysim.plots.peak_lines import AXIS, co2_axis
from zysim.plots.style import BASELINE_DASH, INK, OKABE_ITO, QUIET, SHADE
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

BANDS: tuple[tuple[float, float, float], ...] = (
    (0.025, 0.975, 0.16),
    (0.1, 0.9, 0.32),
    (0.25, 0.75, 0.55),
)
"""Lower and upper quantile of each band, and how much of the colour its tint holds."""
MEDIAN = 0.5
BAND_NAMES: tuple[Pair, ...] = (("95%", "95 %"), ("80%", "80 %"), ("50%", "50 %"))
MEDIAN_NAME: Pair = ("中位数", "median")
BASELINE_NAME: Pair = ("基线中位数", "baseline median")


def fan(
    data: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "value",
    quantile: str = "quantile",
    baseline: pd.DataFrame | None = None,
    colour: str = OKABE_ITO["blue"],
    history_until: int | None = None,
    mark: int | None = None,
    unit: Pair = AXIS,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw the 50, 80 and 95 % bands and the median of one scenario.

    The bands hold the members year by year: no single member need stay inside one.

    Parameters
    ----------
    data
        One row per year and quantile; the quantiles of ``BANDS`` and 0.5.
    x, y, quantile
        Columns of ``data``: calendar year, value, share of members at or below it.
    baseline
        A line to compare with, columns ``x`` and ``y``, drawn dashed.
    colour
        Of the median; the bands are tints of it, mixed beforehand so that none shines through.
    history_until
        Last year of the history, shaded; nothing is if None.
    mark
        Year with a thin vertical line, if any.
    unit
        Label of the vertical axis.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on. Nothing is saved.

    Raises
    ------
    InputError
        If a column or a quantile is missing, or the table is empty.
    """
    need_columns("fan", data, x, y, quantile)
    ax = plt.gca() if ax is None else ax
    wide = data.pivot_table(index=x, columns=quantile, values=y)
    _need_quantiles([float(each) for each in wide.columns])
    years = wide.index.to_numpy(dtype=float)
    for (low, high, share), name in zip(BANDS, BAND_NAMES, strict=True):
        ax.fill_between(
            years, wide[low], wide[high], color=tint(colour, share), lw=0, label=pick(name, lang)
        )
    ax.plot(years, wide[MEDIAN], color=colour, lw=2.0, label=pick(MEDIAN_NAME, lang))
    bottom, top = float(wide.min().min()), float(wide.max().max())
    if baseline is not None:
        need_columns("fan", baseline, x, y)
        line = baseline.sort_values(x)
        ax.plot(
            line[x], line[y], color=INK, lw=1.3, ls=BASELINE_DASH, label=pick(BASELINE_NAME, lang)
        )
    ax.set(
        xlim=(years[0], years[-1]),
        ylim=(min(0.0, bottom * 1.06), max(top * 1.1, 0.0) or 1.0),
    )
    if unit == AXIS:
        co2_axis(ax, unit, lang)
    else:
        ax.set_ylabel(pick(unit, lang))
    if history_until is not None and history_until > years[0]:
        ax.axvspan(years[0], history_until, color=SHADE, lw=0, zorder=0)
    if mark is not None:
        ax.axvline(mark, color=QUIET, lw=0.9, ls=(0, (2, 2)), zorder=2.5)
    return ax


def write_inside(ax: Axes, lines: Sequence[str]) -> None:
    """Write some lines into the upper left corner, the first one bold."""
    for at, line in enumerate(lines):
        text = ax.annotate(
            line,
            (0, 1),
            xycoords="axes fraction",
            xytext=(6, -6 - 13 * at),
            textcoords="offset points",
            va="top",
            fontsize=9.5 if at == 0 else 8.5,
            fontweight="bold" if at == 0 else "normal",
            zorder=6,
        )
        text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])


def tint(colour: str, share: float) -> tuple[float, float, float]:
    """Return a colour mixed with white.

    >>> tint("#000000", 0.25)
    (0.75, 0.75, 0.75)
    """
    red, green, blue = (float(1 - share * (1 - each)) for each in colors.to_rgb(colour))
    return red, green, blue


def _need_quantiles(found: list[float]) -> None:
    wanted = sorted({MEDIAN, *(each for low, high, _ in BANDS for each in (low, high))})
    missing = [each for each in wanted if not np.isclose(found, each).any()]
    if missing:
        msg = f"fan: data has no quantiles {missing}; it has {found}."
        raise InputError(msg)
