"""Whether there were enough rows: three statistics over growing parts of the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.sensitivity.estimates import study_indices
from zysim.sensitivity.guards import LEAST_ROWS, check_outcomes, varying
from zysim.sensitivity.ranks import places_upwards
from zysim.sensitivity.replicates import ENOUGH
from zysim.sensitivity.resampling import Estimate

FIRST_ROWS = 256
WIDTH_LIMIT = 0.05
"""Widest 95 % interval of settled indices, and of the small ones for screening."""
SMALL = 0.05
"""Factors with smaller indices are screened out."""
RANK_LIMIT = 1.0
"""Mean shift of ranks, weighed by importance, below which an order is settled."""
COMPARED = 200
"""Resamples whose orders are compared in pairs: 19,900 pairs are enough for a quantile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What can be said about one output."""

    rows: int
    indices: bool
    """Whether the sizes of the indices are settled."""
    ranking: bool
    """Whether their order is."""
    screening: bool
    """Whether the factors that do nothing are known."""
    settled_at: int | None
    """Rows from which on all three held, or None."""
    rows_wanted: int
    """Rows at which the sizes should be settled, as widths shrink with the root of rows."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Convergence:
    """Three statistics, each of shape ``(part, output)``.

    NaN where an output does not vary in a part.
    """

    rows: tuple[int, ...]
    """Rows of each part, the last one is the whole."""
    width: FloatArray
    """Widest 95 % interval of all indices."""
    ranking: FloatArray
    """Shift of ranks between two resamples, weighed by the indices: 95 % quantile."""
    screening: FloatArray
    """Widest 95 % interval of the indices below ``SMALL`` or that may be 0; 0 if there are none."""

    def of(self, output: int) -> Convergence:
        """Return the statistics of one output."""
        at = slice(output, output + 1)
        return Convergence(
            rows=self.rows,
            width=self.width[:, at],
            ranking=self.ranking[:, at],
            screening=self.screening[:, at],
        )

    def verdict(self, output: int = 0) -> Verdict:
        """Return the state at the last part, for one output."""
        width = self.width[:, output]
        held = np.stack(
            [
                width < WIDTH_LIMIT,
                self.ranking[:, output] < RANK_LIMIT,
                self.screening[:, output] < WIDTH_LIMIT,
            ]
        )
        together: BoolArray = np.all(held, axis=0)
        since = len(together) - int(np.argmin(np.append(together[::-1], False)))
        indices, ranking, screening = (bool(each) for each in held[:, -1])
        rows = self.rows[-1]
        needed = rows * max(1.0, float(width[-1] / WIDTH_LIMIT) ** 2)
        return Verdict(
            rows=rows,
            indices=indices,
            ranking=ranking,
            screening=screening,
            settled_at=self.rows[since] if since < len(self.rows) else None,
            rows_wanted=rows if indices else 1 << int(np.ceil(np.log2(needed))),
        )


def convergence(
    outcomes: FloatArray,
    *,
    groups: int,
    pairs: Sequence[int] = (),
    of: Literal["first", "total"] = "total",
    replicate: IntArray | None = None,
    bootstrap: int = 500,
    seed: int = 0,
) -> Convergence:
    """Return how indices settle over growing parts of the rows.

    Parts are the first 256, 512, … rows and the whole; with enough replicates
    (:data:`zysim.sensitivity.replicates.ENOUGH`) the first 32, 64, … of each, and the spread
    between replicates takes the place of the bootstrap.

    Parameters
    ----------
    outcomes, groups, pairs, bootstrap, seed
        As for :func:`zysim.sensitivity.sobol.sobol_indices`; the blocks of pairs are not used.
    of
        Which index is looked at.
    replicate
        Number of the replicate of each row; all are of one if None.

    Returns
    -------
    Convergence

    Raises
    ------
    InputError
        If pairs, bootstrap or seed cannot be used.
    ResultError
        If :func:`zysim.sensitivity.guards.check_outcomes` refuses the outcomes.

    References
    ----------
    Sarrazin, Pianosi and Wagener (2016), Global sensitivity analysis of environmental models:
    convergence and validation, Environmental Modelling & Software 79.
    """
    check_outcomes(outcomes, groups=groups, pairs=pairs)
    parts = _parts(np.zeros(len(outcomes), dtype=int) if replicate is None else replicate)
    blocks = groups + 2
    statistics = np.full((3, len(parts), outcomes.shape[2]), np.nan)
    for at, (rows, of_rows) in enumerate(parts):
        part = outcomes[rows]
        live = varying(part, groups=groups, replicate=of_rows)
        if live.any():
            indices = study_indices(
                part[:, :blocks, live], of_rows, groups=groups, bootstrap=bootstrap, seed=seed
            )
            statistics[:, at, live] = settling(getattr(indices, of))
    return Convergence(
        rows=tuple(int(rows.sum()) for rows, _ in parts),
        width=statistics[0],
        ranking=statistics[1],
        screening=statistics[2],
    )


def _parts(replicate: IntArray) -> list[tuple[BoolArray, IntArray]]:
    """Return growing parts: which rows, and the replicate of each of these."""
    numbers = np.unique(replicate)
    whole, first = len(replicate), FIRST_ROWS
    place: IntArray = np.arange(whole)
    if numbers.size >= ENOUGH:
        for number in numbers:
            mine = replicate == number
            place[mine] = np.arange(int(mine.sum()))
        whole, first = int(place.max()) + 1, LEAST_ROWS
    else:  # too few to stand for themselves: their rows count as those of one study
        replicate = np.zeros(whole, dtype=int)
    doublings = range(max(0, (whole - 1).bit_length() - first.bit_length() + 1))
    sizes = (*(first << each for each in doublings), whole)
    return [(place < size, replicate[place < size]) for size in sizes]


def settling(estimate: Estimate) -> FloatArray:
    """Return width, ranking and screening of indices ``(group, output)``, as ``(3, output)``."""
    width = 2 * estimate.half_width
    ranking = [_rank_shift(one) for one in np.moveaxis(estimate.samples, 2, 0)]
    may_do_nothing = (estimate.value < SMALL) | (estimate.value <= estimate.half_width)
    small = np.where(may_do_nothing, width, 0.0)
    return np.stack([width.max(axis=0), np.array(ranking), small.max(axis=0)])


def _rank_shift(samples: FloatArray) -> float:
    """Return the 95 % quantile of weighed rank shifts; samples of shape ``(resample, group)``."""
    compared = samples[:COMPARED]
    ranks = np.add(*places_upwards(compared)) / 2
    shifts = []
    for at in range(len(compared) - 1):
        weight = np.maximum(compared[at], compared[at + 1 :]) ** 2
        moved = np.abs(ranks[at] - ranks[at + 1 :])
        whole = weight.sum(axis=1)
        # A resample without variance has no order: the largest shift stands for it.
        shift = np.full_like(whole, samples.shape[1])
        shifts.append(np.divide((moved * weight).sum(axis=1), whole, out=shift, where=whole > 0))
    return float(np.quantile(np.concatenate(shifts), 0.95))
