"""`zysim explain-peak`: words, tables and wedges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main
from zysim.paths import CITY

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["explain-peak", *words, "-n", "16"], env={"ZYSIM_LANG": lang})


@pytest.mark.usefixtures("every_format")
def test_words_table_and_files(tmp_path: Path) -> None:
    result = call("plan", "plan+gas_output=0+storage=0", "--out", str(tmp_path / "o"), lang="zh")
    assert result.exit_code == 0, result.stderr
    assert "提前达峰的主要是天然气增产（−" in "".join(result.stdout.split())
    assert "合计" in result.stdout
    names = {path.name for path in (tmp_path / "o").iterdir()}
    assert {"credit.csv", "credit_by_year.csv", "wedge.zh.png", "wedge.en.pdf"} <= names


def test_a_single_change_can_be_explained_and_has_all_the_credit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(CITY, str(HARBOUR))
    words = ("accord", "accord", "--set", "shore_power=0", "--boundary", "N")
    document = json.loads(call(*words, "--json").stdout)
    assert document["boundary"] == "N"
    (group,) = document["groups"]
    credit = group["credit"]
    assert credit["level_2034"] == pytest.approx(document["difference"])
    assert credit["peak_time"] > 0
    said = f"{group['label_en']} (+{credit['peak_time']:.1f} years)"
    assert said in " ".join(call(*words).stdout.split())


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
