"""The step is short enough: halving it hardly moves the peak."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.inputs.read_tables import read_tables
from zysim.inputs.scenarios import read_scenario, scenario_names
from zysim.inputs.settings import resolve
from zysim.inputs.tables import Tables
from zysim.kernel import Kernel, compile_model
from zysim.kernel.compile import build
from zysim.metrics.peak import find_peak
from zysim.paths import params_path
from zysim.reading.graph import ModelGraph
from zysim.runs.ensemble import draw_members, worlds_under
from zysim.runs.project import choose, open_project

BatchOf = Callable[[list[Mapping[str, float]]], dict[str, FloatArray]]
BOUNDARIES = [
    "energy_co2_territorial",
    "energy_co2_provincial",
    "energy_co2_own_export_out",
    "energy_co2_consumption",
]
SCENARIOS = scenario_names(read_tables(params_path()))
ALLOWED = 0.001
MEMBERS = 256
BY = 2030

FAST = {
    "second_phase_on_time",  # in service all at once when it is ready
    "service_area_charging",  # ends at its target, so that nothing is left of a step
    "star_green_material_share",  # the same
    "wells_under_development",
}
"""Stocks that change in less than half a year; docs/method.md names them."""
HALF_A_YEAR = 0.499


@pytest.fixture(scope="module")
def halved(
    kernel: Kernel, tables: Tables, batch_of: BatchOf
) -> tuple[FloatArray, dict[str, FloatArray], dict[str, FloatArray]]:
    """Years, and all shipped scenarios with the step of the model and with half of it."""
    chosen = [resolve(read_scenario(name, tables), tables).constants for name in SCENARIOS]
    batch = batch_of([*chosen])
    steps = round(1 / kernel.graph.time_step)
    years, coarse = kernel.integrate(batch, outputs=BOUNDARIES)
    _, fine = kernel.integrate(batch, outputs=BOUNDARIES, steps_per_year=2 * steps)
    return years, coarse, fine


@pytest.mark.parametrize("boundary", BOUNDARIES)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_halving_the_step(
    halved: tuple[FloatArray, dict[str, FloatArray], dict[str, FloatArray]],
    scenario: str,
    boundary: str,
) -> None:
    years, coarse, fine = halved
    run = SCENARIOS.index(scenario)
    one, other = find_peak(coarse[boundary], years), find_peak(fine[boundary], years)
    moved = abs(other.level[run] / one.level[run] - 1)
    assert moved < ALLOWED, f"peak level moves by {moved:.3%}"
    assert abs(int(other.year[run]) - int(one.year[run])) <= 1


def test_halving_the_step_hardly_moves_years_of_peaks_and_chances() -> None:
    """In the same states of the world (`benchmarks/step.py` has all methods and more steps)."""
    project = open_project()
    kernel = compile_model(project.graph, "llvm")
    worlds = dict(draw_members(project, MEMBERS, 0))
    steps = round(1 / kernel.graph.time_step)
    for settings in choose(project, ["baseline", "plan"], {}):
        batch = worlds_under(settings, worlds)
        years, coarse = kernel.integrate(batch, outputs=BOUNDARIES)
        _, fine = kernel.integrate(batch, outputs=BOUNDARIES, steps_per_year=2 * steps)
        for name in BOUNDARIES:
            one, other = (find_peak(each[name], years).year for each in (coarse, fine))
            assert (one != other).mean() < 0.03
            assert abs((one <= BY).mean() - (other <= BY).mean()) < 0.015


def test_the_step_of_the_model_adds_up_without_rounding(kernel: Kernel) -> None:
    steps = round(1 / kernel.graph.time_step)
    assert np.isclose(steps * kernel.graph.time_step, 1.0, rtol=0, atol=0)
    assert steps & (steps - 1) == 0


def test_stocks_faster_than_half_a_year_are_named(city: ModelGraph, tables: Tables) -> None:
    """A stock's own time is minus 1 over the slope of its net flow in the stock itself."""
    made = build(city, [], "python", "euler")
    plan = resolve(read_scenario("plan", tables), tables).constants
    constants = [{**city.constants, **plan}[name] for name in made.program.constants]
    step = city.time_step
    stocks, fixed = made.first(2020.0, step, constants)
    found: set[str] = set()
    for count in range(round(20.5 / step)):
        time = 2020 + count * step
        flows = made.flows(time, time, step, constants, stocks, fixed)
        if time in (2023.5, 2027.5, 2030.0, 2040.0):
            for at, name in enumerate(made.program.stocks):
                more = [*stocks]
                more[at] += (change := 1e-5 * max(abs(stocks[at]), 1e-6))
                slope = made.flows(time, time, step, constants, more, fixed)[at] - flows[at]
                if -slope / change * HALF_A_YEAR > 1:
                    found.add(city.home[name])
        stocks = [stock + flow * step for stock, flow in zip(stocks, flows, strict=True)]
    assert found == FAST
    text = (params_path().parent / "docs" / "method.md").read_text("utf-8")
    assert all(f"`{name}`" in text for name in FAST)
