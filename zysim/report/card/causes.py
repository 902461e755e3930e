"""Why the emissions of a card differ: causes that sum with the rest to the difference."""

from __future__ import annotations

from zysim.metrics.middle import middle
from zysim.report.card import words
from zysim.report.card.find import CardFindings
from zysim.report.card.phrases import signed, tight
from zysim.sensitivity.effect_bench import WAN_T_PER_MT
from zysim.wording import Lang, Pair, pick

NAMED = 3
"""Causes named before the rest."""


def causes_of(card: CardFindings) -> list[tuple[str, Pair, float]]:
    """Return id, name and Mt in the goal year of what makes the case differ, the largest first.

    The levers that the case does, in the order of :mod:`zysim.sensitivity.leading`; sectors, with
    empty ids, where one lever or none differs.
    """
    if card.leading is None:
        found = [("", label, value) for label, value in card.sectors.items()]
        return sorted(found, key=lambda each: -abs(each[2]))
    return [
        (each.id, each.label, float(middle(each.goal)) / WAN_T_PER_MT)
        for each in card.leading.levers
        if each.used
    ]


def closed_causes(card: CardFindings) -> list[tuple[str, Pair, float]]:
    """Return the causes with the rest, so that they sum to the difference."""
    found = causes_of(card)
    if card.leading is not None:
        left = card.goal_difference - sum(value for _name, _label, value in found)
        found.append(("rest", words.TOGETHER, left))
    return found


def why_words(card: CardFindings, lang: Lang) -> str:
    """Name the largest causes; as printed they sum with the rest to the difference."""
    scale, places = (100, 0) if lang == "zh" else (1, 2)
    words_of = {"goal": card.project.city.goal, "against": pick(card.against.titles, lang)}
    total = round(scale * card.goal_difference, places)
    if not total:
        return pick(words.ALIKE, lang).format(**words_of)
    found = causes_of(card)[:NAMED]
    named = [(pick(label, lang), round(scale * value, places)) for _, label, value in found]
    named = [(label, value) for label, value in named if value]
    left = round(total - sum(value for _label, value in named), places)
    said = [
        tight(pick(words.PART, lang).format(label=label, value=signed(value, places)))
        for label, value in named
    ]
    if left:
        rest = words.REST if card.leading is None else words.REST_OF_LEVERS
        said.append(pick(rest, lang).format(value=signed(left, places)))
    more = words.MANY if total > 0 else words.FEW
    return pick(words.WHY, lang).format(
        **words_of,
        more=pick(more, lang),
        size=f"{abs(total):.{places}f}",
        basis=pick(words.BY_LEVER if card.leading else words.BY_SECTOR, lang),
        parts=("，" if lang == "zh" else ", ").join(said),
    )
