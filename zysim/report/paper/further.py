"""Chapters beside the results: terms, measures, method, history, structures, cost, counties."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from zysim.inputs.settings import Settings
from zysim.kernel.methods import METHOD_NAMES
from zysim.metrics.county_peaks import county_peaks
from zysim.metrics.middle import middle
from zysim.metrics.spread import PeakSpread
from zysim.report.card.hinges import questions_of
from zysim.report.card.money import cost_words
from zysim.report.card.next_steps import county_words
from zysim.report.card.unknowns import unknown_words
from zysim.report.figure.tell import notes_of
from zysim.report.paper import further_words as words
from zysim.report.paper.blocks import Amount, Block, Cell, Paragraph, PictureBlock, TableBlock
from zysim.report.paper.findings import Findings
from zysim.report.paper.tables import co2_amount, year_cell
from zysim.sensitivity.cost_answer import closed_means, told_parts
from zysim.wording import PEAK_RULE, Lang, english_name, pick

COSTED_AHEAD = (5, 10)
"""Years after the history whose costs are listed."""
Pictures = Mapping[str, PictureBlock]


def terms(found: Findings, _pictures: Pictures, lang: Lang) -> list[Block]:
    """Return what the words of the report mean, and how each account counts."""
    said = [pick(each, lang).format(rule=pick(PEAK_RULE, lang)) for each in words.TERMS]
    rules = [
        pick(words.MEANING, lang).format(account=pick(each.label, lang), rule=pick(each.rule, lang))
        for each in found.project.city.accounts.values()
    ]
    return [Paragraph(each) for each in [*said, *rules]]


def measures(found: Findings, _pictures: Pictures, lang: Lang) -> list[Block]:
    """Return each measure with what it is, how far each case takes it, and in which years."""
    levers = found.project.tables.levers
    first, last = found.chosen[0], found.chosen[-1]
    used = [name for name in levers if last.levers.get(name) or first.levers.get(name)]
    rows: list[tuple[Cell, ...]] = []
    for name in used:
        lever = levers[name]
        start, full = last.years.get(name, (lever.start, lever.full))
        rows.append(
            (
                pick((lever.label_zh, lever.label_en), lang),
                pick((lever.at_one_zh, lever.at_one_en), lang),
                Amount(_setting(first, name), 2),
                Amount(_setting(last, name), 2),
                f"{start}–{full}",
                pick(words.SET_BY[lever.reading], lang),
                "、".join(lever.clauses) if lang == "zh" else ", ".join(lever.clauses),
            )
        )
    readings = sum(levers[name].reading == "reading" for name in used)
    text = pick(words.MEASURES, lang).format(
        count=len(used),
        all=len(levers),
        readings=readings,
        first=pick(found.titles[found.first], lang),
        last=pick(found.titles[found.last], lang),
    )
    if not rows:
        return [Paragraph(text)]
    heads = tuple(
        pick(each, lang).format(
            first=pick(found.titles[found.first], lang), last=pick(found.titles[found.last], lang)
        )
        for each in words.MEASURE_HEADS
    )
    caption = pick(words.MEASURE_TABLE, lang).format(last=pick(found.titles[found.last], lang))
    return [
        Paragraph(text),
        TableBlock(
            "measures",
            caption,
            heads,
            tuple(rows),
            (1.6, 2.7, 0.9, 1.0, 1.2, 1.1, 0.9),
            _years_apart(heads, rows, heads.index(pick(words.YEARS, lang)), lang),
        ),
    ]


def _years_apart(
    heads: tuple[str, ...], rows: list[tuple[Cell, ...]], at: int, lang: Lang
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Return heads and rows with first and last year in columns of their own."""
    ends = tuple(pick(each, lang) for each in words.YEAR_ENDS)
    apart = (
        (
            *row[:at],
            *(Amount(int(year), 0) for year in str(row[at]).split("–")),
            *row[at + 1 :],
        )
        for row in rows
    )
    return (*heads[:at], *ends, *heads[at + 1 :]), tuple(apart)


def _setting(case: Settings, lever: str) -> float:
    return case.levers.get(lever, 0.0)


def method(found: Findings, pictures: Pictures, lang: Lang) -> list[Block]:
    """Return how the numbers come about, with the map of the model's sectors and its stocks."""
    graph, city = found.project.graph, found.project.city
    kinds = [each.kind for each in graph.variables.values()]
    figures = {
        "first": city.first,
        "last": city.last,
        "acting": city.history + 1,
        "method": pick(METHOD_NAMES[graph.method], lang),
        "step": f"{graph.time_step:g}",
        "variables": len(kinds),
        "stocks": kinds.count("stock"),
        "constants": kinds.count("constant"),
        "levers": len(found.project.tables.levers),
        "members": found.ensemble.members,
        "drawn": len(found.ensemble.worlds),
        "seed": found.ensemble.manifest.design.get("seed", "–"),
        "questions": len(found.project.tables.structures),
    }
    said = [Paragraph(pick(each, lang).format(**figures)) for each in words.METHOD]
    return [*said, pictures["sector-map"], pictures["stocks"]]


