"""Write the numbers of ``params/`` into the constants of a Vensim model file, and nothing else.

The tables are where numbers are kept with unit, range and source; the model file repeats them
so that it runs alone in Vensim. Only the digits that differ are replaced: everything else of
the file stays as it is, byte for byte.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zysim.errors import InputError, bad_rows, nearest_names
from zysim.reading.lexer import identifier
from zysim.reading.model_text import SKETCH

CONTROL = frozenset({"final_time", "initial_time", "saveper", "time_step"})
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ONLY_NUMBERS = re.compile(rf"(?:\s*{_NUMBER.pattern}\s*[,;]?)+\s*\Z")
_BLOCK = re.compile(r"(?P<head>[^|~=:]+?)=(?P<value>[^|~]*)~(?P<unit>[^|~]*)~[^|]*\|")
_RANGE = re.compile(r"(?P<unit>.*?)\[(?P<low>[^,\]]*),(?P<high>[^,\]]*)\]\s*\Z", re.DOTALL)
_DIMENSION = re.compile(r"(?m)^(?P<name>[^\n|~=:*]+?)\s*:\s*\n(?P<elements>[^|~=]*)~")


@dataclass(frozen=True, slots=True)
class Spot:
    """One number of the model text."""

    value: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A constant whose number in the model is not the one of the tables."""

    name: str
    in_model: float
    in_tables: float

    def __str__(self) -> str:
        """Say both numbers in one line."""
        return f"{self.name}: {number_text(self.in_model)} -> {number_text(self.in_tables)}"


def find_numbers(text: str) -> dict[str, Spot]:
    r"""Find every constant of a model text.

    Parameters
    ----------
    text
        The contents of a ``.mdl`` file.

    Returns
    -------
    dict
        Scalar id to its number and place. A range given with the unit is found as
        ``<id>:low`` and ``<id>:high``. Simulation control (``FINAL TIME`` …) is left out.

    Examples
    --------
    >>> dims = "fuel :\n\tcoal, gas\n\t~\t\n\t~\tx\n\t|\n"
    >>> found = find_numbers(dims + "Price[fuel] =\n\t2, 3.5\n\t~\tCNY\n\t~\tx\n\t|\n")
    >>> {name: spot.value for name, spot in found.items()}
    {'price[coal]': 2.0, 'price[gas]': 3.5}
    """
    body = text.partition(SKETCH)[0]
    dimensions = _read_dimensions(body)
    found: dict[str, Spot] = {}
    for block in _BLOCK.finditer(body):
        if not _ONLY_NUMBERS.match(block["value"]):
            continue
        name, subscripts = _split_head(block["head"])
        if name in CONTROL:
            continue
        numbers = [
            Spot(float(match.group()), match.start(), match.end())
            for match in _NUMBER.finditer(body, block.start("value"), block.end("value"))
        ]
        axes = [dimensions.get(subscript, (subscript,)) for subscript in subscripts]
        names = [f"{name}[{','.join(place)}]" for place in itertools.product(*axes)]
        ids = names if subscripts else [name]
        if len(ids) != len(numbers):
            msg = f"{name}: {len(numbers)} numbers for {len(ids)} elements. Mend the model file."
            raise InputError(msg)
        found.update(zip(ids, numbers, strict=True))
        found.update(_find_range(name, body, block))
    return found


def sync_text(text: str, numbers: Mapping[str, float]) -> tuple[str, list[Difference]]:
    """Put numbers into a model text.

    Parameters
    ----------
    text
        The contents of a ``.mdl`` file.
    numbers
        Scalar id, or ``<id>:low`` and ``<id>:high``, to the number it must have.

    Returns
    -------
    tuple
        The text with the numbers, and what had to change, in the order of the model.

    Raises
    ------
    InputError
        Listing every id of ``numbers`` that is no constant of the model.
    """
    found = find_numbers(text)
    unknown = [name for name in numbers if name not in found]
    if unknown:
        raise bad_rows(Path("params"), [_unknown(name, found) for name in unknown])
    changes = [
        (spot, Difference(name, spot.value, numbers[name]))
        for name, spot in found.items()
        if name in numbers and spot.value != numbers[name]
    ]
    for spot, difference in sorted(changes, key=lambda change: -change[0].start):
        text = text[: spot.start] + number_text(difference.in_tables) + text[spot.end :]
    return text, [difference for _spot, difference in changes]


def without_row(text: str, numbers: Mapping[str, float]) -> list[str]:
    r"""Return the constants of a model text that no table row stands behind.

    >>> without_row("a =\n\t1\n\t~\tm\n\t~\tx\n\t|\n", {})
    ['a']
    """
    return [name for name in find_numbers(text) if name not in numbers and ":" not in name]


def number_text(value: float) -> str:
    """Write a number the shortest way that reads back the same.

    >>> number_text(2.0), number_text(0.15), number_text(1e-07)
    ('2', '0.15', '1e-07')
    """
    text = repr(float(value))
    return text.removesuffix(".0")


def _unknown(name: str, found: Mapping[str, Spot]) -> str:
    close = nearest_names(name, (known for known in found if ":" not in known), 1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return f"{name}: the model has no such constant.{hint}"


def _split_head(head: str) -> tuple[str, list[str]]:
    """Return the identifier and the subscripts of the left side of an equation."""
    line = head.strip()
    name, _bracket, inside = line.partition("[")
    subscripts = [identifier(part) for part in inside.rstrip("] \t").split(",")] if inside else []
    return identifier(name), subscripts


def _read_dimensions(body: str) -> dict[str, tuple[str, ...]]:
    return {
        identifier(match["name"]): tuple(identifier(part) for part in match["elements"].split(","))
        for match in _DIMENSION.finditer(body)
    }


def _find_range(name: str, body: str, block: re.Match[str]) -> dict[str, Spot]:
    bounds = _RANGE.match(block["unit"])
    if not bounds:
        return {}
    spots = {}
    for edge in ("low", "high"):
        offset = block.start("unit")
        number = _NUMBER.search(body, offset + bounds.start(edge), offset + bounds.end(edge))
        if number:
            spot = Spot(float(number.group()), number.start(), number.end())
            spots[f"{name}:{edge}"] = spot
    return spots
