"""Read one scenario file: its words, its lever settings, its assumptions, all checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zysim.inputs.constants import check_assumption, check_lever
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.toml_file import read_toml, unknown_keys, word

WORDS = ("id", "title_zh", "title_en", "why_zh", "why_en")
TABLES = ("levers", "assumptions")
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
    assumptions: Mapping[str, float]
    """Scalar or whole id of a model constant to value; only those the file names."""


def read_scenario_file(
    path: Path, levers: Mapping[str, Lever], parameters: Mapping[str, Parameter]
) -> ScenarioFile:
    """Read and check one scenario file.

    Raises
    ------
    InputError
        If anything is wrong; the message lists every problem with its place.
    """
    data = read_toml(path)
    problems = unknown_keys(data, KEYS)
    words = {key: word(data, key, problems) for key in WORDS}
    if words["id"] and not SCENARIO_ID.fullmatch(words["id"]):
        problems.append(
            Problem(
                f"id {words['id']!r}: use letters, digits, - and _ only",
                f"id {words['id']!r}：只能用文字、数字、- 和 _",
            )
        )
    extends = word(data, "extends", problems) if "extends" in data else None
    settings = _numbers(data, "levers", problems)
    values = _numbers(data, "assumptions", problems)
    for name, setting in settings.items():
        problems += _under("levers", name, check_lever(name, setting, levers, parameters))
    for name, value in values.items():
        problems += _under("assumptions", name, check_assumption(name, value, levers, parameters))
    if problems:
        raise refuse(path, problems)
    return ScenarioFile(path=path, extends=extends, levers=settings, assumptions=values, **words)


def _under(table: str, name: str, found: Problem | None) -> list[Problem]:
    return [] if found is None else [found.under(f"[{table}] {name}", f"[{table}] {name}")]


def _numbers(data: Mapping[str, Any], table: str, problems: list[Problem]) -> dict[str, float]:
    entries = data.get(table, {})
    if not isinstance(entries, dict):
        problems.append(
            Problem(
                f"{table} must be a table: write [{table}] on its own line, got {entries!r}",
                f"{table} 应为表：请单独一行写 [{table}]，现为 {entries!r}",
            )
        )
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
