"""Runs: what they hold and what they refuse; the tidy table and the dataset."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from zysim.errors import InputError, ResultError
from zysim.runs.results import Runs
from zysim.runs.tables import to_dataset, to_frame


def test_one_number(runs: Runs) -> None:
    assert runs.at("co2", "plan", 2021) == runs.values["co2"][1, 1]
    assert runs.unit("fuel_use[gas]") == "wan tce/year"


def test_unknown_names_are_answered_with_the_nearest(runs: Runs) -> None:
    with pytest.raises(InputError, match=r"unknown variable 'co3'. Did you mean 'co2'"):
        runs.of("co3")
    with pytest.raises(InputError, match=r"unknown scenario 'plam'. Did you mean 'plan'"):
        runs.at("co2", "plam", 2021)
    with pytest.raises(InputError, match="unknown variable 'fuel"):
        runs.unit("fuel")


def test_year_outside_the_run_is_refused(runs: Runs) -> None:
    with pytest.raises(ResultError, match="2030 is outside the simulated years 2020 to 2022"):
        runs.at("co2", "plan", 2030)


def test_label_twice_is_refused(runs: Runs) -> None:
    with pytest.raises(ResultError, match="used twice"):
        replace(runs, scenarios=("plan", "plan"))


def test_wrong_shape_is_refused_with_both_shapes(runs: Runs) -> None:
    values = dict(runs.values) | {"co2": np.ones((2, 5))}
    with pytest.raises(ResultError, match=r"'co2' must have shape \(2, 3\).*got \(2, 5\)"):
        replace(runs, values=values)


def test_tidy_table_has_one_row_per_scenario_variable_and_year(runs: Runs) -> None:
    table = to_frame(runs)
    assert list(table.columns) == ["scenario", "variable", "year", "value", "unit"]
    assert len(table) == 2 * 7 * 3
    row = table.query("scenario == 'plan' and variable == 'fleet[bus,petrol]' and year == 2022")
    assert row["value"].item() == runs.at("fleet[bus,petrol]", "plan", 2022)
    assert row["unit"].item() == "wan vehicle"


def test_tidy_table_of_chosen_variables(runs: Runs) -> None:
    assert set(to_frame(runs, ["co2"])["variable"]) == {"co2"}
    assert to_frame(runs, []).empty


def test_dataset_has_the_models_dimensions_units_and_titles(runs: Runs) -> None:
    data = to_dataset(runs)
    assert data["fleet"].dims == ("scenario", "year", "vehicle", "drive")
    assert data["co2"].attrs["units"] == "Mt/year"
    assert data["co2"].attrs["title_zh"] == "变量 co2"
    picked = data["fleet"].sel(scenario="plan", year=2021, vehicle="bus", drive="electric")
    assert float(picked) == runs.at("fleet[bus,electric]", "plan", 2021)


def test_element_that_was_not_reported_is_missing_not_zero(runs: Runs) -> None:
    values = {name: each for name, each in runs.values.items() if name != "fuel_use[gas]"}
    data = to_dataset(replace(runs, values=values))
    assert np.isnan(data["fuel_use"].sel(fuel="gas")).all()
    assert np.isfinite(data["fuel_use"].sel(fuel="coal")).all()


def test_variables_that_share_a_dimension_name_with_other_elements_stay_apart(runs: Runs) -> None:
    variable = replace(
        runs.variables["fuel_use"], identifier="stove", elements=("stove[gas]", "stove[wood]")
    )
    extra = {"stove[gas]": runs.of("co2"), "stove[wood]": runs.of("co2")}
    both = replace(
        runs, values={**runs.values, **extra}, variables={**runs.variables, "stove": variable}
    )
    data = to_dataset(both)
    assert data["stove"].dims == ("scenario", "year", "stove_fuel")
    assert data["fuel_use"].dims == ("scenario", "year", "fuel")


def test_notebooks_show_a_table_with_names_escaped(runs: Runs) -> None:
    named = replace(runs, scenarios=("baseline", "</td><script>"))
    table = named._repr_html_()
    assert "<script>" not in table
    assert "&lt;script&gt;" in table
    assert table.count("<tr>") == 1 + 2 * len(runs.values)
