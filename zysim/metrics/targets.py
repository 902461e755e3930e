"""Target scoreboard: what the plan promises against what a run gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.errors import ResultError, unknown_name
from zysim.inputs.targets import Target
from zysim.metrics.middle import middle
from zysim.metrics.peak import find_peak
from zysim.metrics.totals import change_percent, level_in, position

State = Literal["met", "missed", "mixed", "not modelled"]
Kind = Literal["nowcast", "projection"]
ROUNDING = 0.005
"""The plan writes rounded numbers: within half a percent of the threshold counts as met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One target of the plan and how the runs do on it; arrays have shape ``(run,)``."""

    target: Target
    kind: Kind
    """``nowcast`` for targets of the history, else ``projection``."""
    value: FloatArray | None
    """In the unit of the target; None when it is not modelled. A peak year is NaN where the
    run has no peak inside the horizon."""
    gap: FloatArray | None
    """Value less threshold, in the unit of the target."""
    met: BoolArray | None

    @property
    def share_met(self) -> float | None:
        """Share of the runs that meet the target; None when it is not modelled."""
        return None if self.met is None else float(self.met.mean())

    @property
    def state(self) -> State:
        """``met`` or ``missed`` when all runs agree, else ``mixed``."""
        if self.met is None:
            return "not modelled"
        if self.met.all():
            return "met"
        return "mixed" if self.met.any() else "missed"


def score_targets(
    targets: Iterable[Target],
    values: Mapping[str, FloatArray],
    years: IntArray,
    *,
    history: int,
) -> tuple[Score, ...]:
    """Compare runs with the plan's numeric targets.

    A target is met when the value reaches the threshold to within half a percent of it,
    because the plan writes rounded numbers; a threshold of 0 and a peak year leave no room.

    Parameters
    ----------
    targets
        Rows of params/plan_targets.csv.
    values
        Scalar id to values of shape ``(run, year)``, in the unit of the model.
    years
        Calendar years, shape ``(year,)``, increasing by 1.
    history
        Last year of history: a target for it or before it is a nowcast.

    Returns
    -------
    tuple of Score
        In the order of the targets, the ones that are not modelled included.

    Raises
    ------
    InputError
        If a target names a variable that was not reported.
    ResultError
        If a year of a target was not simulated or a value is not finite.
    """
    return tuple(_score(target, values, years, history) for target in targets)


def middle_scores(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Return scores of one value each: that of the median over the runs.

    A run without a peak counts as later than any year.
    """
    found = []
    for each in scores:
        if each.value is None:
            found.append(each)
            continue
        shown = middle(np.where(np.isnan(each.value), np.inf, each.value))
        value = np.array([np.nan if np.isinf(shown) else shown])
        gap = value - each.target.threshold
        met = np.zeros(1, dtype=bool) if np.isnan(value[0]) else _met(each.target, gap)
        found.append(replace(each, value=value, gap=gap, met=met))
    return tuple(found)


def variables_needed(targets: Iterable[Target]) -> tuple[str, ...]:
    """Return the scalar ids that must be reported to score the targets, sorted."""
    return tuple(sorted({target.variable for target in targets if target.modelled}))


def _score(
    target: Target, values: Mapping[str, FloatArray], years: IntArray, history: int
) -> Score:
    kind: Kind = "nowcast" if target.year <= history else "projection"
    if not target.modelled:
        return Score(target=target, kind=kind, value=None, gap=None, met=None)
    if target.variable not in values:
        raise unknown_name("variable", target.variable, values, f"target {target.id}")
    value = _value(target, values[target.variable], years)
    gap = value - target.threshold
    return Score(target=target, kind=kind, value=value, gap=gap, met=_met(target, gap))


def _value(target: Target, series: FloatArray, years: IntArray) -> FloatArray:
    if target.compare == "peak<=":
        peak = find_peak(series, years)
        year: FloatArray = np.where(peak.censored, np.nan, peak.year.astype(np.float64))
        return year
    reference = target.reference_year
    if reference is None:
        value = level_in(series, years, target.year)
    elif target.compare == "rising>=":
        value = _smallest_rise(series, years, target.year, reference)
    else:
        value = change_percent(series, years, year=target.year, reference_year=reference)
    if not np.isfinite(value).all():
        run = int(np.argmin(np.isfinite(value)))
        msg = (
            f"target {target.id}: {target.variable} is not finite in {target.year} (run {run}). "
            "Look for a zero divisor among the inputs of that run."
        )
        raise ResultError(
            msg, zh=f"目标 {target.id}：{target.variable} 在 {target.year} 年不是有限数。"
        )
    return value


def _smallest_rise(series: FloatArray, years: IntArray, year: int, reference: int) -> FloatArray:
    """Return the smallest yearly change in percent between two years, shape ``(run,)``."""
    part = series[:, position(years, reference) : position(years, year) + 1]
    rises = [
        change_percent(part[:, at : at + 2], np.array([0, 1]), year=1, reference_year=0)
        for at in range(part.shape[1] - 1)
    ]
    smallest: FloatArray = np.min(rises, axis=0)
    return smallest


def _met(target: Target, gap: FloatArray) -> BoolArray:
    room = 0.0 if target.compare == "peak<=" else ROUNDING * abs(target.threshold)
    if target.compare == "==":
        return np.abs(gap) <= room
    if target.compare.endswith("<="):
        return gap <= room
    return gap >= -room
