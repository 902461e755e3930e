"""Runs of the city model that the tests of its laws look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.inputs.tables import Tables
from zysim.kernel import Kernel, compile_model
from zysim.reading.graph import ModelGraph

Values = dict[str, FloatArray]
"""Scalar id to values ``(run, year)``, with years from 2020 on."""
Batch = dict[str, FloatArray]


def columns(runs: list[Mapping[str, float]], model: Mapping[str, float]) -> Batch:
    """Turn one mapping of constants a run into one column a constant."""
    names = dict.fromkeys(name for run in runs for name in run)
    return {name: np.array([run.get(name, model[name]) for run in runs]) for name in names}


@pytest.fixture(scope="session")
def batch_of(city: ModelGraph) -> Callable[[list[Mapping[str, float]]], Batch]:
    """Return the function that makes a batch of runs from what differs in each."""
    return lambda runs: columns(runs, city.constants)


@pytest.fixture(scope="session")
def levers_at(tables: Tables) -> Callable[[str], dict[str, float]]:
    """Return the function that gives every lever setting at ``low``, ``high`` or ``plan``."""

    def at(end: str) -> dict[str, float]:
        return {
            lever.constant: {"low": lever.low, "high": lever.high, "plan": 1.0}[end]
            for lever in tables.levers.values()
        }

    return at


@pytest.fixture(scope="session")
def drawn(tables: Tables) -> Callable[[int, int], Batch]:
    """Return the function that draws members of params/uncertainty.csv, levers included."""

    def members(count: int, seed: int) -> Batch:
        rng = np.random.default_rng(seed)
        return {
            name: rng.uniform(each.low, each.high, size=count)
            for name, each in tables.uncertainty.items()
        }

    return members


@pytest.fixture(scope="session")
def baseline(kernel: Kernel) -> Values:
    """Every variable of the model file as it stands; one run."""
    return kernel.integrate({})[1]


@pytest.fixture(scope="session")
def stepped(
    city: ModelGraph,
    levers_at: Callable[[str], dict[str, float]],
    drawn: Callable[[int, int], Batch],
) -> Values:
    """Eight runs of one Euler step a year, so that a yearly change is exactly a yearly flow.

    The model file, the plan, all levers at their highest, and five draws of everything.
    """
    plan, high = levers_at("plan"), levers_at("high")
    batch = drawn(8, 3)
    for name, values in batch.items():
        model = city.constants[name]
        values[:3] = [model, plan.get(name, model), high.get(name, model)]
    return compile_model(city, method="euler").integrate(batch, steps_per_year=1)[1]


@pytest.fixture(scope="session")
def total(city: ModelGraph) -> Callable[[Values, str], FloatArray]:
    """Return the function that adds the elements of a variable."""

    def added(values: Values, name: str) -> FloatArray:
        result: FloatArray = np.sum([values[each] for each in city.scalars_of(name)], axis=0)
        return result

    return added
