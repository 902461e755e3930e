"""Calls of ALLOCATE AVAILABLE, FIND MARKET PRICE, DEMAND AT PRICE and SUPPLY AT PRICE."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from zysim.reading.array_calls import last_dimension
from zysim.reading.calls import RefusedError
from zysim.reading.expressions import Expression, Ref
from zysim.reading.first_moment import FirstMoment
from zysim.reading.lexer import identifier
from zysim.reading.nodes import Name, Node
from zysim.reading.priority_curves import FIXED, KINDS, Curve, Namer, allocated, meeting_price

if TYPE_CHECKING:
    from zysim.reading.lower import Walk

SEARCHED = (
    "{}：价格求解到最后一位；Vensim 的搜索较早停止，因此其数值可相差约千分之一。",
    "{}: the price is solved to the last digit; Vensim ends its search earlier, so that its "
    "numbers may differ by about a thousandth.",
)
MOST_PRICED = 30
"""Curves of one price: each is worked out at each halving."""


def _with_last(node: Node, elements: Mapping[int, str]) -> Node:
    """Return a name with some of its subscripts, counted from the end, replaced."""
    if not isinstance(node, Name) or len(node.subscripts or ()) < max(elements):
        msg = f"an array with {max(elements)} or more subscripts is wanted"
        raise RefusedError(msg)
    subscripts = list(node.subscripts or ())
    for place, each in elements.items():
        subscripts[-place] = each
    return Name(node.name, tuple(subscripts))


def _following(walk: Walk, node: Node, place: int) -> tuple[str, ...]:
    """Return the elements of an array from the one on that is named, counted from the end."""
    subscripts = node.subscripts or () if isinstance(node, Name) else ()
    shape = walk.model.shapes.get(identifier(node.name), ()) if isinstance(node, Name) else ()
    if len(subscripts) < place or len(shape) < place:
        msg = "the arguments must be arrays with their subscripts written"
        raise RefusedError(msg)
    named, listed = identifier(subscripts[-place]), shape[-place]
    named = walk.here.get(named, named)
    if named not in listed:
        msg = f"{subscripts[-place]!r} is no element of {identifier(node.name)}"  # type: ignore[union-attr]
        raise RefusedError(msg)
    return listed[listed.index(named) :]


def _curve(walk: Walk, quantity: Node, profile: Node, here: Mapping[str, str]) -> Curve:
    """Read one priority curve: kind, middle and width stand one after the other."""
    parts = _following(walk, profile, 1)[:3]
    if len(parts) < 3:
        msg = "a priority profile has four elements: kind, priority, width, extra"
        raise RefusedError(msg)
    kind, middle, width = (walk.at(here, _with_last(profile, {1: each})) for each in parts)
    amount = walk.at(here, quantity)
    named = walk.memory.found.named
    return Curve(*(named("curve", walk.scalar, each) for each in (amount, kind, middle, width)))


def _priced(
    walk: Walk,
    curves: Sequence[Curve],
    write: Callable[..., Expression],
    *,
    searched: bool = True,
) -> Expression:
    """Write what needs the kinds of curves, as soon as these are known."""
    found = walk.memory.found
    out = found.helper("priced", walk.scalar)
    found.plain[out] = Ref(out)  # a circle, until the kinds are known

    def build(moment: FirstMoment) -> None:
        def known(curve: Curve) -> Curve:
            assert not isinstance(curve.kind, int)
            if not moment.stays(curve.kind):
                return curve
            what = f"the kind of a priority curve in {walk.scalar}"
            kind = found.shaped_by(moment, curve.kind, what)
            if kind not in KINDS:
                msg = (
                    f"a priority curve of kind {kind:g} is not supported; take 0 fixed, "
                    "1 rectangular, 2 triangular, 3 normal or 4 exponential"
                )
                raise RefusedError(msg)
            return replace(curve, kind=int(kind))

        kinds = [known(each) for each in curves]
        if searched and any(each.kind != FIXED for each in kinds):
            zh, en = (text.format(walk.scalar.partition("[")[0]) for text in SEARCHED)
            found.warnings[zh, en] = None
        name = lambda part: found.named("price", walk.scalar, part)  # noqa: E731
        found.plain[out] = found.cut(walk.scalar, write(kinds, name))

    found.later.append((walk.scalar, build))
    return Ref(out)


def _allocate_available(walk: Walk, request: Node, profile: Node, supply: Node) -> Expression:
    """ALLOCATE AVAILABLE over the last dimension of the requests."""
    last, elements = last_dimension(walk, "ALLOCATE AVAILABLE", request)
    if len(elements) > MOST_PRICED:
        msg = f"ALLOCATE AVAILABLE among more than {MOST_PRICED} is refused"
        raise RefusedError(msg)
    curves = [_curve(walk, request, profile, {last: each}) for each in elements]
    given = walk.memory.found.named("supply", walk.scalar, walk.lower(supply))
    place = elements.index(walk.here[last])

    def write(kinds: Sequence[Curve], name: Namer) -> Expression:
        fixed = [each.kind == FIXED for each in kinds]
        if any(fixed) and not all(fixed):
            msg = "ALLOCATE AVAILABLE: fixed curves (0) beside others are not supported"
            raise RefusedError(msg)
        return allocated(kinds, given, place, name)

    return _priced(walk, curves, write)


def _find_market_price(
    walk: Walk, demand: Node, wanting: Node, supply: Node, offering: Node
) -> Expression:
    """FIND MARKET PRICE: sums over all from the first one on that is named."""
    sides = []
    for quantity, profile in ((demand, wanting), (supply, offering)):
        elements = _following(walk, quantity, 1)
        if len(elements) > MOST_PRICED:
            msg = f"FIND MARKET PRICE among more than {MOST_PRICED} is refused"
            raise RefusedError(msg)
        sides.append(
            [
                _curve(walk, _with_last(quantity, {1: each}), _with_last(profile, {2: each}), {})
                for each in elements
            ]
        )
    count = len(sides[0])

    def write(kinds: Sequence[Curve], name: Namer) -> Expression:
        if all(each.kind == FIXED for each in kinds):
            msg = "FIND MARKET PRICE: with fixed curves (0) alone there is no price"
            raise RefusedError(msg)
        return meeting_price(kinds[:count], kinds[count:], name)

    return _priced(walk, [*sides[0], *sides[1]], write)


def _at_price(side: str) -> Callable[..., Expression]:
    """DEMAND AT PRICE and SUPPLY AT PRICE."""

    def write(walk: Walk, quantity: Node, profile: Node, price: Node) -> Expression:
        curve = _curve(walk, quantity, profile, {})
        at = walk.memory.found.named("price", walk.scalar, walk.lower(price))
        one = lambda kinds, name: getattr(kinds[0], side)(at, name)  # noqa: E731
        return _priced(walk, [curve], one, searched=False)

    return write


PRICE_CALLS: dict[str, tuple[tuple[int, ...], Callable[..., Expression]]] = {
    "allocate_available": ((3,), _allocate_available),
    "find_market_price": ((4,), _find_market_price),
    "demand_at_price": ((3,), _at_price("wanted")),
    "supply_at_price": ((3,), _at_price("offered")),
}
"""Function to the numbers of arguments it takes, and what writes it."""
