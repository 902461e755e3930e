"""Small charts of the same scenarios, side by side and to one scale."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from zysim.plots.peak_lines import line_styles
from zysim.plots.style import QUIET, SHADE

GAP = 0.045


def side_by_side(ax: Axes, names: list[str], *, kind: str) -> dict[str, Axes]:
    """Return one small chart per name, in the place of ``ax``, which loses its own frame."""
    ax.set_axis_off()
    width = (1 - GAP * (len(names) - 1)) / len(names)
    return {
        name: ax.inset_axes((at * (width + GAP), 0.0, width, 1.0), gid=f"{kind} {name}")
        for at, name in enumerate(names)
    }


def draw_panel(
    panel: Axes,
    part: pd.DataFrame,
    *,
    x: str,
    y: str,
    scenario: str,
    peaks: Mapping[str, tuple[float, float]],
    scenarios: list[str],
    baseline: str,
    history_until: int | None,
    mark: int | None,
    limits: tuple[float, float],
) -> None:
    """Draw the lines of one small chart, with peaks, history and the marked year.

    Parameters
    ----------
    panel
        A chart made by :func:`side_by_side`.
    part
        Its rows: columns ``x``, ``y`` and ``scenario``.
    peaks
        Scenario id to year and height.
    scenarios
        All scenarios of the figure, so that each has one colour in all charts.
    baseline, history_until, mark
        As in :func:`zysim.plots.peak_lines.peak_lines`.
    limits
        Lowest and highest value of all charts.
    """
    for name, style in line_styles(scenarios, baseline).items():
        line = part[part[scenario] == name].sort_values(x)
        thin = style | {"linewidth": 1.0 if name == baseline else 1.6}
        panel.plot(line[x], line[y], **thin, label=name)
        if (peak := peaks.get(name)) is not None:
            panel.plot(*peak, "o", ms=4, mfc="white", mec=style["color"], mew=1.2, zorder=5)
    first, last = float(part[x].min()), float(part[x].max())
    if history_until is not None:
        panel.axvspan(first, history_until, color=SHADE, lw=0, zorder=0)
    if mark is not None:
        panel.axvline(mark, color=QUIET, lw=0.7, ls=(0, (2, 2)), zorder=1)
    low, high = min(0.0, limits[0]), limits[1]
    panel.set(xlim=(first, last), ylim=(low * 1.06, high * 1.08 or 1.0))
    decades = [year for year in range(int(first), int(last) + 1) if year % 10 == 0]
    middle = (first + last) // 2 if mark is None else mark
    panel.set_xticks(decades if len(decades) > 4 else [first, middle, last])
    panel.tick_params(labelsize=7.5)
