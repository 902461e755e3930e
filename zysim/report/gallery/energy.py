"""Where energy comes from and where it goes in 2030 under the plan."""

from __future__ import annotations

from collections.abc import Mapping

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from zysim.metrics.typical import typical_runs
from zysim.plots.sankey import sankey
from zysim.report.gallery.words import frame
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose
from zysim.wording import Lang, Pair, pick

YEAR = 2030
SMALL = 0.3
"""Smaller flows, in wan tce a year, are lines too thin to follow."""
USERS: Mapping[str, tuple[str, ...]] = {
    "industry": ("building_materials", "equipment", "gas_chemicals", "food", "other_industry"),
    "construction": ("construction",),
    "homes": ("urban_homes", "rural_homes"),
    "public": ("public_buildings",),
    "farming": ("agriculture",),
}
NAMES: Mapping[str, Pair] = {
    "coal": ("煤", "Coal"),
    "oil": ("油品", "Oil"),
    "gas": ("天然气", "Natural gas"),
    "biomass_heat": ("生物质与热", "Biomass, heat"),
    "hydrogen": ("氢", "Hydrogen"),
    "local": ("本地光水废发电", "Local sun, water, waste"),
    "grid": ("省网购入", "Provincial grid"),
    "plants": ("燃气电厂", "Gas plants"),
    "electricity": ("电力", "Electricity"),
    "industry": ("工业", "Industry"),
    "chemistry": ("新增天然气化工", "New gas chemistry"),
    "feedstock": ("化工原料", "Feedstock"),
    "construction": ("建筑业", "Construction"),
    "homes": ("居民", "Homes"),
    "public": ("公共建筑", "Public buildings"),
    "farming": ("农业", "Agriculture"),
    "transport": ("交通", "Transport"),
    "field": ("气田自用", "Gas field"),
    "data": ("数据中心", "Data centres"),
    "export": ("外送电", "Power sent out"),
    "losses": ("转换与线路损失", "Conversion, line losses"),
}
HEADLINE: Pair = (
    "2030 年能源流向，按方案实施",
    "Flows of energy in 2030, plan carried out in full",
)
UNIT: Pair = ("万吨标准煤/年（当量值）", "wan tce per year (calorific)")
CAPTION: Pair = (
    "最接近口径 B 中位数的情形的平均，电力按当量值 1.229 吨标准煤/万千瓦时折算；天然气外输与小于 "
    "{small} 的流未画。多数能源数据由推算或假设得到，请看相对大小。",
    "Mean of the states nearest to the median of boundary B; electricity at its calorific value of "
    "1.229 tce per 10 MWh; gas sent out of the city and flows below {small} are not drawn. Most "
    "energy data are derived or assumed: read relative sizes.",
)
Flow = tuple[str, str, float]


def prepare(project: Project) -> list[Flow]:
    """Return source, target and size of each flow, in wan tce a year."""
    chosen = choose(project, ["plan"], {})
    found = run_ensemble(project, chosen)
    runs = typical_runs(project, chosen, found, boundary="B", outputs=WANTED)

    def at(name: str) -> float:
        return runs.at(name, "plan", YEAR)

    kwh = project.graph.constants["calorific_value_of_electricity"]
    flows: list[Flow] = [
        (fuel, group, sum(at(f"fuel_use[{user},{fuel}]") for user in users))
        for fuel in ("coal", "oil", "gas", "electricity", "biomass_heat", "hydrogen")
        for group, users in USERS.items()
    ]
    made = at("gas_power_generation") * kwh
    charged = at("transport_electricity") * kwh
    flows += [
        ("oil", "transport", at("transport_fuel_use[liquid_fuel]")),
        ("gas", "transport", at("transport_fuel_use[lng]")),
        ("electricity", "transport", charged),
        ("hydrogen", "transport", at("transport_fuel_use[hydrogen_fuel_cell]")),
        ("electricity", "hydrogen", at("hydrogen_electricity") * kwh),
        ("gas", "plants", at("gas_power_fuel")),
        ("plants", "electricity", made),
        ("plants", "losses", at("gas_power_fuel") - made),
        ("gas", "chemistry", at("chemical_fuel_gas")),
        ("gas", "feedstock", at("chemical_feedstock_gas")),
        ("gas", "field", at("field_fuel_use")),
        ("electricity", "chemistry", at("chemical_electricity_use") * kwh),
        ("electricity", "field", at("field_electricity") * kwh),
        ("electricity", "data", at("data_centre_electricity") * kwh),
        ("local", "electricity", at("local_renewable_power") * kwh),
        ("grid", "electricity", at("electricity_import") * kwh),
        ("electricity", "export", at("electricity_export") * kwh),
        (
            "electricity",
            "losses",
            (at("gross_electricity_demand") - at("electricity_demand")) * kwh,
        ),
    ]
    return [flow for flow in flows if flow[2] > 0]


WANTED = (
    "fuel_use",
    "transport_fuel_use",
    "gas_power_generation",
    "gas_power_fuel",
    "transport_electricity",
    "hydrogen_electricity",
    "chemical_fuel_gas",
    "chemical_feedstock_gas",
    "chemical_electricity_use",
    "field_fuel_use",
    "field_electricity",
    "data_centre_electricity",
    "local_renewable_power",
    "electricity_import",
    "electricity_export",
    "electricity_demand",
    "gross_electricity_demand",
)


def draw(flows: list[Flow], lang: Lang) -> Figure:
    """Draw the flows as a Sankey diagram."""
    shown = [flow for flow in flows if flow[2] >= SMALL]
    data = pd.DataFrame(
        {
            "source": [pick(NAMES[source], lang) for source, _, _ in shown],
            "target": [pick(NAMES[target], lang) for _, target, _ in shown],
            "value": [size for _, _, size in shown],
        }
    )
    figure, ax = plt.subplots(figsize=(10.5, 6.6), layout="constrained")
    sankey(data, unit=UNIT, lang=lang, ax=ax)
    return frame(figure, pick(HEADLINE, lang), pick(CAPTION, lang).format(small=SMALL))
