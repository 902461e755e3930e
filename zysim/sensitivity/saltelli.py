"""The rows of a variance-based study: two independent samples and their mixtures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.errors import InputError
from zysim.sampling.points import sobol_points


def saltelli_rows(
    factors: int,
    rows: slice,
    *,
    seed: int,
    groups: Sequence[int] | None = None,
    pairs: Sequence[int] = (),
) -> FloatArray:
    """Return part of a Saltelli design in the unit cube.

    A row holds one point of sample A, one of sample B, and mixtures of the two. The rows are
    the first points of one sequence: more rows continue a study, they do not replace it. Any
    part is computed from the seed alone, so parts can be made anywhere in any order. Another
    seed gives an independent replicate.

    Parameters
    ----------
    factors
        How many factors vary.
    rows
        Which rows, ``slice(first, last + 1)``.
    seed
        0 or more. The points are those that SALib draws with the same seed. 0 is a seed like
        any other: only SALib's analysis takes it for none, not its sampler.
    groups
        The group of each factor, 0 to G-1; each factor by itself if left out. Factors of a
        group are exchanged together.
    pairs
        Groups whose second-order indices are wanted; each costs one block.

    Returns
    -------
    numpy.ndarray
        Shape ``(row, block, factor)``, from 0 to below 1. Blocks: A; A with group 0 from B,
        and so on to G-1; B; then B with a group from A, for each group in ``pairs``.

    Raises
    ------
    InputError
        If the rows, the seed, the groups or the pairs are not of these forms.

    References
    ----------
    Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer
    Physics Communications 181(2).

    Examples
    --------
    >>> saltelli_rows(3, slice(0, 4), seed=0).shape
    (4, 5, 3)
    """
    member = _members(factors, groups)
    check_pairs(pairs, len(member))
    first, last = rows.start or 0, rows.stop
    if last is None or not 0 <= first < last or rows.step not in (None, 1):
        msg = f"rows {rows}: give slice(first, last + 1) with first 0 or more and no step."
        raise InputError(msg, zh=f"行范围 {rows} 应为 slice(起, 止)，起点不小于 0，步长为 1。")
    points = sobol_points(slice(first, last), 2 * factors, seed)
    a, b = points[:, None, :factors], points[:, None, factors:]
    whole = np.ones((1, factors), dtype=bool)
    from_b = np.concatenate([~whole, member, whole, ~member[list(pairs)]])
    return np.where(from_b, b, a)


def block_count(groups: int, pairs: Sequence[int] = ()) -> int:
    """Return how many model runs a row costs.

    >>> block_count(8), block_count(8, pairs=[0, 3])
    (10, 12)
    """
    return groups + 2 + len(pairs)


def check_pairs(pairs: Sequence[int], groups: int) -> None:
    """Refuse pairs that are not different group numbers.

    Raises
    ------
    InputError
        If a number is outside 0 to ``groups - 1`` or comes twice.
    """
    if len(set(pairs)) != len(pairs) or any(not 0 <= each < groups for each in pairs):
        listed = list(pairs)
        msg = f"pairs {listed}: must be different group numbers from 0 to {groups - 1}."
        raise InputError(msg, zh=f"pairs {listed} 应为 0 至 {groups - 1} 之间互不相同的组号。")


def _members(factors: int, groups: Sequence[int] | None) -> BoolArray:
    """Return which factors belong to each group, shape ``(group, factor)``."""
    if factors < 1:
        msg = f"factors {factors}: a study needs one at least."
        raise InputError(msg, zh=f"因素数 {factors} 应不小于 1。")
    of: IntArray = np.arange(factors) if groups is None else np.asarray(groups, dtype=np.int64)
    if of.shape != (factors,) or set(of.tolist()) != set(range(len(set(of.tolist())))):
        listed = of.tolist()
        msg = f"groups {listed}: give each of the {factors} factors a group, numbered 0, 1, 2 …"
        zh = f"groups {listed} 应为 {factors} 个因素各给一个组号，从 0 起连续编号。"
        raise InputError(msg, zh=zh)
    member: BoolArray = of == np.arange(of.max() + 1)[:, None]
    return member
