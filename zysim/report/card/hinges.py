"""What a card hangs on: the conditions that move its chance most."""

from __future__ import annotations

from zysim.metrics.conditions import Condition
from zysim.report.card import words
from zysim.report.card.find import CardFindings
from zysim.report.card.phrases import joined, within
from zysim.wording import Lang, percent_text, pick

QUESTIONS = 2
"""Questions whose alternatives are named and listed."""


def condition_words(card: CardFindings, lang: Lang) -> str:
    """Say which questions move the chance most, and between which values."""
    if card.conditions is None:
        return pick(words.NO_CONDITION, lang)
    said: list[str] = []
    for given in questions_of(card)[:QUESTIONS]:
        high = max(given, key=lambda each: each.chance.at_least)
        low = min(given, key=lambda each: each.chance.at_most)
        if percent_text(high.chance) == percent_text(low.chance):
            continue
        text = pick(words.NEXT if said else words.CONDITION, lang).format(
            goal=card.project.city.goal,
            question=within(pick(high.question.label, lang)),
            high_label=pick(high.alternative.label, lang),
            high=percent_text(high.chance),
            low_label=pick(low.alternative.label, lang),
            low=percent_text(low.chance),
        )
        said.append(text)
    return joined(said, lang) or pick(words.NOTHING_MOVES, lang)


def questions_of(card: CardFindings) -> list[list[Condition]]:
    """Return the conditions by question, the question that moves the chance most first."""
    by_question: dict[str, list[Condition]] = {}
    for each in card.conditions.told if card.conditions else ():
        by_question.setdefault(each.question.id, []).append(each)
    return list(by_question.values())


def left_out_words(card: CardFindings, lang: Lang) -> str:
    """Say what the rows leave out; "" where they are all there is."""
    if card.conditions is None:
        return ""
    every, given = card.conditions.conditions, questions_of(card)
    named = {each.question.id for part in given[:QUESTIONS] for each in part}
    shown = sum(len(part) for part in given[:QUESTIONS])
    counts = (
        (words.OTHER_QUESTIONS, len({each.question.id for each in every} - named)),
        (words.FEW_MEMBERS, sum(each.question.id in named for each in every) - shown),
    )
    rest = [pick(text, lang).format(count=count) for text, count in counts if count]
    if not rest:
        return ""
    return pick(words.TABLE_PART, lang).format(
        count=len(named), rest=("、" if lang == "zh" else ", ").join(rest)
    )


def condition_rows(card: CardFindings, lang: Lang) -> tuple[tuple[str, str, str, str], ...]:
    """Return question, alternative, weight and chance of what moves the chance most."""
    return tuple(
        (
            pick(each.question.label, lang),
            pick(each.alternative.label, lang),
            f"{each.alternative.weight:.0%}",
            percent_text(each.chance),
        )
        for given in questions_of(card)[:QUESTIONS]
        for each in given
    )
