"""What the step and the method change in the city's answers, as Markdown.

``python benchmarks/step.py [-n MEMBERS]``: shipped scenarios, all accounts, against Euler's method
at 256 steps a year, in the same states of the world.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.scenarios import scenario_names
from zysim.kernel import compile_model
from zysim.kernel.methods import Method
from zysim.metrics.peak import find_peak
from zysim.runs.ensemble import draw_members, worlds_under
from zysim.runs.project import Project, choose, open_project

BY = 2030
WAYS: tuple[tuple[Method, int], ...] = (
    ("euler", 4), ("euler", 8), ("euler", 16), ("rk2", 4), ("rk2", 8), ("rk4", 4), ("rk4", 8),
)  # fmt: skip
REFERENCE: tuple[Method, int] = ("euler", 256)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=512, help="states of the world")
    project = open_project()
    names = scenario_names(project.tables)
    members = parser.parse_args().n
    print(f"{members} states of the world, {len(names)} scenarios, all accounts\n")
    print("| method | steps a year | largest move of a level | median move of a level |", end="")
    print(f" members whose peak year moves, most | chance of a peak by {BY} moves, points, most |")
    print("|---|---|---|---|---|---|")
    truth = peaks(project, names, members, *REFERENCE)
    for way in WAYS:
        found = peaks(project, names, members, *way)
        level = np.abs(found[..., 0] / truth[..., 0] - 1)
        years = (found[..., 1] != truth[..., 1]).mean(axis=-1)
        chance = ((found[..., 1] <= BY).mean(axis=-1) - (truth[..., 1] <= BY).mean(axis=-1)) * 100
        print(f"| {way[0]} | {way[1]} | {level.max():.3%} | {np.median(level):.4%} |", end="")
        print(f" {years.max():.1%} | {np.abs(chance).max():.1f} |")


def peaks(
    project: Project, names: Sequence[str], members: int, method: Method, steps: int
) -> FloatArray:
    """Return levels and years of peaks, shape ``(scenario, account, member, 2)``."""
    kernel = compile_model(project.graph, method=method)
    worlds = draw_members(project, members, 0)
    accounts = [*project.city.account_variables]
    found = np.empty((len(names), len(accounts), members, 2))
    for case, settings in enumerate(choose(project, names, {})):
        years, values = kernel.integrate(
            worlds_under(settings, dict(worlds)), outputs=accounts, steps_per_year=steps
        )
        for at, account in enumerate(accounts):
            peak = find_peak(values[account], years)
            found[case, at] = np.stack([peak.level, peak.year], axis=-1)
    return found


if __name__ == "__main__":
    main()
