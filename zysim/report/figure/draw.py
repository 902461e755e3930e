"""A figure printed: at its size in millimetres, title and notes within it, text at 6 pt or more."""

from __future__ import annotations

import math

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import MaxNLocator

from zysim.columns import fold, width
from zysim.plots.fan_axes import GREYS, fan_axes
from zysim.plots.style import INK, LINE_COLOURS, QUIET
from zysim.report.figure.find import FigureFound, is_published
from zysim.report.figure.lines import Shown
from zysim.report.figure.tell import notes_of, title_of
from zysim.wording import Lang, pick

MM = 25.4
"""In an inch."""
POINT = 72.0
TITLE, TEXT, NOTE = 8.5, 7.0, 7.0
"""Sizes in points."""
LINE = 1.35
HINTED = 0.95
"""Letters may be wider than measured where a picture is coarse."""
TRIES = 4
"""To break a text anew until its widest line fits."""
MARGIN = 4.0
"""Around everything, in points."""
ASPECT = 0.42
"""Height of a panel against the width of the figure where none is given."""
NARROW = 120.0
"""Millimetres below which names stand in a legend, and panels below each other."""
ACROSS = 3
LONGEST = 22
"""Columns of a name that still fits at the end of its line."""


def draw_figure(found: FigureFound, lang: Lang) -> Figure:
    """Draw a figure in one language.

    Returns
    -------
    matplotlib.figure.Figure
        Call it inside :func:`zysim.plots.style.house_style`, and save it there.
    """
    spec = found.spec
    panels = panels_of(found)
    columns = 1 if spec.width < NARROW else 2 if len(panels) == 4 else min(len(panels), ACROSS)
    rows = math.ceil(len(panels) / columns)
    wide = spec.width / MM * POINT
    title = _folded(title_of(found, lang), wide, TITLE, "bold")
    notes = _folded(notes_of(found, lang), wide, NOTE)
    above = (title.count("\n") + 1) * TITLE * LINE + 2 * MARGIN
    below = (notes.count("\n") + 1) * NOTE * LINE + 2 * MARGIN
    height = spec.height or max(spec.width * ASPECT / columns**0.5, 45.0)
    tall = rows * height / MM * POINT + above + below
    figure = plt.figure(figsize=(wide / POINT, tall / POINT))
    figure.set_layout_engine(
        "constrained", rect=(0, below / tall, 1, 1 - (above + below) / tall), h_pad=0.04, w_pad=0.04
    )
    grid = list(figure.subplots(rows, columns, squeeze=False).flat)
    legend = needs_legend(found, lang) or columns > 1
    for ax, (shown, cases) in zip(grid, panels, strict=False):
        draw_panel(found, shown, cases, lang, labels=not legend, ax=ax)
        if len(panels) > 1:
            ax.set_title(_panel_title(found, shown, cases, lang), fontsize=TEXT + 0.5)
    for ax in grid[len(panels) :]:
        ax.set_visible(False)
    if spec.layout == "panels":
        _same_limits(grid, panels)
    if legend and len(spec.cases) > 1 and spec.layout == "one":
        handles, names = grid[0].get_legend_handles_labels()
        grid[0].legend(handles, names, loc="best", fontsize=TEXT, handlelength=2.2)
    left = MARGIN / wide
    figure.text(
        left,
        1 - MARGIN / tall,
        title,
        va="top",
        fontsize=TITLE,
        fontweight="bold",
        linespacing=LINE,
    )
    figure.text(
        left, MARGIN / tall, notes, va="bottom", fontsize=NOTE, color=QUIET, linespacing=LINE
    )
    return figure


def panels_of(found: FigureFound) -> list[tuple[Shown, tuple[str, ...]]]:
    """Return variable and cases of each pair of axes."""
    cases = found.spec.cases
    sets = [cases] if found.spec.layout == "one" else [(each,) for each in cases]
    return [(shown, each) for shown in found.shown for each in sets]


