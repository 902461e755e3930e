"""Shapley credit: what each group brings, over all orders in which groups may come."""

from __future__ import annotations

from math import comb

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import ResultError

MOST_GROUPS = 14
"""2^14 runs; more groups cost too many."""


def subsets(groups: int) -> FloatArray:
    """Return every subset as a row of 0 and 1, shape ``(2 ** groups, group)``.

    Row r holds group i where bit i of r is set: the first row is empty, the last one full.

    Raises
    ------
    ResultError
        If there are no groups or more than ``MOST_GROUPS``.

    Examples
    --------
    >>> subsets(2)
    array([[0., 0.],
           [1., 0.],
           [0., 1.],
           [1., 1.]])
    """
    if not 1 <= groups <= MOST_GROUPS:
        msg = f"subsets: {groups} groups; need 1 to {MOST_GROUPS}, since each subset is a run."
        raise ResultError(msg, zh=f"{groups} 组：应为 1 至 {MOST_GROUPS} 组，每个子集运行一次。")
    rows = np.arange(2**groups)[:, None]
    return ((rows >> np.arange(groups)) & 1).astype(np.float64)


def shapley_credit(outcomes: FloatArray) -> FloatArray:
    """Return the exact credit of each group.

    Parameters
    ----------
    outcomes
        Outcomes of all subsets in the order of :func:`subsets`, shape ``(subset, output)``.

    Returns
    -------
    numpy.ndarray
        Shape ``(group, output)``; over the groups it adds up to the outcome of all groups less that
        of none.

    Raises
    ------
    ResultError
        If the number of subsets is no power of 2 or a value is not finite.

    References
    ----------
    Shapley (1953), A value for n-person games.

    Examples
    --------
    >>> shapley_credit(np.array([[0.0], [1.0], [2.0], [7.0]])).ravel()
    array([3., 4.])
    """
    count = len(outcomes)
    groups = count.bit_length() - 1
    if outcomes.ndim != 2 or count != 1 << groups or groups < 1:
        msg = f"shapley_credit: {outcomes.shape} is not (2 ** groups, output)."
        raise ResultError(msg, zh=f"结果的形状 {outcomes.shape} 应为（2 的幂, 输出）。")
    if not np.isfinite(outcomes).all():
        row = int(np.flatnonzero(~np.isfinite(outcomes).all(axis=1))[0])
        msg = f"shapley_credit: subset {row} has an outcome that is not finite."
        raise ResultError(msg, zh=f"第 {row} 个子集的结果不是有限值。")
    rows = np.arange(count)
    sizes = np.array([int(row).bit_count() for row in rows])
    credit = np.empty((groups, outcomes.shape[1]))
    for group in range(groups):
        without = rows[(rows >> group) & 1 == 0]
        weights = np.array([1 / (groups * comb(groups - 1, size)) for size in sizes[without]])
        credit[group] = weights @ (outcomes[without | (1 << group)] - outcomes[without])
    return credit
