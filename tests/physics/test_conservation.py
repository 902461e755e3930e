"""What goes in minus what comes out is what stays, with every lever and number at once.

With one Euler step a year the change of a stock over a year is its flow at the start of it, so
the tests add flows up by hand and do not look at the equation of the stock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose

from zysim.arrays import FloatArray
from zysim.reading.graph import ModelGraph

Values = Mapping[str, FloatArray]
Total = Callable[[Values, str], FloatArray]


def assert_kept(stock: FloatArray, net_flow: FloatArray) -> None:
    """Assert that a stock changes by a net flow, to within rounding of its own size."""
    assert_allclose(
        np.diff(stock, axis=1), net_flow[:, :-1], rtol=0, atol=1e-11 * max(1.0, np.abs(stock).max())
    )


def assert_same(one: FloatArray, other: FloatArray) -> None:
    assert_allclose(one, other, rtol=0, atol=1e-11 * max(1.0, np.abs(other).max()))


def test_people(stepped: Values, city: ModelGraph) -> None:
    net = stepped["births"] - stepped["deaths"] - stepped["net_out_migration"]
    assert_kept(stepped["resident_population"], net)
    cohorts = city.dimensions["cohort"]
    for flow, whole in (("leaving", "net_out_migration"), ("deaths_by_age", "deaths")):
        assert_same(sum(stepped[f"{flow}[{cohort}]"] for cohort in cohorts), stepped[whole])
    for young, old in pairwise(cohorts):
        lost = [stepped[f"{way}[{old}]"] for way in ("growing_older", "leaving", "deaths_by_age")]
        assert_kept(stepped[f"people[{old}]"], stepped[f"growing_older[{young}]"] - sum(lost))
    assert_same(
        stepped["urban_population"] + stepped["rural_population"], stepped["resident_population"]
    )


def test_capital(stepped: Values, city: ModelGraph, total: Total) -> None:
    for activity in city.dimensions["activity"]:
        net = stepped[f"investment[{activity}]"] - stepped[f"capital_depreciation[{activity}]"]
        assert_kept(stepped[f"capital[{activity}]"], net)
    assert_same(total(stepped, "investment"), stepped["total_investment"])


def test_gdp_is_the_sum_of_value_added(stepped: Values, total: Total) -> None:
    gas = sum(stepped[f"gas_{part}_value_added"] for part in ("field", "chemistry", "power"))
    assert_same(total(stepped, "value_added") + gas, stepped["gdp"])


def test_vehicles(stepped: Values, city: ModelGraph) -> None:
    """Ageing moves vehicles and loses none: only sales add and only scrappage takes."""
    for scalar in city.scalars_of("vehicles"):
        place = scalar.partition("[")[2]
        net = stepped[f"vehicle_sales[{place}"] - stepped[f"vehicle_scrappage[{place}"]
        assert_kept(stepped[scalar], net)


def test_floor_area(stepped: Values, city: ModelGraph) -> None:
    """Retrofits move floor between vintages: only building adds and only demolition takes."""
    for building in city.dimensions["building"]:
        built, torn = stepped[f"new_building[{building}]"], stepped[f"demolished_floor[{building}]"]
        assert_kept(stepped[f"floor_area[{building}]"], built - torn)
        for flow, whole in (
            ("retrofit_inflow", "retrofitted_floor"),
            ("retrofit_outflow", "retrofitted_floor"),
            ("floor_completion", "new_building"),
        ):
            parts = [stepped[f"{flow}[{building},{each}]"] for each in city.dimensions["vintage"]]
            assert_same(np.sum(parts, axis=0), stepped[f"{whole}[{building}]"])


def test_brick_kilns(stepped: Values) -> None:
    net = stepped["brick_capacity_building"] - stepped["brick_capacity_closing"]
    assert_kept(stepped["brick_capacity"], net)
    assert (stepped["brick_production"] <= stepped["brick_capacity"]).all()
    assert (stepped["brick_production"] <= stepped["brick_demand"]).all()


def test_gas_field(stepped: Values) -> None:
    in_hand = stepped["wells_under_development"] + stepped["gas_capacity"]
    assert_kept(in_hand, stepped["well_starts"] - stepped["gas_capacity_decline"])
    assert_kept(stepped["gas_reserves"], -stepped["gas_output"])
    assert (stepped["gas_output"] <= stepped["gas_capacity"]).all()


def test_every_cubic_metre_of_gas(stepped: Values) -> None:
    lost = stepped["methane_loss_share"] + stepped["gas_vent_co2_share"][:, :1]
    used = stepped["local_gas_use"] + stepped["gas_export"] - stepped["gas_import"]
    assert_same(stepped["gas_output"] * lost + used, stepped["gas_output"])
    assert_same(np.minimum(stepped["gas_export"], stepped["gas_import"]), 0.0 * used)


def test_gas_chemistry(stepped: Values) -> None:
    """Projects pass approval, preparation and construction; none is lost on the way."""
    stages = ("planned_chemical_projects", "chemical_construction", "chemical_capacity")
    held = np.sum([stepped[stage] for stage in stages], axis=0)
    assert_kept(held, stepped["chemical_approvals"] - stepped["chemical_retirement"])
    parts = stepped["chemical_fuel_gas"] + stepped["chemical_feedstock_gas"]
    assert_same(parts, stepped["chemical_gas_use"])


def test_carbon_of_the_feedstock_is_stored_or_emitted(stepped: Values) -> None:
    carbon = stepped["chemical_feedstock_gas"] * stepped["emission_factor[gas]"] / 100
    assert_same(stepped["stored_carbon"] + stepped["chemical_process_co2"], carbon)


def test_gas_plants(stepped: Values) -> None:
    held = stepped["gas_plants_under_construction"] + stepped["gas_power_capacity"]
    built = stepped["gas_plant_orders"] + stepped["first_phase_commissioning"]
    assert_kept(held, built - stepped["gas_plant_retirement"])


def test_second_phase_as_states(stepped: Values) -> None:
    """What is put up for approval is approved, postponed or dropped; chances sum to one."""
    waiting = stepped["second_phase_postponed"] + stepped["second_phase_dropped"]
    put_up = stepped["second_phase_applications"]
    assert_kept(waiting, put_up - stepped["gas_plant_orders"])
    chances = [name for name in stepped if name.startswith(("plant_waiting", "plant_dropped"))]
    chances += [name for name in stepped if name.startswith("plant_building[")]
    total = np.sum([stepped[name] for name in chances], axis=0)
    assert_same(total + stepped["second_phase_service_chance"], np.ones_like(total))


def test_electricity(stepped: Values) -> None:
    supply = (
        stepped["local_generation"] + stepped["electricity_import"] - stepped["electricity_export"]
    )
    assert_same(supply, stepped["gross_electricity_demand"])
    assert (np.minimum(stepped["electricity_import"], stepped["electricity_export"]) == 0).all()


def test_waste(stepped: Values) -> None:
    ways = ("recovered_waste", "incinerated_waste", "landfilled_waste")
    assert_same(np.sum([stepped[way] for way in ways], axis=0), stepped["municipal_waste"])
    assert_kept(stepped["landfill_carbon"], stepped["landfill_deposit"] - stepped["landfill_decay"])
    bulk = stepped["bulk_solid_waste"] * (1 - stepped["bulk_waste_use_share"])
    assert_kept(stepped["bulk_waste_pile"], bulk)


def test_forest_area(stepped: Values) -> None:
    assert_kept(stepped["total_forest_area"], stepped["afforestation"])


def test_growing_stock(stepped: Values, city: ModelGraph, total: Total) -> None:
    """Old stands are renewed: their timber leaves, it does not turn into young trees."""
    grown, cut, lost = (total(stepped, f"timber_{each}") for each in ("growth", "harvest", "loss"))
    net = grown - cut - lost - stepped["stock_ageing[mature]"]
    assert_kept(stepped["total_growing_stock"], net)
    carbon = stepped["carbon_per_timber"][:, :1] / 100
    removal = net * carbon + city.constants["other_land_removal"]
    assert_same(stepped["forest_sink"], removal)


def test_equipment_in_use_is_one_whole(stepped: Values) -> None:
    kinds = ("old_equipment", "standard_equipment", "advanced_equipment")
    parts = np.sum([stepped[kind] for kind in kinds], axis=0)
    assert_same(parts, np.ones_like(parts))


@pytest.mark.parametrize(
    "name",
    [
        "fuel_share",
        "indicated_fuel_share",
        "sales_share",
        "indicated_sales_share",
        "market_share",
        "new_vintage_share",
        "investment_split",
    ],
)
def test_shares_add_up_to_one(stepped: Values, city: ModelGraph, name: str) -> None:
    """The last dimension is the one that is divided."""
    rows: dict[str, list[FloatArray]] = {}
    for scalar in city.scalars_of(name):
        inside = scalar.partition("[")[2].rstrip("]")
        rows.setdefault(inside.rpartition(",")[0], []).append(stepped[scalar])
    for parts in rows.values():
        assert_allclose(np.sum(parts, axis=0), 1.0, rtol=0, atol=1e-12)


def test_the_counties_share_out_every_emitter(stepped: Values, city: ModelGraph) -> None:
    for emitter in city.dimensions["emitter"]:
        parts = [stepped[f"county_share[{each},{emitter}]"] for each in city.dimensions["county"]]
        assert_allclose(np.sum(parts, axis=0), 1.0, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("sum_", "flow"),
    [
        ("cumulative_energy_co2", "energy_co2_provincial"),
        ("cumulative_territorial_co2", "energy_co2_territorial"),
        ("cumulative_process_co2", "process_co2"),
        ("cumulative_sink", "forest_sink"),
        ("cumulative_avoided_co2", "avoided_co2"),
        ("cumulative_stored_carbon", "stored_carbon"),
    ],
)
def test_the_ledger_adds_up_what_flows(stepped: Values, sum_: str, flow: str) -> None:
    assert_kept(stepped[sum_], stepped[flow])
    assert (stepped[sum_][:, 0] == 0).all()
