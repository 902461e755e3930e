"""Power of the province: the balance closes, and the rule gives back what was published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from zysim.arrays import FloatArray
from zysim.inputs.tables import Tables
from zysim.kernel import Kernel, compile_model
from zysim.reading.graph import ModelGraph

Values = Mapping[str, FloatArray]
SEASONS = {"wet": "wet_season", "dry": "dry_season"}
RECORDED = range(2019, 2025)


@pytest.fixture(scope="module")
def recorded(city: ModelGraph) -> Values:
    """The model file run over the years of the record, which begins before the city does."""
    earlier = replace(city, initial_time=float(RECORDED[0]))
    thermal = [f"province_thermal[{season}]" for season in SEASONS.values()]
    kernel = compile_model(earlier, "numpy")
    return kernel.integrate({}, outputs=[*thermal, "grid_factor"], until=RECORDED[-1])[1]


@pytest.mark.parametrize("season", SEASONS)
def test_thermal_of_each_half_year_is_within_fifteen_per_cent(
    recorded: Values, tables: Tables, season: str
) -> None:
    rows = [row for row in tables.history if row.series == f"province_thermal_{season}"]
    assert [row.year for row in rows] == [*RECORDED]
    published = np.array([row.value for row in rows])
    assert_allclose(recorded[f"province_thermal[{SEASONS[season]}]"][0], published, rtol=0.15)


def test_published_grid_factors_are_given_back_within_three_per_cent(
    recorded: Values, tables: Tables
) -> None:
    rows = [row for row in tables.history if row.series == "grid_factor"]
    assert len(rows) >= 3
    for row in rows:
        found = recorded["grid_factor"][0, row.year - RECORDED[0]]
        assert found == pytest.approx(row.value, rel=0.03), row.year


def test_the_power_of_the_province_balances(stepped: Values) -> None:
    def both(name: str) -> FloatArray:
        total: FloatArray = sum(stepped[f"{name}[{season}]"] for season in SEASONS.values())
        return total

    given = both("province_hydro") + both("wind_and_sun") + both("province_thermal")
    taken = both("province_use") + both("net_export") + stepped["province_spill"]
    assert_allclose(given + stepped["province_import_at_need"], taken, rtol=1e-10)


def test_blocks_share_out_a_whole(city: ModelGraph, tables: Tables) -> None:
    for kind in ("load", "export", "hydro", "wind_and_sun"):
        for season in SEASONS.values():
            parts = [
                tables.constants[f"{kind}_block_share[{season},{hour}]"]
                for hour in city.dimensions["load_hour"]
            ]
            assert sum(parts) == pytest.approx(1.0), (kind, season)
    hours = [tables.constants[name] for name in city.scalars_of("block_hours")]
    assert sum(hours) == tables.constants["hours_of_a_year"]


def test_the_city_moves_the_province_by_what_it_uses(kernel: Kernel) -> None:
    """A fiftieth of the province: a third more use in the city moves the fleet's hours by 1 %."""
    batch = {"base_year_electricity": np.array([40.0, 53.0])}
    _, run = kernel.integrate(batch, outputs=["gas_fleet_hours", "province_use[wet_season]"])
    one, more = run["gas_fleet_hours"][:, 10]
    assert 1.0 < more / one < 1.02


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_of_the_documents_is_what_the_model_gives(
    root: Path, recorded: Values, lang: str
) -> None:
    text = (root / "docs" / lang / "power.md").read_text(encoding="utf-8")
    shown = re.findall(r"\| `(\w+)` \| (\d+) \| [\d.]+ \| ([\d.]+) \|", text)
    assert len(shown) == 3 + 2 * (len(RECORDED) - 1)
    for series, year, value in shown:
        name = series.replace("thermal_wet", "thermal[wet_season]")
        name = name.replace("thermal_dry", "thermal[dry_season]")
        found = recorded[name][0, int(year) - RECORDED[0]]
        assert float(value) == pytest.approx(found, rel=2e-3), (series, year)
