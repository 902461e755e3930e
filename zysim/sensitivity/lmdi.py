"""Additive LMDI-I: the difference of a product, shared among its factors without a residual."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import ResultError

TINY = 1e-100
"""Stands for 0, as Ang and Liu (2007) advise: a factor that starts from 0 gets nearly all."""
SMALL = 1e-8


def lmdi(factors: Sequence[FloatArray]) -> FloatArray:
    """Decompose the change of a product between two states.

    Parameters
    ----------
    factors
        Factors whose product is decomposed, each of shape ``(2, …)``: before and after, then
        sectors, years or both. None may be negative.

    Returns
    -------
    numpy.ndarray
        Shape ``(factor, …)``, in the unit of the product; over the factors it adds up to the
        product after less the product before.

    Raises
    ------
    ResultError
        If shapes differ, a factor is negative or not finite.

    References
    ----------
    Ang (2005), The LMDI approach to decomposition analysis: a practical guide, Energy Policy 33(7).

    Examples
    --------
    >>> parts = lmdi([np.array([2.0, 4.0]), np.array([3.0, 3.0])])
    >>> parts.round(12)
    array([6., 0.])
    """
    stacked = np.stack([np.asarray(each, dtype=float) for each in factors])
    if stacked.ndim < 2 or stacked.shape[1] != 2:
        msg = f"lmdi: factors of shape {stacked.shape[1:]}; the first axis must be before, after."
        raise ResultError(msg, zh=f"lmdi：因子形状 {stacked.shape[1:]}，第一维应为前、后两个状态。")
    wrong = ~np.isfinite(stacked) | (stacked < 0)
    if wrong.any():
        at = int(np.flatnonzero(wrong.reshape(len(stacked), -1).any(axis=1))[0])
        msg = f"lmdi: factor {at} holds a value that is negative or not finite."
        raise ResultError(msg, zh=f"lmdi：第 {at} 个因子含负值或非有限值。")
    before, after = stacked.prod(axis=0)
    logs = np.log(np.maximum(stacked, TINY))
    growth = logs[:, 1] - logs[:, 0]
    whole = growth.sum(axis=0)
    change = after - before
    moved = np.abs(whole) > SMALL
    # The logarithmic mean of both states; for a small change the plain mean is the same number.
    mean = np.where(moved, change / np.where(moved, whole, 1.0), (before + after) / 2)
    parts: FloatArray = growth * mean
    return parts
