"""Signs that indices rest on a few rows, or that the design was not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from zysim.arrays import BoolArray, FloatArray
from zysim.sampling.distributions import TWO_SIDED
from zysim.sensitivity.sobol import Indices

HEAVY = 10.0
"""Kurtosis above which tails are looked at; a normal distribution has 3."""
VAGUE = 0.1
"""Relative standard error of the variance above which heavy tails are pointed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """One reason not to trust the indices of one output."""

    kind: Literal["few rows decide", "first order above one"]
    output: int
    """Position of the output."""
    value: float
    """Kurtosis, or the sum of S1."""
    message: str
    """What it is, without the name of the output."""
    zh: str


def cautions(
    outcomes: FloatArray, indices: Indices, rows: BoolArray | None = None
) -> tuple[Caution, ...]:
    """Return what speaks against indices that could be computed.

    Parameters
    ----------
    outcomes
        Shape ``(row, block, output)``, accepted by
        :func:`zysim.sensitivity.guards.check_outcomes`.
    indices
        Computed from them.
    rows
        Rows each output rests on, shape ``(output, row)``; all if None.

    Returns
    -------
    tuple of Caution
        None if nothing does.
    """
    found = []
    for output in range(outcomes.shape[2]):
        kept = outcomes[:, :, output] if rows is None else outcomes[rows[output], :, output]
        found += _few_rows(kept, output)
        found += _above_one(indices, output)
    return tuple(found)


def _few_rows(values: FloatArray, output: int) -> list[Caution]:
    squares = (values - values.mean()) ** 2
    kurtosis = float(np.mean(squares**2) / np.mean(squares) ** 2)
    error = np.sqrt((kurtosis - 1) / (2 * len(values)))
    if kurtosis <= HEAVY or error <= VAGUE:
        return []
    row = int(np.argmax(squares.max(axis=1)))
    share = 100 * float(squares[row].sum() / squares.sum())
    message = (
        f"kurtosis {kurtosis:.0f}, so a few rows decide the indices; row {row} alone makes "
        f"{share:.0f} % of the variance. Look at that row, or take more rows."
    )
    zh = (
        f"峰度 {kurtosis:.0f}，指数由少数几行决定；仅第 {row} 行就占方差的 "
        f"{share:.0f} %。请检查该行，或增加行数。"
    )
    return [Caution(kind="few rows decide", output=output, value=kurtosis, message=message, zh=zh)]


def _above_one(indices: Indices, output: int) -> list[Caution]:
    total = float(indices.first.value[:, output].sum())
    spread = indices.first.samples[:, :, output].sum(axis=1).std(ddof=1)
    half = TWO_SIDED * float(spread)
    if total - half <= 1:
        return []
    message = (
        f"S1 sum to {total:.2f} ± {half:.2f}, above 1. Take more rows; if that does not help, "
        f"factors depend on each other or outcomes are not in the design's order."
    )
    zh = (
        f"S1 之和为 {total:.2f} ± {half:.2f}，大于 1。请增加行数；若无改善，"
        f"则因素彼此相关，或结果的顺序与抽样设计不符。"
    )
    return [
        Caution(kind="first order above one", output=output, value=total, message=message, zh=zh)
    ]
