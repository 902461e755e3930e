"""What the page says of its presets that a browser cannot compute: conclusion cards and costs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from zysim.inputs.settings import Settings
from zysim.metrics.band import band
from zysim.metrics.conditions import ORDER
from zysim.metrics.cost_account import CostAccount, account_costs
from zysim.metrics.verdict import CROSSING, VERDICTS
from zysim.page import shape
from zysim.report.card import words
from zysim.report.card.find import (
    COST_MEMBERS,
    CardFindings,
    card_scalars,
    find_card,
    under,
)
from zysim.report.card.money import COST_AFTER, cost_words
from zysim.report.card.numbers_table import GASES, RUSH
from zysim.report.card.sums import plan_account_words
from zysim.report.card.tell import CardText, tell_card
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project
from zysim.sensitivity.leading import Leading
from zysim.wording import COSTS, MONEY_ACROSS, MONEY_RANGE, SAVES, Lang, Pair, pick

LANGS: tuple[Lang, Lang] = ("zh", "en")


SAID = (
    *("QUESTION", "BASIS", "PLAIN", "ANSWER", "RANGE", "ANY_CONDITION", "DELIVERY", "STRUCTURE"),
    *("NO_MEASURES", "ONE_MEASURE", "AS_SET", "BELOW", "BELOW_VALUE", "BELOW_WHY", "STOP"),
    *("IN_CASE", "ACHIEVED", "PER_HEAD_SAME"),
    *("DONE", "PEAK", "HIGHER", "LOWER", "CLOSE", "WHY", "MANY", "FEW", "BY_LEVER", "PART"),
    *("REST_OF_LEVERS", "ALIKE", "CONDITION", "NEXT", "NOTHING_MOVES", "TOTAL", "MORE_IN_ALL"),
    *("LESS_IN_ALL", "INTENSITY", "PER_HEAD", "AS_DONE", "OVER", "AS_RECORD", "WEIGHED", "OTHER"),
    *("SAME", "COUNTIES", "COUNTY", "COST", "COST_ALIKE", "PRESENT", "GAINERS", "SPENDERS"),
    "PAYS",
)
"""Sentences of a card that the page fills in itself for cases of the reader's."""

FORMAT = re.compile(r"(?<=\w):[^{}]*(?=\})")


def spoken_answer() -> shape.Spoken:
    """Return what the page tells cards of changed cases with."""
    shared = {"costs": COSTS, "saves": SAVES, "ends": MONEY_RANGE, "across": MONEY_ACROSS}
    shared |= {"gases": GASES, "rush": RUSH}
    return {
        "verdicts": VERDICTS,
        "crossing": CROSSING,
        "order": ORDER,
        "heads": words.HEADS,
        "says": {each.lower(): _slots(getattr(words, each)) for each in SAID} | shared,
    }


def _slots(text: Pair) -> Pair:
    """Return a sentence whose slots say no format: the page fills in what is formatted already."""
    zh, en = (FORMAT.sub("", each) for each in text)
    return zh, en


def cards_of(
    project: Project,
    cases: Sequence[Settings],
    costs: Mapping[str, CostAccount],
    leading: Mapping[str, Mapping[str, Leading]],
    *,
    members: int,
    seed: int,
) -> dict[str, dict[str, shape.Card]]:
    """Return the conclusion cards of each case against the first, as ``zysim card`` tells them.

    Parameters
    ----------
    project, cases
        Model with its tables, and the cases, the one they are held against first.
    costs
        From :func:`accounts_of`.
    leading
        From :func:`zysim.page.measures.leading_of`; used where the first case is the reference,
        which it holds a lever against.
    members, seed
        As for ``zysim card``.

    Returns
    -------
    dict
        Case id to its cards by account: the texts by language.

    Raises
    ------
    ResultError
        If a value is not finite.
    """
    against, *others = cases
    usual = against.id == project.city.reference
    found = run_ensemble(project, cases, members=members, seed=seed, outputs=card_scalars(project))
    cards: dict[str, dict[str, shape.Card]] = {}
    for case in others:
        if case.constants == against.constants:
            continue
        ranked = leading[case.id]
        card = find_card(
            project,
            case,
            against,
            members=members,
            seed=seed,
            found=found,
            cost=costs.get(case.id),
            leading=ranked[project.city.account] if usual else None,
        )
        cards[case.id] = {card.account: _card(card)}
        others_too = [each for each in project.city.accounts if usual and each != card.account]
        for account in others_too:
            cards[case.id][account] = _card(under(card, account, ranked[account], seed=seed))
    return cards


def _card(card: CardFindings) -> shape.Card:
    zh, en = (_told(tell_card(card, lang), plan_account_words(card, lang)) for lang in LANGS)
    return {"zh": zh, "en": en}


def _told(text: CardText, plan_account: str) -> shape.CardText:
    heads = {pick(head, text.lang): name for name, head in words.HEADS.items()}
    return {
        "question": text.question,
        "basis": text.basis,
        "answer": text.answer,
        "peak": text.peak,
        "paragraphs": [
            {"id": heads[head], "head": head, "text": said} for head, said in text.paragraphs
        ],
        "plan_account": plan_account,
        "source": text.source,
    }


def accounts_of(
    project: Project, cases: Sequence[Settings], *, seed: int
) -> dict[str, CostAccount]:
    """Return what each case costs above the first by case id; empty without payments."""
    against, *others = cases
    if not project.tables.payments or all(each.hash == against.hash for each in others):
        return {}
    found = account_costs(project, others, against, members=COST_MEMBERS, seed=seed)
    return {each.scenario: each for each in found}


def cost_of(project: Project, account: CostAccount | None, against: Pair) -> shape.Cost | None:
    """Return what the page says of a cost: P10, P50 and P90 in yi CNY, and who pays in words."""
    if account is None:
        return None
    year = account.book.first - 1 + COST_AFTER
    total = band(account.total[:, int(np.flatnonzero(account.years == year)[0])])
    present = band(account.present[account.rate])

    def said(lang: Lang) -> str:
        return cost_words(account, project.city, pick(against, lang), lang)

    return {
        "year": year,
        "size": (round(total.low, 2), round(total.median, 2), round(total.high, 2)),
        "present": (round(present.low, 2), round(present.median, 2), round(present.high, 2)),
        "years": (account.book.first, int(account.years[-1])),
        "rate": account.rate,
        "text": (said("zh"), said("en")),
    }
