"""How sure an order of factors is: chances instead of bare ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import ResultError


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranks:
    """Chances of places in an order from the largest index down."""

    samples: FloatArray
    """Indices, shape ``(sample, group, output)``, all finite."""

    @cached_property
    def top(self) -> FloatArray:
        """Chance to be among the first ``k``, shape ``(k - 1, group, output)``."""
        count, groups, outputs = self.samples.shape
        # In a sample each place that a group may take gets its share of 1: it begins where the
        # group's places begin and ends behind them; added up, that is the chance of each place.
        changes = np.empty((groups + 1, groups, outputs))
        for at in range(outputs):
            behind, upto = places_upwards(self.samples[:, :, at])
            share = (1 / (upto - behind)).ravel()
            begins, ends = (
                np.bincount(
                    ((groups - each) * groups + np.arange(groups)).ravel(),
                    share,
                    minlength=changes[:, :, at].size,
                )
                for each in (upto, behind)
            )
            changes[:, :, at] = (begins - ends).reshape(groups + 1, groups)
        found: FloatArray = changes[:-1].cumsum(axis=0).cumsum(axis=0) / count
        return np.minimum(found, 1.0)

    @cached_property
    def beats(self) -> FloatArray:
        """Chance that the first group is ahead of the second, shape ``(group, group, output)``.

        0.5 with itself.
        """
        one, other = self.samples[:, :, None], self.samples[:, None]
        ahead: FloatArray = np.mean(one > other, axis=0) + np.mean(one == other, axis=0) / 2
        return ahead


def places_upwards(values: FloatArray) -> tuple[IntArray, IntArray]:
    """Return how many are smaller than each value of a line, and how many are not larger.

    Parameters
    ----------
    values
        Shape ``(line, value)``.

    Examples
    --------
    >>> behind, upto = places_upwards(np.array([[0.3, 0.0, 0.9, 0.0]]))
    >>> behind.tolist(), upto.tolist()
    ([[2, 0, 3, 0]], [[3, 2, 4, 2]])
    """
    order = np.argsort(values, axis=1)
    upwards = np.take_along_axis(values, order, axis=1)
    place = np.arange(values.shape[1])
    other = upwards[:, 1:] != upwards[:, :-1]
    ends = np.ones((len(values), 1), dtype=bool)
    first = np.where(np.concatenate([ends, other], axis=1), place, 0)
    last = np.where(np.concatenate([other, ends], axis=1), place + 1, place.size)
    found = np.empty((2, *values.shape), dtype=np.int64)
    np.put_along_axis(found[0], order, np.maximum.accumulate(first, axis=1), axis=1)
    last = np.minimum.accumulate(last[:, ::-1], axis=1)[:, ::-1]
    np.put_along_axis(found[1], order, last, axis=1)
    return found[0], found[1]


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
    return Ranks(samples=samples)
