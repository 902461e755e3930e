"""Student's t for 95 % intervals; scipy has it too, and takes two tenths of a second to load."""

from __future__ import annotations

import math

WIDEST = 16.0
"""Above the quantile of 1 degree of freedom, the widest."""


def two_sided(freedom: int) -> float:
    """Return the quantile of 97.5 % of Student's t.

    Parameters
    ----------
    freedom
        Degrees of freedom, 1 or more.

    References
    ----------
    Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.3 and 26.7.4.

    Examples
    --------
    >>> round(two_sided(1), 3), round(two_sided(15), 3)
    (12.706, 2.131)
    """
    low, high = 0.0, WIDEST
    while low < (middle := (low + high) / 2) < high:
        if _within(middle, freedom) < 0.95:
            low = middle
        else:
            high = middle
    return high


def _within(t: float, freedom: int) -> float:
    """Return the chance that Student's t lies between -t and t."""
    angle = math.atan2(t, math.sqrt(freedom))
    term = math.cos(angle) if freedom % 2 else 1.0
    total = 0.0
    for at in range(freedom % 2 + 1, freedom, 2):
        total += term
        term *= math.cos(angle) ** 2 * at / (at + 1)
    total *= math.sin(angle)
    return 2 / math.pi * (angle + total) if freedom % 2 else total
