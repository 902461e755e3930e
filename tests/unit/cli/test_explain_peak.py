"""`zysim explain-peak`: words, tables and wedges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["explain-peak", *words, "-n", "16"], env={"ZYSIM_LANG": lang})


def test_words_table_and_files(tmp_path: Path) -> None:
    result = call("plan", "plan+gas_output=0+storage=0", "--out", str(tmp_path / "o"), lang="zh")
    assert result.exit_code == 0, result.stderr
    assert "提前达峰的主要是天然气增产（−" in result.stdout
    assert "合计" in result.stdout
    names = {path.name for path in (tmp_path / "o").iterdir()}
    assert {"credit.csv", "credit_by_year.csv", "wedge.zh.png", "wedge.en.pdf"} <= names


def test_json_credit_adds_up() -> None:
    document = json.loads(
        call("plan", "plan+gas_output=0+storage=0", "--boundary", "A", "--json").stdout
    )
    assert document["boundary"] == "A"
    total = sum(group["credit"]["peak_level"] for group in document["groups"])
    assert total < 0


def test_a_single_change_can_be_explained() -> None:
    result = call("plan", "plan", "--set", "gas_chemicals=0")
    assert result.exit_code == 0, result.stderr
    assert "Gas chemicals (−" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["plan", "plan"], "the same settings, so nothing to explain"),
        (["plam", "plan"], "unknown scenario 'plam'"),
    ],
)
def test_bad_words_are_refused(words: list[str], message: str) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert message in result.stderr
