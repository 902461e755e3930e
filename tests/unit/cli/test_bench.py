"""`zysim bench`: the machine's own rates, and what is said where llvmlite is missing."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from zysim.cli import bench
from zysim.cli.main import main


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["bench", *words], env={"ZYSIM_LANG": lang})


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "NUMPY_RUNS", 4)
    monkeypatch.setattr(bench, "MACHINE_RUNS", 16)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["runs a second", "machine code, 1 thread"]),
        ("zh", ["每秒运行次数", "机器码，1 线程"]),
    ],
)
def test_rates_are_shown(lang: str, words: list[str]) -> None:
    result = call(lang=lang)
    assert result.exit_code == 0, result.stderr
    for word in words:
        assert word in result.stdout


def test_json_tells_each_engine() -> None:
    document = json.loads(call("--json").stdout)
    assert document["engines"][0]["engine"] == "numpy"
    assert all(each["runs_a_second"] > 0 for each in document["engines"])


def test_a_missing_llvmlite_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "find_spec", lambda _name: None)
    result = call()
    assert result.exit_code == 0
    assert "llvmlite is not installed" in result.stdout
    assert "machine code, 1" not in result.stdout
