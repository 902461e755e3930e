"""What the chance of a card rests on: what the case does, and what of it comes about."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.inputs.levers import Lever
from zysim.inputs.settings import Settings
from zysim.metrics.target_reasons import reason_words, reasons_of
from zysim.report.card import words
from zysim.report.card.find import CardFindings
from zysim.report.card.phrases import capitalised, joined, within
from zysim.units import after_number
from zysim.wording import Lang, Pair, pick, told_number


def set_words(card: CardFindings, lang: Lang) -> str:
    """Say what the case does, and what of it stays below the plan."""
    return measures_words(card.case, card.project.tables.levers, lang) + _below_words(card, lang)


def measures_words(case: Settings, levers: Mapping[str, Lever], lang: Lang) -> str:
    """Say that a case does its measures, or its one measure, as set, or none at all."""
    done = [name for name, value in case.levers.items() if value]
    if not done:
        return pick(words.NO_MEASURES, lang)
    if len(done) > 1:
        return pick(words.AS_SET, lang)
    label = pick((levers[done[0]].label_zh, levers[done[0]].label_en), lang)
    return pick(words.ONE_MEASURE, lang).format(measure=label)


def question_words(title: Pair, city: Pair, goal: int, lang: Lang) -> str:
    """Ask whether a city peaks in time under a case of that title."""
    return pick(words.QUESTION, lang).format(
        case=in_case(pick(title, lang), lang), city=pick(city, lang), goal=goal
    )


def in_case(title: str, lang: Lang) -> str:
    """Return the title of a case as the start of a sentence.

    >>> in_case("基线", "zh"), in_case("按方案实施", "zh"), in_case("Baseline", "en")
    ('按“基线”', '按方案实施', 'Under “Baseline”')
    """
    begin, _slot, _end = pick(words.IN_CASE, lang).partition("“")
    return title if title.startswith(begin) else pick(words.IN_CASE, lang).format(case=title)


def done_words(card: CardFindings, text: Pair, lang: Lang) -> str:
    """Return words for "with all carried out"; "" of a case without measures."""
    return pick(text, lang) if any(card.case.levers.values()) else ""


def weighed_words(card: CardFindings, words_of: tuple[Pair, Pair], lang: Lang) -> str:
    """Return the first words where delivery is among the open questions, the others if not."""
    found = card.conditions
    open_ = found is not None and any(each.question.levers for each in found.conditions)
    return pick(words_of[0 if open_ else 1], lang)


def _below_words(card: CardFindings, lang: Lang) -> str:
    """Name what stays below the plan; "" where nothing does."""
    if not card.short:
        return ""
    values = []
    for each in card.short:
        factor, unit = each.target.spoken(lang)
        # Of a year that is named: its rate is an amount.
        unit = unit.removesuffix("/年" if lang == "zh" else " a year")
        name = pick(card.project.graph.label(each.target.variable), lang)
        values.append(
            pick(words.BELOW_VALUE, lang).format(
                name=within(name),
                value=told_number(each.value * factor),
                unit=after_number(unit),
                target=told_number(each.target.threshold * factor),
            )
        )
    return pick(words.BELOW, lang).format(
        year=card.short[0].target.year,
        values=("；" if lang == "zh" else "; ").join(values),
    )


def short_reasons(card: CardFindings, lang: Lang) -> str:
    """Say of what stays below the plan when it gets there, and why; "" where nothing does."""
    found, city = card.found, card.project.city
    said = []
    for each in card.short:
        variable = each.target.variable
        reasons = reasons_of(
            each.target,
            {variable: found.of(variable)[1]},
            found.years,
            history=city.history,
            published={},
        )
        name = pick(card.project.graph.label(variable), lang)
        reason = reason_words(reasons, each.target, lang)
        said.append(pick(words.BELOW_WHY, lang).format(name=within(name), reason=reason))
    if not said:
        return ""
    first = capitalised(("；" if lang == "zh" else "; ").join(said)) + pick(words.STOP, lang)
    return joined([first, pick(words.ACHIEVED, lang)], lang)
