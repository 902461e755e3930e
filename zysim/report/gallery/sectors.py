"""Energy CO2 by sector, two cases side by side, with the forest sink below zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from zysim.arrays import FloatArray, IntArray
from zysim.metrics.middle import middle
from zysim.plots.sectors import sector_stack
from zysim.report.gallery.words import frame
from zysim.report.parts import SINK, band_lines
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose
from zysim.wording import BOUNDARIES, BOUNDARY_VARIABLES, Lang, Pair, pick

SCENARIOS: Mapping[str, Pair] = {
    "baseline": ("基线", "Baseline"),
    "plan": ("按方案实施", "Plan carried out in full"),
}
HEADLINE: Pair = ("资阳市分行业能源活动二氧化碳", "Energy CO₂ of Ziyang by sector")
CAPTION: Pair = (
    "{boundary}：除森林碳汇外各色带之和为该口径排放的中位数，各行业取自最接近中位数的情形；"
    "森林碳汇为森林的年吸收量，从不计入达峰；黑线为全部色带之和。2020—2025 年为模型重现的历史，"
    "多数数据为推算或估计。",
    "{boundary}: but for the sink, bands add up to the median of the boundary's emissions; sectors "
    "are read from the states nearest to it. The sink is the forests' yearly uptake and never "
    "counts towards the peak; the line is the sum of all bands. 2020 to 2025 is history as the "
    "model repeats it; most data are derived or assumed.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorLines:
    """What the picture draws; amounts in Mt CO2 a year, each of shape ``(year,)``."""

    years: IntArray
    boundary: str
    titles: Mapping[str, Pair]
    """Two cases with their titles."""
    bands: Mapping[str, Mapping[Pair, FloatArray]]
    """Case to its bands."""
    sink: Mapping[str, FloatArray]


def prepare(project: Project, boundary: str = "B") -> SectorLines:
    """Run baseline and plan in many states of the world."""
    chosen = choose(project, list(SCENARIOS), {})
    outputs = [BOUNDARY_VARIABLES[boundary], "sector_co2", "forest_sink"]
    found = run_ensemble(project, chosen, outputs=outputs)
    return SectorLines(
        years=found.years,
        boundary=boundary,
        titles=SCENARIOS,
        bands={each.id: band_lines(found, each.id, boundary) for each in chosen},
        sink={
            each.id: middle(values)
            for each, values in zip(chosen, found.of("forest_sink"), strict=True)
        },
    )


def draw(found: SectorLines, lang: Lang) -> Figure:
    """Draw two scenarios to one scale."""
    figure, axes = plt.subplots(1, 2, figsize=(11, 5.0), sharey=True, layout="constrained")
    for ax, (scenario, title) in zip(axes, found.titles.items(), strict=True):
        sector_stack(_table(found, scenario, lang), ax=ax, lang=lang)
        ax.set_title(pick(title, lang))
    low = min(ax.get_ylim()[0] for ax in axes)
    high = max(ax.get_ylim()[1] for ax in axes)
    axes[0].set_ylim(low, high)
    axes[1].set_ylabel("")
    caption = pick(CAPTION, lang).format(boundary=pick(BOUNDARIES[found.boundary], lang))
    return frame(figure, pick(HEADLINE, lang), caption)


def _table(found: SectorLines, scenario: str, lang: Lang) -> pd.DataFrame:
    """Return one scenario's bands as a tidy table, the sink negative."""
    bands = {pick(title, lang): values for title, values in found.bands[scenario].items()}
    bands[pick(SINK, lang)] = -found.sink[scenario]
    parts = [
        pd.DataFrame({"year": found.years, "value": values, "sector": name})
        for name, values in bands.items()
    ]
    return pd.concat(parts, ignore_index=True)
