"""The slides of a hearing: targets, sectors, counties, ranking, history, doubts, method."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.metrics.county_peaks import county_peaks
from zysim.metrics.middle import middle
from zysim.report.card.phrases import capitalised, within
from zysim.report.paper import tables
from zysim.report.paper.blocks import Amount, Cell
from zysim.report.slides import words
from zysim.report.slides.deck import Chart, Kind, Series, Slide, Table
from zysim.report.slides.next_steps import track
from zysim.report.slides.told import Told
from zysim.report.slides.values import BLUE, COLOURS, form, notes, shown_values, unit
from zysim.runs.project import quality_counts
from zysim.sensitivity.effect_bench import WAN_T_PER_MT
from zysim.wording import CO2_UNIT, Lang, Pair, pick, quality_text

TARGETS_SHOWN, FACTORS_SHOWN = 10, 8
SURE, POOR = 0.9, 0.1
USES: dict[str, Pair] = {"fit": ("拟合", "fitted"), "holdout": ("留出", "held out")}


def targets(told: Told, lang: Lang) -> Slide | None:
    """Return the targets least likely to be met; None where nothing is scored."""
    scored = [(each, each.chance) for each in told.found.targets if each.chance is not None]
    if not scored:
        return None
    rows = tuple(
        (
            pick((each.score.target.label_zh, each.score.target.label_en), lang),
            str(each.score.target.year),
            Amount.chance(chance),
        )
        for each, chance in sorted(scored, key=lambda pair: pair[1].value)[:TARGETS_SHOWN]
    )
    return Slide(
        id="targets",
        title=pick(words.TARGETS, lang).format(
            count=len(scored),
            sure=sum(chance.value >= SURE for _each, chance in scored),
            poor=sum(chance.value < POOR for _each, chance in scored),
        ),
        table=Table(heads=tuple(pick(each, lang) for each in words.TARGET_HEADS), rows=rows),
        notes=notes(told, lang, pick(words.TARGETS_NOTE, lang).format(shown=len(rows))),
    )


def sectors(told: Told, lang: Lang) -> Slide:
    """Return what the median line is made of."""
    found, goal = told.found, told.found.project.city.goal
    years, bands = found.ensemble.years, found.bands[told.found.last]
    at = int(np.flatnonzero(years == goal)[0])
    largest = max(bands, key=lambda label: float(bands[label][at]))
    share = float(bands[largest][at]) / sum(float(values[at]) for values in bands.values())
    return Slide(
        id="sectors",
        title=pick(words.SECTORS, lang).format(
            year=goal,
            band=within(pick(largest, lang)),
            share=f"{share:.0%}",
            case=told.title(found.last, lang),
        ),
        chart=_by_year("stacked", years, bands, lang),
        notes=notes(told, lang, pick(words.SECTORS_NOTE, lang)),
    )


def counties(told: Told, lang: Lang) -> Slide | None:
    """Return the peak of each county; None where the city has none."""
    if not told.counties:
        return None
    years = told.found.ensemble.years
    labels = told.found.project.city.counties
    named = [
        pick(words.COUNTY, lang).format(county=pick(labels[name], lang), year=each.shown_year(1))
        for name, each in county_peaks(told.found.ensemble, told.found.last).items()
    ]
    return Slide(
        id="counties",
        title=pick(words.COUNTIES, lang).format(items=("，" if lang == "zh" else ", ").join(named)),
        chart=_by_year("line", years, told.counties, lang),
        notes=notes(told, lang, pick(words.COUNTIES_NOTE, lang)),
    )


def _by_year(kind: Kind, years: IntArray, lines: Mapping[Pair, FloatArray], lang: Lang) -> Chart:
    return Chart(
        kind=kind,
        categories=tuple(str(int(year)) for year in years),
        series=tuple(
            Series(
                name=pick(label, lang),
                values=shown_values(values, lang),
                colour=COLOURS[at % len(COLOURS)],
            )
            for at, (label, values) in enumerate(lines.items())
        ),
        unit=unit(lang),
        form=form(lang),
    )


def ranking(told: Told, lang: Lang) -> Slide:
    """Return the measures that matter most in the last case, in the order of `zysim rank`."""
    leading = told.found.leading
    shown = leading.levers[:FACTORS_SHOWN]
    labels = tuple(pick(each.label, lang) for each in shown)
    scale, places = (1.0, 1) if lang == "zh" else (1 / WAN_T_PER_MT, 3)
    name = pick(words.RANKING_SERIES, lang).format(goal=leading.goal)
    plain = "0.0" if lang == "zh" else "0.000"
    return Slide(
        id="ranking",
        title=pick(words.RANKING, lang).format(*labels[:3]),
        chart=Chart(
            kind="bar",
            categories=labels,
            series=(
                Series(
                    name=name,
                    values=tuple(round(scale * float(middle(each.goal)), places) for each in shown),
                    colour=BLUE,
                ),
            ),
            unit=f"{name} ({pick(CO2_UNIT, lang)})" if lang == "en" else f"{name}（万吨）",
            form=f"+{plain};−{plain};{plain}",
            labelled=True,
        ),
        notes=notes(
            told,
            lang,
            pick(words.RANKING_NOTE, lang).format(
                order=pick(leading.caption(told.found.project.city), lang)
            ),
        ),
    )


def history(told: Told, lang: Lang) -> Slide | None:
    """Return the errors against history; None where nothing was observed."""
    if not told.found.fits:
        return None
    worst = {
        use: max((each.mape for each in told.found.fits if each.use == use), default=0.0)
        for use in USES
    }
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            pick(_titled(told, each.variable), lang),
            pick(USES[each.use], lang),
            "–".join(map(str, dict.fromkeys((each.years[0], each.years[-1])))),
            Amount(each.mape / 100, 1, "%"),
        )
        for each in told.found.fits
    )
    return Slide(
        id="history",
        title=pick(words.HISTORY, lang).format(
            fitted=f"{worst['fit']:.1f} %", held=f"{worst['holdout']:.1f} %"
        ),
        table=Table(heads=tuple(pick(each, lang) for each in words.HISTORY_HEADS), rows=rows),
        notes=notes(told, lang),
    )


def _titled(told: Told, scalar: str) -> Pair:
    graph = told.found.project.graph
    variable = graph.variables[graph.home[scalar]]
    return variable.title_zh or variable.name, capitalised(variable.name)


def on_track(told: Told, lang: Lang) -> Slide | None:
    """Return whether the city is on track, or what statistics tell it first; None without any."""
    if told.found.card.tracked is not None:
        return track(told, told.found.card.tracked, lang)
    every = told.found.project.tables.signposts.values()
    dated = sorted(
        (each for each in every if each.months_after is not None),
        key=lambda each: each.months_after or 0,
    )
    if not dated:
        return None
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            pick(each.label, lang),
            pick(each.when, lang),
            pick(each.holder, lang),
            f"{each.error:g} {'%' if each.error_kind == '%' else each.shown_unit(lang)}",
        )
        for each in dated[:TARGETS_SHOWN]
    )
    return Slide(
        id="on_track",
        title=pick(words.ON_TRACK, lang).format(count=len(rows)),
        table=Table(
            heads=tuple(pick(each, lang) for each in words.ON_TRACK_HEADS),
            rows=rows,
            widths=(2.0, 1.5, 1.7, 0.6),
        ),
        notes=notes(told, lang, pick(words.ON_TRACK_NOTE, lang).format(count=len(every))),
    )


def trust(told: Told, lang: Lang) -> Slide:
    """Return how the numbers were made and how well they are known."""
    found = told.found
    block = tables.quality_table(found, lang)
    numbers = {
        "variables": len(found.project.graph.scalars),
        "parameters": len(found.project.tables.parameters),
        "drawn": len(found.ensemble.worlds),
        "members": found.ensemble.members,
        "sources": len(found.project.tables.sources),
    }
    return Slide(
        id="trust",
        title=pick(words.TRUST, lang),
        points=(
            quality_text(quality_counts(found.project.tables), found.project.city.data, lang),
            *(pick(each, lang).format(**numbers) for each in words.METHOD_POINTS),
        ),
        table=Table(heads=block.heads, rows=block.rows),
        notes=notes(told, lang),
    )


MAKERS = (targets, sectors, counties, ranking, history, on_track, trust)
