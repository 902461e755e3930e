"""Every loop is alive: cut it, and the variable it closes on moves the way the loop says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.kernel import Kernel
from zysim.reading.graph import ModelGraph

Values = Mapping[str, FloatArray]
# Loop, a variable it closes on, and where that variable goes in 2040 when the loop is cut.
LOOPS = [
    ("switch_r1_growth", "gdp", "down"),
    ("switch_r1_growth", "total_investment", "down"),
    ("switch_r2_learning", "frontier_intensity[equipment]", "up"),
    ("switch_r2_learning", "energy_intensity_index[food]", "up"),
    ("switch_r3_rebound", "final_energy_demand[equipment]", "down"),
    ("switch_r3_rebound", "energy_co2_territorial", "down"),
    ("switch_r4_charging", "charger_adequacy", "down"),
    ("switch_r4_charging", "car_electric_share", "down"),
    ("switch_r5_gas_economy", "gas_economy_value_added", "down"),
    ("switch_r5_gas_economy", "gdp", "down"),
    ("switch_r5_gas_economy", "local_gas_price_factor", "up"),
    ("switch_b1_frontier_gap", "energy_intensity_index[equipment]", "up"),
    ("switch_b2_target_effort", "policy_effort", "down"),  # the requirement binds as growth fades
    ("switch_b2_target_effort", "energy_co2_provincial", "up"),
    ("switch_b2_target_effort", "gas_power_capacity", "up"),
    ("switch_b2_target_effort", "chemical_capacity", "up"),
    ("switch_b3_fuel_adjustment", "fuel_share[equipment,coal]", "up"),
    ("switch_b3_fuel_adjustment", "energy_co2_territorial", "up"),
    ("switch_b4_floor_saturation", "new_floor_area", "up"),
    ("switch_b4_floor_saturation", "brick_production", "up"),
    ("switch_b5_vehicle_survival", "vehicles_old[private_car,liquid_fuel]", "up"),
    ("switch_b5_vehicle_survival", "car_electric_share", "down"),
    ("switch_b6_forest_saturation", "total_growing_stock", "up"),
    ("switch_b6_forest_saturation", "forest_sink", "up"),
]
SWITCHES = [*dict.fromkeys(loop for loop, _, _ in LOOPS)]
VISIBLE = 0.002
"""A named loop moves 2030 by more than this part, or it leaves the list."""
YEAR = 2040 - 2020
CLEAR = 1e-3


@pytest.fixture(scope="module")
def cut(kernel: Kernel, levers_at: Callable[[str], dict[str, float]]) -> Values:
    """The plan with one loop cut in each run, in the order of ``SWITCHES``; the last has all."""
    on = np.ones((len(SWITCHES), len(SWITCHES) + 1))
    np.fill_diagonal(on, 0.0)
    batch = {name: np.array([value]) for name, value in levers_at("plan").items()}
    batch |= dict(zip(SWITCHES, on, strict=True))
    outputs = [*(name for _, name, _ in LOOPS), "net_co2"]
    return kernel.integrate(batch, until=2040, outputs=outputs)[1]


def test_every_switch_of_the_model_is_tried(city: ModelGraph) -> None:
    found = {name for name in city.constants if name.startswith("switch_")}
    assert found == set(SWITCHES)
    assert all(city.constants[name] == 1 for name in found)


@pytest.mark.parametrize(("switch", "variable", "direction"), LOOPS)
def test_direction(cut: Values, switch: str, variable: str, direction: str) -> None:
    without, whole = cut[variable][[SWITCHES.index(switch), -1], YEAR]
    change = without / whole - 1
    assert abs(change) > CLEAR
    assert direction == ("up" if change > 0 else "down")


@pytest.mark.parametrize("switch", SWITCHES)
def test_every_named_loop_moves_the_result_visibly(cut: Values, switch: str) -> None:
    """Emissions of the plan in 2030, net of the forest: no loop is there for show."""
    without, whole = cut["net_co2"][[SWITCHES.index(switch), -1], 2030 - 2020]
    assert abs(without / whole - 1) > VISIBLE


def test_a_frozen_loop_stays_where_it_began(cut: Values) -> None:
    """Without its loop, efficiency, fuel shares and effort keep their first value to the bit."""
    for switch, variable in (
        ("switch_b1_frontier_gap", "energy_intensity_index[equipment]"),
        ("switch_b3_fuel_adjustment", "fuel_share[equipment,coal]"),
        ("switch_b2_target_effort", "policy_effort"),
        ("switch_r4_charging", "charger_adequacy"),
    ):
        frozen = cut[variable][SWITCHES.index(switch)]
        assert (frozen == frozen[0]).all()
