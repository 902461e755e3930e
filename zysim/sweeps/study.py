"""A study as a sweep: its chunks, what made them, and the work of one worker."""

from __future__ import annotations

import dataclasses
import hashlib
import pickle
import threading
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import ResultError
from zysim.inputs.study import Study
from zysim.inputs.study_file import portable_text
from zysim.runs.manifest import OUTSIDE, Manifest, describe_run, hash_file
from zysim.runs.project import Project
from zysim.sensitivity.evaluate import Evaluator, Part

BITS = ("zysim", "numpy", "SALib", "scipy", "llvmlite")
"""Packages that another version of may change the last bit of a number."""
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """All that a worker needs for any chunk of a study; small, so that it travels with each."""

    root: Path
    """Folder with ``models/`` and ``params/``, which the worker reads itself."""
    study: Study
    engine: str
    files: tuple[tuple[str, str], ...]
    """Files and hashes that the worker must find there too."""


class StudySweep:
    """A study cut into chunks.

    Parameters
    ----------
    study
        The model, what varies, and how many rows.
    project
        The city, where the study is about it and it is open already.
    """

    def __init__(self, study: Study, project: Project | None = None) -> None:
        self.study = study
        self.evaluator = Evaluator(study, project)
        self.parts = self.evaluator.parts()

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """Shape ``(row, block, outcome and kept value)`` of every chunk."""
        asked = self.evaluator
        width = len(asked.outcomes) + len(asked.kept) * asked.moments.size
        return [(each.stop - each.start, self.evaluator.blocks, width) for each in self.parts]

    def runs(self, chunk: int) -> int:
        """Return the model runs of one chunk."""
        rows, blocks, _width = self.shapes[chunk]
        return rows * blocks

    def manifest(self, command: str) -> Manifest:
        """Return what the numbers rest on.

        Raises
        ------
        ResultError
            If a file cannot be read.
        """
        study, subject = self.study, self.evaluator.subject
        made = describe_run(
            root=subject.root,
            files=[*subject.files, *study.further],
            scenarios={next(iter(subject.cases)): self.evaluator.space.fixed},
            engine=self.evaluator.engine,
            until=int(self.evaluator.years[-1]),
            command=command,
            method=subject.method,
            design={
                "study": study.id,
                "study_sha256": hash_study(study.path),
                "method": study.method,
                "rows": self.evaluator.plan.rows,
                "replicates": study.replicates,
                "blocks": self.evaluator.blocks,
                "chunks": len(self.parts),
                "seed": study.seed,
                "boundary": study.boundary,
            },
        )
        present = [name for name in BITS if name not in made.versions and find_spec(name)]
        versions = {**made.versions, **{name: metadata.version(name) for name in present}}
        return dataclasses.replace(made, versions=versions)

    def work(self, manifest: Manifest) -> partial[FloatArray]:
        """Return the function that computes one chunk, ready to be sent to a worker."""
        job = Job(
            root=self.evaluator.subject.root.resolve(),
            study=self.study,
            engine=manifest.engine,
            files=tuple(sorted(manifest.files.items())),
        )
        return partial(compute_chunk, job)


def hash_study(path: Path) -> str:
    """Return the SHA-256 of a study's text, whatever its line ends and the folders it names.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    return hashlib.sha256("\n".join(portable_text(path).splitlines()).encode()).hexdigest()


def compute_chunk(job: Job, chunk: int) -> FloatArray:
    """Compute one chunk from the study and its number alone.

    Returns
    -------
    numpy.ndarray
        Outcomes and kept series side by side, shape ``(row, block, outcome and kept value)``.

    Raises
    ------
    ResultError
        If this machine has another model or other tables, or a value is not finite.
    """
    # A dask worker may have threads, and a kernel serves one at a time.
    with _ONE_AT_A_TIME:
        evaluator = _evaluator(pickle.dumps(job))
        part = evaluator.compute(evaluator.parts()[chunk])
    flat = part.series.reshape(*part.series.shape[:2], -1)
    return np.concatenate([part.outcomes, flat], axis=-1)


def split(values: FloatArray, outcomes: int, years: int) -> Part:
    """Return what :func:`compute_chunk` put side by side as a part of a study."""
    series = values[..., outcomes:]
    kept = series.shape[-1] // years if years else 0
    return Part(values[..., :outcomes], series.reshape(*series.shape[:2], kept, years))


def differences(stored: Manifest, now: Manifest, *, versions: bool) -> list[str]:
    """Return what made a sweep and is otherwise now, by name.

    Parameters
    ----------
    stored, now
        What was, and what is.
    versions
        Whether packages count: they do where chunks of both are to stand side by side.
    """
    pairs = [
        *(
            (name, stored.files.get(name), now.files.get(name))
            for name in {**stored.files, **now.files}
        ),
        *(
            (key, stored.design.get(key), now.design.get(key))
            for key in {**stored.design, **now.design}
        ),
    ]
    if versions:
        pairs += [(key, stored.versions.get(key), now.versions.get(key)) for key in BITS]
        pairs.append(("engine", stored.engine, now.engine))
    return [_told(*each) for each in pairs if each[1] != each[2]]


def _told(name: str, was: object, now: object) -> str:
    """Name a difference, with both values unless they are hashes."""
    if any(isinstance(each, str) and len(each) == 64 for each in (was, now)):
        return name
    return f"{name} ({was} → {now})"


@lru_cache(maxsize=1)
def _evaluator(packed: bytes) -> Evaluator:
    """Read the model of a job and compile it, once a process."""
    job: Job = pickle.loads(packed)  # packed by this process
    if not job.root.is_dir():
        msg = (
            f"{job.root}: not on this machine. Install zysim at the same place on every worker, "
            "or share the folder."
        )
        zh = f"{job.root}：本机没有此文件夹。请在各工作节点的同一位置安装 zysim，或共享该文件夹。"
        raise ResultError(msg, zh=zh)
    evaluator = Evaluator(job.study, engine=job.engine, threads=1, root=job.root)
    for label, wanted in job.files:
        if label.startswith(OUTSIDE):
            continue
        if not (job.root / label).is_file() or hash_file(job.root / label) != wanted:
            msg = (
                f"{job.root / label}: not the file the sweep was begun with. Give every worker "
                "the same model and tables, then go on with --resume."
            )
            zh = (
                f"{job.root / label}：与扫描开始时的文件不同。"
                "请让各工作节点使用相同的模型与表格，然后加 --resume 继续。"
            )
            raise ResultError(msg, zh=zh)
    return evaluator
