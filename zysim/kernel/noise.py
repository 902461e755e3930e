"""Draws between 0 and 1 from four whole numbers: the same wherever and in whatever order asked.

Two chains of the 32-bit mixing step of MurmurHash3 (A. Appleby, public domain) over stream, seed,
run and step give 53 bits. Machine code and JavaScript do the same steps.
"""

from __future__ import annotations

from typing import Any

import numpy as np

STARTS = (0x9E3779B9, 0x7F4A7C15)
ADDED = (0x6C62272E, 0x3C6EF372)
FACTORS = (0x85EBCA6B, 0xC2B2AE35)
MASK = 0xFFFFFFFF
HIGH, BITS = 134217728.0, 9007199254740992.0
"""2^27 and 2^53."""


def draw_one(stream: float, seed: float, run: float, step: float) -> float:
    """Return a number between 0 and 1, both left out.

    >>> round(draw_one(1, 2, 3, 4), 6) == round(float(draw_many(1, 2, 3, 4)[0]), 6)
    True
    """
    ends = []
    for start, added in zip(STARTS, ADDED, strict=True):
        state = start
        for word in (stream, seed, run, step):
            state = (_mix(state ^ (int(word) & MASK)) + added) & MASK
        ends.append(_mix(state))
    return ((ends[0] >> 6) * HIGH + (ends[1] >> 5) + 0.5) / BITS


def _mix(state: int) -> int:
    state = ((state ^ (state >> 16)) * FACTORS[0]) & MASK
    state = ((state ^ (state >> 13)) * FACTORS[1]) & MASK
    return state ^ (state >> 16)


def draw_many(stream: Any, seed: Any, run: Any, step: Any) -> Any:
    """Return draws for arrays of whole numbers, as :func:`draw_one` gives them one by one."""
    words = np.broadcast_arrays(*(np.atleast_1d(each) for each in (stream, seed, run, step)))
    parts = [np.trunc(each).astype(np.int64).astype(np.uint32) for each in words]
    ends: list[Any] = []
    for start, added in zip(STARTS, ADDED, strict=True):
        state = np.full(parts[0].shape, start, dtype=np.uint32)
        for word in parts:
            state = _mix_many(state ^ word) + np.uint32(added)
        ends.append(_mix_many(state).astype(np.float64) // np.array([64.0, 32.0])[len(ends)])
    return (ends[0] * HIGH + ends[1] + 0.5) / BITS


def _mix_many(state: Any) -> Any:
    state = (state ^ (state >> np.uint32(16))) * np.uint32(FACTORS[0])
    state = (state ^ (state >> np.uint32(13))) * np.uint32(FACTORS[1])
    return state ^ (state >> np.uint32(16))
