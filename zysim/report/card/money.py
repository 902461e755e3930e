"""What the case of a card costs, and who pays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from zysim.inputs.city import City
from zysim.metrics.band import band
from zysim.metrics.cost_account import CostAccount
from zysim.report.card import words
from zysim.report.card.phrases import capitalised, joined, listed, tight
from zysim.sensitivity.cost_answer import closed_means, told_parts
from zysim.wording import Lang, money_range, money_text, pick

COST_AFTER = 5
"""Years after the history whose cost is told."""


def cost_words(account: CostAccount | None, city: City, against: str, lang: Lang) -> str:
    """Say what the case costs in a year and over the years counted, and who pays; parts sum."""
    if account is None:
        return pick(words.NO_COST, lang)
    at = int(np.flatnonzero(account.years == account.book.first - 1 + COST_AFTER)[0])
    total, worth = band(account.total[:, at]), band(account.present[account.rate])
    payers_of = {name: each[:, at] for name, each in account.payers.items()}
    means = closed_means(account.total[:, at], payers_of)
    parts = told_parts(total.median, {name: float(each) for name, each in means.items()})
    said = pick(words.COST if round(total.median, 1) else words.COST_ALIKE, lang).format(
        against=against,
        year=int(account.years[at]),
        size=money_text(total.median, 1, lang),
        range=money_range(total.low, total.high, 1, lang, saves=total.median < 0),
        payers=_payers(parts, city, lang),
    )
    present = pick(words.PRESENT, lang).format(
        first=account.book.first,
        last=account.book.last,
        present=money_text(worth.median, 0, lang),
        rate=account.rate,
        worth=money_range(worth.low, worth.high, 0, lang, saves=worth.median < 0),
    )
    return joined([said, present], lang)


def _payers(parts: Mapping[str, float], city: City, lang: Lang) -> str:
    """Name who is better off and who spends more, those of the sign of the sum first."""
    said = []
    first, second = (words.GAINERS, -1), (words.SPENDERS, 1)
    for text, sign in (first, second) if sum(parts.values()) < 0 else (second, first):
        names = [
            tight(
                pick(words.PAYS, lang).format(
                    name=pick(city.payers[name], lang), value=f"{abs(value):.1f}"
                )
            )
            for name, value in sorted(parts.items(), key=lambda each: -abs(each[1]))
            if value * sign > 0
        ]
        if names:
            said.append(pick(text, lang).format(names=listed(names, lang)))
    return capitalised(("；" if lang == "zh" else "; ").join(said))
