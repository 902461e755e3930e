"""Write one function of a kernel: what it reads is worked out when first asked for.

So a value stands right before its first use and is stored as soon as it is known, which keeps few
vectors alive at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from zysim.kernel.llvm.instructions import Block, Width
from zysim.reading.expressions import HELD, TIME, Expression, names_in

Kind = Literal["first", "report", "step", "stage"]
TAKES: Mapping[Kind, str] = {
    "first": "C W F U : now dt",
    "report": "C W F U R O : now dt",
    "step": "C W N F U T : now dt",
    "stage": "C S W N A F U T : now held dt reach weight begins",
}
"""Pointers and numbers each function takes; those of a step with stages have more.

C constants, W stocks at the moment, N those that follow, S those at the start of a step, A the sum
of slopes, F what is fixed for a run, O outputs, and rows of numbers for all runs: U of the study, T
of the step, R of the report."""
ROWS: Mapping[str, str] = {"study": "U", "step": "T", "report": "R", "run": "F"}
NUMBERS = ("U", "T", "R")
"""Rows that hold one number for all lanes."""


class Places:
    """Where a function finds the names it does not work out itself."""

    def __init__(self, constants: Iterable[str], stocks: Sequence[str]) -> None:
        self._known = frozenset(constants)
        self._stocks = {name: place for place, name in enumerate(stocks)}
        self.constants: dict[str, int] = {}
        """Constants that were read, with their places."""

    def of(self, name: str) -> tuple[str, int]:
        """Return letter and place of a name."""
        if name in self._stocks:
            return "W", self._stocks[name]
        if name in self._known:
            return "C", self.constants.setdefault(name, len(self.constants))
        kind, place = name.split(" ")
        return ROWS[kind], int(place)


class _Names(dict[str, str]):
    """Vectors of the names a function reads: worked out before, or loaded when first asked for."""

    def __init__(self, block: Block, places: Places) -> None:
        super().__init__()
        self.block = block
        self.places = places

    def __missing__(self, name: str) -> str:
        letter, place = self.places.of(name)
        self[name] = _load(self.block, letter, place)
        return self[name]


class Body:
    """One function.

    Parameters
    ----------
    kind
        Which; a step becomes a ``stage`` by :meth:`stage`.
    width
        Of its vectors.
    places
        Where it finds what it does not work out.
    form
        Rewrites an expression as it is to be written.
    equations
        What it can work out, in any order.
    """

    def __init__(
        self,
        kind: Kind,
        width: Width,
        places: Places,
        form: Callable[[Expression], Expression],
        equations: Mapping[str, Expression],
    ) -> None:
        self.kind = kind
        self.width = width
        self.block = Block("v", width)
        self.names = _Names(self.block, places)
        self.names |= {TIME: "%time", HELD: "%time"}
        self._form = form
        self._equations = equations
        self._ready: dict[str, Expression] = {}

    def value(self, expression: Expression) -> str:
        """Return the vector of an expression; what it reads is worked out first."""
        formed = self._form(expression)
        waiting = [(name, False) for name in names_in(formed)]
        while waiting:
            name, read = waiting.pop()
            if name in self.names or name not in self._equations:
                continue
            if read:
                self.names[name] = self.block.value(self._ready[name], self.names)
                continue
            self._ready[name] = self._form(self._equations[name])
            waiting.append((name, True))
            waiting += [(each, False) for each in names_in(self._ready[name])]
        return self.block.value(formed, self.names)

    def write(self, letter: str, expressions: Sequence[Expression]) -> None:
        """Store expressions one after another."""
        for place, expression in enumerate(expressions):
            self._store(letter, place, self.value(expression))

    def step(self, flows: Mapping[str, Expression]) -> None:
        """Step stocks by Euler's method."""
        for place, (name, flow) in enumerate(flows.items()):
            self._store("N", place, self._moved(self.names[name], self.value(flow), "%dtall"))

    def stage(self, flows: Mapping[str, Expression], jumping: set[str]) -> None:
        """Write a stage: adds to the slopes of the step, and leads stocks on to the next stage."""
        self.kind = "stage"
        self.names[HELD] = "%heldall"
        block, vector = self.block, self.width.vector
        lead = block.put(f"fmul {vector} %reachall, %dtall")
        for place, (name, flow) in enumerate(flows.items()):
            slope = self.value(flow)
            start, before = _load(block, "S", place), _load(block, "A", place)
            if name in jumping:  # only the flow of the start counts, and stages do not see it
                summed, ahead = block.choose("%beginsall", slope, before), start
            else:
                summed = self._moved(before, slope, "%weightall")
                ahead = self._moved(start, slope, lead)
            self._store("A", place, summed)
            self._store("N", place, ahead)

    def text(self) -> str:
        """Return the text of the function."""
        pointers, numbers = (part.split() for part in TAKES[self.kind].split(":"))
        flags = {"begins": "i1"}
        takes = [
            *(f"ptr noalias %{letter}" for letter in pointers),
            *(f"{flags.get(name, 'double')} %{name}" for name in numbers),
        ]
        name = name_of(self.kind, self.width)
        head = f"define internal void @{name}({', '.join(takes)}) noinline {{"
        spread = self.width.spread("time", "%now")
        for name in numbers[1:]:
            spread += self.width.spread(f"{name}all", f"%{name}", flags.get(name, "double"))
        return "\n".join([head, *spread, *self.block.lines, "  ret void", "}"])

    def _moved(self, start: str, slope: str, by: str) -> str:
        vector = self.width.vector
        return self.block.put(
            f"fadd {vector} {start}, {self.block.put(f'fmul {vector} {by}, {slope}')}"
        )

    def _store(self, letter: str, place: int, value: str) -> None:
        vector = self.width.vector
        pointer = self.block.put(f"getelementptr {vector}, ptr %{letter}, i64 {place}")
        self.block.lines.append(
            f"  store {vector} {value}, ptr {pointer}, align {self.width.align}"
        )


def name_of(kind: Kind, width: Width) -> str:
    """Return the name of a function at a width."""
    return f"zysim_{kind}{width.lanes}"


def _load(block: Block, letter: str, place: int) -> str:
    width = block.width
    if letter in NUMBERS:
        pointer = block.put(f"getelementptr double, ptr %{letter}, i64 {place}")
        return block.spread(block.put(f"load double, ptr {pointer}, align 8"))
    pointer = block.put(f"getelementptr {width.vector}, ptr %{letter}, i64 {place}")
    return block.put(f"load {width.vector}, ptr {pointer}, align {width.align}")
