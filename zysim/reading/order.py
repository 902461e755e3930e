"""What must be known before what: evaluation order, and loops told by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from zysim.errors import ModelFileError


def ordered(needs: Mapping[str, Iterable[str]], what: str) -> list[str]:
    """Return the names so that each comes after all it needs; ties keep the given order.

    Names needed but not given (constants, stocks) are taken as known.

    >>> ordered({"a": ["b"], "b": ["c"]}, "equations")
    ['b', 'a']

    Raises
    ------
    ModelFileError
        If names need each other in a circle; the circle is named.
    """
    sorter = TopologicalSorter(
        {name: [each for each in wanted if each in needs] for name, wanted in needs.items()}
    )
    try:
        return list(sorter.static_order())
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        msg = (
            f"{what} need each other in a circle: {circle}. "
            "Put a stock (INTEG) somewhere on the circle."
        )
        raise ModelFileError(msg, zh=f"方程互相依赖成环：{circle}。请在环上设一个存量。") from error
