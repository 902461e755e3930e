"""The charts of a city, for the page and for figures: those every city has, and its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from zysim.inputs.charts import Chart, Line
from zysim.inputs.city import City
from zysim.wording import Lang, Pair, capital, number_word

MT: Pair = ("万吨 CO₂/年", "Mt CO₂ a year")
MT_ZH = 100.0
"""From the Mt of the model to 万吨."""


def charts_of(city: City, own: Iterable[Chart]) -> tuple[Chart, ...]:
    """Return the charts in the order of the page's menu.

    The page adds those it makes of its members (fan, peak years, targets, wedge); `zysim figure`
    draws each by its id.

    Parameters
    ----------
    city
        Its sectors, accounts, counties and Kaya factors are drawn.
    own
        Charts of ``figures/charts.toml``.
    """
    counties = [_counties(city)] if city.counties else []
    return (_sectors(city), _accounts(city), *own, *counties, _kaya(city))


def outputs_of(charts: Iterable[Chart]) -> list[str]:
    """Return the scalar ids that charts read, each once."""
    found: dict[str, None] = {}
    for chart in charts:
        for line in chart.lines:
            found |= dict.fromkeys([*line.terms, *(line.over or {})])
    return list(found)


def _sum(label: Pair, *names: str, weight: float = 1.0, colour: str = "") -> Line:
    return Line(label=label, terms=dict.fromkeys(names, weight), colour=colour)


def _sectors(city: City) -> Chart:
    bands = [
        _sum(band.label, *city.parts(band.id), colour=band.colour) for band in city.bands.values()
    ]
    sink = city.sink
    account = city.accounts[city.territorial]
    note = (
        f"色带之和为“{account.label[0]}”",
        f"Bands add up to {account.label[1]}",
    )
    if sink is None:
        return Chart(
            id="sectors",
            title=("分行业排放", "Emissions by sector"),
            unit=MT,
            scale_zh=MT_ZH,
            kind="stack",
            lines=tuple(bands),
            note=(f"{note[0]}。", f"{note[1]}."),
        )
    name = sink.label
    return Chart(
        id="sectors",
        title=(f"分行业排放与{name[0]}", f"Emissions by sector, and the {name[1]}"),
        unit=MT,
        scale_zh=MT_ZH,
        kind="stack",
        lines=(*bands, _sum(capital(name), sink.variable, weight=-1.0)),
        note=(
            f"{note[0]}；{name[0]}不计入达峰。",
            f"{note[1]}; the {name[1]} never counts towards the peak.",
        ),
    )


def _accounts(city: City) -> Chart:
    zh, en = (number_word(len(city.accounts), lang) for lang in get_args(Lang))
    return Chart(
        id="boundaries",
        title=capital((f"{zh}种核算口径", f"{en} accounting boundaries")),
        unit=MT,
        scale_zh=MT_ZH,
        kind="lines",
        lines=tuple(_sum(each.label, each.variable) for each in city.accounts.values()),
        note=(
            "同一运行，不同算法；达峰与否按所选口径的那条线判断。",
            "One run counted in several ways; the peak is read from that of the chosen account.",
        ),
    )


def _counties(city: City) -> Chart:
    name = city.variables["counties"]
    return Chart(
        id="counties",
        title=("各区县的属地排放", "Territorial emissions by county"),
        unit=MT,
        scale_zh=MT_ZH,
        kind="lines",
        lines=tuple(_sum(label, f"{name}[{key}]") for key, label in city.counties.items()),
        note=(
            "按活动量固定分摊（假设），没有区县能源统计。",
            "Fixed shares by activity (assumed): there are no energy statistics by county.",
        ),
    )


def _kaya(city: City) -> Chart:
    account = city.accounts[city.account]
    gdp, energy = city.variables["gdp"], city.variables["energy"]
    people = city.variables.get("people")
    growth = (
        [
            _sum(("人口", "People"), people),
            Line(label=("人均 GDP", "GDP per head"), terms={gdp: 1.0}, over={people: 1.0}),
        ]
        if people
        else [_sum(("GDP", "GDP"), gdp)]
    )
    first = city.first
    return Chart(
        id="kaya",
        title=(f"排放的驱动因素（{first} 年 = 1）", f"What drives emissions ({first} = 1)"),
        unit=(f"{first} 年 = 1", f"{first} = 1"),
        kind="index",
        lines=(
            *growth,
            Line(label=("单位 GDP 能耗", "Energy per GDP"), terms={energy: 1.0}, over={gdp: 1.0}),
            Line(
                label=(f"单位能耗排放（{account.id}）", f"CO₂ per energy ({account.id})"),
                terms={account.variable: 1.0},
                over={energy: 1.0},
            ),
            _sum((f"排放（{account.id}）", f"Emissions ({account.id})"), account.variable),
        ),
        note=(
            "Kaya 恒等式：同一情形内，除末条外各条之积等于末条；能耗按当量值。",
            "The Kaya identity: within a state all but the last multiply to the last; energy at "
            "calorific value.",
        ),
    )
