"""Lookup tables for one number and for many, equal to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from zysim.reading.expressions import MISSING, Table, Way
from zysim.reading.first_moment import read_table

Points = tuple[float, ...]


def table_for_one(x: Points, y: Points, way: Way) -> Callable[[float], float]:
    """Return a function that reads a table at one number."""
    table = Table(x, y, way)
    return lambda at: read_table(table, at)


def table_for_batch(x: Points, y: Points, way: Way) -> Callable[[Any], Any]:
    """Return a function that reads a table at many numbers at once, or at one."""
    xs, ys = np.array(x), np.array(y)
    if way == "raw":

        def read_raw(at: Any) -> Any:
            place = np.clip(np.searchsorted(xs, at, side="right") - 1, 0, len(x) - 1)
            return np.where(np.isnan(at), at, np.where(xs[place] == at, ys[place], MISSING))

        return read_raw
    if len(x) == 1:
        return lambda at: np.where(np.isnan(at), at, ys[0])
    widths = np.diff(xs)
    slopes = np.diff(ys) / np.where(widths > 0, widths, 1.0)
    slopes[widths == 0] = 0.0
    level = np.where(widths > 0, ys[:-1], ys[1:])  # a step at the very end, read beyond it

    def read(at: Any) -> Any:
        place = np.clip(np.searchsorted(xs, at, side="right") - 1, 0, len(x) - 2)
        if way == "backward":
            found = np.where(np.isnan(at), at, ys[place])
        elif way == "forward":
            found = np.where(at == xs[place], ys[place], ys[place + 1])
            found = np.where(np.isnan(at), at, found)
        else:
            found = slopes[place] * (at - xs[place]) + level[place]
        if way == "extrapolate":
            return found
        return np.where(at >= xs[-1], ys[-1], np.where(at <= xs[0], ys[0], found))

    return read
