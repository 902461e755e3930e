"""Second-order Sobol indices: which pairs of factors act together."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from zysim.plots.rows import name_rows
from zysim.plots.style import INK, QUIET, SHADE
from zysim.plots.tidy import need_columns
from zysim.wording import Lang, Pair, pick

SHARE: Pair = ("S2（占方差的份额）", "S2 (share of the variance)")
KEY: Pair = (
    "对角格为列号；斜线格与 0 无显著差别；空格未计算",
    "diagonal: number of the column; hatched: not different from 0; blank: not computed",
)
NAME_PLACES = 36


def pair_heat(
    data: pd.DataFrame,
    *,
    first: str = "first",
    second: str = "second",
    y: str = "S2",
    half: str = "S2_half",
    most: int = 8,
    lang: Lang = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Draw a triangle of cells, one per pair of factors, the strongest pairs at its tip.

    Parameters
    ----------
    data
        One row per pair; the order within a pair does not matter.
    first, second
        Columns of ``data``: the names of the two factors in the reader's language.
    y, half
        Columns of ``data``: second-order index and half of its 95 % interval, shares of the
        variance. A cell is hatched where the interval holds 0.
    most
        Factors shown, those with the largest S2.
    lang, ax
        As in :func:`zysim.plots.peak_lines.peak_lines`.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; the colour bar sits inside them. Nothing is saved.

    Raises
    ------
    InputError
        If a column is missing or the table is empty.
    """
    need_columns("pair_heat", data, first, second, y, half)
    ax = plt.gca() if ax is None else ax
    ends = [data[[column, y]].set_axis(["name", "size"], axis=1) for column in (first, second)]
    # Sorted by name first, so that equal sizes do not depend on the order within a pair.
    sizes = pd.concat(ends).groupby("name", sort=True)["size"].max()
    names = list(sizes.sort_values(ascending=False, kind="stable").index[:most])
    places = {name: at for at, name in enumerate(names)}
    shown = data[data[first].isin(places) & data[second].isin(places)]
    scale = Normalize(min(0.0, float(shown[y].min())), max(float(shown[y].max()), 1e-9))
    colours = ScalarMappable(scale, colormaps["cividis"])
    for one, other, value, room in shown[[first, second, y, half]].itertuples(index=False):
        column, row = sorted((places[one], places[other]))
        _draw_cell(ax, row, column, float(value), float(room), colours)
    for at in range(len(names)):
        ax.add_patch(Rectangle((at - 0.5, at - 0.5), 1, 1, fc=SHADE, ec="white", lw=1.2))
        ax.text(at, at, str(at + 1), ha="center", va="center", color=QUIET, fontweight="bold")
    name_rows(ax, [f"{at + 1} {name}" for at, name in enumerate(names)], places=NAME_PLACES)
    ax.grid(visible=False)
    ax.set(xlim=(-0.5, len(names) - 0.5), ylim=(len(names) - 0.5, -0.5), xticks=[])
    ax.spines[:].set_visible(False)
    ax.set_xlabel(pick(KEY, lang), fontsize=8, color=QUIET)
    bar = ax.inset_axes((0.62, 0.93, 0.36, 0.035), gid="colour bar")
    ax.figure.colorbar(colours, cax=bar, orientation="horizontal")
    bar.tick_params(labelsize=7.5)
    bar.set_title(pick(SHARE, lang), fontsize=8, fontweight="normal", loc="center")
    return ax


def _draw_cell(
    ax: Axes, row: int, column: int, value: float, room: float, colours: ScalarMappable
) -> None:
    """Draw a cell with its value, hatched where the interval holds 0."""
    fill = colours.cmap(float(np.asarray(colours.norm(np.array(value)))))
    light = float(np.dot(fill[:3], (0.299, 0.587, 0.114))) > 0.5
    sure = abs(value) > room
    ax.add_patch(
        Rectangle(
            (column - 0.5, row - 0.5),
            1,
            1,
            fc=fill,
            ec="white",
            lw=1.2,
            hatch="" if sure else "////",
            gid="sure" if sure else "not different from 0",
        )
    )
    ax.text(
        column,
        row,
        f"{value:.2f}\n±{room:.2f}",
        ha="center",
        va="center",
        fontsize=7,
        color=INK if light else "white",
        bbox=None if sure else {"fc": fill, "ec": "none", "pad": 1.0},
    )
