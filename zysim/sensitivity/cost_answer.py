"""What cases cost against a reference, all of it: account, cost per tonne, pollutants, records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.settings import Settings
from zysim.metrics.cost_account import CostAccount, account_costs
from zysim.metrics.cost_book import RATE
from zysim.runs.project import Project
from zysim.sensitivity.cost_credit import GroupCost, credit_costs

MEMBERS = 256
"""States of the world, where nothing else is asked: the cost per tonne takes some 6,000 runs."""
ITEM_YEARS = (5, 10, 15, 20)
"""Years after the history that records of single items hold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CostAnswer:
    """The costs of one case above those of a reference."""

    account: CostAccount
    groups: tuple[GroupCost, ...]
    """They add up to the net present cost in every world."""
    titles: Mapping[str, tuple[str, str]]
    """Id of the case and of the reference to its title in Chinese and English."""

    def year_records(self) -> list[dict[str, Any]]:
        """Return one record a year: means over the worlds, which add up, and P10 and P90."""
        account = self.account
        total, payers, kinds = account.total, account.payers, account.kinds
        low, high = np.quantile(total, (0.1, 0.9), axis=0)
        return [
            {
                "case": account.scenario,
                "year": int(year),
                "total": float(total[:, at].mean()),
                "low": float(low[at]),
                "high": float(high[at]),
                "payers": {name: float(each[:, at].mean()) for name, each in payers.items()},
                "kinds": {name: float(each[:, at].mean()) for name, each in kinds.items()},
                "gdp": float(account.gdp[:, at].mean()),
            }
            for at, year in enumerate(account.years)
        ]

    def to_record(self) -> dict[str, Any]:
        """Return all but the years as one JSON record; money in yi CNY."""
        account = self.account
        return {
            "case": account.scenario,
            "title_zh": self.titles[account.scenario][0],
            "title_en": self.titles[account.scenario][1],
            "present": [{"rate": rate, **spread(cost)} for rate, cost in account.present.items()],
            "items": self._item_records(),
            "groups": [
                {
                    "id": each.id,
                    "label_zh": each.label[0],
                    "label_en": each.label[1],
                    "levers": list(each.levers),
                    "cost": spread(each.cost),
                    "avoided_wan_t": spread(each.avoided),
                    "cny_per_tonne": _quotient(each),
                    "refusal": each.refusal,
                }
                for each in self.groups
            ],
            "air_avoided_t": {
                name: [
                    {"year": int(year), **spread(each[:, at])}
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
                "years": {int(account.years[at]): float(money[:, at].mean()) for at in places},
            }
            for item, money in zip(account.items, account.money, strict=True)
        ]


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


def spread(values: FloatArray) -> dict[str, float]:
    """Return mean, P10 and P90 of values over the worlds.

    >>> spread(np.arange(11.0))
    {'mean': 5.0, 'low': 1.0, 'high': 9.0}
    """
    low, high = np.quantile(values, (0.1, 0.9))
    return {"mean": float(values.mean()), "low": float(low), "high": float(high)}


def _quotient(group: GroupCost) -> dict[str, float] | None:
    found = group.per_tonne
    return None if found is None else dict(zip(("mean", "low", "high"), found, strict=True))
