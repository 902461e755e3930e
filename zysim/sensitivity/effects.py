"""By how much, and in which direction, an outcome moves with each factor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import ResultError
from zysim.sensitivity.guards import check_outcomes
from zysim.sensitivity.resampling import Estimate, from_stacked, resample_weights

LEAST_STEPS = 16
"""A factor that moves in fewer rows may not move at all in some resample."""


def signed_effects(
    outcomes: FloatArray,
    steps: FloatArray,
    *,
    pairs: Sequence[int] = (),
    bootstrap: int = 500,
    seed: int = 0,
) -> Estimate:
    """Return the slope of each outcome per unit of each factor.

    Between block A and block i only factor i differs. The slope is that of the line through
    the origin that fits the difference in the outcome to the step of the factor, over all rows:
    a mean effect over the whole ranges of all factors, exact for a linear outcome.

    Parameters
    ----------
    outcomes
        Shape ``(row, block, output)``, as for :func:`zysim.sensitivity.sobol.sobol_indices`,
        of a design where each factor stands by itself.
    steps
        Value of each factor in B less its value in A, shape ``(row, factor)``, in the unit of
        the factor.
    pairs
        The groups of the last blocks, which are not used here.
    bootstrap
        How many resamples.
    seed
        Of the resamples; 0 or more.

    Returns
    -------
    Estimate
        Shape ``(factor, output)``, in units of the outcome per unit of the factor.

    Raises
    ------
    InputError
        If pairs, bootstrap or seed cannot be used.
    ResultError
        If the outcomes are refused, steps are of another shape or not finite, or a factor
        moves in too few rows.
    """
    if steps.ndim != 2 or steps.shape[0] != len(outcomes) or not np.isfinite(steps).all():
        msg = (
            f"steps: need finite numbers of shape (row, factor) with {len(outcomes)} rows, got "
            f"shape {steps.shape}."
        )
        raise ResultError(msg, zh=f"steps 应为有限值，行数为 {len(outcomes)}；现为 {steps.shape}。")
    factors = steps.shape[1]
    check_outcomes(outcomes, groups=factors, pairs=pairs)
    moved = np.count_nonzero(steps, axis=0)
    if (moved < LEAST_STEPS).any():
        still = np.flatnonzero(moved < LEAST_STEPS).tolist()
        msg = (
            f"steps: factors {still} move in fewer than {LEAST_STEPS} rows, so they have no slope. "
            f"Leave them out or take more rows."
        )
        zh = f"因素 {still} 变动的行不足 {LEAST_STEPS} 行，无法求斜率；请剔除或增加行数。"
        raise ResultError(msg, zh=zh)
    weights = resample_weights(len(outcomes), bootstrap, seed)
    squares = weights @ steps**2
    slopes = np.empty((1 + bootstrap, factors, outcomes.shape[2]))
    for at in range(outcomes.shape[2]):
        moves = outcomes[:, 1 : factors + 1, at] - outcomes[:, :1, at]
        slopes[:, :, at] = weights @ (moves * steps) / squares
    return from_stacked(slopes)
