"""A quick ranking refined by runs of the model, until its verdict is settled.

A surrogate walks more rows than the study has, the model the first ones of each replicate: 8, then
16, 32, and so on, at most the rows of the study. Indices are those of the model alone
(:mod:`zysim.sensitivity.controlled`); it stops as soon as those of the first outcome that can be
ranked are settled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.errors import InputError
from zysim.sensitivity.controlled import Walked, controlled_indices
from zysim.sensitivity.convergence import Convergence, settling
from zysim.sensitivity.evaluate import Evaluator, Part, join
from zysim.sensitivity.guards import varying
from zysim.sensitivity.kept_rows import keep_rows
from zysim.sensitivity.replicates import ENOUGH
from zysim.sensitivity.sobol import Indices
from zysim.sensitivity.study_rows import StudyRows
from zysim.sensitivity.surrogate import Surrogate

FIRST_ROWS = 8
"""Rows of each replicate that the model runs first."""
WALKED_RUNS = 500_000
"""Runs that the surrogate walks for a study that has fewer, at most ``MOST`` times as many."""
MOST = 4


@dataclass(frozen=True, kw_only=True, eq=False)
class Refined(StudyRows):
    """The first rows of each replicate, and all rows as the surrogate walked them."""

    walked: Part
    walked_replicate: IntArray
    """Number of the replicate of each row walked."""
    rows: int
    """Rows of each replicate that the model has run."""

    @property
    def replicate(self) -> IntArray:
        """All 0: few rows of a replicate may well not vary; their spread is by leaving one out."""
        return np.zeros(len(self.results.outcomes), dtype=np.int64)

    @property
    def place(self) -> IntArray:
        """Place of each row in its replicate."""
        return np.arange(len(self.results.outcomes)) % self.rows

    def steps(self) -> FloatArray:
        """Return B less A of every constant in the rows that the model has run."""
        evaluator = self.evaluator
        return evaluator.steps()[np.arange(evaluator.rows) % evaluator.plan.rows < self.rows]

    def indices(self, outcomes: Sequence[int], mask: BoolArray) -> Indices:
        """Return indices of some outcomes from some rows."""
        return self._first(outcomes, mask, self.rows)

    def by_year(self, moving: BoolArray) -> Indices:
        """Return indices of the leading series in some years."""
        return self._controlled(
            self.results.series[:, :, 0, moving],
            self.walked.series[:, :, 0, moving],
            np.ones_like(self.place, dtype=bool),
        )

    def convergence(self, outcomes: Sequence[int], mask: BoolArray) -> Convergence:
        """Return how indices of some outcomes settled while rows were added."""
        sizes = [size for size in _sizes(self.rows) if (mask & (self.place < size)).any()]
        found, values = [], self.results.outcomes[:, :, outcomes]
        for size in sizes:
            live = varying(values[mask & (self.place < size)], groups=self.groups)
            at = np.asarray(outcomes)[live]
            found.append(np.full((3, live.size), np.nan))
            if live.any():
                found[-1][:, live] = settling(self._first(at.tolist(), mask, size).total)
        width, ranking, screening = np.moveaxis(np.array(found), 1, 0)
        rows = tuple(int((mask & (self.place < size)).sum()) for size in sizes)
        return Convergence(rows=rows, width=width, ranking=ranking, screening=screening)

    def _first(self, outcomes: Sequence[int], mask: BoolArray, size: int) -> Indices:
        """Return indices from the first rows of each replicate.

        Where rows without a value are left out, the surrogate cannot be asked: its rows would be
        others.
        """
        return self._controlled(
            self.results.outcomes[:, :, outcomes],
            self.walked.outcomes[:, :, outcomes] if mask.all() else None,
            mask & (self.place < size),
        )

    def _controlled(
        self, values: FloatArray, walked: FloatArray | None, mask: BoolArray
    ) -> Indices:
        numbers = np.arange(self.evaluator.study.replicates)
        seen = np.zeros(len(self.walked_replicate), dtype=bool)
        each = np.arange(len(seen)) % (len(seen) // numbers.size)
        seen[np.flatnonzero(each < self.rows)[mask]] = True
        return controlled_indices(
            values[mask],
            np.repeat(numbers, self.rows)[mask],
            None
            if walked is None
            else Walked(values=walked, replicate=self.walked_replicate, seen=seen),
            groups=self.groups,
            samples=self.bootstrap,
            seed=self.seed,
        )


def refine(
    evaluator: Evaluator,
    surrogate: Surrogate,
    progress: Callable[[int, int], None] | None = None,
) -> Refined:
    """Run rows of a study until its first outcome is settled, or all are run.

    Parameters
    ----------
    evaluator
        The study, with 8 replicates or more.
    surrogate
        Of the same study.
    progress
        Told how many runs are done, and of how many at most.

    Raises
    ------
    InputError
        If the study has fewer replicates: intervals rest on them.
    ResultError
        If a value is not finite and the study refuses such runs.
    """
    study, every = evaluator.study, evaluator.plan.rows
    if study.replicates < ENOUGH:
        msg = (
            f"{study.id}: replicates = {study.replicates}; a refined ranking rests on {ENOUGH} "
            f"or more. Set replicates = {ENOUGH} in [design]."
        )
        zh = (
            f"{study.id}：replicates = {study.replicates}；逐步精化至少需要 {ENOUGH} 次重复，"
            f"请在 [design] 中设 replicates = {ENOUGH}。"
        )
        raise InputError(msg, zh=zh)
    times = int(np.clip(WALKED_RUNS // (evaluator.rows * evaluator.blocks), 1, MOST))
    every_row = slice(0, every * times)
    walked = surrogate.walk(evaluator, [(number, every_row) for number in range(study.replicates)])
    done: list[list[Part]] = [[] for _ in range(study.replicates)]
    before = 0
    for rows in _sizes(every):
        for number, parts in enumerate(done):
            parts.append(evaluator.run(evaluator.plan.points(number, slice(before, rows), ())))
            if progress is not None:
                ran = before * study.replicates + (number + 1) * (rows - before)
                progress(ran * evaluator.blocks, evaluator.rows * evaluator.blocks)
        before = rows
        found = Refined(
            evaluator=evaluator,
            results=join([part for parts in done for part in parts]),
            walked=walked,
            walked_replicate=np.repeat(np.arange(study.replicates), every * times),
            rows=rows,
        )
        if _settled(found):
            break
    return found


def _sizes(rows: int) -> list[int]:
    """Return 8, 16, 32, … and the rows themselves.

    >>> _sizes(40), _sizes(4)
    ([8, 16, 32, 40], [4])
    """
    doublings = [FIRST_ROWS << at for at in range(max(rows // FIRST_ROWS, 1).bit_length())]
    return [*(size for size in doublings if size < rows), rows]


def _settled(found: Refined) -> bool:
    """Tell whether sizes, order and screening of the first outcome ranked are settled."""
    names = list(found.evaluator.outcomes)
    kept = keep_rows(found.results.outcomes, names, groups=found.groups, replicate=found.replicate)
    if not kept.outcomes:
        return False
    verdict = found.convergence([names.index(kept.outcomes[0])], kept.rows[0]).verdict()
    return verdict.indices and verdict.ranking and verdict.screening
