"""Read one scenario file: its words, its lever settings, its assumptions, all checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from zysim.inputs.changes import check_years, parse_change, years_of
from zysim.inputs.city import City
from zysim.inputs.constants import check_assumption, check_lever, identify
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.toml_file import read_toml, unknown_keys, word

WORDS = ("id", "title_zh", "title_en", "why_zh", "why_en")
TABLES = ("levers", "schedule", "assumptions")
KEYS = (*WORDS, "extends", *TABLES)
SCENARIO_ID = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFile:
    """What one file says, before the scenario it extends is brought in."""

    path: Path
    id: str
    title_zh: str
    title_en: str
    why_zh: str
    why_en: str
    extends: str | None
    """Name of a shipped scenario, or path of a file, seen from this file."""
    levers: Mapping[str, float]
    """Lever id to setting; only those the file names."""
    years: Mapping[str, tuple[int, int]]
    """Lever id to start year and full year; only those the file names."""
    assumptions: Mapping[str, float]
    """Scalar or whole id of a model constant to value; only those the file names."""


def read_scenario_file(
    path: Path, levers: Mapping[str, Lever], parameters: Mapping[str, Parameter], city: City
) -> ScenarioFile:
    """Read and check one scenario file.

    Raises
    ------
    InputError
        If anything is wrong; the message lists every problem with its place.
    """
    data = read_toml(path)
    problems = unknown_keys(data, KEYS)
    words = {key: word(data, key, problems) if key in data else "" for key in WORDS}
    problems += [
        Problem(f"{key} has more than one line: write one", f"{key} 有多行：请写成一行")
        for key, text in words.items()
        if len(text.splitlines()) > 1
    ]
    if "id" not in data:
        words["id"] = path.stem
    if words["id"] and not SCENARIO_ID.fullmatch(words["id"]):
        problems.append(
            Problem(
                f"id {words['id']!r}: use letters, digits, - and _ only",
                f"id {words['id']!r}：只能用文字、数字、- 和 _",
            )
        )
    extends = word(data, "extends", problems) if "extends" in data else None
    named = partial(identify, levers=levers, parameters=parameters)
    settings = {named(name): value for name, value in _numbers(data, "levers", problems).items()}
    values = {named(name): value for name, value in _numbers(data, "assumptions", problems).items()}
    for name, setting in settings.items():
        problems += _under("levers", name, check_lever(name, setting, levers, parameters))
    for name, value in values.items():
        problems += _under("assumptions", name, check_assumption(name, value, levers, parameters))
    years = _schedule(data, levers, city, problems)
    if problems:
        raise refuse(path, problems)
    return ScenarioFile(
        path=path, extends=extends, levers=settings, years=years, assumptions=values, **words
    )


def _schedule(
    data: Mapping[str, Any], levers: Mapping[str, Lever], city: City, problems: list[Problem]
) -> dict[str, tuple[int, int]]:
    """Read ``lever = "2028-2032"`` (start year, full year) or ``lever = 2032`` (full year)."""
    entries = data.get("schedule", {})
    if not isinstance(entries, dict):
        problems += _not_a_table("schedule", entries)
        return {}
    years: dict[str, tuple[int, int]] = {}
    for label, value in entries.items():
        name = identify(label, levers, {})
        change = parse_change(f"@{value}")
        found: Problem | None
        if name not in levers:
            found = not_known(("lever", "措施"), name, levers)
        elif isinstance(change, Problem):
            found = change
        else:
            years[name] = years_of(change, levers[name]) or (0, 0)
            found = check_years(*years[name], city)
        problems += _under("schedule", name, found)
    return years


def _not_a_table(table: str, entries: object) -> list[Problem]:
    return [
        Problem(
            f"{table} must be a table: write [{table}] on its own line, got {entries!r}",
            f"{table} 应为表：请单独一行写 [{table}]，现为 {entries!r}",
        )
    ]


def _under(table: str, name: str, found: Problem | None) -> list[Problem]:
    return [] if found is None else [found.under(f"[{table}] {name}", f"[{table}] {name}")]


def _numbers(data: Mapping[str, Any], table: str, problems: list[Problem]) -> dict[str, float]:
    entries = data.get(table, {})
    if not isinstance(entries, dict):
        problems += _not_a_table(table, entries)
        return {}
    numbers: dict[str, float] = {}
    for name, value in entries.items():
        usable = isinstance(value, int | float) and not isinstance(value, bool)
        if usable and math.isfinite(value):
            numbers[name] = float(value)
        else:
            wrong = Problem(
                f"must be a number, written without quotation marks, got {value!r}",
                f"应为不加引号的数字，现为 {value!r}",
            )
            problems += _under(table, name, wrong)
    return numbers
