"""Calls of functions over arrays: the elements are chosen, the arguments lowered for each."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from zysim.reading.allocation import by_priority
from zysim.reading.array_functions import AGGREGATES, aggregate, pick, select, sort
from zysim.reading.calls import RefusedError, add, number
from zysim.reading.expressions import Expression, Number, Ref
from zysim.reading.lexer import identifier
from zysim.reading.matrix_inverse import inverse
from zysim.reading.model_text import scalar_id
from zysim.reading.nodes import Call, Chain, Name, Node, Sign

if TYPE_CHECKING:
    from zysim.reading.lower import Walk

MOST_SORTED = 100
"""Elements of a vector that is sorted: each is compared with each other one."""
LARGEST_MATRIX = 12
"""Rows of a matrix that is inverted: the work grows with their third power."""
MOST_TERMS = 100_000
"""Terms of one SUM."""


def over_dimensions(walk: Walk, name: str, arguments: Sequence[Node]) -> Expression:
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
    missing = walk.lower(arguments[2])
    what = f"what VECTOR SELECT does in {walk.scalar}"
    action, error = (walk.settled(each, what) for each in arguments[3:])
    return select(chosen, values, missing, action, error)


def marked_dimensions(node: Node) -> Iterator[str]:
    """Give the marked dimensions of an argument, those of a SUM inside it left out."""
    if isinstance(node, Name):
        yield from (identifier(each) for each in node.subscripts or () if each.endswith("!"))
    elif isinstance(node, Call):
        if identifier(node.function.name) not in AGGREGATES:
            yield from marked_dimensions(node.function)
            for each in node.arguments:
                yield from marked_dimensions(each)
    elif isinstance(node, Chain):
        yield from marked_dimensions(node.first)
        for _, term in node.rest:
            yield from marked_dimensions(term)
    elif isinstance(node, Sign):
        yield from marked_dimensions(node.argument)


def last_dimension(walk: Walk, shown: str, vector: Node) -> tuple[str, tuple[str, ...]]:
    """Return the last dimension of a vector, which must be on the left side, and its elements."""
    subscripts = vector.subscripts if isinstance(vector, Name) else None
    named = subscripts or list(walk.here)
    last = identifier(named[-1]).rstrip("!") if named else ""
    elements = walk.model.dimensions.elements.get(last, ())
    if walk.here.get(last) not in elements:
        msg = f"{shown} needs a vector whose last dimension is on the left side"
        raise RefusedError(msg)
    if len(elements) > MOST_SORTED:
        msg = f"{shown} of more than {MOST_SORTED} elements is refused"
        raise RefusedError(msg)
    return last, elements


def _ordering(name: str) -> Callable[..., Expression]:
    """VECTOR SORT ORDER and VECTOR RANK, over the last dimension of a vector."""

    def write(walk: Walk, vector: Node, direction: Node) -> Expression:
        last, elements = last_dimension(walk, name.replace("_", " ").upper(), vector)
        terms = [
            walk.memory.found.named("term", walk.scalar, walk.at({last: each}, vector))
            for each in elements
        ]
        way = walk.settled(direction, f"the direction of a sort in {walk.scalar}")
        return sort(name, terms, elements.index(walk.here[last]), way)

    return write


def _reorder(walk: Walk, vector: Node, order: Node) -> Expression:
    """VECTOR REORDER: the element whose place, counted from 0, the order names here."""
    last, elements = last_dimension(walk, "VECTOR REORDER", vector)
    place = walk.memory.found.named("place", walk.scalar, walk.lower(order))
    return pick([walk.at({last: each}, vector) for each in elements], place)


def _elm_map(walk: Walk, vector: Node, offset: Node) -> Expression:
    """VECTOR ELM MAP: so many elements after the one that is named, through the whole array."""
    if not isinstance(vector, Name) or not vector.subscripts:
        msg = "VECTOR ELM MAP needs an array with its first element"
        raise RefusedError(msg)
    name = identifier(vector.name)
    start = walk.element(name, vector.subscripts)
    shape = walk.model.shapes.get(name, ())
    listed = [scalar_id(name, each) for each in itertools.product(*shape)]
    if start not in listed:
        msg = f"VECTOR ELM MAP: {start} is no element of {name}"
        raise RefusedError(msg)
    base = listed.index(start)
    shift = walk.lower(offset)
    if isinstance(shift, Number):
        place: Expression = number(shift.value + base)
    else:
        place = walk.memory.found.named("place", walk.scalar, add(shift, number(base)))
    return pick([Ref(each) for each in listed], place)


def _allocate(
    walk: Walk, request: Node, priority: Node, size: Node, width: Node, supply: Node
) -> Expression:
    """ALLOCATE BY PRIORITY over the last dimension of the requests."""
    del size  # the number of elements, which the dimension tells
    last, elements = last_dimension(walk, "ALLOCATE BY PRIORITY", request)
    named = walk.memory.found.named
    requests, priorities = (
        [named("allocated", walk.scalar, walk.at({last: each}, node)) for each in elements]
        for node in (request, priority)
    )
    given = named("supply", walk.scalar, walk.lower(supply))
    wide = named("width", walk.scalar, walk.lower(width))
    name = lambda part: named("allocation", walk.scalar, part)  # noqa: E731 - two words
    return by_priority(requests, priorities, wide, given, elements.index(walk.here[last]), name)


def _inverse(walk: Walk, matrix: Node, size: Node) -> Expression:
    """INVERT MATRIX over the last two dimensions of the left side, rows before columns."""
    left = list(walk.here)[-2:]
    subscripts = list(map(identifier, matrix.subscripts or ())) if isinstance(matrix, Name) else []
    read = subscripts[-2:]
    if len(left) < 2 or len(read) < 2 or not set(read) <= set(walk.here):
        msg = "INVERT MATRIX needs a matrix whose last two dimensions are on the left side"
        raise RefusedError(msg)
    elements = {each: walk.model.dimensions.elements.get(each, ()) for each in (*left, *read)}
    count = walk.settled(size, f"the size of INVERT MATRIX in {walk.scalar}")
    counts = set(map(len, elements.values()))
    if not isinstance(count, Number) or counts != {int(count.value)}:
        msg = "INVERT MATRIX: both dimensions must have as many elements as its last argument says"
        raise RefusedError(msg)
    if count.value > LARGEST_MATRIX:
        msg = f"INVERT MATRIX of more than {LARGEST_MATRIX} rows is refused"
        raise RefusedError(msg)
    others = tuple(item for item in walk.here.items() if item[0] not in left)
    key = (walk.scalar.partition("[")[0], str(matrix), str(others))
    if key not in walk.model.inverses:
        name = lambda part: walk.memory.found.named("inverse", walk.scalar, part)  # noqa: E731
        rows = [
            [walk.at({read[0]: row, read[1]: column}, matrix) for column in elements[read[1]]]
            for row in elements[read[0]]
        ]
        walk.model.inverses[key] = inverse(rows, name)
    row, column = (elements[each].index(walk.here[each]) for each in left)
    return walk.model.inverses[key][row][column]


ARRAY_CALLS: dict[str, tuple[tuple[int, ...], Callable[..., Expression]]] = {
    "vector_sort_order": ((2,), _ordering("vector_sort_order")),
    "vector_rank": ((2,), _ordering("vector_rank")),
    "vector_reorder": ((2,), _reorder),
    "vector_elm_map": ((2,), _elm_map),
    "allocate_by_priority": ((5,), _allocate),
    "invert_matrix": ((2,), _inverse),
}
"""Function to the numbers of arguments it takes, and what writes it."""
