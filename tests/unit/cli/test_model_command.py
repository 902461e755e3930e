"""`zysim model sync` on a copy of the city's model."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli import model as synced
from zysim.cli.main import main
from zysim.inputs.read_city import model_path
from zysim.inputs.read_tables import read_tables
from zysim.model_sync import find_numbers

pytestmark = pytest.mark.slow


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = Path(shutil.copy(model_path(), tmp_path))
    monkeypatch.setattr(synced, "model_path", lambda: path)
    return path


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["model", "sync", *words], env={"ZYSIM_LANG": "en"})


def test_what_differs_is_listed_and_then_put_right(copy: Path) -> None:
    call()
    fine = copy.read_bytes()
    spot = find_numbers(fine.decode())["policy_delay"]
    text = fine.decode()
    copy.write_text(text[: spot.start] + "9" + text[spot.end :], encoding="utf-8", newline="")
    wrong = copy.read_bytes()

    checked = call("--check")
    assert checked.exit_code == 3
    assert "policy_delay: 9 -> 0" in checked.stdout
    assert "1 numbers. Run zysim model sync" in checked.stderr
    assert copy.read_bytes() == wrong

    written = call()
    assert written.exit_code == 0
    assert "1 numbers, views unchanged" in written.stdout
    assert copy.read_bytes() == fine


def test_a_synced_model_is_left_byte_for_byte(copy: Path) -> None:
    call()
    once = copy.read_bytes()
    again = call("--check")
    assert again.exit_code == 0
    assert "agrees with params/" in again.stdout
    assert call().exit_code == 0
    assert copy.read_bytes() == once


def test_missing_views_are_drawn(copy: Path) -> None:
    body = copy.read_text(encoding="utf-8").partition("\\\\\\---///")[0]
    copy.write_text(body, encoding="utf-8", newline="")
    assert "views out of date" in call("--check").stderr
    assert "views redrawn" in call().stdout
    assert copy.read_text(encoding="utf-8").startswith(body)


@pytest.mark.usefixtures("copy")
def test_constant_without_a_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    call()
    kept = synced.expected_numbers(read_tables())
    del kept["policy_delay"]
    monkeypatch.setattr(synced, "expected_numbers", lambda _tables: kept)
    result = call("--check")
    assert result.exit_code == 3
    assert "no row in params/: policy_delay" in result.stderr


def test_ranges_of_levers_are_expected_in_the_model() -> None:
    numbers = synced.expected_numbers(read_tables())
    assert numbers["lever_setting[gas_output_measure]"] == 0.0
    assert numbers["lever_setting:high"] >= 1.0
