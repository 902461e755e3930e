"""Which measures matter most in a case: one order for the ranking, the page, the card, the report.

Each lever is tried alone with all the rest of the case as it is: left out where the case does it,
done where it does not. What doing it changes of the emissions of the goal year in the same worlds
is its effect; levers are ordered by the size of the median effect, whichever its direction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.city import City
from zysim.inputs.settings import Settings, read_case, resolve
from zysim.inputs.tables import Tables
from zysim.kernel.compile import compile_model
from zysim.metrics.middle import middle
from zysim.metrics.peak import find_peak
from zysim.metrics.totals import level_in
from zysim.runs.ensemble import draw_members
from zysim.runs.project import Project
from zysim.sensitivity.effect_bench import CASES_IN_PART, WAN_T_PER_MT, columns_of_cases
from zysim.wording import Pair

MEMBERS = 64
"""States of the world in which every lever is tried: the first ones that an ensemble draws."""
FIRST = 3
"""How many are counted as mattering most, and as lowering most."""
ORDER: Pair = (
    "按做与不做这一项时 {goal} 年排放（{account}）相差多少排序，不论增减（其余措施不变，"
    "同一批 {members} 个不确定情形里成对相减的中位数）",
    "ordered by how much emissions of {goal} ({account}) differ between doing it and not, up or "
    "down (all else unchanged; median of paired differences in the same {members} states)",
)
"""What the order is by; every list of measures says it in these words."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tried:
    """One lever, tried alone in a case."""

    id: str
    label: Pair
    used: bool
    """Whether the case does it: it was left out then, and done otherwise."""
    goal: FloatArray
    """What doing it changes of the emissions of the goal year, wan t, shape ``(member,)``."""
    year: float
    """Median year of the peak when it is tried; infinite beyond the horizon."""
    moves: float
    """Share of worlds in which it is among the three that change the goal year most."""
    lowers: float
    """Share of worlds in which it is among the three that lower the goal year most."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leading:
    """The levers of a case under an account, those that matter most first."""

    case: str
    against: str
    account: str
    goal: int
    members: int
    year: float
    """Median year of the peak of the case itself in the same worlds."""
    levers: tuple[Tried, ...]

    def caption(self, city: City) -> Pair:
        """Say what the levers are ordered by."""
        return caption_of(city, self.account, self.members)


def caption_of(city: City, account: str, members: int) -> Pair:
    """Say what levers are ordered by, in both languages."""
    zh, en = (
        text.format(goal=city.goal, account=name, members=members)
        for text, name in zip(ORDER, city.accounts[account].label, strict=True)
    )
    return zh, en


def leading_measures(
    project: Project,
    case: Settings,
    against: Settings,
    *,
    accounts: Sequence[str] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> dict[str, Leading]:
    """Return which measures matter most in a case, by account.

    Parameters
    ----------
    project
        Model and tables.
    case
        The case whose levers are tried.
    against
        What a lever is when it is not done; a lever that the case sets otherwise counts as done.
    accounts
        Accounts to order by; the city's usual one if none.
    members, seed
        States of the world, as for :func:`zysim.runs.ensemble.run_ensemble`.

    Raises
    ------
    ResultError
        If a value is not finite.
    """
    tables, city = project.tables, project.city
    wanted = {name: city.accounts[name].variable for name in accounts or (city.account,)}
    worlds = draw_members(project, members, seed)
    kernel = compile_model(project.graph)
    cases = [case, *tried_alone(case, against, tables, tables.levers)]
    kernel = kernel.for_runs(len(cases) * members)
    goals: dict[str, list[FloatArray]] = {name: [] for name in wanted}
    peaks: dict[str, list[float]] = {name: [] for name in wanted}
    for start in range(0, len(cases), CASES_IN_PART):
        some = cases[start : start + CASES_IN_PART]
        years, values = kernel.integrate(
            columns_of_cases(project, some, worlds), outputs=list(wanted.values())
        )
        for name, variable in wanted.items():
            for rows in values[variable].reshape(len(some), members, years.size):
                goals[name].append(WAN_T_PER_MT * level_in(rows, years, city.goal))
                peak = find_peak(rows, years)
                peaks[name].append(float(middle(np.where(peak.censored, np.inf, peak.year))))
    used = {name: case.levers[name] != against.levers[name] for name in tables.levers}
    found = {}
    for account in wanted:
        whole, *parts = goals[account]
        changed = {
            name: whole - part if used[name] else part - whole
            for name, part in zip(tables.levers, parts, strict=True)
        }
        moves, lowers = among_first(changed)
        tried = {
            name: Tried(
                id=name,
                label=(lever.label_zh, lever.label_en),
                used=used[name],
                goal=changed[name],
                year=year,
                moves=moves[name],
                lowers=lowers[name],
            )
            for (name, lever), year in zip(tables.levers.items(), peaks[account][1:], strict=True)
        }
        found[account] = Leading(
            case=case.id,
            against=against.id,
            account=account,
            goal=city.goal,
            members=members,
            year=peaks[account][0],
            levers=tuple(tried[name] for name in in_order(changed)),
        )
    return found


def tried_alone(
    case: Settings, against: Settings, tables: Tables, levers: Iterable[str]
) -> Iterator[Settings]:
    """Give a case with one lever left out where it does it, and done where it does not; of each."""
    done = done_at(tables)
    for lever in levers:
        value = against.levers[lever]
        if case.levers[lever] == value:
            value = done[lever]
        yield resolve(case.scenario, tables, {**case.changes, lever: value})


def done_at(tables: Tables) -> dict[str, float]:
    """Return the setting of each lever when it is done: that of the main case, or 1."""
    main = read_case(tables.city.main, tables)
    return {name: main.levers[name] or 1.0 for name in tables.levers}


def in_order(goals: Mapping[str, FloatArray]) -> list[str]:
    """Return levers by the size of the median of their effects, shape ``(member,)``, largest first.

    Examples
    --------
    >>> in_order({"a": np.array([-1.0, -2.0, -3.0]), "b": np.array([4.0, 4.0, 0.0])})
    ['b', 'a']
    """
    return sorted(goals, key=lambda name: -abs(float(middle(goals[name]))))


def among_first(goals: Mapping[str, FloatArray]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the shares of worlds in which each is among the three that move, and lower, most.

    Examples
    --------
    >>> ups = {name: np.array([value]) for name, value in zip("abcd", (9.0, -1.0, -2.0, 0.0))}
    >>> moves, lowers = among_first(ups)
    >>> [name for name in moves if moves[name]], [name for name in lowers if lowers[name]]
    (['a', 'b', 'c'], ['b', 'c'])
    """
    table = np.stack(list(goals.values()))

    def share(sizes: FloatArray) -> dict[str, float]:
        places = np.argsort(np.argsort(-sizes, axis=0, kind="stable"), axis=0)
        found = ((places < FIRST) & (sizes > 0)).mean(axis=1)
        return dict(zip(goals, found.tolist(), strict=True))

    return share(np.abs(table)), share(-table)
