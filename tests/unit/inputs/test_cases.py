"""What a case is called: by id, label, hash and file, made once from what was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zysim.inputs.quantities import Quantity
from zysim.inputs.settings import read_case
from zysim.inputs.tables import Tables


@pytest.fixture
def physical(tables: Tables) -> Tables:
    """Tables whose first lever has a reading in the unit of a clause: 0.08 to 24.5."""
    quantity = Quantity(
        lever="gas_output",
        zero="fleet[bus]",
        one="fleet[car]",
        factor_zh=1,
        unit_zh="万辆",
        factor_en=10_000,
        unit_en="vehicles",
    )
    return replace(tables, quantities={"gas_output": quantity})


def test_a_label_says_from_what_to_what_in_the_unit_of_the_clause(physical: Tables) -> None:
    case = read_case("plan+gas_output=0+green_living=0.5", physical)
    assert case.title_zh == "方案（改：增产 24.5→0.08 万辆；绿色生活 1→0.5）"
    assert case.title_en == ("Plan (changed: Gas output 245000→800 vehicles; Green living 1→0.5)")


def test_years_of_a_label_are_those_that_were_asked_for(tables: Tables) -> None:
    case = read_case("plan+gas_output=0.5@2029-2033", tables)
    assert case.title_zh == "方案（改：增产 1→0.5，2029—2033 年）"
    later = read_case("plan+green_living=@2030-2035", tables)
    assert later.title_en == "Plan (changed: Green living 2030–2035)"
    assert case.constants["lever_start_year[gas_output_measure]"] == 2029
    assert case.constants["lever_full_year[gas_output_measure]"] == 2033


def test_an_assumption_is_told_by_its_label_and_in_its_unit(tables: Tables) -> None:
    case = read_case("plan+plant_hours=2000", tables)
    assert case.title_zh == "方案（改：利用小时 2400→2000 小时/年）"
    assert read_case("plan+利用小时=2000", tables).id == case.id == "plan+plant_hours=2000"


def test_cases_that_differ_have_another_id_hash_and_file_and_equal_ones_the_same(
    tables: Tables,
) -> None:
    words = (
        "plan",
        "plan+gas_output=0",
        "plan+gas_output=0.5",
        "plan+gas_output=1@2030-2035",
        "plan+plant_hours=2000",
        "plan+fleet[car]=21",
    )
    cases = [read_case(word, tables) for word in words]
    for read in (lambda each: each.id, lambda each: each.hash, lambda each: each.stem):
        assert len({read(each) for each in cases}) == len(cases)
    one, other = (
        read_case(word, tables)
        for word in ("plan+green_living=0.5+gas_output=0", "方案+增产=0+绿色生活=0.50")
    )
    assert (one.id, one.hash, one.titles) == (other.id, other.hash, other.titles)


def test_a_change_that_changes_nothing_is_the_case_itself_and_is_said(tables: Tables) -> None:
    case = read_case("plan+gas_output=1", tables)
    assert case.id == "plan"
    assert case.title_zh == "方案"
    assert case.same == ("gas_output",)