def validation(found: Findings, _pictures: Pictures, lang: Lang) -> list[Block]:
    """Return how well history is repeated, what was kept to test, and who finds otherwise."""
    graph = found.project.graph
    heads = tuple(pick(each, lang) for each in words.FIT_HEADS)
    rows: list[tuple[Cell, ...]] = []
    for each in found.fits:
        variable = graph.variables[each.variable.partition("[")[0]]
        rows.append(
            (
                pick((variable.title_zh, english_name(variable.name)), lang),
                f"{min(each.years)}–{max(each.years)}",
                pick(words.USES[each.use], lang),
                Amount(each.mape / 100, 1, "%"),
                Amount(each.theil.u, 3),
                Amount(each.theil.bias, 2),
                Amount(each.theil.variance, 2),
                Amount(each.theil.covariance, 2),
            )
        )
    text = pick(words.VALIDATION if rows else words.NO_HISTORY, lang)
    said: list[Block] = [Paragraph(text), Paragraph(notes_of(found.figure, lang))]
    said.append(Paragraph(unknown_words(found.card, lang)))
    if rows:
        caption = pick(words.FIT_TABLE, lang)
        said.append(
            TableBlock(
                "fit",
                caption,
                heads,
                tuple(rows),
                (2.2, 1.1, 1.0, 0.9, 0.9, 0.8, 0.8, 0.8),
                _years_apart(heads, rows, heads.index(pick(words.YEARS, lang)), lang),
            )
        )
    return said


def structures(found: Findings, _pictures: Pictures, lang: Lang) -> list[Block]:
    """Return the chance under each alternative of every open question that touches the case."""
    given = questions_of(found.card)
    if not given:
        return [Paragraph(pick(words.NO_STRUCTURES, lang))]
    rows = tuple(
        (
            pick(each.question.label, lang),
            pick(each.alternative.label, lang),
            Amount(each.alternative.weight, 0, "%"),
            Amount.chance(each.chance),
            Amount(each.chance.low, 0, "chance"),
            Amount(each.chance.high, 0, "chance"),
        )
        for group in given
        for each in group
    )
    goal = found.project.city.goal
    heads = tuple(pick(each, lang).format(goal=goal) for each in words.STRUCTURE_HEADS)
    caption = pick(words.STRUCTURE_TABLE, lang).format(
        last=pick(found.titles[found.last], lang), goal=goal
    )
    return [
        Paragraph(pick(words.STRUCTURES, lang).format(count=len(given), goal=goal)),
        TableBlock("structures", caption, heads, rows, (2.2, 2.4, 0.7, 0.8, 0.8, 0.8)),
    ]


def cost(found: Findings, _pictures: Pictures, lang: Lang) -> list[Block]:
    """Return what the last case costs above the first, by payer."""
    account = found.card.cost
    against = pick(found.titles[found.first], lang)
    said: list[Block] = [
        Paragraph(cost_words(account, found.project.city, against, lang)),
    ]
    if account is None:
        return said
    years = [found.project.city.history + ahead for ahead in COSTED_AHEAD]
    at = [int(np.flatnonzero(account.years == year)[0]) for year in years]
    whole = middle(account.total)[at].round(1)
    payers = closed_means(account.total, account.payers)
    parts = [
        told_parts(all_, {name: each[place] for name, each in payers.items()})
        for place, all_ in zip(at, whole, strict=True)
    ]
    labels = found.project.city.payers
    rows: list[tuple[Cell, ...]] = [
        (pick(labels[name], lang), *(Amount(each[name], 1, "+") for each in parts))
        for name in payers
    ]
    rows.append((pick(words.SUM, lang), *(Amount(float(each), 1, "+") for each in whole)))
    heads = (pick(words.PAYER, lang), *map(str, years))
    caption = pick(words.COST_TABLE, lang).format(
        first=against, last=pick(found.titles[found.last], lang)
    )
    return [*said, TableBlock("cost", caption, heads, tuple(rows))]


def counties(found: Findings, pictures: Pictures, lang: Lang) -> list[Block]:
    """Return the peak of each county in the first and the last case, and their lines."""
    rows = [
        (
            pick(found.project.city.counties[name], lang),
            pick(found.titles[case], lang),
            *_peak(each, lang),
        )
        for case in (found.first, found.last)
        for name, each in county_peaks(found.ensemble, case).items()
    ]
    if not rows:
        return []
    goal = {"goal": found.project.city.goal}
    heads = tuple(pick(each, lang).format(**goal) for each in words.COUNTY_HEADS)
    caption = pick(words.COUNTY_TABLE, lang)
    return [
        Paragraph(county_words(found.card, lang)),
        pictures["counties"],
        TableBlock("counties", caption, heads, tuple(rows)),
    ]


def _peak(spread: PeakSpread, lang: Lang) -> tuple[Cell, ...]:
    return (
        *(year_cell(spread.shown_year(at)) for at in (1, 0, 2)),
        co2_amount(spread.level[1], lang),
        Amount.chance(spread.in_time),
    )
