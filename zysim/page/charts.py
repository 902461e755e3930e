"""What the page of the city draws: the outputs of each chart and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from zysim.report.parts import BANDS, COUNTIES, SINK
from zysim.wording import BOUNDARIES, BOUNDARY_VARIABLES, Pair

Kind = Literal["lines", "stack", "index"]
"""``index``: every line relative to its first year, without a unit."""

MT: Pair = ("百万吨 CO₂/年", "Mt CO₂ a year")
POWER: Pair = ("亿千瓦时/年", "10⁸ kWh a year")
GAS: Pair = ("亿立方米/年", "10⁸ m³ a year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line or band: a weighted sum of outputs, over a sum of others if there are any."""

    label: Pair
    terms: Mapping[str, float]
    """Scalar id to weight."""
    over: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart that the reader can choose."""

    id: str
    title: Pair
    unit: Pair
    kind: Kind
    lines: tuple[Line, ...]
    note: Pair


def _sum(label: Pair, *names: str, weight: float = 1.0) -> Line:
    return Line(label=label, terms=dict.fromkeys(names, weight))


VEHICLES = ("private_car", "taxi", "bus", "coach", "light_truck", "heavy_truck", "on_site_vehicle")
DRIVES: Mapping[str, Pair] = {
    "liquid_fuel": ("燃油", "Petrol and diesel"),
    "electric": ("电动", "Electric"),
    "lng": ("液化天然气", "LNG"),
    "hydrogen_fuel_cell": ("氢燃料电池", "Hydrogen fuel cell"),
}
BUILDINGS = ("urban_homes", "rural_homes", "public_buildings")
VINTAGES: Mapping[str, Pair] = {
    "existing": ("既有", "Existing"),
    "standard": ("现行标准", "Present code"),
    "green": ("绿色建筑", "Green"),
    "ultra_low": ("超低能耗", "Ultra-low energy"),
}

CHARTS: tuple[Chart, ...] = (
    Chart(
        id="sectors",
        title=("分行业排放与森林碳汇", "Emissions by sector, and the sink"),
        unit=MT,
        kind="stack",
        lines=(
            *(
                _sum(label, *(f"sector_co2[{each}]" for each in parts))
                for label, parts in BANDS.items()
            ),
            _sum(SINK, "forest_sink", weight=-1.0),
        ),
        note=(
            "色带之和为属地直接排放（口径 A）；森林碳汇不计入达峰。",
            "Bands add up to boundary A; the sink never counts towards the peak.",
        ),
    ),
    Chart(
        id="boundaries",
        title=("四种核算口径", "Four accounting boundaries"),
        unit=MT,
        kind="lines",
        lines=tuple(_sum(BOUNDARIES[letter], name) for letter, name in BOUNDARY_VARIABLES.items()),
        note=(
            "同一运行，四种算法；点选上方口径可切换达峰判断所用的线。",
            "One run counted in four ways; the switch above says which line the peak is read from.",
        ),
    ),
    Chart(
        id="gas",
        title=("天然气产量与去向", "Natural gas: output and use"),
        unit=GAS,
        kind="lines",
        lines=(
            _sum(("产量", "Output"), "gas_output"),
            _sum(("本地用气", "Local use"), "local_gas_use"),
            _sum(("外输", "Sent out"), "gas_export"),
            _sum(("输入", "Brought in"), "gas_import"),
        ),
        note=(
            "外输气在外地燃烧，不计入本市排放。",
            "Gas sent out is burnt elsewhere and not counted in the city.",
        ),
    ),
    Chart(
        id="power",
        title=("电力平衡", "Power balance"),
        unit=POWER,
        kind="stack",
        lines=(
            _sum(("气电", "Gas power"), "gas_power_generation"),
            _sum(("光伏", "Solar"), "pv_power"),
            _sum(("水电", "Hydro"), "hydro_power"),
            _sum(("垃圾发电", "Waste to power"), "waste_power"),
            _sum(("外来电", "Imports"), "electricity_import"),
            _sum(("外送电", "Exports"), "electricity_export", weight=-1.0),
        ),
        note=(
            "零线以下为外送电量；年内先外送后外来的情形按年净额。",
            "Exports stand below zero; flows are net over a year.",
        ),
    ),
    Chart(
        id="fleet",
        title=("车辆保有量（按动力）", "Vehicles by drive"),
        unit=("万辆", "10⁴ vehicles"),
        kind="stack",
        lines=tuple(
            _sum(label, *(f"vehicles[{each},{drive}]" for each in VEHICLES))
            for drive, label in DRIVES.items()
        ),
        note=(
            "含私家车、出租、公交、客运、货车与场内车辆。",
            "Cars, taxis, buses, coaches, trucks and on-site vehicles.",
        ),
    ),
    Chart(
        id="buildings",
        title=("建筑面积（按能效）", "Floor area by standard"),
        unit=("万平方米", "10⁴ m²"),
        kind="stack",
        lines=tuple(
            _sum(label, *(f"building_floor[{each},{vintage}]" for each in BUILDINGS))
            for vintage, label in VINTAGES.items()
        ),
        note=(
            "城镇住宅、农村住宅与公共建筑合计。",
            "Urban homes, rural homes and public buildings together.",
        ),
    ),
    Chart(
        id="forest",
        title=("森林碳汇", "Forest sink"),
        unit=("百万吨 CO₂/年", "Mt CO₂ a year"),
        kind="lines",
        lines=(_sum(("森林年碳汇", "Yearly uptake of the forests"), "forest_sink"),),
        note=(
            "碳汇单列，不用来抵减达峰所依据的排放。",
            "Shown on its own; it is not taken off the emissions the peak is read from.",
        ),
    ),
    Chart(
        id="energy",
        title=("化石能源消费（按品种）", "Fossil energy by fuel"),
        unit=("万吨标准煤/年", "10⁴ tce a year"),
        kind="stack",
        lines=(
            _sum(("煤", "Coal"), "end_use_fossil[coal]"),
            _sum(("油品", "Oil"), "end_use_fossil[oil]"),
            _sum(("终端天然气", "Gas in end uses"), "end_use_fossil[gas]"),
            _sum(("气电用气", "Gas for power"), "gas_power_fuel"),
        ),
        note=("电力另见电力平衡图。", "Electricity stands in the power balance."),
    ),
    Chart(
        id="counties",
        title=("三个区县的属地排放", "Territorial emissions by county"),
        unit=MT,
        kind="lines",
        lines=tuple(_sum(label, f"county_co2[{key}]") for key, label in COUNTIES.items()),
        note=(
            "按活动量固定分摊（假设），没有区县能源统计。",
            "Fixed shares by activity (assumed): there are no energy statistics by county.",
        ),
    ),
    Chart(
        id="kaya",
        title=("排放的驱动因素（2020 年 = 1）", "What drives emissions (2020 = 1)"),
        unit=("2020 年 = 1", "2020 = 1"),
        kind="index",
        lines=(
            _sum(("人口", "People"), "resident_population"),
            Line(
                label=("人均 GDP", "GDP per head"),
                terms={"gdp": 1.0},
                over={"resident_population": 1.0},
            ),
            Line(
                label=("单位 GDP 能耗", "Energy per GDP"),
                terms={"total_energy_calorific": 1.0},
                over={"gdp": 1.0},
            ),
            Line(
                label=("单位能耗排放（口径 B）", "CO₂ per energy (boundary B)"),
                terms={"energy_co2_provincial": 1.0},
                over={"total_energy_calorific": 1.0},
            ),
            _sum(("排放（口径 B）", "Emissions (boundary B)"), "energy_co2_provincial"),
        ),
        note=(
            "Kaya 恒等式：前四条之积等于第五条；能耗按当量值。",
            "The Kaya identity: the first four multiply to the fifth; energy at calorific value.",
        ),
    ),
)
"""In the order of the menu; the page adds those it makes itself (fan, peak years, targets,
wedge)."""


def outputs_of(charts: tuple[Chart, ...]) -> list[str]:
    """Return the scalar ids that charts read, each once."""
    found: dict[str, None] = {}
    for chart in charts:
        for line in chart.lines:
            found |= dict.fromkeys([*line.terms, *(line.over or {})])
    return list(found)
