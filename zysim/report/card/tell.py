"""A conclusion card in words: answer first, then why, what would overturn it, cost, unknowns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.inputs.city import City
from zysim.metrics.accounts import alike
from zysim.metrics.band import band
from zysim.metrics.conditions import Condition
from zysim.metrics.cost_account import CostAccount
from zysim.metrics.middle import middle
from zysim.metrics.result_numbers import AccountNumbers, Chance, intensity_target
from zysim.report.card import words
from zysim.report.card.find import CardFindings
from zysim.report.card.numbers_table import gases_text, over_text, rush_text, year_text
from zysim.runs.ensemble import given_note
from zysim.runs.project import quality_counts
from zysim.sensitivity.cost_answer import closed_means
from zysim.wording import Lang, Pair, co2_sum_text, co2_text, percent_text, pick

NAMED = 3
"""Causes named before the rest."""
QUESTIONS = 2
"""Questions whose alternatives are named and listed."""
TOLERANCE = 0.02
COST_AFTER = 5
"""Years after the history whose cost is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """A card in one language, ready to be laid out."""

    question: str
    basis: str
    answer: str
    peak: str
    paragraphs: tuple[tuple[str, str], ...]
    """Head and text, in the order in which they are read."""
    table: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, str, str, str], ...]
    """Question, alternative, weight and chance."""
    source: str
    lang: Lang


def tell_card(card: CardFindings, lang: Lang) -> CardText:
    """Put findings into words."""
    city = card.project.city
    text: dict[str, str] = {
        "why": _why(card, lang),
        "conditions": _conditions(card, lang),
        "total": _total(card, lang),
        "other": _others(card, lang),
        "rush": _join([rush_text(each, card.titles, lang) for each in _rushes(card)], lang),
        "cost": cost_text(card.cost, city, pick(card.against.titles, lang), lang),
        "unknown": _unknown(card, lang),
    }
    manifest = card.found.manifest
    goal = {"goal": city.goal}
    return CardText(
        question=pick(words.QUESTION, lang).format(
            case=pick(card.case.titles, lang), city=pick(city.name, lang), **goal
        ),
        basis=pick(words.BASIS, lang).format(
            against=pick(card.against.titles, lang),
            account=pick(city.accounts[card.account].label, lang),
            history=city.history,
        ),
        answer=_answer(card, lang),
        peak=_peak(card, lang),
        paragraphs=tuple(
            (pick(words.HEADS[name], lang), said) for name, said in text.items() if said
        ),
        table=pick(words.TABLE, lang).format(**goal),
        heads=tuple(pick(each, lang) for each in words.TABLE_HEADS),
        rows=_rows(card, lang),
        source=pick(words.SOURCE, lang).format(
            members=card.found.members,
            seed=f"{manifest.design.get('seed', '–')}{given_note(manifest.design, lang)}",
            version=manifest.versions["zysim"],
            model=card.project.graph.sha256[:12],
        ),
        lang=lang,
    )


def verdict(value: float, low: float | None = None, high: float | None = None) -> Pair:
    """Return the word for a chance: the same word for the same numbers everywhere.

    Yes and no are said only where the chance is beyond 95 % (below 5 %) under every condition.

    Parameters
    ----------
    value
        The chance.
    low, high
        Its range over conditions; without one nothing is certain.

    Examples
    --------
    >>> verdict(0.54, 0.0, 0.93)[0], verdict(0.03)[0], verdict(0.02, 0.0, 0.04)[0]
    ('难说', '多半不能', '不能')
    >>> verdict(0.97, 0.5, 1.0)[1]
    'probably'
    """
    (sure, yes), (likely, probably), (open_, unclear), (never, hardly), (_none, no) = words.VERDICTS
    if value >= likely:
        return yes if low is not None and min(low, value) >= sure else probably
    if value > open_:
        return unclear
    return no if high is not None and max(high, value) < never else hardly


