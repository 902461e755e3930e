"""How far a sampler got, kept in a file, so that a kill costs one stage at most."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.sealed import read_sealed, write_sealed

ARRAYS = ("scores", "logs", "mean", "factor", "taken_scores", "taken_logs")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """Where a sampler stands after a step."""

    scores: FloatArray
    """Normal scores of the particles, shape ``(particle, dimension)``."""
    logs: FloatArray
    """Log likelihood, shape ``(particle,)``."""
    misses: FloatArray | None
    """Standard misses, shape ``(particle, observation)``."""
    mean: FloatArray
    factor: FloatArray
    """Of the normal distribution that proposals keep, ``(dimension,)`` and a lower triangle."""
    power: float
    """Of the likelihood."""
    width: float
    inflation: float
    """Variance against that of independent draws."""
    temperatures: tuple[float, ...] = ()
    acceptance: tuple[float, ...] = ()
    memory: float = 0.0
    """Most that a round of moves kept of where particles stood."""
    taken_scores: FloatArray
    """Particles taken after the last step, shape ``(round, particle, dimension)``."""
    taken_logs: FloatArray
    """Shape ``(round, particle)``."""
    draws: Mapping[str, Any]
    """State of the generator."""


def read_stage(path: Path | None) -> Stage | None:
    """Return the stage kept in a file, or None where there is none or it is damaged."""
    body = None if path is None else read_sealed(path)
    if body is None:
        return None
    with np.load(io.BytesIO(body)) as file:
        numbers = json.loads(str(file["numbers"]))
        numbers |= {name: tuple(numbers[name]) for name in ("temperatures", "acceptance")}
        arrays = {name: file[name] for name in ARRAYS}
        return Stage(**arrays, misses=file.get("misses"), **numbers)


def write_stage(path: Path | None, stage: Stage) -> None:
    """Keep a stage in place of the one before, whole or not at all; nothing without a path."""
    if path is None:
        return
    names = ("power", "width", "inflation", "temperatures", "acceptance", "memory", "draws")
    numbers = json.dumps({name: getattr(stage, name) for name in names})
    arrays = {name: getattr(stage, name) for name in ARRAYS}
    if stage.misses is not None:
        arrays["misses"] = stage.misses
    body = io.BytesIO()
    np.savez(body, numbers=np.array(numbers), **arrays)
    write_sealed(path, body.getvalue())
