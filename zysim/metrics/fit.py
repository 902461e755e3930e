"""How well the model repeats history: percentage error and where the error comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import ResultError, unknown_name
from zysim.inputs.history import Observation, Use
from zysim.inputs.problems import Problem
from zysim.metrics.totals import position
from zysim.units import unit_words

USES: tuple[Use, ...] = ("fit", "holdout", "show")
FAR_OFF = 2.0
"""An observation this many times larger or smaller than the model is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theil:
    """Theil's inequality statistics; the three shares sum to 1, or are 0 for a perfect fit."""

    u: float
    """Inequality coefficient: 0 perfect, 1 as bad as it gets."""
    bias: float
    """Share of the squared error from different means."""
    variance: float
    """Share from different spreads."""
    covariance: float
    """Share from point-by-point differences, the harmless kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One series against the model, over the years it was fitted to or those held out."""

    series: str
    variable: str
    use: Use
    """``show`` for what was neither fitted nor held out: derived, assumed, or of the province."""
    years: tuple[int, ...]
    mape: float
    """Mean absolute percentage error, in percent."""
    theil: Theil


def mape(model: FloatArray, observed: FloatArray) -> float:
    """Return the mean absolute percentage error, in percent.

    Parameters
    ----------
    model, observed
        Same shape ``(year,)``, same unit.

    Raises
    ------
    ResultError
        If shapes differ, nothing is compared, a value is not finite or an observation is 0.

    Examples
    --------
    >>> mape(np.array([150.0, 75.0]), np.array([100.0, 100.0]))
    37.5
    """
    _check(model, observed)
    if (observed == 0).any():
        msg = "mape: an observation is 0, so it has no percentage error. Use it to show only."
        raise ResultError(msg, zh="观测值为 0，无法计算百分比误差；该观测只宜用于展示（show）。")
    return float(100.0 * np.mean(np.abs((model - observed) / observed)))


def theil(model: FloatArray, observed: FloatArray) -> Theil:
    """Split the squared error of a series into bias, variance and covariance.

    Parameters
    ----------
    model, observed
        Same shape ``(year,)``, same unit.

    Raises
    ------
    ResultError
        If shapes differ, nothing is compared or a value is not finite.

    References
    ----------
    Theil (1966), Applied Economic Forecasting; Sterman (1984), Appropriate summary statistics
    for evaluating the historical fit of system dynamics models, Dynamica 10(2).

    Examples
    --------
    >>> theil(np.array([2.0, 3.0, 4.0]), np.array([1.0, 2.0, 3.0])).bias
    1.0
    """
    _check(model, observed)
    squared = float(np.mean((model - observed) ** 2))
    if squared == 0:
        return Theil(u=0.0, bias=0.0, variance=0.0, covariance=0.0)
    spread_model, spread_observed = float(np.std(model)), float(np.std(observed))
    together = float(np.mean((model - model.mean()) * (observed - observed.mean())))
    size = float(np.sqrt(np.mean(model**2)) + np.sqrt(np.mean(observed**2)))
    return Theil(
        u=float(np.sqrt(squared)) / size,
        bias=float((model.mean() - observed.mean()) ** 2) / squared,
        variance=(spread_model - spread_observed) ** 2 / squared,
        covariance=2.0 * (spread_model * spread_observed - together) / squared,
    )


