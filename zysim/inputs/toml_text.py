"""A value as it is written in a TOML file, for messages about it."""

from __future__ import annotations

from datetime import date, time
from typing import Any


def as_toml(value: Any) -> str:
    """Return a value read from a TOML file as its author wrote it, near enough to find it.

    >>> print(as_toml(True), as_toml([1, "a"]), as_toml({"a": {"b": 0.5}}), as_toml(1e400))
    true [1, 'a'] {a = {b = 0.5}} inf
    >>> as_toml(date(2030, 1, 1))
    '2030-01-01'
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {as_toml(each)}' for key, each in value.items())}}}"
    return str(value) if isinstance(value, date | time) else repr(value)
