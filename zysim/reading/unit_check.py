"""Check the units of a whole model: both sides of every equation, and each operation inside it.

Rules: what is added, compared, or chosen between has one unit; ``*`` and ``/`` combine units;
functions such as EXP take and give ``dmnl``; a stock flows in its unit per year. A literal is
``dmnl``, except that 0 fits any unit. Time is in ``year``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zysim.errors import InputError
from zysim.reading.expressions import INFIX, TIME, Expression, Number, Op, Ref, Table
from zysim.reading.graph import ModelGraph
from zysim.reading.unit_algebra import DMNL, YEAR, Unit, parse_unit

LONGEST_PART = 90
"""Characters of an equation shown in a message."""


@dataclass(frozen=True, slots=True)
class UnitProblem:
    """A place where units do not fit."""

    variable: str
    """Identifier."""
    message: str
    zh: str

    def __str__(self) -> str:
        """Name the variable and say what does not fit."""
        return f"{self.variable}: {self.message}"


def check_units(graph: ModelGraph) -> list[UnitProblem]:
    """Return every unit problem of a model, each once for a variable with all its elements.

    Parameters
    ----------
    graph
        Any model; units are those written in the model file.

    Returns
    -------
    list
        In the order of the model file; empty if all units fit.
    """
    found: dict[UnitProblem, None] = {}
    units: dict[str, Unit | None] = {TIME: YEAR}
    for name, variable in graph.variables.items():
        try:
            units[name] = parse_unit(variable.unit)
        except InputError as error:
            units[name] = None
            found[UnitProblem(name, str(error), error.zh or str(error))] = None
    for name, variable in graph.variables.items():
        walk = _Walk(units, name, found)
        for scalar in variable.elements:
            _check_scalar(graph, scalar, walk)
    place = {name: at for at, name in enumerate(graph.variables)}
    return sorted(found, key=lambda problem: place[problem.variable])


def _check_scalar(graph: ModelGraph, scalar: str, walk: _Walk) -> None:
    whole = walk.units[walk.name]
    if scalar in graph.stocks:
        stock = graph.stocks[scalar]
        walk.expect(stock.flow, whole / YEAR if whole is not None else None, "flow of the stock")
        walk.expect(stock.initial, whole, "initial value of the stock")
    elif scalar in graph.auxiliaries:
        walk.expect(graph.auxiliaries[scalar], whole, "variable")
    elif scalar in graph.kept:
        walk.expect(graph.kept[scalar], whole, "variable")


class _Walk:
    """Finds the unit of expressions of one variable; None fits any unit (0, or told before)."""

    def __init__(
        self, units: Mapping[str, Unit | None], name: str, found: dict[UnitProblem, None]
    ) -> None:
        self.units = units
        self.name = name
        self.found = found

    def tell(self, message: str, zh: str) -> None:
        self.found[UnitProblem(self.name, message, zh)] = None

    def expect(self, expression: Expression, wanted: Unit | None, role: str) -> None:
        """Tell if an expression has another unit than the one its place asks for."""
        unit = self.unit(expression)
        if unit is None or wanted is None or unit == wanted:
            return
        shown = show(expression)
        self.tell(
            f"`{shown}` is in {unit}, but the {role} must be in {wanted}.",
            f"“{shown}”的单位是 {unit}，此处应为 {wanted}。",
        )

    def unit(self, expression: Expression) -> Unit | None:
        if isinstance(expression, Number):
            return None if expression.value == 0 else DMNL
        if isinstance(expression, Table):
            return None
        if isinstance(expression, Ref):
            return self.units.get(expression.name.partition("[")[0])
        return self.operation(expression)

    def operation(self, op: Op) -> Unit | None:
        arguments = op.arguments
        match op.name:
            case "+" | "-" | "sum" | "min" | "max" | "neg" | "abs" | "trunc":
                return self.same(op, arguments)
            case "<" | "<=" | ">" | ">=" | "=" | "<>":
                self.same(op, arguments)
                return DMNL
            case "if":
                self.expect(arguments[0], DMNL, "condition")
                return self.same(op, arguments[1:])
            case "*" | "/" | "zidz" | "xidz":
                return self.combined(op)
            case "^":
                return self.power(*arguments)
            case "sqrt":
                unit = self.unit(arguments[0])
                return None if unit is None else unit ** Fraction(1, 2)
            case "step" | "ramp" | "pulse":
                return self.timed(op)
            case "lookup":  # a table may turn any unit into any other
                self.unit(arguments[0])
                return None
        for argument in arguments:
            self.expect(argument, DMNL, f"argument of {op.name}")
        return DMNL

    def same(self, op: Op, parts: tuple[Expression, ...]) -> Unit | None:
        """Return the unit all parts share, and tell of each that differs from the first."""
        shared: tuple[Expression, Unit] | None = None
        for part in parts:
            unit = self.unit(part)
            if unit is None:
                continue
            if shared is None:
                shared = part, unit
            elif unit != shared[1]:
                one, two = f"`{show(shared[0])}`", f"`{show(part)}`"
                self.tell(
                    f"in `{show(op)}`: {one} is in {shared[1]}, {two} in {unit}.",
                    f"“{show(op)}”中 {one} 的单位是 {shared[1]}，{two} 的单位是 {unit}。",
                )
        return shared[1] if shared else None

    def combined(self, op: Op) -> Unit | None:
        above, below = (self.unit(argument) for argument in op.arguments[:2])
        unit: Unit | None = None
        if above is not None and below is not None:
            unit = above * below if op.name == "*" else above / below
        if op.name == "xidz":
            self.expect(op.arguments[2], unit, "third argument of xidz")
        return unit

    def power(self, base: Expression, exponent: Expression) -> Unit | None:
        sign = 1
        number = exponent
        if isinstance(number, Op) and number.name == "neg":
            sign, number = -1, number.arguments[0]
        if isinstance(number, Number) and number.value.is_integer():
            unit = self.unit(base)
            return None if unit is None else unit ** int(sign * number.value)
        self.expect(base, DMNL, "base of a power whose exponent is not a whole number")
        self.expect(exponent, DMNL, "exponent of a power")
        return DMNL

    def timed(self, op: Op) -> Unit | None:
        """STEP(height, start), RAMP(slope, start, end), PULSE(start, width)."""
        first, *rest = op.arguments
        for moment in op.arguments if op.name == "pulse" else rest:
            self.expect(moment, YEAR, f"time in {op.name}")
        if op.name == "pulse":
            return DMNL
        unit = self.unit(first)
        return unit * YEAR if op.name == "ramp" and unit is not None else unit


def show(expression: Expression) -> str:
    """Write an expression for a message: elements of arrays left out, long parts cut.

    >>> show(Op("*", (Op("+", (Ref("a[food]"), Number(1.0))), Ref("b"))))
    '(a + 1) * b'
    """
    text = "".join(_pieces(expression, outer=True))
    return text if len(text) <= LONGEST_PART else text[: LONGEST_PART - 2] + " …"


def _pieces(expression: Expression, *, outer: bool = False) -> Iterator[str]:
    if isinstance(expression, Number):
        yield f"{expression.value:g}"
    elif isinstance(expression, Ref):
        yield expression.name.partition("[")[0]
    elif isinstance(expression, Table):
        yield "table"
    elif expression.name in INFIX:
        left, right = expression.arguments
        yield "" if outer else "("
        yield from _pieces(left)
        yield f" {expression.name} "
        yield from _pieces(right)
        yield "" if outer else ")"
    elif expression.name == "neg":
        yield "-"
        yield from _pieces(expression.arguments[0])
    else:
        yield f"{expression.name}("
        kept = expression.arguments[: 1 if expression.name == "sum" else None]
        for at, argument in enumerate(kept):
            yield ", " if at else ""
            yield from _pieces(argument, outer=True)
        yield ")"
