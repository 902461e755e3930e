"""Cut a model file into its equations, dimensions, macros and settings.

An entry is ``left side = right side ~ unit ~ comment |``. Comments in braces may stand anywhere in
an equation; a name in double quotes may hold any sign, also those that end an entry elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from zysim.reading.calls import RefusedError
from zysim.reading.grammar import Parser
from zysim.reading.lexer import bare
from zysim.reading.settings import Settings, read_settings

Kind = Literal["plain", "unchangeable", "data", "table", "empty", "dimension", "copy", "string"]
SKETCH_LINE = re.compile(r"^\\{2,3}---///", re.MULTILINE)
"""Starts the part of the file that holds the diagrams."""
GROUP = re.compile(r"\*{3,}\s*\.?([^\n*~]+?)\s*\*{3,}")
MACRO = re.compile(r":MACRO:\s*", re.IGNORECASE)
END_OF_MACRO = re.compile(r":END OF MACRO:\s*", re.IGNORECASE)
CHECKS = ("the condition", "test input")
"""Keywords of statements about a model that no run reads."""
KEYWORDS = {
    "interpolate": "interpolate",
    "look forward": "look_forward",
    "hold backward": "hold_backward",
    "raw": "raw",
}
GETS_LOOKUPS = re.compile(r"GET\s+(XLS|DIRECT)\s+LOOKUPS", re.IGNORECASE)
LIMITS = re.compile(r"\[([^\[\]]*)\]\s*$")


@dataclass(slots=True)
class Equation:
    """One entry of the file."""

    name: str
    """As written, quotes left out."""
    subscripts: tuple[str, ...] = ()
    excepted: tuple[tuple[str, ...], ...] = ()
    kind: Kind = "plain"
    keyword: str = ""
    """How data are read between their points."""
    right: str = ""
    """Right-hand side, comments left out; lines are kept, since lists of numbers may need them."""
    line: int = 0
    unit: str = ""
    low: float | None = None
    high: float | None = None
    comment: str = ""
    group: str = ""
    problem: str = ""
    """Why the left side cannot be read."""

    def parser(self) -> Parser:
        """Return a parser at the start of the right-hand side."""
        return Parser(self.right)


@dataclass(slots=True)
class Macro:
    """A macro: its arguments, outputs behind its own, and equations."""

    name: str
    arguments: tuple[str, ...]
    outputs: tuple[str, ...]
    equations: list[Equation] = field(default_factory=list)
    line: int = 0


@dataclass(slots=True)
class Sections:
    """What a model file holds."""

    equations: list[Equation] = field(default_factory=list)
    macros: list[Macro] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    groups: dict[str, str] = field(default_factory=dict)
    """Group to the comment of its marker."""


def body_of(text: str) -> str:
    """Return the part of a model text that holds the equations."""
    sketch = SKETCH_LINE.search(text)
    return text[: sketch.start()] if sketch else text


def read_sections(text: str) -> Sections:
    r"""Read a model text.

    >>> found = read_sections("{UTF-8}\na = 1 {one} ~ m ~ first |\n{two} b[x] = a ~~|")
    >>> [(each.name, each.subscripts, each.right, each.line) for each in found.equations]
    [('a', (), '1', 2), ('b', ('x',), 'a', 3)]
    """
    found = Sections(settings=read_settings(text))
    group, macro = "", None
    for line, head, fields in _entries(body_of(text.lstrip("\ufeff"))):
        banner = GROUP.match(head)
        if banner:
            group = banner.group(1).strip().lstrip(".")
            found.groups.setdefault(group, fields[0] if fields else "")
            head = head[banner.end() :].strip()
        while head:
            begun, ended = MACRO.match(head), END_OF_MACRO.match(head)
            if ended:
                macro, head = None, head[ended.end() :].strip()
            elif begun:
                macro, head = _macro(head[begun.end() :], line)
                found.macros.append(macro)
            else:
                break
        if not head or head.startswith("*"):
            continue
        equation = _equation(head, fields, line, group)
        if equation is not None:
            (found.equations if macro is None else macro.equations).append(equation)
    return found


def _entries(body: str) -> Iterator[tuple[int, str, list[str]]]:
    """Give line, equation and further fields of each entry."""
    at, size = 0, len(body)
    counted, line = 0, 1
    while at < size:
        begin, part, fields = at, [], []
        first: int | None = None
        while at < size and body[at] not in "~|":  # the equation
            character = body[at]
            if character == "{":
                at = _past_comment(body, at)
                part.append(" ")
                continue
            if character == '"':
                end = _past_quotes(body, at)
                first = at if first is None else first
                part.append(body[at:end])
                at = end
                continue
            if first is None and not character.isspace():
                first = at
            part.append(character)
            at += 1
        while at < size and body[at] == "~":  # unit, comment, flags
            end = at + 1
            while end < size and body[end] not in "~|":
                end += 1
            fields.append(body[at + 1 : end].strip())
            at = end
        at += 1
        start = begin if first is None else first
        line += body.count("\n", counted, start)
        counted = start
        head = re.sub(r"\\[ \t]*\n", " ", "".join(part)).strip()
        if head or fields:
            yield line, head, fields


def _past_comment(body: str, at: int) -> int:
    depth = 0
    for place in range(at, len(body)):
        depth += (body[place] == "{") - (body[place] == "}")
        if not depth:
            return place + 1
    return len(body)


def _past_quotes(body: str, at: int) -> int:
    place = at + 1
    while place < len(body) and body[place] != '"':
        place += 2 if body[place] == "\\" else 1
    return min(place + 1, len(body))


def _macro(text: str, line: int) -> tuple[Macro, str]:
    """Read the head of a macro, and return what stands behind it."""
    inside = text.partition(")")[0]
    name, _, listed = inside.partition("(")
    arguments, _, outputs = listed.partition(":")
    split = [
        tuple(s.strip() for s in part.split(",") if s.strip()) for part in (arguments, outputs)
    ]
    return Macro(bare(name), split[0], split[1], line=line), text.partition(")")[2].strip()


def _equation(head: str, fields: list[str], line: int, group: str) -> Equation | None:
    unit = fields[0] if fields else ""
    low, high = None, None
    limits = LIMITS.search(unit)
    if limits:
        unit = unit[: limits.start()].strip()
        low, high = (*map(_limit, limits.group(1).split(",")), None, None)[:2]
    comment = " ".join(fields[1].split()) if len(fields) > 1 else ""
    found = Equation(
        name="",
        right="",
        line=line,
        unit=" ".join(unit.split()),
        low=low,
        high=high,
        comment=comment,
        group=group,
    )
    try:
        return _left_side(head, found)
    except RefusedError as reason:
        found.name = found.name or " ".join(head.split())[:40]
        found.problem = str(reason)
        return found


def _limit(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def _left_side(head: str, found: Equation) -> Equation | None:
    """Read the left side; None for statements that no run reads."""
    left = _Left(head)
    if left.now.kind == "keyword" and left.now.value in CHECKS:
        return None
    found.name = left.name()
    if left.now.kind == "sign" and left.now.value == "[":
        found.subscripts = left.subscripts()
    if not _keywords(left, found):
        return None
    sign = left.now
    if found.kind == "string":
        return found
    if sign.kind == "end":
        found.kind = "empty"
        return found
    found.right = head[sign.at + len(sign.value) :].strip()
    if sign.value == "(" and GETS_LOOKUPS.match(found.right):  # the same as name = GET LOOKUPS()
        found.right = found.right.rpartition(")")[0]
        return found
    kinds: dict[str, Kind] = {
        "=": "plain",
        "==": "unchangeable",
        ":=": "data",
        "(": "table",
        ":": "dimension",
        "<->": "copy",
    }
    if sign.kind != "sign" or sign.value not in kinds:
        raise left.unexpected("'=' is wanted")
    found.kind = kinds[sign.value]
    return found


def _keywords(left: Parser, found: Equation) -> bool:
    """Read the words between a name and its sign; False for statements that no run reads."""
    excepted = []
    while left.now.kind == "keyword":
        word = left.now.value
        if word in CHECKS:
            return False
        left.place += 1
        if word == "except":
            excepted.append(left.subscripts())
            while left.sign(","):
                excepted.append(left.subscripts())
        elif word in KEYWORDS:
            found.keyword = KEYWORDS[word]
        elif word == "is":
            found.kind = "string"
        else:
            msg = f":{word.upper()}: is not supported here"
            raise RefusedError(msg)
    found.excepted = tuple(excepted)
    return True


class _Left(Parser):
    """Reads a left side only: what follows its sign may be no equation at all."""

    def __init__(self, text: str) -> None:
        end = _end_of_left(text)
        super().__init__(text[:end])
        self.text = text


def _end_of_left(text: str) -> int:
    """Return the place after the sign between the sides."""
    at, depth = 0, 0
    while at < len(text):
        character = text[at]
        if character == '"':
            at = _past_quotes(text, at)
            continue
        depth += (character == "[") - (character == "]")
        if depth == 0:
            if text.startswith(("<->", ":=", "=="), at):
                return at + (3 if character == "<" else 2)
            if character in "=(":
                return at + 1
            if character == ":":
                word = re.match(r":[A-Za-z][A-Za-z ]*:", text[at:])
                if word is None:
                    return at + 1
                at += word.end()
                continue
        at += 1
    return len(text)
