"""Run a Vensim model other than the city's: its own constants, its own clock, no tables."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray, TimeArray
from zysim.errors import InputError, ResultError, unknown_name
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.kernel.batch import CLOCK
from zysim.kernel.clock import clock_of
from zysim.kernel.compile import compile_model
from zysim.kernel.methods import Method, choose_method
from zysim.kernel.trace import trace
from zysim.reading.graph import ModelGraph
from zysim.reading.model_text import typed_id
from zysim.reading.vensim import read_model
from zysim.runs.execute import Engine
from zysim.runs.manifest import describe_run
from zysim.runs.model_warnings import ARGUMENTS, warnings_of, with_arguments
from zysim.runs.results import Runs

YEARS = ("year", "years", "yr", "yrs", "年")


def run_model(
    path: Path,
    changes: Mapping[str, float] | None = None,
    *,
    data: Sequence[Path] = (),
    until: float | None = None,
    engine: Engine = "auto",
    method: Method | None = None,
    outputs: Sequence[str] | None = None,
    command: str = "",
) -> Runs:
    """Run any supported Vensim model once.

    Parameters
    ----------
    path
        The model file.
    changes
        Its constants that differ from the file, by id or by their name in Vensim.
    data
        Exported runs with the values of data variables that have no equation.
    until
        Last moment to report; the model's FINAL TIME if None.
    engine
        All take a clock of any step; one whose FINAL TIME moves needs ``python`` or ``numpy``.
    method
        As for :func:`zysim.kernel.compile_model`; PySD knows ``euler`` only.
    outputs
        Variables or scalars to keep; all but the constants if None.

    Returns
    -------
    Runs
        One run, named as the file, with a value at every SAVEPER.

    Raises
    ------
    ModelFileError
        If the model cannot be read.
    InputError
        If a name is unknown, a value outside the range the file gives, or the clock of the model
        makes no sense.
    ResultError
        If a value is not finite; the message names variable and time.

    Examples
    --------
    >>> from zysim.paths import data_root
    >>> runs = run_model(data_root() / "models/teaching/tank.mdl", {"Emptying time": 5})
    >>> runs.scenarios, runs.axis
    (('tank',), 'year')
    """
    graph = read_model(path, data=data)
    settings = settings_of(graph, changes or {})
    names = list(outputs) if outputs is not None else _reported(graph)
    wanted = list(dict.fromkeys(each for name in names for each in scalars_of(graph, name)))
    chosen = choose_method(graph, method)
    wider, read = (graph, {}) if engine == "pysd" else with_arguments(graph)
    asked = [*wanted, ARGUMENTS] if read else wanted
    years, found = _simulate(path, wider, settings, until, engine, chosen, asked)
    values = {name: found[name] for name in wanted}
    _refuse_not_finite(values, years, settings)
    return Runs(
        scenarios=(path.stem,),
        years=years,
        values=values,
        variables=graph.variables,
        warnings=warnings_of(graph, years, found, read),
        manifest=describe_run(
            root=path.resolve().parent,
            files=[path.resolve(), *(each.resolve() for each in data)],
            scenarios={path.stem: settings},
            engine="python" if engine == "auto" else engine,
            until=years[-1].item(),
            method=chosen,
            command=command,
        ),
        axis="year" if unit_of_time(graph).lower() in YEARS else "time",
    )


def unit_of_time(graph: ModelGraph) -> str:
    """Return the unit the model counts time in, as written in the file; "" if it has none."""
    names = ("time_step", "final_time", "initial_time")
    units = (graph.variables[name].unit for name in names if name in graph.variables)
    return next((unit for unit in units if unit), "")


def stocks_of(graph: ModelGraph) -> list[str]:
    """Return the stocks a reader knows of, else every variable that is not a constant."""
    return [name for name in graph.stocks if name in graph.home] or _reported(graph)


def scalars_of(graph: ModelGraph, name: str) -> tuple[str, ...]:
    """Return the scalar ids of a variable given by id or by its name in Vensim.

    Raises
    ------
    InputError
        If there is none; the message gives the nearest names.
    """
    return graph.scalars_of(typed_id(name), "--variable")


def settings_of(
    graph: ModelGraph,
    changes: Mapping[str, float | tuple[float, ...]],
    where: str = "--set",
) -> dict[str, float]:
    """Return changed constants by scalar id, checked against the ranges the file gives.

    A subscript may be an element or a dimension; several numbers are those of all elements named,
    the last subscript running fastest.

    Raises
    ------
    InputError
        If there is no such constant, values lie outside their range, or there are more or fewer
        numbers than elements, all told at once.
    """
    levers = [each for each in graph.variables.values() if each.kind == "constant"]
    known = [each.identifier for each in levers if each.identifier not in CLOCK]
    settings: dict[str, float] = {}
    problems: list[Problem] = []
    unknown: list[str] = []
    for name, given in changes.items():
        found = typed_id(name)
        found = graph.formerly.get(found, found)
        scalars = _elements(graph, found)
        if not scalars or (
            found not in CLOCK and not all(map(graph.constants.__contains__, scalars))
        ):
            unknown.append(found)
            continue
        values = given if isinstance(given, tuple) else (given,) * len(scalars)
        if len(values) != len(scalars):
            problems.append(
                Problem(
                    f"{found}: {len(values)} numbers for {len(scalars)} elements",
                    f"{found}：给出 {len(values)} 个数，应有 {len(scalars)} 个",
                )
            )
            continue
        home = graph.variables[found.partition("[")[0]]
        low = -np.inf if home.low is None else home.low
        high = np.inf if home.high is None else home.high
        for value in dict.fromkeys(values):
            if not low <= value <= high:
                range_ = f"{low:g} to {high:g}", f"{low:g} 至 {high:g}"
                problems.append(
                    Problem(
                        f"{found}: {value:g} is outside {range_[0]}, the range in the model file",
                        f"{found}：{value:g} 超出模型文件给出的范围 {range_[1]}",
                    )
                )
        settings |= dict(zip(scalars, values, strict=True))
    if len(unknown) == 1 and not problems:
        raise unknown_name("constant", unknown[0], known, where)
    others = [not_known(("constant", "常数"), each, known) for each in unknown]
    if others or problems:
        raise refuse(where, [*others, *problems])
    return settings


def _elements(graph: ModelGraph, found: str) -> tuple[str, ...]:
    """Return the scalars that a name stands for, its subscripts elements or dimensions."""
    head, bracket, rest = found.partition("[")
    if head not in graph.variables:
        return ()
    if not bracket:
        return graph.variables[head].elements
    places = [graph.dimensions.get(each, (each,)) for each in rest.rstrip("]").split(",")]
    return tuple(f"{head}[{','.join(each)}]" for each in itertools.product(*places))


def _reported(graph: ModelGraph) -> list[str]:
    return [name for name in graph.scalars if name in graph.home and name not in CLOCK] or [
        name for name in graph.constants if name in graph.home and name not in CLOCK
    ]


def _simulate(
    path: Path,
    graph: ModelGraph,
    settings: Mapping[str, float],
    until: float | None,
    engine: Engine,
    method: Method,
    wanted: Sequence[str],
) -> tuple[TimeArray, dict[str, FloatArray]]:
    first, last = graph.initial_time, graph.final_time
    if until is not None and not first < until <= last:
        msg = f"--until {until}: the model runs from {first:g} to {last:g}; choose a time between."
        raise InputError(
            msg, zh=f"--until {until}：模型时段为 {first:g} 至 {last:g}，请在其间选择。"
        )
    if engine == "llvm":
        batch = {name: np.array([value]) for name, value in settings.items()}
        return compile_model(graph, "llvm", method=method).integrate(
            batch, until=until, outputs=wanted
        )
    if engine == "pysd":
        # Only here: other engines can spare the referee.
        from zysim.kernel.pysd_runner import run_with_pysd

        times = clock_of(graph, until).times
        return times, run_with_pysd(
            path, graph, settings, times=times, outputs=wanted, method=method
        )
    chosen = "numpy" if engine == "numpy" else "python"
    times, traced = trace(
        graph, settings, until=until, outputs=wanted, engine=chosen, method=method
    )
    return times, {name: values[None, :] for name, values in traced.items()}


def _refuse_not_finite(
    values: Mapping[str, FloatArray], years: TimeArray, settings: Mapping[str, float]
) -> None:
    broken = [
        (float(years[np.argmin(np.isfinite(each[0]))]), at, name)
        for at, (name, each) in enumerate(values.items())
        if not np.isfinite(each).all()
    ]
    if broken:
        when, _, name = min(broken)
        value = values[name][0, years == when][0]
        changed = ", ".join(f"{each}={number:g}" for each, number in settings.items())
        msg = (
            f"{name} is {value:g} at time {when:g}, the first of {len(broken)} variable(s) that "
            f"are not finite. Settings: {changed or 'as in the model file'}. "
            "Look for a zero divisor or an extreme value in its equation."
        )
        zh = (
            f"{name} 在时刻 {when:g} 为 {value:g}，不是有限数（共 {len(broken)} 个变量）。"
            f"设定：{changed or '与模型文件相同'}。请检查其方程中的零除数或极端值。"
        )
        raise ResultError(msg, zh=zh)
