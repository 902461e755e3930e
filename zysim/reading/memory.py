"""Functions with a memory, written out as stocks, kept values and auxiliaries.

SMOOTH, DELAY and their kin are stocks in disguise. Each brings helpers along, named after the
scalar whose equation they stand in: ``_smooth_1_price`` is the first stage of a SMOOTH in
``price``. Formulas and their order are those of PySD, so that results agree with it.
"""

from __future__ import annotations

from collections.abc import Callable

from zysim.reading.calls import (
    BROKEN,
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
from zysim.reading.expressions import Expression, Number, Ref
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
        steady: bool,
    ) -> Expression:
        """DELAY1, DELAY1I, DELAY3, DELAY3I, DELAY N: a pipeline that keeps what flows in.

        ``steady`` asks for a delay time that stays through a run (DELAY N, whose rule for a
        changing one differs from program to program).
        """
        value, time = self._named("delay_input", value), self._named("delay_time", time)
        initial = self._named("delay_initial", initial)

        def build(count: int) -> Expression:
            inflow = value
            short = call(">", mul(number(count), Ref(STEP)), time)
            content = choose(short, BROKEN, mul(initial, time))
            for _ in range(count):
                name = self.found.helper("delay", self.scalar)
                outflow = div(Ref(name), time)
                net = sub(inflow, outflow)
                flow = net if count == 1 else mul(net, number(count))
                self.found.stocks[name] = (flow, content)
                inflow = outflow
            self.found.later.append((self.scalar, lambda moment: self._long(moment, count, time)))
            return inflow

        if steady:
            self.found.later.append((self.scalar, lambda moment: self._steady(moment, time)))
        return self._in_stages("DELAY N", order, build)

    def _long(self, moment: FirstMoment, count: int, time: Expression) -> None:
        step, length = moment.value(Ref(STEP)), moment.value(time)
        if count * step > length:
            msg = (
                f"a delay of order {count} needs a delay time of at least {count} time steps of "
                f"{step:g}, got {length:g}; lower the order, or TIME STEP"
            )
            raise RefusedError(msg)

    def _steady(self, moment: FirstMoment, time: Expression) -> None:
        if not moment.stays(time):
            msg = "DELAY N with a delay time that changes is not supported; use DELAY1 or DELAY3"
            raise RefusedError(msg)

    def delay_fixed(self, value: Expression, time: Expression, initial: Expression) -> Expression:
        """DELAY FIXED: a row of places, each taking over from the one before in every step."""
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

    def sample_if_true(
        self, test: Expression, value: Expression, initial: Expression
    ) -> Expression:
        """SAMPLE IF TRUE: the value while the condition holds, the last one otherwise."""
        name = self.found.helper("sample", self.scalar)
        shown = self._named("sampled", choose(test, value, Ref(name)))
        self.found.stocks[name] = (self._becomes(name, shown), initial)
        return shown

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
        self, kind: str, order: Expression, build: Callable[[int], Expression]
    ) -> Expression:
        """Build stages at once if their number is written, else when it can be worked out."""
        if isinstance(order, Number):
            return build(self._whole(order.value, kind))
        out = self.found.helper("stages_out", self.scalar)
        self.found.plain[out] = Ref(out)  # a circle, until the order is known

        def finish(moment: FirstMoment) -> None:
            what = f"the order of {kind} in {self.scalar}"
            value = self.found.shaped_by(moment, order, what)
            self.found.plain[out] = build(self._whole(value, kind))

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
