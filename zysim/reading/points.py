"""Points of lookups: put in order, and refused where they make no line."""

from __future__ import annotations

import math
from collections.abc import Sequence

from zysim.reading.calls import RefusedError
from zysim.reading.expressions import Table, Way


def make_table(x: Sequence[float], y: Sequence[float], way: Way) -> Table:
    """Put the points of a table in the order of x and check them.

    Two points at the same x make a step: the second one written holds from there on.

    >>> make_table([2, 0, 2], [5, 1, 9], "interpolate")
    Table(x=(0, 2, 2), y=(1, 5, 9), way='interpolate', name='')

    Raises
    ------
    RefusedError
        If there is no point, or one that is no number.
    """
    if not x or not all(map(math.isfinite, [*x, *y])):
        msg = "a lookup needs points, and all of them must be numbers"
        raise RefusedError(msg)
    order = sorted(range(len(x)), key=x.__getitem__)
    return Table(tuple(x[at] for at in order), tuple(y[at] for at in order), way)
