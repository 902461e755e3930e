"""Cost against the number of runs, the size of the model and other engines, as Markdown.

    python benchmarks/scaling.py                     models of 800 and 3,000 scalars; 1 to 1e5 runs
    python benchmarks/scaling.py --full              1e6 runs as well, some minutes more
    python benchmarks/scaling.py --pysd              PySD as it is and with a quicker lookup
    python benchmarks/scaling.py --simlin PYTHON     pysimlin too: a Python in which
                                                     `pip install pysimlin` was done
    python benchmarks/scaling.py --sdeverywhere      SDEverywhere too (node; npm fetches it)

Ratios of one run of this script; timings are the best of two, the load is printed beside them.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from zysim.inputs.read_city import model_path
from zysim.kernel import compile_model
from zysim.kernel.chunks import integrate_chunks
from zysim.kernel.clock import clock_of
from zysim.kernel.pysd_runner import run_with_pysd
from zysim.metrics.peak import find_peak
from zysim.reading import ModelGraph, read_model
from zysim.runs.generated_model import OUTPUT, model_text

SIZES = (800, 3_000)
EMISSIONS = "energy_co2_provincial"
SIMLIN = """
import sys, time, simlin
sim = simlin.load(sys.argv[1]).simulate()
sim.run_to_end()
begin = time.perf_counter()
for at in range(20):
    sim.reset()
    sim.set_value("birth_rate_0", 0.01 + 0.002 * at)
    sim.run_to_end()
print(20 / (time.perf_counter() - begin), sim.get_series("total_burden")[-1])
"""

SDE_PACKAGES = {
    "private": True,
    "type": "module",
    "dependencies": {
        "@sdeverywhere/compile": "0.7.28",
        "@sdeverywhere/runtime": "0.2.6",
        "xlsx": "file:./no-xlsx",
    },
    "overrides": {"xlsx": "file:./no-xlsx"},
}
"""SDEverywhere as npm has it; its reader of workbooks, which npm has not and no model here needs,
is put aside."""


def main() -> int:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="1,000,000 runs too")
    parser.add_argument("--pysd", action="store_true", help="PySD, stock and patched")
    parser.add_argument("--simlin", metavar="PYTHON", help="a Python that has pysimlin")
    parser.add_argument("--sdeverywhere", action="store_true", help="SDEverywhere, by node")
    parser.add_argument("--memory", type=int, metavar="RUNS", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.memory:
        print(*reduced_runs(chosen.memory))
        return 0
    print(f"{platform.platform()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    print_sizes(chosen.simlin, chosen.sdeverywhere)
    print_counts(1_000_000 if chosen.full else 100_000)
    if chosen.pysd:
        print_pysd()
    return 0


def print_sizes(simlin: str | None, sdeverywhere: bool) -> None:
    """Print runs a second of each engine on models of each size."""
    print("| model | scalars | NumPy | machine code, 1 thread | 2 threads | ", end="")
    print("pysimlin | SDEverywhere (node) | compiling |\n|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        if sdeverywhere:
            install_sdeverywhere(Path(folder))
        for size in SIZES:
            path = Path(folder) / f"size{size}.mdl"
            path.write_text(model_text(size), encoding="utf-8")
            graph = read_model(path, cache=False)
            numpy = rate(graph, "numpy", 1_000)
            begin = time.perf_counter()
            compile_model(graph, "llvm", quick_runs=0).integrate(birth(8), outputs=[OUTPUT])
            compiling = time.perf_counter() - begin
            one, two = (rate(graph, "llvm", 4_096, threads=count) for count in (1, 2))
            other = simlin_rate(simlin, path) if simlin else "not asked"
            node = sde_rate(graph, path) if sdeverywhere else "not asked"
            shown = " | ".join(f"{each:,.3g} (x{each / numpy:.1f})" for each in (one, two))
            print(f"| generated | {len(graph.scalars):,} | {numpy:,.3g} | {shown} | ", end="")
            print(f"{other} | {node} | {compiling:.1f} s |")
    if simlin:
        size = len(read_model(model_path()).scalars)
        print(f"| city | {size:,} | see speed.py | | | {simlin_rate(simlin, model_path())} | | |")


def birth(runs: int) -> dict[str, np.ndarray]:
    """Return a batch that varies one constant."""
    return {"birth_rate_0": np.linspace(0.01, 0.05, runs)}


def rate(graph: ModelGraph, engine: str, runs: int, *, threads: int | None = None) -> float:
    """Return runs a second."""
    kernel = compile_model(graph, engine, threads=threads, quick_runs=0)
    return runs / best(lambda: kernel.integrate(birth(runs), outputs=[OUTPUT]))


def simlin_rate(python: str, path: Path) -> str:
    """Return runs a second of pysimlin, or what it says."""
    done = subprocess.run(
        [python, "-c", SIMLIN, str(path)], capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        return "cannot: " + done.stderr.strip().splitlines()[-1][:90].replace("|", "/")
    return f"{float(done.stdout.split()[0]):,.3g}"


def install_sdeverywhere(folder: Path) -> None:
    """Fetch SDEverywhere's compiler and runtime into a folder."""
    stub = folder / "no-xlsx"
    stub.mkdir()
    about = {"name": "xlsx", "version": "0.20.2", "type": "module", "main": "index.js"}
    (stub / "package.json").write_text(json.dumps(about), encoding="utf-8")
    (stub / "index.js").write_text("export default { set_fs() {} }\n", encoding="utf-8")
    (folder / "package.json").write_text(json.dumps(SDE_PACKAGES), encoding="utf-8")
    shutil.copy(Path(__file__).with_name("sdeverywhere.mjs"), folder)
    subprocess.run(["npm", "install", "--silent"], cwd=folder, check=True)


