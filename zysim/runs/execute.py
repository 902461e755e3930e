"""Run scenarios: tables and model in, results that know what made them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError, ResultError
from zysim.inputs.city import City
from zysim.inputs.settings import Settings
from zysim.kernel.clock import clock_of
from zysim.kernel.compile import compile_model
from zysim.runs.alarm import warn_of_absurd
from zysim.runs.manifest import Manifest, describe_run
from zysim.runs.project import Project
from zysim.runs.results import Runs

Engine = Literal["auto", "python", "numpy", "llvm", "pysd"]
ENGINES: tuple[Engine, ...] = ("auto", "python", "numpy", "llvm", "pysd")


def run_settings(
    project: Project,
    chosen: Sequence[Settings],
    *,
    until: int | None = None,
    engine: Engine = "auto",
    outputs: Sequence[str] | None = None,
    command: str = "",
) -> Runs:
    """Run one model run per settings.

    Parameters
    ----------
    project
        Model and tables.
    chosen
        From :func:`zysim.runs.project.choose`; their scenario ids label the runs.
    until
        Last simulated year, after the goal; that of the city if None.
    engine
        ``python`` for a run or two, ``numpy`` for many, ``auto`` chooses; ``pysd`` is the slow
        referee.
    outputs
        Variables or scalars to keep; all but the constants if None.
    command
        What the user typed, for the manifest.

    Raises
    ------
    InputError
        If ``until`` is outside its range.
    ResultError
        If a value is not finite; the message names variable, run and year.
    """
    until = last_year(project.city, until)
    if not chosen:
        msg = "no scenario to run. Name at least one, such as plan."
        raise ResultError(msg, zh="没有要运行的情景，请至少给出一个，例如 plan。")
    batch = [settings.constants for settings in chosen]
    years, values = simulate(project, batch, until=until, engine=engine, outputs=outputs)
    warn_of_absurd(project, years, values)
    return Runs(
        scenarios=tuple(settings.id for settings in chosen),
        years=years,
        values=values,
        variables=project.graph.variables,
        manifest=describe(
            project,
            chosen,
            until=until,
            engine=engine_used(project, engine, len(chosen)),
            command=command,
        ),
        record=project.city,
    )


def last_year(city: City, until: int | None) -> int:
    """Return the last year to simulate: that of the city if none is asked for.

    Raises
    ------
    InputError
        If it does not show whether emissions fall after the goal, or lies beyond the horizon.
    """
    first, last = city.shortest, city.last
    if until is not None and not first <= until <= last:
        msg = f"until: {until} is outside {first} to {last}. Choose a year in between."
        raise InputError(msg, zh=f"末年 {until} 超出 {first} 至 {last}，请取其间的年份。")
    return last if until is None else until


def engine_used(project: Project, engine: str, runs: int) -> str:
    """Return the engine that so many runs take when ``engine`` is asked for."""
    return engine if engine == "pysd" else compile_model(project.graph, engine).engine_for(runs)


def simulate(
    project: Project,
    batch: Sequence[Mapping[str, float]],
    *,
    until: int | None = None,
    engine: Engine = "auto",
    outputs: Sequence[str] | None = None,
) -> tuple[IntArray, dict[str, FloatArray]]:
    """Run the model once per mapping of constants.

    Parameters
    ----------
    batch
        Constants that differ from the model file, by scalar id, one mapping per run.
    until, engine, outputs
        As in :func:`run_settings`.

    Returns
    -------
    tuple
        Years ``(year,)`` and values ``(run, year)`` by scalar id.
    """
    until = project.city.last if until is None else until
    wanted = list(project.graph.scalars) if outputs is None else list(outputs)
    if engine == "pysd":
        told = [{**project.edited, **constants} for constants in batch]
        return _simulate_with_pysd(project, told, until, wanted)
    kernel = compile_model(project.graph, engine)
    known = project.graph.constants
    names = sorted({name for constants in batch for name in constants})
    # With no change at all one constant still has to say how many runs there are.
    names = names or sorted(known)[:1]
    columns = {
        name: np.array([constants.get(name, known[name]) for constants in batch], dtype=float)
        for name in names
    }
    return kernel.integrate(columns, until=until, outputs=wanted)


def _simulate_with_pysd(
    project: Project, batch: Sequence[Mapping[str, float]], until: int, outputs: list[str]
) -> tuple[IntArray, dict[str, FloatArray]]:
    # Only here: other engines can spare the referee.
    from zysim.kernel.pysd_runner import run_with_pysd

    times = clock_of(project.graph, until).times
    runs = [
        run_with_pysd(
            project.model,
            project.graph,
            constants,
            times=times,
            outputs=outputs,
            method=project.graph.method,
        )
        for constants in batch
    ]
    return times, {name: np.concatenate([values[name] for values in runs]) for name in runs[0]}


def describe(
    project: Project,
    chosen: Sequence[Settings],
    *,
    until: int,
    engine: str,
    command: str,
    design: Mapping[str, int | str] | None = None,
    further: Sequence[Path] = (),
) -> Manifest:
    """Return the manifest of runs of the city's model: files read, settings, versions.

    ``further`` are files the runs rest on besides the model, the tables and the scenarios.
    """
    files = [project.city.path, project.model, *sorted((project.root / "params").rglob("*.csv"))]
    files += [path for settings in chosen for path in settings.scenario.files]
    files += further
    scenarios = {
        settings.id: {
            name: value
            for name, value in sorted(settings.constants.items())
            if value != project.graph.constants[name]
        }
        for settings in chosen
    }
    return describe_run(
        root=project.root,
        files=dict.fromkeys(files),
        scenarios=scenarios,
        engine=engine,
        until=until,
        method=project.graph.method,
        command=command,
        design=design,
    )
