"""How much history says of each uncertain constant: posterior beside prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.uncertainty import Uncertain
from zysim.sampling.distributions import quantile

NOT_NARROWED = 0.9
"""From this ratio of standard deviations on, history is said to tell nothing of a constant."""
GRID = 8192
"""Points of the prior's distribution that its standard deviation is taken from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """A constant before and after history was seen, in its unit."""

    id: str
    group: str
    prior_sd: float
    posterior_sd: float
    ratio: float
    """Posterior over prior standard deviation: 1 where history says nothing."""
    prior_median: float
    posterior_median: float
    shift: float
    """Of the median, in prior standard deviations."""

    @property
    def narrowed(self) -> bool:
        """Whether history says something of the constant's spread."""
        return self.ratio <= NOT_NARROWED

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON and CSV."""
        return asdict(self)


def narrowings(
    worlds: Mapping[str, FloatArray], drawn: Sequence[Uncertain]
) -> tuple[Narrowing, ...]:
    """Compare a posterior sample with the distributions it was drawn from.

    Parameters
    ----------
    worlds
        Scalar id to posterior draws, shape ``(member,)``; each counts alike.
    drawn
        The prior of each constant.

    Returns
    -------
    tuple of Narrowing
        Smallest ratio first.
    """
    found = [_narrowing(worlds[each.id], each) for each in drawn]
    return tuple(sorted(found, key=lambda each: each.ratio))


def _narrowing(posterior: FloatArray, each: Uncertain) -> Narrowing:
    # Correlation leaves the distribution of a single constant what the table says.
    prior = quantile((np.arange(GRID) + 0.5) / GRID, each)
    prior_sd, posterior_sd = float(prior.std()), float(posterior.std())
    prior_median, posterior_median = float(np.median(prior)), float(np.median(posterior))
    return Narrowing(
        id=each.id,
        group=each.group,
        prior_sd=prior_sd,
        posterior_sd=posterior_sd,
        ratio=posterior_sd / prior_sd,
        prior_median=prior_median,
        posterior_median=posterior_median,
        shift=(posterior_median - prior_median) / prior_sd,
    )
