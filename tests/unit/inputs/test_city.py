"""The record of a city: read from city.toml, and held against model and tables both ways."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.city import City, Group
from zysim.inputs.city_check import check_city
from zysim.inputs.read_city import model_path, read_city
from zysim.inputs.read_tables import read_tables as read_tables_of
from zysim.inputs.tables import Tables
from zysim.paths import CITY_FILE, data_root
from zysim.reading.graph import ModelGraph

TEXT = (data_root() / CITY_FILE).read_text("utf-8")


@pytest.fixture(scope="module")
def record() -> City:
    return read_city()


@pytest.fixture(scope="module")
def tables(root: Path) -> Tables:
    return read_tables_of(root / "params")


def refused(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        call()
    return str(caught.value), caught.value.zh or ""


def edited(folder: Path, *changes: tuple[str, str]) -> tuple[str, str]:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / CITY_FILE).write_text(text, encoding="utf-8")
    return refused(lambda: read_city(folder))


def test_the_shipped_record_says_what_the_city_is(record: City) -> None:
    assert record.usual == ("baseline", "plan")
    assert (record.first, record.goal, record.last, record.shortest) == (2020, 2030, 2060, 2031)
    assert record.accounts[record.territorial].rest == ("", "")
    assert record.accounts[record.account].rest[1] == "Net imported electricity"
    assert record.sink is record.beside["forest_sink"]
    assert record.parts("new_gas_chemistry") == ("sector_co2[new_gas_chemistry]",)
    assert record.group_of("storage").id == "energy"
    assert model_path().is_file()


def test_everything_wrong_with_the_file_is_said_at_once(tmp_path: Path) -> None:
    said, zh = edited(
        tmp_path,
        ('region = "China|Sichuan|Ziyang"', "county = 3"),
        ("goal = 2030", "goal = 2024"),
        ('account = "B"', 'account = "E"'),
        ('[accounts.B]\nvariable = "energy_co2_provincial"', "[accounts.B]"),
        ('food               = { band = "industry"', 'food               = { band = "industri"'),
        ('[bands.transport]\nzh = "交通"', '[bands.transport]\nzh = "交通"\ncolour = "blue"'),
        ('levers = ["gas_output"]', "levers = []"),
        ("producing = true", "producing = 1"),
        ('band = "gas_field"', 'band = "gas_power"'),
    )
    for words in (
        "[city]: unknown key 'county'",
        "[city]: region is missing",
        "[years]: goal 2024 must be after history 2025",
        "[roles]: account: unknown account 'E'. Known: A, B, C, D.",
        "[accounts.B]: variable is missing",
        "[sectors.food]: unknown band 'industri'. Did you mean 'industry'",
        "[bands.transport]: colour 'blue' is not written as #1F77B4",
        '[groups.gas_output]: levers is missing (lever ids, such as ["storage"])',
        "[sectors.agriculture]: producing must be true or false, got 1",
        "[bands.gas_field]: no sector stands in this band: name it in a sector, or take it out",
    ):
        assert f"- {words}" in said
    assert "10 problem(s)" in said
    for words in (
        "goal 2024 应晚于 history 2025",
        "缺少 variable",
        "没有行业属于这一色带",
        "措施 id",
    ):
        assert words in zh
    assert str(tmp_path / CITY_FILE) in said


def test_a_horizon_that_cannot_show_the_goal_is_refused(tmp_path: Path) -> None:
    said, zh = edited(tmp_path, ("last = 2060", "last = 2031"))
    assert "[years]: last 2031 must be 2 years or more after goal 2030" in said
    assert "看不出此后排放是否下降" in zh


def test_a_missing_section_and_a_section_that_is_none_are_named(tmp_path: Path) -> None:
    start = TEXT.index("[accounts.A]"), TEXT.index("# Beside the peak")
    said, zh = edited(
        tmp_path,
        (TEXT[slice(*start)], ""),
        ("[counties]", "[unknown]"),
        ('"base year"       = { zh = "基年数据", en = "Base year" }', '"base year" = 3'),
        ('grid        = { zh = "电网"', 'outside = { zh = "外部"'),
    )
    assert "accounts is missing: write [accounts] (accounts)" in said
    assert "unknown key 'unknown'. Did you mean 'unknowns'?" in said
    assert "[unknowns]: base year must be a table, written [unknowns.base year]" in said
    assert "[payers.outside]: stands for everybody whose money is not counted" in said
    assert "请给这一付款方另取 id" in zh
    assert "缺少 accounts：请写 [accounts]" in zh


def test_a_folder_without_the_file_is_told_the_way_out(tmp_path: Path) -> None:
    said, zh = refused(lambda: read_city(tmp_path))
    assert "there is no such file: zysim new DIR makes a city folder" in said
    assert "zysim new DIR 可新建" in zh


def test_the_shipped_city_and_its_model_name_the_same(
    record: City, city: ModelGraph, tables: Tables
) -> None:
    check_city(record, city, tables)


def test_what_one_side_names_and_the_other_lacks_is_said_both_ways(
    record: City, city: ModelGraph, tables: Tables
) -> None:
    sectors = {name: each for name, each in record.sectors.items() if name != "food"}
    sectors["ships"] = replace(record.sectors["gas_field"], id="ships")
    sectors["construction"] = replace(sectors["construction"], producing=False)
    groups = {
        **record.groups,
        "energy": replace(record.groups["energy"], levers=("storage", "storge", "green_living")),
        "empty": Group(id="empty", label=("空", "Empty"), levers=("gas_output",)),
    }
    odd = replace(
        record,
        last=2050,
        main="plam",
        sectors=sectors,
        counties={"anyue": ("安岳县", "Anyue")},
        groups=groups,
        unknowns={**record.unknowns, "sea": ("海", "Sea")},
        variables={**record.variables, "gdp": "gpd"},
    )
    said, zh = refused(lambda: check_city(odd, city, tables))
    for words in (
        "sectors.ships: is a sector, and sector_co2 of the model has no such element",
        "sector_co2[food]: is in the model, and [sectors] has no such sector",
        "value_added[construction]: is in the model, and [sectors] has no such producing sector",
        "county_co2[lezhi]: is in the model, and [counties] has no such county",
        "variables.gdp: unknown variable of the model 'gpd'. Did you mean 'gdp'",
        "groups.energy: unknown lever 'storge'. Did you mean 'storage'",
        "rural_gas: must stand in one group of [groups], it stands in none",
        "gas_output: must stand in one group of [groups], it stands in gas_output, empty",
        "unknowns.sea: unknown group of params/uncertainty.csv 'sea'",
        "roles.main: unknown scenario 'plam'. Did you mean 'plan'",
        "years.last: is 2050, and FINAL TIME of the model is 2060",
    ):
        assert f"- {words}" in said
    for words in (
        "在模型中，但 [sectors] 没有这一行业",
        "但模型的 sector_co2 没有这一元素",
        "现为 无",
    ):
        assert words in zh


def test_counties_without_their_variable_are_refused(
    record: City, city: ModelGraph, tables: Tables
) -> None:
    rest = {name: each for name, each in record.variables.items() if name != "counties"}
    said, zh = refused(lambda: check_city(replace(record, variables=rest), city, tables))
    assert "variables: counties are named, and variables.counties is not" in said
    assert "请写明变量" in zh
    check_city(replace(record, variables=rest, counties={}), city, tables)


def test_a_group_of_the_unknown_without_a_name_is_named(
    record: City, city: ModelGraph, tables: Tables
) -> None:
    named = {name: each for name, each in record.unknowns.items() if name != "gas"}
    said, _zh = refused(lambda: check_city(replace(record, unknowns=named), city, tables))
    assert re.search(r"- gas: is a group of params/uncertainty\.csv without a name", said)
