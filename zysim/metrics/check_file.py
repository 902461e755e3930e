"""Read models/checks.toml: its rows become checks of the model, names and years checked."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from zysim.inputs.lever_names import lever_of, lever_scalar
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import TomlTable, was_read
from zysim.metrics.check_form import (
    BoundsRow,
    CheckRow,
    ChecksFile,
    DirectionRow,
    EqualRow,
    MovesRow,
    RatioRow,
    SumRow,
)
from zysim.metrics.checks import (
    TRIED_IN,
    Bounds,
    Check,
    Direction,
    Equal,
    Moves,
    Ratio,
    World,
)


def read_checks(path: Path, world: World, constants: Collection[str]) -> list[Check]:
    """Read a file of checks.

    Parameters
    ----------
    path
        TOML file of :class:`zysim.metrics.check_form.ChecksFile`.
    world
        Variables, levers and scenarios of the model.
    constants
        Scalar ids of the model's constants, for ``set``.

    Raises
    ------
    InputError
        If the file is not TOML, or listing everything wrong with any check.
    """
    problems: list[Problem] = []
    scalars = [scalar for each in world.elements.values() for scalar in each]
    names = {
        "variable": [*world.elements, *scalars],
        "lever": [*world.levers, *map(lever_of, world.levers)],
        "scenario": world.scenarios,
    }
    rows = TomlTable(read_toml(path), "", problems).record(ChecksFile, names).checks
    checks = []
    for row in rows:
        reader = _Row(row, world, constants)
        checks.append(reader.made())
        problems += reader.problems
    if problems:
        raise refuse(path, problems)
    return [each for each in checks if each is not None]


class _Row:
    """One row against the model: what is wrong with it is noted under its sentence."""

    def __init__(self, row: CheckRow, world: World, constants: Collection[str]) -> None:
        self.row = row
        self.world = world
        self.constants = constants
        self.problems: list[Problem] = []

    def note(self, problem: Problem) -> None:
        zh, en = self.row.says
        self.problems.append(problem.under(f"check {en[:40]!r}", f"检验 {zh[:20]!r}"))

    def made(self) -> Check | None:
        """Return the check, None where a number of the row was wrong."""
        return self.check() if was_read(self.row) else None

    def check(self) -> Check:
        row, variables = self.row, self.scalars(self.row.variables)
        if isinstance(row, BoundsRow):
            return Bounds(
                says=row.says,
                variables=variables,
                at_least=_low(row.at_least),
                at_most=_high(row.at_most),
                since=row.since,
                tried_in=self.tried(row.tried_in),
            )
        if isinstance(row, DirectionRow):
            return Direction(
                says=row.says,
                variables=variables,
                lever=self.lever(row.lever),
                expect=row.expect,
                years=tuple(self.year("years", each) for each in row.years),
                scenario=row.scenario or self.world.reference,
            )
        if isinstance(row, RatioRow):
            return Ratio(
                says=row.says,
                variables=variables,
                settings=self.settings("set", row.settings),
                year=self.year("year", row.year),
                against=self.against(row.against),
                base=self.settings("base", row.base),
                at_least=_low(row.at_least),
                at_most=_high(row.at_most),
                scenario=row.scenario or self.world.reference,
            )
        if isinstance(row, MovesRow):
            return Moves(
                says=row.says,
                variables=variables,
                lever=self.lever(row.lever),
                settings=self.settings("set", row.settings),
                year=self.year("year", row.year),
                at_least=row.at_least or 0.0,
                at_most=_high(row.at_most),
                scenario=row.scenario or self.world.reference,
            )
        return self.equal(row, variables)

    def equal(self, row: EqualRow | SumRow, variables: tuple[str, ...]) -> Check:
        if isinstance(row, SumRow):
            parts, whole = variables, self.whole(row.equals)
        else:
            if len(variables) != 2:
                self.note(
                    Problem(
                        f"variables must be two scalars, got {len(variables)}",
                        f"variables 应为两个标量，现为 {len(variables)} 个",
                    )
                )
            parts, whole = variables[:1], variables[-1] if variables else ""
        return Equal(
            says=row.says,
            variables=variables,
            parts=parts,
            whole=whole,
            settings=self.settings("set", row.settings),
            tolerance=row.tolerance,
            tried_in=self.tried(row.tried_in or self.world.reference),
        )

    def scalars(self, names: Collection[str]) -> tuple[str, ...]:
        """Return the scalars of variables; names that are not known were told already."""
        return tuple(scalar for name in names for scalar in self.world.elements.get(name, (name,)))

    def lever(self, name: str) -> str:
        return name if name in self.world.levers else lever_scalar(name)

    def tried(self, words: str) -> str:
        allowed = (self.world.reference, *TRIED_IN)
        if words not in allowed:
            listed = ", ".join(map(repr, allowed))
            self.note(
                Problem(
                    f"tried_in must be one of {listed}, got {words!r}",
                    f"tried_in 应为 {listed} 之一",
                )
            )
        return words

    def year(self, name: str, year: int) -> int:
        first, last = self.world.first, self.world.last
        if not first <= year <= last:
            self.note(
                Problem(
                    f"{name} must lie from {first} to {last}, got {year}",
                    f"{name} 应在 {first} 至 {last} 之间，现为 {year}",
                )
            )
        return year

    def against(self, value: Any) -> int | str:
        if value == self.world.reference:
            return self.world.reference
        if type(value) is int:
            return self.year("against", value)
        reference = self.world.reference
        self.note(
            Problem(
                f"against must be a year or {reference!r}, got {value!r}",
                f"against 应为年份或 {reference!r}，现为 {value!r}",
            )
        )
        return reference

    def whole(self, value: Any) -> str | float:
        if isinstance(value, str):
            known = self.world.elements.get(value.partition("[")[0], ())
            if value not in known and value not in self.world.elements:
                self.note(not_known(("variable", "变量"), value, known or self.world.elements))
            return next(iter(self.world.elements.get(value, ())), value)
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            self.note(
                Problem(
                    f"equals must be a scalar or a number, got {value!r}",
                    f"equals 应为标量或数，现为 {value!r}",
                )
            )
            return 0.0
        return float(value)

    def settings(self, name: str, values: Mapping[str, float]) -> Mapping[str, float]:
        """Return constants by scalar id: a lever is its setting, an array all its elements."""
        found: dict[str, float] = {}
        for key, value in values.items():
            constant = lever_scalar(key) if lever_scalar(key) in self.world.levers else key
            spread = [each for each in self.constants if each.partition("[")[0] == constant]
            targets = [constant] if constant in self.constants else spread
            if not targets:
                self.note(not_known(("constant", "常数"), key, self.constants).under(name, name))
            found |= dict.fromkeys(targets, float(value))
        return found


def _low(value: float | None) -> float:
    return -math.inf if value is None else value


def _high(value: float | None) -> float:
    return math.inf if value is None else value
