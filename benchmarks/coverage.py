"""How often the interval after calibration holds a truth that is known, over many trials.

    python benchmarks/coverage.py               100 trials of 8,192 prior runs, a few minutes
    python benchmarks/coverage.py --trials 10   fewer
    python benchmarks/coverage.py --runs 512    so few runs that every trial is tempered

Each trial draws a world from the prior, observes it with the errors that are assumed in the
years of params/history/observed.csv, calibrates, and asks whether the 90 % interval of the
emissions of 2030 (boundary B, baseline) holds those of that world. Right is 90 of 100, give or
take 3; below 85 the command fails.
"""

from __future__ import annotations

import argparse
import time

from zysim.calibration.synthetic import covered
from zysim.runs.project import open_project

LEAST = 0.85


def main() -> int:
    """Try, and print the count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--runs", type=int, default=8_192, help="prior runs of a trial")
    parser.add_argument("--members", type=int, default=1_024, help="posterior draws of a trial")
    chosen = parser.parse_args()
    project, begin = open_project(), time.perf_counter()
    held = sum(
        covered(project, seed, runs=chosen.runs, members=chosen.members)
        for seed in range(chosen.trials)
    )
    print(
        f"{held} of {chosen.trials} truths inside their 90 % interval "
        f"({time.perf_counter() - begin:.0f} s)"
    )
    return 0 if held >= LEAST * chosen.trials else 1


if __name__ == "__main__":
    raise SystemExit(main())
