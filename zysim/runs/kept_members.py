"""What a case gave in the states of the world it was run in before.

A case of the city as it is filed, in the members of a seed, gives the same numbers to the last bit
each time. They are kept in the user's cache folder, a case at a time, under a hash of all that they
rest on: the mark of the city's files and of the program, the settings of the case, the draws, what
was asked for, and the libraries that compute. What nobody asked for any more goes first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.settings import Settings
from zysim.paths import cache_path
from zysim.runs.manifest import version_of
from zysim.runs.project import Project
from zysim.sealed import read_used, write_bounded

ROOM = 200_000_000
"""Bytes that all cases kept may take; one of 2,048 members and six variables takes 4 million."""
LARGEST = 32_000_000
"""A case of more bytes is run again each time."""
COMPUTING = ("numpy", "scipy", "llvmlite")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMembers:
    """Where cases are kept that are run in the same states of the world.

    Parameters
    ----------
    project
        Model and tables; if they are not as filed, nothing is kept.
    design
        How the members are drawn: their number, the seed, the method.
    until
        Last simulated year.
    names
        Scalars whose values are kept, in order.
    years
        How many years are reported.
    engine
        The engine that runs.
    """

    project: Project
    design: Mapping[str, int | str]
    until: int
    names: Sequence[str]
    years: int
    engine: str

    def read(self, case: Settings) -> dict[str, FloatArray] | None:
        """Return the values ``(member, year)`` of a case by scalar id, or None if not kept."""
        path = self._path(case)
        body = None if path is None else read_used(path)
        if body is None:
            return None
        values = np.frombuffer(body).reshape(len(self.names), *self._shape)
        return dict(zip(self.names, values, strict=True))

    def write(self, case: Settings, values: Mapping[str, FloatArray]) -> None:
        """Keep the values ``(member, year)`` of a case; where the disk is full nothing is kept."""
        path = self._path(case)
        if path is not None:
            body = np.stack([values[name] for name in self.names])
            write_bounded(path, body.tobytes(), room=ROOM)

    @property
    def _shape(self) -> tuple[int, int]:
        return int(self.design["members"]), self.years

    def _path(self, case: Settings) -> Path | None:
        """Return where a case is kept; None where it is not."""
        mark, members = self.project.as_filed, self._shape[0]
        size = 8 * len(self.names) * members * self.years
        if mark is None or not 0 < size <= LARGEST:
            return None
        parts = (
            mark,
            sorted(case.constants.items()),
            sorted(self.design.items()),
            (self.until, list(self.names), self.years, self.engine),
            [version_of(name) for name in COMPUTING],
        )
        name = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
        return cache_path() / f"members-{name}.f8"
