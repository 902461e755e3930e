"""Read a TOML file key by key, noting every problem before any is raised."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.text_file import read_text
from zysim.inputs.toml_marks import mark_problems


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds.

    Raises
    ------
    InputError
        If it cannot be read or is not TOML.
    """
    text = read_text(path).replace("\r\n", "\n").replace("\r", "\n")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refuse(path, mark_problems(text) or [_not_toml(error)]) from error


def _not_toml(error: tomllib.TOMLDecodeError) -> Problem:
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    where = (f"line {place[1]}: ", f"第 {place[1]} 行第 {place[2]} 列：") if place else ("", "")
    return Problem(
        f"{where[0]}not a TOML file: {error}. Write lines like gas_output = 0.5, each name once.",
        f"{where[1]}不是规范的 TOML 文件。每行写作 gas_output = 0.5，同一名称只写一次。",
    )


def unknown_keys(data: Mapping[str, Any], keys: Collection[str]) -> list[Problem]:
    """Return a problem for each key that is not one of ``keys``."""
    return [not_known(("key", "键"), key, keys) for key in data if key not in keys]


def word(data: Mapping[str, Any], key: str, problems: list[Problem]) -> str:
    """Return a text that must be there, or "" after noting what is wrong."""
    value = data.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    if value is None:
        problems.append(Problem(f"{key} is missing", f"缺少 {key}"))
    else:
        problems.append(
            Problem(
                f"{key} must be a text in quotation marks, got {value!r}",
                f"{key} 应为引号内的文字，现为 {value!r}",
            )
        )
    return ""


def choice(
    data: Mapping[str, Any], key: str, allowed: Collection[str], problems: list[Problem]
) -> str:
    """Return a text that must be one of a few words, or "" after noting what is wrong."""
    value = word(data, key, problems)
    if value and value not in allowed:
        words = ", ".join(allowed)
        problems.append(
            Problem(f"{key} {value!r} must be one of {words}", f"{key} {value!r} 应为 {words} 之一")
        )
        return ""
    return value


def whole(data: Mapping[str, Any], key: str, low: int, high: int, problems: list[Problem]) -> int:
    """Return a whole number within bounds, or ``low`` after noting what is wrong."""
    value = data.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    seen = "missing" if value is None else f"{value!r}"
    problems.append(
        Problem(
            f"{key} must be a whole number from {low} to {high}, it is {seen}",
            f"{key} 应为 {low} 至 {high} 的整数，现为 {'缺失' if value is None else seen}",
        )
    )
    return low
