"""Results written in four forms and loaded again."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from zysim.errors import InputError, ResultError
from zysim.reading.graph import ModelGraph
from zysim.runs.iamc import Mapped, read_mapping, to_iamc
from zysim.runs.results import Runs
from zysim.runs.store import load_results, write_results

MAPPING = (
    Mapped("Emissions|CO2|Energy", "co2", 1.0, "Mt CO2/yr"),
    Mapped("Final Energy", "fuel_use[coal]", 2.93076e-4, "EJ/yr"),
    Mapped("Final Energy", "fuel_use[gas]", 2.93076e-4, "EJ/yr"),
    Mapped("Trade", "fuel_use[gas]", -1.0, "wan tce/yr"),
)


@pytest.fixture
def graph(runs: Runs) -> ModelGraph:
    return ModelGraph(
        sha256="",
        variables=runs.variables,
        dimensions={},
        constants={},
        auxiliaries={},
        stocks={},
        kept={},
        initial_order=(),
        initial_time=2020.0,
        final_time=2022.0,
        time_step=0.25,
    )


def test_every_form_holds_the_same_numbers(runs: Runs, tmp_path: Path) -> None:
    written = write_results(runs, tmp_path, MAPPING)
    assert [path.name for path in written] == [
        "results.csv",
        "results.parquet",
        "results.nc",
        "iamc.csv",
        "manifest.json",
    ]
    wanted = runs.at("fleet[car,petrol]", "plan", 2021)
    where = "scenario == 'plan' and variable == 'fleet[car,petrol]' and year == 2021"
    tidy = pd.read_csv(written[0]).query(where)["value"].item()
    assert tidy == pytest.approx(wanted, rel=1e-9)
    assert pd.read_parquet(written[1]).query(where)["value"].item() == wanted
    with xr.open_dataset(written[2]) as data:
        place = {"scenario": "plan", "year": 2021, "vehicle": "car", "drive": "petrol"}
        assert float(data["fleet"].sel(place)) == wanted
        assert data["fleet"].attrs["units"] == "wan vehicle"


def test_iamc_names_units_and_sums(runs: Runs) -> None:
    table = to_iamc(runs, MAPPING)
    assert list(table.columns) == [
        *("model", "scenario", "region", "variable", "unit"),
        *("2020", "2021", "2022"),
    ]
    assert set(table["region"]) == {"China|Sichuan|Ziyang"}
    assert table["model"].str.fullmatch(r"zysim \d+\.\d+\.\d+").all()
    plan = table.set_index(["scenario", "variable"])
    both = runs.at("fuel_use[coal]", "plan", 2020) + runs.at("fuel_use[gas]", "plan", 2020)
    assert plan.loc[("plan", "Final Energy"), "2020"] == pytest.approx(both * 2.93076e-4)
    assert plan.loc[("plan", "Final Energy"), "unit"] == "EJ/yr"
    assert plan.loc[("plan", "Trade"), "2020"] == -runs.at("fuel_use[gas]", "plan", 2020)


def test_same_results_give_the_same_bytes(runs: Runs, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        write_results(runs, folder, MAPPING)
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes(), path.name


@pytest.mark.parametrize(("excel", "mark"), [(True, b"\xef\xbb\xbf"), (False, b"sce")])
def test_mark_for_excel(runs: Runs, tmp_path: Path, excel: bool, mark: bytes) -> None:
    written = write_results(runs, tmp_path, MAPPING, excel=excel)
    assert written[0].read_bytes()[:3] == mark


def test_loaded_results_equal_the_written_ones_bit_for_bit(
    runs: Runs, graph: ModelGraph, tmp_path: Path
) -> None:
    write_results(runs, tmp_path, MAPPING)
    loaded = load_results(tmp_path, graph, tmp_path)
    assert loaded.scenarios == runs.scenarios
    assert loaded.manifest == runs.manifest
    assert set(loaded.values) == set(runs.values)
    for name, values in runs.values.items():
        np.testing.assert_array_equal(loaded.values[name], values)


def test_outdated_results_are_refused(runs: Runs, graph: ModelGraph, tmp_path: Path) -> None:
    old = replace(runs.manifest, files={"models/ziyang.mdl": "0" * 64})
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "ziyang.mdl").write_text("changed")
    write_results(replace(runs, manifest=old), tmp_path, MAPPING)
    with pytest.raises(ResultError, match=r"models/ziyang.mdl \(changed\)"):
        load_results(tmp_path, graph, tmp_path)


def test_damaged_results_are_refused(runs: Runs, graph: ModelGraph, tmp_path: Path) -> None:
    write_results(runs, tmp_path, MAPPING)
    (tmp_path / "results.parquet").write_bytes(b"PAR1 and nothing else")
    with pytest.raises(ResultError, match=r"results.parquet: cannot be read"):
        load_results(tmp_path, graph, tmp_path)


def test_every_problem_of_a_mapping_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "iamc.csv"
    rows = [
        ("variable", "model_id", "factor", "unit", "note"),
        ("A", "co3", "1", "Mt", ""),
        ("A", "co2", "0", "t", ""),
        ("", "co2", "x", "Mt", ""),
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(InputError) as caught:
        read_mapping(path, frozenset({"co2"}))
    for said in (
        "row 2 (A co3): unknown variable 'co3'. Did you mean 'co2'?",
        "row 3 (A co2): factor is 0: leave the row out",
        "unit 't' differs from 'Mt' in an earlier row",
        "variable is empty",
        "factor 'x' is not a number",
    ):
        assert said in str(caught.value)
    assert "处错误" in (caught.value.zh or "")
