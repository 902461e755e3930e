"""Write the loop of a kernel: blocks of runs, reports, steps, and the stages of a step."""

from __future__ import annotations

from zysim.kernel.llvm.body import TAKES, Kind, name_of
from zysim.kernel.llvm.instructions import Width, number_text
from zysim.kernel.methods import STAGES, Method

BUFFERS = 4
"""Vectors a stock needs: three that steps and stages go between, and the sum of slopes."""


def entry_of(width: Width) -> str:
    """Return the name of the loop."""
    return f"zysim_run{width.lanes}"


def loop(width: Width, counts: tuple[int, int, int], sizes: tuple[int, int], method: Method) -> str:
    """Write the loop.

    ``zysim_run(C, O, S, F, N, U, T, R, blocks, reports, t0, dt, begin, upper, lower)`` takes
    constants ``(block, constant, lane)`` and the steps N before each report but the first, writes
    outputs ``(block, report, output, lane)``, and uses S and F as scratch. U is the row of the
    study, T holds a row for each stage of each step, R one for each report.

    Parameters
    ----------
    width
        Of vectors.
    counts
        Of constants, outputs and stocks.
    sizes
        Of a row of T and of R.
    method
        Of integration.
    """
    constants, outputs, stocks = counts
    vector, row, reported = width.vector, *sizes
    staged = method != "euler"
    lines = [
        *(_table(width, method) if staged else []),
        f"define void @{entry_of(width)}(ptr %Call, ptr %Oall, ptr %S, ptr %F, ptr %N, ptr %U, "
        "ptr %Tall, ptr %Rall, i64 %blocks, i64 %reports, double %t0, double %dt, double %begin, "
        "double %upper, double %lower) {",
        "entry:",
        f"  %S1 = getelementptr {vector}, ptr %S, i64 {stocks}",
        f"  %S2 = getelementptr {vector}, ptr %S, i64 {2 * stocks}",
        f"  %A = getelementptr {vector}, ptr %S, i64 {3 * stocks}",
        f"  %osize = mul i64 %reports, {outputs}",
        "  br label %block",
        "block:",
        "  %at = phi i64 [0, %entry], [%atnext, %blockend]",
        f"  %coffset = mul i64 %at, {constants}",
        f"  %C = getelementptr {vector}, ptr %Call, i64 %coffset",
        "  %ooffset = mul i64 %at, %osize",
        f"  %Oblock = getelementptr {vector}, ptr %Oall, i64 %ooffset",
        _call("first", width, W="%S", now="%t0"),
        "  br label %report",
        "report:",
        "  %row = phi i64 [0, %block], [%rownext, %reportend]",
        "  %counted = phi i64 [0, %block], [%countnext, %reportend]",
        "  %W = phi ptr [%S, %block], [%Wnext, %reportend]",
        "  %X = phi ptr [%S1, %block], [%Xnext, %reportend]",
        "  %O = phi ptr [%Oblock, %block], [%Onext, %reportend]",
        "  %R = phi ptr [%Rall, %block], [%Rnext, %reportend]",
        "  %T = phi ptr [%Tall, %block], [%Tnext, %reportend]",
        *_moment("r", "%counted"),
        _call("report", width, now="%rnow"),
        f"  %Onext = getelementptr {vector}, ptr %O, i64 {outputs}",
        f"  %Rnext = getelementptr double, ptr %R, i64 {reported}",
        "  %rownext = add i64 %row, 1",
        "  %last = icmp eq i64 %rownext, %reports",
        "  br i1 %last, label %blockend, label %counting",
        "counting:",
        "  %counter = getelementptr i64, ptr %N, i64 %row",
        "  %steps = load i64, ptr %counter, align 8",
        "  br label %stepping",
        "stepping:",
        "  %step = phi i64 [0, %counting], [%stepnext, %stepped]",
        "  %count = phi i64 [%counted, %counting], [%countnext, %stepped]",
        "  %Wstep = phi ptr [%W, %counting], [%Wnext, %stepped]",
        "  %Xstep = phi ptr [%X, %counting], [%Xnext, %stepped]",
        "  %Tstep = phi ptr [%T, %counting], [%Tnext, %stepped]",
        *_moment("s", "%count"),
        *(_stages(width, row, method, stocks) if staged else _euler(width, row)),
        "  %stepnext = add i64 %step, 1",
        "  %countnext = add i64 %count, 1",
        "  %full = icmp eq i64 %stepnext, %steps",
        "  br i1 %full, label %reportend, label %stepping",
        "reportend:",
        "  br label %report",
        "blockend:",
        "  %atnext = add i64 %at, 1",
        "  %finished = icmp eq i64 %atnext, %blocks",
        "  br i1 %finished, label %finish, label %block",
        "finish:",
        "  ret void",
        "}",
    ]
    return "\n".join(lines)


