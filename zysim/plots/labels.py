"""Names written beside lines and bands, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from zysim.arrays import FloatArray

CROWDING = 1.15
"""Room kept per label, above its own height, because the layout may still shrink the axes."""
LINE = 1.3
"""Height of a line of text as a multiple of its font size."""
SMALLER = 1.5
"""Points by which a note is smaller than its name."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text that belongs to a height on the right edge of a chart."""

    y: float
    """Height it belongs to, in data units."""
    text: str
    color: Any
    note: str = ""
    """A second, quieter line."""


def spread(wanted: Sequence[float], gaps: Sequence[float], low: float, high: float) -> FloatArray:
    """Return heights near ``wanted`` that keep their order and do not overlap.

    Parameters
    ----------
    wanted
        Centres wanted, in any order.
    gaps
        Height each needs; same length and unit.
    low, high
        Edges no label should cross, unless there are too many to fit.

    Returns
    -------
    ndarray
        Centres, shape as ``wanted``.

    Examples
    --------
    >>> spread([1.0, 1.0], [0.5, 0.5], 0.0, 5.0).tolist()
    [0.75, 1.25]
    """
    order = np.argsort(np.asarray(wanted, dtype=float), kind="stable")
    centres = np.asarray(wanted, dtype=float)[order]
    room = np.asarray(gaps, dtype=float)[order]
    steps = np.concatenate([[0.0], (room[1:] + room[:-1]) / 2]).cumsum()
    # With the steps taken out, "no overlap" reads "never decreasing": isotonic means by pooling.
    free = _never_decreasing(centres - steps)
    floor = low + (room[0] / 2 if room.size else 0.0)
    ceiling = high - (room[-1] / 2 if room.size else 0.0) - (steps[-1] if room.size else 0.0)
    placed = np.clip(free, floor, max(ceiling, floor)) + steps
    result: FloatArray = np.empty(placed.size)
    result[order] = placed
    return result


def write_end_labels(ax: Axes, labels: Sequence[Label], x: float, *, size: float = 8.5) -> None:
    """Write labels to the right of the chart at ``x``, spread apart, with leader lines.

    Call it after the limits of the axes are final. Each label takes the colour of its line;
    its note is written below it, smaller and grey.
    """
    low, high = ax.get_ylim()
    pixels = ax.transAxes.transform((0, 1))[1] - ax.transAxes.transform((0, 0))[1]
    per_point = (high - low) / (pixels * 72 / ax.figure.dpi)
    heads = [size * LINE for _ in labels]
    notes = [
        (size - SMALLER) * LINE * (label.note.count("\n") + 1) if label.note else 0.0
        for label in labels
    ]
    gaps = [
        (head + note + 3) * per_point * CROWDING for head, note in zip(heads, notes, strict=True)
    ]
    centres = spread([label.y for label in labels], gaps, low, high)
    left, right = ax.get_xlim()
    reach = x + (right - left) * 0.018
    for label, centre, head, note in zip(labels, centres, heads, notes, strict=True):
        ends = ([x, reach], [label.y, centre])
        ax.plot(*ends, color=label.color, lw=0.7, clip_on=False, gid="leader")
        place: dict[str, Any] = {
            "xycoords": "data",
            "textcoords": "offset points",
            "annotation_clip": False,
        }
        split = (note - head) / 2
        ax.annotate(
            label.text,
            (reach, centre),
            xytext=(3, split + head / 2),
            color=label.color,
            fontsize=size,
            fontweight="bold",
            va="center",
            **place,
        )
        if label.note:
            ax.annotate(
                label.note,
                (reach, centre),
                xytext=(3, split - note / 2),
                fontsize=size - SMALLER,
                va="center",
                linespacing=1.2,
                **place,
            )


def _never_decreasing(values: FloatArray) -> FloatArray:
    """Return the closest never-decreasing series, by pooling adjacent violators."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        mean, count = float(value), 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (before * many + mean * count) / (many + count), count + many
        blocks.append((mean, count))
    return np.array([mean for mean, count in blocks for _ in range(count)])
