"""Independent repetitions of a study: the honest measure of how sure its indices are.

Resampling the rows of a scrambled Sobol set as if they were independent makes intervals two to
four times too wide, and too narrow where a few rows matter. Repetitions with other scramblings
are independent, so Student's t holds for their mean.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import ResultError
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.student import two_sided

ENOUGH = 8
"""Repetitions from which on intervals and chances rest on them alone."""


def from_replicates(
    whole: FloatArray, replicates: Sequence[FloatArray], *, samples: int = 500, seed: int = 0
) -> Estimate:
    """Return an estimate whose interval and samples come from repetitions.

    Parameters
    ----------
    whole
        The estimate from all rows, any shape.
    replicates
        Estimates of the same numbers from repetitions with other seeds, two or more.
    samples
        How many draws from the t distribution around the estimate; all numbers of one draw
        belong together, so chances of ranks keep what the numbers have in common.
    seed
        Of the draws, 0 or more.

    Returns
    -------
    Estimate
        ``half_width`` is that of the mean of the repetitions by Student's t.

    Raises
    ------
    ResultError
        If there are fewer than two or their shapes differ.

    Examples
    --------
    >>> both = from_replicates(np.array([0.5]), [np.array([0.4]), np.array([0.6])])
    >>> both.half_width.round(3), both.samples.shape
    (array([1.271]), (500, 1))
    """
    shapes = {np.shape(each) for each in replicates}
    if len(replicates) < 2 or shapes != {np.shape(whole)}:
        msg = (
            f"replicates: need two or more of shape {np.shape(whole)}, got {len(replicates)} of "
            f"shapes {sorted(shapes)}. Repeat the study with other seeds."
        )
        zh = f"重复研究应不少于两次且形状相同，现有 {len(replicates)} 次；请换种子重做。"
        raise ResultError(msg, zh=zh)
    count = len(replicates)
    each = np.stack(list(replicates))
    off = each - each.mean(axis=0)
    draw = np.random.default_rng(seed)
    scores = draw.standard_normal((samples, count)) / np.sqrt(count * (count - 1))
    scores /= np.sqrt(draw.chisquare(count - 1, size=(samples, 1)) / (count - 1))
    half = two_sided(count - 1) * each.std(axis=0, ddof=1) / np.sqrt(count)
    return Estimate(whole, whole + np.tensordot(scores, off, axes=1), half)
