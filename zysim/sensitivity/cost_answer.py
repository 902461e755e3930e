"""What cases cost against a reference, all of it: account, cost per tonne, pollutants, records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.payments import Kind
from zysim.inputs.settings import Settings
from zysim.metrics.band import band
from zysim.metrics.cost_account import KINDS, CostAccount, account_costs
from zysim.metrics.cost_book import RATE
from zysim.metrics.middle import close, middle
from zysim.runs.project import Project
from zysim.sensitivity.cost_credit import GroupCost, credit_costs

MEMBERS = 256
"""States of the world, where nothing else is asked: the cost per tonne takes some 6,000 runs."""
ITEM_YEARS = (5, 10, 15, 20)
"""Years after the history that records of single items hold."""

Name = TypeVar("Name", bound=str)


@dataclass(frozen=True, kw_only=True, eq=False)
class CostAnswer:
    """The costs of one case above those of a reference."""

    account: CostAccount
    groups: tuple[GroupCost, ...]
    """They add up to the net present cost in every world."""
    titles: Mapping[str, tuple[str, str]]
    """Id of the case and of the reference to its title in Chinese and English."""

    @cached_property
    def items(self) -> dict[str, FloatArray]:
        """What the median of the total is made of, by payment, shape ``(year,)``; they sum to it.

        Payments between two payers are no part of it.
        """
        return closed_means(self.account.total, self.account.resources)

    @cached_property
    def payers(self) -> dict[str, FloatArray]:
        """What the median of the total is made of, by payer, shape ``(year,)``; they sum to it."""
        return closed_means(self.account.total, self.account.payers)

    @property
    def kinds(self) -> dict[Kind, FloatArray]:
        """The items by kind, shape ``(year,)``; they sum to the median of the total."""
        found: dict[Kind, FloatArray] = {kind: np.zeros(self.account.years.size) for kind in KINDS}
        for item in self.account.items:
            if not item.payment.inside:
                kind = item.payment.kind
                found[kind] = found[kind] + self.items[item.payment.id]
        return found

    @cached_property
    def shares(self) -> dict[str, tuple[float, float]]:
        """Group id to its part of the median cost, yi CNY, and of the median wan t avoided."""
        parts = []
        for values in ("cost", "avoided"):
            found = {each.id: getattr(each, values) for each in self.groups}
            total: FloatArray = np.sum([*found.values()], axis=0)
            parts.append(closed_means(total, found))
        cost, avoided = parts
        return {name: (float(cost[name]), float(avoided[name])) for name in cost}

    def year_records(self) -> list[dict[str, Any]]:
        """Return one record a year: the median total with P10 and P90, and what it is made of."""
        account, payers, kinds = self.account, self.payers, self.kinds
        records = []
        for at, year in enumerate(account.years):
            total = band(account.total[:, at])
            records.append(
                {
                    "case": account.scenario,
                    "year": int(year),
                    "total": total.median,
                    "low": total.low,
                    "high": total.high,
                    "payers": {name: float(each[at]) for name, each in payers.items()},
                    "kinds": {name: float(each[at]) for name, each in kinds.items()},
                    "gdp": band(account.gdp[:, at]).median,
                }
            )
        return records

    def to_record(self) -> dict[str, Any]:
        """Return all but the years as one JSON record; money in yi CNY."""
        account = self.account
        return {
            "case": account.scenario,
            "title_zh": self.titles[account.scenario][0],
            "title_en": self.titles[account.scenario][1],
            "present": [
                {"rate": rate, **band(cost).to_record()} for rate, cost in account.present.items()
            ],
            "items": self._item_records(),
            "groups": [
                {
                    "id": each.id,
                    "label_zh": each.label[0],
                    "label_en": each.label[1],
                    "levers": list(each.levers),
                    "cost": {
                        **band(each.cost).to_record(),
                        "part_of_median": self.shares[each.id][0],
                    },
                    "avoided_wan_t": {
                        **band(each.avoided).to_record(),
                        "part_of_median": self.shares[each.id][1],
                    },
                    "cny_per_tonne": each.per_tonne.to_record() if each.per_tonne else None,
                    "refusal": each.refusal,
                }
                for each in self.groups
            ],
            "air_avoided_t": {
                name: [
                    {"year": int(year), **band(each[:, at]).to_record()}
                    for at, year in enumerate(account.years)
                ]
                for name, each in account.air.items()
            },
            "share_by_quality": account.share_by_quality(),
            "unpaid": [
                {
                    "id": each.id,
                    "label_zh": each.label[0],
                    "label_en": each.label[1],
                    "kind": each.kind,
                    "levers": list(each.levers),
                    "note": each.note,
                }
                for each in account.book.unpaid
            ],
        }

    def _item_records(self) -> list[dict[str, Any]]:
        account = self.account
        places = [
            int(np.flatnonzero(account.years == account.book.first - 1 + ahead)[0])
            for ahead in ITEM_YEARS
        ]
        return [
            {
                "id": item.payment.id,
                "label_zh": item.payment.label[0],
                "label_en": item.payment.label[1],
                "kind": item.payment.kind,
                "payer": item.payment.payer,
                "receiver": item.payment.receiver,
                "levers": list(item.payment.levers),
                "price": item.payment.price or None,
                "quality": item.cost.provenance.quality if item.cost else None,
                "scope": item.cost.scope if item.cost else None,
                "price_year": item.cost.price_year if item.cost else None,
                "years": {int(account.years[at]): band(money[:, at]).median for at in places},
            }
            for item, money in zip(account.items, account.money, strict=True)
        ]


def closed_means(total: FloatArray, parts: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return what the median of a total is made of, by part; the parts sum to it.

    They are means over all worlds, closed to the median: costs of single items vary too much
    between the few worlds nearest to the median of their sum.

    Parameters
    ----------
    total
        Shape ``(member, …)``.
    parts
        By name, each with the shape of ``total``, summing to it in every member.

    Examples
    --------
    >>> total = np.array([3.0, 5.0, 10.0])
    >>> float(closed_means(total, {"a": total * 0.25, "b": total * 0.75})["b"].round(6))
    3.75
    """
    means = np.stack([values.mean(axis=0) for values in parts.values()])
    return dict(zip(parts, close(means, middle(total)), strict=True))


