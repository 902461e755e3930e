"""Functions with a memory, written out as stocks, kept values and auxiliaries.

SMOOTH, DELAY and their kin are stocks in disguise. Each brings helpers along, named after the
scalar whose equation they stand in: ``_smooth_1_price`` is the first stage of a SMOOTH in
``price``. Formulas and their order are those of PySD, so that results agree with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from zysim.reading.calls import (
    SMALL,
    STEP,
    RefusedError,
    add,
    call,
    choose,
    div,
    mul,
    number,
    sub,
)
from zysim.reading.expressions import MISSING, Expression, Number, Op, Ref
from zysim.reading.first_moment import FirstMoment
from zysim.reading.translated import Translated

MOST_STAGES = 5000
"""Stages of one delay; longer pipelines are better written as a DELAY of low order."""


class Memory:
    """Writes the functions with a memory that stand in the equation of one scalar."""

    def __init__(self, found: Translated, scalar: str) -> None:
        self.found = found
        self.scalar = scalar

    def integ(self, flow: Expression, initial: Expression) -> Expression:
        """Add a stock: INTEG inside an expression."""
        name = self.found.helper("stock", self.scalar)
        self.found.stocks[name] = (flow, initial)
        return Ref(name)

    def initial(self, value: Expression) -> Expression:
        """Keep the first value: INITIAL inside an expression."""
        name = self.found.helper("initial", self.scalar)
        self.found.kept[name] = value
        return Ref(name)

    def active_initial(self, running: Expression, first: Expression) -> Expression:
        """Give one value while first values are worked out, another in the run."""
        name = self.found.helper("active", self.scalar)
        self.found.plain[name] = running
        self.found.starts[name] = first
        return Ref(name)

    def smooth(
        self, value: Expression, time: Expression, initial: Expression, order: Expression
    ) -> Expression:
        """SMOOTH, SMOOTHI, SMOOTH3, SMOOTH3I, SMOOTH N: stages that follow each other."""
        value, time = self._named("smooth_input", value), self._named("smooth_time", time)
        initial = self._named("smooth_initial", initial)

        def build(count: int) -> Expression:
            before = value
            for _ in range(count):
                name = self.found.helper("smooth", self.scalar)
                gap = sub(before, Ref(name))
                speed = gap if count == 1 else mul(gap, number(count))
                self.found.stocks[name] = (div(speed, time), initial)
                before = Ref(name)
            return before

        return self._in_stages("SMOOTH N", order, build)

    def delay(
        self,
        value: Expression,
        time: Expression,
        initial: Expression,
        order: Expression,
        *,
        lowered: bool = False,
    ) -> Expression:
        """DELAY1, DELAY1I, DELAY3, DELAY3I, DELAY N: a pipeline that keeps what flows in.

        ``lowered`` asks for as many stages as steps fit into the delay time, as DELAY N does.
        """
        value, time = self._named("delay_input", value), self._named("delay_time", time)
        initial = self._named("delay_initial", initial)

        def build(count: int) -> Expression:
            inflow = value
            content = mul(initial, time)
            for _ in range(count):
                name = self.found.helper("delay", self.scalar)
                outflow = div(Ref(name), time)
                net = sub(inflow, outflow)
                flow = net if count == 1 else mul(net, number(count))
                self.found.stocks[name] = (flow, content)
                inflow = outflow
            return inflow

        return self._in_stages("DELAY N", order, build, time if lowered else None)

    def npv(
        self, stream: Expression, rate: Expression, first: Expression, factor: Expression
    ) -> Expression:
        """NPV: a stream added up, discounted from the start of the run on."""
        stream, rate = self._named("npv_stream", stream), self._named("npv_rate", rate)
        weight = self.found.helper("npv_weight", self.scalar)
        falling = div(mul(Ref(weight), rate), add(number(1), mul(rate, Ref(STEP))))
        self.found.stocks[weight] = (call("neg", falling), number(1))
        so_far = self.found.helper("npv", self.scalar)
        self.found.stocks[so_far] = (mul(stream, Ref(weight)), first)
        now = mul(mul(stream, Ref(STEP)), Ref(weight))
        return mul(add(Ref(so_far), now), factor)

    def delay_fixed(self, value: Expression, time: Expression, initial: Expression) -> Expression:
        """DELAY FIXED: a row of places, each taking over from the one before in every step."""
        if initial == number(MISSING):
            time = self._named("delay_time", time)
            begun = self.delay_fixed(number(1), time, number(0))
            return self._missing_until(begun, self.delay_fixed(value, time, number(0)))
        value, initial = self._named("delay_input", value), self._named("delay_initial", initial)
        out = self.found.helper("fixed_out", self.scalar)
        self.found.plain[out] = initial

        def build(moment: FirstMoment) -> None:
            what = f"the length of DELAY FIXED in {self.scalar}"
            length = self.found.shaped_by(moment, time, what)
            step = self.found.shaped_by(moment, Ref(STEP), what)
            count = round(max(length / step, 1.0) + SMALL)
            before = value
            for _ in range(self._checked(count, "DELAY FIXED")):
                name = self.found.helper("fixed", self.scalar)
                self.found.stocks[name] = (self._becomes(name, before), initial)
                before = Ref(name)
            self.found.plain[out] = before

        self.found.later.append((self.scalar, build))
        return Ref(out)

    def straight_line(self, stream: Expression, time: Expression) -> Expression:
        """DEPRECIATE STRAIGHTLINE: what came in within the depreciation time, by that time."""
        stream, time = self._named("spent", stream), self._named("written_off_in", time)
        out = self.found.helper("written_off", self.scalar)
        self.found.plain[out] = Ref(out)  # a circle, until the length is known

        def build(moment: FirstMoment) -> None:
            what = f"the time of DEPRECIATE STRAIGHTLINE in {self.scalar}"
            length = self.found.shaped_by(moment, time, what)
            step = self.found.shaped_by(moment, Ref(STEP), what)
            if step != 1 or length < 1 or length != int(length):
                msg = (
                    "DEPRECIATE STRAIGHTLINE is supported for a TIME STEP of 1 and a whole "
                    f"number of steps, got {step:g} and {length:g}; write an array of stocks"
                )
                raise RefusedError(msg)
            before, places = stream, []
            for _ in range(self._checked(int(length), "DEPRECIATE STRAIGHTLINE") - 1):
                name = self.found.helper("fixed", self.scalar)
                self.found.stocks[name] = (self._becomes(name, before), number(0))
                before = Ref(name)
                places.append(before)
            self.found.plain[out] = self.found.cut(
                self.scalar, div(Op("sum", (stream, *places)), time)
            )

        self.found.later.append((self.scalar, build))
        return Ref(out)

    def sample_if_true(
        self, test: Expression, value: Expression, initial: Expression
    ) -> Expression:
        """SAMPLE IF TRUE: the value while the condition holds, the last one otherwise."""
        if initial == number(MISSING):
            test = self._named("sampled_if", test)
            begun = self.sample_if_true(test, number(1), number(0))
            return self._missing_until(begun, self.sample_if_true(test, value, number(0)))
        name = self.found.helper("sample", self.scalar)
        shown = self._named("sampled", choose(test, value, Ref(name)))
        self.found.stocks[name] = (self._becomes(name, shown), initial)
        return shown

    def _missing_until(self, begun: Expression, value: Expression) -> Expression:
        """Return :NA: before a value is there: a stock that held :NA: would lose every digit."""
        return choose(call(">", begun, number(0.5)), value, number(MISSING))

    def _becomes(self, name: str, value: Expression) -> Expression:
        """Return the flow that makes a stock equal to a value after one step."""
        return div(sub(value, Ref(name)), Ref(STEP))

    def trend(self, value: Expression, time: Expression, initial: Expression) -> Expression:
        """TREND: relative growth against a moving average."""
        value, time = self._named("trend_input", value), self._named("trend_time", time)
        mean = self._average("trend", value, time, mul(initial, time))
        return call("zidz", sub(value, mean), mul(time, call("abs", mean)))

    def forecast(
        self, value: Expression, time: Expression, horizon: Expression, initial: Expression
    ) -> Expression:
        """FORECAST: the value, extended by its trend over the horizon."""
        value, time = self._named("trend_input", value), self._named("trend_time", time)
        mean = self._average("forecast", value, time, initial)
        growth = call("zidz", sub(value, mean), mul(time, mean))
        return mul(value, add(number(1), mul(growth, horizon)))

    def _average(
        self, kind: str, value: Expression, time: Expression, growth: Expression
    ) -> Expression:
        name = self.found.helper(kind, self.scalar)
        start = div(value, add(number(1), growth))
        self.found.stocks[name] = (div(sub(value, Ref(name)), time), start)
        return Ref(name)

    def _in_stages(
        self,
        kind: str,
        order: Expression,
        build: Callable[[int], Expression],
        time: Expression | None = None,
    ) -> Expression:
        """Build stages at once if their number is written, else when it can be worked out.

        With ``time`` there are no more stages than steps in it.
        """
        if isinstance(order, Number) and (time is None or order.value == 1):
            return build(self._whole(order.value, kind))
        out = self.found.helper("stages_out", self.scalar)
        self.found.plain[out] = Ref(out)  # a circle, until the order is known

        def finish(moment: FirstMoment) -> None:
            what = f"the order of {kind} in {self.scalar}"
            value = self.found.shaped_by(moment, order, what)
            count = self._whole(value, kind)
            if time is not None:
                step = moment.value(Ref(STEP))
                fitting = math.floor(moment.value(time) / step + SMALL)
                if fitting < count:  # then its length and the step shape the model
                    self.found.shaped_by(moment, time, what)
                    self.found.shaped_by(moment, Ref(STEP), what)
                    count = max(1, fitting)
            self.found.plain[out] = build(count)

        self.found.later.append((self.scalar, finish))
        return Ref(out)

    def _whole(self, order: float, kind: str) -> int:
        if order < 1 or order != int(order):
            msg = f"{kind}: the order must be 1, 2, 3, …, got {order:g}"
            raise RefusedError(msg)
        return self._checked(int(order), kind)

    def _checked(self, count: int, kind: str) -> int:
        if count > MOST_STAGES:
            msg = f"{kind} of {count} stages; above {MOST_STAGES} it is refused"
            raise RefusedError(msg)
        return count

    def _named(self, kind: str, expression: Expression) -> Expression:
        return self.found.named(kind, self.scalar, expression)
