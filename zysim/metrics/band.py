"""A number over many members as people are shown it: the median, and P10 and P90."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from zysim.arrays import FloatArray
from zysim.metrics.middle import quantiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Median with P10 and P90."""

    median: float
    low: float
    high: float

    def to_record(self) -> dict[str, float]:
        """Return it as plain values for JSON."""
        return asdict(self)

    def range(self, digits: int = 1) -> str:
        """Return P10 and P90 in brackets, signed.

        >>> Band(median=1.0, low=-2.25, high=1234.0).range()
        '[-2.2, +1,234.0]'
        """
        return f"[{self.low:+,.{digits}f}, {self.high:+,.{digits}f}]"

    def words(self, digits: int = 1) -> str:
        """Return the median and the range, signed.

        >>> Band(median=1.0, low=-2.25, high=4.0).words(0)
        '+1 [-2, +4]'
        """
        return f"{self.median:+,.{digits}f} {self.range(digits)}"


def band(values: FloatArray) -> Band:
    """Return the band of values over members, shape ``(member,)``.

    >>> import numpy as np
    >>> band(np.arange(11.0))
    Band(median=5.0, low=1.0, high=9.0)
    """
    low, median, high = (float(each) for each in quantiles(values, (0.1, 0.5, 0.9)))
    return Band(median=median, low=low, high=high)
