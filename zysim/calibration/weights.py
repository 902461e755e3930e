"""Members that do not count alike: weights, what they are worth, and a sample that counts alike."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError, ResultError
from zysim.sampling.points import check_seed

ROUNDING = 1e-12
"""A sum of weights this far below a share has reached it."""


def normalised(logs: FloatArray) -> FloatArray:
    """Turn log weights into weights that sum to 1.

    Parameters
    ----------
    logs
        Shape ``(member,)``; minus infinity is a weight of 0.

    Raises
    ------
    ResultError
        If a log weight is NaN or plus infinity, or no member has a weight.

    Examples
    --------
    >>> normalised(np.log([1.0, 3.0]) - 5000).round(9)
    array([0.25, 0.75])
    """
    highest = np.max(logs, initial=-np.inf)
    if not np.isfinite(highest):
        msg = (
            f"weights: the highest log weight of {logs.size} member(s) is {highest:g}, so nothing "
            "can be weighed. Compare the observations with the runs (zysim fit)."
        )
        raise ResultError(
            msg, zh=f"权重：最大对数权重为 {highest:g}，无法加权。请核对观测（zysim fit）。"
        )
    relative = np.exp(logs - highest)
    weights: FloatArray = relative / relative.sum()
    return weights


def effective_size(weights: FloatArray) -> float:
    """Return how many members of equal weight these are worth (Kish 1965).

    Parameters
    ----------
    weights
        Shape ``(member,)``, summing to 1.

    Examples
    --------
    >>> effective_size(np.array([0.5, 0.5, 0.0])), effective_size(np.array([1.0, 0.0, 0.0]))
    (2.0, 1.0)
    """
    return 1.0 / float(np.sum(weights**2))


def resampled(weights: FloatArray, count: int, seed: int) -> IntArray:
    """Choose members by weight so that those chosen count alike: systematic resampling.

    A member of weight w is chosen ``count * w`` times, rounded down or up.

    Parameters
    ----------
    weights
        Shape ``(member,)``, summing to 1.
    count
        How many to choose, 1 or more.
    seed
        0 or more.

    Returns
    -------
    numpy.ndarray
        Places of the chosen, in rising order, shape ``(count,)``.

    Raises
    ------
    InputError
        If ``count`` is below 1 or the seed negative.

    Examples
    --------
    >>> resampled(np.array([0.5, 0.0, 0.5]), 4, seed=0)
    array([0, 0, 2, 2])
    """
    check_seed(seed)
    if count < 1:
        msg = f"resampled: count={count} must be 1 or more."
        raise InputError(msg, zh=f"重抽样个数 {count} 应不小于 1。")
    reached = np.cumsum(weights)
    start = np.random.default_rng(seed).random()
    places = (np.arange(count) + start) / count * reached[-1]
    found: IntArray = np.searchsorted(reached, places, side="right")
    return found


def weighted_quantiles(
    values: FloatArray, weights: FloatArray, shares: Sequence[float]
) -> FloatArray:
    """Return quantiles over weighted members, shape ``(share, …)`` for values ``(member, …)``.

    Each is the value of a member (the smallest with at least that share of the weight at or
    below it), so that infinity for "beyond the horizon" stays what it is. With equal weights
    they are those of :func:`zysim.metrics.spread.quantiles`.

    Parameters
    ----------
    values
        Shape ``(member, …)``; may be infinite.
    weights
        Shape ``(member,)``, summing to 1.
    shares
        Above 0, up to 1.

    Raises
    ------
    ResultError
        If there is not one weight for each member.

    Examples
    --------
    >>> weighted_quantiles(
    ...     np.array([2030.0, 2032.0, np.inf]), np.array([0.2, 0.5, 0.3]), [0.5, 0.9]
    ... )
    array([2032.,   inf])
    """
    if weights.shape != values.shape[:1]:
        msg = (
            f"weighted_quantiles: {weights.size} weight(s) for values of shape {values.shape}; "
            "give one weight a member."
        )
        raise ResultError(msg, zh=f"加权分位数：权重 {weights.size} 个，与成员数不符。")
    flat = values.reshape(len(values), math.prod(values.shape[1:]))
    order = np.argsort(flat, axis=0, kind="stable")
    reached = np.cumsum(weights[order], axis=0)
    places = np.array([(reached < share - ROUNDING).sum(axis=0) for share in shares])
    ranked = np.take_along_axis(flat, order, axis=0)
    found: FloatArray = np.take_along_axis(ranked, np.minimum(places, len(flat) - 1), axis=0)
    return found.reshape(len(shares), *values.shape[1:])
