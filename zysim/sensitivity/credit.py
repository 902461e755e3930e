"""Why one scenario differs from another: credit of groups of measures, and of sectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError
from zysim.inputs.settings import Settings
from zysim.inputs.tables import Tables
from zysim.kernel.compile import compile_model
from zysim.metrics.outcomes import OUTCOMES
from zysim.metrics.peak import Peak, find_peak
from zysim.runs.project import Project
from zysim.sensitivity.lmdi import lmdi
from zysim.sensitivity.shapley import shapley_credit, subsets
from zysim.wording import Pair

ALONE = ("gas_output", "gas_power_capacity", "gas_chemicals")
"""Levers that get credit of their own: they decide the peak, and pull against the rest."""
TOGETHER: Mapping[str, tuple[str, Pair]] = {
    "C1": ("energy", ("能源转型（其余）", "Energy (rest)")),
    "C2": ("saving", ("节能增效", "Saving")),
    "C3": ("industry", ("工业（其余）", "Industry (rest)")),
    "C4": ("towns", ("城乡建设", "Towns and buildings")),
    "C5": ("transport", ("交通运输", "Transport")),
    "C6": ("cycles", ("循环经济与碳汇", "Circular economy and sinks")),
    "C8": ("cycles", ("循环经济与碳汇", "Circular economy and sinks")),
}
"""Number of an action in the plan to the group of its measures."""
YEARS = ("_start_year", "_full_year")
OTHERS: tuple[str, Pair] = (
    "society",
    ("创新、全民、政策与市场", "Innovation, people, policy, market"),
)
ASSUMED: tuple[str, Pair] = ("assumed", ("情景假定", "Assumptions of the scenario"))
PRODUCING = (
    "agriculture",
    "building_materials",
    "equipment",
    "gas_chemicals",
    "food",
    "other_industry",
    "construction",
)
"""Emitters that have a value added of their own, and so an activity, a share and an intensity."""
EMITTERS: Mapping[str, Pair] = {
    "agriculture": ("农业", "Agriculture"),
    "construction": ("建筑业", "Construction"),
    "building_materials": ("建材", "Building materials"),
    "equipment": ("装备制造", "Equipment"),
    "gas_chemicals": ("既有天然气化工", "Gas chemicals of today"),
    "food": ("食品", "Food"),
    "other_industry": ("其他工业", "Other industry"),
    "urban_homes": ("城镇居民", "Urban homes"),
    "rural_homes": ("农村居民", "Rural homes"),
    "public_buildings": ("公共建筑", "Public buildings"),
    "new_gas_chemistry": ("新增天然气化工", "New gas chemistry"),
    "transport_sector": ("交通", "Transport"),
    "gas_field": ("气田", "Gas field"),
    "gas_power": ("气电", "Gas power"),
}
TRADE: Pair = ("净购入电力", "Net imported electricity")
KAYA: tuple[Pair, ...] = (
    ("经济总量", "GDP"),
    ("单位产值能耗", "energy per GDP"),
    ("单位能耗排放", "CO₂ per energy"),
)
PARTS: tuple[Pair, ...] = (
    ("经济总量", "GDP"),
    ("产业结构", "structure"),
    ("单位增加值能耗", "energy intensity"),
    ("单位能耗排放", "CO₂ per energy"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Constants that are switched together from one scenario to the other."""

    id: str
    label: Pair
    constants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explanation:
    """What moved emissions and the peak from a first scenario to a second."""

    boundary: str
    years: IntArray
    emissions: FloatArray
    """Mt CO2 a year, shape ``(2, year)``: first scenario, second scenario."""
    peak: Peak
    """Of both."""
    groups: tuple[Group, ...]
    credit: Mapping[str, FloatArray]
    """Outcome id to credit by group, shape ``(group,)``; they add up to the whole change."""
    by_year: FloatArray
    """Credit in each year, Mt CO2 a year, shape ``(group, year)``."""
    emitters: Mapping[str, FloatArray]
    """Emitter to its change in each year, Mt CO2 a year, shape ``(year,)``; ``trade`` is net
    imported electricity, or what else the boundary counts beside fuel burnt in the city."""
    kaya: FloatArray
    """Change in each year by GDP, energy per GDP and CO2 per energy, shape ``(3, year)``."""
    producing: FloatArray
    """Change of the producing emitters by the factors of ``PARTS``, shape ``(4, emitter, year)``,
    emitters as in ``PRODUCING``."""


