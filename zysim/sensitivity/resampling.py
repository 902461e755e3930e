"""The bootstrap as one matrix: how often each row counts in each resample."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.sampling.distributions import TWO_SIDED


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Numbers and what they would have been with other rows of the same kind."""

    value: FloatArray
    """Estimates from all rows, any shape."""
    samples: FloatArray
    """The same from resampled rows, or drawn around it, shape ``(resample, …)``."""
    known_half: FloatArray | None = None
    """Half of the 95 % interval where it is known otherwise than from the samples."""

    @property
    def half_width(self) -> FloatArray:
        """Half of the 95 % interval; shape of ``value``."""
        if self.known_half is not None:
            return self.known_half
        half: FloatArray = TWO_SIDED * self.samples.std(axis=0, ddof=1)
        return half

    @property
    def low(self) -> FloatArray:
        """Lower end of the 95 % interval."""
        return self.value - self.half_width

    @property
    def high(self) -> FloatArray:
        """Upper end of the 95 % interval."""
        return self.value + self.half_width


def from_stacked(stacked: FloatArray) -> Estimate:
    """Take apart what :func:`resample_weights` gave: all rows first, then the resamples."""
    return Estimate(stacked[0], stacked[1:])


def resample_weights(rows: int, bootstrap: int, seed: int) -> FloatArray:
    """Return the weight of each row in the whole and in each resample.

    A matrix product with these weights takes the mean over rows of any quantity, for the
    estimate and for all its resamples at once.

    Parameters
    ----------
    rows
        How many rows there are.
    bootstrap
        How many resamples, 2 at least.
    seed
        0 or more. The rows drawn are those that SALib draws with the same seed above 0.

    Returns
    -------
    numpy.ndarray
        Shape ``(1 + bootstrap, row)``; each line sums to 1, the first is uniform.

    Raises
    ------
    InputError
        If there are fewer than 2 resamples or the seed is negative.

    Examples
    --------
    >>> resample_weights(4, 2, seed=0).sum(axis=1)
    array([1., 1., 1.])
    """
    if bootstrap < 2 or seed < 0:
        msg = f"bootstrap {bootstrap}, seed {seed}: need 2 resamples and a seed of 0 at least."
        zh = f"bootstrap {bootstrap}、种子 {seed}：重抽样应不少于 2 次，种子不小于 0。"
        raise InputError(msg, zh=zh)
    drawn = np.random.default_rng(seed).integers(rows, size=(rows, bootstrap))
    weights = np.ones((1 + bootstrap, rows))
    for at in range(bootstrap):
        weights[1 + at] = np.bincount(drawn[:, at], minlength=rows)
    weights /= rows
    return weights
