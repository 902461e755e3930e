"""What a card does not know."""

from __future__ import annotations

from zysim.report.card import words
from zysim.report.card.find import CardFindings
from zysim.report.card.phrases import joined
from zysim.runs.project import quality_counts
from zysim.wording import Lang, co2_text, pick


def unknown_words(card: CardFindings, lang: Lang) -> str:
    """Say how many numbers are estimates, and what someone else finds."""
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
        text = words.ALL_WEIGHTS if estimates == len(weights) else words.WEIGHTS
        said.append(pick(text, lang).format(count=len(weights), estimates=estimates))
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
    return joined(said, lang)
