"""ALLOCATE BY PRIORITY, solved exactly: what is given is piecewise linear in the cut-off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zysim.reading.calls import add, call, choose, div, mul, number, sub
from zysim.reading.expressions import Expression, Op


def by_priority(
    requests: Sequence[Expression],
    priorities: Sequence[Expression],
    width: Expression,
    supply: Expression,
    place: int,
    name: Callable[[Expression], Expression],
) -> Expression:
    """Write the share of one of several who ask for a limited supply.

    Each request is spread evenly over priorities from half the width below its own to half the
    width above; the highest priorities are served first, down to a cut-off at which the supply is
    used up. The supply that each cut-off takes is linear between the ends of these spans, so the
    cut-off is found from the values there.

    Parameters
    ----------
    requests, priorities
        Of each who asks.
    width
        Span of priorities of each.
    supply
        To be shared out.
    place
        Who is asked for, counted from 0.
    name
        Gives a part a name, so that it is worked out once.
    """
    half = name(div(width, number(2)))
    ends = [name(add(each, half)) for each in priorities]
    starts = [name(sub(each, half)) for each in priorities]

    def served(at: int, cut: Expression) -> Expression:
        share = div(sub(ends[at], cut), width)
        kept = call("max", number(0), call("min", number(1), share))
        return mul(call("max", requests[at], number(0)), kept)

    def taken(cut: Expression) -> Expression:
        return Op("sum", tuple(served(at, cut) for at in range(len(requests))))

    edges = [*starts, *ends]
    totals = [name(taken(edge)) for edge in edges]
    lowest, most = edges[0], totals[0]
    for edge, total in zip(edges[1:], totals[1:], strict=True):
        lowest, most = call("min", lowest, edge), call("max", most, total)
    # the lowest edge whose total fits the supply, and the next one below it
    far = number(1e300)
    upper: Expression = far
    for edge, total in zip(edges, totals, strict=True):
        fits = call("<=", total, supply)
        upper = name(choose(fits, call("min", upper, edge), upper))
    lower: Expression = call("neg", far)
    for edge in edges:
        below = call("<", edge, upper)
        lower = name(choose(below, call("max", lower, edge), lower))
    at_upper, at_lower = name(taken(upper)), name(taken(lower))
    rise = sub(at_lower, at_upper)
    missing = call("max", number(0), sub(supply, at_upper))
    ratio = choose(call(">", rise, number(0)), div(missing, rise), number(0))
    share = call("min", number(1), ratio)
    cut = name(sub(upper, mul(share, sub(upper, lower))))
    everything = call(">=", supply, name(most))
    return choose(everything, call("max", requests[place], number(0)), served(place, cut))
