"""Main chart: emissions of each scenario, and when each stops growing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke

from zysim.plots.labels import Label, write_end_labels
from zysim.plots.style import BASELINE_DASH, INK, LINE_COLOURS, LINE_DASHES, QUIET, SHADE
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

HISTORY = ("历史", "history")
MARK = ("{mark} 年前达峰目标", "the plan's goal: peak by {mark}")
AXIS: Pair = ("二氧化碳（万吨/年）", "CO₂ (Mt per year)")


def peak_lines(
    data: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "value",
    scenario: str = "scenario",
    peaks: Mapping[str, tuple[float, float]] | None = None,
    titles: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    baseline: str = "",
    history_until: int | None = None,
    mark: int | None = None,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw one line per scenario with its peak.

    Parameters
    ----------
    data
        Long table, one row per scenario and year.
    x, y, scenario
        Columns of ``data``: calendar year, emissions in Mt CO2 per year, scenario id.
    peaks
        Scenario id to the year and height of its peak; scenarios without one are left out.
    titles, notes
        Scenario id to its name in the reader's language, and to the line below the name.
    baseline
        Scenario drawn dashed in black, if any.
    history_until
        Last year of the history the model was calibrated to, shaded; nothing is if None.
    mark
        Year with a thin vertical line, the goal; none if None.
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
    need_columns("peak_lines", data, x, y, scenario)
    ax = plt.gca() if ax is None else ax
    titles, notes, peaks = titles or {}, notes or {}, peaks or {}
    first, last = float(data[x].min()), float(data[x].max())
    labels: list[Label] = []
    marked: list[tuple[float, float, Any]] = []
    for name, style in line_styles(list(dict.fromkeys(data[scenario])), baseline).items():
        line = data[data[scenario] == name].sort_values(x)
        ax.add_line(Line2D(line[x], line[y], **style, solid_capstyle="round"))
        label = Label(
            float(line[y].iloc[-1]), titles.get(name, name), style["color"], notes.get(name, "")
        )
        labels.append(label)
        if name in peaks:
            year, height = peaks[name]
            ax.plot(year, height, "o", ms=6.5, mfc="white", mec=style["color"], mew=1.6, zorder=5)
            marked.append((year, height, style["color"]))
    low, high = min(0.0, float(data[y].min())), float(data[y].max())
    ax.set(xlim=(first, last), ylim=(low * 1.06, high * 1.14 or 1.0))
    co2_axis(ax, AXIS, lang)
    _mark_years(ax, first, history_until, mark, lang)
    _name_peaks(ax, marked)
    write_end_labels(ax, labels, last)
    return ax


def co2_axis(ax: Axes, words: Pair, lang: Lang, **text: Any) -> None:
    """Name the vertical axis of data in Mt CO2, and write its ticks in the unit of the language."""
    ax.set_ylabel(pick(words, lang), **text)
    if lang == "zh":
        ax.yaxis.set_major_formatter(lambda value, _at: f"{100 * value:.6g}".replace("-", "−"))


def line_styles(names: list[str], baseline: str) -> dict[str, dict[str, Any]]:
    """Return a colour and a dash for each scenario, the same in every chart.

    >>> styles = line_styles(["plan", "baseline"], "baseline")
    >>> styles["plan"]["color"], styles["baseline"]["color"]
    ('#0072B2', '#262626')
    """
    others = [name for name in names if name != baseline]
    styles: dict[str, dict[str, Any]] = {}
    for at, name in enumerate(others):
        dash = LINE_DASHES[at % len(LINE_DASHES)]
        colour = LINE_COLOURS[at % len(LINE_COLOURS)]
        styles[name] = {"color": colour, "linestyle": dash, "linewidth": 2.0, "zorder": 3}
    if baseline in names:
        quiet = {"color": INK, "linestyle": BASELINE_DASH, "linewidth": 1.5, "zorder": 2.5}
        styles = {baseline: dict(quiet), **styles}
    return styles


def _name_peaks(ax: Axes, marked: list[tuple[float, float, Any]]) -> None:
    """Write the year beside each peak: above it, or below where another year is in the way."""
    taken: list[tuple[float, float]] = []
    left, right = ax.get_xlim()
    low, high = ax.get_ylim()
    for year, height, colour in sorted(marked, key=lambda peak: -peak[1]):
        near = [
            at
            for at in taken
            if abs(at[0] - year) < 0.06 * (right - left)
            and abs(at[1] - height) < 0.09 * (high - low)
        ]
        shift = (0, -15) if near else (0, 6)
        text = ax.annotate(
            f"{year:.0f}",
            (year, height),
            xytext=shift,
            textcoords="offset points",
            ha="center",
            va="bottom" if not near else "center",
            color=colour,
            fontweight="bold",
            zorder=6,
        )
        text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
        taken.append((year, height))


def _mark_years(
    ax: Axes, first: float, history_until: int | None, mark: int | None, lang: Lang
) -> None:
    """Shade the history and mark the year of the plan's goal."""
    top = ax.get_xaxis_transform()
    if history_until is not None and history_until > first:
        ax.axvspan(first, history_until, color=SHADE, lw=0, zorder=0)
        middle = (first + history_until) / 2
        ax.text(
            middle, 0.985, pick(HISTORY, lang), transform=top, ha="center", va="top", color=QUIET
        )
    if mark is None:
        return
    ax.axvline(mark, color=QUIET, lw=0.9, ls=(0, (2, 2)), zorder=1)
    words = pick(MARK, lang).format(mark=mark)
    ax.annotate(
        words,
        (mark, 0.985),
        xytext=(4, 0),
        textcoords="offset points",
        xycoords=top,
        va="top",
        color=QUIET,
    )
