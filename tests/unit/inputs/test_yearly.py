"""Inputs drawn by year: every mistake of the table is named at once, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.declared import columns_of
from zysim.inputs.yearly import Yearly, read_yearly

HEAD = ",".join(columns_of(Yearly))
GOOD = "water,来水,Water,0.05,0.3,2026,zysim_authors,,estimate,our judgement"


def test_a_city_without_the_table_draws_nothing(tmp_path: Path) -> None:
    assert read_yearly(tmp_path / "yearly_inputs.csv") == {}


def test_all_wrong_rows_are_named_with_value_and_way_out(tmp_path: Path) -> None:
    path = tmp_path / "yearly_inputs.csv"
    bad = [
        GOOD.replace("0.05", "5"),
        GOOD.replace("water", "wind").replace("0.3", "1"),
        GOOD.replace("water", "sun").replace("2026", "2026.5"),
    ]
    path.write_text("\n".join([HEAD, *bad]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_yearly(path)
    said, zh = str(raised.value), raised.value.zh
    assert zh is not None
    for row, words in zip(
        ("row 2 (water)", "row 3 (wind)", "row 4 (sun)"),
        ("a number above 0 and below 1, it is 5", "of 0 or more and below 1", "not a year"),
        strict=True,
    ):
        assert row in said
        assert words in said
    assert "应为不小于 0 且小于 1" in zh
    assert "之间的年份" in zh


def test_a_good_row_is_read(tmp_path: Path) -> None:
    path = tmp_path / "yearly_inputs.csv"
    path.write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    water = read_yearly(path)["water"]
    assert (water.deviation, water.memory, water.first) == (0.05, 0.3, 2026)
