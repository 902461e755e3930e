"""Air pollutants that the fuels of a case give off: SO2, NOx and fine particles, in tonnes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.air_factors import POLLUTANTS, AirFactor, Pollutant
from zysim.inputs.health_costs import HealthCost
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.tables import Tables
from zysim.metrics.cost_book import MONEY, draw_triangular
from zysim.metrics.middle import middle
from zysim.metrics.model_quantity import ModelQuantity, find_quantity
from zysim.reading.graph import ModelGraph
from zysim.reading.unit_algebra import YEAR
from zysim.reading.unit_scale import sized_unit

STREAM = 7_302
"""Keeps the draws of factors apart from those of costs, worlds and structures."""
TONNES = sized_unit("t")


@dataclass(frozen=True, slots=True, kw_only=True)
class AirItem:
    """A factor with the quantity of the model it belongs to."""

    factor: AirFactor
    quantity: ModelQuantity
    size: float
    """Brings factor times quantity to tonnes a year."""


def air_items(tables: Tables, graph: ModelGraph) -> tuple[AirItem, ...]:
    """Make the factors ready for a model; none where the city has no table.

    Raises
    ------
    InputError
        If a variable is unknown, or units do not give a mass a year; all problems at once.
    """
    problems: list[Problem] = []
    items = []
    for name, factor in tables.air_factors.items():
        wrong: list[Problem] = []
        quantity = find_quantity(factor.quantity, graph, wrong)
        if quantity is not None:
            one, per = quantity.sized, sized_unit(factor.unit)
            if one.unit * per.unit == TONNES.unit / YEAR:
                size = one.size * per.size / TONNES.size
                items.append(AirItem(factor=factor, quantity=quantity, size=size))
            else:
                wrong.append(
                    Problem(
                        f"factor in {factor.unit} times quantity in {quantity.unit} must give a "
                        "mass a year",
                        f"系数（{factor.unit}）乘数量（{quantity.unit}）应得每年的质量",
                    )
                )
        problems += [each.under(name, name) for each in wrong]
    if problems:
        raise refuse(tables.folder / "air_factors.csv", problems)
    return tuple(items)


def draw_factors(items: tuple[AirItem, ...], members: int, seed: int = 0) -> dict[str, FloatArray]:
    """Draw every factor for each state of the world, shape ``(member,)`` by its id."""
    generator = np.random.default_rng([STREAM, seed])
    factors = {item.factor.id: item.factor for item in items}
    return {
        name: draw_triangular(generator, members, each.low, each.value, each.high)
        for name, each in factors.items()
    }


def health_money(
    avoided: Mapping[Pollutant, FloatArray], costs: Mapping[str, HealthCost]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return money for the health saved, in yi CNY a year, shape ``(year,)`` each.

    Median tonnes times the lowest, the usual and the highest money for a tonne: the range is that
    of studies, far wider than that of the tonnes. Pollutants without a row are left out.

    Parameters
    ----------
    avoided
        Tonnes a year, shape ``(member, year)``.
    costs
        By pollutant.

    Raises
    ------
    InputError
        If a unit is not money for a mass.
    """
    problems, found = [], list[tuple[FloatArray, FloatArray, FloatArray]]()
    for name, tonnes in avoided.items():
        if name not in costs:
            continue
        cost, per = costs[name], sized_unit(costs[name].unit)
        if per.unit * TONNES.unit != MONEY.unit:
            problems.append(
                Problem(
                    f"{name}: {cost.unit} is not money for a mass, such as CNY/t",
                    f"{name}：单位 {cost.unit} 应为每单位质量的金额，如 CNY/t",
                )
            )
            continue
        size = per.size * TONNES.size / MONEY.size
        usual = middle(tonnes) * size
        found.append((cost.low * usual, cost.value * usual, cost.high * usual))
    if problems:
        raise refuse("health_costs.csv", problems)
    low, value, high = (np.sum(each, axis=0) for each in zip(*found, strict=True))
    return low, value, high


def pollutants(
    items: tuple[AirItem, ...],
    values: Mapping[str, FloatArray],
    factors: Mapping[str, FloatArray],
) -> dict[Pollutant, FloatArray]:
    """Return tonnes a year by pollutant, shape ``(member, year)``."""
    found: dict[Pollutant, FloatArray] = {}
    for pollutant in POLLUTANTS:
        parts = [
            item.size * factors[item.factor.id][:, None] * item.quantity.of(values)
            for item in items
            if item.factor.pollutant == pollutant
        ]
        if parts:
            found[pollutant] = np.sum(parts, axis=0)
    return found
