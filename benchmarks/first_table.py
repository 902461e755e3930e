"""How soon `zysim rank STUDY --quick` prints its table: seconds, and against importing NumPy.

    python benchmarks/first_table.py                 every shipped study that has a quick ranking
    python benchmarks/first_table.py levers --pairs 9

Each start is a process of its own with a fresh folder of results; machine code is cached by a first
start that does not count. Starts of the study and of NumPy take turns, so that both meet the same
load: medians of their seconds, and of the ratios of their processor times, are printed.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from statistics import median

import llvmlite.binding as llvm

from zysim.inputs.study_file import read_study, study_names
from zysim.paths import studies_path

NUMPY = ["-c", "import numpy; print()"]


def start(words: list[str]) -> tuple[float, float, float]:
    """Return seconds to the first line and to the end, and seconds of processor time."""
    begin, before = time.perf_counter(), used()
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter() - begin
        process.stdout.read()
    if process.returncode:
        raise SystemExit(process.returncode)
    return first, time.perf_counter() - begin, used() - before


def used() -> float:
    """Return the processor time of all starts so far, in seconds."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def rank(study: str) -> tuple[float, float, float]:
    """Start a quick ranking that writes its tables into a folder that is not there yet."""
    with tempfile.TemporaryDirectory() as folder:
        out = ["--out", f"{folder}/ranked", "--no-figures"]
        return start(["-m", "zysim", "rank", study, "--quick", *out])


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("studies", nargs="*", help="studies of method sobol")
    parser.add_argument("--pairs", type=int, default=5)
    chosen = parser.parse_args()
    names = [
        n for n in study_names(studies_path()) if read_study(n, studies_path()).method == "sobol"
    ]
    print(
        f"{llvm.get_host_cpu_name()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n"
    )
    print("| study | table after, s | all files after, s | processor time / import numpy |")
    print("|---|---|---|---|")
    for name in chosen.studies or names:
        rank(name)
        pairs = [(rank(name), start(NUMPY)) for _ in range(chosen.pairs)]
        first, end = (median(each[at] for each, _ in pairs) for at in (0, 1))
        ratio = median(each[2] / numpy[2] for each, numpy in pairs)
        print(f"| {name} | {first:.1f} | {end:.1f} | {ratio:.0f} |")


if __name__ == "__main__":
    main()
