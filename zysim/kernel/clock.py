"""The clock of a run: every engine steps and reports at the moments given here.

Time is never added up. The moment of a step is the start plus a counted number of steps, with the
step as a fraction of whole numbers (0.1 is 1/10), so that thirty steps of 0.1 end at 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from zysim.arrays import IntArray, TimeArray
from zysim.errors import InputError
from zysim.reading.graph import ModelGraph

MOST_STEPS = 10_000_000
LARGEST_PART = 10_000
"""Steps that are no fraction of smaller whole numbers are multiplied as they are."""
EXACT = 1e-12
NEAR = 1e-3
"""Share of a step by which a report may miss a step and still name it."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Moments of a run, in the unit of time of the model."""

    start: float
    step: float
    begin: float
    upper: float
    """``start`` is ``begin / lower`` and ``step`` is ``upper / lower``."""
    lower: float
    counts: IntArray
    """Steps from each report to the next, shape ``(report - 1,)``."""
    times: TimeArray
    """Moments that are reported, shape ``(report,)``; whole numbers if all of them are."""

    def at(self, count: int) -> float:
        """Return the moment after a number of steps."""
        return (self.begin + count * self.upper) / self.lower


def clock_of(
    graph: ModelGraph, until: float | None = None, steps_per_year: int | None = None
) -> Clock:
    """Return the clock of a model: any start, any step, a report at every SAVEPER.

    A SAVEPER that is no multiple of the step is reported at the first step that reaches it.

    Parameters
    ----------
    graph
        The model.
    until
        Last moment to report; FINAL TIME if None.
    steps_per_year
        Steps in a unit of time; those of the model file if None.

    Raises
    ------
    InputError
        If the clock makes no sense, ``until`` is outside it, or the model is laid out for its step.

    Examples
    --------
    >>> from zysim.paths import data_root
    >>> from zysim.reading import read_model
    >>> clock = clock_of(read_model(data_root() / "models/teaching/tank.mdl"))
    >>> clock.times[:3].tolist(), clock.counts[:2].tolist(), clock.at(1) - clock.start
    ([2020, 2021, 2022], [4, 4], 0.25)
    """
    step = _step(graph, steps_per_year)
    last = _last(graph, until)
    span = last - graph.initial_time
    if not step > 0 or not math.isfinite(step) or not 0 <= span <= MOST_STEPS * step:
        clock = f"{graph.initial_time:g} to {last:g} in steps of {step:g}"
        msg = f"a run from {clock} is not possible; change the clock of the model file."
        raise InputError(msg, zh=f"时钟设定有误（{clock}），请改模型文件。")
    every = graph.saveper if graph.saveper > 0 else step
    begin, upper, lower = _ticks(graph.initial_time, step)
    places, times = _reports(graph.initial_time, step, every, round(span / step), last)
    return Clock(begin / lower, step, begin, upper, lower, np.diff(places), times)


def fraction_of(step: float) -> tuple[float, float]:
    """Return two numbers whose quotient is the step, whole ones where that is possible.

    >>> fraction_of(0.3), fraction_of(0.0625)
    ((3.0, 10.0), (1.0, 16.0))
    """
    near = Fraction(step).limit_denominator(LARGEST_PART)
    if near.numerator and near.numerator / near.denominator == step:
        return float(near.numerator), float(near.denominator)
    return step, 1.0


def _ticks(start: float, step: float) -> tuple[float, float, float]:
    """Return start and step counted in parts of a unit of time, and how many parts a unit has."""
    upper, lower = fraction_of(step)
    begin = start * lower
    whole = round(begin)
    return (float(whole) if abs(begin - whole) < EXACT * max(1, lower) else begin), upper, lower


def _reports(
    start: float, step: float, every: float, steps: int, last: float
) -> tuple[IntArray, TimeArray]:
    """Return the steps that are reported, and their moments."""
    count = math.floor((last - start) / every * (1 + 1e-12) + NEAR) + 1
    begin, upper, lower = _ticks(start, every)
    wanted = np.arange(count) * every / step
    near = np.maximum(NEAR, 1e-6 * wanted)
    whole = np.rint(wanted)
    met = np.abs(wanted - whole) <= near
    places = np.where(met, whole, np.ceil(wanted)).astype(np.int64)
    own = (begin + np.arange(count) * upper) / lower
    begin, upper, lower = _ticks(start, step)
    times = np.where(met, own, (begin + places * upper) / lower)
    places, first = np.unique(places, return_index=True)
    inside = places <= steps
    places, times = places[inside], times[first[inside]]
    rounded = np.rint(times)
    return places, rounded.astype(np.int64) if (np.abs(rounded - times) < 1e-9).all() else times


def _last(graph: ModelGraph, until: float | None) -> float:
    if until is None:
        return graph.final_time
    first, last = graph.initial_time, graph.final_time
    if not first < until <= last:
        span = f"{first:g} to {last:g}", f"{first:g} 至 {last:g}"
        msg = f"until={until:g}: the model runs from {span[0]}; choose a time in between."
        raise InputError(msg, zh=f"until={until:g}：模型时段为 {span[1]}，请在其间选择。")
    return float(until)


def _step(graph: ModelGraph, steps_per_year: int | None) -> float:
    if steps_per_year is None:
        return graph.time_step
    if steps_per_year < 1:
        msg = f"{steps_per_year} steps a year: give 1 or more."
        raise InputError(msg, zh=f"每年 {steps_per_year} 步：请给 1 或更多。")
    why = graph.structural.get("time_step")
    if why and steps_per_year * graph.time_step != 1:
        msg = (
            f"{steps_per_year} steps a year: the model is laid out for a step of "
            f"{graph.time_step:g} ({why}); change TIME STEP in the model file."
        )
        raise InputError(msg, zh=f"每年 {steps_per_year} 步：模型按步长 {graph.time_step:g} 设计。")
    return 1.0 / steps_per_year
