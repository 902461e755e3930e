"""Write a model as one LLVM function that steps many blocks of runs from start to end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zysim.kernel.emit import first_steps, fixed_scalars, needed
from zysim.kernel.llvm.instructions import LANES, VECTOR, Block
from zysim.kernel.llvm.vector_math import functions
from zysim.reading.expressions import TIME, Expression, Number, Op, names_in
from zysim.reading.graph import ModelGraph

ENTRY = "zysim_run"


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions, and the order of what the function reads and writes."""

    text: str
    constants: tuple[str, ...]
    outputs: tuple[str, ...]
    stocks: int
    fixed: int


class _Names(dict[str, str]):
    """Vectors of the names a block reads: computed here, or loaded when first asked for."""

    def __init__(
        self,
        prefix: str,
        places: Mapping[str, tuple[str, int]],
        time: str,
        divisors: Mapping[Expression, str],
    ) -> None:
        super().__init__({TIME: time})
        self.block = Block(prefix, _Loaded(self, divisors))
        self.places = places

    def __missing__(self, name: str) -> str:
        letter, place = self.places[name]
        pointer = self.block.put(f"getelementptr {VECTOR}, ptr %{letter}, i64 {place}")
        self[name] = self.block.put(f"load {VECTOR}, ptr {pointer}, align 64")
        return self[name]


class _Loaded(dict[Expression, str]):
    """Vectors of 1/x, loaded when first asked for."""

    def __init__(self, names: _Names, divisors: Mapping[Expression, str]) -> None:
        super().__init__(divisors)
        self.names = names

    def __getitem__(self, divisor: Expression) -> str:
        return self.names[super().__getitem__(divisor)]


def write_program(graph: ModelGraph, outputs: Sequence[str]) -> Program:
    """Write the function that gives ``outputs`` (scalar ids) for every whole year.

    ``zysim_run(C, O, S, F, blocks, years, steps, t0, dt)`` takes constants ``(block, constant,
    lane)``, writes outputs ``(block, year, output, lane)``, and uses S and F as scratch.
    """
    fixed = fixed_scalars(graph)
    stocks = tuple(graph.stocks)
    constants = tuple(graph.constants)
    at_start = {name: ("C", place) for place, name in enumerate(constants)}
    places = (
        at_start
        | {name: ("S", place) for place, name in enumerate(stocks)}
        | {name: ("F", place) for place, name in enumerate(fixed)}
    )
    flows = {name: graph.stocks[name].flow for name in stocks}
    stepped = needed(graph, flows.values(), fixed)
    shown = needed(
        graph, (graph.auxiliaries[n] for n in outputs if n in graph.auxiliaries), fixed
    ) | {name for name in outputs if name in graph.auxiliaries and name not in fixed}
    moving = [graph.auxiliaries[name] for name in graph.auxiliaries if name in stepped | shown]
    divisors = _divisors([*moving, *flows.values()], {*constants, *fixed})
    places |= {name: ("F", len(fixed) + at) for at, name in enumerate(divisors.values())}
    body = [
        *_head(len(constants), len(outputs)),
        *_first(graph, fixed, divisors, at_start),
        *_report(graph, outputs, shown, places, divisors),
        *_step(graph, flows, stepped, places, divisors),
        *_tail(),
    ]
    text = "\n".join([functions(), *body])
    return Program(text, constants, tuple(outputs), len(stocks), len(fixed) + len(divisors))


def _divisors(expressions: Iterable[Expression], steady: set[str]) -> dict[Expression, str]:
    """Return the divisors that keep one value for a whole run, each with a name for 1/x."""
    found: dict[Expression, str] = {}

    def look(expression: Expression) -> None:
        if not isinstance(expression, Op):
            return
        if expression.name == "/" and all(n in steady for n in names_in(expression.arguments[1])):
            found.setdefault(expression.arguments[1], f"1/{len(found)}")
        for argument in expression.arguments:
            look(argument)

    for expression in expressions:
        look(expression)
    return found


