"""Inputs drawn by year: every mistake of the table is named at once, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.declared import columns_of
from zysim.inputs.yearly import Yearly, read_yearly
from zysim.inputs.yearly_series import read_yearly_series

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


@pytest.fixture
def inputs(tmp_path: Path) -> Mapping[str, Yearly]:
    path = tmp_path / "yearly_inputs.csv"
    path.write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    return read_yearly(path)


def test_a_series_of_years_is_read_by_id_or_label(
    tmp_path: Path, inputs: Mapping[str, Yearly]
) -> None:
    path = tmp_path / "dry.csv"
    path.write_text("年份,来水\n2028,0.9\n2029,0.85\n", encoding="utf-8")
    assert read_yearly_series(path, inputs, 2060) == {"water": {2028: 0.9, 2029: 0.85}}


@pytest.mark.parametrize(
    ("text", "words", "zh"),
    [
        ("year,water\n2028,0.9\n2030,1\n", "row 3: year 2030 follows 2028: 2029", "缺 2029 年"),
        ("year,water\n2028,\n2029,1\n", "row 2, water: is empty", "第 2 行 water：为空"),
        ("year,water\n2028,0.9\n2028,1\n", "row 3: year 2028 follows 2028", "每年一行"),
        ("year,water\n2028,1\n,\n\n2030,1\n", "row 5: year 2030 follows 2028", "第 5 行"),
        ("year,water\n2028,3500\n", "row 2, water: 3500 is no factor", "不是一年的系数"),
        ("year,water\n2028,dry\n", "row 2, water: 'dry'", "第 2 行 water"),
        ("year,water\n2019,1\n", "outside 2026 to 2060", "2026—2060"),
        ("year,wind\n2028,1\n", "unknown input 'wind'", "wind"),
        ("water,year\n1,2028\n", "first column must be year", "首列"),
        ("year,water\n", "has no factor", "没有任何系数"),
    ],
)
def test_a_series_with_gaps_is_refused_with_file_and_row(
    tmp_path: Path, inputs: Mapping[str, Yearly], text: str, words: str, zh: str
) -> None:
    path = tmp_path / "dry.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_yearly_series(path, inputs, 2060)
    assert "dry.csv" in str(raised.value)
    assert words in str(raised.value)
    assert zh in (raised.value.zh or "")
