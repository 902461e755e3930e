"""Turn a model into a kernel: the only file that runs written text.

The text comes from :mod:`zysim.kernel.emit`, which writes it from parsed expressions: every name in
it is one of ours, and it can reach nothing but the arithmetic of its dialect.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from typing import Any

from zysim.arrays import FloatArray
from zysim.errors import InputError, unknown_name
from zysim.kernel.clock import Clock
from zysim.kernel.dialects import BATCH, FORGIVING, SCALAR, Dialect
from zysim.kernel.emit import emit
from zysim.kernel.integrate import QUICK_RUNS, Functions, Kernel, MachineRun
from zysim.kernel.methods import Method, choose_method, jumping_stocks
from zysim.reading.graph import ModelGraph

ENGINES = ("auto", "python", "numpy", "llvm")


def compile_model(
    graph: ModelGraph,
    engine: str = "auto",
    *,
    threads: int | None = None,
    method: Method | None = None,
    quick_runs: int = QUICK_RUNS,
) -> Kernel:
    """Return a kernel that runs a model.

    Parameters
    ----------
    graph
        From :func:`zysim.reading.read_model`.
    engine
        ``python`` runs one after another in plain Python; ``numpy`` runs a batch at once and
        agrees with it bit for bit; ``llvm`` runs a batch as machine code, eight runs in a vector
        and blocks of them over threads, and agrees within 1e-12. ``auto`` takes Python for a few
        runs, NumPy for some, machine code for many.
    threads
        Threads of machine code; all processors if None. The numbers do not depend on it.
    method
        ``euler``, ``rk2`` or ``rk4`` (Runge-Kutta of second or fourth order); what the model file
        asks for if None.
    quick_runs
        Up to so many runs in all, machine code is made in half the time, though it takes a
        quarter longer a run. The numbers do not depend on it.

    Raises
    ------
    InputError
        If there is no such engine, or machine code is asked for where llvmlite is not installed;
        ``auto`` then stays with NumPy. Also if ``threads`` is below 1, or the method is unknown,
        does not suit the model (:func:`zysim.kernel.methods.choose_method`).
    """
    if engine not in ENGINES:
        raise unknown_name("engine", engine, ENGINES, "compile_model")
    if threads is not None and threads < 1:
        msg = f"threads={threads}: give 1 or more, or none for all processors."
        raise InputError(msg, zh=f"threads={threads}：请给 1 或更多，不给则用全部处理器。")
    chosen = choose_method(graph, method)
    has_llvm = find_spec("llvmlite") is not None
    if engine == "llvm" and not has_llvm:
        msg = "engine 'llvm' needs the package llvmlite: pip install llvmlite, or use 'numpy'."
        raise InputError(msg, zh="llvm 引擎需要 llvmlite：请 pip install llvmlite，或改用 numpy。")
    machine = partial(build_machine, threads=threads)
    return Kernel(graph, engine, build, machine if has_llvm else None, chosen, quick_runs)


def build(graph: ModelGraph, outputs: Sequence[str], engine: str, method: Method) -> Functions:
    """Write and compile the functions that give ``outputs`` (scalar ids)."""
    dialect = {"python": SCALAR, "forgiving": FORGIVING}.get(engine, BATCH)
    program = emit(graph, outputs, dialect, method)
    first, flows, report = _functions(program.text, dialect)
    return Functions(program, first, flows, report, method, jumping_stocks(graph))


def build_machine(
    graph: ModelGraph,
    outputs: Sequence[str],
    method: Method,
    varied: Collection[str] | None,
    quick: bool,
    *,
    threads: int | None = None,
) -> MachineRun:
    """Write and compile the machine code that gives ``outputs`` (scalar ids).

    ``varied`` are the constants that differ between runs; None takes nothing for granted.
    ``quick`` code is made in half the time, and takes a quarter longer a run.
    """
    from zysim.kernel.llvm.machine import make_machine, run_machine

    machine = make_machine(graph, outputs, method, varied, quick=quick)

    def run(constants: Mapping[str, Any], values: Mapping[str, FloatArray], clock: Clock) -> bool:
        return run_machine(machine, constants, values, clock, threads=threads)

    return run


def _functions(text: str, dialect: Dialect) -> list[Callable[..., Any]]:
    space: dict[str, Any] = {"__builtins__": {}, **dialect.functions}
    exec(compile(text, f"<{dialect.name} kernel>", "exec"), space)  # noqa: S102 - our own text
    return [space["first"], space["flows"], space["report"]]
