"""Territorial energy CO2 by county, two scenarios against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from zysim.metrics.county_peaks import county_peaks
from zysim.metrics.peak import find_peak
from zysim.metrics.spread import PeakSpread
from zysim.metrics.typical import median_runs
from zysim.plots.county_panels import county_panels
from zysim.plots.style import PRINTED
from zysim.report.gallery.words import frame
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose
from zysim.runs.results import Runs
from zysim.wording import Lang, Pair, co2_text, pick

HEADLINE: Pair = ("各区县的属地能源活动二氧化碳", "Territorial energy CO₂ by county")
PEAK: Pair = (
    "{case}：\n达峰年中位数 {year}，{level} 万吨",
    "{case}:\nmedian peak year {year}, {level} Mt",
)
CAPTION: Pair = (
    "{boundary}，各年中位数；区县份额按活动量固定分摊（假设），没有区县能源统计。圆圈为中位线的最高点。",
    "{boundary}, medians; counties get fixed shares by activity (assumed): there are no energy "
    "statistics by county. Circles mark the highest point of each median.",
)


@dataclass(frozen=True, slots=True)
class Lines:
    """Medians by county, with the titles of the scenarios."""

    runs: Runs
    titles: Mapping[str, Pair]
    peaks: Mapping[str, PeakSpread]
    """County to its peak in the main case, over all states of the world."""


def prepare(project: Project) -> Lines:
    """Run the reference and the main scenario in many states of the world."""
    chosen = choose(project, project.city.usual, {})
    found = run_ensemble(project, chosen, outputs=[project.city.variables["counties"]])
    runs = median_runs(found, list(found.values))
    titles = {each.id: each.titles for each in chosen}
    return Lines(runs, titles, county_peaks(found, chosen[-1].id))


def draw(lines: Lines, lang: Lang) -> Figure:
    """Draw one panel per county."""
    runs, city = lines.runs, lines.runs.city
    parts, peaks, notes = [], {}, {}
    main = runs.scenarios[-1]
    for key, name in city.counties.items():
        values = runs.of(f"{city.variables['counties']}[{key}]")
        found = find_peak(values, runs.years)
        for at, scenario in enumerate(runs.scenarios):
            county = pick(name, lang)
            parts.append(
                pd.DataFrame(
                    {
                        "year": runs.years,
                        "value": values[at],
                        "scenario": scenario,
                        "county": county,
                    }
                )
            )
            if found.status[at] != "none":
                peaks[scenario, county] = (float(found.year[at]), float(found.level[at]))
            if scenario == main:
                peak = lines.peaks[key]
                notes[county] = pick(PEAK, lang).format(
                    case=pick(lines.titles[main], lang),
                    year=peak.shown_year(1),
                    level=co2_text(peak.level[1], lang),
                )
    figure, ax = plt.subplots(figsize=(PRINTED, 3.4), layout="constrained")
    titles = {name: pick(title, lang) for name, title in lines.titles.items()}
    county_panels(
        pd.concat(parts),
        peaks=peaks,
        titles=titles,
        notes=notes,
        baseline=city.reference,
        history_until=city.history,
        mark=city.goal,
        lang=lang,
        ax=ax,
    )
    return frame(
        figure,
        pick(HEADLINE, lang),
        pick(CAPTION, lang).format(boundary=pick(city.accounts[city.territorial].label, lang)),
    )
