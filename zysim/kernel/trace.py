"""One run on the model's own clock, whatever its unit: a value for every time step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.kernel.batch import columns_of
from zysim.kernel.compile import build
from zysim.kernel.integrate import Functions
from zysim.kernel.methods import METHODS, Method, check_method
from zysim.reading.graph import ModelGraph

MOST_STEPS = 10_000_000
EXACT = 1e-12


def trace(
    graph: ModelGraph,
    settings: Mapping[str, float] | None = None,
    *,
    outputs: Sequence[str] | None = None,
    engine: str = "python",
    method: Method = "euler",
) -> tuple[FloatArray, dict[str, FloatArray]]:
    """Simulate one run from INITIAL TIME to FINAL TIME with the model's TIME STEP.

    :meth:`Kernel.integrate` reports whole years and wants a binary step; this takes models of any
    clock, such as one that counts 25 minutes in steps of 0.1.

    Parameters
    ----------
    graph
        The model.
    settings
        Constants that differ from the model file.
    outputs
        Variables or scalars to report; all if None.
    engine
        ``python`` or ``numpy``; the numbers are the same to the last bit.
    method
        As for :func:`zysim.kernel.compile_model`.

    Returns
    -------
    tuple
        Times ``(step,)`` in the unit of the model, and values ``(step,)`` by scalar id. A value
        may be NaN or infinite: nothing is hidden, nothing is refused.

    Raises
    ------
    InputError
        If a setting or output does not exist, the clock makes no sense, or the method does not
        suit the model.
    """
    check_method(graph, method)
    dt, span = graph.time_step, graph.final_time - graph.initial_time
    if not dt > 0 or not 0 <= span <= MOST_STEPS * dt:
        clock = f"{graph.initial_time:g} to {graph.final_time:g} in steps of {dt:g}"
        msg = f"a run from {clock} is not possible; change the clock of the model file."
        raise InputError(msg, zh=f"时钟设定有误（{clock}），请改模型文件。")
    batch = {name: np.array([value]) for name, value in (settings or {}).items()}
    constants, _ = columns_of(graph, batch)
    names = [*graph.home] if outputs is None else list(outputs)
    wanted = list(dict.fromkeys(each for name in names for each in graph.scalars_of(name)))
    moving = [name for name in wanted if name not in graph.constants]
    functions = build(graph, moving, engine)
    plain = [np.float64(constants[name]) for name in functions.program.constants]
    steps = round(span / dt)
    rows, times = np.empty((len(moving), steps + 1)), np.empty(steps + 1)
    with np.errstate(all="ignore"):
        try:
            listed: list[Any] = [float(each) for each in plain] if engine == "python" else plain
            _fill(functions, listed, rows, times, graph, method)
        except ZeroDivisionError:  # plain Python raises where NumPy goes on with infinity
            _fill(build(graph, moving, "numpy"), plain, rows, times, graph, method)
    values = dict(zip(moving, rows, strict=True))
    for name in wanted:
        if name in constants:
            values[name] = np.full(steps + 1, float(constants[name]))
    return times, {name: values[name] for name in wanted}


def _fill(
    functions: Functions,
    listed: list[Any],
    rows: FloatArray,
    times: FloatArray,
    graph: ModelGraph,
    method: Method,
) -> None:
    kind: Any = type(listed[0]) if listed else float
    start, dt = kind(graph.initial_time), kind(graph.time_step)
    a_unit = round(1 / graph.time_step)  # 30 steps of 0.1 end at 3, without rounding errors
    exact = abs(a_unit * graph.time_step - 1) < EXACT
    stocks, fixed = functions.first(start, dt, listed)
    for step in range(times.size):
        time = start + (step / kind(a_unit) if exact else step * dt)
        times[step] = time
        rows[:, step] = functions.report(time, dt, listed, stocks, fixed)
        if step < times.size - 1:
            stocks = METHODS[method](functions.flows, time, dt, listed, stocks, fixed)
