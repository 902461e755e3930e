"""`zysim run --model`: what a modeller of another city sees."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main

NAMES = [
    "lines.png",
    "manifest.json",
    *("results.csv", "results.nc", "results.parquet"),
]


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["run", *words], env={"ZYSIM_LANG": lang})


@pytest.fixture
def tank(root: Path) -> str:
    return str(root / "models" / "teaching" / "tank.mdl")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["tank, 2020 to 2060 (year)", "Changed: tap=30", "Euler, step 0.25"]),
        ("zh", ["tank，2020—2060（year）", "已改：tap=30", "欧拉法，步长 0.25"]),
    ],
)
def test_the_table_shows_stocks_clock_and_changes(tank: str, lang: str, words: list[str]) -> None:
    result = call("--model", tank, "--set", "tap=30", lang=lang)
    assert result.exit_code == 0, result.stderr
    assert "water" in result.stdout
    for word in words:
        assert word in result.stdout


def test_json_gives_every_value(tank: str) -> None:
    result = call("--model", tank, "--variable", "fill level", "--until", "2030", "--json")
    document = json.loads(result.stdout)
    (level,) = document["variables"]
    assert (level["id"], level["unit"]) == ("fill_level", "dmnl")
    assert document["times"] == list(range(2020, 2031))
    assert len(level["values"]) == 11
    assert level["maximum"] == max(level["values"])


def test_files_hold_all_variables(tank: str, tmp_path: Path) -> None:
    result = call("--model", tank, "--out", str(tmp_path / "o"))
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == sorted(NAMES)
    table = pd.read_csv(tmp_path / "o" / "results.csv")
    assert {"water", "filling", "leaking", "fill_level"} <= set(table["variable"])
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert [Path(name).name for name in manifest["files"]] == ["tank.mdl"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["plan", "--boundary", "A"], "SCENARIO, --boundary: part of the city's model"),
        (["--require-peak", "2030"], "--require-peak: part of the city's model"),
    ],
)
def test_options_of_the_city_are_refused(tank: str, words: list[str], message: str) -> None:
    result = call("--model", tank, *words)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize("words", [("--variable", "gdp"), ("--method", "rk4")])
def test_options_of_other_models_are_refused_for_the_city(words: tuple[str, str]) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert f"{words[0]} goes with --model" in result.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = call("--model", str(tmp_path / "no.mdl"))
    assert result.exit_code != 0
    assert "no.mdl" in result.stderr
