"""A conclusion card in words: answer first, then why, what would overturn it, cost, unknowns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zysim.metrics.spread import Share
from zysim.metrics.verdict import crossing, verdict
from zysim.report.card import words
from zysim.report.card.basis import (
    done_words,
    question_words,
    set_words,
    short_reasons,
    weighed_words,
)
from zysim.report.card.causes import why_words
from zysim.report.card.find import CardFindings
from zysim.report.card.hinges import condition_rows, condition_words, left_out_words
from zysim.report.card.money import cost_words
from zysim.report.card.next_steps import advice_words, county_words, track_words
from zysim.report.card.numbers_table import rush_text, year_text
from zysim.report.card.phrases import beside_words, capitalised, joined
from zysim.report.card.sums import (
    is_weighed,
    main_numbers,
    other_accounts,
    over_words,
    sum_words,
)
from zysim.report.card.unknowns import unknown_words
from zysim.report.card.verdict import verdict_of
from zysim.runs.ensemble import given_note
from zysim.wording import Lang, co2_text, percent_text, pick

TOLERANCE = 0.02


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
        "short": short_reasons(card, lang),
        "why": why_words(card, lang),
        "conditions": condition_words(card, lang),
        "total": sum_words(card, lang),
        "other": other_accounts(card, lang),
        "rush": joined([rush_text(each, card.titles, lang) for each in _rushes(card)], lang),
        "advice": advice_words(card, lang),
        "cost": cost_words(card.cost, city, pick(card.against.titles, lang), lang),
        "track": track_words(card, lang),
        "counties": county_words(card, lang),
        "unknown": unknown_words(card, lang),
    }
    manifest = card.found.manifest
    goal = {"goal": city.goal}
    return CardText(
        question=question_words(card.case.titles, city.name, city.goal, lang),
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
        table=pick(words.TABLE, lang).format(**goal) + left_out_words(card, lang),
        heads=tuple(pick(each, lang) for each in words.TABLE_HEADS),
        rows=condition_rows(card, lang),
        source=pick(words.SOURCE, lang).format(
            members=card.found.members,
            seed=f"{manifest.design.get('seed', '–')}{given_note(manifest.design, lang)}",
            version=manifest.versions["zysim"],
            model=card.project.graph.sha256[:12],
        ),
        lang=lang,
    )


def _answer(card: CardFindings, lang: Lang) -> str:
    chance = main_numbers(card).in_time[0.0]
    given = {
        "set": set_words(card, lang),
        "delivered": pick(verdict(chance.delivered.value), lang),
        "chance": percent_text(chance.delivered),
    }
    if not is_weighed(card, chance) or chance.record is None:
        return pick(words.PLAIN, lang).format(
            **given,
            low=percent_text(chance.delivered.low),
            high=percent_text(chance.delivered.high),
        )
    return pick(words.ANSWER, lang).format(
        **given,
        basis=weighed_words(card, (words.DELIVERY, words.STRUCTURE), lang),
        record=pick(verdict_of(chance), lang),
        over=percent_text(chance.record),
        range=_range(chance.lowest or chance.record, chance.highest or chance.record, lang),
    )


def _range(low: Share, high: Share, lang: Lang) -> str:
    """Say between which chances conditions move a case."""
    ends = {"low": percent_text(low), "high": percent_text(high)}
    text = words.ANY_CONDITION if ends["low"] == ends["high"] else words.RANGE
    return pick(text, lang).format(**ends, crossing=pick(crossing(low.value, high.value), lang))


def _peak(card: CardFindings, lang: Lang) -> str:
    city, main = card.project.city, main_numbers(card)
    low, middle_year, high = (year_text(each, city) for each in main.year)
    beside = beside_words(
        (words.HIGHER, words.LOWER, words.CLOSE),
        co2_text(abs(card.level_more), lang),
        pick(card.against.titles, lang),
        lang,
        up=card.level_more >= 0,
    )
    said = pick(words.PEAK, lang).format(
        done=done_words(card, words.DONE, lang),
        middle=middle_year,
        low=low,
        high=high,
        level=co2_text(main.level[1], lang),
        beside=beside,
        share=TOLERANCE,
        tolerated=percent_text(main.in_time[TOLERANCE].delivered)
        + over_words(card, main.in_time[TOLERANCE], lang),
    )
    return capitalised(said)


def _rushes(card: CardFindings) -> list[Any]:
    return [each for each in card.rushes if each.account == card.account]
