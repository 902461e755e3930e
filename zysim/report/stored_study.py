"""Rankings made before: read, and checked to rest on the numbers of today."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from zysim.errors import InputError, ResultError
from zysim.files import SEAL
from zysim.inputs.study import Study
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.runs.manifest import read_manifest
from zysim.runs.project import Project
from zysim.sensitivity.evaluate import Evaluator
from zysim.sensitivity.fingerprint import fingerprint
from zysim.sweeps.keep_study import STUDY

NUMBERS = "numbers_sha256"
"""Key of the manifest that holds the hash of the numbers used."""
QUOTED = "margin"
"""The outcome whose order a report quotes."""
KINDS = ("levers", "worlds")
"""What a quoted study varies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStudy:
    """Tables of a study that was ranked before, with the verdict on them."""

    study: Study
    indices: pd.DataFrame
    verdict: Mapping[str, Any]

    @property
    def main_indices(self) -> pd.DataFrame:
        """The rows of the outcome that a report quotes."""
        return self.indices[self.indices["outcome"] == QUOTED]


def stored_studies(project: Project, given: Sequence[Path] = ()) -> dict[str, StoredStudy]:
    """Return the rankings a report quotes, by what they vary.

    Parameters
    ----------
    project
        Model and tables of today.
    given
        Folders that ``zysim rank --out`` wrote; they stand in place of those stored.

    Raises
    ------
    InputError
        If a folder given holds no ranking, one made with other numbers, or one that a report
        does not quote. Stored ones of this kind are passed over.
    """
    found: dict[str, StoredStudy] = {}
    for name in KINDS:
        try:
            found[name] = read_stored(studies_path() / "results" / name, project)
        except (InputError, ResultError):
            continue
    return found | {each.study.vary: each for each in (read_stored(one, project) for one in given)}


def read_stored(folder: Path, project: Project) -> StoredStudy:
    """Return the ranking in a folder.

    Raises
    ------
    InputError
        If there is none, it was made with other numbers than those of today, or it does not
        order levers or worlds by the margin.
    """
    try:
        manifest = read_manifest(folder / SEAL)
        made = manifest.design
        study = replace(
            read_study(str(folder / STUDY), folder),
            rows=int(made["rows"]),
            seed=int(made["seed"]),
            boundary=str(made["boundary"]),
        )
        verdict = json.loads((folder / "verdict.json").read_text("utf-8"))
        indices = pd.read_csv(folder / "indices.csv")
    except (ResultError, InputError, OSError, ValueError, KeyError) as error:
        msg = f"{folder}: no ranking here ({error}). Make one: zysim rank levers --out {folder}"
        zh = f"{folder}：没有排序结果。请先运行：zysim rank levers --out {folder}"
        raise InputError(msg, zh=zh) from error
    if made.get(NUMBERS) != fingerprint(Evaluator(study, project)):
        msg = (
            f"{folder}: ranked with other numbers, ranges or code than those of today. Rank "
            f"again: {manifest.command}"
        )
        zh = f"{folder}：排序所用的数、范围或程序与现在不同。请重新运行：{manifest.command}"
        raise InputError(msg, zh=zh)
    if study.vary not in KINDS or study.method != "sobol" or QUOTED not in verdict["verdicts"]:
        msg = (
            f"{folder}: a report quotes Sobol studies of levers or worlds that rank '{QUOTED}'; "
            f"this one varies {study.vary} and ranks {', '.join(verdict['verdicts'])}."
        )
        zh = (
            f"{folder}：报告只引用对 levers 或 worlds 的、含 {QUOTED} 的 Sobol 排序；"
            f"该研究变化的是 {study.vary}，结果为 {'、'.join(verdict['verdicts'])}。"
        )
        raise InputError(msg, zh=zh)
    return StoredStudy(study=study, indices=indices, verdict=verdict)
