"""Levers: nothing at 0, nothing before 2026, and the direction the table states."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.inputs.lever_names import lever_of
from zysim.inputs.read_city import read_city
from zysim.inputs.read_tables import read_tables
from zysim.inputs.scenarios import read_scenario, scenario_names
from zysim.inputs.settings import resolve
from zysim.inputs.tables import Tables
from zysim.kernel import Kernel
from zysim.paths import params_path
from zysim.reading.graph import ModelGraph

Values = Mapping[str, FloatArray]
BatchOf = Callable[[list[Mapping[str, float]]], dict[str, FloatArray]]
HISTORY = read_city().history
LEVERS = [*read_tables(params_path()).levers]
STATED = 2035 - 2020
LARGER_THAN_ROUNDING = 1e-6


@pytest.fixture(scope="module")
def alone(kernel: Kernel, tables: Tables, batch_of: BatchOf) -> Values:
    """Each lever as the plan states it, alone, in the order of the table; the last run has none.

    A clinker line is there, so that the lever about clinker has something to act on.
    """
    clinker = {"initial_clinker_capacity": 30.0}
    runs = [{lever.constant: 1.0, **clinker} for lever in tables.levers.values()]
    return kernel.integrate(batch_of([*runs, clinker]), until=2040)[1]


def moved(run: FloatArray, reference: FloatArray) -> bool:
    size = max(float(np.abs(reference).max()), 1e-9)
    return bool(np.abs(run - reference).max() > LARGER_THAN_ROUNDING * size)


def test_baseline_scenario_is_the_model_file_bit_for_bit(
    kernel: Kernel, tables: Tables, baseline: Values
) -> None:
    chosen = resolve(read_scenario("baseline", tables), tables).constants
    assert set(LEVERS) == {lever_of(name) for name in chosen}
    batch = {name: np.array([value]) for name, value in chosen.items()}
    _, run = kernel.integrate(batch)
    assert all(np.array_equal(run[name], baseline[name]) for name in baseline)


def test_every_lever_of_the_table_is_at_zero_in_the_model_file(
    tables: Tables, city: ModelGraph
) -> None:
    for lever in tables.levers.values():
        found = {name: city.constants[name] for name in lever.constants}
        assert found == lever.constants


def test_no_setting_changes_the_history(
    kernel: Kernel, tables: Tables, batch_of: BatchOf, levers_at: Callable[[str], dict[str, float]]
) -> None:
    """Every lever alone at both ends, all at both ends, and delays, up to and with 2025."""
    runs: list[Mapping[str, float]] = [{}, levers_at("low"), levers_at("high")]
    for lever in tables.levers.values():
        runs += [{lever.constant: lever.low}, {lever.constant: lever.high}]
    runs += [{**levers_at("high"), "policy_delay": delay} for delay in (1.0, 5.0, 15.0)]
    outputs = [
        name
        for name, variable in kernel.graph.variables.items()
        if variable.kind != "constant"
        and name != "lever_level"
        # a plan on paper: size and date of a plant nobody has ordered yet
        and name not in ("second_phase_capacity", "second_phase_order_year")
    ]
    _, values = kernel.integrate(batch_of(runs), until=HISTORY, outputs=outputs)
    changed = [name for name, each in values.items() if (each != each[0]).any()]
    assert not changed


def test_every_shipped_scenario_has_the_same_history(
    kernel: Kernel, tables: Tables, batch_of: BatchOf
) -> None:
    """All but the settings themselves: what 2020 to 2025 emitted, burnt, built and earned."""
    runs = [
        resolve(read_scenario(name, tables), tables).constants for name in scenario_names(tables)
    ]
    outputs = ["gdp", "sector_co2", "fuel_use", "vehicles", "building_floor", "net_co2"]
    _, values = kernel.integrate(batch_of([*runs]), until=HISTORY, outputs=outputs)
    assert not [name for name, each in values.items() if (each != each[0]).any()]


def test_a_delay_shifts_the_first_effect_of_the_plan(
    kernel: Kernel, batch_of: BatchOf, levers_at: Callable[[str], dict[str, float]]
) -> None:
    plan = levers_at("plan")
    runs = [{}, plan, {**plan, "policy_delay": 5.0}, {"policy_delay": 5.0}]
    outputs = ["energy_co2_provincial", "gas_output", "electric_floor[private_car]"]
    _, values = kernel.integrate(batch_of(runs), outputs=outputs)
    for name in outputs:
        none, now, late, delay_alone = values[name]
        assert np.array_equal(none, delay_alone)
        first = int(np.argmax(now != none))
        assert np.array_equal(late[: first + 5], none[: first + 5])
        assert late[first + 5] != none[first + 5]


@pytest.mark.parametrize("lever", LEVERS)
def test_sign(alone: Values, tables: Tables, lever: str) -> None:
    """Boundary B in 2035 goes where params/levers.csv says it goes."""
    sign = tables.levers[lever].sign
    level = alone["energy_co2_provincial"][:, STATED]
    change = float(level[LEVERS.index(lever)] - level[-1])
    if sign == "down":
        assert change < -LARGER_THAN_ROUNDING, f"{lever}: {change:+.6f} Mt"
    elif sign == "up":
        assert change > LARGER_THAN_ROUNDING, f"{lever}: {change:+.6f} Mt"


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_moves_what_its_clause_is_about(
    alone: Values, tables: Tables, city: ModelGraph, lever: str
) -> None:
    """At the plan's value a lever moves at least one variable that the coverage table names."""
    row = LEVERS.index(lever)
    named = [
        scalar
        for clause in tables.coverage.values()
        if lever in clause.levers
        for variable in clause.variables
        for scalar in city.scalars_of(variable)
    ]
    assert named
    assert any(moved(alone[scalar][row], alone[scalar][-1]) for scalar in named)


def test_no_lever_works_without_a_clause(tables: Tables) -> None:
    placed = {lever for clause in tables.coverage.values() for lever in clause.levers}
    assert placed == set(LEVERS)
