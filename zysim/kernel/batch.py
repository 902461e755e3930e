"""Values of model constants, one a run: checked, and spread over the scalars they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError, unknown_name
from zysim.reading.expressions import RUN
from zysim.reading.graph import ModelGraph

CLOCK = {
    "initial_time": "it is fixed in the model file",
    "final_time": "use until",
    "time_step": "use steps_per_year",
    "saveper": "it is fixed in the model file",
}
"""Constants of the model file that a batch cannot set, and what to do instead."""


def columns_of(
    graph: ModelGraph, batch: Mapping[str, FloatArray], first: int = 0
) -> tuple[dict[str, Any], int]:
    """Return every constant of a model, and how many runs there are.

    Parameters
    ----------
    graph
        The model.
    batch
        Scalar id or id of a whole array to values of shape ``(run,)`` or ``(1,)``.
    first
        Number of the first run, which random draws depend on.

    Returns
    -------
    tuple
        Scalar id to a number, or to values of shape ``(run,)`` where the batch sets it and there
        is more than one run; and the number of runs.

    Raises
    ------
    InputError
        If a constant does not exist, belongs to the clock, has no value or one that is not
        finite, or if lengths differ.
    """
    sizes = {name: np.size(values) for name, values in batch.items()}
    runs = max(sizes.values(), default=1)
    _check_sizes(sizes, runs)
    constants: dict[str, Any] = dict(graph.constants)
    if RUN in constants:
        constants[RUN] = np.arange(float(first), first + runs) if runs > 1 else float(first)
    for name, values in batch.items():
        scalars = _scalars(graph, name)
        column = np.asarray(values, dtype=np.float64).reshape(-1)
        _check_finite(name, column)
        for scalar in scalars:
            constants[scalar] = np.broadcast_to(column, (runs,)) if runs > 1 else float(column[0])
    return constants, runs


def _check_sizes(sizes: Mapping[str, int], runs: int) -> None:
    for name, size in sizes.items():
        if not size:
            msg = f"integrate: {name} has no value; give it one, or one for each run."
            raise InputError(msg, zh=f"{name} 没有取值，请给 1 个值或每次运行一个值。")
    uneven = [f"{name} ({size})" for name, size in sizes.items() if size not in (1, runs)]
    if uneven:
        msg = f"integrate: constants need one value or {runs}, got {', '.join(uneven)}."
        raise InputError(msg, zh=f"各常数应给 1 个或 {runs} 个值：{', '.join(uneven)}。")


def _check_finite(name: str, column: FloatArray) -> None:
    finite = np.isfinite(column)
    if not finite.all():
        run = int(np.argmin(finite))
        msg = f"integrate: {name} is {column[run]:g} in run {run}; give a finite number."
        raise InputError(msg, zh=f"{name} 在第 {run} 次运行中不是有限数，请改正。")


def _scalars(graph: ModelGraph, name: str) -> Sequence[str]:
    if name in CLOCK:
        msg = f"integrate: {name} is the clock of the model, not a setting: {CLOCK[name]}."
        raise InputError(msg, zh=f"{name} 是模型时钟，不能作为参数设定（{CLOCK[name]}）。")
    found = graph.variables[name].elements if name in graph.variables else (name,)
    for scalar in found:
        if scalar in graph.structural:
            why = graph.structural[scalar]
            msg = f"integrate: {scalar} cannot be set ({why}); change it in the model file."
            raise InputError(msg, zh=f"{scalar} 不能作为参数设定（{why}），请改模型文件。")
    if any(scalar not in graph.constants for scalar in found):
        raise unknown_name("constant", name, graph.constants, "integrate")
    return found
