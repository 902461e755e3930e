"""Air pollutants: tonnes from fuels and factors, and what does not fit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.inputs.payments import read_quantity
from zysim.inputs.tables import Tables
from zysim.metrics.air import air_items, draw_factors, pollutants
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
