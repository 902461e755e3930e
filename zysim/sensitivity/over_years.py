"""One number for indices that change from year to year."""

from __future__ import annotations

import numpy as np

from zysim.arrays import FloatArray
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.sobol import Indices


def weigh_by_variance(indices: Indices) -> Indices:
    """Return the indices of all years together, each year weighing by its variance.

    These are the shares of the sum of the yearly variances (Gamboa et al. 2014): years in
    which little varies count little.

    Parameters
    ----------
    indices
        Outputs are years of one variable, or others of one unit.

    Returns
    -------
    Indices
        Of one output; its variance is the sum over the years.
    """
    variance = indices.variance
    return Indices(
        rows=indices.rows,
        pairs=indices.pairs,
        first=_weighed(indices.first, variance),
        total=_weighed(indices.total, variance),
        second=_weighed(indices.second, variance),
        dummy_first=_weighed(indices.dummy_first, variance),
        dummy_total=_weighed(indices.dummy_total, variance),
        variance=Estimate(
            variance.value.sum(axis=-1, keepdims=True),
            variance.samples.sum(axis=-1, keepdims=True),
        ),
    )


def _weighed(each: Estimate, variance: Estimate) -> Estimate:
    between = tuple(range(1, each.samples.ndim - 1))
    by_resample = np.expand_dims(variance.samples, between)
    return Estimate(_mean(each.value, variance.value), _mean(each.samples, by_resample))


def _mean(shares: FloatArray, variance: FloatArray) -> FloatArray:
    amount = (shares * variance).sum(axis=-1, keepdims=True)
    whole = np.broadcast_to(variance.sum(axis=-1, keepdims=True), amount.shape)
    mean: FloatArray = np.divide(amount, whole, out=np.zeros_like(amount), where=whole > 0)
    return mean
