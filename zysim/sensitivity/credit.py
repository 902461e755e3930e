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
from zysim.metrics.middle import close, middle, middle_difference, nearest
from zysim.metrics.outcomes import OUTCOMES, lower_peak_time
from zysim.metrics.spread import PeakSpread, spread_of_peak
from zysim.runs.ensemble import run_ensemble, worlds_under
from zysim.runs.project import Project
from zysim.sampling import MEMBERS
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
NEAR = 8
"""States of the world in which every subset is run."""
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
    members: int
    """States of the world that medians are taken over."""
    emissions: FloatArray
    """Median Mt CO2 a year, shape ``(2, year)``: first scenario, second scenario."""
    difference: FloatArray
    """Median over states of what the second emits more than the first, shape ``(year,)``."""
    spreads: tuple[PeakSpread, PeakSpread]
    """The peak of both."""
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
    project: Project,
    first: Settings,
    second: Settings,
    *,
    boundary: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
    near: int = NEAR,
) -> Explanation:
    """Say what moves emissions and the peak from one scenario to another.

    Every subset of the groups of measures is run, and each group gets its mean effect over all
    orders in which groups may be added (Shapley 1953): overlapping measures share what they do
    together. Sectors and Kaya factors are decomposed by additive LMDI-I (Ang 2005), which leaves no
    residual. The difference explained is the median over states of the world of what the cases
    differ by in the same state; credit is the mean over the states nearest to it, closed to it.

    Parameters
    ----------
    project
        Model and tables.
    first, second
        Two scenarios that differ.
    boundary
        Id of the account; the city's usual one if None.
    members, seed
        As for :func:`zysim.runs.ensemble.run_ensemble`.
    near
        States nearest to the median in which every subset is run.

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
    boundary = boundary or project.city.account
    variable = project.city.accounts[boundary].variable
    found = run_ensemble(project, [first, second], members=members, seed=seed, outputs=[variable])
    before, after = found.of(variable)
    difference = middle_difference(before, after)
    chosen = nearest(after - before, near)
    worlds = {name: values[chosen] for name, values in found.worlds.items()}
    ends, rows = _columns(project, groups, first, second, worlds)
    years, values = compile_model(project.graph).integrate(rows, outputs=[variable])
    emissions = values[variable]
    shape = (-1, chosen.size)
    credit = {}
    # A run without a peak counts with its last year, so that the credits add up: a lower bound.
    measures = {name: each.measure for name, each in OUTCOMES.items()}
    for name, measure in {**measures, "peak_time": lower_peak_time}.items():
        measured = measure(emissions, years).reshape(shape).mean(axis=1)
        moved = middle_difference(*(measure(each, years) for each in (before, after)))
        credit[name] = close(shapley_credit(measured[:, None])[:, 0], moved)
    by_year = shapley_credit(emissions.reshape(*shape, years.size).mean(axis=1))
    emitters, kaya, producing = _parts(project, ends, variable)
    closed = close(np.stack(list(emitters.values())), difference)
    emitters = dict(zip(emitters, closed, strict=True))
    burnt_by = np.stack([emitters[each] for each in PRODUCING])
    return Explanation(
        boundary=boundary,
        years=years,
        members=found.members,
        emissions=np.stack([middle(before), middle(after)]),
        difference=difference,
        spreads=(spread_of_peak(before, years), spread_of_peak(after, years)),
        groups=groups,
        credit=credit,
        by_year=close(by_year, difference),
        emitters=emitters,
        kaya=close(kaya, difference),
        producing=close(producing, burnt_by),
    )


def _columns(
    project: Project,
    groups: tuple[Group, ...],
    first: Settings,
    second: Settings,
    worlds: Mapping[str, FloatArray],
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Return the constants of both cases, one world after another, and of every subset.

    A row of the subsets takes a group's constants from the second case where it holds the group;
    what both cases set alike stands in all rows.
    """
    count = next(iter(worlds.values())).size
    low, high = worlds_under(first, worlds), worlds_under(second, worlds)
    design = subsets(len(groups))
    ends, rows = {}, {}
    group_of_name = {name: at for at, each in enumerate(groups) for name in each.constants}
    for name in dict.fromkeys([*low, *high]):
        usual = np.full(count, project.graph.constants[name])
        pair = low.get(name, usual), high.get(name, usual)
        ends[name] = np.concatenate(pair)
        held = np.zeros(len(design))
        if name in group_of_name:
            held = design[:, group_of_name[name]]
        rows[name] = np.where(held[:, None] > 0, pair[1], pair[0]).ravel()
    return ends, rows


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

    ``batch`` holds every constant of the first scenario in each world, then of the second; what is
    returned is the mean over worlds.
    """
    names = ["sector_co2", "gdp", "total_energy_calorific", "value_added", "final_energy_demand"]
    _, found = compile_model(project.graph).integrate(batch, outputs=[variable, *names])

    def ends(values: FloatArray) -> FloatArray:
        return values.reshape(2, -1, values.shape[-1])

    emitters = {each: ends(found[f"sector_co2[{each}]"]) for each in EMITTERS}
    burnt = np.sum(list(emitters.values()), axis=0)
    whole, gdp, energy = (ends(found[each]) for each in (variable, *names[1:3]))
    changes = {each: (values[1] - values[0]).mean(axis=0) for each, values in emitters.items()}
    changes["trade"] = ((whole - burnt)[1] - (whole - burnt)[0]).mean(axis=0)
    kaya = lmdi([gdp, energy / gdp, whole / energy]).mean(axis=1)
    output = np.stack([ends(found[f"value_added[{each}]"]) for each in PRODUCING], axis=1)
    use = np.stack([ends(found[f"final_energy_demand[{each}]"]) for each in PRODUCING], axis=1)
    burnt_by = np.stack([emitters[each] for each in PRODUCING], axis=1)
    scale = np.broadcast_to(gdp[:, None], output.shape)
    producing = lmdi([scale, output / scale, use / output, burnt_by / use]).mean(axis=2)
    return changes, kaya, producing
