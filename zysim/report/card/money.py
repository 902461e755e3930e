"""What the case of a card costs, and who pays."""

from __future__ import annotations

import numpy as np

from zysim.inputs.city import City
from zysim.metrics.band import band
from zysim.metrics.cost_account import CostAccount
from zysim.report.card import words
from zysim.report.card.phrases import signed, tight
from zysim.sensitivity.cost_answer import closed_means, told_parts
from zysim.wording import Lang, pick

COST_AFTER = 5
"""Years after the history whose cost is told."""


def cost_words(account: CostAccount | None, city: City, against: str, lang: Lang) -> str:
    """Say what the case costs in a year and over the years counted, and who pays; parts sum."""
    if account is None:
        return pick(words.NO_COST, lang)
    at = int(np.flatnonzero(account.years == account.book.first - 1 + COST_AFTER)[0])
    total = band(account.total[:, at])
    size = round(total.median, 1)
    payers_of = {name: each[:, at] for name, each in account.payers.items()}
    means = closed_means(account.total[:, at], payers_of)
    parts = told_parts(total.median, {name: float(each) for name, each in means.items()})
    payers = ("，" if lang == "zh" else ", ").join(
        tight(
            pick(words.PAYS, lang).format(
                name=pick(city.payers[name], lang), value=signed(value, 1)
            )
        )
        for name, value in parts.items()
        if value
    )
    worth = band(account.present[account.rate])
    ends = (total.low, total.high) if size >= 0 else (-total.high, -total.low)
    return pick(words.COST, lang).format(
        year=int(account.years[at]),
        against=against,
        more=pick(words.SPENDS if size >= 0 else words.EARNS, lang),
        size=f"{abs(size):.1f}",
        low=f"{ends[0]:z.1f}".replace("-", "−"),
        high=f"{ends[1]:z.1f}".replace("-", "−"),
        payers=payers,
        first=account.book.first,
        last=account.book.last,
        present=signed(worth.median, 0),
        worth_low=signed(worth.low, 0),
        worth_high=signed(worth.high, 0),
        rate=account.rate,
    )
