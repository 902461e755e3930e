"""Dimensions of a model: their elements, copies, subranges and mappings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zysim.reading.calls import RefusedError
from zysim.reading.model_text import SKETCH, identifier

_DEFINITION = re.compile(r'^\s*("[^"]*"|[^"=:\[\]()<>]+?)\s*:\s*([^:=].*)$', re.DOTALL)
_PART = re.compile(r"\(([^():]+):([^()]*)\)|([^(),]+)")
_RANGE = re.compile(r"\(\s*(\D[^()]*?)(\d+)\s*-\s*(\D[^()]*?)(\d+)\s*\)")


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


def read_dimensions(ranges: Sequence[Any], text: str) -> tuple[Dimensions, list[str]]:
    """Return the dimensions of a model, and what is wrong with them.

    Parameters
    ----------
    ranges
        Subscript ranges of PySD's abstract model.
    text
        The model file: explicit mappings ``-> (other: a, b)`` are read from it, since the
        translator takes their elements for elements of the dimension.
    """
    found, problems = Dimensions(), []
    written = dict(_definitions(text))
    copies: dict[str, str] = {}
    for each in ranges:
        name = identifier(each.name)
        if isinstance(each.subscripts, str):
            copies[name] = identifier(each.subscripts)
        elif isinstance(each.subscripts, list):
            own = written.get(name, ("", ""))[0] if ":" in written.get(name, ("", ""))[1] else None
            listed = each.subscripts if own is None else list(_listed(own))
            found.elements[name] = tuple(map(identifier, listed))
        else:
            problems.append(f"dimension {each.name!r} is read from another file; list its elements")
    problems += _add_copies(found, copies)
    _write_subranges_out(found)
    for name, (_, mapping) in written.items():
        if name in found.elements:
            problems += _add_mapping(found, name, mapping)
    return found, problems


def _definitions(text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give name, elements and mapping of every dimension as they are written."""
    body = re.sub(r"\\\s*\n\s*", " ", text.partition(SKETCH)[0])
    for chunk in re.sub(r"^\s*\{[^}]*\}", "", body).split("|"):
        match = _DEFINITION.match(" ".join(chunk.partition("~")[0].split()))
        if match:
            elements, _, mapping = match.group(2).partition("->")
            yield identifier(match.group(1)), (elements, mapping.strip())


def _listed(elements: str) -> Iterator[str]:
    """Give the elements of a list; ``(a1-a3)`` stands for three."""
    for part in re.findall(r"\([^()]*\)|[^,]+", elements):
        numbered = _RANGE.fullmatch(part.strip())
        if numbered:
            first, last = int(numbered.group(2)), int(numbered.group(4))
            yield from (f"{numbered.group(1)}{at}" for at in range(first, last + 1))
        elif part.strip():
            yield part.strip()


def _add_copies(found: Dimensions, copies: Mapping[str, str]) -> Iterator[str]:
    waiting = dict(copies)
    while waiting:
        ready = [name for name, other in waiting.items() if other in found.elements]
        if not ready:
            yield f"dimension {next(iter(waiting))!r} copies one that is not defined"
            return
        for name in ready:
            other = waiting.pop(name)
            found.elements[name] = found.elements[other]
    for name, other in copies.items():
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


def _add_mapping(found: Dimensions, name: str, mapping: str) -> Iterator[str]:
    for other, listed, plain in _PART.findall(mapping):
        target = identifier(other or plain)
        if not target:
            continue
        if target not in found.elements:
            yield f"dimension {name!r} maps to {target!r}, which is not a dimension"
            continue
        mine = found.elements[name]
        theirs = tuple(map(identifier, _listed(listed))) if other else found.elements[target]
        if len(mine) != len(theirs) or any(each in found.elements for each in theirs):
            yield (
                f"dimension {name!r} has {len(mine)} elements and maps to {len(theirs)} of "
                f"{target!r}; map one element to one element"
            )
            continue
        found.mapped.setdefault(name, {})[target] = dict(zip(theirs, mine, strict=True))
