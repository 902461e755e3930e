"""Chains that age: vehicles leave after their mean life, forests fill up, pipelines take time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.inputs.lever_names import lever_scalar
from zysim.kernel import Kernel, compile_model
from zysim.kernel.methods import Method
from zysim.reading.graph import ModelGraph

Values = Mapping[str, FloatArray]


@pytest.mark.parametrize("method", ["euler", None])
def test_vehicles_live_as_long_as_their_mean_life(city: ModelGraph, method: Method | None) -> None:
    """All coaches new in 2020 and none sold: years driven add up to the mean life of each.

    A stage that empties with rate r holds each vehicle 1/r years, so the sum of vehicles over all
    Euler steps is their number times the mean life; so it is with the method of the model.
    """
    kernel, steps = compile_model(city, method=method), 1 if method else None
    life = np.array([4.0, 5.5, 7.0])
    batch = {
        "vehicle_life[coach]": life,
        "initial_young_share[coach]": np.ones(3),
        "initial_middle_share[coach]": np.zeros(3),
        "coach_decline": np.full(3, 1e3),  # nobody wants a coach any more
        "fleet_adjustment_time": np.full(3, 0.5),
    }
    names = [name for name in kernel.graph.home if name.startswith("vehicles[coach")]
    names += ["class_sales[coach]"]
    _, run = kernel.integrate(batch, outputs=names, steps_per_year=steps)
    assert not run["class_sales[coach]"].any()
    fleet = np.sum([run[name] for name in names[:-1]], axis=0)
    lived = fleet.sum(axis=1) / fleet[:, 0]
    if method:
        np.testing.assert_allclose(lived, life, rtol=1e-4)
    else:  # yearly values of a falling curve: the sum overshoots by half the first value
        np.testing.assert_allclose(lived - 0.5, life, rtol=0.02)
    assert (np.diff(fleet, axis=1) < 1e-12).all()


def test_a_settled_fleet_is_replaced_once_in_a_mean_life(kernel: Kernel) -> None:
    """With a constant fleet, scrappage a year times mean life comes to the fleet."""
    names = ["fleet[light_truck]", "fleet_scrappage[light_truck]"]
    batch = {"light_truck_elasticity": np.zeros(1)}
    _, run = kernel.integrate(batch, outputs=names)
    life = kernel.graph.constants["vehicle_life[light_truck]"]
    fleet, scrapped = run[names[0]][0], run[names[1]][0]
    assert fleet[-1] == pytest.approx(fleet[0], rel=1e-3)
    assert scrapped[-1] * life == pytest.approx(fleet[-1], rel=1e-3)


def test_the_forest_fills_up(baseline: Values) -> None:
    """Loop B6: the growing stock rises by less each year, and with it the sink."""
    for age in ("young", "middle_aged", "mature"):
        density = baseline[f"timber_density[{age}]"][0]
        assert (density < baseline[f"timber_density_limit[{age}]"][0]).all()
    stock, sink = baseline["total_growing_stock"][0], baseline["forest_sink"][0]
    assert (np.diff(stock) > 0).all()
    assert sink[-1] < 0.5 * sink[0]
    assert sink[-1] > 0


def test_stands_left_alone_reach_their_limit_along_the_logistic_curve(kernel: Kernel) -> None:
    """No axe, no fire, no ageing: density follows a closed form and never passes its limit."""
    batch = {
        "harvest_rate": np.zeros(1),
        "disturbance_rate": np.zeros(1),
        "stand_stage_time": np.full(1, 1e12),
        "baseline_afforestation": np.zeros(1),
    }
    constants = kernel.graph.constants
    names = ["timber_density", "forest_sink"]
    years, run = kernel.integrate(batch, outputs=names, until=2040, steps_per_year=32)
    for age in ("young", "middle_aged", "mature"):
        limit, start = (
            constants[f"timber_density_limit[{age}]"],
            constants[f"initial_timber_density[{age}]"],
        )
        odds = (limit / start - 1) * np.exp(
            -constants[f"timber_growth_rate[{age}]"] * (years - years[0])
        )
        np.testing.assert_allclose(run[f"timber_density[{age}]"][0], limit / (1 + odds), rtol=4e-3)
        assert (run[f"timber_density[{age}]"] < limit).all()


def test_new_land_for_forest_runs_out(kernel: Kernel) -> None:
    batch = {lever_scalar("afforestation"): np.array([0.0, 2.0])}
    names = ["afforestation", "total_forest_area"]
    _, run = kernel.integrate(batch, outputs=names)
    limit = kernel.graph.constants["forest_area_limit"]
    assert (run["total_forest_area"] < limit).all()
    planted = run["afforestation"][1]
    assert planted[-1] < 0.7 * planted.max()


def test_a_plant_ordered_is_a_plant_three_years_later(kernel: Kernel) -> None:
    """Without carbon control the second gas plant is ordered in 2026 and runs from 2030."""
    names = ["gas_power_capacity", "gas_plants_under_construction"]
    batch = {
        lever_scalar("gas_power_capacity"): np.array([1.0]),
        "switch_b2_target_effort": np.array([0.0]),
    }
    _, run = kernel.integrate(batch, outputs=names)
    capacity = dict(zip(range(2020, 2061), run["gas_power_capacity"][0], strict=True))
    building = dict(zip(range(2020, 2061), run[names[1]][0], strict=True))
    assert capacity[2023] == 0
    assert capacity[2025] == pytest.approx(1.48)
    assert capacity[2029] == pytest.approx(1.48)
    assert capacity[2030] == pytest.approx(2.8)
    assert building[2028] == pytest.approx(1.32)
    assert building[2031] == pytest.approx(0, abs=1e-9)


def test_carbon_control_makes_the_second_plant_smaller_and_later(kernel: Kernel) -> None:
    """What is held back waits, comes later, or is dropped; all of it is somewhere."""
    names = ["gas_power_capacity", "second_phase_dropped", "gas_plants_under_construction"]
    names += ["second_phase_postponed"]
    batch = {
        lever_scalar("gas_power_capacity"): np.ones(2),
        "switch_b2_target_effort": np.array([0, 1]),
    }
    years, run = kernel.integrate(batch, outputs=names)
    capacity = run["gas_power_capacity"]
    assert capacity[1, 2030 - years[0]] < 0.98 * capacity[0, 2030 - years[0]]
    assert capacity[1, 2040 - years[0]] > capacity[1, 2030 - years[0]]
    assert run["second_phase_dropped"][1, -1] > 0
    at = 2050 - years[0]  # before the first phase leaves
    np.testing.assert_allclose(np.sum([run[name][1, at] for name in names]), 2.8)


def test_the_first_plant_leaves_after_thirty_years(kernel: Kernel) -> None:
    years, run = kernel.integrate({}, outputs=["gas_power_capacity"])
    capacity = run["gas_power_capacity"][0]
    assert capacity[2053 - years[0]] == pytest.approx(1.48)
    assert capacity[2055 - years[0]] == pytest.approx(0, abs=1e-9)


def test_the_field_leads_its_target_within_rigs_and_treatment(kernel: Kernel) -> None:
    """Free of both it is close to 150 in the full year; rigs make it later."""
    names = ["gas_output", "gas_capacity"]
    batch = {
        lever_scalar("gas_output"): np.ones(2),
        "sour_gas_share": np.array([0.75, 1e-9]),
    }
    batch |= {"rig_limit": np.array([30.0, 1e9])}
    years, run = kernel.integrate(batch, outputs=names)
    bound, free = run["gas_output"][:, 2030 - years[0]]
    assert free > 135
    assert bound < free - 5


def test_the_chance_of_the_second_plant_follows_the_record(kernel: Kernel) -> None:
    """Without pressure: the dates of params/structures.csv, which were drawn plant by plant."""
    batch = {
        "switch_b2_target_effort": np.array([0.0, 1.0]),
        lever_scalar("gas_output"): np.ones(2),
    }
    batch |= {
        name: np.ones(2)
        for name in (
            lever_scalar("gas_chemicals"),
            lever_scalar("gas_power_capacity"),
        )
    }
    years, run = kernel.integrate(batch, outputs=["second_phase_service_chance"])
    chance, pressed = run["second_phase_service_chance"]
    record = {2028: 0.06, 2029: 0.19, 2030: 0.28, 2031: 0.35, 2033: 0.45, 2035: 0.52, 2040: 0.62}
    for year, wanted in record.items():
        assert chance[year + 1 - years[0]] == pytest.approx(wanted, abs=0.09)
    assert (pressed[2031 - years[0] :] < chance[2031 - years[0] :]).all()
