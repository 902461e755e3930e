"""Names with any sign survive every output format, and no cell becomes a formula."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from zysim.runs.other_model import run_model
from zysim.runs.store import write_results

NAMES = [
    '"CO2/GDP"',
    '"=1+1"',
    '"@sum"',
    '"-x"',
    "year",
    "scenario",
    "人口 总数",
    "排放😀",
    '"a ""b"',
    "wait",
]
NAMES[8] = r'"a \"b\" {c}"'
CLOCK = """
INITIAL TIME = 0 ~ Year ~~|
FINAL TIME = 3 ~ Year ~~|
TIME STEP = 1 ~ Year ~~|
SAVEPER = 1 ~ Year ~~|
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a model of odd names: stock number n holds n times the time."""
    base = tmp_path_factory.mktemp("odd")
    lines = [f"{name} = INTEG({at}, 0) ~ days ~~|" for at, name in enumerate(NAMES, start=1)]
    (base / "odd.mdl").write_text("{UTF-8}\n" + "\n".join(lines) + CLOCK, encoding="utf-8")
    runs = run_model(base / "odd.mdl")
    assert len(runs.values) == len(NAMES)
    write_results(runs, base)
    return base


def test_netcdf_holds_every_variable_as_numbers(folder: Path) -> None:
    found = xr.open_dataset(folder / "results.nc", decode_timedelta=True)
    last = sorted(float(found[name].to_numpy()[0, -1]) for name in found.data_vars)
    assert last == [3.0 * at for at in range(1, len(NAMES) + 1)]
    assert all(found[name].dtype == np.float64 for name in found.data_vars)
    kept = {found[name].attrs.get("model_name", name) for name in found.data_vars}
    assert {"co2/gdp", "=1+1", "人口_总数", "排放😀", 'a_"b"_{c}'} <= kept


def test_parquet_keeps_the_names_themselves(folder: Path) -> None:
    names = set(pd.read_parquet(folder / "results.parquet")["variable"])
    assert {"co2/gdp", "=1+1", "@sum", "year", "scenario", "人口_总数", "排放😀"} <= names


def test_no_cell_of_the_table_is_a_formula(folder: Path) -> None:
    table = pd.read_csv(folder / "results.csv")
    assert len(table) == 4 * len(NAMES)
    texts = pd.concat([table[name].astype(str) for name in ("scenario", "variable", "unit")])
    assert not texts.str.match(r"[=+@-]").any()
    assert "'=1+1" in set(table["variable"])
