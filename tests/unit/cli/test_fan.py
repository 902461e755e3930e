"""`zysim fan`: pictures of any variable in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["fan", *words], env={"ZYSIM_LANG": "en"})


def test_a_scalar_and_an_element_get_a_picture_each(tmp_path: Path) -> None:
    words = ["plan", "--variable", "gdp", "--variable", "fleet[private_car]", "-n", "4"]
    result = call(*words, "--format", "png", "--out", str(tmp_path / "o"))
    assert result.exit_code == 0, result.stderr
    stems = ("fan-gdp", "fan-fleet-private_car")
    assert {path.name for path in (tmp_path / "o").iterdir()} == {
        *(f"{stem}.{lang}.{kind}" for stem in stems for lang in ("zh", "en") for kind in KINDS),
        *(f"{stem}.manifest.json" for stem in stems),
    }
    assert "fan-gdp.en.png" in result.stdout


KINDS = ("png", "csv")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["plan", "--variable", "gpd"], "unknown variable 'gpd'"),
        (["plam"], "unknown scenario 'plam'"),
        (["plan", "-n", "0"], "members must be a whole number from 2"),
    ],
)
def test_bad_words_are_refused(words: list[str], message: str, tmp_path: Path) -> None:
    result = call(*words, "--out", str(tmp_path / "o"))
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "o").exists()