def far_off(
    observations: Iterable[Observation], values: Mapping[str, FloatArray], years: IntArray
) -> list[Problem]:
    """Name observations that are twice the model's value or more, or half of it or less.

    Such a distance is more often a unit or a definition than an error of the model.

    Parameters
    ----------
    observations
        Rows of the history, of any use; those without a variable or of other years are left out.
    values
        Scalar id to values of the runs, shape ``(run, year)``; the first run is compared.
    years
        Shape ``(year,)``.
    """
    found = []
    for row in observations:
        if row.variable not in values or not years[0] <= row.year <= years[-1]:
            continue
        model = float(values[row.variable][0, position(years, row.year)])
        small, large = sorted((abs(row.value), abs(model)))
        if large and large >= FAR_OFF * small:
            place = f"{row.series} {row.year}"
            found.append(
                Problem(
                    f"{row.value:g} observed, {model:.4g} in the model ({row.unit}): is the unit "
                    "or the definition another?",
                    f"观测 {row.value:g}，模型 {model:.4g}（{unit_words(row.unit)[0]}）："
                    "请核对单位和统计口径",
                ).under(place, place)
            )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One observation beside the value of the model, both in the unit of the observation."""

    series: str
    variable: str
    year: int
    observed: float
    model: float
    apart: float | None
    """Model over observed, less 1; None where 0 was observed."""
    unit: str
    use: str


def compare_years(
    observations: Iterable[Observation], values: Mapping[str, FloatArray], years: IntArray
) -> tuple[Compared, ...]:
    """Put every observation, of any use, beside the first run.

    Parameters
    ----------
    observations
        Rows of the history; those without a variable or of other years are left out.
    values
        Scalar id to values of the runs, shape ``(run, year)``.
    years
        Shape ``(year,)``.
    """
    found = []
    for row in observations:
        if row.variable in values and years[0] <= row.year <= years[-1]:
            model = float(values[row.variable][0, position(years, row.year)])
            found.append(
                Compared(
                    series=row.series,
                    variable=row.variable,
                    year=row.year,
                    observed=row.value,
                    model=model,
                    apart=model / row.value - 1 if row.value else None,
                    unit=row.unit,
                    use=row.use,
                )
            )
    return tuple(found)


def fit_history(
    observations: Iterable[Observation],
    values: Mapping[str, FloatArray],
    years: IntArray,
    *,
    run: int = 0,
    shown: bool = False,
) -> tuple[Fit, ...]:
    """Compare a run with the observed series, fitted and held-out years apart.

    Rows marked ``show`` are left out, as nobody observed the variable itself, unless asked for.

    Parameters
    ----------
    observations
        Rows of params/history/observed.csv.
    values
        Scalar id to values of shape ``(run, year)``, in the unit of the observations.
    years
        Calendar years, shape ``(year,)``.
    run
        Which run to compare.
    shown
        Compare rows marked ``show`` as well, where they have a variable and are not 0.

    Returns
    -------
    tuple of Fit
        Up to three per series, in the order of the observations.

    Raises
    ------
    InputError
        If a variable was not reported.
    ResultError
        If a year was not simulated or a number is not usable.
    """
    groups: dict[tuple[str, Use], list[Observation]] = {}
    for row in observations:
        if row.use != "show" or (shown and row.variable and row.value):
            groups.setdefault((row.series, row.use), []).append(row)
    order = {series: at for at, (series, _) in reversed([*enumerate(groups)])}
    chosen = sorted(groups, key=lambda key: (order[key[0]], USES.index(key[1])))
    return tuple(_fit(groups[key], values, years, run) for key in chosen)


def _fit(
    rows: list[Observation], values: Mapping[str, FloatArray], years: IntArray, run: int
) -> Fit:
    first = rows[0]
    for row in rows:
        if row.variable not in values:
            where = f"series {row.series}"
            raise unknown_name("variable", row.variable, values, where)
    observed = np.array([row.value for row in rows])
    model = np.array([values[row.variable][run, position(years, row.year)] for row in rows])
    return Fit(
        series=first.series,
        variable=first.variable,
        use=first.use,
        years=tuple(row.year for row in rows),
        mape=mape(model, observed),
        theil=theil(model, observed),
    )


def _check(model: FloatArray, observed: FloatArray) -> None:
    if model.shape != observed.shape or model.ndim != 1 or not model.size:
        msg = (
            f"fit: model and observations need the same shape (year,) with a year at least, got "
            f"{model.shape} and {observed.shape}."
        )
        raise ResultError(msg)
    if not (np.isfinite(model).all() and np.isfinite(observed).all()):
        msg = "fit: a value is NaN or infinite. Check the run and params/history/observed.csv."
        raise ResultError(msg, zh="拟合误差：存在非有限值，请检查运行结果与观测表。")
