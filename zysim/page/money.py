"""The payments of the city, so that the page prices any case as `zysim cost` does."""

from __future__ import annotations

import numpy as np

from zysim.inputs.city import OUTSIDE, City
from zysim.metrics.cost_book import RATE, CostBook, Item, annuity
from zysim.page import shape
from zysim.page.model_part import packed
from zysim.report.card.find import COST_MEMBERS
from zysim.report.card.money import COST_AFTER

REPORT = "cost"
"""Report of the model that prices read."""


def money_part(book: CostBook, city: City, *, members: int, seed: int) -> shape.Money:
    """Return payments, prices and words that tell what a case costs above another.

    Parameters
    ----------
    book
        The payments, checked against the model; ``book.outputs`` is the report ``cost``.
    city
        Whose payers they are.
    members
        Of the page; the first :data:`zysim.report.card.find.COST_MEMBERS` of them are priced.
    seed
        Of the draws of prices, as for :func:`zysim.metrics.cost_account.account_costs`.
    """
    priced = min(members, COST_MEMBERS)
    drawn = book.draw(priced, seed)
    names = list(dict.fromkeys(item.cost.id for item in book.items if item.cost is not None))
    return {
        "rate": RATE,
        "years": (book.first, book.last),
        "year": book.first - 1 + COST_AFTER,
        "members": priced,
        "payers": [city.payers[each] for each in book.payers],
        "payments": [_payment(item, book, names) for item in book.items],
        "prices": packed(np.stack([drawn[each] for each in names]).astype("<f8").tobytes()),
    }


def _payment(item: Item, book: CostBook, names: list[str]) -> shape.Payment:
    places = {name: at for at, name in enumerate(book.outputs)}
    payers = {name: at for at, name in enumerate(book.payers)} | {OUTSIDE: -1}
    lifetime = None if item.cost is None else item.cost.lifetime
    return {
        "terms": [(sign, places[name]) for sign, name in item.quantity.terms],
        "price": None if item.cost is None else names.index(item.cost.id),
        "scalar": None if item.price is None else places[item.price],
        "size": item.size * (1.0 if lifetime is None else annuity(lifetime, RATE)),
        "lifetime": lifetime if item.paid == "added" else None,
        "payer": payers[item.payment.payer],
        "receiver": payers[item.payment.receiver],
    }
