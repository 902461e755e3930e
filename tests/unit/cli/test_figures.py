"""`zysim figures`: listed, drawn into a folder whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main
from zysim.report.gallery import PICTURES


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["figures", *words], env={"ZYSIM_LANG": "en"})


def test_pictures_are_listed() -> None:
    result = call("--list")
    assert [line.split()[0] for line in result.stdout.splitlines()] == list(PICTURES)


@pytest.mark.usefixtures("every_format")
def test_a_picture_is_written_in_all_formats(tmp_path: Path) -> None:
    result = call("counties", "--out", str(tmp_path / "o"))
    assert result.exit_code == 0, result.stderr
    assert len(list((tmp_path / "o").iterdir())) == 6
    assert "counties.en.pdf" in result.stdout


def test_an_unknown_picture_leaves_nothing(tmp_path: Path) -> None:
    result = call("countys", "--out", str(tmp_path / "o"))
    assert result.exit_code == 2
    assert "Did you mean 'counties'" in result.stderr
    assert not list((tmp_path / "o").glob("*"))
