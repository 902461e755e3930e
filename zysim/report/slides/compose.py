"""Findings told in slides: one sentence a slide, its chart, and the notes a speaker needs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from zysim.errors import InputError
from zysim.metrics.middle import middle
from zysim.metrics.verdict import crossing, verdict
from zysim.report.card.basis import (
    done_words,
    in_case,
    question_words,
    set_words,
    weighed_words,
)
from zysim.report.card.phrases import capitalised
from zysim.report.card.words import AS_RECORD, DELIVERY, DONE, STRUCTURE, WEIGHED
from zysim.report.figure.native import chart_of
from zysim.report.paper.blocks import Amount, Cell
from zysim.report.slides import further, words
from zysim.report.slides.deck import Chart, Deck, Series, Slide, Table
from zysim.report.slides.next_steps import advice
from zysim.report.slides.told import Told
from zysim.report.slides.values import BLUE, RED, form, notes, shown_values, unit
from zysim.sensitivity.cost_answer import told_parts
from zysim.wording import CO2_UNIT, Lang, co2_text, money_text, percent_text, pick

Maker = Callable[[Told, Lang], Slide | None]
PAGES = (1, 5, 12)
"""Decks that there are: a card, a talk, a hearing."""
COSTED_AHEAD = (5, 10)
"""Years after the history whose costs are shown."""
NAMED = 3
"""Causes named in a sentence; the rest are summed."""
WHOLE = 2
"""Digits of a probability in a chart: whole percent, so that its label is that of the text."""


def compose_deck(told: Told, pages: int, lang: Lang) -> Deck:
    """Return the slides in one language.

    Parameters
    ----------
    told
        From :func:`zysim.report.slides.told.tell`.
    pages
        One of ``PAGES``. Slides that the city has no data for are left out; each answer that was
        brought gets one more, after the costs.

    Raises
    ------
    InputError
        If there is no deck of so many pages.
    """
    if pages not in PAGES:
        listed = ", ".join(map(str, PAGES))
        msg = f"pages: {pages}; there are decks of {listed} pages."
        raise InputError(msg, zh=f"没有 {pages} 页的幻灯片：可选 {listed} 页。")
    talk: tuple[Maker, ...] = (_accounts, _why, _conditions, _cost) if pages > 1 else ()
    hearing = further.MAKERS if pages == max(PAGES) else ()
    slides = (
        *(make(told, lang) for make in (_card, *talk)),
        *(advice(told, lang) if talk else []),
        *(make(told, lang) for make in hearing),
    )
    found, manifest = told.found, told.found.ensemble.manifest
    foot = pick(words.FOOT, lang).format(
        city=pick(found.project.city.name, lang),
        account=told.account(lang),
        members=found.ensemble.members,
        version=manifest.versions["zysim"],
        made=manifest.created[:10],
    )
    return Deck(
        title=_question(told, lang),
        foot=foot,
        lang=lang,
        slides=tuple(each for each in slides if each is not None),
    )


def _question(told: Told, lang: Lang) -> str:
    city = told.found.project.city
    return question_words(told.found.titles[told.found.last], city.name, city.goal, lang)


def _card(told: Told, lang: Lang) -> Slide:
    found, spread, given = told.found, told.spread, told.conditions
    plain = spread.in_time.value
    word = (
        verdict(given.chance.value, given.lowest.value, given.highest.value)
        if given
        else verdict(plain)
    )
    said, at_plain = pick(word, lang), pick(verdict(plain), lang)
    on_time, share = map(percent_text, (spread.in_time, given.chance if given else spread.in_time))
    alike = (said, share) == (at_plain, on_time)
    title = pick(words.ANSWER if alike else words.ANSWERS, lang).format(
        case=in_case(told.title(found.last, lang), lang),
        goal=found.project.city.goal,
        word=said[:1].upper() + said[1:],
        plain=at_plain,
        record=said,
        on_time=on_time,
        share=share,
        basis=weighed_words(found.card, (AS_RECORD, WEIGHED), lang),
    )
    card = found.card
    points = [pick(words.CHANCE_PLAIN, lang).format(set=set_words(card, lang), share=on_time)]
    if given:
        low, high = map(percent_text, (given.lowest, given.highest))
        points.append(
            pick(words.CHANCE_RECORD, lang).format(
                basis=weighed_words(card, (DELIVERY, STRUCTURE), lang),
                share=share,
                low=low,
                high=high,
                crossing=pick(crossing(given.lowest.value, given.highest.value), lang),
            )
        )
    first, median, last = (spread.shown_year(at) for at in range(3))
    points.append(
        capitalised(
            pick(words.PEAK, lang).format(
                done=done_words(card, DONE, lang),
                year=median,
                low=first,
                high=last,
                level=co2_text(spread.level[1], lang),
                unit=pick(CO2_UNIT, lang),
            )
        )
    )
    points.append(_difference(told, lang))
    return Slide(
        id="card",
        title=title,
        points=tuple(points),
        chart=chart_of(found.figure, found.figure.shown[0], lang),
        notes=notes(
            told,
            lang,
            _question(told, lang),
            pick(words.FAN_NOTE, lang),
        ),
    )


def _difference(told: Told, lang: Lang) -> str:
    total, items = told.parts_text(lang, NAMED)
    return pick(words.DIFFERENCE, lang).format(
        first=told.title(told.found.first, lang),
        goal=told.found.project.city.goal,
        total=total,
        unit=pick(CO2_UNIT, lang),
        items=items,
    )


def _accounts(told: Told, lang: Lang) -> Slide:
    found, city = told.found, told.found.project.city
    chances = {
        case: [found.spreads[case][letter].in_time for letter in city.accounts]
        for case in (found.last, found.first)
    }
    last = sorted(chances[found.last], key=lambda each: each.value)
    years = [
        pick(words.ACCOUNT_YEAR, lang).format(
            account=pick(account.label, lang), year=found.spreads[found.last][letter].shown_year(1)
        )
        for letter, account in city.accounts.items()
    ]
    return Slide(
        id="accounts",
        title=pick(words.ACCOUNTS, lang).format(
            case=told.title(found.last, lang),
            goal=city.goal,
            low=percent_text(last[0]),
            high=percent_text(last[-1]),
        ),
        points=(pick(words.ACCOUNT_YEARS, lang), *years),
        chart=Chart(
            kind="column",
            categories=tuple(pick(each.label, lang) for each in city.accounts.values()),
            series=tuple(
                Series(
                    name=told.title(case, lang),
                    values=tuple(round(each.value, WHOLE) for each in chances[case]),
                    colour=colour,
                )
                for case, colour in ((found.last, RED), (found.first, BLUE))
            ),
            unit=pick(words.CHANCE_AXIS, lang).format(goal=city.goal),
            form="0%",
            labelled=True,
        ),
        notes=notes(told, lang, pick(words.ACCOUNTS_NOTE, lang)),
    )


def _why(told: Told, lang: Lang) -> Slide:
    parts = told.parts(lang)
    total = (pick(words.TOTAL, lang), round(sum(value for _name, value in parts), 2))
    values = np.array([value for _name, value in (*parts, total)])
    plain = form(lang)
    return Slide(
        id="why",
        title=_difference(told, lang),
        chart=Chart(
            kind="bar",
            categories=tuple(name for name, _value in (*parts, total)),
            series=(Series(name=total[0], values=shown_values(values, lang), colour=RED),),
            unit=unit(lang),
            form=f"+{plain};−{plain};{plain}",
            labelled=True,
        ),
        notes=notes(told, lang, pick(words.WHY_NOTE, lang)),
    )


def _conditions(told: Told, lang: Lang) -> Slide | None:
    given = told.conditions
    if given is None or not given.conditions:
        return None
    rows, lead = given.told, given.told[0].question
    inside = [each for each in rows if each.question.id == lead.id]
    best = max(inside, key=lambda each: each.chance.at_least)
    worst = min(inside, key=lambda each: each.chance.at_most)
    colon = "：" if lang == "zh" else ": "
    return Slide(
        id="conditions",
        title=pick(words.CONDITIONS, lang).format(
            question=pick(lead.label, lang),
            best=pick(best.alternative.label, lang),
            worst=pick(worst.alternative.label, lang),
            high=percent_text(best.chance),
            low=percent_text(worst.chance),
        ),
        chart=Chart(
            kind="bar",
            categories=tuple(
                pick(each.question.label, lang) + colon + pick(each.alternative.label, lang)
                for each in rows
            ),
            series=(
                Series(
                    name=told.title(told.found.last, lang),
                    values=tuple(round(each.chance.value, WHOLE) for each in rows),
                    colour=RED,
                ),
            ),
            unit=pick(words.CHANCE_AXIS, lang).format(goal=told.found.project.city.goal),
            form="0%",
            labelled=True,
        ),
        notes=notes(told, lang, pick(words.CONDITIONS_NOTE, lang)),
    )


def _cost(told: Told, lang: Lang) -> Slide | None:
    if told.cost is None:
        return None
    account = told.cost.account
    years = [told.found.project.city.history + ahead for ahead in COSTED_AHEAD]
    places = [int(np.flatnonzero(account.years == year)[0]) for year in years]

    whole = tuple(round(float(middle(account.total)[at]), 1) for at in places)
    payers = told.cost.payers
    parts = [
        told_parts(all_, {name: each[at] for name, each in payers.items()})
        for at, all_ in zip(places, whole, strict=True)
    ]
    labels = told.found.project.city.payers
    rows = [
        (capitalised(pick(labels[name], lang)), tuple(each[name] for each in parts))
        for name in payers
    ]
    cells: list[tuple[Cell, ...]] = [
        (name, *(Amount(value, 1, "+") for value in values))
        for name, values in (*rows, (pick(words.TOTAL, lang), whole))
    ]
    return Slide(
        id="cost",
        title=pick(words.COST, lang).format(
            case=told.title(account.scenario, lang),
            first=told.title(account.reference, lang),
            year=years[0],
            total=money_text(whole[0], 1, lang),
        ),
        table=Table(
            heads=(
                pick(words.PAYER, lang),
                *(pick(words.COST_YEAR, lang).format(year=year) for year in years),
            ),
            rows=tuple(cells),
        ),
        notes=notes(told, lang, pick(words.COST_NOTE, lang).format(rate=f"{account.rate:.0%}")),
    )
