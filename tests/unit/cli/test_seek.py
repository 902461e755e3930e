"""`zysim seek`: questions listed, files and words refused, the answer as text, JSON and file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.scenarios import read_scenario
from zysim.inputs.seek_file import question_names, read_question
from zysim.paths import questions_path
from zysim.runs.project import Project, open_project
from zysim.seeking import search
from zysim.seeking.search import Effort

SMALL = Effort(
    look=8, choice=16, answer=16, last=16, fresh=32, rounds=(4, 2, 2), starts=0, kept=1, ladder=()
)
SHORT = ("--peak", "2030", "--probability", "0.5", "--move", "gas_output")
GOOD = """
id = "mine"
title_zh = "题"
title_en = "title"
question_zh = "问"
question_en = "question"
start = "plan"
least = "change"

[[hold]]
peak_by = 2030
probability = 0.8

[[move]]
levers = ["all"]
"""


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["seek", *words], env={"ZYSIM_LANG": lang})


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "QUICK", SMALL)


def test_without_a_name_the_questions_are_listed() -> None:
    result = call(lang="zh")
    assert result.exit_code == 0
    for name in question_names(questions_path()):
        assert name in result.stdout


def test_every_shipped_question_can_be_read(project: Project) -> None:
    names = question_names(questions_path())
    assert {"keep-gas-targets", "free-chemistry", "least-change"} <= set(names)
    for name in names:
        question = read_question(name, questions_path(), project.tables, project.graph.scalars)
        assert question.id == name


@pytest.mark.usefixtures("small")
def test_an_answer_is_told_written_and_logged(project: Project, tmp_path: Path) -> None:
    out, log = tmp_path / "mine.toml", tmp_path / "seek.log"
    result = call(*SHORT, "--quick", "--json", "--out", str(out), "--log", str(log))
    assert result.exit_code == 0, result.stderr
    record = json.loads(result.stdout)
    assert record["feasible"] is True
    assert record["probability"] >= 0.5
    (lever,) = record["levers"]
    assert lever["id"] == "gas_output"
    assert read_scenario(str(out), project.tables).levers["gas_output"] == lever["after"]
    assert record["case"] == f"plan+gas_output={lever['after']:g}"
    lines = log.read_text("utf-8").splitlines()
    assert any(f"{record['rounds'][-1]['runs']:,} runs so far" in line for line in lines)


@pytest.mark.usefixtures("small")
def test_an_answer_within_a_budget_is_text() -> None:
    result = call(*SHORT, "--quick", "--budget", "5000", lang="zh")
    assert result.exit_code == 0, result.stderr
    assert re.search("改 1 项(即可|，接近)", result.stdout)
    assert "不超过 5000 亿元的概率不低于 50%" in result.stdout
    assert re.search(r"plan\+gas_output=0\.?\d*", result.stdout)


@pytest.mark.parametrize(
    ("words", "messages"),
    [
        (("--peak", "2030"), ["--probability 0.8"]),
        (("least-change", "--peak", "2030"), ["one question at a time"]),
        (("least", "--probability", "0.8"), ["unknown question 'least'", "least-change"]),
        ((*SHORT, "--out", "a.csv"), ["a.csv", "a.toml"]),
        (("--peak", "2090", "--probability", "7"), ["it is 7", "2021 to 2059"]),
        ((*SHORT, "--keep", "storag", "--seed", "-1"), ["'storage'", "--seed -1"]),
        ((*SHORT, "--start", "plam"), ["'plan'"]),
        ((*SHORT, "--budget", "nan"), ["--budget", "'nan' is not a valid"]),
        ((*SHORT, "--at-most", "0"), ["--at-most 0: must be 1 or more"]),
        (("adaptive-2028", "--at-most", "2"), ["goes with fixed settings"]),
    ],
)
def test_words_that_cannot_be_are_refused(words: tuple[str, ...], messages: list[str]) -> None:
    result = call(*words)
    assert result.exit_code == 2
    for message in messages:
        assert message in result.stderr
    chinese = call(*words, lang="zh")
    assert chinese.exit_code == 2
    assert re.search(r"[一-鿿]", chinese.stderr)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('least = "change"', 'least = "money"', "least 'money' must be one of"),
        ("peak_by = 2030", "peak_by = 2060", "peak_by must be a whole number from 2021 to 2059"),
        ("probability = 0.8", "probability = 1.2", "probability must be a number above 0"),
        ("probability = 0.8", "", "probability is missing"),
        (
            "probability = 0.8",
            "probability = 0.8\ntolerance = 2",
            "tolerance must be a number of 0 or more",
        ),
        ("probability = 0.8", 'probability = 0.8\naccount = "E"', "unknown account 'E'"),
        ("probability = 0.8", "probability = 0.8\nby = 3", "unknown key 'by'"),
        ("peak_by = 2030", 'target = "T99"', "unknown target 'T99'"),
        (
            "peak_by = 2030",
            'variable = "gdpp"\nyear = 2030\nat_least = 1',
            "unknown variable 'gdpp'",
        ),
        ("peak_by = 2030", 'variable = "gdp"\nyear = 2030', "one of at_least and at_most"),
        ("peak_by = 2030", 'budget = "3"', "budget must be a number, it is '3'"),
        ("peak_by = 2030", "budget = inf", "budget must be a number, it is inf"),
        ("peak_by = 2030", "", "one of peak_by, target, variable, budget"),
        ("[[hold]]\npeak_by = 2030\nprobability = 0.8", "", "hold is missing: write [[hold]]"),
        ('["all"]', '["storag"]', "Did you mean 'storage'"),
        ('["all"]', "[]", "levers is missing (levers, or all)"),
        ('["all"]', '["storage"]\nhigh = 9', "high 9 is outside 0 to 2 of storage"),
        ('["all"]', '["storage"]\nlow = 1\nhigh = 0.5', "low 1 is above high 0.5"),
        ('["all"]', '["storage"]\nweight = 0', "weight must be a number above 0, it is 0"),
        ('["all"]', '["storage"]\nyears = [2033, 2030]', "2033-2030 ends before it starts"),
        ('["all"]', '["storage"]\nyears = 2030', "years must be a list of 2 numbers"),
        ('["all"]', '["storage"]\ntogether = 1', "together must be true or false"),
        ('["all"]', '["storage"]\n\n[[move]]\nlevers = ["storage"]', "storage: moves in two"),
    ],
)
def test_a_question_that_breaks_a_rule_is_refused(
    project: Project, tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = tmp_path / "mine.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_question(str(path), tmp_path, project.tables, project.graph.scalars)
    assert message in str(caught.value)
    assert "mine.toml" in str(caught.value)
    assert re.search(r"[一-鿿]", caught.value.zh or "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_question_of_the_documents_can_be_read(
    project: Project, tmp_path: Path, lang: str
) -> None:
    page = (project.root / f"docs/{lang}/seek.md").read_text(encoding="utf-8")
    text, *_ = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    question = read_question(str(path), tmp_path, project.tables, project.graph.scalars)
    assert len(question.holds) == 4
    assert [move.years for move in question.moves] == [(2026, 2035), None]


def test_all_problems_of_a_question_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace("0.8", "8").replace('"change"', '"x"'), encoding="utf-8")
    result = call(str(path))
    assert result.exit_code == 2
    assert "2 problem(s)" in result.stderr
