"""What stays the same while a method looks into a step: inputs from outside that can jump.

Runge-Kutta methods take the flows at several moments inside a step. Vensim holds its test inputs
(STEP, PULSE, RAMP) and exogenous ones over the whole step, since a jump inside a step would break
what these methods rest on (its manual on Runge-Kutta integration). Held are therefore those three,
and of what comes from the time alone: tables and data, comparisons, and cut fractions. What moves
smoothly with the time, such as SIN(Time), is taken at each moment.
"""

from __future__ import annotations

from collections.abc import Mapping

from zysim.kernel.methods import Method
from zysim.kernel.needs import CLOCKED, fixed_scalars
from zysim.reading.calls import SMALL
from zysim.reading.expressions import HELD, TIME, Expression, Number, Op, Ref, names_in
from zysim.reading.graph import ModelGraph

JUMPING = ("lookup", "random", "trunc", "<", "<=", ">", ">=", "=", "<>")
"""Operations that are held where they come from the time alone."""
AT_START = " at the start of the step"
"""Ends the name of a value that is held; no scalar id holds a space."""


def step_equations(
    graph: ModelGraph, method: Method
) -> tuple[Mapping[str, Expression], Mapping[str, Expression]]:
    """Return auxiliaries and net flows as a method takes them inside a step.

    What is held and reads other variables reads their values at the start of the step; these have
    names of their own, which no scalar id can be.
    """
    if method == "euler":  # which looks at the start of a step only
        return graph.auxiliaries, {name: each.flow for name, each in graph.stocks.items()}
    writer = _Held({*graph.constants, *fixed_scalars(graph)})
    auxiliaries: dict[str, Expression] = {}
    for name, expression in graph.auxiliaries.items():
        if name not in writer.steady:
            if name not in graph.starts and writer.alone(expression):
                auxiliaries[start_of(name)] = writer.at_start(expression)
                writer.timed.add(name)
            auxiliaries[name] = writer.inside(expression)
    return auxiliaries, {name: writer.inside(each.flow) for name, each in graph.stocks.items()}


def start_of(name: str) -> str:
    """Return the name of a variable's value at the start of the step."""
    return name + AT_START


class _Held:
    """Rewrites expressions; knows which variables come from the time alone."""

    def __init__(self, steady: set[str]) -> None:
        self.steady = steady
        self.timed = {TIME}

    def alone(self, expression: Expression) -> bool:
        """Return whether an expression comes from the time alone."""
        return all(name in self.steady or name in self.timed for name in names_in(expression))

    def at_start(self, expression: Expression) -> Expression:
        """Return an expression as it is at the start of the step, stocks left as they are."""
        if isinstance(expression, Ref):
            if expression.name == TIME:
                return Ref(HELD)
            return Ref(start_of(expression.name)) if expression.name in self.timed else expression
        if not isinstance(expression, Op):
            return expression
        held = Op(expression.name, tuple(map(self.at_start, expression.arguments)))
        return in_comparisons(held, HELD) if expression.name in CLOCKED else held

    def inside(self, expression: Expression) -> Expression:
        """Return an expression at a moment inside the step, with held what is held in it."""
        if not isinstance(expression, Op):
            return expression
        if expression.name in CLOCKED or (expression.name in JUMPING and self.alone(expression)):
            return self.at_start(expression)
        return Op(expression.name, tuple(map(self.inside, expression.arguments)))


def in_comparisons(operation: Op, clock: str = TIME) -> Expression:
    """Write STEP, PULSE and RAMP out, reading a clock that is named."""
    now, dt = Ref(clock), Ref("time_step")
    if operation.name == "step":
        height, start = operation.arguments
        late = Op(">", (Op("+", (now, Op("/", (dt, Number(2.0))))), start))
        return Op("if", (late, height, Number(0.0)))
    if operation.name == "pulse":
        start, width = operation.arguments
        end = Op("-", (Op("+", (start, Op("max", (width, dt)))), Number(SMALL)))
        begun = Op("<=", (Op("-", (start, Number(SMALL))), now))
        inside = Op("and", (begun, Op("<", (now, end))))
        return Op("if", (inside, Number(1.0), Number(0.0)))
    slope, start, finish = operation.arguments
    risen = Op("*", (slope, Op("-", (Op("min", (finish, now)), start))))
    return Op("if", (Op(">", (Op("+", (now, Number(SMALL))), start)), risen, Number(0.0)))
