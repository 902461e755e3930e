"""Array types; axis order is always run first, year last."""

from __future__ import annotations

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
