"""Sobol indices of many outcomes, with their bootstrap, from the rows of a Saltelli design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import BoolArray, FloatArray
from zysim.sensitivity.guards import check_outcomes
from zysim.sensitivity.resampling import Estimate, from_stacked, resample_weights

NO_SPREAD = float(np.finfo(np.float64).eps)
"""A resample with less than this share of the variance has indices of 0, as in SALib."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Indices:
    """Shares of the variance of each outcome."""

    rows: int
    """Rows of the design they rest on."""
    pairs: tuple[int, ...]
    """The groups that ``second`` is about."""
    first: Estimate
    """S1, shape ``(group, output)``: what a group does by itself."""
    total: Estimate
    """ST, shape ``(group, output)``: what it does by itself and together with others."""
    second: Estimate
    """S2, shape ``(pair, group, output)``: what a group of ``pairs`` does only together with
    another one; NaN with itself."""
    dummy_first: Estimate
    """S1 by formula of a factor that does nothing, shape ``(output,)``."""
    dummy_total: Estimate
    """ST by formula of a factor that does nothing, shape ``(output,)``."""
    variance: Estimate
    """Variance of the outcome, shape ``(output,)``, in its unit squared."""

    @property
    def above_noise(self) -> BoolArray:
        """Whether ST exceeds what a factor that does nothing may show; ``(group, output)``.

        A coarse sieve: with 1024 rows it holds back all below about 0.06.
        """
        noise = np.abs(self.dummy_total.value) + self.dummy_total.half_width
        above: BoolArray = self.total.value > noise
        return above


def sobol_indices(
    outcomes: FloatArray,
    *,
    groups: int,
    pairs: Sequence[int] = (),
    bootstrap: int = 500,
    seed: int = 0,
) -> Indices:
    """Return Sobol indices of first, second and total order.

    S1 is estimated after Saltelli et al. (2010), ST after Jansen (1999), S2 after Saltelli
    (2002). Outcomes are centred on the mean of all blocks and resampled by whole rows: with
    the same blocks and a seed above 0 the results are those of SALib. The dummy is estimated
    from products of A and B (Khorashadi Zadeh et al. 2017), because the estimators above give
    exactly 0 for a factor that is not in the model.

    Besides its results, which hold ``bootstrap * groups`` numbers for each output and order,
    it needs the memory of ``(bootstrap + 3 * groups) * rows`` numbers.

    Parameters
    ----------
    outcomes
        Shape ``(row, block, output)``, blocks as in
        :func:`zysim.sensitivity.saltelli.saltelli_rows`; outputs may be years.
    groups
        How many groups, or factors where each stands by itself.
    pairs
        The groups of the last blocks.
    bootstrap
        How many resamples.
    seed
        Of the resamples; 0 or more.

    Returns
    -------
    Indices

    Raises
    ------
    InputError
        If pairs, bootstrap or seed cannot be used.
    ResultError
        If :func:`zysim.sensitivity.guards.check_outcomes` refuses the outcomes.
    """
    check_outcomes(outcomes, groups=groups, pairs=pairs)
    rows, _, outputs = outcomes.shape
    weights = resample_weights(rows, bootstrap, seed)
    first = np.empty((1 + bootstrap, groups, outputs))
    total = np.empty_like(first)
    second = np.empty((1 + bootstrap, len(pairs), groups, outputs))
    dummy = np.empty((1 + bootstrap, 2, outputs))
    variance = np.empty((1 + bootstrap, outputs))
    for at in range(outputs):
        values = outcomes[:, :, at].astype(np.float64)
        spread = values.std()
        parts = _Parts(weights, (values - values.mean()) / spread, groups)
        first[:, :, at] = parts.first()
        total[:, :, at] = parts.total()
        for position, group in enumerate(pairs):
            second[:, position, :, at] = parts.second(position, group, first[:, :, at])
        dummy[:, :, at] = parts.dummy()
        variance[:, at] = parts.variance * spread**2
    return Indices(
        rows=rows,
        pairs=tuple(pairs),
        first=from_stacked(first),
        total=from_stacked(total),
        second=from_stacked(second),
        dummy_first=from_stacked(dummy[:, 0]),
        dummy_total=from_stacked(dummy[:, 1]),
        variance=from_stacked(variance),
    )


class _Parts:
    """One standardised outcome, shape ``(row, block)``, and its means over each resample."""

    def __init__(self, weights: FloatArray, values: FloatArray, groups: int) -> None:
        self.weights = weights
        self.a, self.b = values[:, :1], values[:, groups + 1 : groups + 2]
        self.ab, self.ba = values[:, 1 : groups + 1], values[:, groups + 2 :]
        columns = [self.a, self.b, self.a**2, self.b**2, self.a * self.b]
        means = weights @ np.concatenate(columns, axis=1)
        self.squares_a, self.squares_b, self.product = means[:, 2:].T
        self.mean = means[:, :2].mean(axis=1)
        self.variance = (self.squares_a + self.squares_b) / 2 - self.mean**2

    def first(self) -> FloatArray:
        return self._share(self.weights @ (self.b * (self.ab - self.a)))

    def total(self) -> FloatArray:
        return self._share(self.weights @ ((self.a - self.ab) ** 2) / 2)

    def second(self, position: int, group: int, first: FloatArray) -> FloatArray:
        together = self.weights @ (self.ba[:, [position]] * self.ab) - self.product[:, None]
        share = self._share(together) - first - first[:, [group]]
        share[:, group] = np.nan
        return share

    def dummy(self) -> FloatArray:
        covariance = self.product - self.mean**2
        imbalance = (self.squares_a - self.squares_b) / 2
        return self._share(np.stack([covariance, imbalance], axis=1))

    def _share(self, of: FloatArray) -> FloatArray:
        varies = (self.variance > NO_SPREAD)[:, None]
        share: FloatArray = np.divide(
            of, self.variance[:, None], out=np.zeros_like(of), where=varies
        )
        return share