def told_parts(whole: float, parts: Mapping[Name, float]) -> dict[Name, float]:
    """Return a whole and its parts as they are told, to one place: the parts sum to the whole.

    The largest part takes what rounding leaves.

    Examples
    --------
    >>> told_parts(1.0, {"a": 0.96, "b": 0.04})
    {'a': 1.0, 'b': 0.0}
    >>> told_parts(-0.1, {"a": -0.14, "b": 0.04})
    {'a': -0.1, 'b': 0.0}
    >>> told_parts(0.0, {})
    {}
    """
    if not parts:
        return {}
    told = {name: round(float(part), 1) for name, part in parts.items()}
    largest = max(told, key=lambda name: abs(told[name]))
    left = round(float(whole), 1) - sum(told.values())
    return told | {largest: round(told[largest] + left, 1)}


def answer_costs(
    project: Project,
    chosen: Sequence[Settings],
    reference: Settings,
    *,
    boundary: str,
    members: int = MEMBERS,
    seed: int = 0,
    rate: float = RATE,
    each_lever: bool = False,
    command: str = "",
) -> tuple[CostAnswer, ...]:
    """Count what cases cost against a reference, and what a tonne avoided costs by group.

    Parameters
    ----------
    project, chosen, reference
        Model with its tables, the cases, and what they are held against.
    boundary
        Account of the emissions where the model has no total of all gases.
    members, seed, rate, command
        As for :func:`zysim.metrics.cost_account.account_costs`.
    each_lever
        Share cost and CO2 among single levers, not groups.

    Raises
    ------
    InputError
        If the city has no payments, the rate is out of range, or all cases are the reference.
    ResultError
        If a value is not finite.
    """
    accounts = account_costs(
        project, chosen, reference, members=members, seed=seed, rate=rate, command=command
    )
    by_id = {each.id: each for each in chosen}
    usual = project.city.accounts[boundary].variable
    variable = project.city.variables.get("greenhouse", usual)
    return tuple(
        CostAnswer(
            account=account,
            groups=credit_costs(
                project,
                reference,
                by_id[account.scenario],
                account.worlds,
                variable=variable,
                rate=rate,
                seed=seed,
                each_lever=each_lever,
            ),
            titles={each.id: each.titles for each in (reference, by_id[account.scenario])},
        )
        for account in accounts
    )
