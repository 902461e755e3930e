"""Read models/checks.toml: what the model must show, in plain words and in a testable form.

A check has ``says_zh``, ``says_en`` and a ``kind``; a variable that is an array stands for all
its elements, and a lever's name in ``set`` for the constant of its setting.

====================  ==========================================================================
kind                  fields (those with a default in parentheses)
====================  ==========================================================================
``bounds``            ``variables``, ``at_least`` (none), ``at_most`` (none), ``since`` (first
                      year), ``tried_in`` ("scenarios")
``direction``         ``lever``, ``variables``, ``years``, ``expect`` (down, up, not down, not
                      up), ``scenario`` (the reference)
``ratio``             ``set``, ``variables``, ``year``, ``against`` (a year, or the reference),
                      ``base`` (nothing: settings of the run compared with), ``at_least``
                      (none), ``at_most`` (none), ``scenario`` (the reference)
``moves``             ``lever`` (from 0 to 1), ``variables`` (added up), ``year``, ``set`` (nothing:
                      held in both), ``at_least`` (0), ``at_most`` (none), ``scenario`` (the
                      reference)
``equal``             ``variables`` (two), ``set`` (nothing), ``tolerance`` (1e-9), ``tried_in``
                      (the reference)
``sum``               ``variables`` (added up), ``equals`` (a scalar or a number), ``set``
                      (nothing), ``tolerance`` (1e-9), ``tried_in`` ("scenarios")
====================  ==========================================================================
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.text_file import read_text
from zysim.metrics.checks import (
    EXPECTED,
    TRIED_IN,
    Bounds,
    Check,
    Direction,
    Equal,
    Moves,
    Ratio,
    World,
)


class _Fields:
    """The fields of one check: each method takes one out and notes what is wrong with it."""

    def __init__(self, table: Mapping[str, Any], world: World, constants: Collection[str]) -> None:
        self.table = dict(table)
        self.world = world
        self.constants = constants
        self.problems: list[Problem] = []

    def note(self, en: str, zh: str) -> None:
        self.problems.append(Problem(en, zh))

    def text(self, name: str, default: str | None = None) -> str:
        value = self.table.pop(name, default)
        if not isinstance(value, str) or not value.strip():
            self.note(f"{name} must be a text", f"{name} 应为文字")
            return ""
        return value

    def choice(self, name: str, allowed: Collection[str], default: str | None = None) -> str:
        value = self.text(name, default)
        if value and value not in allowed:
            words = ", ".join(map(repr, allowed))
            self.note(f"{name} must be one of {words}, got {value!r}", f"{name} 应为 {words} 之一")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        value = self.table.pop(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
            self.note(f"{name} must be a number, got {value!r}", f"{name} 应为数字")
            return 0.0
        return float(value)

    def years(self, name: str) -> tuple[int, ...]:
        value = self.table.pop(name, None)
        listed = value if isinstance(value, list) else [value]
        first, last = self.world.first, self.world.last
        if not listed or not all(type(year) is int and first <= year <= last for year in listed):
            self.note(
                f"{name} must be years from {first} to {last}, got {value!r}",
                f"{name} 应为 {first} 至 {last} 之间的年份",
            )
            return (first,)
        return tuple(listed)

    def variables(self, name: str = "variables") -> tuple[str, ...]:
        value = self.table.pop(name, None)
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not listed:
            self.note(f"{name} must name variables", f"{name} 应列出变量名")
            return ()
        return tuple(scalar for each in listed for scalar in self.scalars(str(each)))

    def scalars(self, name: str) -> tuple[str, ...]:
        identifier = name.partition("[")[0]
        known = self.world.elements.get(identifier, ())
        if name == identifier and known:
            return known
        if name in known:
            return (name,)
        names = known or self.world.elements.keys()
        self.problems.append(not_known(("variable", "变量"), name, names))
        return ()

    def lever(self) -> str:
        lever = self.text("lever")
        constant = lever if lever in self.world.levers else f"{lever}_setting"
        if constant not in self.world.levers:
            levers = [name.removesuffix("_setting") for name in self.world.levers]
            self.problems.append(not_known(("lever", "措施"), lever, levers))
        return constant

    def settings(self, name: str = "set") -> Mapping[str, float]:
        field, value = name, self.table.pop(name, {})
        found: dict[str, float] = {}
        for name, number in value.items() if isinstance(value, dict) else ():
            constant = f"{name}_setting" if f"{name}_setting" in self.world.levers else name
            spread = [each for each in self.constants if each.partition("[")[0] == constant]
            targets = [constant] if constant in self.constants else spread
            if not targets:
                self.problems.append(not_known(("constant", "常数"), name, self.constants))
            if isinstance(number, bool) or not isinstance(number, int | float):
                self.note(f"{field}.{name} must be a number", f"{field}.{name} 应为数字")
                continue
            found |= dict.fromkeys(targets, float(number))
        return found

    def tries(self) -> tuple[str, ...]:
        return (self.world.reference, *TRIED_IN)

    def scenario(self) -> str:
        return self.choice("scenario", tuple(self.world.scenarios), self.world.reference)


def read_checks(path: Path, world: World, constants: Collection[str]) -> list[Check]:
    """Read a file of checks.

    Parameters
    ----------
    path
        TOML file with ``[[check]]`` tables; the fields are listed at the top of this module.
    world
        Variables, levers and scenarios of the model.
    constants
        Scalar ids of the model's constants, for ``set``.

    Raises
    ------
    InputError
        If the file is not TOML, or listing everything wrong with any check.
    """
    try:
        tables = tomllib.loads(read_text(path)).get("check", [])
    except tomllib.TOMLDecodeError as error:
        raise refuse(path, [Problem(f"not TOML: {error}", f"不是规范的 TOML：{error}")]) from error
    checks: list[Check] = []
    problems: list[Problem] = []
    for number, table in enumerate(tables, start=1):
        fields = _Fields(table, world, constants)
        check = _read_one(fields)
        title = fields.table.get("says_en") or (check.says[1] if check else "")
        if fields.table:
            names = ", ".join(sorted(fields.table))
            fields.note(f"unknown field(s): {names}", f"未知字段：{names}")
        label = f"check {number} ({title[:40]})", f"第 {number} 条检验"
        problems += [problem.under(*label) for problem in fields.problems]
        if check and not fields.problems:
            checks.append(check)
    if problems:
        raise refuse(path, problems)
    return checks


def _read_one(fields: _Fields) -> Check | None:
    says = (fields.text("says_zh"), fields.text("says_en"))
    kind = fields.choice("kind", tuple(_KINDS))
    if kind not in _KINDS:
        fields.table.clear()
        return None
    return _KINDS[kind](fields, says)


def _bounds(fields: _Fields, says: tuple[str, str]) -> Check:
    low, high = fields.number("at_least", -math.inf), fields.number("at_most", math.inf)
    _need_a_bound(fields, low, high)
    return Bounds(
        says=says,
        variables=fields.variables(),
        at_least=low,
        at_most=high,
        since=int(fields.number("since", 0)),
        tried_in=fields.choice("tried_in", fields.tries(), "scenarios"),
    )


def _moves(fields: _Fields, says: tuple[str, str]) -> Check:
    low, high = fields.number("at_least", 0.0), fields.number("at_most", math.inf)
    if low == 0 and math.isinf(high):
        fields.note("needs at_least or at_most", "须给出 at_least 或 at_most")
    return Moves(
        says=says,
        variables=fields.variables(),
        lever=fields.lever(),
        settings=fields.settings(),
        year=fields.years("year")[0],
        at_least=low,
        at_most=high,
        scenario=fields.scenario(),
    )


def _direction(fields: _Fields, says: tuple[str, str]) -> Check:
    return Direction(
        says=says,
        variables=fields.variables(),
        lever=fields.lever(),
        expect=fields.choice("expect", EXPECTED),
        years=fields.years("years"),
        scenario=fields.scenario(),
    )


def _ratio(fields: _Fields, says: tuple[str, str]) -> Check:
    low, high = fields.number("at_least", -math.inf), fields.number("at_most", math.inf)
    _need_a_bound(fields, low, high)
    against: int | str = fields.table.get("against", "")
    if against == fields.world.reference:
        fields.table.pop("against")
    else:
        against = fields.years("against")[0]
    return Ratio(
        says=says,
        variables=fields.variables(),
        settings=fields.settings(),
        year=fields.years("year")[0],
        against=against,
        base=fields.settings("base"),
        at_least=low,
        at_most=high,
        scenario=fields.scenario(),
    )


def _equal(fields: _Fields, says: tuple[str, str]) -> Check:
    pair = fields.variables()
    if len(pair) != 2:
        fields.note(f"variables must be two scalars, got {len(pair)}", "variables 应为两个标量")
        pair = (*pair, "", "")[:2]
    return Equal(
        says=says,
        variables=pair,
        parts=pair[:1],
        whole=pair[1],
        settings=fields.settings(),
        tolerance=fields.number("tolerance", 1e-9),
        tried_in=fields.choice("tried_in", fields.tries(), fields.world.reference),
    )


def _sum(fields: _Fields, says: tuple[str, str]) -> Check:
    whole: str | float = fields.table.get("equals", "")
    if isinstance(whole, str):
        whole = next(iter(fields.variables("equals")), "")
    else:
        whole = fields.number("equals")
    parts = fields.variables()
    return Equal(
        says=says,
        variables=parts,
        parts=parts,
        whole=whole,
        settings=fields.settings(),
        tolerance=fields.number("tolerance", 1e-9),
        tried_in=fields.choice("tried_in", fields.tries(), "scenarios"),
    )


def _need_a_bound(fields: _Fields, low: float, high: float) -> None:
    if math.isinf(low) and math.isinf(high):
        fields.note("needs at_least or at_most", "须给出 at_least 或 at_most")


_KINDS: Mapping[str, Callable[[_Fields, tuple[str, str]], Check]] = {
    "bounds": _bounds,
    "direction": _direction,
    "ratio": _ratio,
    "moves": _moves,
    "equal": _equal,
    "sum": _sum,
}
