"""What a card says of what to do, whether the city is on track, and its counties."""

from __future__ import annotations

from zysim.metrics.county_peaks import county_peaks
from zysim.metrics.verdict import WORDS, crossing
from zysim.report.card import words
from zysim.report.card.evidence import Sought, Tracked
from zysim.report.card.find import CardFindings
from zysim.report.card.phrases import joined
from zysim.wording import Lang, co2_text, percent_text, pick

NAMED = 3
"""Targets off track that are named before the rest is counted."""


def advice_words(card: CardFindings, lang: Lang) -> str:
    """Say what to change, by the answers that were sought; "" where none was."""
    return joined([_advice(each, lang) for each in card.sought], lang)


def _advice(sought: Sought, lang: Lang) -> str:
    said = pick(words.SOUGHT if sought.feasible else words.NOT_FOUND, lang).format(
        title=pick(sought.title, lang),
        start=pick(sought.start.titles, lang),
        case=pick(sought.case, lang),
        before=percent_text(sought.before),
        after=percent_text(sought.after),
        low=percent_text(sought.after.low),
        high=percent_text(sought.after.high),
    )
    hedge = {"near": words.NEARLY, "below": words.SHORT}.get(sought.after.beside(sought.asked))
    if sought.feasible and hedge is not None:
        said = joined([said, pick(hedge, lang).format(asked=percent_text(sought.asked))], lang)
    if sought.cost is None:
        return said
    more = words.DEARER if sought.cost >= 0 else words.CHEAPER
    return joined([said, pick(more, lang).format(cost=f"{abs(sought.cost):.1f}")], lang)


def track_words(card: CardFindings, lang: Lang) -> str:
    """Say whether the newest statistics are on track; "" where none were read."""
    found: Tracked | None = card.tracked
    if found is None:
        return ""
    said = [
        pick(words.TRACK, lang).format(
            year=found.year,
            goal=found.goal,
            word=pick(found.word, lang),
            verdict=pick(WORDS[found.colour], lang),
            before=percent_text(found.before),
            after=percent_text(found.after),
            low=percent_text(found.low),
            high=percent_text(found.high),
            crossing=pick(crossing(found.low, found.high), lang),
        )
    ]
    said += target_words(found, lang)
    if found.case != card.case.id or found.boundary != card.account:
        said.append(
            pick(words.TRACK_OTHER, lang).format(
                case=pick(found.title, lang),
                account=pick(card.project.city.accounts[found.boundary].label, lang),
            )
        )
    return joined(said, lang)


def target_words(found: Tracked, lang: Lang) -> list[str]:
    """Say how many targets are on track, and which are not."""
    said: list[str] = []
    red = [
        pick((each.target.label_zh, each.target.label_en), lang)
        for each in found.targets
        if each.colour == "red"
    ]
    if found.targets:
        counts = {name: sum(each.colour == name for each in found.targets) for name in WORDS}
        said.append(pick(words.TRACK_TARGETS, lang).format(**counts))
    if red:
        comma = "、" if lang == "zh" else ", "
        rest = len(red) - NAMED
        text = comma.join(red[:NAMED]) + (
            pick(words.TRACK_REST, lang).format(count=rest) if rest > 0 else ""
        )
        said.append(pick(words.TRACK_RED, lang).format(names=text))
    return said


def county_words(card: CardFindings, lang: Lang) -> str:
    """Say when each county peaks; "" for a city without counties."""
    city = card.project.city
    found = county_peaks(card.found, card.case.id)
    if not found:
        return ""
    items = [
        pick(words.COUNTY, lang).format(
            county=pick(city.counties[name], lang),
            year=each.shown_year(1),
            low=each.shown_year(0),
            high=each.shown_year(2),
            level=co2_text(each.level[1], lang),
        )
        for name, each in found.items()
    ]
    return pick(words.COUNTIES, lang).format(
        account=pick(city.accounts[city.territorial].label, lang),
        items=("；" if lang == "zh" else "; ").join(items),
    )