def record_of(card: CardFindings, text: CardText) -> dict[str, Any]:
    """Return a card as plain values for JSON: numbers first, then the text as told."""
    first, second = card.numbers
    main = second.accounts[card.account].in_time[0.0]
    explained = card.explanation
    at = int(np.flatnonzero(explained.years == card.project.city.goal)[0])
    return {
        "case": card.case.id,
        "against": card.against.id,
        "account": card.account,
        "plan_account": card.plan_account,
        "goal": card.project.city.goal,
        "statistic": "P50",
        **card.found.manifest.design,
        "probability": main.to_record(),
        "verdict": pick(_verdict(main), text.lang),
        "numbers": {card.against.id: first.to_record(), card.case.id: second.to_record()},
        "difference": card.goal_difference,
        "causes": [
            {
                "id": group.id,
                "label_zh": group.label[0],
                "label_en": group.label[1],
                "value": float(explained.by_year[place, at]),
            }
            for place, group in enumerate(explained.groups)
        ],
        "conditions": None if card.conditions is None else card.conditions.to_record(text.lang),
        "rushing": [
            {
                "account": each.account,
                "likelier": each.likelier,
                "other": each.other,
                "chances": list(each.chances),
                "years": list(each.years),
                "more": each.more,
            }
            for each in card.rushes
        ],
        "text": {
            "question": text.question,
            "basis": text.basis,
            "answer": text.answer,
            "peak": text.peak,
            "paragraphs": [{"head": head, "text": said} for head, said in text.paragraphs],
            "source": text.source,
        },
    }


def _main(card: CardFindings) -> AccountNumbers:
    return card.numbers[1].accounts[card.account]


def _verdict(chance: Chance) -> Pair:
    if chance.record is None:
        return verdict(chance.delivered.value)
    return verdict(chance.record.value, chance.low, chance.high)


def _answer(card: CardFindings, lang: Lang) -> str:
    chance = _main(card).in_time[0.0]
    said = _capital(pick(verdict(chance.delivered.value), lang)) if lang == "en" else None
    delivered = pick(verdict(chance.delivered.value), lang)
    if chance.record is None or chance.low is None or chance.high is None:
        return pick(words.PLAIN, lang).format(
            delivered=said or delivered,
            chance=percent_text(chance.delivered.value),
            low=percent_text(chance.delivered.low),
            high=percent_text(chance.delivered.high),
        )
    return pick(words.ANSWER, lang).format(
        delivered=delivered,
        chance=percent_text(chance.delivered.value),
        basis=pick(words.DELIVERY if _delivery_is_open(card) else words.STRUCTURE, lang),
        record=pick(_verdict(chance), lang),
        over=percent_text(chance.record.value),
        low=percent_text(chance.low),
        high=percent_text(chance.high),
    )


def _delivery_is_open(card: CardFindings) -> bool:
    """Say whether a question about the delivery of a measure touches the case."""
    found = card.conditions
    return found is not None and any(each.question.levers for each in found.conditions)


def _peak(card: CardFindings, lang: Lang) -> str:
    city, main = card.project.city, _main(card)
    low, middle_year, high = (year_text(each, city) for each in main.year)
    up = card.level_more >= 0
    size = co2_text(abs(card.level_more), lang)
    return pick(words.PEAK, lang).format(
        middle=middle_year,
        low=low,
        high=high,
        level=co2_text(main.level[1], lang),
        against=pick(card.against.titles, lang),
        more=f"{pick(words.MORE if up else words.LESS, lang)} {size}" if lang == "zh" else size,
        direction=pick(words.MORE if up else words.LESS, lang),
        share=TOLERANCE,
        tolerated=percent_text(main.in_time[TOLERANCE].delivered.value)
        + _over(main.in_time[TOLERANCE], lang),
    )


