"""Write a model as one LLVM function that steps many blocks of runs from start to end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zysim.kernel.held import step_equations
from zysim.kernel.llvm.instructions import LANES, VECTOR, Block, splat
from zysim.kernel.llvm.vector_math import functions
from zysim.kernel.methods import STAGES, Method, jumping_stocks
from zysim.kernel.needs import first_steps, fixed_scalars, needed
from zysim.reading.expressions import HELD, TIME, Expression, Number, Op, names_in
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
        held: str = "",
    ) -> None:
        super().__init__({TIME: time, HELD: held or time})
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


def write_program(graph: ModelGraph, outputs: Sequence[str], method: Method = "euler") -> Program:
    """Write the function that gives ``outputs`` (scalar ids) for every report of a clock.

    ``zysim_run(C, O, S, F, N, blocks, reports, t0, dt, begin, upper, lower)`` takes constants
    ``(block, constant, lane)`` and the steps N before each report but the first, writes outputs
    ``(block, report, output, lane)``, and uses S (three vectors a stock) and F as scratch.
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
    running, flows = step_equations(graph, method)
    stepped = needed(running, flows.values(), fixed)
    shown = needed(
        graph.auxiliaries, (graph.auxiliaries[n] for n in outputs if n in graph.auxiliaries), fixed
    ) | {name for name in outputs if name in graph.auxiliaries and name not in fixed}
    moving = [graph.auxiliaries[name] for name in graph.auxiliaries if name in stepped | shown]
    held = [running[name] for name in running if name in stepped]
    divisors = _divisors([*moving, *held, *flows.values()], {*constants, *fixed})
    places |= {name: ("F", len(fixed) + at) for at, name in enumerate(divisors.values())}
    equations = {name: each for name, each in running.items() if name in stepped}
    body = [
        *_head(len(constants), len(outputs), len(stocks)),
        *_first(graph, fixed, divisors, at_start, staged=method != "euler"),
        *_report(graph, outputs, shown, places, divisors),
        "stepping:",
        "  %step = phi i64 [0, %counting], [%stepnext, %stepped]",
        "  %count = phi i64 [%counted, %counting], [%countnext, %stepped]",
        *_moment("s", "%count"),
        *(
            _step(flows, equations, places, divisors)
            if method == "euler"
            else _staged_step(graph, flows, equations, places, divisors, method)
        ),
        "  %stepnext = add i64 %step, 1",
        "  %countnext = add i64 %count, 1",
        "  %full = icmp eq i64 %stepnext, %steps",
        "  br i1 %full, label %reportend, label %stepping",
        "reportend:",
        "  br label %report",
        *_tail(),
    ]
    text = "\n".join([functions(), *_tables(method), *body])
    return Program(text, constants, tuple(outputs), len(stocks), len(fixed) + len(divisors))


def _tables(method: Method) -> list[str]:
    """Write where the stages of a method lie, how far each leads on, and their weights."""
    if method == "euler":
        return []
    places, weights = STAGES[method]
    rows = {"places": places, "reaches": (*places[1:], 0.0), "weights": weights}
    return [
        f"@{name} = private constant [{len(row)} x {VECTOR}] "
        f"[{', '.join(f'{VECTOR} {splat(each)}' for each in row)}], align 64"
        for name, row in rows.items()
    ]


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


def _head(constants: int, outputs: int, stocks: int) -> list[str]:
    return [
        f"define void @{ENTRY}(ptr noalias %Call, ptr noalias %Oall, ptr noalias %S, "
        "ptr noalias %F, ptr noalias %N, i64 %blocks, i64 %reports, double %t0, double %dt0, "
        "double %begin, double %upper, double %lower) {",
        "entry:",
        *_splat("dt", "%dt0"),
        *_splat("first", "%t0"),
        f"  %W = getelementptr {VECTOR}, ptr %S, i64 {stocks}",
        f"  %A = getelementptr {VECTOR}, ptr %S, i64 {2 * stocks}",
        f"  %osize = mul i64 %reports, {outputs}",
        "  br label %block",
        "block:",
        "  %at = phi i64 [0, %entry], [%atnext, %blockend]",
        f"  %coffset = mul i64 %at, {constants}",
        f"  %C = getelementptr {VECTOR}, ptr %Call, i64 %coffset",
        "  %ooffset = mul i64 %at, %osize",
        f"  %O = getelementptr {VECTOR}, ptr %Oall, i64 %ooffset",
    ]


