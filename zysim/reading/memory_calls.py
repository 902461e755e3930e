"""Calls of functions with a memory: their arguments are lowered and given to :class:`Memory`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from zysim.reading.calls import STEP, RefusedError, call, div, mul, number, pulse_train
from zysim.reading.expressions import Expression, Ref
from zysim.reading.nodes import Literal, Name, Node

if TYPE_CHECKING:
    from zysim.reading.lower import Walk

Writer = Callable[..., Expression]
NONE, ONE, THREE = Literal(0.0), Literal(1.0), Literal(3.0)


def _value(walk: Walk, node: Node) -> Expression:
    return walk.memory.found.named("input", walk.scalar, walk.lower(node))


def _flowing(
    walk: Walk, value: Node, time: Node, initial: Node | None, order: Node
) -> tuple[Expression, Expression, Expression, Expression]:
    """Lower input, time, initial value (the input's own if None) and order."""
    inflow = _value(walk, value)
    first = inflow if initial is None else walk.lower(initial)
    return inflow, walk.lower(time), first, walk.lower(order)


def _smooth(order: Node) -> Writer:
    def write(walk: Walk, value: Node, time: Node, initial: Node | None = None) -> Expression:
        return walk.memory.smooth(*_flowing(walk, value, time, initial, order))

    return write


def _delay(order: Node) -> Writer:
    def write(walk: Walk, value: Node, time: Node, initial: Node | None = None) -> Expression:
        return walk.memory.delay(*_flowing(walk, value, time, initial, order))

    return write


def _smooth_n(walk: Walk, value: Node, time: Node, initial: Node, order: Node) -> Expression:
    return walk.memory.smooth(*_flowing(walk, value, time, initial, order))


def _delay_n(walk: Walk, value: Node, time: Node, initial: Node, order: Node) -> Expression:
    return walk.memory.delay(*_flowing(walk, value, time, initial, order), lowered=True)


def _delay_fixed(walk: Walk, value: Node, time: Node, initial: Node) -> Expression:
    return walk.memory.delay_fixed(_value(walk, value), walk.lower(time), walk.lower(initial))


def _sample(walk: Walk, test: Node, value: Node, initial: Node) -> Expression:
    found = walk.truth(test)
    return walk.memory.sample_if_true(found, walk.lower(value), walk.lower(initial))


def _trend(walk: Walk, value: Node, time: Node, growth: Node) -> Expression:
    return walk.memory.trend(walk.lower(value), walk.lower(time), walk.lower(growth))


def _forecast(
    walk: Walk, value: Node, time: Node, horizon: Node, growth: Node | None = None
) -> Expression:
    first = number(0) if growth is None else walk.lower(growth)
    return walk.memory.forecast(walk.lower(value), walk.lower(time), walk.lower(horizon), first)


def _n_stages(kind: str) -> Writer:
    """SMTHN and DELAYN: the order comes before the initial value, which may be left out."""

    def write(
        walk: Walk, value: Node, time: Node, order: Node, initial: Node | None = None
    ) -> Expression:
        flowing = _flowing(walk, value, time, initial, order)
        return walk.memory.smooth(*flowing) if kind == "smooth" else walk.memory.delay(*flowing)

    return write


def _late(walk: Walk, value: Node, time: Node, initial: Node | None = None) -> Expression:
    """DELAY of Stella: its first value is the input's own where none is given."""
    inflow = _value(walk, value)
    first = inflow if initial is None else walk.lower(initial)
    return walk.memory.delay_fixed(inflow, walk.lower(time), first)


def _pulses(
    walk: Walk, volume: Node, first: Node | None = None, interval: Node | None = None
) -> Expression:
    """PULSE of Stella: a volume within one step, once or again each interval."""
    start = Ref("initial_time") if first is None else walk.lower(first)
    rate = div(walk.lower(volume), Ref(STEP))
    again = number(0) if interval is None else walk.lower(interval)
    if again == number(0):
        return mul(rate, call("pulse", start, number(0)))
    return mul(rate, pulse_train(start, number(0), again, Ref("final_time")))


def _straight_line(walk: Walk, stream: Node, time: Node, fiscal: Node, first: Node) -> Expression:
    """DEPRECIATE STRAIGHTLINE, where a fiscal period is a step and nothing is left from before."""
    what = f"how DEPRECIATE STRAIGHTLINE counts in {walk.scalar}"
    period, left = (walk.settled(each, what) for each in (fiscal, first))
    if period not in (number(1), Ref(STEP)) or left != number(0):
        msg = (
            "DEPRECIATE STRAIGHTLINE is supported for a fiscal period of 1 and an initial value "
            "of 0 only; write an array of stocks"
        )
        raise RefusedError(msg)
    return walk.memory.straight_line(walk.lower(stream), walk.lower(time))


MEMORY_CALLS: dict[str, tuple[tuple[int, ...], Writer]] = {
    "integ": ((2,), lambda w, flow, first: w.memory.integ(w.lower(flow), w.lower(first))),
    "initial": ((1,), lambda w, value: w.memory.initial(w.lower(value))),
    "reinitial": ((1,), lambda w, value: w.memory.initial(w.lower(value))),
    "active_initial": (
        (2,),
        lambda w, value, first: w.memory.active_initial(w.lower(value), w.lower(first)),
    ),
    "smooth": ((2,), _smooth(ONE)),
    "smoothi": ((3,), _smooth(ONE)),
    "smooth3": ((2,), _smooth(THREE)),
    "smooth3i": ((3,), _smooth(THREE)),
    "smooth_n": ((4,), _smooth_n),
    "delay1": ((2,), _delay(ONE)),
    "delay1i": ((3,), _delay(ONE)),
    "delay3": ((2,), _delay(THREE)),
    "delay3i": ((3,), _delay(THREE)),
    "delay_n": ((4,), _delay_n),
    "delay_fixed": ((3,), _delay_fixed),
    "depreciate_straightline": ((4,), _straight_line),
    "sample_if_true": ((3,), _sample),
    "trend": ((3,), _trend),
    "forecast": ((3, 4), _forecast),
    "game": ((1,), lambda w, value: w.lower(value)),
    "smth1": ((2, 3), _smooth(ONE)),
    "smth3": ((2, 3), _smooth(THREE)),
    "smthn": ((3, 4), _n_stages("smooth")),
    "delayn": ((3, 4), _n_stages("delay")),
    "delay1_of_stella": ((2, 3), _delay(ONE)),
    "delay3_of_stella": ((2, 3), _delay(THREE)),
    "delay_of_stella": ((2, 3), _late),
    "trend_of_stella": (
        (2, 3),
        lambda w, value, time, growth=NONE: _trend(w, value, time, growth),
    ),
    "pulse_of_stella": ((1, 2, 3), _pulses),
    "previous": ((2,), lambda w, value, first: _late(w, value, Name("TIME STEP"), first)),
    "npv": (
        (4,),
        lambda w, stream, rate, first, factor: w.memory.npv(
            w.lower(stream), w.lower(rate), w.lower(first), w.lower(factor)
        ),
    ),
}
"""Function to the numbers of arguments it takes, and what writes it."""