def needs_legend(found: FigureFound, lang: Lang) -> bool:
    """Say whether names are too long, or the figure too narrow, to stand at the lines."""
    longest = max(width(pick(each, lang)) for each in found.titles.values())
    return found.spec.width < NARROW or longest > LONGEST


def draw_panel(
    found: FigureFound,
    shown: Shown,
    cases: tuple[str, ...],
    lang: Lang,
    *,
    labels: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw one variable of some cases on axes of the caller; return them."""
    scale = shown.scale(lang)
    lines = [
        pd.DataFrame(
            {"case": case, "year": found.years, "percentile": percentile, "value": values * scale}
        )
        for case in cases
        for percentile, values in zip(
            found.spec.percentiles, found.bands[shown.id, case], strict=True
        )
    ]
    grey = found.spec.palette == "grey"
    hues = GREYS if grey else LINE_COLOURS
    ax = fan_axes(
        pd.concat(lines),
        titles={case: pick(found.titles[case], lang) for case in cases},
        observed=_observed(found, shown, scale),
        span=found.span,
        history_until=found.project.city.history,
        mark=found.project.city.goal,
        grey=grey,
        colours={case: hues[at % len(hues)] for at, case in enumerate(found.spec.cases)},
        labels=labels and len(found.spec.cases) > 1 and len(cases) > 1,
        unit=shown.axis(lang),
        size=TEXT,
        ax=ax,
    )
    ax.tick_params(labelsize=TEXT)
    ax.yaxis.label.set(fontsize=TEXT, color=INK)
    ax.xaxis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10], integer=True))
    return ax


def _observed(found: FigureFound, shown: Shown, scale: float) -> pd.DataFrame:
    first, last = found.span
    rows = [
        {
            "year": each.year,
            "value": each.value * scale,
            "low": each.low * scale,
            "high": each.high * scale,
            "mark": "independent" if other else "published" if is_published(each) else "derived",
            "held_out": each.use == "holdout",
        }
        for other, seen in ((False, shown.observed), (True, shown.independent))
        for each in seen
        if first <= each.year <= last
    ]
    return pd.DataFrame(rows, columns=["year", "value", "low", "high", "mark", "held_out"])


def _panel_title(found: FigureFound, shown: Shown, cases: tuple[str, ...], lang: Lang) -> str:
    names = [pick(shown.label, lang)] if len(found.shown) > 1 else []
    if found.spec.layout == "panels":
        names.append(pick(found.titles[cases[0]], lang))
    return ("·" if lang == "zh" else ", ").join(names)


def _same_limits(grid: list[Axes], panels: list[tuple[Shown, tuple[str, ...]]]) -> None:
    """Give the panels of one variable one scale."""
    for name in dict.fromkeys(shown.id for shown, _cases in panels):
        same = [ax for ax, (shown, _) in zip(grid, panels, strict=False) if shown.id == name]
        limits = [ax.get_ylim() for ax in same]
        for ax in same:
            ax.set_ylim(min(low for low, _ in limits), max(high for _, high in limits))


def _folded(text: str, points: float, size: float, weight: str = "normal") -> str:
    """Break a text so that it is no wider than some points, in the middle of a word if need be."""
    room, font = HINTED * (points - 2 * MARGIN), FontProperties(size=size, weight=weight)
    places, lines = int(room / size * 2), text
    for _ in range(TRIES):
        lines = fold(" ".join(_cut(word, places) for word in text.split(" ")), places)
        widest = max(
            text_to_path.get_text_width_height_descent(line, font, False)[0]
            for line in lines.split("\n")
        )
        if widest <= room:
            break
        places = int(places * room / widest)
    return lines


def _cut(word: str, places: int) -> str:
    """Cut a word that is longer than a line."""
    if not word.isascii():
        return word
    return " ".join(word[at : at + places] for at in range(0, len(word), places))
