"""The value of a formula in every run: arithmetic over series, and what is taken over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.formula import Apply, At, Formula, Literal, Series, is_series

NEAR = 1e-6
"""A moment this near to a reported one, in units of time, is that one."""
PLAIN: Mapping[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "=": np.equal,
    "<>": np.not_equal,
    "neg": np.negative,
    "abs": np.abs,
    "exp": np.exp,
    "ln": np.log,
    "sqrt": np.sqrt,
    "max": np.maximum,
    "min": np.minimum,
    "if": np.where,
}


def value_of(formula: Formula, values: Mapping[str, FloatArray], times: FloatArray) -> FloatArray:
    """Return the value of a formula in every run.

    Parameters
    ----------
    formula
        From :func:`zysim.inputs.formula.parse_formula`, no series.
    values
        Variable to values of shape ``(run, time)``.
    times
        Moments, shape ``(time,)``.

    Returns
    -------
    numpy.ndarray
        Shape ``(run,)``; NaN where a run has no such value: a level never reached, a maximum at
        the last moment (it may lie beyond), a division by 0, anything that is not finite.

    Raises
    ------
    InputError
        If a moment is not reported.

    Examples
    --------
    >>> from zysim.inputs.formula import parse_formula
    >>> values = {"x": np.array([[1.0, 3.0, 2.0], [1.0, 2.0, 3.0]])}
    >>> value_of(parse_formula("time_of_max(x)"), values, np.arange(3.0))
    array([ 1., nan])
    >>> value_of(parse_formula("first_above(x, 1.5) + 0 * x[end]"), values, np.arange(3.0))
    array([0.25, 0.5 ])
    """
    runs = len(next(iter(values.values()))) if values else 1
    with np.errstate(all="ignore"):
        found = np.broadcast_to(_value(formula, values, np.asarray(times, dtype=float)), (runs,))
    finite: FloatArray = np.where(np.isfinite(found), found, np.nan).astype(np.float64)
    return finite


def place_of(when: float | str, times: FloatArray) -> int:
    """Return the position of a moment among those reported.

    Raises
    ------
    InputError
        If it is not one of them; the message tells which there are.
    """
    if when == "start":
        return 0
    if when == "end":
        return len(times) - 1
    at = int(np.argmin(np.abs(times - float(when))))
    if abs(times[at] - float(when)) > NEAR:
        step = times[1] - times[0] if len(times) > 1 else 0.0
        span = f"{times[0]:g}", f"{times[-1]:g}", f"{step:g}"
        msg = (
            f"moment {float(when):g} is not reported: there are {span[0]} to {span[1]} by "
            f"{span[2]}, and start and end."
        )
        zh = (
            f"没有时刻 {float(when):g} 的数：可用 {span[0]} 至 {span[1]}（间隔 {span[2]}），"
            "以及 start 和 end。"
        )
        raise InputError(msg, zh=zh)
    return at


def _value(formula: Formula, values: Mapping[str, FloatArray], times: FloatArray) -> Any:
    match formula:
        case Literal(value):
            return np.float64(value)
        case Series(name):
            return values[name]
        case At(of, when):
            return _value(of, values, times)[..., place_of(when, times)]
        case Apply(name, arguments):
            return _apply(name, arguments, values, times)


def _apply(
    name: str,
    arguments: tuple[Formula, ...],
    values: Mapping[str, FloatArray],
    times: FloatArray,
) -> Any:
    whole = any(map(is_series, arguments))
    found = [_value(each, values, times) for each in arguments]
    if name in OVER and is_series(arguments[0]) and (len(arguments) == 1 or name in LEVELS):
        return OVER[name](found[0], times, *found[1:])
    if whole:  # a number a run stands beside a series: give it the axis of time
        found = [
            each if is_series(argument) or np.ndim(each) == 0 else each[:, None]
            for each, argument in zip(found, arguments, strict=True)
        ]
    return PLAIN[name](*found)


def _first_above(series: FloatArray, times: FloatArray, level: Any) -> FloatArray:
    """Return when a series first exceeds a level, on the line between two reports."""
    level = np.broadcast_to(level, series.shape[:1])[:, None]
    above = series > level
    at = above.argmax(axis=1)
    before = np.maximum(at - 1, 0)
    run = np.arange(len(series))
    low, high = series[run, before], series[run, at]
    share = np.divide(level[:, 0] - low, high - low, out=np.ones(len(series)), where=high > low)
    when = times[before] + share * (times[at] - times[before])
    return np.where(above.any(axis=1), np.where(at == 0, times[0], when), np.nan)


def _time_of_max(series: FloatArray, times: FloatArray) -> FloatArray:
    """Return when a series is highest first; NaN at the last moment, or where it is constant."""
    at = series.argmax(axis=1)
    ended = (at == len(times) - 1) | (np.ptp(series, axis=1) == 0)
    return np.where(ended, np.nan, times[at])


OVER: Mapping[str, Callable[..., FloatArray]] = {
    "max": lambda series, _times: series.max(axis=1),
    "min": lambda series, _times: series.min(axis=1),
    "mean": lambda series, _times: series.mean(axis=1),
    "sum": lambda series, _times: series.sum(axis=1),
    "time_of_max": _time_of_max,
    "time_of_min": lambda series, times: _time_of_max(-series, times),
    "first_above": _first_above,
    "first_below": lambda series, times, level: _first_above(-series, times, -level),
}
LEVELS = ("first_above", "first_below")
