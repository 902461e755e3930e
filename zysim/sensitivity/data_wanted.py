"""Which uncertain numbers, once known, would narrow the peak year and the call on the goal most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from zysim.arrays import BoolArray, FloatArray
from zysim.metrics.middle import quantiles
from zysim.metrics.peak import find_peak
from zysim.metrics.spread import TEN_FIFTY_NINETY
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose
from zysim.sensitivity.information import calling_gain, first_order, narrowing
from zysim.sensitivity.resampling import Estimate

TOP = 10

Span = tuple[float, float]
"""An estimate and half of its 95 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNumber:
    """What knowing one constant would bring, in the plan unless said otherwise."""

    id: str
    year_variance: Span
    """Share of the variance of the peak time."""
    year_width: Span
    """Years by which P10 to P90 of the peak time would shrink."""
    call_variance: Span
    """Share of the variance of whether the peak comes by the goal."""
    call_gain: Span
    """Gain in the probability to call right whether it does."""
    call_gain_baseline: Span
    """The same gain in the baseline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The numbers wanted most, and what they rest on."""

    boundary: str
    members: int
    seed: int
    goal: int
    """Last year that counts as in time."""
    in_time: tuple[float, float]
    """Share of the members that peak by the goal, in the plan and in the baseline."""
    peak_time: tuple[float, float, float]
    """P10, P50 and P90 in the plan."""
    censored: float
    """Share of the members without a peak, in the plan."""
    considered: int
    """How many uncertain constants were compared."""
    explained: float
    """Share of the variance of the peak time that all of them take away one by one, added up."""
    numbers: tuple[WantedNumber, ...]
    """The largest sum of the two shares of variance first."""

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


def wanted_from_record(record: Mapping[str, Any]) -> Wanted:
    """Return what :meth:`Wanted.to_record` gave, also after a way through JSON."""
    numbers = tuple(
        WantedNumber(id=each["id"], **{k: tuple(v) for k, v in each.items() if k != "id"})
        for each in record["numbers"]
    )
    lists = {name: tuple(record[name]) for name in ("in_time", "peak_time")}
    return Wanted(**{**record, **lists, "numbers": numbers})


def data_wanted(
    project: Project, *, members: int, boundary: str | None = None, seed: int = 0, top: int = TOP
) -> Wanted:
    """Rank the uncertain constants by what knowing them would bring.

    Parameters
    ----------
    project
        Model and tables.
    members
        States of the world; some thousands at least.
    boundary
        Id of the account; the city's usual one if None.
    seed
        0 or more.
    top
        How many constants to return.

    Raises
    ------
    InputError
        If there are too few members or the seed is negative.
    ResultError
        If all members of a scenario are on one side of the goal.
    """
    boundary = boundary or project.city.account
    variable = project.city.accounts[boundary].variable
    chosen = choose(project, [project.city.main, project.city.reference], {})
    runs = run_ensemble(project, chosen, members=members, seed=seed, outputs=[variable])
    x = np.column_stack(list(runs.worlds.values()))
    plan, baseline = (find_peak(each, runs.years) for each in runs.of(variable))
    events = [~peak.censored & (peak.year <= project.city.goal) for peak in (plan, baseline)]
    year = first_order(x, plan.time, seed=seed)
    call = first_order(x, events[0].astype(np.float64), seed=seed)
    order = np.argsort(-(year.value + call.value), kind="stable")[:top]
    time = quantiles(plan.time, TEN_FIFTY_NINETY)
    return Wanted(
        boundary=boundary,
        members=members,
        seed=seed,
        goal=project.city.goal,
        in_time=(float(events[0].mean()), float(events[1].mean())),
        peak_time=(float(time[0]), float(time[1]), float(time[2])),
        censored=float(plan.censored.mean()),
        considered=x.shape[1],
        explained=float(year.value.sum()),
        numbers=_numbers(list(runs.worlds), x, plan.time, events, (year, call), order.tolist()),
    )


def _numbers(
    names: list[str],
    x: FloatArray,
    time: FloatArray,
    events: list[BoolArray],
    shares: tuple[Estimate, Estimate],
    order: list[int],
) -> tuple[WantedNumber, ...]:
    some = x[:, order]
    low, _middle, high = quantiles(time, TEN_FIFTY_NINETY)
    width = narrowing(some, time)
    gains = [calling_gain(some, event) for event in events]
    return tuple(
        WantedNumber(
            id=names[at],
            year_variance=_span(shares[0], at),
            year_width=_span(width, place, float(high - low)),
            call_variance=_span(shares[1], at),
            call_gain=_span(gains[0], place),
            call_gain_baseline=_span(gains[1], place),
        )
        for place, at in enumerate(order)
    )


def _span(estimate: Estimate, at: int, scale: float = 1.0) -> Span:
    value, half = float(estimate.value[at]), float(estimate.half_width[at])
    return round(scale * value, 5), round(scale * half, 5)
