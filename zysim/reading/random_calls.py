"""Random functions: a draw is a function of seed, run and step, so it never depends on who asks.

Draws are not those of Vensim, whose generator is not public; their distribution is.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from zysim.reading.calls import STEP, add, call, choose, div, mul, number, sub
from zysim.reading.expressions import RUN, TIME, Expression, Number, Op, Ref
from zysim.reading.nodes import Node

if TYPE_CHECKING:
    from zysim.reading.lower import Walk

NOISE_SEED = "noise_seed"
"""A constant of this name in the model changes every draw."""
ROOT_2 = math.sqrt(2)
CENTRE_ABOVE = (-39.69683028665376, 220.9460984245205, -275.9285104469687,
                138.3577518672690, -30.66479806614716, 2.506628277459239)  # fmt: skip
CENTRE_BELOW = (-54.47609879822406, 161.5858368580409, -155.6989798598866,
                66.80131188771972, -13.28068155288572, 1.0)  # fmt: skip
TAIL_ABOVE = (-0.007784894002430293, -0.3223964580411365, -2.400758277161838,
              -2.549732539343734, 4.374664141464968, 2.938163982698783)  # fmt: skip
TAIL_BELOW = (0.007784695709041462, 0.3224671290700398, 2.445134137142996,
              3.754408661907416, 1.0)  # fmt: skip
EDGE = 0.02425
"""P. J. Acklam's rational approximation of the inverse normal distribution, within 1.2e-9."""


def uniform(walk: Walk, seed: Expression) -> Expression:
    """Return a draw between 0 and 1, another one for each place of the model it stands at."""
    found = walk.memory.found
    count = found.counts.get(("random", walk.scalar), 0) + 1
    found.counts["random", walk.scalar] = count
    stream = zlib.crc32(f"{walk.scalar} {count}".encode())
    steps = div(sub(Ref(TIME), Ref("initial_time")), Ref(STEP))
    found.random = True
    if NOISE_SEED in walk.model.names:
        seed = add(mul(Ref(NOISE_SEED), number(1009)), seed)
    moment = call("trunc", add(steps, number(0.5)))
    return found.named(
        "random", walk.scalar, Op("random", (number(stream), seed, Ref(RUN), moment))
    )


def _polynomial(coefficients: Sequence[float], x: Expression) -> Expression:
    result: Expression = number(coefficients[0])
    for each in coefficients[1:]:
        result = add(mul(result, x), number(each))
    return result


def inverse_normal(walk: Walk, share: Expression) -> Expression:
    """Return what a standard normal number is below with this probability."""
    named = walk.memory.found.named
    share = named("share", walk.scalar, share)
    middle = named("middle", walk.scalar, sub(share, number(0.5)))
    square = named("square", walk.scalar, mul(middle, middle))
    centre = div(mul(middle, _polynomial(CENTRE_ABOVE, square)), _polynomial(CENTRE_BELOW, square))
    outer = call("min", share, sub(number(1), share))
    far = named("far", walk.scalar, call("sqrt", mul(number(-2), call("ln", outer))))
    tail = div(_polynomial(TAIL_ABOVE, far), _polynomial(TAIL_BELOW, far))
    signed = choose(call("<", middle, number(0)), tail, call("neg", tail))
    return choose(call("<", outer, number(EDGE)), signed, centre)


def normal_share(walk: Walk, x: Expression) -> Expression:
    """Return the probability below x, within 1e-7 (Abramowitz and Stegun 1964, 26.2.17)."""
    if isinstance(x, Number):
        return number(0.5 * math.erfc(-x.value / ROOT_2))
    x = walk.memory.found.named("bound", walk.scalar, x)
    t = div(number(1), add(number(1), mul(number(0.2316419), call("abs", x))))
    t = walk.memory.found.named("bound_t", walk.scalar, t)
    rows = (1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.319381530, 0.0)
    density = mul(number(0.3989422804014327), call("exp", mul(number(-0.5), mul(x, x))))
    tail = mul(density, _polynomial(rows, t))
    return choose(call("<", x, number(0)), tail, sub(number(1), tail))


def _fold(name: str, a: Expression, b: Expression) -> Expression:
    if isinstance(a, Number) and isinstance(b, Number) and (name != "/" or b.value):
        x, y = a.value, b.value
        return number({"-": x - y, "/": x / (y or 1.0)}[name])
    return call(name, a, b)


def _uniform(walk: Walk, low: Node, high: Node, seed: Node) -> Expression:
    least = walk.lower(low)
    return add(least, mul(sub(walk.lower(high), least), uniform(walk, walk.lower(seed))))


def _normal(walk: Walk, low: Node, high: Node, mean: Node, spread: Node, seed: Node) -> Expression:
    named = walk.memory.found.named
    centre = named("mean", walk.scalar, walk.lower(mean))
    width = named("spread", walk.scalar, walk.lower(spread))
    below, above = (
        normal_share(walk, _fold("/", _fold("-", walk.lower(each), centre), width))
        for each in (low, high)
    )
    share = add(below, mul(_fold("-", above, below), uniform(walk, walk.lower(seed))))
    drawn = add(centre, mul(width, inverse_normal(walk, share)))
    if isinstance(width, Number) and width.value:
        return drawn
    inside = call("max", walk.lower(low), call("min", walk.lower(high), centre))
    return choose(call("=", width, number(0)), inside, drawn)


def _exponential(
    walk: Walk, low: Node, high: Node, shift: Node, stretch: Node, seed: Node
) -> Expression:
    named = walk.memory.found.named
    start = named("shift", walk.scalar, walk.lower(shift))
    width = named("stretch", walk.scalar, walk.lower(stretch))
    below, above = (
        named(
            "bound",
            walk.scalar,
            call("exp", call("neg", call("max", number(0), div(sub(walk.lower(e), start), width)))),
        )
        for e in (low, high)
    )
    share = add(above, mul(sub(below, above), uniform(walk, walk.lower(seed))))
    return sub(start, mul(width, call("ln", share)))


RANDOM_CALLS: dict[str, tuple[tuple[int, ...], Callable[..., Expression]]] = {
    "random_0_1": ((0,), lambda walk: uniform(walk, number(0))),
    "random_uniform": ((3,), _uniform),
    "random_normal": ((5,), _normal),
    "random_exponential": ((5,), _exponential),
}
"""Function to the numbers of arguments it takes, and what writes it."""
