"""Why one scenario differs from another: credit of groups of measures, and of sectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError, ResultError
from zysim.inputs.city import City
from zysim.inputs.lever_names import lever_of
from zysim.inputs.settings import Settings
from zysim.inputs.tables import Tables
from zysim.kernel.compile import compile_model
from zysim.metrics.middle import close, middle, middle_difference, nearest
from zysim.metrics.outcomes import lower_peak_time, outcomes_of
from zysim.metrics.spread import PeakSpread, spread_of_peak
from zysim.runs.ensemble import run_ensemble, worlds_under
from zysim.runs.project import Project
from zysim.sampling import MEMBERS
from zysim.sensitivity.lmdi import lmdi
from zysim.sensitivity.shapley import shapley_credit, subsets
from zysim.wording import Pair

NEAR = 8
"""States of the world in which every subset is run."""
ASSUMED: tuple[str, Pair] = ("assumed", ("情景假定", "Assumptions of the scenario"))
REST = "rest"
"""Id of what an account counts beside the sectors."""
NOTHING = 1e-9
"""Share of an account below which it counts nothing beside the sectors."""
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

    city: City
    """The record of the city, which names accounts and sectors."""
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
    """Sector to its change in each year, Mt CO2 a year, shape ``(year,)``; ``rest`` is what the
    account counts beside the sectors, left out of the one they add up to."""
    kaya: FloatArray
    """Change in each year by GDP, energy per GDP and CO2 per energy, shape ``(3, year)``."""
    producing: FloatArray
    """Change of the producing emitters by the factors of ``PARTS``, shape ``(4, emitter, year)``,
    emitters as in :attr:`makers`."""

    @property
    def makers(self) -> tuple[str, ...]:
        """Sectors with a value added."""
        return producing_of(self.city)

    def label(self, emitter: str) -> Pair:
        """Return the name of a sector, or of what the account counts beside them."""
        if emitter == REST:
            return self.city.accounts[self.boundary].rest
        return self.city.sectors[emitter].label


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
    measures = {name: each.measure for name, each in outcomes_of(project.city).items()}
    for name, measure in {**measures, "peak_time": lower_peak_time}.items():
        measured = measure(emissions, years).reshape(shape).mean(axis=1)
        moved = middle_difference(*(measure(each, years) for each in (before, after)))
        credit[name] = close(shapley_credit(measured[:, None])[:, 0], moved)
    by_year = shapley_credit(emissions.reshape(*shape, years.size).mean(axis=1))
    emitters, kaya, producing = _parts(project, ends, boundary)
    closed = close(np.stack(list(emitters.values())), difference)
    emitters = dict(zip(emitters, closed, strict=True))
    burnt_by = np.stack([emitters[each] for each in producing_of(project.city)])
    spread = partial(
        spread_of_peak, years=years, goal=project.city.goal, counted=project.city.counted
    )
    return Explanation(
        city=project.city,
        boundary=boundary,
        years=years,
        members=found.members,
        emissions=np.stack([middle(before), middle(after)]),
        difference=difference,
        spreads=(spread(before), spread(after)),
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
    lever = tables.levers.get(lever_of(constant))
    if lever is None:
        return ASSUMED
    group = tables.city.group_of(lever.id)
    return group.id, group.label or (lever.label_zh, lever.label_en)


def producing_of(city: City) -> tuple[str, ...]:
    """Return the sectors that have a value added, and so an activity, a share and an intensity."""
    return tuple(each.id for each in city.sectors.values() if each.producing)


def _parts(
    project: Project, batch: Mapping[str, FloatArray], boundary: str
) -> tuple[Mapping[str, FloatArray], FloatArray, FloatArray]:
    """Return what emitters, Kaya factors and producing sectors contribute to the difference.

    ``batch`` holds every constant of the first scenario in each world, then of the second; what is
    returned is the mean over worlds.
    """
    city = project.city
    account, names, makers = city.accounts[boundary], city.variables, producing_of(city)
    wanted = [names[each] for each in ("sectors", "gdp", "energy", "value_added", "final_energy")]
    _, found = compile_model(project.graph).integrate(batch, outputs=[account.variable, *wanted])

    def ends(values: FloatArray) -> FloatArray:
        return values.reshape(2, -1, values.shape[-1])

    emitters = {each: ends(found[f"{names['sectors']}[{each}]"]) for each in city.sectors}
    burnt = np.sum(list(emitters.values()), axis=0)
    whole, gdp, energy = (
        ends(found[each]) for each in (account.variable, names["gdp"], names["energy"])
    )
    changes = {each: (values[1] - values[0]).mean(axis=0) for each, values in emitters.items()}
    rest = whole - burnt
    if account.rest[0]:
        changes[REST] = (rest[1] - rest[0]).mean(axis=0)
    elif np.abs(rest).max() > NOTHING * np.abs(whole).max():
        raise _incomplete(account.variable, names["sectors"], float(np.abs(rest).max()))
    kaya = lmdi([gdp, energy / gdp, whole / energy]).mean(axis=1)
    output = np.stack([ends(found[f"{names['value_added']}[{each}]"]) for each in makers], axis=1)
    use = np.stack([ends(found[f"{names['final_energy']}[{each}]"]) for each in makers], axis=1)
    burnt_by = np.stack([emitters[each] for each in makers], axis=1)
    scale = np.broadcast_to(gdp[:, None], output.shape)
    producing = lmdi([scale, output / scale, use / output, burnt_by / use]).mean(axis=2)
    return changes, kaya, producing


def _incomplete(account: str, sectors: str, gap: float) -> ResultError:
    msg = (
        f"{account} differs from the sum of {sectors} by up to {gap:.3g} Mt: the sectors of "
        "city.toml must add up to the territorial account. Add the sector that is missing."
    )
    zh = (
        f"{account} 与 {sectors} 之和相差至多 {100 * gap:.3g} 万吨：city.toml 的行业之和"
        "应等于属地口径，请补上缺少的行业。"
    )
    return ResultError(msg, zh=zh)
