"""Where the batches of a search are kept until its answer is there."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zysim
from zysim.inputs.seek_question import SeekQuestion
from zysim.inputs.settings import Settings
from zysim.paths import cache_path
from zysim.runs.project import Project


@contextmanager
def journal_of(project: Project, question: SeekQuestion, start: Settings) -> Iterator[Path]:
    """Give the folder of a question's batches; it is removed when the block ends well.

    The folder is named by all that the batches rest on. When the block fails or the process is
    killed the batches stay, and the next search for the same answer reads them back.
    """
    folder = cache_path() / f"seek-{key_of(project, question, start)}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def key_of(project: Project, question: SeekQuestion, start: Settings) -> str:
    """Return 32 hexadecimal digits of the SHA-256 of all that a batch rests on."""
    tables = project.tables
    parts = (
        zysim.__version__,
        project.graph.sha256,
        sorted(project.graph.constants.items()),
        (question.start, question.least, question.over, question.seed),
        question.holds,
        question.moves,
        question.keep,
        question.at_most,
        start.hash,
        sorted(tables.levers.items()),
        sorted(tables.uncertainty.items()),
        tables.correlations,
        project.posterior and {name: v.tobytes() for name, v in project.posterior.worlds.items()},
        tables.structures,
        sorted(tables.targets.items()),
        sorted(tables.city.accounts.items()),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
