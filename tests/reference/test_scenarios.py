"""Numbers that must not move unless someone means it.

When a test fails here and the change is meant, rewrite the tables with ``nox -s reference``, read
the diff, and add a line under "Numbers that moved" in CHANGELOG.md.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.read_city import read_city
from zysim.inputs.read_tables import read_tables
from zysim.inputs.scenarios import read_scenario, scenario_names
from zysim.inputs.settings import resolve
from zysim.inputs.tables import Tables
from zysim.kernel import Kernel
from zysim.metrics.peak import find_peak, peak_margin
from zysim.paths import params_path

FOLDER = Path(__file__).parent
CITY = read_city()
SCENARIOS = scenario_names(read_tables(params_path()))
HEADLINES = (
    *CITY.account_variables,
    "process_co2",
    "forest_sink",
    "net_co2",
    "resident_population",
    "urban_share",
    "gdp",
    "total_energy_consumption",
    "total_fossil_energy",
    "energy_intensity",
    "carbon_intensity",
    "non_fossil_share",
    "electricity_demand",
    "electricity_import",
    "electricity_export",
    "gas_power_generation",
    "gas_output",
    "grid_factor",
    "industry_energy_use",
    "building_energy_use",
    "transport_energy_use",
    "car_electric_share",
    "sector_co2[transport_sector]",
    "sector_co2[gas_power]",
    "policy_effort",
    "cumulative_energy_co2",
)
WHAT_TO_DO = (
    'if it is meant: `nox -s reference`, read the diff, and add a line under "Numbers that moved" '
    "in CHANGELOG.md"
)
Rows = list[list[str]]


@pytest.fixture(scope="module")
def run(kernel: Kernel, tables: Tables) -> tuple[IntArray, dict[str, FloatArray]]:
    """All shipped scenarios, one run each."""
    chosen = [resolve(read_scenario(name, tables), tables).constants for name in SCENARIOS]
    model = kernel.graph.constants
    names = sorted({name for constants in chosen for name in constants})
    batch = {name: np.array([each.get(name, model[name]) for each in chosen]) for name in names}
    return kernel.integrate(batch, outputs=HEADLINES)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_headlines(
    run: tuple[IntArray, dict[str, FloatArray]], request: pytest.FixtureRequest, scenario: str
) -> None:
    years, values = run
    at = SCENARIOS.index(scenario)
    columns = [values[name][at] for name in HEADLINES]
    rows = [[str(year), *map(shown, row)] for year, *row in zip(years, *columns, strict=True)]
    settle(request, FOLDER / f"{scenario}.csv", ["year", *HEADLINES], rows)


def test_peaks(run: tuple[IntArray, dict[str, FloatArray]], request: pytest.FixtureRequest) -> None:
    years, values = run
    rows: Rows = []
    for boundary, account in CITY.accounts.items():
        name = account.variable
        peak, margin = find_peak(values[name], years), peak_margin(values[name], years, by=2030)
        for at, scenario in enumerate(SCENARIOS):
            numbers = (peak.level[at], peak.time[at], margin[at], values[name][at].sum())
            plateau = f"{peak.plateau_first[at]}-{peak.plateau_last[at]}"
            words = [str(peak.year[at]), str(peak.status[at]), plateau]
            rows.append([scenario, boundary, *words, *map(shown, numbers)])
    head = ["scenario", "boundary", "year", "status", "plateau", "level", "time", "margin", "sum"]
    settle(request, FOLDER / "peaks.csv", head, rows)


def test_every_table_belongs_to_a_scenario() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == {*SCENARIOS, "peaks"}


def shown(value: float) -> str:
    return f"{value:.10g}"


def settle(request: pytest.FixtureRequest, path: Path, head: Sequence[str], rows: Rows) -> None:
    """Write the table, or compare with it: numbers to 1e-8, words exactly."""
    if request.config.getoption("--write-reference"):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])
        pytest.skip(f"wrote {path.name}")
    assert path.is_file(), f"{path.name} is missing: nox -s reference writes it"
    with path.open(encoding="utf-8", newline="") as file:
        old_head, *old_rows = csv.reader(file)
    assert old_head == [*head]
    assert len(old_rows) == len(rows)
    moved = [
        f"{path.stem}, {' '.join(new[:2])}: {title} was {was}, is {now}"
        for old, new in zip(old_rows, rows, strict=True)
        for title, was, now in zip(head, old, new, strict=True)
        if not same(was, now)
    ]
    assert not moved, f"{len(moved)} numbers moved ({moved[0]}); {WHAT_TO_DO}"


def same(was: str, now: str) -> bool:
    try:
        return bool(np.isclose(float(now), float(was), rtol=1e-8, atol=1e-11))
    except ValueError:
        return was == now