def explain_difference(
    project: Project, first: Settings, second: Settings, *, boundary: str | None = None
) -> Explanation:
    """Say what moves emissions and the peak from one scenario to another.

    Every subset of the groups of measures is run, and each group gets its mean effect over all
    orders in which groups may be added (Shapley 1953): overlapping measures share what they do
    together. Sectors and Kaya factors are decomposed by additive LMDI-I (Ang 2005), which leaves no
    residual.

    Parameters
    ----------
    project
        Model and tables.
    first, second
        Two scenarios that differ.
    boundary
        Id of the account; the city's usual one if None.

    Raises
    ------
    InputError
        If the scenarios set the same constants to the same values.
    ResultError
        If a value is not finite.
    """
    groups = changed_groups(project.tables, project.graph.constants, first, second)
    if not groups:
        names = f"{first.id}, {second.id}"
        msg = f"{names}: the same settings, so nothing to explain. Name two that differ."
        raise InputError(msg, zh=f"{names} 的设定相同，无从比较；请给出两个不同的情景。")
    design = subsets(len(groups))
    known = dict(project.graph.constants)
    low, high = {**known, **first.constants}, {**known, **second.constants}
    batch = {
        name: np.where(design[:, at] > 0, high[name], low[name])
        for at, group in enumerate(groups)
        for name in group.constants
    }
    # What both scenarios set alike but the model file does not.
    alike = {name: value for name, value in first.constants.items() if name not in batch}
    batch |= {name: np.full(len(design), value) for name, value in alike.items()}
    boundary = boundary or project.city.account
    variable = project.city.accounts[boundary].variable
    years, values = compile_model(project.graph).integrate(batch, outputs=[variable])
    emissions = values[variable]
    measured = {name: each.measure(emissions, years) for name, each in OUTCOMES.items()}
    ends = emissions[[0, -1]]
    ends_of = {name: np.array([column[0], column[-1]]) for name, column in batch.items()}
    emitters, kaya, producing = _parts(project, ends_of, variable)
    return Explanation(
        boundary=boundary,
        years=years,
        emissions=ends,
        peak=find_peak(ends, years),
        groups=groups,
        credit={name: shapley_credit(each[:, None])[:, 0] for name, each in measured.items()},
        by_year=shapley_credit(emissions),
        emitters=emitters,
        kaya=kaya,
        producing=producing,
    )


def changed_groups(
    tables: Tables, known: Mapping[str, float], first: Settings, second: Settings
) -> tuple[Group, ...]:
    """Return the groups in which two scenarios differ, in the order of the plan's actions."""
    names = dict.fromkeys([*first.constants, *second.constants])
    found: dict[str, tuple[Pair, list[str]]] = {}
    for name in names:
        before = first.constants.get(name, known[name])
        if second.constants.get(name, known[name]) == before:
            continue
        key, label = group_of(tables, name)
        found.setdefault(key, (label, []))[1].append(name)
    return tuple(
        Group(id=key, label=label, constants=tuple(listed))
        for key, (label, listed) in found.items()
    )


def group_of(tables: Tables, constant: str) -> tuple[str, Pair]:
    """Return id and name of the group of measures that a constant belongs to."""
    for ending in ("_setting", *YEARS):
        constant = constant.removesuffix(ending)
    lever = tables.levers.get(constant)
    if lever is None:
        return ASSUMED
    if lever.id in ALONE:
        return lever.id, (lever.label_zh, lever.label_en)
    return TOGETHER.get(lever.clauses[0].partition(".")[0], OTHERS)


def _parts(
    project: Project, batch: Mapping[str, FloatArray], variable: str
) -> tuple[Mapping[str, FloatArray], FloatArray, FloatArray]:
    """Return what emitters, Kaya factors and producing sectors contribute to the difference.

    ``batch`` holds every constant of the two scenarios, those that both share too.
    """
    names = ["sector_co2", "gdp", "total_energy_calorific", "value_added", "final_energy_demand"]
    _, found = compile_model(project.graph, "numpy").integrate(batch, outputs=[variable, *names])
    emitters = {each: found[f"sector_co2[{each}]"] for each in EMITTERS}
    burnt = np.sum(list(emitters.values()), axis=0)
    changes = {each: values[1] - values[0] for each, values in emitters.items()}
    changes["trade"] = (found[variable] - burnt)[1] - (found[variable] - burnt)[0]
    gdp, energy = found["gdp"], found["total_energy_calorific"]
    kaya = lmdi([gdp, energy / gdp, found[variable] / energy])
    output = np.stack([found[f"value_added[{each}]"] for each in PRODUCING], axis=1)
    use = np.stack([found[f"final_energy_demand[{each}]"] for each in PRODUCING], axis=1)
    burnt_by = np.stack([emitters[each] for each in PRODUCING], axis=1)
    scale = np.broadcast_to(gdp[:, None], output.shape)
    producing = lmdi([scale, output / scale, use / output, burnt_by / use])
    return changes, kaya, producing
