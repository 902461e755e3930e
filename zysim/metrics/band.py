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
        return f"[{_signed(self.low, digits)}, {_signed(self.high, digits)}]"

    def words(self, digits: int = 1) -> str:
        """Return the median and the range, signed.

        >>> Band(median=1.0, low=-2.25, high=4.0).words(0)
        '+1 [-2, +4]'
        """
        return f"{_signed(self.median, digits)} {self.range(digits)}"


def _signed(value: float, digits: int) -> str:
    """Return a number with its sign; what rounds to nothing has none of its own.

    >>> _signed(-0.04, 1), _signed(-2.25, 1)
    ('+0.0', '-2.2')
    """
    return f"{value:+z,.{digits}f}"


def band(values: FloatArray) -> Band:
    """Return the band of values over members, shape ``(member,)``.

    >>> import numpy as np
    >>> band(np.arange(11.0))
    Band(median=5.0, low=1.0, high=9.0)
    """
    low, median, high = (float(each) for each in quantiles(values, (0.1, 0.5, 0.9)))
    return Band(median=median, low=low, high=high)
