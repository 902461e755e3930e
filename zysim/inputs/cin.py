"""Vensim's files of changed constants and lookups (``.cin``): read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.text_file import read_text
from zysim.reading.calls import RefusedError
from zysim.reading.expressions import Table
from zysim.reading.grammar import Parser

COMMENT = re.compile(r"^\s*(?:!|\\\\\\)")
NAME = r'(?:"(?:[^"\\]|\\.)*"|[^=(\["<>])+(?:\[[^\]]*\])?'
CONSTANT = re.compile(
    rf"(?:(?P<low>[^=<>]+)<=\s*)?(?P<name>{NAME})\s*=(?P<values>[^<>|]*)(?:<=?[^|]*)?(?:\|.*)?$"
)
"""Also with the bounds of an optimisation around it: its value is the one in the middle."""
LOOKUP = re.compile(rf"(?P<name>{NAME})\s*\((?P<points>.*)$", re.DOTALL)

Values = float | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a file of changes sets, by name as written, in its order."""

    constants: Mapping[str, Values] = field(default_factory=dict)
    """Several numbers are those of the elements that the subscripts name, in their order."""
    tables: Mapping[str, Table] = field(default_factory=dict)


def read_cin(path: Path) -> Changes:
    """Read a file of changes.

    Entries are ``name = number``, ``name[range] = number, number``, and for lookups
    ``name(x, x, y, y)`` or ``name((x, y), (x, y))``; a line that begins with ``!`` is a comment. An
    entry goes on in the next line while a bracket is open or it ends with a comma. The last entry
    for a name counts, as in Vensim.

    Raises
    ------
    InputError
        If the file cannot be read or an entry is not of this form; every one is listed.
    """
    constants: dict[str, Values] = {}
    tables: dict[str, Table] = {}
    problems = []
    for number, text in _entries(read_text(path)):
        found = _entry(text)
        if isinstance(found, Problem):
            place = f"line {number}: {text[:60]!r}", f"第 {number} 行：{text[:60]!r}"
            problems.append(found.under(*place))
        elif isinstance(found[1], Table):
            tables[found[0]] = found[1]
        else:
            constants[found[0]] = found[1]
    if problems:
        raise refuse(path, problems)
    return Changes(constants, tables)


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """Give each entry with the line it begins in."""
    begun, so_far = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        part = line.strip().rstrip("~|").strip()
        if not part or COMMENT.match(line):
            continue
        begun = begun if so_far else number
        so_far = " ".join([so_far, part.removesuffix("\\")]).strip()
        if part.endswith((",", "\\")) or so_far.count("(") > so_far.count(")"):
            continue
        yield begun, so_far
        so_far = ""
    if so_far:
        yield begun, so_far


def _entry(text: str) -> tuple[str, Values | Table] | Problem:
    """Read one entry, or say what is wrong with it."""
    constant = CONSTANT.match(text)
    if constant is not None:
        values = [parse_number(each.strip()) for each in constant["values"].split(",")]
        for each in values:
            if isinstance(each, Problem):
                return each
        numbers = tuple(each for each in values if isinstance(each, float))
        return constant["name"].strip(), numbers[0] if len(numbers) == 1 else numbers
    lookup = LOOKUP.match(text)
    if lookup is None or ":IS:" in text.upper():
        return Problem(
            "is not NAME = NUMBER, nor a lookup NAME(points)",
            "应写作 名称 = 数，或表函数 名称(各点)",
        )
    try:
        return lookup["name"].strip(), Parser(lookup["points"]).points()
    except RefusedError as error:
        return Problem(f"{error}", f"表函数的点无法读取：{error}")


def cin_text(constants: Mapping[str, float], tables: Mapping[str, Table] | None = None) -> str:
    r"""Return constants and lookups as Vensim reads them, by their names in the model file.

    >>> cin_text({"Birth Rate": 0.03}, {"effect": Table((0.0, 1.0), (1.0, 2.0))})
    'Birth Rate = 0.03\neffect((0.0,1.0),(1.0,2.0))\n'
    """
    lines = [f"{name} = {value!r}\n" for name, value in constants.items()]
    for name, table in (tables or {}).items():
        points = ",".join(f"({x!r},{y!r})" for x, y in zip(table.x, table.y, strict=True))
        lines.append(f"{name}({points})\n")
    return "".join(lines)
