"""What a case costs more than another, year by year: by kind, by payer, by item, with ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError
from zysim.inputs.air_factors import Pollutant
from zysim.inputs.city import OUTSIDE
from zysim.inputs.payments import Kind
from zysim.inputs.settings import Settings
from zysim.metrics.air import air_items, draw_factors, pollutants
from zysim.metrics.cost_book import (
    RATE,
    RATES,
    CostBook,
    Item,
    cost_book,
    present_cost,
    yearly_money,
)
from zysim.metrics.middle import middle
from zysim.runs.ensemble import run_ensemble
from zysim.runs.manifest import Manifest
from zysim.runs.project import Project

KINDS: tuple[Kind, ...] = ("capital", "upkeep", "energy", "revenue")
"""Kinds that use up resources; transfers only change who pays."""
MODEL = "model"
"""What stands for a quality where the price is a variable of the model."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CostAccount:
    """Costs of a case above those of a reference, in yi CNY a year; negative is a gain."""

    scenario: str
    reference: str
    years: IntArray
    rate: float
    """Discount rate a year, and interest of the annuities."""
    book: CostBook
    money: FloatArray
    """By item, shape ``(item, member, year)``, positive where its payer pays more."""
    present: Mapping[float, FloatArray]
    """Rate to net present cost, yi CNY, shape ``(member,)``."""
    air: Mapping[Pollutant, FloatArray]
    """Tonnes a year avoided, shape ``(member, year)``."""
    gdp: FloatArray
    """GDP above the reference, yi CNY a year, shape ``(member, year)``; no part of the account."""
    worlds: Mapping[str, FloatArray]
    """States of the world, as of an ensemble."""
    manifest: Manifest

    @property
    def items(self) -> tuple[Item, ...]:
        """Payments, in the order of the table."""
        return self.book.items

    @property
    def total(self) -> FloatArray:
        """What goes to the outside less what comes from there, shape ``(member, year)``."""
        return self._signed(_to_outside)

    @property
    def payers(self) -> dict[str, FloatArray]:
        """What each payer pays less what it receives; they add up to the total."""
        return {payer: self._signed(partial(_paid_by, payer)) for payer in self.book.payers}

    @property
    def resources(self) -> dict[str, FloatArray]:
        """The total by payment that leaves or enters the city, by its id; they add up to it."""
        return {
            item.payment.id: _to_outside(item) * money
            for item, money in zip(self.items, self.money, strict=True)
            if not item.payment.inside
        }

    def share_by_quality(self) -> dict[str, float]:
        """Return how much of the present |cost| rests on numbers of each quality; sums to 1."""
        weights = self.book.discount(self.years, self.rate)
        sizes: dict[str, float] = {}
        for item, money in zip(self.items, self.money, strict=True):
            quality = MODEL if item.cost is None else item.cost.provenance.quality
            if not item.payment.inside:
                size = abs(float(middle(money @ weights)))
                sizes[quality] = sizes.get(quality, 0.0) + size
        whole = sum(sizes.values())
        return {name: size / whole for name, size in sizes.items()} if whole else {}

    def _signed(self, sign: Callable[[Item], float]) -> FloatArray:
        signs = np.array([sign(item) for item in self.items])
        return np.tensordot(signs, self.money, axes=1)


def account_costs(
    project: Project,
    chosen: Sequence[Settings],
    reference: Settings,
    *,
    members: int,
    seed: int = 0,
    rate: float = RATE,
    command: str = "",
) -> tuple[CostAccount, ...]:
    """Run cases and a reference in the same worlds and count what each costs more.

    Member i has the same world and the same prices in every case.

    Parameters
    ----------
    project, chosen, reference
        Model with its tables, the cases, and the case they are held against.
    members
        States of the world, 2 or more.
    seed
        Of the draws of worlds, costs and factors.
    rate
        Discount rate a year, also the interest of the annuities; above 0 and below 1.
    command
        What the user typed, for the manifest.

    Raises
    ------
    InputError
        If the city has no payments or they do not fit the model, the rate is out of range, or
        all cases are the reference.
    ResultError
        If a value is not finite.
    """
    if not 0 < rate < 1:
        msg = f"rate {rate:g} must lie above 0 and below 1: 0.06 is 6 %."
        raise InputError(msg, zh=f"折现率 {rate:g} 应在 0 与 1 之间：6% 写作 0.06。")
    cases = [each for each in chosen if each.hash != reference.hash]
    if not cases:
        msg = f"{reference.id}: the same case on both sides, so no difference. Name another case."
        raise InputError(msg, zh=f"{reference.id} 与参照相同，没有差额；请另给一个方案。")
    book = cost_book(project.tables, project.graph)
    air = air_items(project.tables, project.graph)
    gdp = project.tables.city.variables["gdp"]
    names = [*book.outputs, *(name for item in air for name in item.quantity.outputs), gdp]
    found = run_ensemble(
        project,
        [reference, *cases],
        members=members,
        seed=seed,
        outputs=list(dict.fromkeys(names)),
        command=command,
    )
    prices, factors = book.draw(members, seed), draw_factors(air, members, seed)
    values = [
        {name: each[at] for name, each in found.values.items()} for at in range(1 + len(cases))
    ]
    rates = dict.fromkeys([*RATES, rate])
    burnt = [pollutants(air, each, factors) for each in values]
    present = [
        {one: present_cost(book, each, found.years, prices, one) for one in rates}
        for each in values
    ]
    return tuple(
        CostAccount(
            scenario=case.id,
            reference=reference.id,
            years=found.years,
            rate=rate,
            book=book,
            money=np.stack(
                [
                    yearly_money(item, values[at], prices, rate)
                    - yearly_money(item, values[0], prices, rate)
                    for item in book.items
                ]
            ),
            present={one: present[at][one] - present[0][one] for one in sorted(rates)},
            air={name: burnt[0][name] - burnt[at][name] for name in burnt[at]},
            gdp=values[at][gdp] - values[0][gdp],
            worlds=found.worlds,
            manifest=found.manifest,
        )
        for at, case in enumerate(cases, start=1)
    )


def _to_outside(item: Item) -> float:
    return float(item.payment.receiver == OUTSIDE) - float(item.payment.payer == OUTSIDE)


def _paid_by(payer: str, item: Item) -> float:
    return float(item.payment.payer == payer) - float(item.payment.receiver == payer)
