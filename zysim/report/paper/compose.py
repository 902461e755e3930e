"""The words of a report: findings told in blocks, every number with its unit and scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from zysim.metrics.accounts import account_name
from zysim.metrics.summary import BoundaryPeak
from zysim.report.card.files import blocks_of
from zysim.report.card.tell import tell_card
from zysim.report.paper import tables, words
from zysim.report.paper.blocks import Amount, Block, Heading, Paper, Paragraph, PictureBlock
from zysim.report.paper.findings import Findings
from zysim.report.peak_difference import difference_text
from zysim.report.stored_study import QUOTED
from zysim.runs.ensemble import given_note
from zysim.runs.project import quality_counts
from zysim.wording import (
    PEAK_RULE,
    QUALITIES,
    Lang,
    capital,
    co2_text,
    number_word,
    pick,
    quality_text,
)

CHINESE_NUMBERS = "一二三四五六七八九十"


def compose(found: Findings, pictures: Mapping[str, PictureBlock], lang: Lang) -> Paper:
    """Return the report of findings in one language, with the pictures drawn for it."""

    def head(name: str) -> Heading:
        number = list(words.HEADS).index(name)
        count = f"{CHINESE_NUMBERS[number]}、" if lang == "zh" else f"{number + 1}  "
        return Heading(count + pick(words.HEADS[name], lang))

    last = f"“{pick(found.titles[found.last], lang)}”"
    blocks: list[Block] = [
        head("question"),
        Paragraph(_question(found, lang)),
        *blocks_of(tell_card(found.card, lang)),
        head("scenarios"),
        *(Paragraph(each) for each in _answers(found, lang)),
        tables.scenario_table(found, lang),
        Paragraph(pick(words.RULE, lang).format(rule=pick(PEAK_RULE, lang))),
        pictures["fan"],
        head("sectors"),
        Paragraph(_sectors(found, lang)),
        pictures["sectors"],
        tables.sector_table(found, lang),
        head("boundaries"),
        Paragraph(_boundaries(found, lang)),
        *(
            Paragraph(
                pick(words.MEANING, lang).format(
                    boundary=pick(each.label, lang), meaning=pick(each.rule, lang)
                )
            )
            for each in found.project.city.accounts.values()
        ),
        pictures["peaks"],
        tables.boundary_table(found, lang),
        head("targets"),
        *_targets(found, last, lang),
        pictures["targets"],
        head("ranking"),
        *_ranking(found, pictures, lang),
        head("difference"),
        Paragraph(_difference(found, lang)),
        pictures["wedge"],
        tables.credit_table(found, lang),
        head("trust"),
        *_trust(found, lang),
        head("sources"),
        *(Paragraph(each) for each in _sources(found, lang)),
        head("record"),
        Paragraph(_record(found, lang)),
    ]
    dot = "、" if lang == "zh" else ", "
    names = dot.join(pick(each, lang) for each in found.titles.values())
    return Paper(
        title=pick(words.TITLE, lang).format(**found.project.city.words(lang)),
        subtitle=pick(words.SUBTITLE, lang).format(names=names),
        lang=lang,
        blocks=tuple(blocks),
    )


def _name(found: Findings, scenario: str, lang: Lang) -> str:
    return f"“{pick(found.titles[scenario], lang)}”"


def _question(found: Findings, lang: Lang) -> str:
    city = found.project.city
    return pick(words.QUESTION, lang).format(
        city=pick(city.name, lang),
        goal=city.goal,
        last=_name(found, found.last, lang),
        first=_name(found, found.first, lang),
        start=int(found.lines.years[0]),
        end=int(found.lines.years[-1]),
    )


def _peak_words(peak: BoundaryPeak, lang: Lang) -> str:
    said = words.NO_PEAK if peak.status == "none" else words.PEAKS
    return pick(said, lang).format(year=peak.year, level=co2_text(peak.level, lang))


def _answers(found: Findings, lang: Lang) -> list[str]:
    """Return the answer for the scenario of the report, then for the one it is compared with."""
    sentences = []
    for scenario in dict.fromkeys([found.last, found.first]):
        summary = next(each for each in found.summaries if each.scenario == scenario)
        spread = found.spreads[scenario][found.boundary]
        name, share = _name(found, scenario, lang), spread.in_time
        low, middle, high = (spread.shown_year(at) for at in range(3))
        text = pick(words.ANSWER, lang).format(
            goal=spread.goal,
            boundary=pick(found.account.label, lang),
            name=name,
            peak=_peak_words(summary.boundaries[found.boundary], lang),
            count=len(found.ensemble.worlds),
            members=spread.members,
            low=low,
            middle=middle,
            high=high,
            share=f"{share.value:.1%}",
            share_low=f"{share.low:.1%}",
            share_high=f"{share.high:.1%}",
        )
        if spread.censored:
            gap = "" if lang == "zh" else " "
            text += gap + pick(words.CENSORED, lang).format(
                name=name, share=f"{spread.censored:.1%}", end=spread.last_year
            )
        sentences.append(text)
    return sentences


def _sectors(found: Findings, lang: Lang) -> str:
    city = found.project.city
    table = tables.sector_table(found, lang)
    place = 1 + tables.years_shown(city).index(city.goal)
    cells = {str(row[0]): row[place] for row in table.rows}
    values = {label: cell for label, cell in cells.items() if isinstance(cell, Amount)}
    total = values.pop(pick(tables.SUM, lang))
    uptake = ""
    if city.sink:
        sink = values.pop(pick(capital(city.sink.label), lang))
        uptake = pick(words.SINK, lang).format(
            name=pick(city.sink.label, lang), sink=Amount(-sink.value, sink.places).text
        )
    largest = sorted(values.items(), key=lambda item: -item[1].stored)[:3]
    rest = total.stored - sum(cell.stored for _label, cell in largest)
    said = pick(words.SECTORS, lang).format(
        goal=city.goal,
        boundary=pick(found.account.label, lang),
        name=_name(found, found.last, lang),
        total=total.text,
        rest=Amount(rest, total.places).text,
        items=_listed(
            [
                pick(words.SECTOR_ITEM, lang).format(
                    label=label, value=cell.text, share=cell.stored / total.stored
                )
                for label, cell in largest
            ],
            lang,
        ),
    )
    return said + uptake


def _boundaries(found: Findings, lang: Lang) -> str:
    summary = next(each for each in found.summaries if each.scenario == found.last)
    items = [
        pick(words.BOUNDARY_ITEM, lang).format(
            boundary=account_name(found.project.city.accounts[letter], summary.alike, lang),
            year=peak.shown_year,
            level=co2_text(peak.level, lang),
        )
        for letter, peak in summary.boundaries.items()
    ]
    mark = "；" if lang == "zh" else "; "
    return pick(words.BOUNDARY_TEXT, lang).format(
        count=number_word(len(summary.boundaries), lang),
        name=_name(found, found.last, lang),
        items=mark.join(items),
    )


def _targets(found: Findings, last: str, lang: Lang) -> list[Block]:
    chances = [each.chance.value for each in found.targets if each.chance is not None]
    city = found.project.city
    text = pick(words.TARGETS, lang).format(
        history=city.history,
        acting=city.history + 1,
        count=len(chances),
        name=last,
        sure=sum(chance >= 0.9 for chance in chances),
        poor=sum(chance < 0.1 for chance in chances),
    )
    return [Paragraph(text), tables.target_table(found, lang)]


def _ranking(found: Findings, pictures: Mapping[str, PictureBlock], lang: Lang) -> list[Block]:
    study = found.levers
    if study is None:
        return [Paragraph(pick(words.NO_RANKING, lang))]
    table = tables.ranking_table(study, found, lang)
    items = [
        pick(words.RANKING_ITEM, lang).format(label=row[1], value=cell.stored)
        for row in table.rows[:3]
        for cell in [row[3]]
        if isinstance(cell, Amount)
    ]
    text = pick(words.RANKING, lang).format(
        goal=found.project.city.goal,
        runs=study.verdict["runs"],
        boundary=study.verdict["boundary"],
        items=_listed(items, lang),
        verdict=study.verdict["verdicts"][QUOTED][f"sentence_{lang}"],
    )
    return [Paragraph(text), pictures["ranking"], table]


def _difference(found: Findings, lang: Lang) -> str:
    names = (pick(found.titles[found.first], lang), pick(found.titles[found.last], lang))
    return difference_text(found.explanation, names, lang)


def _trust(found: Findings, lang: Lang) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(pick(words.BANDS, lang).format(count=len(found.ensemble.worlds))),
        Paragraph(
            quality_text(quality_counts(found.project.tables), found.project.city.data, lang)
        ),
        tables.quality_table(found, lang),
    ]
    shares = tables.variance_by_quality(found)
    if shares is not None:
        worst = max(shares, key=lambda name: shares[name])
        text = pick(words.VARIANCE, lang).format(
            share=shares[worst], worst=pick(QUALITIES[worst], lang)
        )
        blocks.insert(2, Paragraph(text))
    return blocks


def source_rows(found: Findings) -> list[tuple[str, str, str, str, int]]:
    """Return key, title, publisher, year and number of uses of every source, most used first."""
    used = found.project.tables
    keys = [each.provenance.source for each in used.parameters.values()]
    keys += [each.provenance.source for each in used.levers.values()]
    keys += [each.provenance.source for each in used.targets.values()]
    keys += [each.provenance.source for each in used.history]
    uses = Counter(keys)
    rows = [
        (key, each.title, each.publisher, str(each.year or ""), uses[key])
        for key, each in used.sources.items()
    ]
    return sorted(rows, key=lambda row: -row[4])


def _sources(found: Findings, lang: Lang) -> list[str]:
    rows = source_rows(found)
    items = [
        pick(words.SOURCE_ITEM, lang).format(
            title=title, by=("，" if lang == "zh" else ", ").join(filter(None, by)), uses=uses
        )
        for _key, title, *by, uses in rows[: words.SHOWN_SOURCES]
    ]
    return [
        pick(words.SOURCES, lang).format(count=len(rows)),
        *(f"[{at}] {item}" for at, item in enumerate(items, start=1)),
    ]


def _record(found: Findings, lang: Lang) -> str:
    manifest = found.ensemble.manifest
    return pick(words.RECORD, lang).format(
        version=manifest.versions["zysim"],
        model=found.project.graph.sha256[:16],
        members=found.ensemble.members,
        seed=f"{manifest.design['seed']}{given_note(manifest.design, lang)}",
        command=manifest.command,
    )


def _listed(items: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(items)
