"""Read what a TOML file holds; :mod:`zysim.inputs.toml_table` reads it key by key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from zysim.inputs.problems import Problem, refuse
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
