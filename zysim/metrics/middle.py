"""The one statistic people are shown: the median of the members, and parts that sum to it.

Every line, level, year and difference that a page, table, picture or sentence shows is decided
here: a quantile of the members (:func:`quantiles`, P50 for the line), a difference between two
cases is the median of differences within the same world, and what a number is made of are the
medians of its parts, scaled so that they sum to it (:func:`parts_of_middle`). Where every variable
of a run has to hold together, worlds nearest to the median stand for it (:func:`nearest`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import ResultError

MEDIAN = 0.5
NEAREST = 16
"""Worlds that stand for the median where parts have to add up: their mean lies within 1 % of it."""
AIMS = 8
AT_ONCE = 8_000_000
"""Values whose quantiles are taken at once."""


def quantiles(values: FloatArray, shares: Sequence[float]) -> FloatArray:
    """Return quantiles over members, shape ``(share, …)`` for values ``(member, …)``.

    Each is the value of a member (the smallest with at least that share of members at or below
    it), so that infinity for "beyond the horizon" and whole years stay what they are.

    Examples
    --------
    >>> quantiles(np.array([2030.0, 2032.0, np.inf, np.inf]), [0.5, 0.9])
    array([2032.,   inf])
    """
    if values.ndim == 1 or values.size <= AT_ONCE:
        found: FloatArray = np.quantile(values, list(shares), axis=0, method="inverted_cdf")
        return found
    # One place after another: no second array of that size is made.
    found = np.empty((len(shares), *values.shape[1:]))
    for place in np.ndindex(values.shape[1:]):
        found[:, *place] = quantiles(values[:, *place], shares)
    return found


def middle(values: FloatArray) -> FloatArray:
    """Return what is shown of many members: their median, shape ``(…)`` for ``(member, …)``.

    Examples
    --------
    >>> middle(np.array([[1.0, 5.0], [2.0, 4.0], [9.0, 3.0]]))
    array([2., 4.])
    """
    found: FloatArray = quantiles(values, [MEDIAN])[0]
    return found


def middle_difference(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the median of what two cases differ by in the same world.

    It is not the difference of the medians, and it is what may be called the effect of a case.

    Examples
    --------
    >>> float(middle_difference(np.array([1.0, 2.0, 9.0]), np.array([4.0, 4.0, 9.5])))
    2.0
    """
    return middle(second - first)


def nearest(paths: FloatArray, count: int = NEAREST) -> IntArray:
    """Return the members nearest to the median, in order of their place.

    Where their mean misses the median, the search is aimed beyond it by as much, and the best of
    a few such aims is kept.

    Parameters
    ----------
    paths
        Shape ``(member, …)``: one path, or the paths of several cases in the same worlds.
    count
        How many; all where there are fewer members.

    Raises
    ------
    ResultError
        If there are no members.

    Examples
    --------
    >>> nearest(np.array([[1.0], [5.0], [4.0], [30.0]]), 2)
    array([1, 2])
    """
    if not len(paths):
        msg = "nearest: no members. Run at least one."
        raise ResultError(msg, zh="没有成员，无法选取最接近中位数的情形。")
    flat = paths.reshape(len(paths), -1)
    goal = aim = middle(flat)
    best, found = np.inf, np.arange(0)
    for _ in range(AIMS):
        chosen = np.argsort(((flat - aim) ** 2).sum(axis=1), kind="stable")[:count]
        missed = goal - flat[chosen].mean(axis=0)
        if (gap := float(np.abs(missed).max())) < best:
            best, found = gap, chosen
        aim = aim + missed
    return np.sort(found).astype(np.int64)


def close(parts: FloatArray, total: FloatArray) -> FloatArray:
    """Return parts that sum to the total: what is missing is shared out in proportion to size.

    Parameters
    ----------
    parts
        Shape ``(part, …)``.
    total
        Shape ``(…)``.

    Examples
    --------
    >>> close(np.array([2.0, -1.0]), np.array(1.3)).round(6)
    array([ 2.2, -0.9])
    >>> close(np.zeros(2), np.array(0.0))
    array([0., 0.])
    """
    size = np.abs(parts)
    whole = size.sum(axis=0)
    shares = size / np.where(whole > 0, whole, 1.0)
    found: FloatArray = parts + shares * (total - parts.sum(axis=0))
    return found


def parts_of_middle(total: FloatArray, parts: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return what the median of a total is made of, by part; the parts sum to it.

    They are the medians of the parts, closed to it: all by one factor where none is negative. So a
    part moves with its own members alone, never with which worlds happen to lie near the median.

    Parameters
    ----------
    total
        Shape ``(member,)`` or ``(member, year)``.
    parts
        By name, each with the shape of ``total``, summing to it in every member.

    Examples
    --------
    >>> total = np.array([3.0, 5.0, 10.0])
    >>> float(parts_of_middle(total, {"a": total * 0.25, "b": total * 0.75})["b"].round(6))
    3.75
    """
    medians = np.stack([middle(values) for values in parts.values()])
    return dict(zip(parts, close(medians, middle(total)), strict=True))
