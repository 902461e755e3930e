"""How likely the observations are, given what the model says: two kinds of error, closed form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError, ResultError
from zysim.inputs.history import Observation
from zysim.sampling.distributions import TWO_SIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorModel:
    """How far an observation may be from a model that is right.

    Two errors are assumed, both normal. The *observation error* is independent from point to
    point; ``low`` to ``high`` of the row is its 95 % range, which is taken to be no narrower than
    ``floor``. The *discrepancy* is what the model's equations miss: one number for each series,
    as a share of the observed value, the same in all its years. It keeps three points of one
    series from counting as three independent ones: their common level says little, their trend
    says more. Errors of different series are independent.
    """

    floor: float = 0.01
    """Smallest half of the 95 % range of the observation error, as a share of the value."""
    discrepancy: float = 0.03
    """Standard deviation of the discrepancy, as a share of the value."""

    def __post_init__(self) -> None:
        for name in ("floor", "discrepancy"):
            share = getattr(self, name)
            if not 0 <= share < 1:
                msg = f"ErrorModel: {name}={share:g} must be a share from 0 to below 1."
                raise InputError(msg, zh=f"误差模型：{name}={share:g} 应在 0 与 1 之间。")


def observation_errors(rows: Sequence[Observation], model: ErrorModel) -> FloatArray:
    """Return the standard deviation of each observation error, shape ``(observation,)``.

    Raises
    ------
    InputError
        If an observation has no error at all, so that no world could be near it.
    """
    found = [
        max((row.high - row.low) / 2, model.floor * abs(row.value)) / TWO_SIDED for row in rows
    ]
    for row, error in zip(rows, found, strict=True):
        if error <= 0:
            msg = (
                f"observed.csv, {row.series} {row.year}: the value {row.value:g} has no range, so "
                "no state of the world can be weighed by it. Give low and high, or use show."
            )
            zh = (
                f"observed.csv，{row.series} {row.year}：观测值 {row.value:g} 没有误差范围，"
                "无法据此加权。请填写 low 与 high，或将 use 改为 show。"
            )
            raise InputError(msg, zh=zh)
    return np.array(found)


def log_likelihood(
    values: FloatArray, rows: Sequence[Observation], model: ErrorModel
) -> FloatArray:
    """Return the log likelihood of the observations in each state of the world.

    Within a series the covariance is diagonal (observation errors) plus one outer product (the
    discrepancy), so determinant and inverse are known without a decomposition.

    Parameters
    ----------
    values
        What the model says of each observation, shape ``(member, observation)``, in its unit.
    rows
        The observations.
    model
        Their errors.

    Returns
    -------
    numpy.ndarray
        Natural logarithm of the density, shape ``(member,)``.

    Raises
    ------
    InputError
        If an observation has no error.
    ResultError
        If shapes differ, there are no observations or a value is not finite.
    """
    if values.ndim != 2 or values.shape[1] != len(rows) or not rows:
        msg = (
            f"log_likelihood: values of shape {values.shape} for {len(rows)} observation(s); "
            "give one column for each, and at least one."
        )
        raise ResultError(msg, zh=f"似然：模型值 {values.shape} 与 {len(rows)} 个观测不对应。")
    _refuse_not_finite(values, rows)
    errors = observation_errors(rows, model)
    total = np.zeros(len(values))
    for series in dict.fromkeys(row.series for row in rows):
        at = [place for place, row in enumerate(rows) if row.series == series]
        observed = np.array([rows[place].value for place in at])
        total += _of_series(
            values[:, at] - observed, errors[at] ** 2, model.discrepancy * np.abs(observed)
        )
    return total


def standard_misses(
    values: FloatArray, rows: Sequence[Observation], model: ErrorModel
) -> FloatArray:
    """Return misses that are independent standard normals where the model is right.

    Minus half the sum of their squares is :func:`log_likelihood` but for a constant.

    Parameters
    ----------
    values, rows, model
        As for :func:`log_likelihood`.

    Returns
    -------
    numpy.ndarray
        Shape ``(member, observation)``.

    Raises
    ------
    InputError
        If an observation has no error.
    ResultError
        If a value is not finite.
    """
    _refuse_not_finite(values, rows)
    errors = observation_errors(rows, model)
    observed = np.array([row.value for row in rows])
    common = model.discrepancy * np.abs(observed)
    series = np.array([row.series for row in rows])
    covariance = np.diag(errors**2) + np.outer(common, common) * (series[:, None] == series)
    found: FloatArray = np.linalg.solve(np.linalg.cholesky(covariance), (values - observed).T).T
    return found


def _refuse_not_finite(values: FloatArray, rows: Sequence[Observation]) -> None:
    if not np.isfinite(values).all():
        row = rows[int(np.argmin(np.isfinite(values).all(axis=0)))]
        msg = f"log_likelihood: {row.variable} in {row.year} is not finite. Check the run."
        raise ResultError(msg, zh=f"似然：{row.variable} 在 {row.year} 年的模型值不是有限数。")


def _of_series(misses: FloatArray, variances: FloatArray, common: FloatArray) -> FloatArray:
    """Return the normal log density of misses ``(member, point)`` (Sherman and Morrison 1950)."""
    grown = 1 + float(np.sum(common**2 / variances))
    square = np.sum(misses**2 / variances, axis=1) - (misses @ (common / variances)) ** 2 / grown
    constant = len(variances) * np.log(2 * np.pi) + np.sum(np.log(variances)) + np.log(grown)
    density: FloatArray = -0.5 * (square + constant)
    return density
