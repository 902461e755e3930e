"""Everything the page of the city holds: model, levers, scenarios, draws, charts, sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.changes import word_of
from zysim.inputs.charts import Chart
from zysim.inputs.city_charts import MT, outputs_of
from zysim.inputs.coverage import clause_name
from zysim.inputs.lever_names import element_of
from zysim.inputs.loops import read_loops
from zysim.inputs.remarks import remark_words, title_words
from zysim.inputs.seek_question import SeekQuestion
from zysim.inputs.settings import Settings
from zysim.inputs.signposts import Signpost
from zysim.inputs.sources import Source
from zysim.inputs.targets import Target
from zysim.metrics.cost_book import cost_book
from zysim.metrics.county_peaks import county_scalars
from zysim.metrics.middle import middle
from zysim.metrics.plan_path import RULES
from zysim.metrics.result_numbers import numbers_needed
from zysim.metrics.target_accounts import is_counted, on_account
from zysim.metrics.target_reasons import WORDS as REASONS
from zysim.metrics.targets import ROUNDING, variables_needed
from zysim.metrics.three_colours import FAR_BEHIND
from zysim.metrics.verdict import WORDS
from zysim.page import shape
from zysim.page.cards import accounts_of, cards_of, cost_of, spoken_answer
from zysim.page.city_parts import capacity_part, counties_part, gases_part
from zysim.page.controls import controls_part, numbers_part
from zysim.page.feedback import loops_part, stocks_part
from zysim.page.gdp import gdp_effects, summed_years
from zysim.page.measures import leading_of, leading_part
from zysim.page.model_part import model_part, packed, variables_part
from zysim.page.money import REPORT, money_part
from zysim.page.shape import Payload
from zysim.page.structures import chances_of, questions_part
from zysim.report.card.find import COST_MEMBERS
from zysim.report.figure.lines import drawn_charts
from zysim.report.stored_seek import Proposal
from zysim.runs.ensemble import Ensemble, draw_members, run_ensemble
from zysim.runs.project import Project, choose, quality_counts
from zysim.units import official_yearly
from zysim.wording import PEAK_RULE, QUALITIES, Pair, quality_text

SPANNED = 10
"""Years after the goal year that a number is told of too."""
TITLE: Pair = ("{city}碳达峰情景模拟", "Carbon peak of {city}: what if")
WEIGHED: Pair = ("（按新统计加权的不确定情形）", " (worlds weighed by new statistics)")


def city_payload(
    project: Project,
    cases: Sequence[Settings],
    *,
    members: int,
    seed: int = 0,
    proposals: Sequence[Proposal] = (),
    stale: Sequence[SeekQuestion] = (),
    cards: bool = True,
) -> Payload:
    """Return what the page of the city holds, as plain values for JSON.

    Parameters
    ----------
    project
        Model and tables.
    cases
        Presets; the first is the one the others are compared with.
    members
        States of the world to draw: the first of those `zysim ensemble` draws.
    seed
        Of the draws; the same as for :func:`zysim.runs.ensemble.run_ensemble`.
    proposals
        Answers of `zysim seek`, further presets.
    stale
        Questions whose answer no longer holds; the page names them.
    cards
        Whether the conclusion cards of the presets are made, two seconds each. Cards and costs
        are left out where a posterior has too few states of the world for them.

    Raises
    ------
    InputError
        If the seed is negative.
    """
    graph, tables, city = project.graph, project.tables, project.city
    charts = drawn_charts(project)
    targets = [each for each in tables.targets.values() if each.modelled]
    core = list(
        dict.fromkeys(
            [
                *city.account_variables,
                *variables_needed(tables.targets.values()),
                city.variables["gdp"],
                *county_scalars(city).values(),
                *numbers_needed(city),
                *([city.variables["plants"]] if "plants" in city.variables else []),
            ]
        )
    )
    watched = [*city.account_variables, *(each.variable for each in tables.signposts.values())]
    everything = list(dict.fromkeys([*core, *outputs_of(charts)]))
    told = [*everything, *watched]
    draws = draw_members(project, members, seed)
    shown = [*cases, *(each.case for each in proposals)]
    assumed = {name for each in shown for name in each.assumptions}
    enough = project.posterior is None or project.posterior.size >= COST_MEMBERS
    costs = accounts_of(project, shown, seed=seed) if enough else {}
    with_cards = cards and enough
    leading = leading_of(project, shown, members=members, seed=seed)
    told_of = (
        cards_of(project, cases, costs, leading, members=members, seed=seed) if with_cards else {}
    )
    opened = chances_of(project, shown, members, draws, seed)
    usual = _usual_runs(project, members, draws)
    typical = _typical(project, usual)
    weighed = WEIGHED if project.posterior is not None else ("", "")
    counts = quality_counts(tables)
    book = cost_book(tables, graph) if costs else None
    reports = {
        "core": core,
        "watch": list(dict.fromkeys(watched)),
        "all": everything,
        "parts": [name for band in city.bands for name in city.parts(band)],
    }
    if book:
        reports[REPORT] = list(book.outputs)
    controls = controls_part(tables, sorted(assumed - set(draws)))
    effects = gdp_effects(project, proposals, worlds=draws, members=members)
    presets = [*map(_scenario, cases), *map(_proposal, proposals, effects)]
    return {
        **model_part(graph, reports, varied=list(draws)),
        "kind": "city",
        "title": (
            TITLE[0].format(city=city.name[0]) + weighed[0],
            TITLE[1].format(city=city.name[1]) + weighed[1],
        ),
        "tables_sha256": _hash_of(sorted(tables.folder.rglob("*.csv"))),
        "quality": (quality_text(counts, city.data, "zh"), quality_text(counts, city.data, "en")),
        "qualities": QUALITIES,
        "rule": PEAK_RULE,
        "boundaries": [
            {
                "id": each.id,
                "label": each.label,
                "meaning": each.rule,
                "output": each.variable,
                "rest": each.rest,
            }
            for each in city.accounts.values()
        ],
        "boundary": city.account,
        "per_gdp": {"output": city.variables.get("intensity"), "over": city.variables["gdp"]},
        "years": {
            "counted": city.base + 1,
            "history": city.history,
            "goal": city.goal,
            "later": summed_years(city)[1],
        },
        "controls": controls,
        "numbers": numbers_part(tables, controls),
        "scenarios": [
            {
                **preset,
                "open": chances,
                "cards": told_of.get(each.id),
                "cost": cost_of(project, costs.get(each.id), cases[0].titles),
                "leading": leading_part(tables, leading[each.id]),
            }
            for each, preset, chances in zip(shown, presets, opened, strict=True)
        ],
        "stale": [{"id": each.id, "title": each.title} for each in stale],
        "spoken": spoken_answer(),
        "money": None if book is None else money_part(book, city, members=members, seed=seed),
        "city": city.name,
        "draws": {
            "seed": seed,
            "members": members,
            "typical": typical,
            "constants": list(draws),
            "values": packed(np.stack(list(draws.values()), axis=1).astype("<f8").tobytes()),
        },
        "structures": questions_part(tables, members, seed),
        "statistics": [_statistic(each, project, usual) for each in tables.signposts.values()],
        "charts": [_chart(each) for each in charts],
        "variables": variables_part(graph),
        "loops": loops_part(read_loops(project.root, graph)),
        **stocks_part(graph, list(dict.fromkeys(graph.home[each] for each in told))),
        "sectors": [
            {"label": each.label, "outputs": city.parts(each.id)} for each in city.bands.values()
        ],
        "counties": counties_part(city),
        "gases": gases_part(city),
        "people": city.variables.get("people"),
        "targets": [_target(each, project) for each in targets],
        "history": [
            {"output": each.variable, "year": each.year, "value": each.value}
            for each in tables.history
            if each.variable in everything
        ],
        "rounding": ROUNDING,
        "capacity": capacity_part(project),
        "reasons": REASONS,
        "lights": {"far": FAR_BEHIND, "words": WORDS, "rules": RULES},
        "sources": {
            key: (joined(zh), joined(en))
            for key, each in tables.sources.items()
            for zh, en in [title_words(each.title, tables.remarks)]
            for joined in [partial(_source, each)]
        },
        "elements": {
            each.replace("_", " "): tables.remarks[each.replace("_", " ")]
            for name, dimension in graph.dimensions.items()
            for each in (name, *dimension)
            if each.replace("_", " ") in tables.remarks
        }
        | {element_of(each.id).replace("_", " "): each.label_zh for each in tables.levers.values()},
    }


def _usual_runs(project: Project, members: int, draws: Mapping[str, FloatArray]) -> Ensemble:
    """Run the usual cases in every state of the world: emissions, and what statistics are of."""
    city = project.city
    watched = (each.variable for each in project.tables.signposts.values())
    outputs = dict.fromkeys([city.accounts[city.account].variable, *watched])
    chosen = choose(project, city.usual, {})
    return run_ensemble(project, chosen, worlds=draws, outputs=list(outputs), members=members)


def _typical(project: Project, found: Ensemble) -> int:
    """Return the member whose emissions are nearest to medians of the usual cases.

    Charts that need one run show its world: their parts add up, and lines lie near the medians.
    """
    city = project.city
    values = found.of(city.accounts[city.account].variable)
    paths = np.moveaxis(values, 0, 1).reshape(values.shape[1], -1)
    return int(((paths - middle(paths)) ** 2).sum(axis=1).argmin())


def _source(source: Source, title: str) -> str:
    return " · ".join(str(word) for word in (title, source.publisher, source.year) if word)


def _hash_of(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for file in files:
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _scenario(case: Settings) -> shape.Scenario:
    named = [*case.scenario.levers, *(name for name in case.levers if name in case.changes)]
    return {
        "id": case.id,
        "base": case.scenario.id,
        "set": {name: word_of(change) for name, change in case.changes.items()},
        "title": case.titles,
        "why": (case.scenario.why_zh, case.scenario.why_en),
        "levers": {name: case.levers[name] for name in named},
        "years": case.years,
        "assumptions": case.assumptions,
    }


def _proposal(found: Proposal, gdp: shape.Three) -> shape.Scenario:
    """Return the preset that answers a question of `zysim seek`, and what it is held to."""
    return {
        **_scenario(found.case),
        "id": f"seek-{found.question.id}",
        "title": found.question.title,
        "why": found.question.question,
        "proposal": {
            "question": found.question.id,
            "feasible": found.feasible,
            "probability": found.probability,
            "low": found.low,
            "high": found.high,
            "price": found.price,
            "gdp": gdp,
        },
    }


def _spans(
    signpost: Signpost, factor: float, project: Project, usual: Ensemble
) -> list[shape.Span]:
    """Return what the usual cases give of a statistic: P10, P50 and P90 of a few years."""
    city = project.city
    values = usual.of(signpost.variable)
    years = [city.history, city.goal, min(city.goal + SPANNED, city.last)]
    at = [int(np.flatnonzero(usual.years == year)[0]) for year in years]
    asked = values[..., at] / factor
    if signpost.measure == "growth":
        asked = (values[..., at] / values[..., np.array(at) - 1] - 1) / factor
    found = np.quantile(asked, [0.1, 0.5, 0.9], axis=1, method="inverted_cdf")
    return [
        {
            "title": case.titles,
            "years": years,
            "spans": [(float(low), float(middle), float(high)) for low, middle, high in each.T],
        }
        for case, each in zip(
            choose(project, city.usual, {}), np.moveaxis(found, 1, 0), strict=True
        )
    ]


def _statistic(signpost: Signpost, project: Project, usual: Ensemble) -> shape.Statistic:
    unit = project.graph.variables[signpost.variable.partition("[")[0]].unit
    return {
        "id": signpost.id,
        "label": signpost.label,
        "definition": signpost.definition,
        "output": signpost.variable,
        "measure": signpost.measure,
        "unit": (signpost.shown_unit("zh"), signpost.shown_unit("en")),
        "factor": signpost.factor(unit),
        "error": signpost.deviation(1.0, unit),
        "relative": signpost.error_kind == "%",
        "better": signpost.better,
        "typical": _spans(signpost, signpost.factor(unit), project, usual),
        "months": signpost.months_after,
        "when": signpost.when,
        "holder": signpost.holder,
    }


def _chart(chart: Chart) -> shape.Chart:
    return {
        "id": chart.id,
        "title": chart.title,
        "unit": chart.unit,
        "kind": chart.kind,
        "peaks": chart.kind == "lines" and chart.unit == MT,
        "note": chart.note,
        "scale": (chart.scale_zh, 1.0),
        "lines": [
            {
                "label": line.label,
                "terms": line.terms,
                "over": line.over,
                "colour": line.colour,
            }
            for line in chart.lines
        ],
    }


def _target(target: Target, project: Project) -> shape.Target:
    tables, city, graph = project.tables, project.city, project.graph
    [under] = on_account([target], city, city.account, graph)
    unit = graph.variables[target.variable.partition("[")[0]].unit
    (zh, unit_zh), (en, unit_en) = (official_yearly(target.unit, lang) for lang in ("zh", "en"))
    return {
        "id": target.id,
        "label": (target.label_zh, target.label_en),
        "year": target.year,
        "output": target.variable,
        "compare": target.compare,
        "threshold": target.threshold,
        "reference_year": target.reference_year,
        "unit": (unit_zh, unit_en),
        "scale": (zh, en),
        "share": target.compare.startswith("change") and unit == "dmnl",
        "counted": is_counted(under, tables.targets),
        "clauses": [(clause_name(each, "zh"), clause_name(each, "en")) for each in target.clauses],
        "offices": list(
            dict.fromkeys(
                tables.offices[each].name for each in target.clauses if each in tables.offices
            )
        ),
        "source": target.provenance.source,
        "locator": remark_words(target.provenance.locator, tables.remarks),
        "quality": target.provenance.quality,
        "note": remark_words(target.provenance.note, tables.remarks),
    }
