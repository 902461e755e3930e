"""How often an update is right about cities whose future is known, and what it gains.

    python benchmarks/update_coverage.py                      400 cities, last figures of 2027
    python benchmarks/update_coverage.py --last 2029          two springs later
    python benchmarks/update_coverage.py --cities 40          fewer
    python benchmarks/update_coverage.py --minutes 15         as many as that time allows
    python benchmarks/update_coverage.py --keep cities.jsonl  kept one by one; goes on from there
    python benchmarks/update_coverage.py --case plan --structures
                                          structure and delivery drawn and inferred too

Each city is drawn from the prior. It publishes its history and six statistics a year, with the
errors that are assumed; an update reads them. Three counts: how often the 90 % band of the
emissions of the goal year holds the city's (right is 87 to 93 of 100); how many of all uncertain
numbers lie inside theirs (the same, and known well after twenty cities); and the Brier score of
the chance of a peak in time against that of the prior's (skill 0: no better than the prior, 1:
always right). An update that no state of the world comes near is refused, and counted so. A city
takes six seconds of a processor; with OPENBLAS_NUM_THREADS=1 set, half of what it takes where
threads wait for each other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

import zysim
from zysim.calibration.synthetic_update import Trial, followed
from zysim.errors import ResultError
from zysim.inputs.settings import Settings
from zysim.metrics.spread import share_of
from zysim.runs.futures import Futures
from zysim.runs.project import Project, choose_one, open_project

CASE = "plan+gas_chemicals=0"
PUBLISHED = (
    "gdp",
    "electricity_demand",
    "gas_output",
    "gas_power_generation",
    "grid_factor",
    "energy_intensity",
)
RIGHT = 0.87, 0.93
CLEAR = 0.8


def main() -> int:
    """Try, and print the counts; fail where the bands are certainly too narrow or too wide."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cities", type=int, default=400)
    parser.add_argument("--first", type=int, default=0, help="seed of the first city")
    parser.add_argument("--last", type=int, default=2027, help="last year published")
    parser.add_argument("--case", default=CASE)
    parser.add_argument("--structures", action="store_true")
    parser.add_argument("--particles", type=int, default=4096, help="draws of a posterior")
    parser.add_argument("--minutes", type=float, default=np.inf, help="stop after so many")
    parser.add_argument("--keep", type=Path, help="file that keeps each city, and is gone on with")
    asked = parser.parse_args()
    project, begin = open_project(), time.perf_counter()
    case = choose_one(project, asked.case, {})
    futures = Futures(project, case, structures=asked.structures)
    published = [project.tables.signposts[name] for name in PUBLISHED]
    known = kept(asked.keep, key_of(project, case, asked))
    wanted = range(asked.first, asked.first + asked.cities)
    missing = [seed for seed in wanted if seed not in known]
    for done, seed in enumerate(missing, start=1):
        try:
            known[seed] = followed(
                project, futures, published, asked.last, seed, particles=asked.particles
            )
        except ResultError:
            known[seed] = None
        if asked.keep is not None:
            found = known[seed]
            record = {"refused": True} if found is None else asdict(found)
            with asked.keep.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"seed": seed, **record}) + "\n")
        gone = time.perf_counter() - begin
        if gone > 60 * asked.minutes:
            break
        left = min(gone / done * (len(missing) - done), 60 * asked.minutes - gone)
        print(f"\r{done} of {len(missing)} cities, {left:.0f} s left ", end="", flush=True)
    every = [known[seed] for seed in wanted if seed in known]
    trials = [each for each in every if each is not None]
    chance = np.array([each.chance for each in trials])
    hit = np.array([each.hit for each in trials], dtype=float)
    held = sum(each.covered for each in trials)
    band = share_of(held, len(trials))
    inside = float(np.mean([each.inside for each in trials]))
    brier, prior = np.mean((chance - hit) ** 2), np.mean((hit.mean() - hit) ** 2)
    clear = (chance > CLEAR) | (chance < 1 - CLEAR)
    right = float(((chance > CLEAR) == hit.astype(bool))[clear].mean()) if clear.any() else 1.0
    print(
        f"\r{case.id}, figures up to {asked.last}: {held} of {len(trials)} truths inside their "
        f"90 % band ({band.value:.1%}, 95 % interval {band.low:.1%} to {band.high:.1%}), "
        f"{len(every) - len(trials)} refused; "
        f"of all uncertain numbers {inside:.1%}\n"
        f"peaks in time {hit.mean():.2f}, mean chance {chance.mean():.2f}; Brier {brier:.4f} "
        f"against {prior:.4f}, skill {1 - brier / max(prior, 1e-12):.2f}\n"
        f"clear answers (above {CLEAR:g} or below {1 - CLEAR:.1g}) {clear.mean():.0%}, right "
        f"{right:.0%}; worth of the draws {min(each.effective for each in trials):.0f} or more; "
        f"{time.perf_counter() - begin:.0f} s"
    )
    right_band = band.high >= RIGHT[0] and band.low <= RIGHT[1]
    return 0 if right_band and RIGHT[0] <= inside <= RIGHT[1] else 1


def key_of(project: Project, case: Settings, asked: argparse.Namespace) -> str:
    """Return a hash of what a city rests on, but for its seed."""
    parts = (
        zysim.__version__,
        project.graph.sha256,
        sorted(project.graph.constants.items()),
        case.hash,
        sorted(project.tables.uncertainty.items()),
        project.tables.correlations,
        project.tables.structures if asked.structures else None,
        [row for row in project.tables.history if row.use == "fit"],
        [project.tables.signposts[name] for name in PUBLISHED],
        (asked.last, asked.particles),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def kept(file: Path | None, key: str) -> dict[int, Trial | None]:
    """Return the cities a file keeps by seed, None for one refused; begin it if it is not there."""
    if file is None:
        return {}
    if not file.exists():
        file.write_text(json.dumps({"key": key}) + "\n", encoding="utf-8")
    # What a kill cut off has no line end.
    head, *rows = file.read_text(encoding="utf-8").rpartition("\n")[0].splitlines()
    if json.loads(head) != {"key": key}:
        msg = f"{file} keeps cities of another model, case or question: name another."
        raise SystemExit(msg)
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    records = [json.loads(row) for row in rows]
    return {
        each.pop("seed"): None if each.pop("refused", False) else Trial(**each) for each in records
    }


if __name__ == "__main__":
    raise SystemExit(main())
