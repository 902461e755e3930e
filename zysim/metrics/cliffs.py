"""Where a line breaks because plants have served their time: computed from their capacity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.wording import Pair

NOTE: Pair = (
    "{years}{name}因机组到寿退役减少 {size}，曲线在此转折",
    "{years}: {name} falls by {size} as plants reach the end of their life, hence the break",
)
SMALLEST = 0.01
"""Share of the capacity of the year before from which on a fall is told."""
BREAK = 0.03
"""Share of the size of a line from which on a change in these years is a break."""
USUAL = 2.0
"""Times the change in as many years before, from which on it is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cliff:
    """Years in a row in which capacity falls."""

    first: int
    last: int
    size: float
    """What goes, in the unit of the capacity."""


def cliffs_of(capacity: FloatArray, years: IntArray) -> tuple[Cliff, ...]:
    """Return where capacity falls, years in a row together.

    Parameters
    ----------
    capacity
        Shape ``(year,)``.
    years
        Shape ``(year,)``.

    Examples
    --------
    >>> cliffs_of(np.array([3.0, 3.0, 2.0, 1.5, 1.5]), np.arange(2052, 2057))
    (Cliff(first=2054, last=2055, size=1.5),)
    """
    found: list[Cliff] = []
    for at in range(1, len(years)):
        fall = float(capacity[at - 1] - capacity[at])
        if fall <= SMALLEST * abs(float(capacity[at - 1])):
            continue
        year = int(years[at])
        if found and found[-1].last == year - 1:
            known = found.pop()
            found.append(Cliff(first=known.first, last=year, size=known.size + fall))
        else:
            found.append(Cliff(first=year, last=year, size=fall))
    return tuple(found)


def breaks(line: FloatArray, years: IntArray, cliff: Cliff) -> bool:
    """Say whether a line breaks where capacity goes.

    Parameters
    ----------
    line
        Shape ``(year,)``, in any unit.
    years
        Shape ``(year,)``.
    cliff
        One of :func:`cliffs_of`.
    """
    first, last = (int(np.searchsorted(years, year)) for year in (cliff.first - 1, cliff.last))
    span = last - first
    if first - span < 0 or last >= len(years) or years[first] != cliff.first - 1:
        return False
    size = float(np.abs(line).max())
    change, usual = line[last] - line[first], line[first] - line[first - span]
    return bool(abs(change) > max(BREAK * size, USUAL * abs(usual)))
