"""Read a finished sweep: all of it, verified, or a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zysim.errors import ResultError
from zysim.files import SEAL
from zysim.inputs.study_file import read_study
from zysim.runs.manifest import read_manifest
from zysim.runs.project import Project
from zysim.sensitivity.evaluate import Part, join
from zysim.sweeps.keep_study import STUDY
from zysim.sweeps.store import ChunkStore
from zysim.sweeps.study import StudySweep, differences, hash_study, split


def load_sweep(folder: Path, project: Project | None = None) -> Part:
    """Return the results of a finished sweep, as :func:`zysim.sensitivity.evaluate` gives them.

    Parameters
    ----------
    folder
        Where ``zysim sweep --out`` wrote.
    project
        The city, where the sweep is about it and it is open already.

    Returns
    -------
    Part
        All rows, outcomes ``(row, block, outcome)`` and emissions ``(row, block, year)`` in Mt CO2
        a year, bit for bit those of the study run in one go.

    Raises
    ------
    ResultError
        If there is no sweep, chunks are missing or damaged, or the model or a table changed.
    """
    sweep = open_sweep(folder, project)
    store = ChunkStore(folder, sweep.shapes)
    states = [store.state(chunk) for chunk in range(len(sweep.parts))]
    lacking = sum(state != "whole" for state in states)
    if lacking:
        msg = (
            f"{folder}: unfinished, {lacking} of {len(states)} chunks are missing or damaged. "
            f"Finish it: {finish(folder)}"
        )
        zh = (
            f"{folder}：尚未完成，{len(states)} 块中缺失或损坏 {lacking} 块。"
            f"请先完成：{finish(folder)}"
        )
        raise ResultError(msg, zh=zh)
    return join(list(parts_of(sweep, store)))


def parts_of(sweep: StudySweep, store: ChunkStore) -> Iterator[Part]:
    """Give the parts of a study one at a time, each verified.

    Raises
    ------
    ResultError
        If a chunk is missing or damaged.
    """
    outcomes, years = len(sweep.evaluator.outcomes), sweep.evaluator.moments.size
    for chunk in range(len(store.shapes)):
        yield split(store.get(chunk), outcomes, years)


def open_sweep(folder: Path, project: Project | None = None) -> StudySweep:
    """Return the study of a sweep, if it is that of today's model and tables.

    Raises
    ------
    ResultError
        If there is no sweep, or the study, the model or a table changed since.
    """
    manifest = read_manifest(folder / SEAL)
    path = folder / STUDY
    if hash_study(path) != manifest.design.get("study_sha256"):
        msg = f"{path}: not the study the sweep was begun with. Begin anew in another folder."
        raise ResultError(msg, zh=f"{path}：与扫描开始时的研究不同，请另起一个文件夹重新扫描。")
    sweep = StudySweep(read_study(str(path), folder), project)
    changed = differences(manifest, sweep.manifest(manifest.command), versions=False)
    if changed:
        listed = ", ".join(changed)
        msg = (
            f"{folder}: made with other inputs than those on disk: {listed}. Bring them back, or "
            f"sweep again in another folder: {manifest.command}"
        )
        zh = (
            f"{folder}：与现有文件不一致：{listed}。请恢复原文件，"
            f"或换一个文件夹重新扫描：{manifest.command}"
        )
        raise ResultError(msg, zh=zh)
    return sweep


def finish(folder: Path) -> str:
    """Return the command that finishes a sweep."""
    return f"zysim sweep {folder / STUDY} --out {folder} --resume"
