"""A city of one's own: made by `zysim new`, edited in its tables, used by every engine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.paths import CITY, PACKAGE
from zysim.runs.execute import run_settings
from zysim.runs.project import choose_one, open_project

CO2 = "energy_co2_provincial"
BEFORE, AFTER = ",0.0135,", ",0.02,"


def call(*words: str, lang: str = "zh") -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [*words, "--lang", lang])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "我的城市"
    assert call("new", str(folder))[0] == 0
    monkeypatch.setenv(CITY, str(folder))
    return folder


def edit(city: Path, name: str, old: str, new: str) -> None:
    path = city / "params" / "coefficients.csv"
    text = path.read_text("utf-8")
    line = next(each for each in text.splitlines() if each.startswith(f"{name},"))
    assert old in line
    path.write_text(text.replace(line, line.replace(old, new, 1)), encoding="utf-8")


def level(text: str) -> float:
    return json.loads(text)["scenarios"][0]["boundaries"]["B"]["peak_level"]


def test_an_edited_number_acts_at_once_and_the_same_after_a_sync(city: Path) -> None:
    before = level(call("run", "plan", "-n", "1", "--json")[1])
    edit(city, "frontier_tfp_growth", BEFORE, AFTER)
    _code, text, said = call("run", "plan", "-n", "1", "--json")
    assert level(text) > before + 0.1
    assert "params/ 有 1 个数与 ziyang.mdl 不同，如 frontier_tfp_growth" in said
    assert call("model", "sync")[0] == 0
    _code, again, said = call("run", "plan", "-n", "1", "--json")
    assert level(again) == level(text)
    assert not said


@pytest.mark.slow
def test_every_engine_takes_the_edited_number(city: Path) -> None:
    edit(city, "frontier_tfp_growth", BEFORE, AFTER)
    project = open_project()
    assert project.edited == {"frontier_tfp_growth": 0.02}
    case = choose_one(project, "plan", {})
    python, numpy, llvm = (
        run_settings(project, [case], engine=engine, outputs=[CO2]).of(CO2)
        for engine in ("python", "numpy", "llvm")
    )
    np.testing.assert_array_equal(python, numpy)
    np.testing.assert_allclose(llvm, numpy, rtol=1e-12)


def test_a_row_without_constant_and_a_constant_without_row_are_both_named(city: Path) -> None:
    edit(city, "smallest_generation", "smallest_generation,", "least_generation,")
    code, _text, said = call("run", "plan", lang="en")
    assert code == 2
    assert "least_generation: has a row in the tables, and the model has no such constant" in said
    assert "smallest_generation: is a constant of the model without a row" in said
    assert "2 problem(s)" in said


def test_a_folder_that_is_no_city_is_named_with_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CITY, "")
    code, _text, said = call("run", "plan", "--city", str(tmp_path), lang="en")
    assert code == 2
    assert re.search(
        r"no models, params, sensitivity, city\.toml in it\. Name the folder of a city", said
    )
    assert "请给出城市文件夹" in call("--city", str(tmp_path), "levers")[2]


def test_a_new_city_takes_every_figure_along(city: Path) -> None:
    shipped = {each.name for each in (PACKAGE.parent / "figures").glob("*.toml")}
    assert {each.name for each in (city / "figures").iterdir()} == shipped
    assert {"emissions.toml", "charts.toml"} <= shipped


def test_new_never_writes_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    code, _text, said = call("new", str(tmp_path), lang="en")
    assert code == 2
    assert "is there already and not empty" in said
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
