"""The tables and the model file speak of the same things in the same units."""

from __future__ import annotations

import pytest

from zysim.errors import InputError
from zysim.inputs.read_city import model_path
from zysim.inputs.read_tables import read_tables
from zysim.inputs.tables import Tables
from zysim.inputs.targets import UNITS
from zysim.reading.graph import ModelGraph
from zysim.reading.vensim import read_model

FRAME = {"initial_time", "final_time", "time_step", "saveper"}


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Read the real tables."""
    return read_tables()


@pytest.fixture(scope="module")
def graph() -> ModelGraph:
    """Read the real model file."""
    return read_model(model_path())


def unit_of(graph: ModelGraph, name: str) -> str | None:
    """Return the unit the model gives a scalar or whole id, None where there is none."""
    try:
        graph.scalars_of(name)
    except InputError:
        return None
    return graph.variables[name.partition("[")[0]].unit


def test_every_constant_of_the_model_has_a_row_and_every_row_a_constant(
    tables: Tables, graph: ModelGraph
) -> None:
    in_model = set(graph.constants) - FRAME
    assert sorted(in_model - set(tables.constants)) == []
    assert sorted(set(tables.constants) - in_model) == []


def test_every_number_of_the_model_is_that_of_the_tables(tables: Tables, graph: ModelGraph) -> None:
    other = {
        name: (graph.constants[name], value)
        for name, value in tables.constants.items()
        if graph.constants.get(name) != value
    }
    assert other == {}


def test_parameters_have_the_unit_of_their_constant(tables: Tables, graph: ModelGraph) -> None:
    other = {
        name: (row.unit, unit_of(graph, name))
        for name, row in tables.parameters.items()
        if row.unit != unit_of(graph, name)
    }
    assert other == {}


def test_settings_of_levers_have_no_unit(tables: Tables, graph: ModelGraph) -> None:
    assert {unit_of(graph, lever.constant) for lever in tables.levers.values()} == {"dmnl"}


def test_targets_compare_variables_in_their_own_unit(tables: Tables, graph: ModelGraph) -> None:
    other = {}
    for name, target in tables.targets.items():
        if target.modelled:
            found = unit_of(graph, target.variable)
            if found is None or (target.compare not in UNITS and found != target.unit):
                other[name] = (target.variable, target.unit, found)
    assert other == {}


def test_history_compares_variables_in_their_own_unit(tables: Tables, graph: ModelGraph) -> None:
    other = {
        (row.series, row.year): (row.variable, row.unit, unit_of(graph, row.variable))
        for row in tables.history
        if row.variable and row.unit != unit_of(graph, row.variable)
    }
    assert other == {}


def test_coverage_names_variables_of_the_model(tables: Tables, graph: ModelGraph) -> None:
    unknown = [
        f"{row.clause}: {name}"
        for row in tables.coverage.values()
        for name in row.variables
        if unit_of(graph, name) is None
    ]
    assert unknown == []


def test_observed_years_and_targets_lie_in_the_simulated_time(
    tables: Tables, graph: ModelGraph
) -> None:
    years = [row.year for row in tables.history if row.variable]
    years += [target.year for target in tables.targets.values()]
    assert graph.initial_time <= min(years)
    assert max(years) <= graph.final_time
