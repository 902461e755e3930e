"""Air pollutants: tonnes from fuels and factors, and what does not fit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.inputs.payments import read_quantity
from zysim.inputs.tables import Tables
from zysim.metrics.air import air_items, draw_factors, health_money, pollutants
from zysim.reading.graph import ModelGraph


def test_coal_gives_its_factor_in_tonnes(tables: Tables, city: ModelGraph) -> None:
    only = dataclasses.replace(
        tables, air_factors={"so2_home_coal": tables.air_factors["so2_home_coal"]}
    )
    items = air_items(only, city)
    # 2 wan tce of coal at 20 kg are 400 t.
    values = {"home_energy_bought[coal]": np.full((3, 2), 2.0)}
    found = pollutants(items, values, {"so2_home_coal": np.full(3, 20.0)})
    assert list(found) == ["SO2"]
    np.testing.assert_allclose(found["SO2"], 400.0)


def test_factors_are_drawn_within_their_range(tables: Tables, city: ModelGraph) -> None:
    drawn = draw_factors(air_items(tables, city), 64, seed=2)
    for name, factor in tables.air_factors.items():
        assert drawn[name].shape == (64,)
        assert factor.low <= drawn[name].min() <= drawn[name].max() <= factor.high


def test_a_quantity_that_is_no_fuel_is_refused(tables: Tables, city: ModelGraph) -> None:
    wrong = dataclasses.replace(
        tables.air_factors["so2_home_coal"], quantity=read_quantity("resident_population")
    )
    with pytest.raises(InputError, match="must give a mass a year") as refusal:
        air_items(dataclasses.replace(tables, air_factors={"x": wrong}), city)
    assert "应得每年的质量" in (refusal.value.zh or "")


def test_health_is_tonnes_times_money_at_the_ends_of_its_range(tables: Tables) -> None:
    costs = tables.health_costs
    tonnes = np.array([[1e4, -500.0], [1e4, -500.0], [9e9, -500.0]])
    low, value, high = health_money({"SO2": tonnes}, costs)
    so2 = costs["SO2"]
    np.testing.assert_allclose(value, np.array([1e4, -500.0]) * so2.value / 1e8)
    assert high[0] / low[0] == pytest.approx(so2.high / so2.low)
    assert all(each.high >= 10 * each.low for each in costs.values())
    both = health_money({"SO2": tonnes, "NOx": tonnes}, costs)[1]
    np.testing.assert_allclose(both / value, 1 + costs["NOx"].value / so2.value)
    wrong = {"SO2": dataclasses.replace(so2, unit="CNY/m2")}
    with pytest.raises(InputError, match="not money for a mass") as refusal:
        health_money({"SO2": tonnes}, wrong)
    assert "每单位质量的金额" in (refusal.value.zh or "")
