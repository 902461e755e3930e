"""Money from quantities: units, annuities, present values, and what does not fit a model."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from zysim.errors import InputError
from zysim.inputs.costs import Cost
from zysim.inputs.payments import Payment, read_quantity
from zysim.inputs.provenance import Provenance
from zysim.inputs.tables import Tables
from zysim.metrics.cost_book import annuity, cost_book, present_cost, yearly_money
from zysim.paths import data_root
from zysim.reading import read_model
from zysim.reading.graph import ModelGraph

YEARS = np.arange(2020, 2061)


@pytest.fixture(scope="module")
def fleet() -> ModelGraph:
    return read_model(data_root() / "models/teaching/fleet.mdl", cache=False)


def cost(unit: str, lifetime: int | None = None, low: float = 1.0, high: float = 4.0) -> Cost:
    return Cost(
        id="price",
        label=("价", "price"),
        value=2.0,
        low=low,
        high=high,
        unit=unit,
        price_year=2020,
        lifetime=lifetime,
        scope="nation",
        provenance=Provenance(source="s", locator="", quality="estimate", note="n"),
    )


def book(tables: Tables, graph: ModelGraph, price: Cost, quantity: str, kind: str, to="outside"):
    payment = Payment(
        id="cars",
        label=("车", "cars"),
        kind=kind,
        price="price",
        quantity=read_quantity(quantity),
        payer="firms",
        receiver=to,
        levers=(),
        note="",
    )
    few = dataclasses.replace(tables, costs={"price": price}, payments={"cars": payment})
    return cost_book(few, graph)


def test_what_stands_is_an_annuity_on_it(tables: Tables, fleet: ModelGraph) -> None:
    found = book(tables, fleet, cost("CNY/vehicle", 10), "cars[petrol]", "capital")
    (item,) = found.items
    assert item.paid == "in_place"
    values = {"cars[petrol]": np.full((1, YEARS.size), 5.0)}
    # 5 wan cars at 2 CNY are 10 wan CNY, 0.001 yi.
    money = yearly_money(item, values, found.central, 0.06)
    np.testing.assert_allclose(money, 0.001 * 0.06 / (1 - 1.06**-10))


def test_what_is_added_is_paid_off_over_its_lifetime(tables: Tables, fleet: ModelGraph) -> None:
    found = book(tables, fleet, cost("CNY/vehicle", 3), "sales[petrol]", "capital")
    (item,) = found.items
    assert item.paid == "added"
    added = np.zeros((1, YEARS.size))
    added[0, 5] = 5.0
    money = yearly_money(item, {"sales[petrol]": added}, found.central, 0.04)
    assert np.flatnonzero(money[0]).tolist() == [5, 6, 7]
    np.testing.assert_allclose(money[0, 5:8], 0.001 * annuity(3, 0.04))


def test_yearly_costs_fall_due_as_they_are(tables: Tables, fleet: ModelGraph) -> None:
    found = book(
        tables, fleet, cost("CNY/(vehicle*year)"), "cars[petrol] - cars[electric]", "upkeep"
    )
    values = {
        "cars[petrol]": np.full((1, YEARS.size), 7.0),
        "cars[electric]": np.full((1, YEARS.size), 2.0),
    }
    money = yearly_money(found.items[0], values, found.central, 0.06)
    np.testing.assert_allclose(money, 0.001)


@pytest.mark.parametrize(
    ("unit", "lifetime", "quantity", "kind"),
    [
        ("CNY/vehicle", 12, "cars", "capital"),
        ("CNY/vehicle", 12, "sales", "capital"),
        ("CNY/(vehicle*year)", None, "cars", "upkeep"),
    ],
)
def test_the_fast_present_value_is_that_of_the_yearly_account(
    tables: Tables, fleet: ModelGraph, unit: str, lifetime: int | None, quantity: str, kind: str
) -> None:
    found = book(tables, fleet, cost(unit, lifetime), quantity, kind)
    generator = np.random.default_rng(1)
    values = {name: generator.uniform(size=(8, YEARS.size)) for name in found.outputs_of_total}
    prices = found.draw(8)
    slow = yearly_money(found.items[0], values, prices, 0.06)
    # Additions before the first year counted are paid off too, in both ways.
    fast = present_cost(found, values, YEARS, prices, 0.06)
    np.testing.assert_allclose(fast, slow @ found.discount(YEARS, 0.06), rtol=1e-12)


def test_the_first_year_counted_follows_the_history(tables: Tables, fleet: ModelGraph) -> None:
    found = book(tables, fleet, cost("CNY/(vehicle*year)"), "cars", "upkeep")
    weights = found.discount(YEARS, 0.05)
    first = tables.city.history + 1
    assert YEARS[weights > 0].tolist() == list(range(first, first + 20))
    assert weights[first == YEARS] == pytest.approx(1 / 1.05)
    assert weights[first + 1 == YEARS] == pytest.approx(1 / 1.05**2)


def test_a_payment_between_two_payers_costs_the_city_nothing(
    tables: Tables, fleet: ModelGraph
) -> None:
    found = book(tables, fleet, cost("CNY/(vehicle*year)"), "cars", "transfer", to="treasury")
    assert found.outputs_of_total == ()
    assert set(found.outputs) == {"cars[petrol]", "cars[electric]"}


def test_draws_keep_their_range_and_their_mean(tables: Tables, fleet: ModelGraph) -> None:
    found = book(tables, fleet, cost("CNY/(vehicle*year)"), "cars", "upkeep")
    drawn = found.draw(4096, seed=3)["price"]
    assert drawn.min() >= 1.0
    assert drawn.max() <= 4.0
    assert drawn.mean() == pytest.approx(7 / 3, rel=1e-3)  # (low + mode + high) / 3
    assert (found.draw(4096, seed=3)["price"] == drawn).all()
    fixed = book(tables, fleet, cost("CNY/(vehicle*year)", low=2, high=2), "cars", "upkeep")
    assert (fixed.draw(16)["price"] == 2.0).all()


@pytest.mark.parametrize(
    ("unit", "lifetime", "quantity", "kind", "message"),
    [
        ("CNY/kW", 10, "cars", "capital", "price in CNY/kW times quantity in wan vehicle must"),
        ("CNY/vehicle", None, "cars", "upkeep", "must give CNY or CNY a year for capital"),
        (
            "CNY/vehicle",
            10,
            "cars + sales",
            "capital",
            "quantity adds wan vehicle, wan vehicle/year",
        ),
        ("CNY/vehicle", 10, "carts", "capital", "unknown variable 'carts'"),
    ],
)
def test_what_does_not_fit_the_model_is_refused(
    tables: Tables,
    fleet: ModelGraph,
    unit: str,
    lifetime: int | None,
    quantity: str,
    kind: str,
    message: str,
) -> None:
    with pytest.raises(InputError, match=re.escape(message)) as refusal:
        book(tables, fleet, cost(unit, lifetime), quantity, kind)
    assert re.search("[\u4e00-\u9fff]", refusal.value.zh or "")


def test_a_city_without_payments_says_so(tables: Tables, fleet: ModelGraph) -> None:
    with pytest.raises(InputError, match="no payments, so no costs"):
        cost_book(dataclasses.replace(tables, costs={}, payments={}), fleet)


def test_the_city_account_fits_its_model(tables: Tables, city: ModelGraph) -> None:
    found = cost_book(tables, city)
    assert len(found.items) + len(found.unpaid) == len(tables.payments)
    assert set(found.outputs_of_total) < set(found.outputs)