def _euler(width: Width, row: int) -> list[str]:
    """Step from one half of the stocks to the other, and back with the next step."""
    return [
        _call("step", width, W="%Wstep", N="%Xstep", T="%Tstep", now="%snow"),
        "  br label %stepped",
        "stepped:",
        "  %Wnext = getelementptr i8, ptr %Xstep, i64 0",
        "  %Xnext = getelementptr i8, ptr %Wstep, i64 0",
        f"  %Tnext = getelementptr double, ptr %Tstep, i64 {row}",
    ]


def _stages(width: Width, row: int, method: Method, stocks: int) -> list[str]:
    """Run the stages one after another, then move the stocks along the sum of their slopes."""
    vector, align = width.vector, width.align
    count = len(STAGES[method][0])
    table = f"[{count} x double]"
    loads = []
    for name in ("place", "reach", "weight"):
        loads += [
            f"  %{name}at = getelementptr {table}, ptr @{name}{width.lanes}, i64 0, i64 %stage",
            f"  %{name} = load double, ptr %{name}at, align 8",
        ]
    return [
        *width.spread("dtall", "%dt"),
        "  br label %staging",
        "staging:",
        "  %stage = phi i64 [0, %stepping], [%stagenext, %staging]",
        "  %from = phi ptr [%Wstep, %stepping], [%into, %staging]",
        "  %into = phi ptr [%Xstep, %stepping], [%other, %staging]",
        "  %Tstage = phi ptr [%Tstep, %stepping], [%Tnext, %staging]",
        *loads,
        "  %in = fmul double %place, %dt",
        "  %moment = fadd double %snow, %in",
        "  %begins = icmp eq i64 %stage, 0",
        "  %other = select i1 %begins, ptr %S2, ptr %from",
        _call(
            "stage",
            width,
            S="%Wstep",
            W="%from",
            N="%into",
            T="%Tstage",
            now="%moment",
            held="%snow",
        ),
        f"  %Tnext = getelementptr double, ptr %Tstage, i64 {row}",
        "  %stagenext = add i64 %stage, 1",
        f"  %all = icmp eq i64 %stagenext, {count}",
        "  br i1 %all, label %moving, label %staging",
        "moving:",
        "  %stock = phi i64 [0, %staging], [%stocknext, %moved]",
        f"  %some = icmp ult i64 %stock, {stocks}",
        "  br i1 %some, label %moved, label %stepped",
        "moved:",
        f"  %oldat = getelementptr {vector}, ptr %Wstep, i64 %stock",
        f"  %old = load {vector}, ptr %oldat, align {align}",
        f"  %slopeat = getelementptr {vector}, ptr %A, i64 %stock",
        f"  %slope = load {vector}, ptr %slopeat, align {align}",
        f"  %gain = fmul {vector} %slope, %dtall",
        f"  %new = fadd {vector} %old, %gain",
        f"  store {vector} %new, ptr %oldat, align {align}",
        f"  store {vector} zeroinitializer, ptr %slopeat, align {align}",
        "  %stocknext = add i64 %stock, 1",
        "  br label %moving",
        "stepped:",
        "  %Wnext = getelementptr i8, ptr %Wstep, i64 0",
        "  %Xnext = getelementptr i8, ptr %Xstep, i64 0",
    ]


def _table(width: Width, method: Method) -> list[str]:
    """Write where the stages of a method lie, how far each leads on, and their weights."""
    places, weights = STAGES[method]
    rows = {"place": places, "reach": (*places[1:], 0.0), "weight": weights}
    return [
        f"@{name}{width.lanes} = private constant [{len(row)} x double] "
        f"[{', '.join(f'double {number_text(each)}' for each in row)}], align 8"
        for name, row in rows.items()
    ]


def _moment(prefix: str, count: str) -> list[str]:
    """Write the moment after a number of steps, as :meth:`zysim.kernel.clock.Clock.at` does."""
    return [
        f"  %{prefix}done = sitofp i64 {count} to double",
        f"  %{prefix}up = fmul double %{prefix}done, %upper",
        f"  %{prefix}parts = fadd double %begin, %{prefix}up",
        f"  %{prefix}now = fdiv double %{prefix}parts, %lower",
    ]


def _call(kind: Kind, width: Width, **given: str) -> str:
    """Call a function; what is not given has the name it has there."""
    pointers, numbers = (part.split() for part in TAKES[kind].split(":"))
    flags = {"begins": "i1"}
    passed = [
        *(f"ptr {given.get(each, f'%{each}')}" for each in pointers),
        *(f"{flags.get(each, 'double')} {given.get(each, f'%{each}')}" for each in numbers),
    ]
    return f"  call void @{name_of(kind, width)}({', '.join(passed)})"
