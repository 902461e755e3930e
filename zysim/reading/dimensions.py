"""Dimensions of a model: their elements, copies, subranges and mappings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zysim.reading.calls import RefusedError
from zysim.reading.grammar import Parser, parse
from zysim.reading.lexer import identifier
from zysim.reading.nodes import Call, Text
from zysim.reading.sections import Equation

MOST_ELEMENTS = 99_999
NUMBERED = re.compile(r"(.*?)(\d+)")
GET_SUBSCRIPT = ("get_direct_subscript", "get_xls_subscript")


@dataclass(slots=True)
class Dimensions:
    """Elements by dimension, and which dimension stands for which other one."""

    elements: dict[str, tuple[str, ...]] = field(default_factory=dict)
    mapped: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    """Dimension to dimension it maps to, to its own element by the other's element."""

    def spread(self, name: str) -> tuple[str, ...]:
        """Return the elements of a dimension, or the element itself."""
        return self.elements.get(name, (name,))

    def number(self, element: str, dimension: str | None = None) -> int | None:
        """Return the place of an element, counted from 1, in the largest dimension it is in."""
        asked = self.elements[dimension] if dimension else (element,)
        holding = [each for each in self.elements.values() if set(asked) <= set(each)]
        if not holding:
            return None
        return max(holding, key=len).index(element) + 1

    def through(self, wanted: str, here: Mapping[str, str]) -> str | None:
        """Return the element of a dimension that goes with the elements chosen on the left."""
        fitting = {
            mine[here[other]]
            for other, mine in self.mapped.get(wanted, {}).items()
            if here.get(other) in mine
        }
        if len(fitting) > 1:
            msg = f"dimension {wanted!r} maps to several dimensions of the equation; name one"
            raise RefusedError(msg)
        return fitting.pop() if fitting else None


def read_dimensions(
    equations: Sequence[Equation], listed: Callable[[Sequence[str]], list[str]]
) -> tuple[Dimensions, list[tuple[Equation, str]]]:
    """Return the dimensions of a model, and what is wrong with them.

    Parameters
    ----------
    equations
        Entries of the model; those that are no dimensions are left out.
    listed
        Returns the names that GET DIRECT SUBSCRIPT or GET XLS SUBSCRIPT finds in a file.
    """
    found = Dimensions()
    problems: list[tuple[Equation, str]] = []
    copies: dict[str, tuple[str, Equation]] = {}
    mappings: list[tuple[Equation, Parser]] = []
    for each in equations:
        if each.problem or each.kind not in ("dimension", "copy"):
            continue
        name = identifier(each.name)
        try:
            if each.kind == "copy":
                copies[name] = (identifier(Parser(each.right).name()), each)
                continue
            before, arrow, _ = each.right.partition("->")
            elements = _from_file(before, listed) or [*_listed(Parser(before))]
            found.elements[name] = tuple(map(_element, elements))
            if arrow:
                mappings.append((each, Parser(each.right[len(before) + len(arrow) :])))
        except RefusedError as reason:
            problems.append((each, str(reason)))
    problems += _add_copies(found, copies)
    _write_subranges_out(found)
    for each, parser in mappings:
        try:
            _add_mappings(found, identifier(each.name), parser)
        except RefusedError as reason:
            problems.append((each, str(reason)))
    return found, problems


def _element(name: str) -> str:
    """Return the id of an element, which stands in a list of such in brackets."""
    if any(sign in name for sign in ",[]"):
        msg = f"a comma or bracket in the name of an element is not supported; rename {name!r}"
        raise RefusedError(msg)
    return identifier(name)


def _from_file(text: str, listed: Callable[[Sequence[str]], list[str]]) -> list[str]:
    if not re.match(r"\s*GET\s", text, re.IGNORECASE):
        return []
    node = parse(text)
    if isinstance(node, Call) and identifier(node.function.name) in GET_SUBSCRIPT:
        return listed([each.value for each in node.arguments if isinstance(each, Text)])
    msg = "a dimension is a list of elements, or GET DIRECT SUBSCRIPT"
    raise RefusedError(msg)


def _listed(parser: Parser, end: str = "") -> Iterator[str]:
    """Give the elements of a list; ``(a1-a3)`` stands for three."""
    while True:
        if parser.sign("("):
            yield from _numbered(parser)
        elif parser.now.kind in ("name", "number"):
            parser.place += 1
            yield parser.listed[parser.place - 1].value
        else:
            wanted = "the name of an element is wanted"
            raise parser.unexpected(wanted)
        if parser.now.kind == "end" or (end and parser.sign(end)):
            return
        parser.need(",")


def _numbered(parser: Parser) -> Iterator[str]:
    first = parser.name()
    parser.need("-")
    last = parser.name()
    parser.need(")")
    begin, end = NUMBERED.fullmatch(first), NUMBERED.fullmatch(last)
    if begin is None or end is None or begin[1].strip() != end[1].strip():
        msg = f"({first}-{last}) is no range; write it like (a1-a9)"
        raise RefusedError(msg)
    low, high = int(begin[2]), int(end[2])
    if not low <= high <= low + MOST_ELEMENTS:
        msg = f"({first}-{last}): a dimension of 1 to {MOST_ELEMENTS + 1:,} elements is wanted"
        raise RefusedError(msg)
    yield from (f"{begin[1]}{at}" for at in range(low, high + 1))


def _add_copies(
    found: Dimensions, copies: Mapping[str, tuple[str, Equation]]
) -> Iterator[tuple[Equation, str]]:
    waiting = dict(copies)
    while waiting:
        ready = [name for name, (other, _) in waiting.items() if other in found.elements]
        if not ready:
            yield next(iter(waiting.values()))[1], "it copies a dimension that is not defined"
            return
        for name in ready:
            found.elements[name] = found.elements[waiting.pop(name)[0]]
    for name, (other, _) in copies.items():
        same = {each: each for each in found.elements[name]}
        found.mapped.setdefault(name, {})[other] = same
        found.mapped.setdefault(other, {})[name] = same


def _write_subranges_out(found: Dimensions) -> None:
    """Replace a dimension named among the elements of another by its elements."""
    for name in found.elements:
        for _ in found.elements:  # one level of names in each round
            if not any(each in found.elements for each in found.elements[name]):
                break
            spread = (found.spread(each) for each in found.elements[name])
            found.elements[name] = tuple(dict.fromkeys(itertools.chain.from_iterable(spread)))


def _add_mappings(found: Dimensions, name: str, parser: Parser) -> None:
    """Read ``other`` or ``(other: a, b)``; a subrange there stands for all its elements."""
    while True:
        if parser.sign("("):
            target = identifier(parser.name())
            parser.need(":")
            theirs: list[str] | None = [identifier(each) for each in _listed(parser, ")")]
        else:
            target, theirs = identifier(parser.name()), None
        if target not in found.elements:
            msg = f"it maps to {target!r}, which is not a dimension"
            raise RefusedError(msg)
        mine = found.elements[name]
        groups = theirs if theirs is not None else list(found.elements[target])
        if len(groups) != len(mine):
            spread = list(itertools.chain.from_iterable(map(found.spread, groups)))
            groups = spread if len(spread) == len(mine) else groups
        if len(groups) != len(mine):
            msg = (
                f"it has {len(mine)} elements and maps to {len(groups)} of {target!r}; "
                "name one element or subrange for each"
            )
            raise RefusedError(msg)
        pairs = found.mapped.setdefault(name, {}).setdefault(target, {})
        for own, group in zip(mine, groups, strict=True):
            for each in found.spread(group):
                pairs.setdefault(each, own)
        if parser.now.kind == "end":
            return
        parser.need(",")
