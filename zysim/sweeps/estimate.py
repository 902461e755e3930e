"""What a sweep will take before it starts: runs, time and bytes, from a few runs made here."""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import prod

from zysim.sweeps.study import StudySweep

TRIED = 2_048
"""Runs that are timed; as many more are made first, so that compiling is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a sweep takes."""

    runs: int
    chunks: int
    chunk_bytes: int
    """All chunk files together."""
    dataset_bytes: int
    """The dataset written at the end: what was varied, beside what the chunks hold."""
    seconds_a_run: float
    """Of one processor like this machine's."""

    @property
    def core_hours(self) -> float:
        """Hours of one processor."""
        return self.runs * self.seconds_a_run / 3600

    def hours(self, workers: int) -> float:
        """Return the hours that so many workers take, one processor each."""
        return self.core_hours / workers


def estimate_sweep(sweep: StudySweep) -> Estimate:
    """Estimate a sweep by running a few of its rows here.

    The machine code made for them is kept, and used by the workers of this machine.

    Raises
    ------
    ResultError
        If a value is not finite and the study refuses such runs.
    """
    asked = sweep.evaluator
    rows = max(1, min(TRIED // asked.blocks, asked.plan.rows))
    begin = slice(0, rows)
    asked.compute(begin)
    started = time.process_time()
    asked.compute(begin)
    seconds = (time.process_time() - started) / (rows * asked.blocks)
    values = sum(prod(shape) for shape in sweep.shapes)
    return Estimate(
        runs=asked.runs,
        chunks=len(sweep.parts),
        chunk_bytes=8 * values,
        dataset_bytes=8 * (values + asked.runs * len(asked.space.varied)),
        seconds_a_run=seconds,
    )
