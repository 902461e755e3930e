"""The same scenarios under the accounting boundaries of a city, side by side."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from zysim.plots.panels import draw_panel, side_by_side
from zysim.plots.peak_lines import AXIS, co2_axis
from zysim.plots.style import QUIET
from zysim.plots.tidy import need_columns
from zysim.wording import Lang


def boundary_panels(
    data: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "value",
    scenario: str = "scenario",
    boundary: str = "boundary",
    peaks: Mapping[tuple[str, str], tuple[float, float]] | None = None,
    notes: Mapping[str, str] | None = None,
    accounts: Mapping[str, str],
    chosen: str = "",
    baseline: str = "",
    history_until: int | None = None,
    mark: int | None = None,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw one small chart per boundary inside ``ax``, all to the same scale.

    Parameters
    ----------
    data
        Long table, one row per scenario, boundary and year.
    x, y, scenario, boundary
        Columns of ``data``: calendar year, emissions in Mt CO2 per year, scenario id,
        and the boundary's letter.
    peaks
        (Scenario id, boundary) to the year and height of its peak.
    notes
        Boundary to the line below its name.
    accounts
        Boundary to its name in the reader's language, in the order of the charts.
    chosen
        Boundary of the main chart, called so.
    baseline, history_until, mark, lang
        As in :func:`zysim.plots.peak_lines.peak_lines`.
    ax
        Axes whose place the small charts take; the current axes if None.

    Returns
    -------
    matplotlib.axes.Axes
        ``ax``, emptied of its own frame. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or the table is empty.
    """
    need_columns("boundary_panels", data, x, y, scenario, boundary)
    ax = plt.gca() if ax is None else ax
    letters = [letter for letter in accounts if letter in set(data[boundary])]
    for at, (letter, panel) in enumerate(side_by_side(ax, letters, kind="boundary").items()):
        part = data[data[boundary] == letter]
        draw_panel(
            panel,
            part,
            x=x,
            y=y,
            scenario=scenario,
            peaks={key[0]: peak for key, peak in (peaks or {}).items() if key[1] == letter},
            scenarios=list(dict.fromkeys(part[scenario])),
            baseline=baseline,
            history_until=history_until,
            mark=mark,
            limits=(float(data[y].min()), float(data[y].max())),
        )
        panel.tick_params(labelleft=at == 0)
        _name_panel(panel, accounts[letter], (notes or {}).get(letter, ""), letter == chosen, lang)
        if at == 0:
            co2_axis(panel, AXIS, lang, fontsize=8)
    return ax


def _name_panel(panel: Axes, title: str, note: str, is_chosen: bool, lang: Lang) -> None:
    """Write the boundary's name and its peak years above a small chart."""
    if is_chosen:
        title += "（本图）" if lang == "zh" else " (above)"
    heading = f"{title}\n"
    panel.set_title(heading, fontsize=8.5, loc="left", pad=3, linespacing=1.45)
    panel.text(0, 1.03, note, transform=panel.transAxes, fontsize=7.5, va="bottom", color=QUIET)
