"""Write the numbers of ``params/`` into the constants of a Vensim model file, and nothing else.

The tables are where numbers are kept with unit, range and source; the model file repeats them
so that it runs alone in Vensim. Only the digits that differ are replaced: everything else of
the file stays as it is, byte for byte.
"""

from __future__ import annotations

import itertools
import math
import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zysim.errors import bad_rows, nearest_names
from zysim.inputs.problems import Problem, refuse
from zysim.reading.lexer import identifier
from zysim.reading.model_text import SKETCH

WIDTH = 96
"""Letters in a row of a list of numbers."""
SHOWN = 6
"""Elements without a row that are named."""
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
    """NaN for an element that has no number yet."""
    in_tables: float

    def __str__(self) -> str:
        """Say both numbers in one line."""
        before = "-" if math.isnan(self.in_model) else number_text(self.in_model)
        return f"{self.name}: {before} -> {number_text(self.in_tables)}"


def find_numbers(text: str) -> dict[str, Spot]:
    r"""Find every constant of a model text.

    Parameters
    ----------
    text
        The contents of a ``.mdl`` file.

    Returns
    -------
    dict
        Scalar id to its number and place; elements that share one number share its place. A
        range given with the unit is found as ``<id>:low`` and ``<id>:high``. Simulation control
        (``FINAL TIME`` …) is left out.

    Raises
    ------
    InputError
        Listing every array whose numbers are not as many as its elements.

    Examples
    --------
    >>> dims = "fuel :\n\tcoal, gas\n\t~\t\n\t~\tx\n\t|\n"
    >>> found = find_numbers(dims + "Price[fuel] =\n\t2, 3.5\n\t~\tCNY\n\t~\tx\n\t|\n")
    >>> {name: spot.value for name, spot in found.items()}
    {'price[coal]': 2.0, 'price[gas]': 3.5}
    """
    return _spots(text, ())


def _spots(text: str, known: Collection[str]) -> dict[str, Spot]:
    """Find every constant; ``known`` are the ids that a table has a number for."""
    body = text.partition(SKETCH)[0]
    found: dict[str, Spot] = {}
    problems = []
    for block, name, ids, listed in _constants(body):
        numbers = listed * len(ids) if len(listed) == 1 else listed
        if len(ids) == len(numbers):
            found.update(zip(ids, numbers, strict=True))
            found.update(_find_range(name, body, block))
        else:
            problems.append(_wrong_length(name, len(numbers), ids, known))
    if problems:
        raise refuse("model", problems)
    return found


def _wrong_length(name: str, numbers: int, ids: Sequence[str], known: Collection[str]) -> Problem:
    """Say what an array lacks: rows of the tables, from which its list is then written out."""
    rows = [each for each in ids if each not in known]
    listed, more = ", ".join(rows[:SHOWN]), "" if len(rows) <= SHOWN else ", …"
    return Problem(
        f"{name}: {numbers} numbers for {len(ids)} elements. Give each element a row in params/, "
        f"`zysim model sync` then writes the list; no row yet: {listed}{more}",
        f"{name}：{len(ids)} 个元素却有 {numbers} 个数。请在 params/ 为每个元素写一行，再用 "
        f"zysim model sync 写入模型；尚无行的：{listed}{more}",
    )


def _constants(body: str) -> Iterator[tuple[re.Match[str], str, list[str], list[Spot]]]:
    """Give the text of every constant, its name, its scalar ids and the numbers it lists."""
    dimensions = _read_dimensions(body)
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
        yield block, name, names if subscripts else [name], numbers


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
        The text with the numbers, and what had to change, in the order of the model. A list of
        numbers is written anew where it has one for all elements that should differ, or too few
        or too many since an element came or went.

    Raises
    ------
    InputError
        Listing every id of ``numbers`` that is no constant of the model, or every array that the
        tables have too few numbers for.
    """
    text, listed = _listed_anew(text, numbers)
    found = _spots(text, numbers)
    unknown = [name for name in numbers if name not in found]
    if unknown:
        raise bad_rows(Path("params"), [_unknown(name, found) for name in unknown])
    changes = [
        (spot, Difference(name, spot.value, numbers[name]))
        for name, spot in found.items()
        if name in numbers and spot.value != numbers[name]
    ]
    written = {spot.start: (spot.end, number_text(each.in_tables)) for spot, each in changes}
    for start, (end, number) in sorted(written.items(), reverse=True):
        text = text[:start] + number + text[end:]
    return text, [*listed, *(difference for _spot, difference in changes)]


def _listed_anew(text: str, numbers: Mapping[str, float]) -> tuple[str, list[Difference]]:
    """Write out the lists that do not fit the elements of their arrays, as far as all are known."""
    differences: list[Difference] = []
    for block, _name, ids, spots in reversed([*_constants(text.partition(SKETCH)[0])]):
        wanted = [numbers[each] for each in ids if each in numbers]
        one_for_all = len(spots) == 1 and len(set(wanted)) == 1
        if len(wanted) < len(ids) or len(spots) == len(ids) or one_for_all:
            continue
        held = [each.value for each in spots] * (len(ids) if len(spots) == 1 else 1)
        held = [*held, *itertools.repeat(math.nan, len(ids))][: len(ids)]
        value = "\n" + "".join(f"\t{row}\n" for row in _rows(ids, wanted)) + "\t"
        text = text[: block.start("value")] + value + text[block.end("value") :]
        differences[:0] = [
            Difference(name, before, after)
            for name, before, after in zip(ids, held, wanted, strict=True)
            if before != after
        ]
    return text, differences


def _rows(ids: Sequence[str], numbers: Sequence[float]) -> list[str]:
    """Write a list of numbers: of an array of two dimensions, each row ends with a semicolon."""
    heads = [each.rpartition(",")[0] for each in ids]
    lines = [
        ", ".join(number_text(numbers[at]) for at in places)
        for _head, places in itertools.groupby(range(len(ids)), key=heads.__getitem__)
    ]
    if len(lines) == 1:
        return textwrap.wrap(lines[0], WIDTH)
    return [row for line in lines for row in textwrap.wrap(f"{line};", WIDTH)]


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
