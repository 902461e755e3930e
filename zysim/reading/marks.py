"""What PySD's nodes say before they are lowered: marked dimensions, and what is never lowered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from pysd.translators.structures import abstract_expressions as ast

from zysim.reading.array_functions import AGGREGATES
from zysim.reading.model_text import identifier

UNKNOWN = "{} is not supported; write it with arithmetic, MIN, MAX or IF THEN ELSE"
REFUSED = {
    "AllocateAvailableStructure": (
        "ALLOCATE AVAILABLE is not supported; write the shares as equations with MIN and MAX"
    ),
    "AllocateByPriorityStructure": (
        "ALLOCATE BY PRIORITY is not supported; write the shares as equations with MIN and MAX"
    ),
    "DataStructure": (
        "data from another run is not supported; write it as a lookup, or as GET DIRECT DATA"
    ),
    "GetConstantsStructure": "GET CONSTANTS must stand alone on the right side",
    "GetDataStructure": "GET DATA must stand alone on the right side of :=",
    "GetLookupsStructure": "GET LOOKUPS must stand alone on the right side",
}


def why_not_lowered(node: Any) -> str:
    """Return what to tell of a node that is not supported."""
    name = type(node).__name__
    return REFUSED.get(name, UNKNOWN.format(name))


def marked_dimensions(node: Any) -> Iterator[str]:
    """Give the marked dimensions of an argument, those of a SUM inside it left out."""
    if isinstance(node, ast.ReferenceStructure):
        if node.subscripts is not None:
            names = node.subscripts.subscripts
            yield from (identifier(each) for each in names if each.rstrip().endswith("!"))
        return
    if isinstance(node, ast.CallStructure):
        if identifier(node.function.reference) in AGGREGATES:
            return
        yield from marked_dimensions(node.function)
    if isinstance(node, list | tuple):
        for each in node:
            yield from marked_dimensions(each)
    elif is_dataclass(node):
        for part in fields(node):
            if part.name != "function":
                yield from marked_dimensions(getattr(node, part.name))
