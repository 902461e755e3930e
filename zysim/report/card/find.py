"""Everything a conclusion card says, computed once for all languages and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.city import City
from zysim.inputs.settings import Settings
from zysim.inputs.targets import Target
from zysim.metrics.account_matrix import CO2, account_matrix
from zysim.metrics.conditions import Conditions, conditions_of
from zysim.metrics.cost_account import CostAccount, account_costs
from zysim.metrics.county_peaks import county_scalars
from zysim.metrics.middle import middle, middle_difference
from zysim.metrics.result_numbers import (
    CaseNumbers,
    Rush,
    numbers_needed,
    result_numbers,
    rushes,
    structures_needed,
    sum_years,
)
from zysim.metrics.short_targets import Short, short_targets, watched_targets
from zysim.metrics.totals import cumulative, level_in
from zysim.report.card.evidence import Sought, Tracked
from zysim.runs.ensemble import Ensemble, run_ensemble
from zysim.runs.project import Project
from zysim.runs.structural import Structural, run_structures
from zysim.sampling import MEMBERS
from zysim.sensitivity.credit import explain_difference
from zysim.sensitivity.leading import MEMBERS as LEADING_MEMBERS
from zysim.sensitivity.leading import Leading, leading_measures
from zysim.wording import Pair

COST_MEMBERS = 256
"""States of the world for what is beside the answer: costs, and the plan's own account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Independent:
    """An estimate of someone else beside the account it may be compared with, Mt a year."""

    name: str
    year: int
    value: float
    account: str
    ours: float
    """Median of the account in that year."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CardFindings:
    """What was found of one case against another; amounts are medians, Mt CO2 (a year)."""

    project: Project
    case: Settings
    against: Settings
    account: str
    found: Ensemble
    """Cases in the order: what it is held against, the case."""
    numbers: tuple[CaseNumbers, CaseNumbers]
    structural: Structural | None
    """The cases over open structures, with all accounts; None for a city without structures."""
    conditions: Conditions | None
    """Of the case under the account; None for a city without structures."""
    leading: Leading | None
    """The levers of the case under the account, those that matter most first; None where less than
    two differ."""
    sectors: Mapping[Pair, float]
    """What each sector emits more in the goal year, where less than two levers differ."""
    goal_difference: float
    """What the case emits more in the goal year, within the same state."""
    short: tuple[Short, ...]
    """Targets of the goal year that the case misses though it does their measure in full."""
    level_more: float
    """Peak level above that of the other case, within the same state."""
    sum_more: float
    """Sum until some years after the goal, above that of the other case."""
    rushes: tuple[Rush, ...]
    cost: CostAccount | None
    """None for a city without payments."""
    independent: Independent | None
    """The newest estimate of someone else in the history."""
    sought: tuple[Sought, ...]
    """Answers of ``zysim seek`` that the reader brought."""
    tracked: Tracked | None
    """Answer of ``zysim update`` that the reader brought."""
    plan_account: str | None
    """Account that comes closest to the plan's own aims; None where the model cannot tell."""

    @property
    def titles(self) -> Mapping[str, Pair]:
        """Case id to its title."""
        return {each.id: each.titles for each in (self.against, self.case)}


def find_card(
    project: Project,
    case: Settings,
    against: Settings,
    *,
    account: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
    command: str = "",
    found: Ensemble | None = None,
    leading: Leading | None = None,
    cost: CostAccount | None = None,
    sought: Sequence[Sought] = (),
    tracked: Tracked | None = None,
) -> CardFindings:
    """Run all that a card of one case against another needs.

    Parameters
    ----------
    project
        Model and tables.
    case, against
        Two cases that differ.
    account
        The city's usual one if None.
    members, seed
        As for :func:`zysim.runs.ensemble.run_ensemble`.
    command
        What the user typed, for the manifest.
    found
        Made before of the same cases, with the scalars of :func:`card_scalars`; made here if None.
    leading
        Made before of the same case, account, members and seed; made here if None.
    cost
        Made before of the same cases in ``COST_MEMBERS`` worlds of the seed; made here if None.
    sought, tracked
        Answers of other commands that the card repeats.

    Raises
    ------
    InputError
        If the cases are the same.
    ResultError
        If a value is not finite.
    """
    if case.constants == against.constants:
        names = f"{case.id}, {against.id}"
        msg = f"{names}: the same settings, so nothing to compare. Name another with --against."
        raise InputError(msg, zh=f"{names} 的设定相同，无从比较；请用 --against 另给一个。")
    city = project.city
    several = sum(value != against.levers[name] for name, value in case.levers.items()) > 1
    account = account or city.account
    variable = city.accounts[account].variable
    cases = [against, case]
    if found is None:
        found = run_ensemble(
            project,
            cases,
            members=members,
            seed=seed,
            outputs=card_scalars(project),
            command=command,
        )
    found = _both(found, against.id, case.id)
    structural = None
    if project.tables.structures:
        further = structures_needed(city)
        structural = run_structures(
            project, cases, found, variable=variable, further=further, seed=seed
        )
    first, second = result_numbers(project, found, structural)
    more = _more(city, found, account)
    return CardFindings(
        project=project,
        case=case,
        against=against,
        account=account,
        found=found,
        numbers=(first, second),
        structural=structural,
        conditions=_conditions(structural, city.goal),
        leading=(leading or _leading(project, case, against, account, members, seed))
        if several
        else None,
        sectors={} if several else _sectors(project, case, against, account, members, seed),
        goal_difference=more.goal,
        short=_short(project, case, found),
        level_more=more.level,
        sum_more=more.sum,
        rushes=rushes(found, (first, second)),
        cost=cost or _cost(project, case, against, seed),
        independent=_independent(project, found),
        plan_account=_plan_account(project, case, seed),
        sought=tuple(sought),
        tracked=tracked,
    )


