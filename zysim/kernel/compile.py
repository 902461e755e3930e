"""Turn a model into a kernel: the only file that runs written text.

The text comes from :mod:`zysim.kernel.emit`, which writes it from parsed expressions: every name in
it is one of ours, and it can reach nothing but the arithmetic of its dialect.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from zysim.errors import unknown_name
from zysim.kernel.dialects import BATCH, SCALAR, Dialect
from zysim.kernel.emit import emit
from zysim.kernel.integrate import Functions, Kernel
from zysim.reading.graph import ModelGraph

ENGINES = ("auto", "python", "numpy")


def compile_model(graph: ModelGraph, engine: str = "auto") -> Kernel:
    """Return a kernel that runs a model.

    Parameters
    ----------
    graph
        From :func:`zysim.reading.read_model`.
    engine
        ``python`` runs one after another in plain Python; ``numpy`` runs a batch at once;
        ``auto`` takes Python for a few runs and NumPy for many. They agree bit for bit.

    Raises
    ------
    InputError
        If there is no such engine.
    """
    if engine not in ENGINES:
        raise unknown_name("engine", engine, ENGINES, "compile_model")
    return Kernel(graph, engine, build)


def build(graph: ModelGraph, outputs: Sequence[str], engine: str) -> Functions:
    """Write and compile the functions that give ``outputs`` (scalar ids)."""
    dialect = SCALAR if engine == "python" else BATCH
    program = emit(graph, outputs, dialect)
    return Functions(program, *_functions(program.text, dialect))


def _functions(text: str, dialect: Dialect) -> list[Callable[..., Any]]:
    space: dict[str, Any] = {"__builtins__": {}, **dialect.functions}
    exec(compile(text, f"<{dialect.name} kernel>", "exec"), space)  # noqa: S102 - our own text
    return [space["first"], space["flows"], space["report"]]
