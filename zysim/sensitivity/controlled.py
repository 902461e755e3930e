"""Indices from few rows of a model and all rows of its surrogate, without the surrogate's error.

A surrogate (:mod:`zysim.sensitivity.surrogate`) walks the whole design, the model only some of its
rows. On these rows both are known: what the model's squares and products have in common with the
surrogate's is replaced by the surrogate's mean over all rows (control variates). The weight given
to the surrogate, between 0 and 1, is taken from the rows of the other replicates, so the result
stays unbiased; a surrogate that tells nothing gets none. Once the model has run all rows that the
surrogate has walked, the indices are those of the full study.

Qian, Peherstorfer, O'Malley, Vesselinov and Willcox (2018), Multifidelity Monte Carlo estimation
of variance and sensitivity indices, SIAM/ASA Journal on Uncertainty Quantification 6(2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.sensitivity.guards import check_outcomes
from zysim.sensitivity.replicates import from_replicates
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.sobol import NO_SPREAD, Indices


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walked:
    """What a surrogate gave for every row of a design."""

    values: FloatArray
    """Shape ``(row, block, output)``."""
    replicate: IntArray
    """Shape ``(row,)``."""
    seen: BoolArray
    """Which rows the model has run too, shape ``(row,)``."""


def controlled_indices(
    values: FloatArray,
    replicate: IntArray,
    walked: Walked | None,
    *,
    groups: int,
    samples: int = 500,
    seed: int = 0,
) -> Indices:
    """Return Sobol indices of the rows a model has run, sharpened by a surrogate's.

    Parameters
    ----------
    values
        Finite, of the model, shape ``(row, block, output)``.
    replicate
        Number of the replicate of each row, shape ``(row,)``; three or more, each with two rows
        or more.
    walked
        All rows of the surrogate, the seen ones in the order of ``values``. Where it is None, or
        an output of it is not finite, the model's rows stand alone.
    groups
        As for :func:`zysim.sensitivity.sobol.sobol_indices`.
    samples, seed
        Of the draws around the estimate; its spread is that of leaving out one replicate
        (jackknife).

    Returns
    -------
    Indices
        Without pairs.

    Raises
    ------
    ResultError
        If :func:`zysim.sensitivity.guards.check_outcomes` refuses the model's rows.

    Examples
    --------
    A surrogate equal to the model gives at once what all rows would:

    >>> rows = np.random.default_rng(0).random((64, 5, 1)) + np.arange(64)[:, None, None] % 7
    >>> replicate = np.repeat(np.arange(4), 16)
    >>> seen = np.arange(64) % 16 < 8
    >>> whole = controlled_indices(rows, replicate, None, groups=3)
    >>> few = controlled_indices(
    ...     rows[seen],
    ...     replicate[seen],
    ...     Walked(values=rows, replicate=replicate, seen=seen),
    ...     groups=3,
    ... )
    >>> bool(np.allclose(few.total.value, whole.total.value))
    True
    """
    check_outcomes(values, groups=groups)
    counts = np.unique(replicate, return_counts=True)[1]
    kept = [np.ones(counts.size, dtype=bool), *~np.eye(counts.size, dtype=bool)]
    found = np.empty((1 + counts.size, 2 * groups + 3, values.shape[2]))
    for at in range(values.shape[2]):
        middle, spread = values[:, :, at].mean(), values[:, :, at].std()
        own = _products((values[:, :, at] - middle) / spread, groups)
        means = _replicate_means(own, replicate)
        if walked is not None and np.isfinite(walked.values[:, :, at]).all():
            other = _products((walked.values[:, :, at] - middle) / spread, groups)
            means = _controlled(means, own, other, walked)
        for place, which in enumerate(kept):
            whole = counts[which] @ means[which] / counts[which].sum()
            found[place, :, at] = _indices(whole, spread, groups)
    pseudo = counts.size * found[0] - (counts.size - 1) * found[1:]
    every = from_replicates(found[0], list(pseudo), samples=samples, seed=seed)
    return Indices(
        rows=len(values),
        pairs=(),
        first=_part(every, slice(0, groups)),
        total=_part(every, slice(groups, 2 * groups)),
        second=Estimate(
            np.empty((0, groups, values.shape[2])),
            np.empty((samples, 0, groups, values.shape[2])),
        ),
        dummy_first=_part(every, 2 * groups),
        dummy_total=_part(every, 2 * groups + 1),
        variance=_part(every, 2 * groups + 2),
    )


def _products(values: FloatArray, groups: int) -> FloatArray:
    """Return what indices are means of, of standardised ``(row, block)``, a column each."""
    a, b, mixed = values[:, :1], values[:, groups + 1 : groups + 2], values[:, 1 : groups + 1]
    of_rows = [(a + b) / 2, (a**2 + b**2) / 2, a * b, (a**2 - b**2) / 2]
    return np.concatenate([b * (mixed - a), (a - mixed) ** 2 / 2, *of_rows], axis=1)


def _replicate_means(columns: FloatArray, replicate: IntArray) -> FloatArray:
    """Return means of columns, shape ``(replicate, column)``."""
    return np.array([columns[replicate == each].mean(axis=0) for each in np.unique(replicate)])


def _controlled(
    means: FloatArray, own: FloatArray, other: FloatArray, walked: Walked
) -> FloatArray:
    """Return the model's means with the part that the surrogate knows taken from all its rows."""
    of = walked.replicate[walked.seen]
    few, every = _replicate_means(other[walked.seen], of), _replicate_means(other, walked.replicate)
    at = np.unique(of, return_inverse=True)[1]
    off, other_off = own - means[at], other[walked.seen] - few[at]
    shared = _replicate_sums(off * other_off, at)
    alone = _replicate_sums(other_off**2, at)
    shared, alone = shared.sum(axis=0) - shared, alone.sum(axis=0) - alone  # of the other ones
    weight = np.divide(shared, alone, out=np.zeros_like(shared), where=alone > NO_SPREAD)
    found: FloatArray = means - np.clip(weight, 0, 1) * (few - every)
    return found


def _replicate_sums(columns: FloatArray, at: IntArray) -> FloatArray:
    found = np.zeros((int(at.max()) + 1, columns.shape[1]))
    np.add.at(found, at, columns)
    return found


def _indices(means: FloatArray, spread: float, groups: int) -> FloatArray:
    """Return S1, ST, the two of the dummy and the variance, from means of :func:`_products`."""
    mean, squares, product, imbalance = means[2 * groups :]
    variance = squares - mean**2
    shares = np.array([*means[: 2 * groups], product - mean**2, imbalance])
    if variance <= NO_SPREAD:
        return np.zeros(shares.size + 1)
    return np.append(shares / variance, variance * spread**2)


def _part(every: Estimate, place: slice | int) -> Estimate:
    return Estimate(every.value[place], every.samples[:, place], every.half_width[place])
