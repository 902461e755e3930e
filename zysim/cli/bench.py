"""`zysim bench`: how many runs a second this machine makes."""

from __future__ import annotations

import os
import platform
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from zysim.cli.framework import command, say, spoken
from zysim.cli.options import json_option
from zysim.cli.show import print_json
from zysim.columns import columns, fold, terminal_width
from zysim.wording import Pair, pick

if TYPE_CHECKING:
    from zysim.runs.project import Project

NUMPY_RUNS, MACHINE_RUNS = 2048, 8192
MACHINE: Pair = (
    "{system}，{processor}，{count} 个处理器",
    "{system}, {processor}, {count} processors",
)
HEADS: tuple[Pair, ...] = (
    ("引擎", "engine"),
    ("运行次数", "runs"),
    ("每秒运行次数", "runs a second"),
    ("相对 NumPy", "against NumPy"),
    ("编译秒数", "compiling, s"),
)
ENGINE: Pair = ("机器码，{threads} 线程", "machine code, {threads} thread(s)")
NOTE: Pair = (
    "城市模型 {scalars} 个标量，{first}—{last} 年，输出各口径的排放；取两次中较快的一次。",
    "City model of {scalars} scalars, {first}–{last}, emissions of every boundary; the better "
    "of two.",
)
WORK_HEADS: tuple[Pair, ...] = (
    ("单线程，按处理器时间", "one thread, processor time"),
    ("每秒运行次数", "runs a second"),
    ("编译秒数", "compiling, s"),
)
STUDY: Pair = ("研究 {study}，专用内核", "study {study}, a kernel made for it")
GENERAL: Pair = ("研究 {study}，输出全部变量的内核", "study {study}, the kernel of all variables")
GENERATED: Pair = ("生成的模型，{variables:,} 个变量", "generated model, {variables:,} variables")
START_HEADS: tuple[Pair, ...] = (
    ("启动到结束", "from start to end"),
    ("秒", "s"),
    ("相对 numpy", "against numpy"),
)
NO_LLVM: Pair = (
    "未安装 llvmlite，无机器码引擎，由 NumPy 代替。",
    "llvmlite is not installed, so there is no machine code; NumPy does the work.",
)


@command(
    "bench",
    about=("本机每秒能运行多少次", "how many runs a second this machine makes"),
)
@json_option
def bench(as_json: bool) -> None:
    from zysim.runs.project import open_project
    from zysim.sensitivity.speed import start_times

    project = open_project()
    graph = project.graph
    asked = [("numpy", 1, NUMPY_RUNS)]
    if find_spec("llvmlite") is not None:
        threads = dict.fromkeys((1, os.cpu_count() or 1))
        asked += [("llvm", count, MACHINE_RUNS) for count in threads]
    rows = [_measure(project, *each) for each in asked]
    if as_json:
        document = {"processor": _processor(), "processors": os.cpu_count(), "engines": rows}
        work = _work(project, machine=len(rows) > 1)
        print_json(document | work | {"starts": start_times(project.city)})
        return
    _show_engines(rows)
    if len(rows) == 1:
        click.echo(say(NO_LLVM))
    first, last = int(graph.initial_time), int(graph.final_time)
    note = say(NOTE, scalars=len(graph.scalars), first=first, last=last)
    click.echo(fold(note, terminal_width()) + "\n")
    if len(rows) > 1:
        _show_work(**_work(project, machine=True))
    started = [
        [
            f"python {' '.join(each['words'])}",
            f"{each['seconds']:.2f}",
            f"×{each['against_numpy']:.1f}",
        ]
        for each in start_times(project.city).values()
    ]
    heads = [pick(head, spoken()) for head in START_HEADS]
    click.echo(columns([heads, *started], right=frozenset({1, 2})))


def _work(project: Project, *, machine: bool) -> dict[str, Any]:
    """Return rates of the city's study of levers and of generated models, by machine code."""
    from zysim.sensitivity.speed import city_study, generated_models

    return {
        "city_study": city_study(project) if machine else None,
        "models": generated_models() if machine else [],
    }


def _show_engines(rows: list[dict[str, Any]]) -> None:
    table = [[pick(head, spoken()) for head in HEADS]]
    for row in rows:
        name = "NumPy" if row["engine"] == "numpy" else say(ENGINE, threads=row["threads"])
        rate = row["runs_a_second"]
        ratio = rate / rows[0]["runs_a_second"]
        table.append(
            [name, f"{row['runs']:,}", f"{rate:,.0f}", f"×{ratio:.1f}", f"{row['compiling']:.1f}"]
        )
    system = platform.system()
    click.echo(say(MACHINE, system=system, processor=_processor(), count=os.cpu_count()) + "\n")
    click.echo(columns(table, right=frozenset({1, 2, 3, 4})) + "\n")


def _show_work(city_study: dict[str, Any] | None, models: list[dict[str, Any]]) -> None:
    table = [[pick(head, spoken()) for head in WORK_HEADS]]
    if city_study is not None:
        rates = [city_study[name] for name in ("runs_a_second", "general_runs_a_second")]
        own, general = (say(each, study=city_study["study"]) for each in (STUDY, GENERAL))
        table.append([own, f"{rates[0]:,.0f}", f"{city_study['compiling']:.1f}"])
        table.append([general, f"{rates[1]:,.0f}", ""])
    for row in models:
        name = say(GENERATED, variables=row["variables"])
        table.append([name, f"{row['runs_a_second']:,.0f}", f"{row['compiling']:.1f}"])
    click.echo(columns(table, right=frozenset({1, 2})) + "\n")


def _measure(project: Project, engine: str, threads: int, runs: int) -> dict[str, Any]:
    """Return what one engine does; the first call compiles, or takes what was compiled before."""
    import numpy as np

    from zysim.kernel.compile import compile_model

    kernel = compile_model(project.graph, engine, threads=threads, quick_runs=0)
    outputs = list(project.city.account_variables)
    moved = next(iter(project.tables.parameters.values()))

    def run(count: int) -> float:
        begin = time.perf_counter()
        kernel.integrate({moved.id: np.linspace(moved.low, moved.high, count)}, outputs=outputs)
        return time.perf_counter() - begin

    compiling = run(2) - run(2)
    seconds = min(run(runs), run(runs))
    return {
        "engine": engine,
        "threads": threads,
        "runs": runs,
        "runs_a_second": runs / seconds,
        "compiling": max(compiling, 0.0),
    }


def _processor() -> str:
    """Return the processor's name, as well as the system and llvmlite know it."""
    if find_spec("llvmlite") is not None:
        import llvmlite.binding as llvm

        return str(llvm.get_host_cpu_name())
    return platform.processor() or platform.machine()
