"""The ends of every range: values stay finite, stocks stay above zero, shares within 0 and 1.

The kernel itself refuses a value that is not finite, naming variable, run and year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from zysim.arrays import FloatArray
from zysim.inputs.tables import Tables
from zysim.kernel import Kernel
from zysim.reading.graph import ModelGraph

Values = Mapping[str, FloatArray]
BatchOf = Callable[[list[Mapping[str, float]]], dict[str, FloatArray]]
MAY_BE_NEGATIVE = {
    "perceived_carbon_gap": "the city may be ahead of its requirement",
    "cumulative_avoided_co2": "emissions may stay above the carbon intensity of 2020",
    "cumulative_energy_co2": "exports count against the city on boundary B",
    "cumulative_sink": "a year of loss makes a source of the forest",
}
NO_SHARE = {
    "green_credit_share": "credit over output, in years",
}
ROUNDING = 1e-9
OVERSHOOT = 1e-3
"""How far the midpoint rule may pass zero where what a stock follows jumps within a step."""


@pytest.fixture(scope="module")
def ends(
    kernel: Kernel,
    tables: Tables,
    batch_of: BatchOf,
    levers_at: Callable[[str], dict[str, float]],
    city: ModelGraph,
) -> Values:
    """Every uncertain number alone at both ends, and all levers together, every variable."""
    runs: list[Mapping[str, float]] = [{}, levers_at("low"), levers_at("high")]
    for each in tables.uncertainty.values():
        model = city.constants[each.id]
        runs += [{each.id: end} for end in (each.low, each.high) if end != model]
    names = [name for name, each in city.variables.items() if each.kind != "constant"]
    return kernel.integrate(batch_of(runs), outputs=names)[1]


@pytest.fixture(scope="module")
def members(
    kernel: Kernel, city: ModelGraph, drawn: Callable[[int, int], dict[str, FloatArray]]
) -> Values:
    """Five hundred draws of everything at once: stocks, shares and accounts."""
    names = [
        name
        for name, each in city.variables.items()
        if each.kind == "stock" or "share" in name or each.sector in ("accounts", "people")
    ]
    return kernel.integrate(drawn(500, 11), outputs=names)[1]


@pytest.fixture(scope="module", params=["each end alone", "five hundred draws"])
def wide(request: pytest.FixtureRequest) -> Values:
    chosen = {"each end alone": "ends", "five hundred draws": "members"}[request.param]
    found: Values = request.getfixturevalue(chosen)
    return found


def test_stocks_are_not_negative(wide: Values, city: ModelGraph) -> None:
    low = {
        scalar: float(wide[scalar].min())
        for scalar in city.stocks
        if city.home[scalar] not in MAY_BE_NEGATIVE
    }
    assert not {scalar: value for scalar, value in low.items() if value < -OVERSHOOT}


def test_shares_lie_between_zero_and_one(wide: Values, city: ModelGraph) -> None:
    broken = {
        scalar: (float(values.min()), float(values.max()))
        for scalar, values in wide.items()
        if (name := city.home[scalar]) not in NO_SHARE
        and ("share" in name or "adoption" in name or name in ("urban_share", "charger_adequacy"))
        and city.variables[name].unit == "dmnl"
        and (values.min() < -OVERSHOOT or values.max() > 1 + ROUNDING)
    }
    assert not broken


def test_no_sector_emits_less_than_nothing(wide: Values, city: ModelGraph) -> None:
    names = ["energy_co2_territorial", "process_co2", "energy_co2_consumption"]
    names += [*city.scalars_of("sector_co2"), *city.scalars_of("county_co2")]
    assert not [name for name in names if wide[name].min() < 0]


def test_the_city_stays_within_what_can_be(wide: Values, baseline: Values) -> None:
    """Wide, but a run outside would be a fault of the model and not a view of the future."""
    per_head = wide["energy_co2_provincial"] / wide["resident_population"] * 100
    assert per_head.max() < 15, "tonnes a head"
    assert wide["energy_co2_provincial"].min() > -1
    assert (wide["resident_population"] < 260).all()
    assert (wide["resident_population"] > 80).all()
    growth = (wide["total_factor_productivity"][:, -1]) ** (1 / 40) - 1
    assert growth.max() < 0.05
    assert wide["non_fossil_share"].max() <= 1
    assert baseline["energy_co2_provincial"].shape == (1, 41)
