"""What each lever moves of its own: the quantity its check names, with the lever at 0 and at 1."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.inputs.lever_names import lever_of
from zysim.inputs.scenarios import read_scenarios
from zysim.inputs.settings import resolve
from zysim.metrics.check_file import read_checks
from zysim.metrics.checks import Moves, World
from zysim.reading.graph import Variable
from zysim.runs.execute import simulate
from zysim.runs.project import Project

NOTHING = 1e-3
"""Where the value at 0 is less than this part of that at 1, a change in % says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuantity:
    """The own quantity of one lever, alone at setting 1 against 0."""

    lever: str
    variables: tuple[str, ...]
    """Scalars that are added up."""
    variable: Variable
    """Of the first of them: its name and unit."""
    year: int
    before: float
    after: float
    still: bool
    """Whether the check says that it hardly moves, and why."""
    says: tuple[str, str]
    """The sentence of the check, in Chinese and English."""

    @property
    def change(self) -> float | None:
        """Change as a share of the value at 0; None where that is next to nothing."""
        if abs(self.before) < NOTHING * abs(self.after):
            return None
        return self.after / self.before - 1

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "lever": self.lever,
            "variables": list(self.variables),
            "unit": self.variable.unit,
            "year": self.year,
            "at_0": self.before,
            "at_1": self.after,
            "change": self.change,
            "hardly_moves": self.still,
            "says_zh": self.says[0],
            "says_en": self.says[1],
        }


def world_of(project: Project) -> World:
    """Return what checks of a project may refer to."""
    tables = project.tables
    return World(
        elements={name: each.elements for name, each in project.graph.variables.items()},
        levers={lever.constant: (lever.low, lever.high) for lever in tables.levers.values()},
        scenarios={each.id: resolve(each, tables).constants for each in read_scenarios(tables)},
        reference=project.city.reference,
        first=project.city.first,
        last=project.city.last,
    )


def own_quantities(project: Project) -> tuple[OwnQuantity, ...]:
    """Run each lever that a check of ``kind = "moves"`` is about, alone at 0 and at 1.

    Raises
    ------
    InputError
        If the file of checks breaks a rule.
    """
    world = world_of(project)
    path = project.root / "models" / "checks.toml"
    checks = [
        each
        for each in read_checks(path, world, tuple(project.graph.constants))
        if isinstance(each, Moves)
    ]
    batch = [case for check in checks for case in check.cases(world).values()]
    outputs = sorted({name for check in checks for name in check.variables})
    years, values = simulate(project, batch, outputs=outputs)
    found = []
    for at, check in enumerate(checks):
        place = check.year - int(years[0])
        own = [values[name][2 * at : 2 * at + 2, place] for name in check.variables]
        sums = np.sum(own, axis=0)
        home = project.graph.home[check.variables[0]]
        found.append(
            OwnQuantity(
                lever=lever_of(check.lever),
                variables=check.variables,
                variable=project.graph.variables[home],
                year=check.year,
                before=float(sums[0]),
                after=float(sums[1]),
                still=check.at_least == 0,
                says=check.says,
            )
        )
    return tuple(found)
