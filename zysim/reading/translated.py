"""What the equations of a file say, one record a scalar, before they are put in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from zysim.reading.depth import cut
from zysim.reading.expressions import Expression, Number, Ref, Table
from zysim.reading.first_moment import FirstMoment
from zysim.reading.graph import Method


@dataclass(slots=True)
class Translated:
    """Equations by scalar id. Helpers are scalars that a function such as SMOOTH brings along."""

    dimensions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plain: dict[str, Expression] = field(default_factory=dict)
    """Constants and auxiliaries."""
    stocks: dict[str, tuple[Expression, Expression]] = field(default_factory=dict)
    kept: dict[str, Expression] = field(default_factory=dict)
    starts: dict[str, Expression] = field(default_factory=dict)
    """First value of an auxiliary where it is not its equation's (ACTIVE INITIAL)."""
    tables: dict[str, Table] = field(default_factory=dict)
    """Points of lookup variables."""
    scalars: dict[str, list[str]] = field(default_factory=dict)
    """Variable to its scalar ids, in the order of the file."""
    limits: dict[str, tuple[float | None, float | None]] = field(default_factory=dict)
    helpers: dict[str, str] = field(default_factory=dict)
    """Helper to the scalar whose equation needs it."""
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    """Helpers so far, by kind and scalar."""
    data: dict[str, Table] = field(default_factory=dict)
    """Points of data variables, by scalar id."""
    warnings: dict[tuple[str, str], None] = field(default_factory=dict)
    """What a reader should know of a model that runs all the same, in Chinese and English."""
    unknown: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    """Data variables whose values are not known: name as written, line, first such scalar."""
    first_end: float = 0.0
    """FINAL TIME at the start of a run in which it moves."""
    last: str = ""
    """Scalar id of a FINAL TIME that moves in the run."""
    structural: dict[str, str] = field(default_factory=dict)
    """Constants that shape the model, such as the length of a pipeline, and what they shape."""
    later: list[tuple[str, Callable[[FirstMoment], None]]] = field(default_factory=list)
    """What can be written only when all equations are known, with the scalar it is for."""
    saveper: float = 0.0
    """Time between two reports; 0 for every step."""
    method: Method = "euler"
    random: bool = False
    """Whether a random function is called."""
    outside: bool = False
    """Whether numbers came from other files."""
    opened: dict[Path, None] = field(default_factory=dict)
    """Tables beside the model that it reads."""
    searched: tuple[Path, ...] = ()
    """Exported runs that were looked into for data variables without an equation."""

    def helper(self, kind: str, scalar: str) -> str:
        """Return a new name for a helper of a scalar."""
        number = self.counts.get((kind, scalar), 0) + 1
        self.counts[kind, scalar] = number
        name = f"_{kind}_{number}_{scalar}"
        self.helpers[name] = self.helpers.get(scalar, scalar)
        return name

    def named(self, kind: str, scalar: str, expression: Expression) -> Expression:
        """Give an expression a name of its own if it is read more than once."""
        if isinstance(expression, Number | Ref):
            return expression
        name = self.helper(kind, scalar)
        self.plain[name] = expression
        return Ref(name)

    def cut(self, scalar: str, expression: Expression) -> Expression:
        """Give the parts of a deep expression or a long sum names of their own."""
        return cut(expression, lambda part: self.named("part", scalar, part))

    def moment(self) -> FirstMoment:
        """Return the values of the first moment, worked out when asked for."""

        def first(name: str) -> Expression | None:
            for equations in (self.starts, self.kept, self.plain):
                if name in equations:
                    return equations[name]
            return self.stocks[name][1] if name in self.stocks else None

        return FirstMoment(first, self.stocks.__contains__)

    def shaped_by(self, moment: FirstMoment, expression: Expression, what: str) -> float:
        """Return a value that shapes the model, and remember which constants it comes from."""
        for name in moment.reached(expression):
            if isinstance(self.plain.get(name), Number):
                self.structural.setdefault(name, what)
        return moment.value(expression)
