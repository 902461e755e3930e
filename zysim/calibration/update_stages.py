"""Where an update keeps how far it got until its answer is there."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import zysim
from zysim.inputs.history import Observation
from zysim.paths import cache_path
from zysim.runs.futures import Futures
from zysim.runs.project import Project


@contextmanager
def stages_of(
    project: Project, futures: Futures, particles: int, seed: int, engine: str
) -> Iterator[Path]:
    """Give the folder of an update's stages; it is removed when the block ends well.

    The folder is named by all that the samplers rest on but the observations, by which
    :func:`stage_path` names its files. When the block fails or the process is killed they stay,
    and the next update of the same case goes on from them.
    """
    tables = project.tables
    parts = (
        zysim.__version__,
        project.graph.sha256,
        sorted(project.graph.constants.items()),
        futures.case.hash,
        sorted(futures.delivered.items()),
        sorted(tables.levers.items()),
        sorted(tables.uncertainty.items()),
        tables.correlations,
        tables.structures,
        (particles, seed, engine),
    )
    folder = cache_path() / f"update-{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def stage_path(folder: Path | None, rows: Sequence[Observation]) -> Path | None:
    """Return the file of the sampler that weighs by some observations; None without a folder."""
    if folder is None:
        return None
    return folder / f"{hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:32]}.npz"
