"""Sort what a study asks of a model: what is the same for every run, and what is cheaper so.

Of every expression two things are known: whether it differs between runs, and whether it is steady,
one value for a whole run. What does not differ is worked out once for all runs and read from a row
of numbers: of the study, of each step, of each report. What differs and is steady is worked out
once a run. The numbers are the same to the last bit whatever is known to be the same.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from zysim.kernel.held import in_comparisons, step_equations
from zysim.kernel.live import reaches
from zysim.kernel.llvm.instructions import COMPARISONS, LOGIC
from zysim.kernel.methods import Method
from zysim.kernel.needs import CLOCKED, fixed_scalars
from zysim.reading.expressions import HELD, TIME, Expression, Number, Op, Ref, Table, names_in
from zysim.reading.graph import ModelGraph

ONE = Number(1.0)
GROWING = ("+", "*", "/", "sum", "min")
"""Operations that are never negative where none of their arguments is."""


class Slots:
    """Expressions that each have a place in a row."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.places: dict[Expression, int] = {}

    def ref(self, expression: Expression) -> Ref:
        """Return the name of an expression's place, which no scalar id can be."""
        return Ref(f"{self.kind} {self.places.setdefault(expression, len(self.places))}")

    def __len__(self) -> int:
        return len(self.places)


class Forms:
    """Rewrites the expressions of a model for the runs of a study.

    Parameters
    ----------
    graph
        The model, what is not needed left out.
    method
        Of integration.
    varied
        Constants that differ between runs; None if nothing is known to be the same, not even
        the time.
    trusted
        Whether what is the same for all runs is known to be finite.
    fused
        Whether multiplying and adding is one step, so that a division by a known number can do
        without dividing.
    """

    def __init__(
        self,
        graph: ModelGraph,
        method: Method,
        varied: Collection[str] | None,
        *,
        trusted: bool,
        fused: bool,
    ) -> None:
        self.graph = graph
        self.trusted = trusted
        self.fused = fused
        self.running, self.flows = step_equations(graph, method)
        self.study, self.run = Slots("study"), Slots("run")
        self.step, self.report = Slots("step"), Slots("report")
        self._steady = {*graph.constants, *fixed_scalars(graph)}
        self._same = set[str]() if varied is None else self._same_names(reaches(graph, varied))
        self._everything = varied is None
        self._kinds: dict[int, tuple[Expression, bool, bool]] = {}
        self._positive: dict[str, bool] = {}

    def _same_names(self, differing: set[str]) -> set[str]:
        names = {*self.graph.constants, *self.graph.kept, *self.graph.auxiliaries, *self.flows}
        same = {TIME, HELD, *names} - differing
        for name, expression in self.running.items():
            if name not in names and all(read in same for read in names_in(expression)):
                same.add(name)
        return same

    @property
    def stocks(self) -> list[str]:
        """Stocks that differ between runs."""
        return [name for name in self.graph.stocks if name not in self._same]

    def in_step(self, expression: Expression) -> Expression:
        """Return an expression of a step as it is written."""
        return self._form(expression, self.step)

    def in_report(self, expression: Expression) -> Expression:
        """Return an expression of a report as it is written."""
        return self._form(expression, self.report)

    def at_first(self, expression: Expression) -> Expression:
        """Return an expression of the first moment as it is written."""
        if isinstance(expression, Number | Table):
            return expression
        if not self._kind(expression)[0]:
            return self.study.ref(expression)
        if isinstance(expression, Ref):
            return expression
        if expression.name in CLOCKED:
            return self.at_first(in_comparisons(expression))
        return Op(expression.name, tuple(map(self.at_first, expression.arguments)))

    def _kind(self, expression: Expression) -> tuple[bool, bool]:
        """Return whether an expression differs between runs, and whether it is steady."""
        if isinstance(expression, Number | Table):
            return False, True
        if isinstance(expression, Ref):
            name = expression.name
            return name not in self._same, name in self._steady
        known = self._kinds.get(id(expression))
        if known is None:
            kinds = [self._kind(each) for each in expression.arguments]
            differs = self._everything or any(each for each, _ in kinds)
            steady = expression.name not in CLOCKED and all(each for _, each in kinds)
            if expression.name in CLOCKED and "time_step" not in self._same:
                differs = True
            known = self._kinds[id(expression)] = (expression, differs, steady)
        return known[1:]

    def _form(self, expression: Expression, moving: Slots) -> Expression:
        if isinstance(expression, Number | Table):
            return expression
        differs, steady = self._kind(expression)
        if not differs:
            if isinstance(expression, Ref) and expression.name in (TIME, HELD):
                return expression
            return (self.study if steady else moving).ref(expression)
        if isinstance(expression, Ref):
            kept = steady and expression.name not in self.graph.constants
            return self.run.ref(expression) if kept else expression
        if steady:
            return self.run.ref(expression)
        if expression.name in CLOCKED:
            return self._form(in_comparisons(expression), moving)
        if expression.name == "/":
            return self._divided(expression, moving)
        if expression.name in ("max", "min"):
            return self._limited(expression, moving)
        if expression.name == "^":
            return self._raised(expression, moving)
        return Op(expression.name, tuple(self._form(a, moving) for a in expression.arguments))

    def _divided(self, expression: Op, moving: Slots) -> Expression:
        """Divide by what is known before: by its reciprocal, to the same last bit."""
        left, right = expression.arguments
        above = self._form(left, moving)
        if isinstance(right, Number):
            return _divided_by_number(above, right, fused=self.fused)
        below = self._form(right, moving)
        differs, steady = self._kind(right)
        if not self.fused or (not steady and (differs or not self.trusted)):
            return Op("/", (above, below))
        slots = moving if not steady else self.run if differs else self.study
        return Op("known /", (above, below, slots.ref(Op("/", (ONE, right)))))

    def _limited(self, expression: Op, moving: Slots) -> Expression:
        """Take the larger or smaller; a limit that is a finite number needs no look at NaN."""
        left, right = expression.arguments
        parts = [self._form(each, moving) for each in expression.arguments]
        for at, each in enumerate((left, right)):
            if isinstance(each, Number) or (self.trusted and not self._kind(each)[0]):
                return Op(f"known {expression.name}", (parts[at], parts[1 - at]))
        return Op(expression.name, tuple(parts))

    def _raised(self, expression: Op, moving: Slots) -> Expression:
        """Raise; the sign that a negative base would have is worked out before where it can be."""
        base, exponent = expression.arguments
        parts = self._form(base, moving), self._form(exponent, moving)
        if exponent == Number(2.0):
            return Op("^", parts)
        if self._never_negative(base):
            return Op("plain ^", parts)
        if isinstance(exponent, Number):
            return Op("known ^", (*parts, Number(_parity(exponent.value))))
        differs, steady = self._kind(exponent)
        if differs and not steady:
            return Op("^", parts)
        slots = moving if not steady else self.run if differs else self.study
        return Op("known ^", (*parts, slots.ref(Op("parity", (exponent,)))))

    def _never_negative(self, expression: Expression) -> bool:
        """Return whether an expression is 0, more or NaN whatever the numbers are."""
        if isinstance(expression, Number):
            return expression.value >= 0
        if isinstance(expression, Ref):
            return self._scalar_never_negative(expression.name)
        if isinstance(expression, Table):
            return False
        name, arguments = expression.name, expression.arguments
        if name in ("exp", "abs", "sqrt", *COMPARISONS, *LOGIC):
            return True
        if name == "max":
            return any(map(self._never_negative, arguments))
        if name == "if":
            return all(map(self._never_negative, arguments[1:]))
        if name == "^":
            return self._never_negative(arguments[0])
        return name in GROWING and all(map(self._never_negative, arguments))

    def _scalar_never_negative(self, name: str) -> bool:
        if name not in self._positive:
            self._positive[name] = False  # until shown: equations of the first moment may loop
            equation = self.graph.auxiliaries.get(name)
            if equation is not None and name not in self.graph.starts:
                self._positive[name] = self._never_negative(equation)
        return self._positive[name]


def checked(slots: Iterable[Expression]) -> list[bool]:
    """Return which places of a row must be finite: all but the signs of powers."""
    return [not (isinstance(each, Op) and each.name == "parity") for each in slots]


def _divided_by_number(above: Expression, below: Number, *, fused: bool) -> Expression:
    value = below.value
    if value == 0 or not 2.0**-500 < abs(value) < 2.0**500:
        return Op("/", (above, below))
    if abs(math.frexp(value)[0]) == 0.5:
        return Op("*", (above, Number(1.0 / value)))
    if not fused:
        return Op("/", (above, below))
    return Op("known /", (above, below, Number(1.0 / value)))


def _parity(exponent: float) -> float:
    """Return the sign of a power of -1, as machine code works it out."""
    if exponent != math.floor(exponent):
        return math.nan
    return 1.0 if exponent % 2 == 0 else -1.0
