"""Energy CO2 by sector, two cases side by side, with the forest sink below zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.city import City
from zysim.metrics.middle import middle
from zysim.plots.sectors import sector_stack
from zysim.plots.style import PRINTED
from zysim.report.gallery.words import frame
from zysim.report.parts import band_lines
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose
from zysim.wording import Lang, Pair, capital, pick

HEADLINE: Pair = ("{city}分行业能源活动二氧化碳", "Energy CO₂ of {city} by sector")
CAPTION: Pair = (
    "{boundary}：零线以上各色带之和为该口径排放的中位数，各行业为中位数，按总量折算；{sink}"
    "{first}—{history} 年为模型重现的历史，多数数据为推算或估计。",
    "{boundary}: above zero, bands add up to the median of the boundary's emissions; sectors are "
    "medians, scaled to it. {sink}{first} to {history} is history as the model "
    "repeats it; most data are derived or assumed.",
)


SINK: Pair = (
    "{name}为年吸收量，从不计入达峰；黑线为全部色带之和。",
    "The {name} is a yearly uptake and never counts towards the peak; the line is the sum of all "
    "bands. ",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorLines:
    """What the picture draws; amounts in Mt CO2 a year, each of shape ``(year,)``."""

    city: City
    years: IntArray
    boundary: str
    titles: Mapping[str, Pair]
    """Two cases with their titles."""
    bands: Mapping[str, Mapping[Pair, FloatArray]]
    """Case to its bands."""
    sink: Mapping[str, FloatArray]
    """Case to the uptake; empty where the city has none."""


def prepare(project: Project) -> SectorLines:
    """Run the reference and the main scenario in many states of the world."""
    city = project.city
    chosen = choose(project, city.usual, {})
    boundary, sink = city.account, city.sink
    outputs = [city.accounts[boundary].variable, city.variables["sectors"]]
    outputs += [sink.variable] if sink else []
    found = run_ensemble(project, chosen, outputs=outputs)
    return SectorLines(
        city=city,
        years=found.years,
        boundary=boundary,
        titles={each.id: each.titles for each in chosen},
        bands={each.id: band_lines(found, each.id, boundary) for each in chosen},
        sink={
            each.id: middle(values)
            for each, values in zip(chosen, found.of(sink.variable), strict=True)
        }
        if sink
        else {},
    )


def draw(found: SectorLines, lang: Lang) -> Figure:
    """Draw two scenarios to one scale."""
    city = found.city
    figure, axes = plt.subplots(1, 2, figsize=(PRINTED, 3.9), sharey=True, layout="constrained")
    last = list(found.titles)[-1]
    for ax, (scenario, title) in zip(axes, found.titles.items(), strict=True):
        sector_stack(
            _table(found, scenario, lang),
            colours={pick(each.label, lang): each.colour for each in city.bands.values()},
            mark=city.goal,
            named=scenario == last or set(found.bands[scenario]) != set(found.bands[last]),
            ax=ax,
            lang=lang,
        )
        ax.set_title(pick(title, lang))
    low = min(ax.get_ylim()[0] for ax in axes)
    high = max(ax.get_ylim()[1] for ax in axes)
    axes[0].set_ylim(low, high)
    axes[1].set_ylabel("")
    said = city.words(lang)
    sink = pick(SINK, lang).format(name=pick(city.sink.label, lang)) if city.sink else ""
    account = pick(city.accounts[found.boundary].label, lang)
    caption = pick(CAPTION, lang).format(**said, boundary=account, sink=sink)
    return frame(figure, pick(HEADLINE, lang).format(**said), caption)


def _table(found: SectorLines, scenario: str, lang: Lang) -> pd.DataFrame:
    """Return one scenario's bands as a tidy table, the sink negative."""
    bands = {pick(title, lang): values for title, values in found.bands[scenario].items()}
    if found.city.sink and scenario in found.sink:
        bands[pick(capital(found.city.sink.label), lang)] = -found.sink[scenario]
    parts = [
        pd.DataFrame({"year": found.years, "value": values, "sector": name})
        for name, values in bands.items()
    ]
    return pd.concat(parts, ignore_index=True)
