"""What the readers accept, and what they make of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.read_tables import read_tables
from zysim.inputs.tables import Tables


def test_byte_order_mark_is_accepted(folder: Path, tables: Tables) -> None:
    path = folder / "base_year.csv"
    path.write_text(path.read_text("utf-8"), encoding="utf-8-sig")
    assert read_tables(folder).parameters == tables.parameters


def test_windows_line_ends_and_empty_rows_are_accepted(folder: Path, tables: Tables) -> None:
    path = folder / "base_year.csv"
    text = path.read_text("utf-8") + ",,,,,,,,,,\n\n"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert read_tables(folder).parameters == tables.parameters


def test_columns_in_another_order_are_accepted(folder: Path, tables: Tables) -> None:
    path = folder / "uncertainty.csv"
    rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(",".join(reversed(row)) for row in rows), encoding="utf-8")
    assert read_tables(folder).uncertainty == tables.uncertainty


def test_numbers_keep_unit_range_and_origin(tables: Tables) -> None:
    hours = tables.parameters["plant_hours"]
    assert (hours.value, hours.low, hours.high, hours.unit) == (2400.0, 1500.0, 4500.0, "h/year")
    assert (hours.provenance.quality, hours.provenance.locator) == ("derived", "page 3")
    assert hours.file == "coefficients.csv"


def test_constants_hold_parameters_and_levers(tables: Tables) -> None:
    assert tables.constants["fleet[car]"] == 24.5
    assert tables.constants["lever_setting[gas_output_measure]"] == 0.0
    assert tables.constants["lever_start_year[gas_output_measure]"] == 2026.0
    assert tables.constants["lever_full_year[gas_output_measure]"] == 2030.0


def test_targets_keep_years_and_clauses(tables: Tables) -> None:
    assert tables.targets["T01"].reference_year == 2020
    assert tables.targets["T08"].clauses == ("aims", "C9")
    assert not tables.targets["T22"].modelled


def test_a_source_without_year_or_day_is_accepted(tables: Tables) -> None:
    assert tables.sources["panel"].year is None
    assert tables.sources["panel"].read_on is None
    assert tables.sources["plan_2023"].read_on == date(2026, 11, 22)


def test_history_and_coverage(tables: Tables) -> None:
    assert [row.use for row in tables.history] == ["fit", "holdout", "show"]
    assert tables.coverage["C1.1"].levers == ("gas_output",)
    assert tables.coverage["C8.3"].levers == ()
    assert tables.uncertainty["plant_hours"].mode == 2400.0


def test_an_empty_range_is_the_number_s_own(folder: Path, tables: Tables) -> None:
    path = folder / "uncertainty.csv"
    text = path.read_text("utf-8")
    for full, bare in (("1500,2400,4500", ",,"), ("uniform,20,,29", "uniform,,,")):
        text = text.replace(full, bare)
    path.write_text(text, encoding="utf-8")
    assert read_tables(folder).uncertainty == tables.uncertainty
    numbers = folder / "coefficients.csv"
    numbers.write_text(numbers.read_text("utf-8").replace("2400,1500", "2600,1500"), "utf-8")
    assert read_tables(folder).uncertainty["plant_hours"].mode == 2600.0


def test_one_wrong_number_is_one_error(folder: Path) -> None:
    path = folder / "base_year.csv"
    path.write_text(path.read_text("utf-8").replace("230.86", "300", 1), encoding="utf-8")
    other = folder / "uncertainty.csv"
    text = other.read_text("utf-8").replace("1500,2400,4500", ",,")  # those of the number itself
    other.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    assert str(caught.value).count("\n  - ") == 1
