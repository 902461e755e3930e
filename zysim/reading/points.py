"""Points of lookups: put in order, and refused where they make no line."""

from __future__ import annotations

import itertools
import math
from typing import Any

from zysim.reading.calls import RefusedError
from zysim.reading.expressions import Table, Way


def table_of(node: Any) -> Table:
    """Return the points of a lookup as written, in the order of x."""
    if type(node).__name__ != "LookupsStructure":
        msg = f"{type(node).__name__.removesuffix('Structure')} cannot stand here"
        raise RefusedError(msg)
    points = sorted(zip(map(float, node.x), map(float, node.y), strict=True))
    way: Way = "extrapolate" if node.type == "extrapolate" else "interpolate"
    return make_table([x for x, _ in points], [y for _, y in points], way)


def make_table(x: list[float], y: list[float], way: Way) -> Table:
    """Check the points of a table."""
    if not x or not all(map(math.isfinite, [*x, *y])):
        msg = "a lookup needs points, and all of them must be numbers"
        raise RefusedError(msg)
    twice = next((a for a, b in itertools.pairwise(x) if a == b), None)
    if twice is not None:
        msg = f"a lookup has two points at x = {twice:g}; move one of them a little"
        raise RefusedError(msg)
    return Table(tuple(x), tuple(y), way)
