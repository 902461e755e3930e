"""The units we allow: a closed list of names, joined by ``*``, ``/``, ``^`` and parentheses."""

from __future__ import annotations

import re

UNIT_NAMES = frozenset(
    {
        "CNY",
        "GJ",
        "GW",
        "GWh",
        "MJ",
        "Mt",
        "MtC",
        "dmnl",
        "h",
        "ha",
        "kWh",
        "kg",
        "kgce",
        "km",
        "kt",
        "m2",
        "m3",
        "person",
        "t",
        "tce",
        "vehicle",
        "wan charger",
        "wan head",
        "wan household",
        "wan km",
        "wan m2",
        "wan m3",
        "wan person",
        "wan t",
        "wan tce",
        "wan vehicle",
        "year",
        "yi CNY",
        "yi kWh",
        "yi m3",
    }
)
"""``wan`` is 10^4 and ``yi`` 10^8, as in Chinese statistics; ``dmnl`` has no dimension."""

TABLE_UNIT_NAMES = UNIT_NAMES | {"%"}
"""Units of the tables in ``params/``; a percentage is for targets only, never for the model."""


def unit_parts(unit: str) -> list[str]:
    """Return the names a unit is made of, in the order they stand; numbers are left out.

    >>> unit_parts("wan tce/(wan vehicle*wan km)")
    ['wan tce', 'wan vehicle', 'wan km']
    >>> unit_parts("1/year"), unit_parts("m3/ha^2")
    (['year'], ['m3', 'ha'])
    """
    words = (word.strip() for word in re.split(r"[*/()]|\^-?\d+", unit))
    return [word for word in words if word and not re.fullmatch(r"\d+(\.\d+)?", word)]
