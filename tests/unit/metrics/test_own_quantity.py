"""Every lever of the city moves something of its own, or the check says why it does not."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.inputs.read_tables import read_tables
from zysim.wording import told_number


@pytest.fixture(scope="module")
def found() -> list[dict]:
    said = CliRunner().invoke(main, ["levers", "--effects", "--json"])
    assert said.exit_code == 0, said.stderr
    return json.loads(said.stdout)


def test_every_lever_has_a_row_that_moves_or_says_why(found: list[dict]) -> None:
    assert {each["lever"] for each in found} == set(read_tables().levers)
    for each in found:
        small = abs(each["at_1"] - each["at_0"]) < 0.01 * abs(each["at_0"])
        assert small == each["hardly_moves"], each["lever"]
        assert each["says_zh"]


def test_the_table_tells_both_values_in_official_units(found: list[dict]) -> None:
    row = next(each for each in found if each["lever"] == "gas_power_capacity")
    said = CliRunner().invoke(main, ["--lang", "zh", "levers", "gas_power_capacity", "--effects"])
    assert told_number(row["at_1"] * 100) in said.stdout
    assert "万千瓦" in said.stdout
    assert f"{row['change']:+.1%}" in said.stdout
