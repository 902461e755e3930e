"""Scrambled Sobol points, the same to the last bit as scipy's, without loading all of scipy.stats.

References
----------
S. Joe and F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM J.
Sci. Comput. 30, 2008: the direction numbers. J. Matoušek, On the L2-discrepancy for anchored boxes,
J. Complexity 14, 1998: the scrambling by lower triangular matrices and a shift.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zysim.arrays import FloatArray

BITS = 30
Words = npt.NDArray[np.uint32]
POWERS: Words = np.uint32(1) << np.arange(BITS, dtype=np.uint32)


def scrambled(rows: slice, dimensions: int, seed: int) -> FloatArray:
    """Return some points of a scrambled sequence.

    Parameters
    ----------
    rows
        Which points.
    dimensions
        Of the cube.
    seed
        Of the scrambling.

    Returns
    -------
    numpy.ndarray
        Shape ``(row, dimension)``, from 0 to below 1.

    Examples
    --------
    >>> scrambled(slice(0, 4), 2, seed=0).round(2).tolist()
    [[0.85, 0.93], [0.45, 0.17], [0.25, 0.59], [0.58, 0.33]]
    """
    rng = np.random.default_rng(seed)
    flips = rng.integers(2, size=(dimensions, BITS), dtype=np.uint32)
    lower = np.tril(rng.integers(2, size=(dimensions, BITS, BITS), dtype=np.uint32))
    lower[:, np.arange(BITS), np.arange(BITS)] = 1
    high_first = POWERS[::-1, None]
    bits = (directions(dimensions)[:, None, :] & high_first) != 0
    mixed = np.matmul(lower.astype(np.float32), bits.astype(np.float32)).astype(np.uint32) & 1
    words = (mixed * high_first).sum(axis=1, dtype=np.uint32)
    shift = (flips * POWERS).sum(axis=1, dtype=np.uint32)
    return _points(rows, words, shift)


def _points(rows: slice, words: Words, shift: Words) -> FloatArray:
    """Walk along the sequence: each point differs from the one before by one word."""
    start, count = rows.start or 0, rows.stop - (rows.start or 0)
    walked = np.empty((count, shift.size), dtype=np.uint32)
    gray = start ^ (start >> 1)
    first = [words[:, bit] for bit in range(BITS) if gray >> bit & 1]
    walked[:1] = np.bitwise_xor.reduce([shift, *first], axis=0)
    places = np.arange(start + 1, start + count)
    lowest = np.log2(places & -places).astype(int)
    walked[1:] = words.T[lowest]
    np.bitwise_xor.accumulate(walked, axis=0, out=walked)
    return walked * 2.0**-BITS


def directions(dimensions: int) -> Words:
    """Return the direction numbers of the first dimensions, shape ``(dimension, bit)``."""
    polynomials, starts = _table()
    words = np.ones((dimensions, BITS), dtype=np.int64)
    degrees = np.floor(np.log2(polynomials[:dimensions])).astype(int)
    for degree in range(1, int(degrees.max(initial=0)) + 1):
        some = np.flatnonzero(degrees == degree)
        some = some[some > 0]  # the first dimension is halved again and again
        each = np.empty((some.size, BITS), dtype=np.int64)
        each[:, :degree] = starts[some, :degree]
        for bit in range(degree, BITS):
            each[:, bit] = each[:, bit - degree]
            for back in range(1, degree + 1):
                taken = polynomials[some] >> (degree - back) & 1
                each[:, bit] ^= taken * (each[:, bit - back] << back)
        words[some] = each
    return (words << np.arange(BITS - 1, -1, -1)).astype(np.uint32)


@cache
def _table() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the polynomials and first numbers that come with scipy."""
    found = find_spec("scipy")
    folder = Path(found.origin or "").parent if found is not None else Path()
    with np.load(folder / "stats" / "_sobol_direction_numbers.npz") as kept:
        return kept["poly"], kept["vinit"]
