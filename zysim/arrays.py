"""Array types; axis order is always run first, year last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
"""Values, mostly of shape ``(run,)``, ``(year,)`` or ``(run, year)``."""
IntArray = NDArray[np.int64]
"""Calendar years and counts."""
BoolArray = NDArray[np.bool_]
"""Answers of a test, one per run."""
TimeArray = NDArray[Any]
"""Moments of a run: whole numbers, such as calendar years, or a float where the model's clock
reports between them."""

PART = 65_536
"""Rows of a large array that are worked on at once, so that no second one of its size is made."""


def parts_of(rows: int) -> Iterator[slice]:
    """Give all rows of an array, some at a time; all at once where they are few.

    >>> [(each.start, each.stop) for each in parts_of(100_000)]
    [(0, 65536), (65536, 100000)]
    """
    for start in range(0, max(rows, 1), PART):
        yield slice(start, min(start + PART, rows))