def _splat(name: str, number: str) -> list[str]:
    return [
        f"  %{name}one = insertelement {VECTOR} poison, double {number}, i32 0",
        f"  %{name} = shufflevector {VECTOR} %{name}one, {VECTOR} poison, "
        f"<{LANES} x i32> zeroinitializer",
    ]


def _moment(prefix: str, count: str) -> list[str]:
    """Write the moment after a number of steps, as :meth:`zysim.kernel.clock.Clock.at` does."""
    return [
        f"  %{prefix}done = sitofp i64 {count} to double",
        f"  %{prefix}up = fmul double %{prefix}done, %upper",
        f"  %{prefix}parts = fadd double %begin, %{prefix}up",
        f"  %{prefix}now = fdiv double %{prefix}parts, %lower",
        *_splat(f"{prefix}time", f"%{prefix}now"),
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
    *,
    staged: bool,
) -> list[str]:
    names = _Names("a", places, "%first", {})
    block = names.block
    _compute(block, names, first_steps(graph, tuple(fixed)))
    _compute(block, names, {name: Op("/", (Number(1.0), each)) for each, name in divisors.items()})
    stores = [
        line
        for letter, listed in (("S", tuple(graph.stocks)), ("F", (*fixed, *divisors.values())))
        for place, name in enumerate(listed)
        for line in _store(letter, place, names[name], f"first{letter}")
    ]
    if staged:  # stages start from the stocks, and their sum from nothing
        for place, name in enumerate(graph.stocks):
            stores += _store("W", place, names[name], "firstW")
            stores += _store("A", place, splat(0.0), "firstA")
    return [*block.lines, *stores, "  br label %report"]


def _report(
    graph: ModelGraph,
    outputs: Sequence[str],
    shown: set[str],
    places: Mapping[str, tuple[str, int]],
    divisors: Mapping[Expression, str],
) -> list[str]:
    names = _Names("r", places, "%rtime", divisors)
    block = names.block
    _compute(block, names, {n: e for n, e in graph.auxiliaries.items() if n in shown})
    written = [names[name] for name in outputs]
    lines = [
        "report:",
        "  %row = phi i64 [0, %block], [%rownext, %reportend]",
        "  %counted = phi i64 [0, %block], [%countnext, %reportend]",
        *_moment("r", "%counted"),
        *block.lines,
        f"  %cell = mul i64 %row, {len(outputs)}",
        f"  %R = getelementptr {VECTOR}, ptr %O, i64 %cell",
    ]
    for place, value in enumerate(written):
        lines += _store("R", place, value, "out")
    return [
        *lines,
        "  %rownext = add i64 %row, 1",
        "  %last = icmp eq i64 %rownext, %reports",
        "  br i1 %last, label %blockend, label %counting",
        "counting:",
        "  %counter = getelementptr i64, ptr %N, i64 %row",
        "  %steps = load i64, ptr %counter, align 8",
        "  br label %stepping",
    ]


def _step(
    flows: Mapping[str, Expression],
    equations: Mapping[str, Expression],
    places: Mapping[str, tuple[str, int]],
    divisors: Mapping[Expression, str],
) -> list[str]:
    """Write a step of Euler's method."""
    names = _Names("s", places, "%stime", divisors)
    block = names.block
    _compute(block, names, equations)
    new = []
    for name, flow in flows.items():
        change = block.put(f"fmul {VECTOR} {block.value(flow, names)}, %dt")
        new.append(block.put(f"fadd {VECTOR} {names[name]}, {change}"))
    stores = [line for place, value in enumerate(new) for line in _store("S", place, value, "new")]
    return [*block.lines, *stores, "  br label %stepped", "stepped:"]


