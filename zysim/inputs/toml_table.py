"""One table of a TOML file: each key is asked for once, and what is left over is unknown."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

from zysim.inputs.problems import Problem, not_known


class TomlTable:
    """A table, the place it stands in, and the problems noted so far.

    Parameters
    ----------
    data
        What the file holds there.
    place
        Such as ``[factors.birth_rate]``; "" for the top of the file.
    problems
        Takes every problem noted.
    """

    def __init__(self, data: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
        self.data = data
        self.place = place
        self.problems = problems
        self.asked: set[str] = set()

    def note(self, en: str, zh: str) -> None:
        """Keep one more problem of this table."""
        problem = Problem(en, zh)
        self.problems.append(problem.under(self.place, self.place) if self.place else problem)

    def get(self, key: str) -> Any:
        """Return what stands under a key, None if nothing does."""
        self.asked.add(key)
        return self.data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        value = self.get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is None:
            self.note(f"{key} is missing", f"缺少 {key}")
        else:
            self.note(
                f"{key} must be a text in quotation marks, got {value!r}",
                f"{key} 应为引号内的文字，现为 {value!r}",
            )
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where there is none."""
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(each, str) and each for each in value):
            return tuple(value)
        self.note(
            f'{key} must be a list of texts, such as ["a", "b"], got {value!r}',
            f'{key} 应为文字列表，如 ["a", "b"]，现为 {value!r}',
        )
        return ()

    def choice(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """Return a text that must be one of a few words."""
        value = self.text(key, default)
        if value and value not in allowed:
            words = ", ".join(allowed)
            self.note(
                f"{key} {value!r} must be one of {words}", f"{key} {value!r} 应为 {words} 之一"
            )
        return value

    def number(self, key: str) -> float | None:
        """Return a finite number, None where there is none."""
        value = self.get(key)
        if value is None or _finite(value):
            return None if value is None else float(value)
        self.note(f"{key} must be a number, got {value!r}", f"{key} 应为数，现为 {value!r}")
        return None

    def numbers(self, key: str) -> tuple[float, ...]:
        """Return a list of finite numbers, empty where there is none."""
        value = self.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and value and all(map(_finite, value)):
            return tuple(map(float, value))
        self.note(
            f"{key} must be a list of numbers, such as [1, 2], got {value!r}",
            f"{key} 应为数的列表，如 [1, 2]，现为 {value!r}",
        )
        return ()

    def whole(self, key: str, low: int, high: int, default: int) -> int:
        """Return a whole number within bounds."""
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.note(
            f"{key} must be a whole number from {low} to {high}, it is {value!r}",
            f"{key} 应为 {low} 至 {high} 的整数，现为 {value!r}",
        )
        return default

    def table(self, key: str) -> TomlTable:
        """Return the table under a key, an empty one where there is none."""
        value = self.get(key)
        inside = f"[{self.place.strip('[]')}.{key}]" if self.place else f"[{key}]"
        if value is not None and not isinstance(value, dict):
            self.note(f"{key} must be a table, written {inside}", f"{key} 应写成表 {inside}")
            value = None
        return TomlTable(value or {}, inside, self.problems)

    def tables(self) -> dict[str, TomlTable]:
        """Return every table in this one, by name."""
        return {name: self.table(name) for name in self.data}

    def mapping(self, key: str) -> dict[str, float]:
        """Return names and finite numbers."""
        inside = self.table(key)
        found = {name: inside.number(name) for name in inside.data}
        return {name: value for name, value in found.items() if value is not None}

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.data:
            if key not in self.asked:
                found = not_known(("key", "键"), key, self.asked)
                self.note(found.en, found.zh)


def _finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