def _head(constants: int, outputs: int) -> list[str]:
    zeros = f"<{LANES} x i32> zeroinitializer"
    return [
        f"define void @{ENTRY}(ptr noalias %Call, ptr noalias %Oall, ptr noalias %S, "
        "ptr noalias %F, i64 %blocks, i64 %years, i64 %steps, double %t0, double %dt0) {",
        "entry:",
        f"  %tone = insertelement {VECTOR} poison, double %t0, i32 0",
        f"  %tfirst = shufflevector {VECTOR} %tone, {VECTOR} poison, {zeros}",
        f"  %done = insertelement {VECTOR} poison, double %dt0, i32 0",
        f"  %dt = shufflevector {VECTOR} %done, {VECTOR} poison, {zeros}",
        f"  %osize = mul i64 %years, {outputs}",
        "  br label %block",
        "block:",
        "  %at = phi i64 [0, %entry], [%atnext, %blockend]",
        f"  %coffset = mul i64 %at, {constants}",
        f"  %C = getelementptr {VECTOR}, ptr %Call, i64 %coffset",
        "  %ooffset = mul i64 %at, %osize",
        f"  %O = getelementptr {VECTOR}, ptr %Oall, i64 %ooffset",
    ]


def _store(letter: str, place: int, value: str, label: str) -> list[str]:
    pointer = f"%{label}{place}"
    return [
        f"  {pointer} = getelementptr {VECTOR}, ptr %{letter}, i64 {place}",
        f"  store {VECTOR} {value}, ptr {pointer}, align 64",
    ]


def _compute(block: Block, names: _Names, steps: Mapping[str, Expression]) -> None:
    for name, expression in steps.items():
        names[name] = block.value(expression, names)


def _first(
    graph: ModelGraph,
    fixed: Sequence[str],
    divisors: Mapping[Expression, str],
    places: Mapping[str, tuple[str, int]],
) -> list[str]:
    names = _Names("a", places, "%tfirst", {})
    block = names.block
    _compute(block, names, first_steps(graph, tuple(fixed)))
    _compute(block, names, {name: Op("/", (Number(1.0), each)) for each, name in divisors.items()})
    stores = [
        line
        for letter, listed in (("S", tuple(graph.stocks)), ("F", (*fixed, *divisors.values())))
        for place, name in enumerate(listed)
        for line in _store(letter, place, names[name], f"first{letter}")
    ]
    return [*block.lines, *stores, "  br label %yearly"]


def _report(
    graph: ModelGraph,
    outputs: Sequence[str],
    shown: set[str],
    places: Mapping[str, tuple[str, int]],
    divisors: Mapping[Expression, str],
) -> list[str]:
    names = _Names("r", places, "%tyear", divisors)
    block = names.block
    _compute(block, names, {n: e for n, e in graph.auxiliaries.items() if n in shown})
    written = [names[name] for name in outputs]
    lines = [
        "yearly:",
        "  %year = phi i64 [0, %block], [%yearnext, %yearend]",
        f"  %tyear = phi {VECTOR} [%tfirst, %block], [%tnext, %yearend]",
        *block.lines,
        f"  %row = mul i64 %year, {len(outputs)}",
        f"  %R = getelementptr {VECTOR}, ptr %O, i64 %row",
    ]
    for place, value in enumerate(written):
        lines += _store("R", place, value, "out")
    return [
        *lines,
        "  %yearnext = add i64 %year, 1",
        "  %last = icmp eq i64 %yearnext, %years",
        "  br i1 %last, label %blockend, label %stepping",
    ]


def _step(
    graph: ModelGraph,
    flows: Mapping[str, Expression],
    stepped: set[str],
    places: Mapping[str, tuple[str, int]],
    divisors: Mapping[Expression, str],
) -> list[str]:
    names = _Names("s", places, "%tstep", divisors)
    block = names.block
    _compute(block, names, {n: e for n, e in graph.auxiliaries.items() if n in stepped})
    new = []
    for name, flow in flows.items():
        change = block.put(f"fmul {VECTOR} {block.value(flow, names)}, %dt")
        new.append(block.put(f"fadd {VECTOR} {names[name]}, {change}"))
    stores = [line for place, value in enumerate(new) for line in _store("S", place, value, "new")]
    return [
        "stepping:",
        "  %step = phi i64 [0, %yearly], [%stepnext, %stepping]",
        f"  %tstep = phi {VECTOR} [%tyear, %yearly], [%tnext, %stepping]",
        *block.lines,
        *stores,
        f"  %tnext = fadd {VECTOR} %tstep, %dt",
        "  %stepnext = add i64 %step, 1",
        "  %full = icmp eq i64 %stepnext, %steps",
        "  br i1 %full, label %yearend, label %stepping",
        "yearend:",
        "  br label %yearly",
    ]


def _tail() -> list[str]:
    return [
        "blockend:",
        "  %atnext = add i64 %at, 1",
        "  %finished = icmp eq i64 %atnext, %blocks",
        "  br i1 %finished, label %finish, label %block",
        "finish:",
        "  ret void",
        "}",
    ]
