"""Patient rule induction: a box of inputs in which an event is much more frequent than overall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import BoolArray, FloatArray
from zysim.errors import InputError, ResultError

ALPHA = 0.05
"""Share of the box that one step peels off; small, hence patient."""
LEAST_MASS = 0.05
"""Peeling stops before the box holds a smaller share of the runs."""
FEWEST_RUNS = 100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Box:
    """Bounds of some inputs, and how well they catch the event."""

    low: FloatArray
    """Lowest value inside, shape ``(factor,)``; minus infinity where not restricted."""
    high: FloatArray
    """Highest value inside, shape ``(factor,)``; infinity where not restricted."""
    mass: float
    """Share of all runs that lie inside."""
    density: float
    """Share of the runs inside in which the event happens."""
    coverage: float
    """Share of all runs with the event that lie inside."""

    @property
    def restricted(self) -> tuple[int, ...]:
        """Positions of the inputs that the box restricts."""
        return tuple(np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high)).tolist())


def measure_box(x: FloatArray, event: BoolArray, low: FloatArray, high: FloatArray) -> Box:
    """Return a box with its mass, density and coverage in some runs.

    Parameters
    ----------
    x
        Inputs, shape ``(run, factor)``.
    event
        Whether the event happens, shape ``(run,)``.
    low, high
        Bounds, shape ``(factor,)``, both inside the box.

    Returns
    -------
    Box
        With density 0 where no run lies inside.
    """
    places = np.flatnonzero(np.isfinite(low) | np.isfinite(high))
    some = x[:, places]
    inside = ((some >= low[places]) & (some <= high[places])).all(axis=1)
    hits = int((inside & event).sum())
    return Box(
        low=low,
        high=high,
        mass=float(inside.mean()),
        density=hits / max(1, int(inside.sum())),
        coverage=hits / max(1, int(event.sum())),
    )


def peel(
    x: FloatArray,
    event: BoolArray,
    *,
    only: Sequence[int] | None = None,
    alpha: float = ALPHA,
    least_mass: float = LEAST_MASS,
) -> tuple[Box, ...]:
    """Shrink a box of all runs step by step towards the event.

    Each step takes off, at the low or the high end of one input, the share ``alpha`` of the
    runs inside, or all runs with the lowest or highest value where more share it. Of all such
    steps it takes the one that raises the density most per run taken off.

    Parameters
    ----------
    x
        Inputs, real or discrete, shape ``(run, factor)``.
    event
        Whether the event happens, shape ``(run,)``.
    only
        Positions of the inputs that may be restricted; all if None.
    alpha
        Above 0 and below 0.5.
    least_mass
        Above 0 and below 1.

    Returns
    -------
    tuple of Box
        The trajectory, from all runs to the smallest box.

    Raises
    ------
    InputError
        If ``alpha`` or ``least_mass`` is out of range.
    ResultError
        If there are too few runs, a value is not finite, or the event happens always or never.

    References
    ----------
    Friedman and Fisher (1999), Bump hunting in high-dimensional data. Gain per run taken off:
    Kwakkel and Jaxa-Rozen (2016), Improving scenario discovery for heterogeneous uncertainties.
    """
    _check(x, event, alpha, least_mass)
    factors = x.shape[1]
    places = list(range(factors)) if only is None else list(only)
    some = x.T[places]
    order = np.argsort(some, axis=1, kind="stable")
    values = np.take_along_axis(some, order, axis=1)
    low, high = np.full(factors, -np.inf), np.full(factors, np.inf)
    trajectory = [measure_box(x, event, low, high)]
    while True:
        found = _best_peel(values, event[order], alpha)
        if found is None:
            break
        side, factor, count = found
        gone = order[factor, :count] if side == 0 else order[factor, order.shape[1] - count :]
        kept = np.ones(len(x), dtype=bool)
        kept[gone] = False
        stay = kept[order]
        if stay[0].sum() < least_mass * len(x):
            break
        order = order[stay].reshape(len(places), -1)
        values = values[stay].reshape(len(places), -1)
        low, high = low.copy(), high.copy()
        if side == 0:
            low[places[factor]] = values[factor, 0]
        else:
            high[places[factor]] = values[factor, -1]
        trajectory.append(measure_box(x, event, low, high))
        if trajectory[-1].density == 1:
            break
    return tuple(trajectory)


def _best_peel(values: FloatArray, event: BoolArray, alpha: float) -> tuple[int, int, int] | None:
    """Return side (0 low, 1 high), input and number of runs of the best step.

    ``values`` and ``event`` have shape ``(factor, run inside)``, sorted by value.
    """
    runs = values.shape[1]
    size = max(1, int(alpha * runs))
    if size >= runs:
        return None
    hits = event.sum(axis=1)
    best: tuple[float, int, int, int] | None = None
    for side in (0, 1):
        ends = values if side == 0 else -values[:, ::-1]
        ordered = event if side == 0 else event[:, ::-1]
        counts = (ends[:, :size] < ends[:, size : size + 1]).sum(axis=1)
        tied = counts == 0
        counts[tied] = (ends[tied] == ends[tied, :1]).sum(axis=1)
        taken = np.take_along_axis(ordered.cumsum(axis=1), counts[:, None] - 1, axis=1)[:, 0]
        left = np.where(counts < runs, runs - counts, 1)
        gain = np.where(counts < runs, ((hits - taken) / left - hits / runs) / counts, -np.inf)
        at = int(gain.argmax())
        if np.isfinite(gain[at]) and (best is None or gain[at] > best[0]):
            best = float(gain[at]), side, at, int(counts[at])
    return None if best is None else best[1:]


def paste(x: FloatArray, event: BoolArray, box: Box, *, alpha: float = ALPHA) -> Box:
    """Widen a box again where that raises its density.

    Each step adds, at one bound, as many of the runs just outside as ``alpha`` of those inside.

    Parameters
    ----------
    x, event
        As for :func:`peel`.
    box
        To be widened.
    alpha
        As for :func:`peel`.
    """
    while True:
        wider = [
            each
            for factor in box.restricted
            for side in (0, 1)
            for each in [_widened(x, event, box, factor, side, alpha)]
            if each is not None and each.density > box.density
        ]
        if not wider:
            return box
        box = max(wider, key=lambda each: each.density)


def _widened(
    x: FloatArray, event: BoolArray, box: Box, factor: int, side: int, alpha: float
) -> Box | None:
    """Return the box with one bound moved outwards; None where it has no such bound."""
    if not np.isfinite((box.low, box.high)[side][factor]):
        return None
    low, high = box.low.copy(), box.high.copy()
    (low, high)[side][factor] = (-np.inf, np.inf)[side]
    inside = ((x >= low) & (x <= high)).all(axis=1)
    outward = x[inside, factor]
    bound = (box.low, box.high)[side][factor]
    beyond = np.sort(outward[outward < bound])[::-1] if side == 0 else np.sort(outward)
    beyond = beyond if side == 0 else beyond[beyond > bound]
    step = max(1, int(alpha * box.mass * len(x)))
    if step < beyond.size:
        (low, high)[side][factor] = beyond[step - 1]
    return measure_box(x, event, low, high)


def _check(x: FloatArray, event: BoolArray, alpha: float, least_mass: float) -> None:
    if not 0 < alpha < 0.5 or not 0 < least_mass < 1:
        msg = (
            f"alpha {alpha:g}, least_mass {least_mass:g}: take alpha above 0 and below 0.5, "
            f"least_mass above 0 and below 1."
        )
        zh = f"alpha {alpha:g} 应在 0 与 0.5 之间，least_mass {least_mass:g} 应在 0 与 1 之间。"
        raise InputError(msg, zh=zh)
    if x.ndim != 2 or event.shape != x.shape[:1] or len(x) < FEWEST_RUNS:
        msg = (
            f"inputs {x.shape} and event {event.shape}: need shapes (run, factor) and (run,) with "
            f"{FEWEST_RUNS} runs at least. Take more runs."
        )
        zh = f"输入 {x.shape}、事件 {event.shape}：行数应相同且不少于 {FEWEST_RUNS}，请增加成员。"
        raise ResultError(msg, zh=zh)
    if not np.isfinite(x).all():
        row, factor = (int(each) for each in np.argwhere(~np.isfinite(x))[0])
        msg = f"inputs: run {row}, factor {factor} is not finite; leave such runs out."
        raise ResultError(msg, zh=f"第 {row} 次运行的第 {factor} 个输入不是有限值，请剔除。")
    if event.all() or not event.any():
        msg = (
            f"the event happens in {int(event.sum())} of {len(event)} runs, so no box can make it "
            f"more frequent. Ask about another year, scenario or boundary."
        )
        zh = (
            f"{len(event)} 次运行中该事件发生 {int(event.sum())} 次，无从寻找条件；"
            f"请换年份、情景或核算口径。"
        )
        raise ResultError(msg, zh=zh)
