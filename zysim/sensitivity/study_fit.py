"""Fit the factors of a study to observed series: least squares from many starts, and what is sure.

A series without a weight is weighed by its own residual spread, found in a first round: maximum
likelihood for errors that are normal and independent. Intervals are those of the linear model at
the best point (Student's t); a factor whose interval is as wide as its range is said not to be
told by the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

from zysim.arrays import BoolArray, FloatArray
from zysim.errors import InputError, ResultError
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.series_table import Series, read_series
from zysim.inputs.study import Study
from zysim.kernel.clock import clock_of
from zysim.kernel.compile import compile_model
from zysim.sampling.points import sobol_points
from zysim.sensitivity.space import Space, study_space
from zysim.sensitivity.student import two_sided
from zysim.sensitivity.subject import Subject, open_subject
from zysim.wording import Pair

STARTS, TRIED = 256, 6
"""Points looked at first, and how many of the best are followed."""
COARSE, FINE = 0.04, 1e-4
"""Of the differences that slopes are made of, as shares of a factor's range: coarse ones lead over
small jumps, such as those of a moment that moves by whole steps of the model."""
AT_END, INSIDE = 1e-3, 1e-6
CLOSE = 0.95
"""Two factors with a larger correlation can stand for each other."""
FAR = 1e6
SAME_END = 1.01


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFit:
    """How near the best run comes to one series."""

    id: str
    count: int
    rmse: float
    mape: float | None
    """In percent; None where an observation is 0."""
    explained: float
    """1 less the mean squared error as a share of the variance of the observations (R²)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudyFit:
    """The best values of a study's factors, arrays ``(factor,)`` in their own units."""

    names: tuple[str, ...]
    labels: tuple[Pair, ...]
    units: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    estimate: FloatArray
    half_width: FloatArray
    """Half of the 95 % interval; NaN at an end of the range."""
    at_end: BoolArray
    told: BoolArray
    """Whether the observations narrow it: the interval is narrower than the range."""
    pairs: tuple[tuple[str, str, float], ...]
    """Factors that can stand for each other, with the correlation of their estimates."""
    series: tuple[SeriesFit, ...]
    fitted: tuple[FloatArray, ...]
    """Values of the best run at the times of each series."""
    observed: tuple[Series, ...]
    followed: int
    """Starts that were followed to their end."""
    agreeing: int
    """How many of these end within 1 % of the best sum of squares."""
    runs: int


class _Misses:
    """Differences between runs and observations, for points of the unit cube."""

    def __init__(self, subject: Subject, study: Study, observed: Sequence[Series]) -> None:
        self.space: Space = study_space(subject, replace(study, method="lhs"), _ids(observed))
        self.observed = observed
        self.runs = 0
        self._outputs = _ids(observed)
        self._kernel = compile_model(subject.graph, "auto", method=subject.method)
        self._times = clock_of(subject.graph).times
        self.spread = [
            float(np.sqrt(np.mean(each.values**2))) or 1.0
            if each.weight is None
            else 1 / each.weight
            for each in observed
        ]

    def values(self, points: FloatArray) -> list[FloatArray]:
        """Return the runs at the times of each series, ``(run, time)``."""
        batch = self.space.constants(self.space.values(points))
        _, found = self._kernel.integrate(batch, outputs=self._outputs, refuse=False)
        self.runs += len(points)
        return [
            np.stack([np.interp(each.times, self._times, run) for run in found[each.id]])
            for each in self.observed
        ]

    def __call__(self, points: FloatArray) -> FloatArray:
        """Return weighed differences, ``(run, observation)``."""
        parts = [
            (values - each.values) / spread
            for values, each, spread in zip(
                self.values(points), self.observed, self.spread, strict=True
            )
        ]
        return np.nan_to_num(np.concatenate(parts, axis=1), nan=FAR, posinf=FAR, neginf=-FAR)

    def slopes(self, point: FloatArray, step: float = COARSE) -> FloatArray:
        """Return the slope of each difference in each factor, ``(observation, factor)``."""
        steps = np.eye(point.size) * step
        upper, lower = np.clip(point + steps, 0, 1), np.clip(point - steps, 0, 1)
        misses = self(np.concatenate([upper, lower]))
        change = misses[: point.size] - misses[point.size :]
        slopes: FloatArray = (change / (upper - lower).sum(axis=1)[:, None]).T
        return slopes

    def best_from(self, point: FloatArray) -> tuple[FloatArray, float]:
        """Return where the squares are least, starting from a point, and their sum."""
        best = point, float(np.sum(self(point[None]) ** 2))
        for step in (COARSE, FINE):
            found = least_squares(
                lambda at: self(at[None])[0],
                np.clip(best[0], INSIDE, 1 - INSIDE),
                jac=partial(self.slopes, step=step),
                bounds=(0.0, 1.0),
                max_nfev=60,
            )
            if 2 * found.cost < best[1]:
                best = found.x, float(2 * found.cost)
        return best


