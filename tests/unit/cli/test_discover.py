"""`zysim discover`: conditions in words, tables and JSON, and what it warns of."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from zysim.answers.discover import DiscoverResult
from zysim.cli.main import main
from zysim.files import SEAL
from zysim.report.discovery_story import cautions_of, range_text
from zysim.runs.project import Project, choose, open_project
from zysim.sensitivity.boxes import Discovery
from zysim.sensitivity.discovery import Answer, Condition, discover
from zysim.sensitivity.prim import Box


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["discover", *words], env={"ZYSIM_LANG": lang})


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def answer(project: Project) -> Answer:
    settings = choose(project, ["baseline"], {})[0]
    return discover(project, settings, members=1024)


def test_conditions_raise_the_probability_also_in_new_states(answer: Answer) -> None:
    assert answer.when == "after"
    assert answer.conditions[0].low is not None or answer.conditions[0].high is not None
    assert answer.found.box.density > answer.found.overall + 0.1
    assert answer.tested.density > answer.tested_overall + 0.1
    assert [each.quasi_p for each in answer.conditions] == sorted(
        each.quasi_p for each in answer.conditions
    )


def test_words_and_files_in_both_languages(tmp_path: Path) -> None:
    result = call("plan", "-n", "512", "--out", str(tmp_path / "o"), lang="zh")
    assert result.exit_code == 0, result.stderr
    assert "达峰晚于 2030 年的概率在以下" in result.stdout
    assert "另外新抽的 512 种情形" in result.stdout.replace("\n", "")
    names = {path.name for path in (tmp_path / "o").iterdir()}
    assert names == {"answer.en.txt", "answer.zh.txt", "conditions.csv", "trajectory.csv"} | {SEAL}
    with (tmp_path / "o" / "trajectory.csv").open() as file:
        first = next(csv.DictReader(file))
    assert float(first["mass"]) == float(first["coverage"]) == 1


def test_json_holds_each_condition_and_its_unit() -> None:
    document = json.loads(call("baseline", "-n", "512", "--when", "by", "--json").stdout)
    assert document["when"] == "by"
    assert document["density"] > document["overall"]
    assert {"unit", "quasi_p", "reproduced", "label_zh"} <= document["conditions"][0].keys()
    assert "2030 年前达峰" in document["sentence_zh"]


def test_the_rarer_case_is_asked_about_and_few_cases_are_warned_of() -> None:
    result = call("plan+gas_power_capacity=1@2027-2031", "-n", "512")
    assert result.exit_code == 0, result.stderr
    said = " ".join(result.stdout.split())
    assert "probability of a peak by 2030" in said
    assert "of 512 states show a peak by 2030" in said


def test_a_number_the_user_sets_is_no_condition(answer: Answer) -> None:
    name = answer.conditions[0].id
    fixed = f"{name}={answer.conditions[0].drawn[0]}"
    document = json.loads(call("baseline", "-n", "512", "--set", fixed, "--json").stdout)
    assert name not in {each["id"] for each in document["conditions"]}


def test_range_words_say_which_part_of_the_states_is_meant() -> None:
    one = Condition(
        id="drought_index",
        low=None,
        high=0.5,
        drawn=(-1, 2),
        share=0.5,
        quasi_p=0.01,
        reproduced=1,
    )
    assert range_text(one, "en") == "≤ 0.5 (the lower 50% of states)"
    assert range_text(replace(one, low=0.1), "zh") == "0.1 – 0.5（居中的 50% 情形）"
    assert range_text(replace(one, low=0.1, high=None), "en").startswith("≥ 0.1 (the upper")


def test_cautions_name_what_is_weak(answer: Answer, project: Project) -> None:
    steady = tuple(each for each in answer.conditions if each.reproduced >= 0.5)
    assert cautions_of(replace(answer, conditions=steady), project.tables, "en") == []
    shaky = replace(answer.conditions[0], reproduced=0.4)
    weak = replace(answer.found.box, density=answer.found.overall + 0.01)
    doubtful = replace(answer, conditions=(shaky,), found=replace(answer.found, box=weak))
    gain, seldom = cautions_of(doubtful, project.tables, "en")
    assert "only 1.0 points above the overall one" in gain
    label = project.tables.parameters[shaky.id].label_en
    assert f"{label} came back in fewer than half" in seldom


def test_no_conditions_are_said_in_words(answer: Answer, project: Project) -> None:
    nowhere = np.full(3, np.inf)
    everything = Box(low=-nowhere, high=nowhere, mass=1, density=0.6, coverage=1)
    none = Discovery(box=everything, quasi_p=np.empty(0), trajectory=(everything,), overall=0.6)
    bare = replace(answer, conditions=(), found=none)
    cases = tuple(choose(project, ["baseline"], {}))
    text = DiscoverResult(project=project, found=bare, cases=cases).text("en")
    assert "is 60.0%; no conditions were found that raise it" in text.replace("\n", " ")
    assert "coverage)" not in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["plam"], "unknown scenario 'plam'"),
        (["plan", "-n", "64"], "need shapes (run, factor) and (run,) with 100 runs at least"),
        (["plan", "--year", "2060"], "2060 must lie within the simulated years"),
        (["plan", "--year", "2021", "-n", "256", "--when", "by"], "the event happens in 0 of 256"),
    ],
)
def test_bad_words_are_refused(words: list[str], message: str) -> None:
    result = call(*words)
    assert result.exit_code in (1, 2)
    assert message in result.stderr
