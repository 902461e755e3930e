"""Units with their size: how many of the smallest names one unit holds, and what it measures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zysim.reading.unit_algebra import DMNL, Unit, parse_unit

SIZES = {"wan": 1e4, "yi": 1e8}
MADE_OF = {
    "GW": (1e6, "kW"),
    "GWh": (1e6, "kW*h"),
    "Mt": (1e6, "t"),
    "kWh": (1.0, "kW*h"),
    "kg": (1e-3, "t"),
    "kt": (1e3, "t"),
}
"""Names that are made of others; ``wan`` and ``yi`` in front of any name are sizes."""


@dataclass(frozen=True, slots=True)
class SizedUnit:
    """How large a unit is, in a product of plain names."""

    size: float
    unit: Unit


def sized_unit(text: str) -> SizedUnit:
    """Return the size of a unit in plain names, and the unit in these names.

    Parameters
    ----------
    text
        As :func:`zysim.reading.unit_algebra.parse_unit` reads it.

    Raises
    ------
    InputError
        If the unit cannot be read.

    Examples
    --------
    >>> price = sized_unit("yi CNY/wan t")
    >>> round(price.size), str(price.unit)
    (10000, 'CNY/t')
    >>> sized_unit("GWh").unit == sized_unit("kW*h").unit
    True
    """
    size, unit = 1.0, DMNL
    for name, power in parse_unit(text).powers:
        one, plain = _plain(name)
        size *= one ** float(power)
        unit *= plain**power
    return SizedUnit(size, unit)


def _plain(name: str) -> tuple[float, Unit]:
    front, _, rest = name.partition(" ")
    if rest:
        one, unit = _plain(rest)
        return SIZES[front] * one, unit
    size, made = MADE_OF.get(name, (1.0, ""))
    return size, parse_unit(made) if made else Unit(((name, Fraction(1)),))
