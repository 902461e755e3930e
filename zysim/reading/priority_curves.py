"""What is wanted or offered at a price: Vensim's priority curves, and prices at which they meet.

A curve has a kind, a middle and a width. From low to high prices the share that is wanted falls
from 1 to 0, the share that is offered rises from 0 to 1, as a distribution around the middle does.
The price at which two sums meet is found by halving, so often that no digit is left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zysim.reading.calls import BROKEN, add, call, choose, div, mul, number, sub
from zysim.reading.expressions import Expression, Op

FIXED, RECTANGULAR, TRIANGULAR, NORMAL, EXPONENTIAL = range(5)
KINDS = (FIXED, RECTANGULAR, TRIANGULAR, NORMAL, EXPONENTIAL)
REACH = {RECTANGULAR: 0.5, TRIANGULAR: 0.5, NORMAL: 5.0, EXPONENTIAL: 10.0}
"""Widths from the middle to where Vensim's search for a price ends."""
WHOLE_REACH = {RECTANGULAR: 0.5, TRIANGULAR: 0.5, NORMAL: 9.0, EXPONENTIAL: 40.0}
"""Widths from the middle to where nothing is left of a curve."""
NARROWEST = 0.05
"""Vensim's least standard deviation of a normal curve."""
HALVINGS = 52
UP = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
DOWN = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)
"""Polynomials of the normal distribution (J. F. Hart 1968, as in G. West 2005), to 15 digits."""
FAR_OUT = 7.07106781186547
"""Standard deviations from which a continued fraction is better."""

Namer = Callable[[Expression], Expression]


@dataclass(frozen=True, slots=True)
class Curve:
    """Who wants or offers: how much at most, and the curve."""

    quantity: Expression
    kind: Expression | int
    """A number of ``KINDS``; an expression where it changes in the run."""
    middle: Expression
    width: Expression

    def wanted(self, price: Expression, name: Namer) -> Expression:
        """Return the amount wanted at a price."""
        return mul(self.quantity, self._share(price, name))

    def offered(self, price: Expression, name: Namer) -> Expression:
        """Return the amount offered at a price; the mirror of what would be wanted."""
        mirrored = sub(mul(number(2), self.middle), price)
        return mul(self.quantity, self._share(mirrored, name))

    def reach(self, reaches: dict[int, float]) -> Expression:
        """Return how far from the middle the curve goes."""
        width = call("max", self.width, number(NARROWEST)) if self.kind == NORMAL else self.width
        if isinstance(self.kind, int):
            return mul(width, number(reaches[self.kind]))
        return mul(call("max", width, number(NARROWEST)), number(max(reaches.values())))

    def _share(self, price: Expression, name: Namer) -> Expression:
        if isinstance(self.kind, int):
            return self._of_kind(self.kind, price, name)
        result: Expression = BROKEN
        for kind in KINDS:
            is_kind = call("=", self.kind, number(kind))
            result = choose(is_kind, self._of_kind(kind, price, name), result)
        return result

    def _of_kind(self, kind: int, price: Expression, name: Namer) -> Expression:
        if kind == FIXED:
            return number(1)
        width = call("max", self.width, number(NARROWEST)) if kind == NORMAL else self.width
        at = name(div(sub(price, self.middle), width))
        if kind == RECTANGULAR:
            return call("max", number(0), call("min", number(1), sub(number(0.5), at)))
        if kind == TRIANGULAR:
            inside = name(call("max", number(0), sub(number(0.5), call("abs", at))))
            tail = mul(number(2), mul(inside, inside))
        elif kind == EXPONENTIAL:
            tail = div(call("exp", call("neg", call("abs", at))), number(2))
        else:
            tail = _normal_tail(call("abs", at), name)
        tail = name(tail)
        return choose(call("<", at, number(0)), sub(number(1), tail), tail)


def _normal_tail(out: Expression, name: Namer) -> Expression:
    """Return the share of a normal distribution beyond so many standard deviations."""
    out = name(out)
    height = name(call("exp", div(mul(out, out), number(-2))))

    def polynomial(factors: Sequence[float]) -> Expression:
        total: Expression = number(factors[0])
        for each in factors[1:]:
            total = add(mul(total, out), number(each))
        return total

    near = div(mul(height, polynomial(UP)), polynomial(DOWN))
    below: Expression = add(out, number(0.65))
    for count in (4, 3, 2, 1):
        below = add(out, div(number(count), below))
    far = div(height, mul(below, number(math.sqrt(2 * math.pi))))
    return choose(call("<", out, number(FAR_OUT)), near, far)


def _between(
    curves: Sequence[Curve], reaches: dict[int, float], name: Namer
) -> tuple[Expression, Expression]:
    """Return the lowest and the highest price that any curve reaches."""
    low: Expression | None = None
    high: Expression | None = None
    for each in curves:
        if each.kind == FIXED:
            continue
        reach = name(each.reach(reaches))
        start, end = sub(each.middle, reach), add(each.middle, reach)
        low = start if low is None else call("min", low, start)
        high = end if high is None else call("max", high, end)
    return name(low or number(0)), name(high or number(0))


def _halved(
    too_low: Callable[[Expression], Expression], ends: tuple[Expression, Expression], name: Namer
) -> Expression:
    """Return the lowest price at which ``too_low`` does not hold, by halving."""
    low, high = ends
    for _ in range(HALVINGS):
        middle = name(div(add(low, high), number(2)))
        lower = name(choose(too_low(middle), number(1), number(0)))
        low, high = (
            name(choose(call("=", lower, number(1)), middle, low)),
            name(choose(call("=", lower, number(1)), high, middle)),
        )
    return high


def allocated(curves: Sequence[Curve], supply: Expression, place: int, name: Namer) -> Expression:
    """Write ALLOCATE AVAILABLE: what one of several gets of a supply that may be short.

    Parameters
    ----------
    curves
        Of each who asks.
    supply
        To be shared out.
    place
        Who is asked for, counted from 0.
    name
        Gives a part a name, so that it is worked out once.
    """
    asked = name(Op("sum", tuple(each.quantity for each in curves)))
    mine = curves[place].quantity
    given = call("max", number(0), supply)
    in_proportion = call("zidz", mul(mine, given), asked)
    enough = call(">=", supply, asked)
    if all(each.kind == FIXED for each in curves):
        return choose(enough, mine, in_proportion)

    def wanted(price: Expression) -> Expression:
        return Op("sum", tuple(each.wanted(price, name) for each in curves))

    price = _halved(
        lambda at: call(">", wanted(at), given), _between(curves, WHOLE_REACH, name), name
    )
    found = curves[place].wanted(price, name)
    changing = [each.kind for each in curves if not isinstance(each.kind, int)]
    if changing:
        fixed = [call("=", each, number(FIXED)) for each in changing]
        found = choose(fixed[0], in_proportion, found)
    return choose(enough, mine, choose(call("<=", supply, number(0)), number(0), found))


def meeting_price(demands: Sequence[Curve], supplies: Sequence[Curve], name: Namer) -> Expression:
    """Write FIND MARKET PRICE: the lowest price at which no more is wanted than is offered.

    Where the curves do not meet it is the end of the search, as in Vensim.
    """

    def short(price: Expression) -> Expression:
        wanted = Op("sum", tuple(each.wanted(price, name) for each in demands))
        offered = Op("sum", tuple(each.offered(price, name) for each in supplies))
        return call(">", wanted, offered)

    ends = _between([*demands, *supplies], REACH, name)
    return _halved(short, ends, name)
