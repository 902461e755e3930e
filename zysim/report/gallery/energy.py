"""Where energy comes from and where it goes in the goal year, as figures/charts.toml says."""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from zysim.inputs.charts import Flows
from zysim.inputs.city import City
from zysim.metrics.typical import typical_runs
from zysim.plots.sankey import sankey
from zysim.report.gallery.own import drawn_of
from zysim.report.gallery.words import frame
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose
from zysim.wording import Lang, Pair, pick

CAPTION: Pair = (
    "最接近“{account}”中位数的情形的平均；小于 {smallest:g} 的流未画。{note}多数能源数据由推算或"
    "假设得到，请看相对大小。",
    "Mean of the states nearest to the median of {account}; flows below {smallest:g} are not "
    "drawn. {note} Most energy data are derived or assumed: read relative sizes.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What the picture draws: sizes are in the unit of the flows."""

    city: City
    scenario: Pair
    flows: Flows
    sizes: tuple[tuple[str, str, float], ...]
    """Source, target and size of each flow."""


def prepare(project: Project) -> Drawing:
    """Return the flows of the main scenario in the goal year."""
    city = project.city
    flows = drawn_of(project).flows
    assert flows is not None  # the picture is only offered where there are some
    chosen = choose(project, [city.main], {})
    found = run_ensemble(project, chosen)
    wanted = list(dict.fromkeys(name for each in flows.flows for name in each.terms))
    runs = typical_runs(project, chosen, found, boundary=city.account, outputs=wanted)
    sizes = (
        (
            each.source,
            each.target,
            sum(
                weight * runs.at(name, city.main, city.goal) for name, weight in each.terms.items()
            ),
        )
        for each in flows.flows
    )
    return Drawing(
        city=city,
        scenario=chosen[0].titles,
        flows=flows,
        sizes=tuple(each for each in sizes if each[2] > 0),
    )


def draw(drawing: Drawing, lang: Lang) -> Figure:
    """Draw the flows as a Sankey diagram."""
    city, flows = drawing.city, drawing.flows
    shown = [flow for flow in drawing.sizes if flow[2] >= flows.smallest]
    data = pd.DataFrame(
        {
            "source": [pick(flows.nodes[source], lang) for source, _, _ in shown],
            "target": [pick(flows.nodes[target], lang) for _, target, _ in shown],
            "value": [size for _, _, size in shown],
        }
    )
    figure, ax = plt.subplots(figsize=(10.5, 6.6), layout="constrained")
    sankey(data, unit=flows.unit, lang=lang, ax=ax)
    headline = pick(flows.title, lang).format(goal=city.goal, scenario=pick(drawing.scenario, lang))
    caption = pick(CAPTION, lang).format(
        account=pick(city.accounts[city.account].label, lang),
        smallest=flows.smallest,
        note=pick(flows.note, lang),
    )
    return frame(figure, headline, caption)
