"""Territorial energy CO2 of the three counties, baseline against plan."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from zysim.metrics.peak import find_peak
from zysim.metrics.typical import median_runs
from zysim.plots.county_panels import county_panels
from zysim.report.gallery.sectors import SCENARIOS
from zysim.report.gallery.words import frame
from zysim.report.parts import COUNTIES
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose
from zysim.runs.results import Runs
from zysim.wording import Lang, Pair, pick

HEADLINE: Pair = ("三个区县的属地能源活动二氧化碳", "Territorial energy CO₂ by county")
CAPTION: Pair = (
    "口径 A，各年中位数；区县份额按活动量固定分摊（假设），没有区县能源统计。圆圈为达峰年。",
    "Boundary A, medians; counties get fixed shares by activity (assumed): there are no energy "
    "statistics by county. Circles mark peak years.",
)


def prepare(project: Project) -> Runs:
    """Run baseline and plan in many states of the world."""
    chosen = choose(project, list(SCENARIOS), {})
    found = run_ensemble(project, chosen, outputs=["county_co2"])
    return median_runs(found, list(found.values))


def draw(runs: Runs, lang: Lang) -> Figure:
    """Draw one panel per county."""
    parts, peaks = [], {}
    for key, name in COUNTIES.items():
        values = runs.of(f"county_co2[{key}]")
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
    titles = {key: pick(name, lang) for key, name in SCENARIOS.items()}
    county_panels(pd.concat(parts), peaks=peaks, titles=titles, lang=lang, ax=ax)
    return frame(figure, pick(HEADLINE, lang), pick(CAPTION, lang))
