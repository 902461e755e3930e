"""What machine code reads and writes, in which order: kept beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Half:
    """What a loop reads and needs room for."""

    entry: str
    constants: tuple[str, ...]
    stocks: int
    fixed: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The halves of a program, its outputs, and the rows that one fills for the other."""

    runs: Half
    same: Half
    outputs: tuple[str, ...]
    study: tuple[bool, ...]
    """Places of the study's row, and of the rows of a step and a report: whether they must be
    finite for this program to be right."""
    step: tuple[bool, ...]
    report: tuple[bool, ...]
    stages: int
    trusting: bool
    """Whether it rests on these being finite."""

    def to_json(self) -> str:
        """Return the layout as one line.

        >>> half = Half("run", ("a",), 1, 0)
        >>> layout = Layout(half, half, ("y",), (True,), (), (False,), 1, True)
        >>> Layout.from_json(layout.to_json()) == layout
        True
        """
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes | str) -> Layout:
        """Undo :meth:`to_json`."""
        plain = json.loads(text)
        lists = {key: tuple(each) for key, each in plain.items() if isinstance(each, list)}
        return cls(**{**plain, **lists, "runs": _half(plain["runs"]), "same": _half(plain["same"])})


def _half(plain: dict[str, Any]) -> Half:
    return Half(**{**plain, "constants": tuple(plain["constants"])})
