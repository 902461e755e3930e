"""The numbers of a result card: peak, sums, chances at three tolerances and CO2 per GDP.

For every case and account, once with all measures delivered on time, and once as the record
suggests, with structures drawn on top of the same states of the world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray, parts_of
from zysim.inputs.city import City
from zysim.inputs.targets import Target
from zysim.metrics.conditions import conditions_for
from zysim.metrics.middle import middle_difference, parts_of_middle, quantiles
from zysim.metrics.peak import find_peak
from zysim.metrics.spread import TEN_FIFTY_NINETY, Share, Three, share_of
from zysim.metrics.totals import change_percent, cumulative, intensity, level_in
from zysim.runs.ensemble import Ensemble
from zysim.runs.project import Project
from zysim.runs.structural import Structural

TOLERANCES = (0.0, 0.02, 0.05)
"""Shares by which a later year may exceed the highest year up to the goal: no inventory sees less
than 2 %, the plateau of the peak rule."""
AFTER_GOAL = 5
"""Years after the goal at which the first sum ends."""
CLEAR = 0.05
"""Difference of chances that counts as one: below it sampling and weights may turn it round."""
CLEAR_SUM = 0.01
"""The same of sums, as a share."""
NOTHING = 1e-9
PER_HEAD = 100.0
"""From Mt per wan person to t per person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How likely something is."""

    delivered: Share
    """With every measure delivered on time."""
    record: Share | None
    """Over the weighted structures; None for a city without them."""
    lowest: Share | None
    highest: Share | None
    """Given any one alternative of a structure that touches the case."""

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        record = self.record
        return {
            "delivered": [self.delivered.value, self.delivered.low, self.delivered.high],
            "record": None if record is None else [record.value, record.low, record.high],
            "low": None if self.lowest is None else self.lowest.value,
            "high": None if self.highest is None else self.highest.value,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNumbers:
    """One case under one account, all delivered; P10, P50, P90; Mt CO2 (a year)."""

    account: str
    year: Three
    """Peak year; infinity where so many members have no peak that the quantile is one of them."""
    level: Three
    level_goal: Three
    """In the goal year."""
    sums: Mapping[tuple[int, int], Three]
    """First and last year of a sum to the sum."""
    in_time: Mapping[float, Chance]
    """Tolerance to the chance that no year after the goal exceeds those up to it by more."""
    intensity: Three | None
    """Change of CO2 per GDP over the years of its target, in percent; None without a target."""
    intensity_met: Chance | None
    per_head: Mapping[int, Three]
    """Year to t CO2 a head; empty for a city that counts no people."""

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON; a year beyond the horizon is None."""
        met = self.intensity_met
        return {
            "account": self.account,
            "peak_year": [None if np.isinf(each) else each for each in self.year],
            "peak_level": list(self.level),
            "level_goal": list(self.level_goal),
            "sums": {
                f"{since}-{until}": list(three) for (since, until), three in self.sums.items()
            },
            "in_time": {f"{each:g}": chance.to_record() for each, chance in self.in_time.items()},
            "co2_per_gdp_percent": None if self.intensity is None else list(self.intensity),
            "co2_per_gdp_met": None if met is None else met.to_record(),
            "tonnes_per_head": {str(year): list(each) for year, each in self.per_head.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNumbers:
    """One case."""

    case: str
    accounts: Mapping[str, AccountNumbers]
    gases: Three | None
    """All greenhouse gases in the goal year, the sink not taken off, in Mt CO2e; None for a model
    without them."""
    gas_parts: Mapping[str, float]
    """What the median of all gases is made of, by variable: energy CO2, those of the city's gases,
    and "" for the rest; they sum to it."""
    settled: tuple[str, ...] = ()
    """Questions of structure that the user answered in the case."""

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "accounts": {name: each.to_record() for name, each in self.accounts.items()},
            "greenhouse_gases": None if self.gases is None else list(self.gases),
            "greenhouse_parts": {name or "rest": each for name, each in self.gas_parts.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Rush:
    """A case that is likelier to peak in time, and emits more until some years after the goal."""

    account: str
    likelier: str
    other: str
    chances: tuple[Share, Share]
    """Of the likelier case, and of the other."""
    years: tuple[int, int]
    more: float
    """Mt that the likelier case emits more over the years: the median within the same states."""


def numbers_needed(city: City) -> tuple[str, ...]:
    """Return the scalar ids that :func:`result_numbers` needs in an ensemble."""
    meanings = ("gdp", "people", "greenhouse")
    further = [city.variables[each] for each in meanings if each in city.variables]
    sinks = [name for name, each in city.beside.items() if each.sink]
    gases = list(city.gases)
    return tuple(dict.fromkeys([*city.account_variables, *sinks, *gases, *further]))


def structures_needed(city: City) -> tuple[str, ...]:
    """Return the scalar ids that :func:`result_numbers` needs over structures."""
    return (*city.account_variables, city.variables["gdp"])


def result_numbers(
    project: Project, found: Ensemble, structural: Structural | None
) -> tuple[CaseNumbers, ...]:
    """Return the numbers of a result card for every case of an ensemble.

    Parameters
    ----------
    project
        City and targets.
    found
        Holds the scalars of :func:`numbers_needed`.
    structural
        The same cases with structures on top, with the scalars of :func:`structures_needed`; None
        for a city without structures.

    Raises
    ------
    InputError
        If a scalar is missing.
    ResultError
        If a value is not finite.
    """
    city = project.city
    target = intensity_target(project)
    return tuple(
        CaseNumbers(
            case=case,
            accounts={
                each: _account(city, each, target, found, structural, at) for each in city.accounts
            },
            gases=None if "greenhouse" not in city.variables else three(_all_gases(found, at)),
            gas_parts=_gas_parts(found, at),
            settled=() if structural is None else structural.settled[at],
        )
        for at, case in enumerate(found.scenarios)
    )


def three(values: FloatArray) -> Three:
    """Return P10, P50 and P90 over members.

    >>> three(np.array([1.0, 2.0, 3.0]))
    (1.0, 2.0, 3.0)
    """
    low, middle, high = (float(each) for each in quantiles(values, TEN_FIFTY_NINETY))
    return low, middle, high


def peaks_in_time(
    emissions: FloatArray, years: IntArray, *, goal: int, tolerance: float = 0.0
) -> BoolArray:
    """Say for each member whether no year after the goal exceeds those up to it by more.

    With no tolerance it is so exactly when the peak year is the goal or before.

    Parameters
    ----------
    emissions
        Shape ``(member, year)``.
    tolerance
        Share of the highest value up to the goal.

    Examples
    --------
    >>> years = np.arange(2029, 2033)
    >>> paths = np.array([[4.0, 5.0, 5.05, 5.0], [5.0, 4.0, 3.0, 2.0], [1.0, 2.0, 3.0, 4.0]])
    >>> peaks_in_time(paths, years, goal=2030).tolist()
    [False, True, False]
    >>> peaks_in_time(paths, years, goal=2030, tolerance=0.02).tolist()
    [True, True, False]
    """
    later = years > goal
    found = []
    for part in parts_of(len(emissions)):
        before = emissions[part][:, ~later].max(axis=1)
        after = emissions[part][:, later].max(axis=1)
        found.append(after <= before + tolerance * np.abs(before))
    return np.concatenate(found)


def intensity_target(project: Project) -> Target | None:
    """Return the plan's target for CO2 per GDP in the goal year, if the city names its variable."""
    city = project.city
    name = city.variables.get("intensity")
    for each in project.tables.targets.values():
        if name and each.variable == name and each.year == city.goal and each.reference_year:
            return each
    return None


def sum_years(city: City, last: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the years of the two sums: until some years after the goal, and all that is ahead.

    ``last`` is the last simulated year.
    """
    return (city.base + 1, min(city.goal + AFTER_GOAL, last)), (city.history + 1, last)


def rushes(found: Ensemble, numbers: Sequence[CaseNumbers]) -> tuple[Rush, ...]:
    """Return where the last case and the first disagree on chance and sum, for each account.

    The test of a peak by a year rewards building early: the sum shows what that costs in CO2.
    """
    if len(numbers) < 2:
        return ()
    city = found.city
    first, last = numbers[0], numbers[-1]
    years, _ahead = sum_years(city, int(found.years[-1]))
    every = []
    for name, account in city.accounts.items():
        paths = found.of(account.variable)
        sums = [
            cumulative(paths[at], found.years, since=years[0], until=years[1]) for at in (0, -1)
        ]
        more = float(middle_difference(*sums))
        one, other = (each.accounts[name].in_time[0.0] for each in (first, last))
        for chances in _pairs(one, other, alike=first.settled == last.settled):
            rise = chances[1].value - chances[0].value
            clear = abs(more) > CLEAR_SUM * abs(float(np.median(sums[0])))
            if clear and abs(rise) > CLEAR and (rise > 0) == (more > 0):
                likelier, rest = (last, first) if rise > 0 else (first, last)
                ordered = chances[::-1] if rise > 0 else chances
                every.append(
                    Rush(
                        account=name,
                        likelier=likelier.case,
                        other=rest.case,
                        chances=ordered,
                        years=years,
                        more=abs(more),
                    )
                )
                break
    return tuple(every)


def _pairs(one: Chance, other: Chance, *, alike: bool) -> list[tuple[Share, Share]]:
    """Return the chances to compare: as delivered, then as the record suggests.

    The second only where the same questions are open in both cases.
    """
    pairs = [(one.delivered, other.delivered)]
    if alike and one.record is not None and other.record is not None:
        pairs.append((one.record, other.record))
    return pairs


def _account(
    city: City,
    name: str,
    target: Target | None,
    found: Ensemble,
    structural: Structural | None,
    at: int,
) -> AccountNumbers:
    variable, gdp = city.accounts[name].variable, city.variables["gdp"]
    years = found.years
    paths = found.of(variable)[at]
    drawn = None if structural is None else structural.values[variable][at]
    peak = find_peak(paths, years)
    in_time = {}
    for share in TOLERANCES:
        met = peaks_in_time(paths, years, goal=city.goal, tolerance=share)
        over = None
        if drawn is not None:
            over = peaks_in_time(drawn, years, goal=city.goal, tolerance=share)
        in_time[share] = _chance(met, over, structural, at)
    moved = met_chance = None
    if target is not None and target.reference_year is not None:
        span = (target.reference_year, target.year)
        change = _intensity_change(paths, found.of(gdp)[at], years, span)
        moved, over = three(change), None
        if structural is not None and drawn is not None:
            output = structural.values[gdp][at]
            over = _intensity_change(drawn, output, years, span) <= target.threshold
        met_chance = _chance(change <= target.threshold, over, structural, at)
    return AccountNumbers(
        account=name,
        year=three(np.where(peak.censored, np.inf, peak.year)),
        level=three(peak.level),
        level_goal=three(level_in(paths, years, city.goal)),
        sums={
            (since, until): three(cumulative(paths, years, since=since, until=until))
            for since, until in sum_years(city, int(years[-1]))
        },
        in_time=in_time,
        intensity=moved,
        intensity_met=met_chance,
        per_head=_per_head(city, paths, found, at),
    )


def _chance(
    met: BoolArray, over: BoolArray | None, structural: Structural | None, at: int
) -> Chance:
    delivered = share_of(int(met.sum()), met.size)
    if over is None or structural is None:
        return Chance(delivered=delivered, record=None, lowest=None, highest=None)
    asked = [each for each in structural.questions if each.id in structural.touched[at]]
    given = conditions_for(structural.scenarios[at], over, asked, structural.drawn)
    return Chance(
        delivered=delivered, record=given.chance, lowest=given.lowest, highest=given.highest
    )


def _intensity_change(
    amount: FloatArray, output: FloatArray, years: IntArray, span: tuple[int, int]
) -> FloatArray:
    """Return the change of amount per output over some years, in percent, shape ``(member,)``."""
    ends = np.array(span)
    pair = [
        np.stack([level_in(each, years, one) for one in span], axis=1) for each in (amount, output)
    ]
    return change_percent(intensity(*pair), ends, year=span[1], reference_year=span[0])


def _per_head(city: City, paths: FloatArray, found: Ensemble, at: int) -> dict[int, Three]:
    if "people" not in city.variables:
        return {}
    people, years = found.of(city.variables["people"])[at], found.years
    return {
        year: three(PER_HEAD * level_in(paths, years, year) / level_in(people, years, year))
        for year in (city.history, city.goal, int(found.years[-1]))
    }


def _all_gases(found: Ensemble, at: int) -> FloatArray:
    """Return all gases of the goal year without the sink, shape ``(member,)``."""
    city = found.city
    total = level_in(found.of(city.variables["greenhouse"])[at], found.years, city.goal)
    for name in [name for name, each in city.beside.items() if each.sink]:
        total = total + level_in(found.of(name)[at], found.years, city.goal)
    return total


def _gas_parts(found: Ensemble, at: int) -> dict[str, float]:
    city = found.city
    if "greenhouse" not in city.variables:
        return {}
    names = [city.accounts[city.account].variable, *city.gases]
    parts = {name: level_in(found.of(name)[at], found.years, city.goal) for name in names}
    total = _all_gases(found, at)
    rest = total - np.sum(list(parts.values()), axis=0)
    if np.abs(rest).max() > NOTHING * np.abs(total).max():
        parts[""] = rest
    return {name: float(each) for name, each in parts_of_middle(total, parts).items()}
