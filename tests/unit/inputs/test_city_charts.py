"""What the lines of the charts are made of, against balances of the model."""

from __future__ import annotations

import numpy as np
import pytest

import zysim
from zysim.inputs.charts import Chart, Line, read_charts
from zysim.inputs.city_charts import charts_of, outputs_of
from zysim.runs.project import open_project
from zysim.runs.results import Runs

CASES = ("baseline", "plan", "gas-heavy")
BESIDE = (
    "energy_co2_territorial",
    "gross_electricity_demand",
    "methane_loss_share",
    "gas_vent_co2_share",
)


@pytest.fixture(scope="module")
def charts() -> tuple[Chart, ...]:
    project = open_project()
    own = read_charts(project.root, project.graph, project.tables.levers).charts
    return charts_of(project.city, own)


@pytest.fixture(scope="module")
def runs(charts: tuple[Chart, ...]) -> Runs:
    return zysim.run(*CASES, n=1, outputs=[*outputs_of(charts), *BESIDE])


@pytest.fixture(scope="module")
def lines(charts: tuple[Chart, ...]) -> dict[str, dict[str, Line]]:
    return {chart.id: {line.label[1]: line for line in chart.lines} for chart in charts}


def drawn(line: Line, runs: Runs) -> np.ndarray:
    assert line.over is None
    return np.sum([weight * runs.of(name) for name, weight in line.terms.items()], axis=0)


def test_gas_sent_out_is_what_is_left_and_gas_brought_in_what_is_short(runs, lines) -> None:
    gas = {label: drawn(line, runs) for label, line in lines["gas"].items()}
    kept = 1 - runs.of("methane_loss_share") - runs.of("gas_vent_co2_share")
    left = gas["Output"] * kept - gas["Local use"]
    assert gas["Sent out"] == pytest.approx(np.maximum(left, 0), abs=1e-9)
    assert gas["Brought in"] == pytest.approx(np.maximum(-left, 0), abs=1e-9)
    assert gas["Sent out"].max() > 1


def test_power_adds_up_to_the_demand_with_exports_below_zero(runs, lines) -> None:
    power = {label: drawn(line, runs) for label, line in lines["power"].items()}
    assert sum(power.values()) == pytest.approx(runs.of("gross_electricity_demand"))
    assert power.pop("Exports").min() < -1
    assert all(values.min() >= 0 for values in power.values())


def test_bands_of_sectors_add_up_to_boundary_a_and_the_sink_stands_below(runs, lines) -> None:
    bands = {label: drawn(line, runs) for label, line in lines["sectors"].items()}
    assert bands.pop("Forest sink").max() < 0
    assert sum(bands.values()) == pytest.approx(runs.of("energy_co2_territorial"))
