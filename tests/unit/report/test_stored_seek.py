"""Answers kept for the page: those that still hold, those that do not, and files that are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.seek_file import read_question
from zysim.report.stored_seek import FINGERPRINT, RESULTS, fingerprint_of, stored_proposals
from zysim.runs.project import Project, open_project

QUESTION = """
id = "asked"
title_zh = "一问"
title_en = "A question"
question_zh = "改哪几项？"
question_en = "What to change?"
start = "plan"
least = "change"

[[hold]]
peak_by = 2030
account = "B"
probability = 0.8

[[move]]
levers = ["all"]
"""
VERIFIED = {"probability": 0.81, "low": 0.78, "high": 0.84}


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture
def folder(project: Project, tmp_path: Path) -> Path:
    (tmp_path / "asked.toml").write_text(QUESTION, "utf-8")
    (tmp_path / "never-answered.toml").write_text(QUESTION, "utf-8")
    (tmp_path / RESULTS).mkdir()
    asked = read_question("asked", tmp_path, project.tables, project.graph.scalars)
    record = {
        FINGERPRINT: fingerprint_of(project, asked),
        "case": "plan+storage=0.5@2027-2031",
        "feasible": True,
        "verified": VERIFIED,
    }
    (tmp_path / RESULTS / "asked.json").write_text(json.dumps(record), "utf-8")
    return tmp_path


def test_an_answer_that_holds_is_given_with_its_case(project: Project, folder: Path) -> None:
    (fresh,), stale = stored_proposals(project, folder)
    assert not stale
    assert fresh.question.id == "asked"
    assert fresh.case.levers["storage"] == 0.5
    assert fresh.case.years == {"storage": (2027, 2031)}
    assert (fresh.probability, fresh.low, fresh.high) == tuple(VERIFIED.values())


def test_another_number_or_question_makes_it_stale(project: Project, folder: Path) -> None:
    graph = project.graph
    name = next(iter(graph.constants))
    constants = {**graph.constants, name: graph.constants[name] + 1}
    other = replace(project, graph=replace(graph, constants=constants))
    fresh, stale = stored_proposals(other, folder)
    assert ([each.id for each in stale], fresh) == (["asked"], [])
    (folder / "asked.toml").write_text(QUESTION.replace("0.8", "0.9"), "utf-8")
    assert [each.id for each in stored_proposals(project, folder)[1]] == ["asked"]


def test_a_file_that_is_no_answer_is_refused_with_the_way_out(
    project: Project, folder: Path
) -> None:
    path = folder / RESULTS / "asked.json"
    path.write_text("{", "utf-8")
    with pytest.raises(InputError, match=r"asked\.json: no answer of zysim seek") as raised:
        stored_proposals(project, folder)
    assert f"zysim seek asked --out {path}" in str(raised.value)