def fit_study(study: Study, observed: Sequence[Series], subject: Subject | None = None) -> StudyFit:
    """Fit the factors of a study to observed series.

    Parameters
    ----------
    study
        Its factors are fitted, each within its range; design and outcomes do not matter.
    observed
        From :func:`read_observations`.
    subject
        The study's model, where it is open already.

    Raises
    ------
    InputError
        If a factor is a choice between values, or there are no more observations than factors.
    ResultError
        If no start gives finite values.
    """
    misses = _Misses(subject or open_subject(study), study, observed)
    space, count = misses.space, sum(each.values.size for each in observed)
    _refuse_choices(study, space)
    if count <= len(space.varied):
        msg = f"{count} observations, {len(space.varied)} factors: need more observations."
        zh = f"观测值 {count} 个，因素 {len(space.varied)} 个：观测值应多于因素。"
        raise InputError(msg, zh=zh)
    points = sobol_points(slice(0, STARTS), len(space.varied), study.seed)
    squares = np.sum(misses(points) ** 2, axis=1)
    if squares.min() >= FAR**2:
        msg = "no run has finite values at the times observed. Narrow the ranges of the factors."
        raise ResultError(msg, zh="没有一次运行在观测时刻有有限值，请缩小因素范围。")
    starts = points[np.argsort(squares, kind="stable")[:TRIED]]
    ends = [misses.best_from(start) for start in starts]
    point, least = min(ends, key=lambda end: end[1])
    agreeing = sum(end <= max(SAME_END * least, 1e-12) for _, end in ends)
    misses.spread = [
        max(float(np.sqrt(np.mean((values[0] - each.values) ** 2))), 1e-9 * usual)
        if each.weight is None
        else usual
        for values, each, usual in zip(
            misses.values(point[None]), observed, misses.spread, strict=True
        )
    ]
    point, least = misses.best_from(point)
    return _fit(misses, point, least, agreeing)


def read_observations(study: Study, subject: Subject, data: Path | None = None) -> list[Series]:
    """Read what a study is fitted to, from ``data`` or else from the file it names.

    Raises
    ------
    InputError
        If no file is named, or it breaks a rule; all problems at once.
    """
    path, graph = data or study.fit.data, subject.graph
    if path is None:
        msg = f"{study.path}: no observations. Write them as [fit] data, or give --data FILE."
        zh = f"{study.path}：没有观测，请在 [fit] 写 data，或用 --data FILE 给出。"
        raise InputError(msg, zh=zh)
    first, last = graph.initial_time, graph.final_time
    return read_series(path, graph.home, first, last, study.fit.series)


