"""Energy CO2 by sector, baseline and plan side by side, with the forest sink below zero."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from zysim.plots.sectors import sector_stack
from zysim.report.gallery.words import frame
from zysim.report.parts import BANDS, SINK
from zysim.runs.execute import run_settings
from zysim.runs.project import Project, choose
from zysim.runs.results import Runs
from zysim.wording import Lang, Pair, pick

SCENARIOS: Mapping[str, Pair] = {
    "baseline": ("基线", "Baseline"),
    "plan": ("按方案实施", "Plan carried out in full"),
}
HEADLINE: Pair = ("资阳市分行业能源活动二氧化碳", "Energy CO₂ of Ziyang by sector")
CAPTION: Pair = (
    "各色带之和为属地直接排放（口径 A），参数取最可能值；森林碳汇为森林的年吸收量，从不计入达峰；"
    "黑线为全部色带之和。2020—2025 年为模型重现的历史，多数数据为推算或估计。",
    "Bands add up to the territorial total (boundary A), central numbers; the sink is the forests' "
    "yearly uptake and never counts towards the peak; the line is the sum of all bands. 2020 to "
    "2025 is history as the model repeats it; most data are derived or assumed.",
)


def prepare(project: Project) -> Runs:
    """Run baseline and plan."""
    chosen = choose(project, list(SCENARIOS), {})
    return run_settings(project, chosen, outputs=["sector_co2", "forest_sink"])


def draw(runs: Runs, lang: Lang, titles: Mapping[str, Pair] = SCENARIOS) -> Figure:
    """Draw two scenarios to one scale."""
    figure, axes = plt.subplots(1, 2, figsize=(11, 5.0), sharey=True, layout="constrained")
    for ax, (scenario, title) in zip(axes, titles.items(), strict=True):
        sector_stack(_table(runs, scenario, lang), ax=ax, lang=lang)
        ax.set_title(pick(title, lang))
    low = min(ax.get_ylim()[0] for ax in axes)
    high = max(ax.get_ylim()[1] for ax in axes)
    axes[0].set_ylim(low, high)
    axes[1].set_ylabel("")
    return frame(figure, pick(HEADLINE, lang), pick(CAPTION, lang))


def _table(runs: Runs, scenario: str, lang: Lang) -> pd.DataFrame:
    """Return one scenario's bands as a tidy table, the sink negative."""
    at = runs.scenarios.index(scenario)
    bands = {
        pick(title, lang): sum(runs.of(f"sector_co2[{each}]")[at] for each in emitters)
        for title, emitters in BANDS.items()
    }
    bands[pick(SINK, lang)] = -runs.of("forest_sink")[at]
    parts = [
        pd.DataFrame({"year": runs.years, "value": values, "sector": name})
        for name, values in bands.items()
    ]
    return pd.concat(parts, ignore_index=True)
