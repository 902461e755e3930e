"""The rows a ranking rests on, and how indices and intervals come from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.sensitivity.convergence import Convergence, convergence
from zysim.sensitivity.estimates import study_indices
from zysim.sensitivity.evaluate import Evaluator, Part
from zysim.sensitivity.sobol import Indices


@dataclass(frozen=True, kw_only=True, eq=False)
class StudyRows:
    """All rows of a study, as the model gave them."""

    evaluator: Evaluator
    results: Part
    bootstrap: int = 500
    """How many resamples, or draws around an estimate."""

    @property
    def groups(self) -> int:
        """How many factors are ranked."""
        return len(self.evaluator.space.factors)

    @property
    def seed(self) -> int:
        """Of the resamples."""
        return self.evaluator.study.seed

    @property
    def replicate(self) -> IntArray:
        """Number of the replicate of each row: an outcome must vary within each."""
        return self.evaluator.replicate

    def steps(self) -> FloatArray:
        """Return B less A of every constant, as :meth:`Evaluator.steps`."""
        return self.evaluator.steps()

    def indices(self, outcomes: Sequence[int], mask: BoolArray) -> Indices:
        """Return indices of some outcomes from some rows."""
        return study_indices(
            self.results.outcomes[mask][:, :, outcomes],
            self.replicate[mask],
            groups=self.groups,
            bootstrap=self.bootstrap,
            seed=self.seed,
        )

    def by_year(self, moving: BoolArray) -> Indices:
        """Return indices of the leading series in some years."""
        return study_indices(
            self.results.series[:, :, 0, moving],
            self.replicate,
            groups=self.groups,
            bootstrap=self.bootstrap,
            seed=self.seed,
        )

    def convergence(self, outcomes: Sequence[int], mask: BoolArray) -> Convergence:
        """Return how indices of some outcomes settle over growing parts of some rows."""
        return convergence(
            self.results.outcomes[mask][:, :, outcomes],
            groups=self.groups,
            replicate=np.asarray(self.replicate)[mask],
            bootstrap=self.bootstrap,
            seed=self.seed,
        )
