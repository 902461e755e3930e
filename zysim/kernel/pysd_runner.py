"""Run a model with PySD: the slow referee our kernel is compared with."""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from zysim.arrays import FloatArray, TimeArray
from zysim.errors import InputError
from zysim.kernel.pysd_guard import guard_parser, refuse_code
from zysim.reading.graph import Method, ModelGraph, Variable
from zysim.reading.lexer import identifier
from zysim.reading.model_text import read_text, scalar_id

RECURSION = 20_000
"""PySD evaluates by calling causes from effects; long chains need room."""


def run_with_pysd(
    path: Path,
    graph: ModelGraph,
    constants: Mapping[str, float],
    *,
    times: TimeArray,
    outputs: Sequence[str],
    method: Method,
) -> dict[str, FloatArray]:
    """Simulate one run with PySD.

    PySD writes and runs a Python module made from the model file, so this is for files you trust;
    the text is checked as for reading, and the module stands in a temporary folder.

    Parameters
    ----------
    path, graph
        The model file and its graph.
    constants
        Scalar id to value, for constants that differ from the file.
    times
        Moments to report.
    outputs
        Scalar ids to report.
    method
        What the run asks for; PySD has Euler's only.

    Returns
    -------
    dict
        Values ``(1, report)`` by scalar id.

    Raises
    ------
    InputError
        If another method than Euler's is asked for.
    ModelFileError
        If the text could break out of the module PySD writes.
    """
    if method != "euler":
        msg = (
            f"engine 'pysd' has no method {method!r}: use another engine, or euler (zysim run "
            f"--model {path.name} --method euler --engine pysd)."
        )
        zh = (
            f"pysd 引擎不支持 {method} 方法：请换引擎，或用 euler（zysim run --model {path.name} "
            "--method euler --engine pysd）。"
        )
        raise InputError(msg, zh=zh)
    import pysd  # takes a second to load

    text, _ = read_text(path)
    refuse_code(path, text)
    guard_parser()
    sys.setrecursionlimit(max(RECURSION, sys.getrecursionlimit()))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        copy = Path(folder) / "model.mdl"
        copy.write_text(text, encoding="utf-8")
        model = pysd.read_vensim(copy)
        changed = dict.fromkeys(graph.home[scalar] for scalar in constants)
        params = {
            graph.variables[name].name: _value(model, graph.variables[name], graph, constants)
            for name in changed
        }
        names = list(dict.fromkeys(graph.variables[graph.home[each]].name for each in outputs))
        table = model.run(
            params=params,
            final_time=float(times[-1]),
            return_columns=names,
            return_timestamps=times,
            flatten_output=True,
        )
    found = {_scalar(column): np.asarray(table[column], dtype=np.float64) for column in table}
    return {name: found[name][None, :] for name in outputs}


def _value(
    model: Any, variable: Variable, graph: ModelGraph, constants: Mapping[str, float]
) -> Any:
    """Return what PySD takes for a constant: a number, or a labelled array."""
    values = [constants.get(each, graph.constants[each]) for each in variable.elements]
    if not variable.dims:
        return values[0]
    import xarray as xr  # loaded by PySD anyway

    axes = {
        raw: labels
        for dim in variable.dims
        for raw, labels in model._subscript_dict.items()  # no public way
        if identifier(raw) == dim
    }
    shape = [len(labels) for labels in axes.values()]
    return xr.DataArray(np.reshape(values, shape), axes, list(axes))


def _scalar(column: str) -> str:
    """Return our id of a column of PySD, such as ``capital[gas chemicals]``."""
    name, _, elements = column.partition("[")
    members = tuple(identifier(each) for each in elements.rstrip("]").split(",") if each)
    return scalar_id(identifier(name), members)
