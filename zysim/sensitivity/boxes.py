"""How far a box can be trusted: quasi-p of its limits, trimming, and boxes of resampled runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtrc

from zysim.arrays import BoolArray, FloatArray
from zysim.errors import InputError
from zysim.sensitivity.prim import (
    ALPHA,
    LEAST_MASS,
    Box,
    measure_box,
    paste,
    peel,
)

MOST_QUASI_P = 0.05
LIMITS = 6
"""More inputs than people can hold in mind are not restricted."""
RESAMPLES = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Discovery:
    """The box found and how it was reached."""

    box: Box
    quasi_p: FloatArray
    """Of each restricted input, in the order of ``box.restricted``."""
    trajectory: tuple[Box, ...]
    overall: float
    """Share of all runs in which the event happens."""


def quasi_p(x: FloatArray, event: BoolArray, box: Box) -> FloatArray:
    """Return for each restricted input how easily chance would give its limits.

    It is the probability that as many runs as lie in the box, drawn from the box without this
    input's limits, hold the event at least as often: small where the limits matter. As the
    limits were chosen on the same runs, it is too small rather than too large.

    Parameters
    ----------
    x, event
        As for :func:`zysim.sensitivity.prim.peel`.
    box
        The box.

    Returns
    -------
    numpy.ndarray
        Shape ``(restricted,)``, in the order of ``box.restricted``.

    References
    ----------
    Bryant and Lempert (2010), Thinking inside the box.
    """
    return _chances(_broken(x, box), event)


def _broken(x: FloatArray, box: Box) -> BoolArray:
    """Return which runs break each limit, shape ``(restricted, run)``."""
    places = list(box.restricted)
    some = x.T[places]
    broken: BoolArray = (some < box.low[places, None]) | (some > box.high[places, None])
    return broken


def _chances(broken: BoolArray, event: BoolArray) -> FloatArray:
    breaks = broken.sum(axis=0)
    inside = breaks == 0
    runs, hits = int(inside.sum()), int((inside & event).sum())
    if hits == 0:
        return np.ones(len(broken))
    # Without one limit, the box also holds the runs that break this limit alone.
    alone = broken & (breaks == 1)
    density = (hits + (alone & event).sum(axis=1)) / (runs + alone.sum(axis=1))
    chances: FloatArray = bdtrc(hits - 1, runs, density)
    return chances


def trim(
    x: FloatArray, event: BoolArray, box: Box, *, most: float = MOST_QUASI_P, limits: int = LIMITS
) -> Box:
    """Take off limits, the least significant first, until all that stay matter and are few.

    Parameters
    ----------
    x, event
        As for :func:`zysim.sensitivity.prim.peel`.
    box
        The box.
    most
        Largest quasi-p that stays.
    limits
        Most inputs that may stay restricted.
    """
    low, high = box.low.copy(), box.high.copy()
    left, broken = list(box.restricted), _broken(x, box)
    while left:
        chances = _chances(broken, event)
        worst = int(chances.argmax())
        if chances[worst] <= most and len(left) <= limits:
            break
        low[left[worst]], high[left[worst]] = -np.inf, np.inf
        broken = np.delete(broken, worst, axis=0)
        del left[worst]
    return measure_box(x, event, low, high)


def choose_box(x: FloatArray, event: BoolArray, trajectory: Sequence[Box]) -> Box:
    """Return the box that catches most of the event at the highest density.

    The rule: each box of the trajectory is trimmed; of these the one with the largest product
    of coverage and of density above the overall density. The box of all runs scores 0, and so
    would one that catches nothing.

    Parameters
    ----------
    x, event
        As for :func:`zysim.sensitivity.prim.peel`.
    trajectory
        From :func:`zysim.sensitivity.prim.peel`, the box of all runs first.
    """
    overall = trajectory[0].density
    trimmed = [trim(x, event, box) for box in trajectory]
    return max(trimmed, key=lambda box: box.coverage * (box.density - overall))


def find_box(
    x: FloatArray, event: BoolArray, *, alpha: float = ALPHA, least_mass: float = LEAST_MASS
) -> Discovery:
    """Find the inputs that matter, then the box of these that catches the event best.

    Peeling over all inputs and trimming gives the inputs; peeling again over these alone,
    choosing, pasting and trimming gives the box. The first round spends steps on inputs that
    chance made look useful, so its box is too wide in those that matter.

    Parameters
    ----------
    x, event, alpha, least_mass
        As for :func:`zysim.sensitivity.prim.peel`.

    Raises
    ------
    InputError, ResultError
        As :func:`zysim.sensitivity.prim.peel`.

    Examples
    --------
    >>> x = np.random.default_rng(0).random((2000, 5))
    >>> found = find_box(x, (x[:, 1] > 0.6) & (x[:, 3] < 0.5))
    >>> found.box.restricted, found.box.low[1] > 0.58, found.box.high[3] < 0.52
    ((1, 3), np.True_, np.True_)
    """
    trajectory = peel(x, event, alpha=alpha, least_mass=least_mass)
    first = choose_box(x, event, trajectory)
    if first.restricted:
        trajectory = peel(x, event, only=first.restricted, alpha=alpha, least_mass=least_mass)
    chosen = paste(x, event, choose_box(x, event, trajectory), alpha=alpha)
    box = trim(x, event, chosen)
    return Discovery(
        box=box,
        quasi_p=quasi_p(x, event, box),
        trajectory=trajectory,
        overall=trajectory[0].density,
    )


def reproducibility(
    x: FloatArray, event: BoolArray, box: Box, *, resamples: int = RESAMPLES, seed: int = 0
) -> FloatArray:
    """Return how often each limit of a box is found again in resampled runs.

    Parameters
    ----------
    x, event
        As for :func:`zysim.sensitivity.prim.peel`.
    box
        From :func:`find_box` with the same runs.
    resamples
        How many times the runs are drawn with replacement, 2 at least.
    seed
        Of the draws, 0 or more.

    Returns
    -------
    numpy.ndarray
        Share of the resamples whose box restricts the input at the same end, shape
        ``(restricted,)``.

    Raises
    ------
    InputError
        If there are fewer than 2 resamples or the seed is negative.
    """
    if resamples < 2 or seed < 0:
        msg = f"resamples {resamples}, seed {seed}: need 2 resamples and a seed of 0 at least."
        zh = f"重抽样 {resamples} 次、种子 {seed}：应不少于 2 次，种子不小于 0。"
        raise InputError(msg, zh=zh)
    draw = np.random.default_rng(seed)
    again = np.zeros(len(box.restricted))
    places = list(box.restricted)
    below, above = np.isfinite(box.low[places]), np.isfinite(box.high[places])
    for _ in range(resamples):
        rows = draw.integers(len(x), size=len(x))
        other = find_box(x[rows], event[rows]).box if _mixed(event[rows]) else None
        if other is None:
            continue
        again += (below & np.isfinite(other.low[places])) | (
            above & np.isfinite(other.high[places])
        )
    return again / resamples


def _mixed(event: BoolArray) -> bool:
    return bool(event.any() and not event.all())
