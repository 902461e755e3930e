"""How fast this machine runs models: the city's study of levers, models of any size, starts."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.city import City
from zysim.inputs.study_file import read_study, study_names
from zysim.kernel.batch import columns_of
from zysim.kernel.clock import clock_of
from zysim.kernel.compile import build_machine, compile_model
from zysim.kernel.integrate import Kernel
from zysim.paths import studies_path
from zysim.reading import ModelGraph, read_model
from zysim.runs.generated_model import OUTPUT, VARIED, model_text
from zysim.runs.project import Project
from zysim.sensitivity.evaluate import Evaluator

STUDY_RUNS, GENERATED_RUNS, GENERAL_RUNS = 2_048, 512, 64
"""Runs that are timed; a run that gives every variable takes a megabyte."""
SIZES = (300, 800, 3_000)
STARTS: Mapping[str, tuple[str, ...]] = {
    "numpy": ("-c", "import numpy"),
    "help": ("-m", "zysim", "--help"),
    "run": ("-m", "zysim", "run", "{main}"),
    "changed": ("-m", "zysim", "run", "{main}", "--set", "{lever}={value:.6f}"),
}
"""Words after Python, the first what the others are held against; ``changed`` is never asked
twice, so its members are run."""
TIMES, WARMING = 3, 1


def city_study(project: Project) -> dict[str, Any] | None:
    """Time the city's study of levers on one thread.

    Parameters
    ----------
    project
        The city.

    Returns
    -------
    dict or None
        ``runs_a_second`` of the kernel that rankings use, made for the outcomes of the study and
        what it varies; ``general_runs_a_second`` of the kernel of all variables, in which any
        constant may vary, on the same inputs; ``compiling``, the seconds that making the first
        takes with nothing kept. None where the city has no
        study of levers.
    """
    names = study_names(studies_path())
    studies = (read_study(name, studies_path()) for name in names)
    study = next((each for each in studies if each.vary == "levers"), None)
    if study is None:
        return None
    asked = Evaluator(study, project, engine="llvm", threads=1)
    points = asked.design(slice(0, -(-STUDY_RUNS // asked.blocks)))
    batch = asked.space.constants(asked.drawn(points))
    special = compile_model(asked.graph, "llvm", threads=1, quick_runs=0)
    few = {name: values[:GENERAL_RUNS] for name, values in batch.items()}
    return {
        "study": study.id,
        "runs": np.size(next(iter(batch.values()))),
        "threads": 1,
        "compiling": _compiling(special, few, asked.outputs),
        "runs_a_second": _rate(special, batch, asked.outputs),
        "general_runs_a_second": _general_rate(asked.graph, few),
    }


def generated_models() -> list[dict[str, Any]]:
    """Time models of ``SIZES`` variables on one thread, with nothing kept before."""
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "generated.mdl"
            path.write_text(model_text(size), encoding="utf-8")
            begin = time.perf_counter()
            graph = read_model(path, cache=False)
            reading = time.perf_counter() - begin
        kernel = compile_model(graph, "llvm", threads=1, quick_runs=0)
        batch = {VARIED: np.linspace(0.01, 0.05, GENERATED_RUNS)}
        rows.append(
            {
                "variables": len(graph.scalars),
                "threads": 1,
                "reading": reading,
                "compiling": _compiling(kernel, batch, [OUTPUT]),
                "runs_a_second": _rate(kernel, batch, [OUTPUT]),
            }
        )
    return rows


def start_times(city: City) -> dict[str, dict[str, Any]]:
    """Time processes from start to end, all after one another in each of some rounds, warm.

    Parameters
    ----------
    city
        Says which case is run, and which lever is moved.

    Returns
    -------
    dict
        By the names of ``STARTS``: ``words`` after Python, ``seconds``, the middle of the rounds,
        and ``against_numpy``, the middle of the ratios to the first in the same round.
    """
    rounds = [[_start(city, words) for words in STARTS.values()] for _ in range(TIMES + WARMING)][
        WARMING:
    ]
    seconds = np.array(rounds)
    ratios = seconds / seconds[:, :1]
    return {
        name: {
            "words": _words(city, words, 0.5),
            "seconds": float(np.median(seconds[:, at])),
            "against_numpy": float(np.median(ratios[:, at])),
        }
        for at, (name, words) in enumerate(STARTS.items())
    }


def _start(city: City, words: Sequence[str]) -> float:
    told = _words(city, words, 0.3 + 0.4 * random.random())
    # As it is installed: what is imported is compiled once, whatever the shell says.
    around = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    subprocess.run([sys.executable, *told], check=True, capture_output=True, env=around)
    return time.perf_counter() - begin


def _words(city: City, words: Sequence[str], value: float) -> list[str]:
    lever = next(iter(city.groups.values())).levers[0]
    return [each.format(main=city.main, lever=lever, value=value) for each in words]


def _compiling(kernel: Kernel, batch: Mapping[str, FloatArray], outputs: list[str]) -> float:
    """Return what a first run takes beyond a second one, in a cache folder of its own."""
    usual = os.environ.get("ZYSIM_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ZYSIM_CACHE"] = folder
        try:
            first = _seconds(lambda: kernel.integrate(batch, outputs=outputs))
        finally:
            os.environ.pop("ZYSIM_CACHE")
            if usual is not None:
                os.environ["ZYSIM_CACHE"] = usual
    return max(first - _seconds(lambda: kernel.integrate(batch, outputs=outputs)), 0.0)


def _rate(kernel: Kernel, batch: Mapping[str, FloatArray], outputs: list[str]) -> float:
    """Return runs a second, by the quickest of some; what is made for a first run is left out."""
    kernel.integrate(batch, outputs=outputs)
    runs = np.size(next(iter(batch.values())))
    best = min(_seconds(lambda: kernel.integrate(batch, outputs=outputs)) for _ in range(TIMES))
    return float(runs / best)


def _general_rate(graph: ModelGraph, batch: Mapping[str, FloatArray]) -> float:
    """Return runs a second of code that gives every variable, whatever constant differs."""
    run = build_machine(graph, graph.scalars, graph.method, None, quick=False, threads=1)
    constants, runs = columns_of(graph, batch)
    clock = clock_of(graph)
    constants["time_step"] = clock.step
    values = {name: np.empty((runs, clock.times.size)) for name in graph.scalars}
    run(constants, values, clock)
    return runs / min(_seconds(lambda: run(constants, values, clock)) for _ in range(TIMES))


def _seconds(work: Callable[[], object]) -> float:
    """Return the processor's time of some work: on one thread that is what a free machine takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin
