"""Calls of functions over arrays: the elements are chosen, the arguments lowered for each."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

from zysim.reading.array_functions import aggregate, select, sort
from zysim.reading.calls import RefusedError
from zysim.reading.expressions import Expression
from zysim.reading.marks import marked_dimensions
from zysim.reading.model_text import identifier

if TYPE_CHECKING:
    from zysim.reading.lower import Walk

MOST_SORTED = 100
"""Elements of a vector that is sorted: each is compared with each other one."""
MOST_TERMS = 100_000
"""Terms of one SUM."""


def over_dimensions(walk: Walk, name: str, arguments: list[Any]) -> Expression:
    """Lower a function that runs over the dimensions marked with ``!``."""
    dimensions = walk.model.dimensions.elements
    shown = name.replace("_", " ").upper()
    wanted = 5 if name == "vector_select" else 1
    if len(arguments) != wanted:
        msg = f"{shown} takes {wanted} argument(s), got {len(arguments)}"
        raise RefusedError(msg)
    marked = list(dict.fromkeys(itertools.chain.from_iterable(map(marked_dimensions, arguments))))
    if not marked:
        msg = f"{shown} needs a dimension marked with !"
        raise RefusedError(msg)
    for mark in marked:
        if mark.rstrip("!") not in dimensions:
            msg = f"{shown} over {mark!r}, which is not a dimension"
            raise RefusedError(msg)
    spread = [dimensions[mark.rstrip("!")] for mark in marked]
    if math.prod(map(len, spread)) > MOST_TERMS:
        msg = f"{shown} over more than {MOST_TERMS:,} elements is refused"
        raise RefusedError(msg)
    places = [dict(zip(marked, each, strict=True)) for each in itertools.product(*spread)]
    if name != "vector_select":
        return aggregate(name, [walk.at(place, arguments[0]) for place in places])
    chosen = [walk.at(place, arguments[0]) for place in places]
    values = [walk.at(place, arguments[1]) for place in places]
    missing, action, error = (walk.lower(each) for each in arguments[2:])
    return select(chosen, values, missing, action, error)


def ordering(walk: Walk, name: str, vector: Any, direction: Any) -> Expression:
    """VECTOR SORT ORDER and VECTOR RANK, over the last dimension of a vector."""
    shown = name.replace("_", " ").upper()
    subscripts = getattr(getattr(vector, "subscripts", None), "subscripts", None)
    named = subscripts or list(walk.here)
    last = identifier(named[-1]).rstrip("!") if named else ""
    elements = walk.model.dimensions.elements.get(last, ())
    if walk.here.get(last) not in elements:
        msg = f"{shown} needs a vector whose last dimension is on the left side"
        raise RefusedError(msg)
    if len(elements) > MOST_SORTED:
        msg = f"{shown} of more than {MOST_SORTED} elements is refused"
        raise RefusedError(msg)
    terms = [walk.at({last: each}, vector) for each in elements]
    return sort(name, terms, elements.index(walk.here[last]), walk.lower(direction))