def _staged_step(
    graph: ModelGraph,
    flows: Mapping[str, Expression],
    equations: Mapping[str, Expression],
    places: Mapping[str, tuple[str, int]],
    divisors: Mapping[Expression, str],
    method: Method,
) -> list[str]:
    """Write a step of a Runge-Kutta method: its stages run one after another over W, from S on."""
    here = {
        name: ("W", at) if letter == "S" else (letter, at) for name, (letter, at) in places.items()
    }
    names = _Names("s", here, "%moment", divisors, held="%stime")
    block, jumping = names.block, jumping_stocks(graph)
    lead = block.put(f"fmul {VECTOR} %reach, %dt")
    _compute(block, names, equations)
    stores: list[str] = []
    for place, flow in enumerate(flows.values()):
        slope = block.value(flow, names)
        start, before = (
            block.put(
                f"load {VECTOR}, ptr "
                f"{block.put(f'getelementptr {VECTOR}, ptr %{letter}, i64 {place}')}, align 64"
            )
            for letter in "SA"
        )
        if place in jumping:  # only the flow of the start counts, and stages do not see it
            summed = block.choose("%early", slope, before)
            ahead = start
        else:
            share = block.put(f"fmul {VECTOR} %weight, {slope}")
            summed = block.put(f"fadd {VECTOR} {before}, {share}")
            ahead = block.put(
                f"fadd {VECTOR} {start}, {block.put(f'fmul {VECTOR} {lead}, {slope}')}"
            )
        stores += _store("A", place, summed, "sum") + _store("W", place, ahead, "ahead")
    finish: list[str] = []
    for place in range(len(flows)):
        finish += [
            f"  %oldat{place} = getelementptr {VECTOR}, ptr %S, i64 {place}",
            f"  %old{place} = load {VECTOR}, ptr %oldat{place}, align 64",
            f"  %slopeat{place} = getelementptr {VECTOR}, ptr %A, i64 {place}",
            f"  %slope{place} = load {VECTOR}, ptr %slopeat{place}, align 64",
            f"  %gain{place} = fmul {VECTOR} %slope{place}, %dt",
            f"  %moved{place} = fadd {VECTOR} %old{place}, %gain{place}",
            *_store("S", place, f"%moved{place}", "newS"),
            *_store("W", place, f"%moved{place}", "newW"),
            *_store("A", place, splat(0.0), "newA"),
        ]
    stages = len(STAGES[method][0])
    table = f"[{stages} x {VECTOR}]"
    loads = []
    for name, row in (("place", "places"), ("reach", "reaches"), ("weight", "weights")):
        loads += [
            f"  %{name}at = getelementptr {table}, ptr @{row}, i64 0, i64 %stage",
            f"  %{name} = load {VECTOR}, ptr %{name}at, align 64",
        ]
    return [
        "  br label %staging",
        "staging:",
        "  %stage = phi i64 [0, %stepping], [%stagenext, %staging]",
        *loads,
        f"  %in = fmul {VECTOR} %place, %dt",
        f"  %moment = fadd {VECTOR} %stime, %in",
        "  %start = icmp eq i64 %stage, 0",
        f"  %earlyone = insertelement <{LANES} x i1> poison, i1 %start, i32 0",
        f"  %early = shufflevector <{LANES} x i1> %earlyone, <{LANES} x i1> poison, "
        f"<{LANES} x i32> zeroinitializer",
        *block.lines,
        *stores,
        "  %stagenext = add i64 %stage, 1",
        f"  %all = icmp eq i64 %stagenext, {stages}",
        "  br i1 %all, label %stepped, label %staging",
        "stepped:",
        *finish,
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
