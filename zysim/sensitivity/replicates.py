"""Independent repetitions of a study, the honest check of bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from zysim.arrays import FloatArray
from zysim.errors import ResultError
from zysim.sensitivity.resampling import Estimate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replicated:
    """The mean of several replicates and two opinions on how sure it is."""

    each: FloatArray
    """Estimates of the replicates, shape ``(replicate, …)``."""
    mean: Estimate
    """Their mean, with the interval the bootstraps together give it."""

    @property
    def half_width(self) -> FloatArray:
        """Half of the 95 % interval of the mean (Student's t), from the replicates alone."""
        count = len(self.each)
        reach = stdtrit(count - 1, 0.975)
        half: FloatArray = reach * self.each.std(axis=0, ddof=1) / np.sqrt(count)
        return half


def replicate_estimate(replicates: Sequence[Estimate]) -> Replicated:
    """Put replicates of one study together.

    Parameters
    ----------
    replicates
        Estimates of the same numbers from designs of different seeds, with the same number
        of resamples.

    Returns
    -------
    Replicated

    Raises
    ------
    ResultError
        If there are fewer than two or their shapes differ.

    Examples
    --------
    >>> parts = [Estimate(np.array([x]), np.array([[x], [x]])) for x in (0.4, 0.6)]
    >>> both = replicate_estimate(parts)
    >>> both.mean.value.round(3), both.half_width.round(3)
    (array([0.5]), array([1.271]))
    """
    shapes = {each.samples.shape for each in replicates}
    if len(replicates) < 2 or len(shapes) > 1:
        msg = (
            f"replicates: need two or more of the same shape, got {len(replicates)} of shapes "
            f"{sorted(shapes)}. Repeat the study with other seeds."
        )
        zh = f"重复研究应不少于两次且形状相同，现有 {len(replicates)} 次；请换种子重做。"
        raise ResultError(msg, zh=zh)
    each = np.stack([one.value for one in replicates])
    samples = np.mean([one.samples for one in replicates], axis=0)
    return Replicated(each=each, mean=Estimate(each.mean(axis=0), samples))
