"""The payments of a city made ready for a model: what each takes from its results, in yi CNY."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError
from zysim.inputs.city import OUTSIDE
from zysim.inputs.costs import Cost
from zysim.inputs.payments import Payment
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.tables import Tables
from zysim.metrics.model_quantity import ModelQuantity, find_quantity
from zysim.reading.graph import ModelGraph
from zysim.reading.unit_algebra import YEAR
from zysim.reading.unit_scale import sized_unit

Paid = Literal["yearly", "in_place", "added"]
"""Every year as it falls due; an annuity on what stands; or one on what each year added."""
MONEY = sized_unit("yi CNY")
YEARS_COUNTED = 20
"""Years after the history whose costs are summed, discounted to the beginning of the first."""
RATES = (0.04, 0.06, 0.08)
RATE = 0.06
STREAM = 7_301
"""Keeps the draws of costs apart from those of the worlds and the structures."""
Prices = Mapping[str, FloatArray]
"""Cost id to its draws, shape ``(run,)`` or one number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A payment with the scalars of the model it needs."""

    payment: Payment
    cost: Cost | None
    """The price, where it is a row of costs.csv."""
    price: str | None
    """The price, where it is a scalar of the model."""
    quantity: ModelQuantity
    size: float
    """Brings price times quantity to yi CNY."""
    paid: Paid

    @property
    def outputs(self) -> tuple[str, ...]:
        """Scalars of the model that it reads."""
        names = self.quantity.outputs
        return names if self.price is None else (*names, self.price)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostBook:
    """All payments of a city, checked against its model."""

    items: tuple[Item, ...]
    unpaid: tuple[Payment, ...]
    """Rows that say why a lever has no resource cost of its own."""
    costs: Mapping[str, Cost]
    first: int
    """First year that a present value counts."""
    last: int
    """Last year that it counts."""
    payers: tuple[str, ...]
    """Whose money is counted, in the order of city.toml."""

    @property
    def outputs(self) -> tuple[str, ...]:
        """Scalars of the model that the whole account reads."""
        return tuple(dict.fromkeys(name for item in self.items for name in item.outputs))

    @property
    def outputs_of_total(self) -> tuple[str, ...]:
        """Scalars that the total reads: payments between two payers leave it as it is."""
        kept = (item for item in self.items if not item.payment.inside)
        return tuple(dict.fromkeys(name for item in kept for name in item.outputs))

    @property
    def central(self) -> dict[str, FloatArray]:
        """The value of every cost."""
        return {name: np.array(cost.value) for name, cost in self.costs.items()}

    def discount(self, years: IntArray, rate: float) -> FloatArray:
        """Return the weight of each year in a present value, shape ``(year,)``; 0 if not counted.

        A year's costs fall due at its end.
        """
        counted = (years >= self.first) & (years <= self.last)
        return np.where(counted, (1 + rate) ** -(years - self.first + 1.0), 0.0)

    def draw(self, members: int, seed: int = 0) -> dict[str, FloatArray]:
        """Draw every cost for each state of the world, shape ``(member,)``.

        Triangular from low over value to high, stratified, independent of each other.

        Parameters
        ----------
        members
            How many.
        seed
            0 or more; the same seed gives the same draws.
        """
        generator = np.random.default_rng([STREAM, seed])
        return {
            name: draw_triangular(generator, members, cost.low, cost.value, cost.high)
            for name, cost in self.costs.items()
        }


def cost_book(tables: Tables, graph: ModelGraph) -> CostBook:
    """Make the payments of a city ready for its model.

    Raises
    ------
    InputError
        If the city has no payments, a variable is unknown, or units do not give money; all
        problems at once.
    """
    path = tables.folder / "payments.csv"
    if not tables.payments:
        msg = f"{path}: no payments, so no costs. Add costs.csv and payments.csv."
        raise InputError(
            msg, zh=f"{path} 没有内容，无法计算费用。请补充 costs.csv 和 payments.csv。"
        )
    problems: list[Problem] = []
    items = []
    for name, payment in tables.payments.items():
        if payment.paid:
            found = _ready(payment, tables.costs, graph)
            if isinstance(found, Item):
                items.append(found)
            else:
                problems += [each.under(name, name) for each in found]
    if problems:
        raise refuse(path, problems)
    return CostBook(
        items=tuple(items),
        unpaid=tuple(each for each in tables.payments.values() if not each.paid),
        costs=tables.costs,
        first=tables.city.history + 1,
        last=tables.city.history + YEARS_COUNTED,
        payers=tuple(tables.city.payers),
    )


def draw_triangular(
    generator: np.random.Generator, members: int, low: float, mode: float, high: float
) -> FloatArray:
    """Draw from low over mode to high, one draw in each equal part of the probability."""
    if low == high:
        return np.full(members, mode)
    points = (generator.permutation(members) + generator.uniform(size=members)) / members
    split = (mode - low) / (high - low)
    left = low + np.sqrt(points * (high - low) * (mode - low))
    right = high - np.sqrt((1 - points) * (high - low) * (high - mode))
    return np.where(points < split, left, right)


def yearly_money(
    item: Item, values: Mapping[str, FloatArray], prices: Prices, rate: float
) -> FloatArray:
    """Return what is paid in each year, yi CNY, shape ``(run, year)``.

    An investment is an annuity over its lifetime at ``rate``: on what stands, or on what the
    years up to this one added and is not yet paid off.
    """
    quantity = item.quantity.of(values)
    if item.price is not None:
        return item.size * quantity * values[item.price]
    if item.cost is None:
        return item.size * quantity
    price = np.atleast_1d(prices[item.cost.id])[:, None] * item.size
    if item.cost.lifetime is None:
        return np.asarray(price * quantity)
    if item.paid == "added":
        quantity = _still_paid(quantity, item.cost.lifetime)
    return np.asarray(price * quantity * annuity(item.cost.lifetime, rate))


def present_cost(
    book: CostBook,
    values: Mapping[str, FloatArray],
    years: IntArray,
    prices: Prices,
    rate: float = RATE,
) -> FloatArray:
    """Return the net present cost of runs in yi CNY, shape ``(run,)``: fast, without the parts.

    Only differences between runs mean something. Counted are the years from ``book.first`` to
    ``book.last``; what an investment costs after them is left out with what it saves.

    Parameters
    ----------
    values
        Scalars of ``book.outputs_of_total``, shape ``(run, year)``.
    prices
        From :meth:`CostBook.draw` or :attr:`CostBook.central`.
    rate
        Discount rate a year, also that of the annuities.
    """
    weights = book.discount(years, rate)
    total: FloatArray = np.zeros(next(iter(values.values())).shape[0])
    for item in book.items:
        if item.payment.inside:
            continue
        sign = -1.0 if item.payment.payer == OUTSIDE else 1.0
        total = total + sign * _present(item, values, prices, weights, rate)
    return total


def annuity(lifetime: int, rate: float) -> float:
    """Return the yearly payment that pays off 1 over a lifetime.

    >>> round(annuity(25, 0.06), 4), annuity(10, 0.0)
    (0.0782, 0.1)
    """
    return rate / (1 - (1 + rate) ** -lifetime) if rate else 1 / lifetime


def _present(
    item: Item,
    values: Mapping[str, FloatArray],
    prices: Prices,
    weights: FloatArray,
    rate: float,
) -> FloatArray:
    quantity = item.quantity.of(values)
    if item.price is not None:
        return np.asarray(item.size * ((quantity * values[item.price]) @ weights))
    if item.cost is None:
        return np.asarray(item.size * (quantity @ weights))
    price = prices[item.cost.id] * item.size
    if item.cost.lifetime is None:
        return np.asarray(price * (quantity @ weights))
    if item.paid == "added":
        # What is added in a year is paid for in each of the years of its lifetime.
        ahead = np.lib.stride_tricks.sliding_window_view(
            np.append(weights, np.zeros(item.cost.lifetime - 1)), item.cost.lifetime
        )
        weights = ahead.sum(axis=1)
    return np.asarray(price * (quantity @ weights) * annuity(item.cost.lifetime, rate))


def _still_paid(added: FloatArray, lifetime: int) -> FloatArray:
    """Return the sum over the last ``lifetime`` years up to each, shape ``(run, year)``."""
    total = np.cumsum(added, axis=1)
    old = np.zeros_like(total)
    old[:, lifetime:] = total[:, :-lifetime]
    return total - old


def _ready(payment: Payment, costs: Mapping[str, Cost], graph: ModelGraph) -> Item | list[Problem]:
    """Return the payment ready for the model, or what is wrong with it."""
    problems: list[Problem] = []
    quantity = find_quantity(payment.quantity, graph, problems)
    cost = costs.get(payment.price)
    unit, price = _price_unit(payment, cost, graph, problems)
    if quantity is None or problems:
        return problems
    found = _money(payment.kind == "capital", unit, quantity)
    if found is None:
        return [
            Problem(
                f"price in {unit or 'money'} times quantity in {quantity.unit} must give CNY or "
                "CNY a year for capital, CNY a year for all else",
                f"单价（{unit or '金额'}）乘数量（{quantity.unit}）应得元或元/年（capital），"
                "其他应得元/年",
            )
        ]
    return Item(
        payment=payment,
        cost=cost,
        price=price,
        quantity=quantity,
        size=found[0],
        paid=found[1],
    )


def _price_unit(
    payment: Payment, cost: Cost | None, graph: ModelGraph, problems: list[Problem]
) -> tuple[str, str | None]:
    """Return the unit of the price and its scalar, where it is one of the model."""
    if cost is not None or not payment.price:
        return (cost.unit, None) if cost else ("", None)
    identifier = payment.price.partition("[")[0]
    if identifier not in graph.variables or payment.price not in graph.scalars:
        problems.append(not_known(("price", "单价"), payment.price, graph.scalars))
        return "", None
    return graph.variables[identifier].unit, payment.price


def _money(capital: bool, price: str, quantity: ModelQuantity) -> tuple[float, Paid] | None:
    """Return the factor to yi CNY and how the product is paid; None if units do not fit."""
    size, unit = quantity.sized.size, quantity.sized.unit
    if price:
        per = sized_unit(price)
        size, unit = size * per.size, unit * per.unit
    if unit == MONEY.unit / YEAR:
        return size / MONEY.size, "added" if capital else "yearly"
    return (size / MONEY.size, "in_place") if capital and unit == MONEY.unit else None
