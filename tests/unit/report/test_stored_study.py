"""A ranking kept in a folder: quoted while its numbers are those of today, refused otherwise."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from zysim.answers.rank_files import Answer, write_answer
from zysim.errors import InputError
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.report import stored_study
from zysim.report.stored_study import read_stored, stored_studies
from zysim.runs.project import Project, open_project
from zysim.sensitivity import fingerprint as fingerprints
from zysim.sensitivity.evaluate import Evaluator, Part
from zysim.sensitivity.fingerprint import fingerprint


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def kept(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ranking by a study of the user's own; its numbers are drawn, not run."""
    folder = tmp_path_factory.mktemp("mine")
    text = (studies_path() / "levers.toml").read_text("utf-8")
    for key, value in (("rows", 32), ("replicates", 1), ("top", 0)):
        text = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    evaluator = Evaluator(read_study(str(folder / "own.toml"), folder), project)
    draw = np.random.default_rng(0)
    shape = (evaluator.rows, evaluator.blocks)
    outcomes = draw.random((*shape, len(evaluator.outcomes)))
    answer = Answer.of(evaluator, Part(outcomes, draw.random((*shape, 1, evaluator.years.size))))
    write_answer(answer, folder / "out", command="zysim rank own.toml", figures=False)
    return folder / "out"


def changed_city(
    root: Path, folder: Path, pattern: str, new: str, *, crlf: bool = False
) -> Project:
    """Open a copy of the city with one text of its table of ranges changed."""
    for name in ("models", "params"):
        shutil.copytree(root / name, folder / name)
    shutil.copy(root / "city.toml", folder)
    table = folder / "params" / "uncertainty.csv"
    text = table.read_text("utf-8")
    changed = re.sub(pattern, new, text, count=1)
    assert changed != text
    table.write_text(changed, encoding="utf-8", newline="\r\n" if crlf else "\n")
    return open_project(folder)


def test_an_own_ranking_is_quoted_in_place_of_the_stored_one(kept: Path, project: Project) -> None:
    found = stored_studies(project, [kept])["levers"]
    assert found.verdict["runs"] == 32 * (len(project.tables.levers) + 2)
    assert set(found.main_indices["outcome"]) == {"margin"}


def test_the_shipped_rankings_are_of_today(project: Project) -> None:
    assert set(stored_studies(project)) == {"levers", "worlds"}


def test_a_note_and_line_ends_leave_a_ranking_fresh(
    kept: Path, project: Project, tmp_path: Path
) -> None:
    noted = changed_city(
        project.root,
        tmp_path,
        r"(?m)^(lever_setting\[gas_output_measure\],.*)$",
        r"\1 and a word more",
        crlf=True,
    )
    assert read_stored(kept, noted).verdict["study"] == "levers"


def test_another_range_or_another_kernel_makes_a_ranking_stale(
    kept: Path, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranged = changed_city(
        project.root, tmp_path, r"(lever_setting\[gas_output_measure\],uniform,)0", r"\g<1>0.25"
    )
    with pytest.raises(InputError, match=r"zysim rank own\.toml") as caught:
        read_stored(kept, ranged)
    assert "排序所用的数、范围或程序与现在不同" in str(caught.value.zh)
    monkeypatch.setattr(fingerprints, "code_hash", lambda: "another kernel")
    with pytest.raises(InputError, match="other numbers, ranges or code"):
        read_stored(kept, project)
    monkeypatch.setattr(stored_study, "studies_path", lambda: kept.parent)
    assert stored_studies(project) == {}


def test_comments_of_the_code_do_not_count(
    kept: Path, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "kernel.py"
    monkeypatch.setattr(fingerprints, "CODE", (str(module),))
    found = []
    for text in ('"""One."""\nx = 1  # a\n', '"""Two."""\nx = 1\n', "x = 2\n"):
        module.write_text(text, encoding="utf-8")
        found.append(fingerprints.code_hash.__wrapped__())
    assert found[0] == found[1] != found[2]
    study = read_study(str(kept / "study.toml"), kept)
    assert len(fingerprint(Evaluator(study, project))) == 64


def test_a_folder_without_a_ranking_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no ranking here") as caught:
        stored_studies(project, [tmp_path])
    assert "没有排序结果" in str(caught.value.zh)


def test_a_study_that_a_report_cannot_quote_is_refused(
    kept: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored_study, "QUOTED", "cost")
    with pytest.raises(InputError, match="rank 'cost'; this one varies levers") as caught:
        read_stored(kept, project)
    assert "该研究变化的是 levers" in str(caught.value.zh)
