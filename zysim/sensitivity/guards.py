"""Outcomes that cannot be ranked are refused; those that rank badly are pointed out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.errors import ResultError
from zysim.sensitivity.saltelli import block_count, check_pairs

LEAST_ROWS = 32
"""Fewer rows say nothing about shares of variance."""
ROUNDING = 1e-12
"""A spread that is a smaller part of the values is rounding."""


def check_outcomes(outcomes: FloatArray, *, groups: int, pairs: Sequence[int] = ()) -> None:
    """Refuse outcomes from which no index can be taken.

    Parameters
    ----------
    outcomes
        Shape ``(row, block, output)``.
    groups, pairs
        As in the design.

    Raises
    ------
    InputError
        If pairs are not different groups.
    ResultError
        If the shape is not that of the design, rows are few, a value is not finite or an
        output is the same in all rows.
    """
    check_pairs(pairs, groups)
    blocks = block_count(groups, pairs)
    if outcomes.ndim != 3 or outcomes.shape[1] != blocks or not outcomes.shape[2]:
        msg = (
            f"outcomes: shape {outcomes.shape} is not (row, block, output) with {blocks} blocks, "
            f"for {groups} groups and {len(pairs)} pairs. Shape them like the design."
        )
        zh = (
            f"结果的形状 {outcomes.shape} 应为（行, 块, 输出），{groups} 组、{len(pairs)} 个 pairs "
            f"应有 {blocks} 块；请与抽样设计保持一致。"
        )
        raise ResultError(msg, zh=zh)
    if len(outcomes) < LEAST_ROWS:
        msg = (
            f"outcomes: {len(outcomes)} rows are too few. Take {LEAST_ROWS} at least, better 1024."
        )
        zh = f"结果只有 {len(outcomes)} 行，至少需要 {LEAST_ROWS} 行，建议 1024 行。"
        raise ResultError(msg, zh=zh)
    _check_finite(outcomes)
    still = np.flatnonzero(~varying(outcomes, groups=groups)).tolist()
    if still:
        msg = (
            f"outcomes: outputs {still} are the same in all rows, so there is nothing to rank. "
            f"Leave them out."
        )
        raise ResultError(msg, zh=f"第 {still} 个输出在所有行中相同，无可排序；请将其剔除。")


def varying(outcomes: FloatArray, *, groups: int, replicate: IntArray | None = None) -> BoolArray:
    """Return which outputs differ between rows by more than rounding.

    Parameters
    ----------
    outcomes
        Finite, shape ``(row, block, output)``.
    groups
        As in the design.
    replicate
        Number of the replicate of each row: an output must differ within each of them.

    Returns
    -------
    numpy.ndarray
        Shape ``(output,)``.

    Examples
    --------
    >>> outcomes = np.zeros((4, 3, 2))
    >>> outcomes[2, :, 1] = 5.0
    >>> varying(outcomes, groups=1)
    array([False,  True])
    """
    if replicate is not None:
        parts = [outcomes[replicate == number] for number in np.unique(replicate)]
        each: BoolArray = np.array([varying(part, groups=groups) for part in parts])
        together: BoolArray = np.all(each, axis=0)
        return together
    base = outcomes[:, [0, groups + 1]]
    varies: BoolArray = np.ptp(base, axis=(0, 1)) > ROUNDING * np.abs(base).max(axis=(0, 1))
    return varies


def _check_finite(outcomes: FloatArray) -> None:
    bad = ~np.isfinite(outcomes)
    if not bad.any():
        return
    rows = np.flatnonzero(bad.any(axis=(1, 2)))
    count, listed = int(bad.sum()), ", ".join(str(row) for row in rows[:5])
    msg = (
        f"outcomes: {count} of {outcomes.size} values are NaN or infinite, in {rows.size} rows, "
        f"first {listed}. See why these runs failed; leave out whole rows only by a stated rule."
    )
    zh = (
        f"结果中有 {count} 个非有限值（共 {outcomes.size} 个），涉及 {rows.size} 行，"
        f"前几行为 {listed}。请查明这些运行失败的原因；只有按明示的规则才可整行剔除。"
    )
    raise ResultError(msg, zh=zh)
