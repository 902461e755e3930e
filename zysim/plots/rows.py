"""Rows of bars with long names: levers, unknowns and targets."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from zysim.columns import fold
from zysim.wording import Lang, Pair, pick

NAME_PLACES = 32
"""Places of a line of a name; a Chinese character takes two."""
NAME_SIZE = 8.5
REST: Pair = ("（另有 {count} 项更小，未画出）", "({count} smaller ones are not drawn)")


def leading(data: pd.DataFrame, column: str, most: int) -> pd.DataFrame:
    """Return the rows with the largest sizes of a column, largest first, at most ``most``.

    >>> leading(pd.DataFrame({"effect": [0.1, -3.0, 2.0]}), "effect", 2)["effect"].tolist()
    [-3.0, 2.0]
    """
    order = data[column].abs().sort_values(ascending=False, kind="stable").index
    return data.loc[order].head(most).reset_index(drop=True)


def name_rows(ax: Axes, labels: Sequence[str], *, places: int = NAME_PLACES) -> None:
    """Name the rows 0, 1, … from the top down; names longer than a line are folded."""
    ax.set_yticks(range(len(labels)), [fold(each, places) for each in labels])
    for text in ax.get_yticklabels():
        text.set(fontsize=NAME_SIZE, linespacing=1.1)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")


def name_axis(ax: Axes, text: str, rest: int, lang: Lang) -> None:
    """Name the axis of values; a second line says how many rows were left out, if any."""
    if rest > 0:
        text += "\n" + pick(REST, lang).format(count=rest)
    ax.set_xlabel(text, fontsize=8.5, linespacing=1.4)
