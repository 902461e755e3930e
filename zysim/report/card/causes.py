"""Why the emissions of a card differ: causes that sum with the rest to the difference."""

from __future__ import annotations

import numpy as np

from zysim.report.card import words
from zysim.report.card.find import CardFindings
from zysim.report.card.phrases import signed, tight
from zysim.wording import Lang, pick

NAMED = 3
"""Causes named before the rest."""


def why_words(card: CardFindings, lang: Lang) -> str:
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
        tight(pick(words.PART, lang).format(label=label, value=signed(value, places)))
        for label, value in named
    ]
    if left:
        said.append(pick(words.REST, lang).format(value=signed(left, places)))
    more = words.MANY if total > 0 else words.FEW
    return pick(words.WHY, lang).format(
        **words_of,
        more=pick(more, lang),
        size=f"{abs(total):.{places}f}",
        parts=("，" if lang == "zh" else ", ").join(said),
    )