def _why(card: CardFindings, lang: Lang) -> str:
    """Name the largest causes; as printed they sum with the rest to the difference."""
    scale, places = (100, 0) if lang == "zh" else (1, 2)
    words_of = {"goal": card.project.city.goal, "against": pick(card.against.titles, lang)}
    total = round(scale * card.goal_difference, places)
    if not total:
        return pick(words.ALIKE, lang).format(**words_of)
    explained = card.explanation
    at = int(np.flatnonzero(explained.years == card.project.city.goal)[0])
    if len(explained.groups) > 1:
        parts = [
            (pick(group.label, lang), float(explained.by_year[place, at]))
            for place, group in enumerate(explained.groups)
        ]
    else:
        labels = {each.id: each.label for each in card.project.city.sectors.values()}
        rest = card.project.city.accounts[card.account].rest
        parts = [
            (pick(labels.get(name, rest), lang), float(values[at]))
            for name, values in explained.emitters.items()
        ]
    parts.sort(key=lambda each: -abs(each[1]))
    named = [(label, round(scale * value, places)) for label, value in parts[:NAMED]]
    named = [(label, value) for label, value in named if value]
    left = round(total - sum(value for _label, value in named), places)
    said = [
        _tight(pick(words.PART, lang).format(label=label, value=_signed(value, places)))
        for label, value in named
    ]
    if left:
        said.append(pick(words.REST, lang).format(value=_signed(left, places)))
    more = words.MANY if total > 0 else words.FEW
    return pick(words.WHY, lang).format(
        **words_of,
        more=pick(more, lang),
        size=f"{abs(total):.{places}f}",
        parts=("，" if lang == "zh" else ", ").join(said),
    )


def _conditions(card: CardFindings, lang: Lang) -> str:
    if card.conditions is None:
        return pick(words.NO_CONDITION, lang)
    said: list[str] = []
    for given in _questions(card)[:QUESTIONS]:
        high = max(given, key=lambda each: each.chance.value)
        low = min(given, key=lambda each: each.chance.value)
        text = pick(words.CONDITION, lang).format(
            question=pick(high.question.label, lang),
            high_label=pick(high.alternative.label, lang),
            high=percent_text(high.chance.value),
            low_label=pick(low.alternative.label, lang),
            low=percent_text(low.chance.value),
        )
        said.append(text if not said else pick(words.NEXT, lang) + text)
    return _join(said, lang)


def _questions(card: CardFindings) -> list[list[Condition]]:
    """Return the conditions by question, the question that moves the chance most first."""
    by_question: dict[str, list[Condition]] = {}
    for each in card.conditions.conditions if card.conditions else ():
        by_question.setdefault(each.question.id, []).append(each)
    return list(by_question.values())


def _rows(card: CardFindings, lang: Lang) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (
            pick(each.question.label, lang),
            pick(each.alternative.label, lang),
            f"{each.alternative.weight:.0%}",
            percent_text(each.chance.value),
        )
        for given in _questions(card)[:QUESTIONS]
        for each in given
    )


def _total(card: CardFindings, lang: Lang) -> str:
    main = _main(card)
    (since, until), total = next(iter(main.sums.items()))
    up = card.sum_more >= 0
    said = [
        pick(words.TOTAL, lang).format(
            since=since,
            until=until,
            sum=co2_sum_text(total[1], lang),
            against=pick(card.against.titles, lang),
            more=pick(words.MANY if up else words.FEW, lang),
            size=co2_sum_text(abs(card.sum_more), lang),
        )
    ]
    target = intensity_target(card.project)
    if target is not None and main.intensity is not None and main.intensity_met is not None:
        low, change, high = (_signed(round(each), 0) + "%" for each in main.intensity)
        said.append(
            pick(words.INTENSITY, lang).format(
                since=target.reference_year,
                until=target.year,
                change=change,
                low=low,
                high=high,
                drop=-target.threshold,
                delivered=percent_text(main.intensity_met.delivered.value),
                over=_over(main.intensity_met, lang),
            )
        )
    said.append(gases_text(card.numbers[1], card.project.city, lang))
    if main.per_head:
        (first, before), *_between, (last, after) = main.per_head.items()
        if after[1] > before[1]:
            numbers = {"first": first, "last": last, "low": before[1], "high": after[1]}
            said.append(pick(words.PER_HEAD, lang).format(**numbers))
    return _join([each for each in said if each], lang)


def _over(chance: Chance, lang: Lang) -> str:
    if chance.record is None:
        return ""
    return pick(words.OVER, lang).format(
        basis=pick(words.AS_RECORD, lang), over=over_text(chance, lang)
    )