def _fit(misses: _Misses, point: FloatArray, least: float, agreeing: int) -> StudyFit:
    space, observed = misses.space, tuple(misses.observed)
    count = sum(each.values.size for each in observed)
    at_end = (point < AT_END) | (point > 1 - AT_END)
    half, correlation = _intervals(misses.slopes(point)[:, ~at_end], least, count)
    halves = np.full(point.size, np.nan)
    halves[~at_end] = half
    told = np.zeros(point.size, dtype=bool)
    told[~at_end] = half < 0.5
    around = np.clip(point + np.array([[-FINE], [0.0], [FINE]]), 0, 1)
    values = np.stack([space.values(around)[each.id] for each in space.varied], axis=1)
    widths = (values[2] - values[0]) / np.maximum(around[2] - around[0], np.finfo(float).tiny)
    free = np.flatnonzero(~at_end)
    pairs = [
        (space.names[free[one]], space.names[free[other]], float(correlation[one, other]))
        for one in range(free.size)
        for other in range(one + 1, free.size)
        if abs(correlation[one, other]) > CLOSE
    ]
    fitted = tuple(each[0] for each in misses.values(point[None]))
    return StudyFit(
        names=space.names,
        labels=space.labels,
        units=space.units,
        low=np.array([each.low for each in space.varied]),
        high=np.array([each.high for each in space.varied]),
        estimate=values[1],
        half_width=halves * np.abs(widths),
        at_end=at_end,
        told=told,
        pairs=tuple(sorted(pairs, key=lambda pair: -abs(pair[2]))),
        series=tuple(_of_series(*each) for each in zip(observed, fitted, strict=True)),
        fitted=fitted,
        observed=observed,
        followed=TRIED,
        agreeing=agreeing,
        runs=misses.runs,
    )


def _intervals(slopes: FloatArray, least: float, count: int) -> tuple[FloatArray, FloatArray]:
    """Return half widths and correlations of the linear model, in shares of the ranges."""
    width = slopes.shape[1]
    if not width:
        return np.empty(0), np.empty((0, 0))
    _, sizes, turned = np.linalg.svd(slopes, full_matrices=False)
    firm = np.maximum(sizes, 1e-12 * max(sizes[0], np.finfo(float).tiny))
    covariance = (turned.T / firm**2) @ turned * least / (count - width)
    spread = np.sqrt(np.diag(covariance))
    known = np.where(spread > 0, spread, 1.0)
    half: FloatArray = two_sided(count - width) * spread
    return half, covariance / np.outer(known, known)


def _of_series(observed: Series, fitted: FloatArray) -> SeriesFit:
    apart, truly = fitted - observed.values, observed.values
    variance = float(np.var(truly))
    return SeriesFit(
        id=observed.id,
        count=truly.size,
        rmse=float(np.sqrt(np.mean(apart**2))),
        mape=float(100 * np.mean(np.abs(apart / truly))) if truly.all() else None,
        explained=1 - float(np.mean(apart**2)) / variance if variance else float("nan"),
    )


def _ids(observed: Sequence[Series]) -> list[str]:
    return [each.id for each in observed]


def _refuse_choices(study: Study, space: Space) -> None:
    choices = [
        name
        for name, each in zip(space.names, space.varied, strict=True)
        if each.distribution == "discrete" or each.id in space.options
    ]
    if choices:
        problems = [
            Problem(
                f"[factors.{name}]: a choice between values cannot be fitted; give low and high",
                f"[factors.{name}]：离散取值不能拟合，请给 low 和 high",
            )
            for name in choices
        ]
        raise refuse(study.path, problems)


def to_record(found: StudyFit) -> Mapping[str, object]:
    """Return a fit as plain values for JSON; None where there is no number."""

    def number(value: float) -> float | None:
        return float(value) if np.isfinite(value) else None

    return {
        "factors": [
            {
                "id": name,
                "estimate": float(found.estimate[at]),
                "half_width": number(found.half_width[at]),
                "low": float(found.low[at]),
                "high": float(found.high[at]),
                "unit": found.units[at],
                "at_end": bool(found.at_end[at]),
                "told": bool(found.told[at]),
            }
            for at, name in enumerate(found.names)
        ],
        "pairs": [
            {"first": first, "second": second, "correlation": value}
            for first, second, value in found.pairs
        ],
        "series": [
            {
                "id": each.id,
                "count": each.count,
                "rmse": each.rmse,
                "mape": each.mape,
                "r2": number(each.explained),
            }
            for each in found.series
        ],
        "runs": found.runs,
        "followed": found.followed,
        "agreeing": found.agreeing,
    }
