"""The base year is what the tables say, and 2020 to 2025 run close to what was observed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.inputs.tables import Tables
from zysim.kernel import Kernel
from zysim.metrics.fit import Fit, fit_history

Values = Mapping[str, FloatArray]
YEARS = np.arange(2020, 2061)
PUBLISHED = {"gdp", "resident_population", "urban_share", "gas_output"}
WORST_MAPE = 5.0
"""Percent. The published series are good to 1 or 2 %; 5 % is what a trend reader would notice."""


@pytest.mark.parametrize(
    ("name", "value", "room"),
    [
        pytest.param("energy_co2_territorial", 2.60, 0.02, id="Mt of energy CO2"),
        pytest.param("electricity_demand", 40.0, 0.3, id="yi kWh"),
        pytest.param("gdp", 807.5, 1e-9, id="yi CNY"),
        pytest.param("resident_population", 230.86, 1e-9, id="wan person"),
        pytest.param("gas_power_capacity", 0.0, 0.0, id="no gas plant yet"),
    ],
)
def test_base_year(baseline: Values, name: str, value: float, room: float) -> None:
    assert baseline[name][0, 0] == pytest.approx(value, abs=room, rel=0)


@pytest.mark.parametrize(("fuel", "value"), [("coal", 28.0), ("oil", 50.0), ("gas", 48.0)])
def test_fossil_energy_of_the_base_year(baseline: Values, fuel: str, value: float) -> None:
    """In wan tce: the scaled province-wide inventory is known to about 15 %."""
    extra = {
        "coal": [],
        "oil": ["transport_fuel_use[liquid_fuel]"],
        "gas": ["transport_fuel_use[lng]", "field_fuel_use", "chemical_gas_use", "gas_power_fuel"],
    }
    parts = [f"end_use_fossil[{fuel}]", *extra[fuel]]
    assert sum(baseline[part][0, 0] for part in parts) == pytest.approx(value, rel=0.15)


@pytest.mark.parametrize("chosen", [2.0, 2.6, 3.8])
def test_the_base_year_follows_its_total(kernel: Kernel, baseline: Values, chosen: float) -> None:
    """``base_year_energy_co2`` rescales every sector of 2020 by the same factor."""
    names = ["energy_co2_territorial", "sector_co2"]
    _, run = kernel.integrate(
        {"base_year_energy_co2": np.array([chosen])}, until=2021, outputs=names
    )
    standard = kernel.graph.constants["base_year_energy_co2"]
    for name, values in run.items():
        expected = baseline[name][0, 0] * chosen / standard
        assert values[0, 0] == pytest.approx(expected, rel=1e-9), name


@pytest.fixture(scope="module")
def fits(tables: Tables, baseline: Values) -> tuple[Fit, ...]:
    return fit_history(tables.history, baseline, YEARS)


def test_the_published_series_are_fitted_and_held_out(fits: tuple[Fit, ...]) -> None:
    assert {(fit.series, fit.use) for fit in fits} >= {
        (series, use) for series in PUBLISHED for use in ("fit", "holdout")
    }


def test_mean_error(fits: tuple[Fit, ...]) -> None:
    far = {
        f"{fit.series} ({fit.use})": round(fit.mape, 2) for fit in fits if fit.mape >= WORST_MAPE
    }
    assert not far


def test_the_run_is_within_the_range_of_what_was_observed(tables: Tables, baseline: Values) -> None:
    """Fitted rows only: the held-out ones are a test of the model, not of its fitting."""
    rows = [row for row in tables.history if row.use == "fit"]
    outside = [
        (row.series, row.year, baseline[row.variable][0, row.year - 2020])
        for row in rows
        if not row.low * 0.98 <= baseline[row.variable][0, row.year - 2020] <= row.high * 1.02
    ]
    assert not outside
