"""The words of a report: findings told in blocks, every number with its unit and scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from zysim.inputs.problems import Problem, not_known, refuse
from zysim.metrics.accounts import account_name
from zysim.metrics.summary import BoundaryPeak
from zysim.report.card.basis import measures_words, set_words
from zysim.report.card.files import blocks_of
from zysim.report.card.phrases import within
from zysim.report.card.tell import tell_card
from zysim.report.paper import further, next_steps, tables, words
from zysim.report.paper.blocks import (
    Amount,
    Block,
    Heading,
    Paper,
    Paragraph,
    PictureBlock,
    named,
)
from zysim.report.paper.findings import Findings
from zysim.report.paper.front import Front
from zysim.report.paper.measures import leading_table, leading_text
from zysim.report.paper.references import OWN, cited, own_judgements, reference
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

Maker = Callable[[Findings, Mapping[str, PictureBlock], Lang], list[Block]]


def compose(
    found: Findings,
    pictures: Mapping[str, PictureBlock],
    lang: Lang,
    *,
    front: Front | None = None,
) -> Paper:
    """Return the report of findings in one language.

    Parameters
    ----------
    found
        From :func:`zysim.report.paper.findings.find`.
    pictures
        Drawn for the same language, by id.
    lang
        Of the report.
    front
        What stands on the cover, and which chapters follow; all of them if None.

    Raises
    ------
    InputError
        If a chapter asked for is unknown.
    """
    front = front or Front()
    check_chapters(front.chapters)
    blocks: list[Block] = []
    number = 0
    for name in front.chapters or CHAPTERS:
        made = CHAPTERS[name](found, pictures, lang)
        if name == "question" and front.fan and "scenarios" not in (front.chapters or CHAPTERS):
            made = [*made, pictures["fan"]]
        if not made:
            continue
        number += 1
        count = f"{chinese_number(number)}、" if lang == "zh" else f"{number}  "
        blocks += [Heading(count + pick(words.HEADS[name], lang)), *named(name, made, lang)]
    dot = "、" if lang == "zh" else ", "
    names = dot.join(pick(each, lang) for each in found.titles.values())
    return Paper(
        title=front.title or pick(words.TITLE, lang).format(**found.project.city.words(lang)),
        subtitle=pick(words.SUBTITLE, lang).format(names=names),
        lang=lang,
        blocks=tuple(blocks),
        cover=front.lines(lang),
    )


def chinese_number(number: int) -> str:
    """Return a number below a hundred as it stands before a chapter.

    >>> chinese_number(3), chinese_number(10), chinese_number(17)
    ('三', '十', '十七')
    """
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def check_chapters(names: Sequence[str]) -> None:
    """Refuse a chapter that there is not.

    Raises
    ------
    InputError
        With every name that is unknown and the chapters there are.
    """
    problems = [
        not_known(("chapter", "章"), name, CHAPTERS) for name in names if name not in CHAPTERS
    ]
    if problems:
        known = ", ".join(CHAPTERS)
        problems.append(Problem(f"chapters there are: {known}", f"可选的章：{known}"))
        raise refuse("--chapters", problems)


def _question_chapter(
    found: Findings, _pictures: Mapping[str, PictureBlock], lang: Lang
) -> list[Block]:
    return [Paragraph(_question(found, lang)), *blocks_of(tell_card(found.card, lang))]


def _scenarios(found: Findings, pictures: Mapping[str, PictureBlock], lang: Lang) -> list[Block]:
    return [
        *(Paragraph(each) for each in _answers(found, lang)),
        tables.scenario_table(found, lang),
        Paragraph(pick(words.RULE, lang).format(rule=pick(PEAK_RULE, lang))),
        pictures["fan"],
    ]


def _sector_chapter(
    found: Findings, pictures: Mapping[str, PictureBlock], lang: Lang
) -> list[Block]:
    return [
        Paragraph(_sectors(found, lang)),
        pictures["sectors"],
        tables.sector_table(found, lang),
    ]


def _boundary_chapter(
    found: Findings, pictures: Mapping[str, PictureBlock], lang: Lang
) -> list[Block]:
    return [
        Paragraph(_boundaries(found, lang)),
        pictures["peaks"],
        tables.boundary_table(found, lang),
    ]


def _difference_chapter(
    found: Findings, pictures: Mapping[str, PictureBlock], lang: Lang
) -> list[Block]:
    return [
        Paragraph(_difference(found, lang)),
        pictures["wedge"],
        tables.credit_table(found, lang),
    ]


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


def _set_words(found: Findings, scenario: str, lang: Lang) -> str:
    """Say what a scenario of the report does, and of the last what stays below the plan."""
    card = found.card
    if scenario == card.case.id:
        return set_words(card, lang)
    return measures_words(card.against, found.project.tables.levers, lang)


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
            set=within(_set_words(found, scenario, lang)),
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


def _targets(found: Findings, pictures: Mapping[str, PictureBlock], lang: Lang) -> list[Block]:
    last = _name(found, found.last, lang)
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
    return [Paragraph(text), tables.target_table(found, lang), pictures["targets"]]


def _ranking(found: Findings, pictures: Mapping[str, PictureBlock], lang: Lang) -> list[Block]:
    first: list[Block] = [Paragraph(leading_text(found, lang)), leading_table(found, lang)]
    study = found.levers
    if study is None:
        return [*first, Paragraph(pick(words.NO_RANKING, lang))]
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
    return [*first, Paragraph(text), pictures["ranking"], table]


def _difference(found: Findings, lang: Lang) -> str:
    names = (pick(found.titles[found.first], lang), pick(found.titles[found.last], lang))
    return difference_text(found.explanation, names, lang)


def _trust(found: Findings, _pictures: Mapping[str, PictureBlock], lang: Lang) -> list[Block]:
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


def _sources(found: Findings, _pictures: Mapping[str, PictureBlock], lang: Lang) -> list[Block]:
    tables_ = found.project.tables
    documents = [each for each, _uses in cited(tables_) if each.key != OWN]
    text = pick(words.SOURCES, lang).format(count=len(documents), own=own_judgements(tables_))
    listed = (f"[{at}] {reference(each)}" for at, each in enumerate(documents, start=1))
    return [Paragraph(text), *map(Paragraph, listed)]


def _record(found: Findings, _pictures: Mapping[str, PictureBlock], lang: Lang) -> list[Block]:
    manifest = found.ensemble.manifest
    text = pick(words.RECORD, lang).format(
        version=manifest.versions["zysim"],
        model=found.project.graph.sha256[:16],
        members=found.ensemble.members,
        seed=f"{manifest.design['seed']}{given_note(manifest.design, lang)}",
        command=manifest.command,
    )
    return [Paragraph(text)]


def _listed(items: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(items)


CHAPTERS: Mapping[str, Maker] = {
    "question": _question_chapter,
    "terms": further.terms,
    "measures": further.measures,
    "method": further.method,
    "validation": further.validation,
    "scenarios": _scenarios,
    "sectors": _sector_chapter,
    "boundaries": _boundary_chapter,
    "counties": further.counties,
    "targets": _targets,
    "structures": further.structures,
    "difference": _difference_chapter,
    "ranking": _ranking,
    "cost": further.cost,
    "advice": next_steps.advice,
    "track": next_steps.track,
    "trust": _trust,
    "sources": _sources,
    "record": _record,
}
"""Name to what makes the chapter, in their order; one that has nothing to say is left out."""
