"""The same scenarios in each county, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from zysim.plots.panels import draw_panel, side_by_side
from zysim.plots.peak_lines import AXIS, co2_axis
from zysim.plots.style import QUIET
from zysim.plots.tidy import need_columns
from zysim.wording import Lang


def county_panels(
    data: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "value",
    scenario: str = "scenario",
    county: str = "county",
    peaks: Mapping[tuple[str, str], tuple[float, float]] | None = None,
    titles: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    baseline: str = "",
    history_until: int | None = None,
    mark: int | None = None,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw one small chart per county inside ``ax``, all to the same scale.

    Parameters
    ----------
    data
        Long table, one row per scenario, county and year.
    x, y, scenario, county
        Columns of ``data``: calendar year, emissions in Mt CO2 per year, scenario id, and the
        county's name in the reader's language. Charts stand in the order in which counties
        first appear.
    peaks
        (Scenario id, county) to the year and height of its peak.
    titles
        Scenario id to its name in the reader's language, for the key below the charts.
    notes
        County to the lines below its name.
    baseline, history_until, mark, lang, ax
        As in :func:`zysim.plots.boundaries.boundary_panels`.

    Returns
    -------
    matplotlib.axes.Axes
        ``ax``, emptied of its own frame. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or the table is empty.
    """
    need_columns("county_panels", data, x, y, scenario, county)
    ax = plt.gca() if ax is None else ax
    names = list(dict.fromkeys(data[county]))
    panels = side_by_side(ax, names, kind="county")
    for at, (name, panel) in enumerate(panels.items()):
        draw_panel(
            panel,
            data[data[county] == name],
            x=x,
            y=y,
            scenario=scenario,
            peaks={key[0]: peak for key, peak in (peaks or {}).items() if key[1] == name},
            scenarios=list(dict.fromkeys(data[scenario])),
            baseline=baseline,
            history_until=history_until,
            mark=mark,
            limits=(float(data[y].min()), float(data[y].max())),
        )
        panel.tick_params(labelleft=at == 0)
        note = (notes or {}).get(name, "")
        rise = 17 + 11 * note.count("\n")
        above: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points"}
        panel.annotate(name, (0, 1), xytext=(0, rise), fontsize=9.5, fontweight="bold", **above)
        panel.annotate(note, (0, 1), xytext=(0, 5), fontsize=7.5, color=QUIET, **above)
        if at == 0:
            co2_axis(panel, AXIS, lang, fontsize=8)
    handles, keys = panels[names[0]].get_legend_handles_labels()
    ax.legend(
        handles,
        [(titles or {}).get(key, key) for key in keys],
        loc="upper center",
        bbox_to_anchor=(0.5, -0.1),
        ncols=len(keys),
        fontsize=8,
    )
    return ax
