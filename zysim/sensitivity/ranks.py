"""How sure an order of factors is: chances instead of bare ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import ResultError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranks:
    """Chances of places in an order from the largest index down."""

    top: FloatArray
    """Chance to be among the first ``k``, shape ``(k - 1, group, output)``."""
    beats: FloatArray
    """Chance that the first group is ahead of the second, shape ``(group, group, output)``;
    0.5 with itself."""


def rank_chances(samples: FloatArray) -> Ranks:
    """Count how often each group takes each place.

    Groups that are equal share their places evenly.

    Parameters
    ----------
    samples
        Indices of any order, shape ``(sample, group, output)``, as of an
        :class:`~zysim.sensitivity.resampling.Estimate`: resamples, or draws around the
        replicates.

    Returns
    -------
    Ranks

    Raises
    ------
    ResultError
        If the shape is another one, there is no sample, or a number is not finite.

    Examples
    --------
    >>> chances = rank_chances(np.array([[[0.6], [0.3]], [[0.2], [0.4]]]))
    >>> chances.top[0, :, 0], chances.beats[0, 1, 0]
    (array([0.5, 0.5]), np.float64(0.5))
    """
    if samples.ndim != 3 or not samples.size or not np.isfinite(samples).all():
        msg = (
            f"rank_chances: need finite samples of shape (sample, group, output), got shape "
            f"{samples.shape}."
        )
        raise ResultError(
            msg, zh=f"排序概率需要形状为（样本, 组, 输出）的有限值，现为 {samples.shape}。"
        )
    _, groups, outputs = samples.shape
    places = np.arange(1, groups + 1)[:, None, None]
    top = np.empty((groups, groups, outputs))
    beats = np.empty((groups, groups, outputs))
    for at in range(outputs):
        one = samples[:, :, at]
        ahead = one[:, :, None] > one[:, None, :]
        equal = one[:, :, None] == one[:, None, :]
        beats[:, :, at] = ahead.mean(axis=0) + equal.mean(axis=0) / 2
        share = (places - ahead.sum(axis=1)) / equal.sum(axis=1)
        top[:, :, at] = np.clip(share, 0, 1).mean(axis=1)
    return Ranks(top=top, beats=beats)