def under(card: CardFindings, account: str, leading: Leading, *, seed: int) -> CardFindings:
    """Return what was found under another account of the same runs.

    Parameters
    ----------
    card
        Of the same cases.
    account
        Another one of the city's.
    leading
        The levers of the case under the account.
    seed
        That of the card.
    """
    city, structural = card.project.city, card.structural
    if structural is not None:
        emissions = structural.values[city.accounts[account].variable]
        structural = replace(structural, emissions=emissions)
    several, members = card.leading is not None, card.found.members
    more = _more(city, card.found, account)
    return replace(
        card,
        account=account,
        structural=structural,
        conditions=_conditions(structural, city.goal),
        leading=leading if several else None,
        sectors={}
        if several
        else _sectors(card.project, card.case, card.against, account, members, seed),
        goal_difference=more.goal,
        level_more=more.level,
        sum_more=more.sum,
    )


class _More(NamedTuple):
    """What the case emits more, Mt CO2: in the goal year, in the year of its peak, and in sum."""

    goal: float
    level: float
    sum: float


def _more(city: City, found: Ensemble, account: str) -> _More:
    before, after = found.of(city.accounts[account].variable)
    since, until = sum_years(city, int(found.years[-1]))[0]
    sums = (cumulative(each, found.years, since=since, until=until) for each in (before, after))
    levels = (level_in(each, found.years, city.goal) for each in (before, after))
    return _More(
        goal=float(middle_difference(*levels)),
        level=float(middle_difference(before.max(axis=1), after.max(axis=1))),
        sum=float(middle_difference(*sums)),
    )


def card_scalars(project: Project) -> list[str]:
    """Return the scalars that a card reads from its members."""
    city = project.city
    asked = [each.variable for each in _watched(project)]
    return list(dict.fromkeys([*numbers_needed(city), *county_scalars(city).values(), *asked]))


def _watched(project: Project) -> tuple[Target, ...]:
    tables = project.tables
    return watched_targets(tables.targets.values(), tables.levers, project.city.goal)


def _short(project: Project, case: Settings, found: Ensemble) -> tuple[Short, ...]:
    asked = _watched(project)
    values = {each.variable: found.of(each.variable)[1] for each in asked}
    return short_targets(asked, case.levers, values, found.years)


def _leading(
    project: Project, case: Settings, against: Settings, account: str, members: int, seed: int
) -> Leading:
    return leading_measures(
        project,
        case,
        against,
        accounts=[account],
        members=min(members, LEADING_MEMBERS),
        seed=seed,
    )[account]


def _sectors(
    project: Project, case: Settings, against: Settings, account: str, members: int, seed: int
) -> dict[Pair, float]:
    """Return what sectors emit more in the goal year."""
    explained = explain_difference(
        project, against, case, boundary=account, members=members, seed=seed
    )
    at = int(np.flatnonzero(explained.years == project.city.goal)[0])
    return {explained.label(name): float(each[at]) for name, each in explained.emitters.items()}


def _both(found: Ensemble, first: str, second: str) -> Ensemble:
    """Return an ensemble of two of its cases, in this order."""
    at = [found.scenarios.index(each) for each in (first, second)]
    values = {name: each[at] for name, each in found.values.items()}
    return replace(found, scenarios=(first, second), values=values)


def _conditions(structural: Structural | None, goal: int) -> Conditions | None:
    return None if structural is None else conditions_of(structural, goal)[-1]


def _cost(project: Project, case: Settings, against: Settings, seed: int) -> CostAccount | None:
    if not project.tables.payments:
        return None
    return account_costs(project, [case], against, members=COST_MEMBERS, seed=seed)[0]


def _plan_account(project: Project, case: Settings, seed: int) -> str | None:
    if CO2 not in project.graph.variables:
        return None
    return account_matrix(project, case, members=COST_MEMBERS, seed=seed).nearest.account


def _independent(project: Project, found: Ensemble) -> Independent | None:
    """Return the newest row of the history that is CO2 of the city and no model variable's."""
    city = project.city
    variable = city.accounts[city.territorial]
    unit = found.unit(variable.variable)
    rows = [
        each
        for each in project.tables.history
        if not each.variable and each.unit == unit and each.year in found.years
    ]
    if not rows:
        return None
    newest = max(rows, key=lambda each: each.year)
    paths: FloatArray = found.of(variable.variable)[0]
    return Independent(
        name=newest.series.rpartition("_")[2].upper(),
        year=newest.year,
        value=newest.value,
        account=city.territorial,
        ours=float(middle(level_in(paths, found.years, newest.year))),
    )
