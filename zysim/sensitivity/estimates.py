"""Indices and effects of a whole study: each outcome from its own rows, intervals by replicates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.sensitivity.effects import signed_effects
from zysim.sensitivity.replicates import ENOUGH, from_replicates
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.sobol import Indices, sobol_indices


def study_indices(
    values: FloatArray,
    replicate: IntArray,
    *,
    groups: int,
    pairs: Sequence[int] = (),
    bootstrap: int = 500,
    seed: int = 0,
) -> Indices:
    """Return Sobol indices of all rows, with intervals that repetitions stand for.

    With ``ENOUGH`` replicates or more, intervals and samples come from these alone; with fewer,
    the interval is the wider of the bootstrap's and the replicates', and samples are resamples.

    Parameters
    ----------
    values
        Finite, shape ``(row, block, output)``.
    replicate
        Number of the replicate of each row, shape ``(row,)``.
    groups, pairs, bootstrap, seed
        As for :func:`zysim.sensitivity.sobol.sobol_indices`.
    """
    numbers = np.unique(replicate)
    alone = numbers.size >= ENOUGH
    whole = sobol_indices(
        values, groups=groups, pairs=pairs, bootstrap=2 if alone else bootstrap, seed=seed
    )
    if numbers.size < 2:
        return whole
    each = [
        sobol_indices(values[replicate == number], groups=groups, pairs=pairs, bootstrap=2, seed=0)
        for number in numbers
    ]
    return _made_of(
        whole,
        lambda name: _joined(
            getattr(whole, name), [getattr(one, name) for one in each], bootstrap, seed
        ),
    )


def study_effects(
    values: FloatArray, steps: FloatArray, replicate: IntArray, *, bootstrap: int, seed: int
) -> Estimate:
    """Return signed effects of all rows, as :func:`zysim.sensitivity.effects.signed_effects`."""
    numbers = np.unique(replicate)
    alone = numbers.size >= ENOUGH
    whole = signed_effects(values, steps, bootstrap=2 if alone else bootstrap, seed=seed)
    if not alone:
        return whole
    each = [
        signed_effects(values[replicate == number], steps[replicate == number], bootstrap=2)
        for number in numbers
    ]
    return _joined(whole, each, bootstrap, seed)


def over_rows(rows: BoolArray, estimate: Callable[[IntArray, BoolArray], Indices]) -> Indices:
    """Return indices of all outcomes, those that rest on the same rows estimated together.

    Parameters
    ----------
    rows
        Rows of each outcome, shape ``(outcome, row)``.
    estimate
        From positions of outcomes and a mask of rows to their indices.
    """
    places = places_by_rows(rows)
    parts = [estimate(at, mask) for at, mask in places]
    back = np.argsort(np.concatenate([at for at, _ in places]))
    widest = max(parts, key=lambda part: part.rows)
    return _made_of(widest, lambda name: stacked([getattr(part, name) for part in parts], back))


def places_by_rows(rows: BoolArray) -> list[tuple[IntArray, BoolArray]]:
    """Return positions of the outcomes that rest on the same rows, with these rows.

    >>> [at.tolist() for at, _ in places_by_rows(np.array([[True], [False], [True]]))]
    [[1], [0, 2]]
    """
    places: dict[bytes, list[int]] = {}
    for at, mask in enumerate(rows):
        places.setdefault(mask.tobytes(), []).append(at)
    return [(np.array(at), rows[at[0]]) for _, at in sorted(places.items())]


def stacked(parts: Sequence[Estimate], order: IntArray) -> Estimate:
    """Put estimates side by side along their last axis, in a given order."""
    return Estimate(
        np.concatenate([each.value for each in parts], axis=-1)[..., order],
        np.concatenate([each.samples for each in parts], axis=-1)[..., order],
        np.concatenate([each.half_width for each in parts], axis=-1)[..., order],
    )


def _made_of(like: Indices, make: Callable[[str], Estimate]) -> Indices:
    """Return indices with the rows and pairs of others, and each estimate made by its name."""
    return Indices(
        rows=like.rows,
        pairs=like.pairs,
        first=make("first"),
        total=make("total"),
        second=make("second"),
        dummy_first=make("dummy_first"),
        dummy_total=make("dummy_total"),
        variance=make("variance"),
    )


def _joined(whole: Estimate, each: Sequence[Estimate], samples: int, seed: int) -> Estimate:
    found = from_replicates(whole.value, [one.value for one in each], samples=samples, seed=seed)
    if len(each) >= ENOUGH:
        return found
    return replace(whole, known_half=np.maximum(whole.half_width, found.half_width))
