"""The constants through which measures act are drawn, or the table says why not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from zysim.inputs.tables import Tables
from zysim.kernel import Kernel
from zysim.reading.effects import effect_constants
from zysim.reading.graph import ModelGraph
from zysim.sampling.distributions import quantile

CLINKER: Mapping[str, float] = {"initial_clinker_capacity": 30.0}
"""A clinker line is there, so that the levers about clinker have something to act on."""
FEWEST = 50
NEAR = 0.1
"""How far from its value the median of a draw may lie, as a share of the range."""


@pytest.fixture(scope="module")
def found(tables: Tables, city: ModelGraph, kernel: Kernel) -> tuple[str, ...]:
    """Return what the accounts, targets and clauses rest on only while some lever is not 0."""
    settings = [each.constant for each in tables.levers.values()]
    batch = {name: np.array([0.0, 1.0]) for name in settings}
    batch |= {name: np.full(2, value) for name, value in CLINKER.items()}
    _, values = kernel.integrate(batch)
    idle = [name for name, (none, every) in values.items() if every.any() and not none.any()]
    named = [*tables.city.account_variables, "net_co2"]
    named += [each.variable for each in tables.targets.values() if each.modelled]
    named += [name for each in tables.coverage.values() for name in each.variables]
    outcomes = {scalar for name in named for scalar in city.scalars_of(name)}
    parts = {name for each in tables.levers.values() for name in each.constants}
    return tuple(
        name for name in effect_constants(city, {*settings, *idle}, outcomes) if name not in parts
    )


def test_every_one_is_drawn_or_has_its_reason(found: tuple[str, ...], tables: Tables) -> None:
    silent = [each for each in found if each not in {*tables.uncertainty, *tables.not_drawn}]
    assert silent == [], "give it a row in uncertainty.csv, or a reason in not_drawn.csv"
    assert sum(each in tables.uncertainty for each in found) >= FEWEST


def test_no_reason_is_left_over(found: tuple[str, ...], tables: Tables) -> None:
    rows = {name.partition("[")[0] for name in tables.not_drawn}
    assert rows <= {name.partition("[")[0] for name in found}


def test_their_draws_lie_around_the_value_of_the_line(
    found: tuple[str, ...], tables: Tables
) -> None:
    far = {}
    for name in (each for each in found if each in tables.uncertainty):
        drawn, row = tables.uncertainty[name], tables.parameters[name]
        middle = float(quantile(np.array([0.5]), drawn)[0])
        off = abs(middle - row.value) / (drawn.high - drawn.low)
        if off > NEAR:
            far[name] = (row.value, middle)
    assert far == {}