def _others(card: CardFindings, lang: Lang) -> str:
    """Tell the answer under the other accounts, and which of them are the same."""
    city, numbers = card.project.city, card.numbers[1]
    lines = {name: middle(card.found.of(each.variable)[-1]) for name, each in city.accounts.items()}
    same = alike(lines)
    said = []
    for name, each in numbers.accounts.items():
        label = pick(city.accounts[name].label, lang)
        if name == card.account:
            continue
        if name in same:
            said.append(pick(words.SAME, lang).format(account=label, other=same[name]))
            continue
        chance = each.in_time[0.0]
        said.append(
            pick(words.OTHER, lang).format(
                account=label,
                year=year_text(each.year[1], city),
                delivered=percent_text(chance.delivered.value),
                over=_over(chance, lang),
            )
        )
    if card.plan_account is not None:
        label = pick(city.accounts[card.plan_account].label, lang)
        said.append(pick(words.PLAN_ACCOUNT, lang).format(history=city.history, account=label))
    return _join(said, lang)


def _rushes(card: CardFindings) -> list[Any]:
    return [each for each in card.rushes if each.account == card.account]


def cost_text(account: CostAccount | None, city: City, against: str, lang: Lang) -> str:
    """Say what a case costs more in a year than what it is held against, and who pays."""
    if account is None:
        return pick(words.NO_COST, lang)
    at = int(np.flatnonzero(account.years == account.book.first - 1 + COST_AFTER)[0])
    total = band(account.total[:, at])
    size = round(total.median, 1)
    payers_of = {name: each[:, at] for name, each in account.payers.items()}
    means = closed_means(account.total[:, at], payers_of)
    parts = {name: round(float(each), 1) for name, each in means.items()}
    largest = max(parts, key=lambda name: abs(parts[name]))
    parts[largest] = round(parts[largest] + size - sum(parts.values()), 1)
    payers = ("，" if lang == "zh" else ", ").join(
        _tight(
            pick(words.PAYS, lang).format(
                name=pick(city.payers[name], lang), value=_signed(value, 1)
            )
        )
        for name, value in parts.items()
        if value
    )
    ends = (total.low, total.high) if size >= 0 else (-total.high, -total.low)
    return pick(words.COST, lang).format(
        year=int(account.years[at]),
        against=against,
        more=pick(words.SPENDS if size >= 0 else words.EARNS, lang),
        size=f"{abs(size):.1f}",
        low=f"{ends[0]:.1f}".replace("-", "−"),
        high=f"{ends[1]:.1f}".replace("-", "−"),
        payers=payers,
        first=account.book.first,
        last=int(account.years[-1]),
        present=_signed(band(account.present[account.rate]).median, 0),
        rate=account.rate,
    )


def _unknown(card: CardFindings, lang: Lang) -> str:
    counts = quality_counts(card.project.tables)
    said = [
        pick(words.UNKNOWN, lang).format(
            about=pick(card.project.city.data, lang),
            total=sum(counts.values()),
            estimates=counts["estimate"],
        )
    ]
    weights = [
        each for question in card.project.tables.structures for each in question.alternatives
    ]
    if weights:
        estimates = sum(each.provenance.quality == "estimate" for each in weights)
        said.append(pick(words.WEIGHTS, lang).format(count=len(weights), estimates=estimates))
    other = card.independent
    if other is not None:
        share = other.value / other.ours - 1
        said.append(
            pick(words.INDEPENDENT, lang).format(
                name=other.name,
                year=other.year,
                value=co2_text(other.value, lang),
                account=other.account,
                ours=co2_text(other.ours, lang),
                more=pick(words.MORE if share >= 0 else words.LESS, lang),
                share=abs(share),
            )
        )
    return _join(said, lang)


def _signed(value: float, places: int) -> str:
    """Return a number with its sign, a minus as it is printed.

    >>> _signed(-2.04, 1), _signed(0.0, 0)
    ('−2.0', '0')
    """
    size = round(value, places) + 0.0
    return f"{size:{'+' if size else ''}.{places}f}".replace("-", "−")


def _tight(text: str) -> str:
    """Take out the blank after a closing bracket of Chinese, which has room of its own."""
    return text.replace("） ", "）")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _join(said: list[str], lang: Lang) -> str:
    return ("" if lang == "zh" else " ").join(said)
