"""The pictures of a report, drawn in one language from findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from zysim.metrics.county_peaks import county_peaks, county_scalars
from zysim.metrics.typical import median_runs
from zysim.plots.peak_figure import draw_peak_figure
from zysim.plots.sobol_bars import sobol_bars
from zysim.plots.style import PRINTED, house_style, save_figure
from zysim.report.figure.draw import MM, draw_figure
from zysim.report.figure.find import FigureFound
from zysim.report.figure.tell import notes_of, statement
from zysim.report.gallery.counties import Lines as CountyLines
from zysim.report.gallery.counties import draw as draw_counties
from zysim.report.gallery.sectors import SectorLines
from zysim.report.gallery.sectors import draw as draw_sectors
from zysim.report.gallery.targets import Board
from zysim.report.gallery.targets import draw as draw_targets
from zysim.report.model_map.draw import (
    draw_map,
    draw_stocks,
    map_caption,
    part_names,
    stocks_caption,
)
from zysim.report.paper.blocks import PictureBlock
from zysim.report.paper.findings import Findings
from zysim.report.paper.tables import sink_words
from zysim.report.peak_difference import draw_difference
from zysim.report.peak_story import peak_table, tell_peaks
from zysim.report.stored_study import QUOTED
from zysim.runs.project import quality_counts
from zysim.wording import Lang, Pair, number_word, pick

CAPTIONS: Mapping[str, Pair] = {
    "fan": ("{statement}", "{statement}"),
    "peaks": (
        "各情景的排放与{count}种核算口径（中位数）",
        "Emissions by scenario and boundary (medians)",
    ),
    "sectors": (
        "分行业排放{sink}（{boundary}）",
        "Emissions by sector{sink} ({boundary})",
    ),
    "targets": (
        "{last}：方案各量化目标的达到概率",
        "{last}: chances of the plan's targets",
    ),
    "sector-map": ("{map}", "{map}"),
    "stocks": ("{stocks}", "{stocks}"),
    "counties": (
        "各区县的排放与达峰年（{territorial}，中位数）",
        "Emissions and peak years of the counties ({territorial}, medians)",
    ),
    "ranking": ("各措施占达峰裕度方差的份额", "Shares of the variance of the margin"),
    "wedge": (
        "由{first}到{last}，各类措施使排放增减多少（{boundary}）",
        "From {first} to {last}: what each group of measures adds or takes away ({boundary})",
    ),
}
ALTS: Mapping[str, Pair] = {
    "fan": ("{statement}{stop}{notes}", "{statement}{stop}{notes}"),
    "peaks": (
        "折线图：各情景的排放，圆圈为达峰年；下方{count}个小图为各核算口径。",
        "Lines of emissions by scenario with circles at peak years; {count} small charts for the "
        "boundaries.",
    ),
    "sectors": (
        "堆积面积图：各部门的排放{sink}；吸收在零线以下。",
        "Stacked areas of emissions by sector{sink}; uptake stands below zero.",
    ),
    "targets": (
        "条形图：方案每项量化目标的达到概率。",
        "Bars: the chance of each target of the plan.",
    ),
    "sector-map": ("网络图：{map}", "Network: {map}"),
    "stocks": ("示意图：{stocks}", "Diagram: {stocks}"),
    "counties": (
        "折线图：每个区县一幅，圆圈为达峰年。",
        "Lines, a chart per county, circles at peak years.",
    ),
    "ranking": (
        "条形图：各措施的一阶与总效应 Sobol 指数及其 95% 区间。",
        "Bars: first-order and total Sobol indices of the levers with 95 % intervals.",
    ),
    "wedge": (
        "楔形图：各类措施对两情景排放之差的贡献，逐年堆积。",
        "Wedges: what each group of measures contributes to the difference of two scenarios.",
    ),
}


class DrawnPictures(Mapping[str, PictureBlock]):
    """The pictures of a report by id, each drawn as PNG, SVG and PDF when it is first asked for.

    A report of few chapters then waits for no picture of the others.

    Parameters
    ----------
    found
        What the report tells.
    folder
        Where the files go; an ``OSError`` is passed on where it cannot be written.
    lang
        Language of their words.
    """

    def __init__(self, found: Findings, folder: Path, lang: Lang) -> None:
        mpl.use("Agg")
        self._found, self._folder, self._lang = found, folder, lang
        self._jobs = _jobs(found, lang)
        self._drawn: dict[str, PictureBlock] = {}

    def __getitem__(self, name: str) -> PictureBlock:
        if name not in self._drawn:
            self._drawn[name] = self._draw(name)
        return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._jobs)

    def __len__(self) -> int:
        return len(self._jobs)

    def _draw(self, name: str) -> PictureBlock:
        with house_style():
            figure = self._jobs[name]()
            save_figure(figure, self._folder / name)
            plt.close(figure)
        wide, words = _fitted(self._found.figure).spec.width, self._words
        return PictureBlock(
            id=name,
            caption=pick(CAPTIONS[name], self._lang).format(**words),
            alt=pick(ALTS[name], self._lang).format(**words),
            path=self._folder / f"{name}.png",
            millimetres=wide if name == "fan" and wide < PRINTED * MM else None,
        )

    @cached_property
    def _words(self) -> dict[str, object]:
        found, lang, city = self._found, self._lang, self._found.project.city
        return {
            "statement": statement(found.figure, lang),
            "map": map_caption(found.project.graph, lang),
            "stocks": stocks_caption(found.project.graph, lang),
            "territorial": pick(city.accounts[city.territorial].label, lang),
            "stop": "。" if lang == "zh" else ". ",
            "notes": notes_of(found.figure, lang),
            "boundary": pick(found.account.label, lang),
            "count": number_word(len(city.accounts), lang),
            "sink": sink_words(city, lang),
            "first_year": city.first,
            "last_year": city.last,
            "first": f"“{pick(found.titles[found.first], lang)}”",
            "last": f"“{pick(found.titles[found.last], lang)}”",
        }


def _jobs(found: Findings, lang: Lang) -> dict[str, Callable[[], Figure]]:
    names = (pick(found.titles[found.first], lang), pick(found.titles[found.last], lang))
    jobs: dict[str, Callable[[], Figure]] = {
        "fan": lambda: draw_figure(_fitted(found.figure), lang),
        "peaks": lambda: _peaks(found, lang),
        "sectors": lambda: draw_sectors(
            SectorLines(
                city=found.project.city,
                years=found.lines.years,
                boundary=found.boundary,
                titles={each: found.titles[each] for each in (found.first, found.last)},
                bands=found.bands,
                sink=found.sinks,
            ),
            lang,
        ),
        "targets": lambda: draw_targets(
            Board(
                city=found.project.city,
                name=found.titles[found.last],
                members=found.ensemble.members,
                chances=found.targets,
            ),
            lang,
        ),
        "wedge": lambda: draw_difference(found.explanation, names, lang),
        "sector-map": lambda: draw_map(found.project.graph, part_names(found.project), lang),
        "stocks": lambda: draw_stocks(found.project.graph, part_names(found.project), lang),
    }
    if found.project.city.counties:
        jobs["counties"] = lambda: draw_counties(_counties(found), lang)
    if found.levers is not None:
        jobs["ranking"] = lambda: _ranking(found, lang)
    return jobs


def _fitted(figure: FigureFound) -> FigureFound:
    """Return a figure no wider than the text of a page, so that its letters keep their size."""
    wide = min(figure.spec.width, PRINTED * MM)
    return replace(figure, spec=replace(figure.spec, width=wide))


def _counties(found: Findings) -> CountyLines:
    scalars = list(county_scalars(found.project.city).values())
    runs = median_runs(found.ensemble, scalars)
    return CountyLines(runs, found.titles, county_peaks(found.ensemble, found.last))


def _peaks(found: Findings, lang: Lang) -> Figure:
    story = tell_peaks(
        found.summaries,
        found.titles,
        quality_counts(found.project.tables),
        boundary=found.boundary,
        runs=found.lines,
        lang=lang,
    )
    return draw_peak_figure(peak_table(found.lines), story, lang)


def _ranking(found: Findings, lang: Lang) -> Figure:
    study = found.levers
    assert study is not None
    indices = study.main_indices
    data = indices.assign(label=indices[f"label_{lang}"])
    figure, ax = plt.subplots(figsize=(PRINTED, 4.6), layout="constrained")
    sobol_bars(
        data,
        dummy=abs(float(study.verdict["dummy_ST"][QUOTED])),
        verdict=study.verdict["verdicts"][QUOTED][f"sentence_{lang}"],
        lang=lang,
        ax=ax,
    )
    return figure
