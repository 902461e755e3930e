"""One run on the model's own clock as it comes: nothing is hidden, nothing is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zysim.arrays import FloatArray, TimeArray
from zysim.kernel.batch import columns_of
from zysim.kernel.clock import Clock, clock_of
from zysim.kernel.compile import build
from zysim.kernel.methods import Method, choose_method
from zysim.reading.graph import ModelGraph


def trace(
    graph: ModelGraph,
    settings: Mapping[str, float] | None = None,
    *,
    until: float | None = None,
    outputs: Sequence[str] | None = None,
    engine: str = "python",
    method: Method | None = None,
) -> tuple[TimeArray, dict[str, FloatArray]]:
    """Simulate one run from INITIAL TIME to FINAL TIME, with a value at every SAVEPER.

    Parameters
    ----------
    graph
        The model.
    settings
        Constants that differ from the model file.
    until
        Last moment to report; FINAL TIME if None.
    outputs
        Variables or scalars to report; all if None.
    engine
        ``python`` or ``numpy``; the numbers are the same to the last bit.
    method
        As for :func:`zysim.kernel.compile_model`.

    Returns
    -------
    tuple
        Moments ``(report,)`` in the unit of the model, and values ``(report,)`` by scalar id. A
        value may be NaN or infinite, where :meth:`zysim.kernel.Kernel.integrate` refuses. Where
        FINAL TIME moves, the run ends at the first report that reaches it.

    Raises
    ------
    InputError
        If a setting or output does not exist, the clock makes no sense, or the method does not
        suit the model.
    """
    chosen = choose_method(graph, method)
    clock = clock_of(graph, until)
    batch = {name: np.array([value]) for name, value in (settings or {}).items()}
    constants, _ = columns_of(graph, batch)
    names = [*graph.home] if outputs is None else list(outputs)
    wanted = list(dict.fromkeys(each for name in names for each in graph.scalars_of(name)))
    moving = [name for name in wanted if name not in graph.constants]
    with np.errstate(all="ignore"):
        try:
            rows = _rows(graph, constants, moving, clock, engine, chosen)
        except ZeroDivisionError:  # plain Python raises where a processor goes on with infinity
            rows = _rows(graph, constants, moving, clock, "forgiving", chosen)
    times = clock.times[: rows.shape[1]]
    values = dict(zip(moving, rows, strict=True))
    for name in wanted:
        if name in constants:
            values[name] = np.full(times.size, float(constants[name]))
    return times, {name: values[name] for name in wanted}


def _rows(
    graph: ModelGraph,
    constants: Mapping[str, Any],
    moving: Sequence[str],
    clock: Clock,
    engine: str,
    method: Method,
) -> FloatArray:
    """Return values ``(output, report)``."""
    kind: Any = np.float64 if engine == "numpy" else float
    shown = [*moving, graph.last] if graph.last else list(moving)
    functions = build(graph, shown, engine, method)
    listed = [kind(constants[name]) for name in functions.program.constants]
    rows = np.empty((len(moving), clock.times.size))
    count = 0
    for reported in functions.step_through(listed, clock):
        rows[:, count] = reported[: len(moving)]
        count += 1
        if graph.last and clock.times[count - 1] >= reported[-1]:
            break
    return rows[:, :count]
