"""Value of information: what knowing one input would tell of an outcome, from runs at hand.

Runs are put into bins of one input, about equally many in each; within a bin the input is as
good as known. No further runs are needed, and inputs may be correlated: an input then also tells
what it says of the others.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.errors import InputError, ResultError
from zysim.sensitivity.resampling import Estimate, from_stacked, resample_weights

FEWEST_IN_BIN = 30
MOST_BINS = 32
PERMUTATIONS = 20
TENTH, NINE_TENTHS = 0.1, 0.9


def bin_inputs(x: FloatArray, bins: int | None = None) -> IntArray:
    """Return the bin of each run by each input, shape ``(run, factor)``, from 0.

    Parameters
    ----------
    x
        Inputs, real or discrete, shape ``(run, factor)``; equal values share a bin.
    bins
        How many; the cube root of the runs, at most ``MOST_BINS``, if None.

    Raises
    ------
    InputError
        If there are fewer than 2 bins, or fewer than ``FEWEST_IN_BIN`` runs for each.
    ResultError
        If the shape is wrong or a value is not finite.
    """
    if x.ndim != 2 or not np.isfinite(x).all():
        msg = f"inputs of shape {x.shape}: need finite numbers of shape (run, factor)."
        raise ResultError(msg, zh=f"输入的形状 {x.shape} 应为（运行, 因素），且均为有限值。")
    runs = len(x)
    count = min(MOST_BINS, round(runs ** (1 / 3))) if bins is None else bins
    if count < 2 or runs < FEWEST_IN_BIN * count:
        msg = (
            f"{runs} runs in {count} bins: need 2 bins and {FEWEST_IN_BIN} runs in each. Take more "
            f"runs."
        )
        zh = f"{runs} 次运行分为 {count} 组：至少 2 组，每组至少 {FEWEST_IN_BIN} 次，请增加成员。"
        raise InputError(msg, zh=zh)
    edges = np.quantile(x, np.arange(1, count) / count, axis=0)
    found: IntArray = np.column_stack(
        [
            np.searchsorted(edges[:, at], x[:, at], side="right").astype(np.int64)
            for at in range(x.shape[1])
        ]
    )
    return found


def first_order(
    x: FloatArray, y: FloatArray, *, bins: int | None = None, bootstrap: int = 100, seed: int = 0
) -> Estimate:
    """Return the share of the variance of an outcome that knowing each input would take away.

    This is the first-order Sobol index, ``Var(E[y | x]) / Var(y)``. The share that as many bins
    take away by chance is subtracted: that of shuffled outcomes is ``(bins - 1) / (runs - 1)``
    on average, of what the bins leave.

    Parameters
    ----------
    x
        Inputs, shape ``(run, factor)``.
    y
        Outcome, shape ``(run,)``.
    bins
        As for :func:`bin_inputs`.
    bootstrap, seed
        As for :func:`zysim.sensitivity.resampling.resample_weights`.

    Returns
    -------
    Estimate
        Shape ``(factor,)``; below 0 by chance where an input tells nothing.

    Raises
    ------
    InputError
        If bins, bootstrap or seed cannot be used.
    ResultError
        If the shapes differ, a value is not finite, or the outcome is the same in all runs.

    References
    ----------
    Plischke, Borgonovo and Smith (2013), Global sensitivity measures from given data.
    """
    places = bin_inputs(x, bins)
    _check_outcome(x, y)
    weights = resample_weights(len(y), bootstrap, seed).T
    centred = y - y.mean()
    total = centred**2 @ weights - (centred @ weights) ** 2
    shares = np.empty((1 + bootstrap, x.shape[1]))
    for at in range(x.shape[1]):
        mass, sums = _in_bins(places[:, at], [weights, centred[:, None] * weights])
        held = mass > 0
        between = (np.divide(sums**2, mass, out=np.zeros_like(sums), where=held)).sum(axis=0)
        share = (between - (centred @ weights) ** 2) / total
        shares[:, at] = 1 - (len(y) - 1) / (len(y) - held.sum(axis=0)) * (1 - share)
    return from_stacked(shares)


def calling_gain(
    x: FloatArray,
    event: BoolArray,
    *,
    bins: int | None = None,
    bootstrap: int = 100,
    seed: int = 0,
) -> Estimate:
    """Return by how much knowing each input would raise the chance to call an event right.

    Who knows only the share p of runs with the event calls the likelier side and is right with
    probability max(p, 1 - p); who knows an input calls the side that is likelier there. The
    mean difference is the expected value of partial perfect information, in probability. The
    gain that shuffled outcomes would seem to give is subtracted, so strong inputs come out
    slightly too low where p is near one half.

    Parameters
    ----------
    x, bins, bootstrap, seed
        As for :func:`first_order`.
    event
        Whether the event happens, shape ``(run,)``.

    Returns
    -------
    Estimate
        Shape ``(factor,)``, from 0 to 0.5, or slightly below 0 by chance.

    Raises
    ------
    InputError, ResultError
        As :func:`first_order`.
    """
    places = bin_inputs(x, bins)
    hits = event.astype(np.float64)
    _check_outcome(x, hits)
    draw = np.random.default_rng(seed)
    shuffled = np.column_stack([draw.permutation(hits) for _ in range(PERMUTATIONS)])
    weights = resample_weights(len(hits), bootstrap, seed).T
    even = np.full((len(hits), PERMUTATIONS), 1 / len(hits))
    gains = np.empty((1 + bootstrap, x.shape[1]))
    for at in range(x.shape[1]):
        chance = _gain(places[:, at], even, shuffled).mean()
        gains[:, at] = _gain(places[:, at], weights, hits[:, None]) - chance
    return from_stacked(gains)


def narrowing(
    x: FloatArray, y: FloatArray, *, bins: int | None = None, bootstrap: int = 40, seed: int = 0
) -> Estimate:
    """Return the share of the P10–P90 width of an outcome that knowing each input would take off.

    Parameters
    ----------
    x, y, bins, bootstrap, seed
        As for :func:`first_order`. Outcomes beyond P10 and P90 do not count, so runs without a
        peak may hold the last year, if they are few.

    Returns
    -------
    Estimate
        Shape ``(factor,)``: one less the mean width within bins over the width of all, less the
        same of shuffled outcomes. A bimodal outcome can get wider, so it may be below 0.

    Raises
    ------
    InputError, ResultError
        As :func:`first_order`.
    """
    places = bin_inputs(x, bins).astype(np.int16)
    _check_outcome(x, y)
    if bootstrap < 2:
        msg = f"narrowing: bootstrap {bootstrap}; need 2 resamples at least."
        raise InputError(msg, zh=f"重抽样 {bootstrap} 次：应不少于 2 次。")
    order = np.argsort(y)
    ordered, sorted_places = y[order], places[order]
    draw = np.random.default_rng(seed)
    runs = len(y)
    shares = np.empty((1 + bootstrap, x.shape[1]))
    for resample in range(1 + bootstrap):
        rows = np.arange(runs)
        if resample:
            rows = np.repeat(rows, np.bincount(draw.integers(runs, size=runs), minlength=runs))
        width = _width(np.zeros(runs, dtype=np.int16), ordered[rows])
        shares[resample] = [
            1 - _width(sorted_places[rows, at], ordered[rows]) / width for at in range(x.shape[1])
        ]
    whole = _width(np.zeros(runs, dtype=np.int16), ordered)
    for at in range(x.shape[1]):
        chance = [
            1 - _width(draw.permutation(places[:, at]), ordered) / whole
            for _ in range(PERMUTATIONS // 4)
        ]
        shares[:, at] -= np.mean(chance)
    return from_stacked(shares)


def _in_bins(places: IntArray, columns: list[FloatArray]) -> list[FloatArray]:
    """Return sums over the runs of each bin, shape ``(bin, column)`` each."""
    runs = len(places)
    one = np.ones(runs)
    chosen = csr_array((one, (places, np.arange(runs))), shape=(int(places.max()) + 1, runs))
    return [chosen @ each for each in columns]


def _gain(places: IntArray, weights: FloatArray, hits: FloatArray) -> FloatArray:
    """Return the gain in being right, shape ``(column,)``, for weights that sum to 1."""
    mass, held = _in_bins(places, [weights, weights * hits])
    overall = held.sum(axis=0)
    known: FloatArray = np.maximum(held, mass - held).sum(axis=0)
    gain: FloatArray = known - np.maximum(overall, 1 - overall)
    return gain


def _width(places: IntArray, ordered: FloatArray) -> float:
    """Return the mean P10–P90 width within bins, weighted by runs, for outcomes in order."""
    by_bin = np.argsort(places, kind="stable")
    values = ordered[by_bin]
    counts = np.bincount(places)
    counts = counts[counts > 0]
    starts = np.cumsum(counts) - counts
    low = starts + np.ceil(TENTH * counts).astype(int) - 1
    high = starts + np.ceil(NINE_TENTHS * counts).astype(int) - 1
    return float(((values[high] - values[low]) * counts).sum() / counts.sum())


def _check_outcome(x: FloatArray, y: FloatArray) -> None:
    if y.shape != x.shape[:1] or not np.isfinite(y).all():
        msg = f"outcome of shape {y.shape}: need finite numbers, one for each of {len(x)} runs."
        raise ResultError(msg, zh=f"结果的形状 {y.shape} 应为每次运行一个有限值，共 {len(x)} 个。")
    if (y == y[0]).all():
        msg = f"the outcome is {y[0]:g} in all {len(y)} runs, so no input can tell anything of it."
        raise ResultError(msg, zh=f"{len(y)} 次运行的结果都是 {y[0]:g}，无信息可言。")
