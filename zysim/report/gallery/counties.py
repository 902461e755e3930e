"""Territorial energy CO2 by county, two scenarios against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from zysim.metrics.peak import find_peak
from zysim.metrics.typical import median_runs
from zysim.plots.county_panels import county_panels
from zysim.report.gallery.words import frame
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose
from zysim.runs.results import Runs
from zysim.wording import Lang, Pair, pick

HEADLINE: Pair = ("各区县的属地能源活动二氧化碳", "Territorial energy CO₂ by county")
CAPTION: Pair = (
    "{boundary}，各年中位数；区县份额按活动量固定分摊（假设），没有区县能源统计。圆圈为达峰年。",
    "{boundary}, medians; counties get fixed shares by activity (assumed): there are no energy "
    "statistics by county. Circles mark peak years.",
)


@dataclass(frozen=True, slots=True)
class Lines:
    """Medians by county, with the titles of the scenarios."""

    runs: Runs
    titles: Mapping[str, Pair]


def prepare(project: Project) -> Lines:
    """Run the reference and the main scenario in many states of the world."""
    chosen = choose(project, project.city.usual, {})
    found = run_ensemble(project, chosen, outputs=[project.city.variables["counties"]])
    runs = median_runs(found, list(found.values))
    return Lines(runs, {each.id: each.titles for each in chosen})


def draw(lines: Lines, lang: Lang) -> Figure:
    """Draw one panel per county."""
    runs, city = lines.runs, lines.runs.city
    parts, peaks = [], {}
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
    figure, ax = plt.subplots(figsize=(10, 4.2), layout="constrained")
    titles = {name: pick(title, lang) for name, title in lines.titles.items()}
    county_panels(
        pd.concat(parts),
        peaks=peaks,
        titles=titles,
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
