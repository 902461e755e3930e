"""Conditions of a question as numbers: at or above 0 in every piece exactly where they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.seek_question import PeakHold, TargetHold, ValueHold
from zysim.inputs.tables import Tables
from zysim.metrics.targets import ROUNDING, score_targets
from zysim.metrics.totals import level_in

ModelHold = PeakHold | TargetHold | ValueHold
"""A condition that the model alone decides, without prices."""


def variables_of(holds: Sequence[ModelHold], tables: Tables) -> tuple[str, ...]:
    """Return the scalar ids that must be reported, each once."""
    names = [variable_of(hold, tables) for hold in holds]
    return tuple(dict.fromkeys(names))


def pieces_of(
    hold: ModelHold,
    tables: Tables,
    values: Mapping[str, FloatArray],
    years: IntArray,
    start: FloatArray,
) -> FloatArray:
    """Return how clearly a condition holds in each run.

    A piece is smooth in the levers wherever the run is, so that it can be followed by its
    derivatives; the condition holds where all pieces are at least 0.

    Parameters
    ----------
    hold, tables
        The condition, and the tables with the targets and accounts it names.
    values
        Scalar id to values ``(run, year)``.
    years
        Calendar years, shape ``(year,)``.
    start
        Values ``(run, year)`` of the condition's variable at the start, in the same worlds.

    Returns
    -------
    numpy.ndarray
        Shape ``(run, piece)``, relative to the size of the value at the start.

    Examples
    --------
    >>> from zysim.inputs.read_tables import read_tables
    >>> years = np.arange(2029, 2033)
    >>> co2 = np.array([[4.0, 3.0, 2.0, 1.0], [1.0, 2.0, 3.0, 4.0]])
    >>> hold = PeakHold(by=2030, account="B", probability=0.8)
    >>> values = {"energy_co2_provincial": co2}
    >>> found = pieces_of(hold, read_tables(), values, years, co2)
    >>> found.min(axis=1) >= 0
    array([ True, False])
    """
    series = values[variable_of(hold, tables)]
    if isinstance(hold, PeakHold):
        return _peak(series, years, start, hold.by, hold.tolerance)
    if isinstance(hold, TargetHold):
        target = tables.targets[hold.target]
        if target.compare == "peak<=":
            return _peak(series, years, start, int(target.threshold), 0.0)
        (score,) = score_targets([target], values, years, history=tables.city.history)
        assert score.gap is not None
        room = ROUNDING * abs(target.threshold)
        sides = {"==": (-score.gap + room, score.gap + room)}
        above = (score.gap + room,) if target.compare.endswith(">=") else (-score.gap + room,)
        return np.stack(sides.get(target.compare, above), axis=1) / _size(target.threshold)
    value = level_in(series, years, hold.year)
    bound = level_in(start, years, hold.year) * hold.bound if hold.of_start else hold.bound
    gap = (value - bound) if hold.least else (bound - value)
    return (gap / _size(float(np.mean(np.abs(bound)))))[:, np.newaxis]


def _peak(
    series: FloatArray, years: IntArray, start: FloatArray, by: int, tolerance: float
) -> FloatArray:
    """Return highest up to ``by``, with its tolerance, less each later year."""
    later = years > by
    before = series[:, ~later].max(axis=1)
    room = tolerance * np.abs(before)
    scale = _size(float(np.abs(start).max(axis=1).mean()))
    gaps: FloatArray = ((before + room)[:, np.newaxis] - series[:, later]) / scale
    return gaps


def variable_of(hold: ModelHold, tables: Tables) -> str:
    """Return the scalar id a condition is about."""
    if isinstance(hold, PeakHold):
        return tables.city.accounts[hold.account].variable
    return tables.targets[hold.target].variable if isinstance(hold, TargetHold) else hold.variable


def _size(value: float) -> float:
    """Return a positive size to divide by."""
    return abs(value) or 1.0