def sde_rate(graph: ModelGraph, path: Path) -> str:
    """Return runs a second of SDEverywhere's JavaScript, checked against this engine's last run."""
    command = ["node", "sdeverywhere.mjs", path.name, "birth_rate_0", OUTPUT, "60"]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=True)
    runs_a_second, making, last = (float(word) for word in done.stdout.split())
    again = {"birth_rate_0": np.array([0.01 + 0.002 * (59 % 20)])}
    _, ours = compile_model(graph, "numpy").integrate(again, outputs=[OUTPUT])
    same = math.isclose(last, float(ours[OUTPUT][0, -1]), rel_tol=1e-9)
    return f"{runs_a_second:,.3g} ({'same' if same else 'other'} numbers; making {making:.0f} s)"


def best(work: Callable[[], object], times: int = 2) -> float:
    """Return the shortest time of a few, in seconds, after a first call that compiles."""
    work()
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        found.append(time.perf_counter() - begin)
    return min(found)


def print_counts(most: int) -> None:
    """Print the cost of a run and the memory, against the number of runs, with reductions."""
    print("\n| runs of the city | engine chosen | ms a run | peak memory, MB |\n|---|---|---|---|")
    runs = 1
    while runs <= most:
        done = subprocess.run(
            [sys.executable, __file__, "--memory", str(runs)],
            capture_output=True,
            text=True,
            check=True,
        )
        engine, seconds, megabytes, _ = done.stdout.split()
        print(f"| {runs:,} | {engine} | {1000 * float(seconds) / runs:.3g} | {megabytes} |")
        runs *= 10


def reduced_runs(runs: int) -> tuple[str, float, int, float]:
    """Run the city in parts and keep only peak years; return engine, seconds, MB and their mean."""
    kernel = compile_model(read_model(model_path()))
    levels = np.empty(runs)
    drought = np.linspace(-1, 2, runs)
    begin = time.perf_counter()
    parts = integrate_chunks(
        kernel, lambda some: {"drought_index": drought[some]}, runs, outputs=[EMISSIONS]
    )
    for some, years, values in parts:
        levels[some] = find_peak(values[EMISSIONS], years).level
    seconds = time.perf_counter() - begin
    return kernel.for_runs(runs).engine, seconds, peak_memory(), float(levels.mean())


def peak_memory() -> int:
    """Return the most memory this process has held, in MB (Linux; ru_maxrss is the parent's)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def print_pysd() -> None:
    """Print the cost of PySD as it is, and with a lookup that does without xarray."""
    from pysd.py_backend.lookups import Lookups

    graph = read_model(model_path())
    stock = pysd_seconds(graph)
    slow = Lookups._call

    def quick(self: Any, data: Any, x: Any, final_subs: object = None) -> object:
        plain = not hasattr(x, "dims") and self.is_float and self.interp == "interpolate"
        if not plain:
            return slow(self, data, x, final_subs)
        kept = self.__dict__.setdefault("kept", (data["lookup_dim"].values, data.values))
        return float(np.interp(x, *kept))

    Lookups._call = quick
    try:
        patched = pysd_seconds(graph)
    finally:
        Lookups._call = slow
    kernel = compile_model(graph, "llvm", quick_runs=0)
    drought = {"drought_index": np.linspace(-1, 2, 8_192)}
    ours = best(lambda: kernel.integrate(drought, outputs=[EMISSIONS])) / 8_192
    print("\n| PySD, city, 40 years | seconds a run | against machine code |\n|---|---|---|")
    for name, seconds in (("as it is", stock), ("lookup without xarray", patched)):
        print(f"| {name} | {seconds:.1f} | x{seconds / ours:,.3g} |")


def pysd_seconds(graph: ModelGraph) -> float:
    """Return the time of 40 years, scaled from 4, reading left out by running one year first."""

    def seconds(until: int) -> float:
        times = clock_of(graph, until).times
        begin = time.perf_counter()
        run_with_pysd(model_path(), graph, {}, times=times, outputs=[EMISSIONS], method="euler")
        return time.perf_counter() - begin

    return (seconds(2025) - seconds(2021)) * 40 / 4


if __name__ == "__main__":
    sys.exit(main())
