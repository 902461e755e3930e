"""A small chart for each chosen variable of any model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

from zysim.plots.style import LINE_COLOURS, house_style, save_figure
from zysim.runs.results import Runs

ACROSS = 3


def draw_model_lines(runs: Runs, names: Sequence[str], unit: str, stem: Path) -> list[Path]:
    """Draw one panel per variable, since their units differ, and write the figure.

    Parameters
    ----------
    runs
        Results that hold ``names``.
    names
        Scalar ids, one panel each.
    unit
        Unit of time, written under the lowest panels.
    stem
        Path without an ending; the folder must exist.

    Returns
    -------
    list of pathlib.Path
        The files written, PNG first.
    """
    mpl.use("Agg")
    across = min(ACROSS, len(names))
    down = math.ceil(len(names) / across)
    with house_style():
        figure, grid = plt.subplots(
            down,
            across,
            figsize=(1.5 + 3.2 * across, 0.6 + 2.2 * down),
            layout="constrained",
            squeeze=False,
        )
        panels = list(grid.flat)
        for name, ax in zip(names, panels, strict=False):
            for values in runs.of(name):
                ax.plot(runs.years, values, color=LINE_COLOURS[0])
            ax.set_title(name)
            ax.set_ylabel(runs.unit(name))
            ax.set_xlabel(unit)
        for ax in panels[len(names) :]:
            ax.set_axis_off()
        return save_figure(figure, stem)
