"""`zysim report`: writes a folder, speaks both languages, refuses in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main
from zysim.paths import CITY

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["report", *words], env={"ZYSIM_LANG": lang})


@pytest.mark.slow
def test_it_writes_a_report_of_what_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CITY, str(HARBOUR))
    out = tmp_path / "out"
    words = ["today", "slow", "-o", str(out), "-n", "16", "--boundary", "N"]
    done = call(*words)
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith(f"Report: {out / 'report.en.docx'}")
    names = {path.name for path in out.iterdir()}
    assert {"report.en.docx", "report.en.xlsx", "fan.png", "targets.csv", "manifest.json"} <= names
    again = call(*words)
    assert again.exit_code == 2
    assert f"{out / 'report.en.docx'}" in again.stderr
    assert "--force" in again.stderr
    with zipfile.ZipFile(out / "report.en.docx") as packed:
        assert str(tmp_path) not in packed.read("word/document.xml").decode()
    assert str(tmp_path) not in (out / "manifest.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["baseline"], "name two scenarios or more"),
        (["baseline", "plann"], "unknown scenario 'plann'"),
        (["baseline", "plan", "-n", "1"], "an ensemble needs 2 or more"),
        (["baseline", "plan", "--boundary", "E"], "--boundary"),
    ],
)
def test_bad_words_are_refused(words: list[str], message: str, tmp_path: Path) -> None:
    done = call(*words, "-o", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (tmp_path / "out").exists()
