"""`zysim bench`: the machine's own rates, and what is said where llvmlite is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli import bench
from zysim.cli.main import main
from zysim.sensitivity import speed

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"


def call(*words: str, lang: str = "en") -> Result:
    asked = ["--city", str(HARBOUR), "bench", *words]
    return CliRunner().invoke(main, asked, env={"ZYSIM_LANG": lang})


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "NUMPY_RUNS", 4)
    monkeypatch.setattr(bench, "MACHINE_RUNS", 16)
    for name in ("STUDY_RUNS", "GENERATED_RUNS", "GENERAL_RUNS"):
        monkeypatch.setattr(speed, name, 16)
    monkeypatch.setattr(speed, "SIZES", (15,))
    monkeypatch.setattr(speed, "STARTS", {"numpy": ("-c", "pass"), "run": ("-c", "'{main}'")})
    monkeypatch.setattr(speed, "WARMING", 0)
    monkeypatch.setattr(speed, "TIMES", 1)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["runs a second", "machine code, 1 thread", "study levers, a kernel made for it"]),
        ("zh", ["每秒运行次数", "机器码，1 线程", "生成的模型，", "python -c pass"]),
    ],
)
def test_rates_are_shown(lang: str, words: list[str]) -> None:
    result = call(lang=lang)
    assert result.exit_code == 0, result.stderr
    for word in words:
        assert word in result.stdout


def test_json_tells_engines_study_models_and_starts() -> None:
    document = json.loads(call("--json").stdout)
    assert document["engines"][0]["engine"] == "numpy"
    study = document["city_study"]
    rates = [each["runs_a_second"] for each in (*document["engines"], study, *document["models"])]
    assert min(*rates, study["general_runs_a_second"]) > 0
    assert study["compiling"] >= 0
    numpy, run = document["starts"].values()
    assert numpy["against_numpy"] == 1
    assert run["against_numpy"] == pytest.approx(run["seconds"] / numpy["seconds"])
    assert run["words"] == ["-c", "'accord'"]


def test_a_missing_llvmlite_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "find_spec", lambda _name: None)
    result = call()
    assert result.exit_code == 0
    assert "llvmlite is not installed" in result.stdout
    assert "machine code, 1" not in result.stdout
    assert "study" not in result.stdout
