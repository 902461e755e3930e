"""How fast the engines are on this machine: ratios of one run of this script, as Markdown.

    python benchmarks/speed.py            NumPy, machine code on one thread and on all, start-up
    python benchmarks/speed.py --pysd     PySD as well: one run, about a minute more

Timings are the best of three; the machine's load is printed beside them.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import llvmlite.binding as llvm
import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.read_city import model_path
from zysim.kernel import compile_model
from zysim.kernel.clock import clock_of
from zysim.kernel.integrate import Kernel
from zysim.kernel.pysd_runner import run_with_pysd
from zysim.reading import ModelGraph, read_model

OUTPUTS = [
    "energy_co2_territorial",
    "energy_co2_provincial",
    "energy_co2_own_export_out",
    "energy_co2_consumption",
    "process_co2",
    "forest_sink",
    "gdp",
    "electricity_demand",
    "gas_output",
    "total_energy_consumption",
    "net_co2",
    "non_fossil_share",
]
YEARS = 41
NUMPY_RUNS, MACHINE_RUNS = 2_000, 8_192


def main() -> int:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pysd", action="store_true", help="time PySD too (about a minute)")
    chosen = parser.parse_args()
    graph = read_model(model_path())
    steps = round(1 / graph.time_step)
    threads = os.cpu_count() or 1
    rates = {
        "plain Python": 4 / best(lambda: compiled(graph, "python", 4)),
        "NumPy": NUMPY_RUNS / best(lambda: compiled(graph, "numpy", NUMPY_RUNS)),
        "machine code, 1 thread": machine_rate(graph, 1),
        f"machine code, {threads} threads": machine_rate(graph, threads),
    }
    if chosen.pysd:
        rates = {"PySD": 1 / pysd_seconds(graph), **rates}
    first = next(iter(rates.values()))
    print(f"{platform.platform()}, {llvm.get_host_cpu_name()}, {threads} processors, ", end="")
    print(f"load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}\n")
    print(
        f"City model: {len(graph.scalars):,} scalars and {len(graph.constants):,} constants, ",
        end="",
    )
    print(f"{(YEARS - 1) * steps} steps, {len(OUTPUTS)} outputs in {YEARS} years.\n")
    print(f"| engine | runs a second | against {next(iter(rates))} | against NumPy |")
    print("|---|---|---|---|")
    for name, rate in rates.items():
        print(f"| {name} | {rate:,.3g} | {rate / first:,.3g} | {rate / rates['NumPy']:,.3g} |")
    print("\n| runs, machine code | seconds a thousand runs |\n|---|---|")
    for runs in (512, 4_096, 32_768):
        print(f"| {runs:,} | {1000 / machine_rate(graph, threads, runs):.3f} |")
    print("\n| start | seconds |\n|---|---|")
    for name, seconds in starts().items():
        print(f"| {name} | {seconds:.2f} |")
    return 0


def best(work: Callable[[], object], times: int = 3) -> float:
    """Return the shortest time of a few, in seconds, after a first call that compiles."""
    work()
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return min(found)


def batch(graph: ModelGraph, runs: int) -> dict[str, FloatArray]:
    """Return every lever drawn, one value a run."""
    rng = np.random.default_rng(1)
    return {n: rng.uniform(0, 1, runs) for n in graph.constants if n.startswith("lever_setting[")}


KERNELS: dict[str, Kernel] = {}
MACHINES: dict[int, Kernel] = {}


def compiled(graph: ModelGraph, engine: str, runs: int) -> object:
    """Run a batch with one engine; its kernel is made once."""
    kernel = KERNELS.setdefault(engine, compile_model(graph, engine))
    return kernel.integrate(batch(graph, runs), outputs=OUTPUTS)


def machine_rate(graph: ModelGraph, threads: int, runs: int = MACHINE_RUNS) -> float:
    """Return runs a second of machine code made for the levers that are drawn."""
    kernel = MACHINES.setdefault(
        threads, compile_model(graph, "llvm", threads=threads, quick_runs=0)
    )
    drawn = batch(graph, runs)
    return runs / best(lambda: kernel.integrate(drawn, outputs=OUTPUTS))


def pysd_seconds(graph: ModelGraph) -> float:
    """Return the time of one run with PySD, reading left out by running one year first."""

    def seconds(until: int) -> float:
        times = clock_of(graph, until).times
        begin = time.perf_counter()
        run_with_pysd(model_path(), graph, {}, times=times, outputs=OUTPUTS, method="euler")
        return time.perf_counter() - begin

    return (seconds(2060) - seconds(2021)) * 40 / 39


def starts() -> dict[str, float]:
    """Return the time of commands in fresh processes, without and with what is cached."""

    def call(cache: str, *words: str) -> float:
        begin = time.perf_counter()
        around = os.environ | {"ZYSIM_CACHE": cache}
        command = [sys.executable, "-m", "zysim", *words]
        subprocess.run(command, env=around, capture_output=True, check=True)
        return time.perf_counter() - begin

    with tempfile.TemporaryDirectory() as folder:
        found = {"`zysim run`, nothing cached": call(folder, "run")}
        found["`zysim run`, model cached"] = min(call(folder, "run") for _ in range(3))
        found["`zysim --help`"] = min(call(folder, "--help") for _ in range(3))
    return found


if __name__ == "__main__":
    sys.exit(main())
