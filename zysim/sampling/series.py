"""Series of years by chance: what one year brings lingers into the next."""

from __future__ import annotations

import numpy as np

from zysim.arrays import FloatArray
from zysim.sampling.points import check_seed

WIDEST = 3.0
"""Standard deviations beyond which no year is drawn."""


def yearly_factors(
    members: int, years: int, deviation: float, memory: float, *, seed: int, stream: int = 0
) -> FloatArray:
    """Return factors around 1, shape ``(member, year)``: an autoregressive series for each member.

    Every year has the same distribution, with median 1; one year goes with the next by
    ``memory``.

    Parameters
    ----------
    members, years
        Shape of the result.
    deviation
        Standard deviation of a year.
    memory
        Correlation of a year with the next, from 0 to below 1.
    seed
        0 or more.
    stream
        Another number gives another series with the same seed.

    Raises
    ------
    InputError
        If the seed is negative.

    Examples
    --------
    >>> drawn = yearly_factors(4000, 30, 0.05, 0.4, seed=0)
    >>> round(float(np.median(drawn)), 2), round(float(drawn[:, -1].std()), 2)
    (1.0, 0.05)
    >>> round(float(np.corrcoef(drawn[:, 9], drawn[:, 10])[0, 1]), 1)
    0.4
    """
    check_seed(seed)
    shocks = np.random.default_rng([seed, stream]).standard_normal((members, years))
    scores = np.empty_like(shocks)
    scores[:, 0] = shocks[:, 0]
    for year in range(1, years):
        scores[:, year] = memory * scores[:, year - 1] + np.sqrt(1 - memory**2) * shocks[:, year]
    factors: FloatArray = 1.0 + deviation * np.clip(scores, -WIDEST, WIDEST)
    return factors
