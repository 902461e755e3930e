"""Run a study: points of its design through the model, a part of the rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from SALib.sample import morris as salib_morris

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.study import Study
from zysim.kernel.compile import compile_model
from zysim.metrics.outcomes import OUTCOMES, censored
from zysim.runs.project import Project
from zysim.sensitivity.saltelli import block_count, saltelli_rows
from zysim.sensitivity.space import Space, study_space

RUNS_IN_PART = 16_384
MEASURES = (*(each.measure for each in OUTCOMES.values()), censored)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Results of some rows of a design."""

    outcomes: FloatArray
    """Shape ``(row, block, outcome)``, outcomes as in ``OUTCOMES``, then whether it is censored."""
    series: FloatArray
    """Emissions in Mt CO2 a year, shape ``(row, block, year)``."""


class Evaluator:
    """A study's design and the model; any part can be computed alone, in any order.

    Parameters
    ----------
    project
        Model and tables.
    study
        What varies, and how many rows.
    engine
        As for :func:`zysim.kernel.compile_model`.
    threads
        Of machine code; all processors if None.
    """

    def __init__(
        self, project: Project, study: Study, *, engine: str = "auto", threads: int | None = None
    ) -> None:
        self.study = study
        self.space: Space = study_space(project, study)
        self.years: IntArray = np.arange(project.city.first, project.city.last + 1)
        runs = study.rows * study.replicates * self.blocks
        self._kernel = compile_model(project.graph, engine, threads=threads).for_runs(runs)
        self._variable = project.city.accounts[study.boundary].variable

    @property
    def blocks(self) -> int:
        """Model runs that one row costs."""
        groups = len(self.space.factors)
        return groups + 1 if self.study.method == "morris" else block_count(groups)

    @property
    def engine(self) -> str:
        """The engine of every part: chosen by the number of all runs, if ``auto`` was asked."""
        return self._kernel.engine

    @property
    def rows(self) -> int:
        """Rows of all replicates together."""
        return self.study.rows * self.study.replicates

    def parts(self) -> list[slice]:
        """Return the rows of each part, about as many runs in each, none across replicates."""
        size = max(1, RUNS_IN_PART // self.blocks)
        return [
            slice(start, min(start + size, end))
            for replicate in range(self.study.replicates)
            for end in [(replicate + 1) * self.study.rows]
            for start in range(replicate * self.study.rows, end, size)
        ]

    def design(self, rows: slice, pairs: Sequence[int] = ()) -> FloatArray:
        """Return points of the unit cube, shape ``(row, block, constant)``, of one part."""
        replicate, first = divmod(rows.start, self.study.rows)
        some = slice(first, first + rows.stop - rows.start)
        seed = self.study.seed + 1000 * replicate
        if self.study.method == "morris":
            return morris_points(self.space, self.study.rows, seed)[some]
        return saltelli_rows(
            len(self.space.varied), some, seed=seed, groups=self.space.groups, pairs=pairs
        )

    def compute(
        self, rows: slice, *, change: Callable[[FloatArray], FloatArray] | None = None
    ) -> Part:
        """Run some rows.

        Parameters
        ----------
        rows
            One of :meth:`parts`, or any rows of one replicate.
        change
            Takes the points of the unit cube and returns those to run instead.

        Raises
        ------
        ResultError
            If a value is not finite.
        """
        points = self.design(rows)
        return self.run(points if change is None else change(points))

    def run(self, points: FloatArray) -> Part:
        """Run points of the unit cube, shape ``(row, block, constant)``."""
        rows, blocks, width = points.shape
        batch = self.space.constants(points.reshape(-1, width))
        years, values = self._kernel.integrate(batch, outputs=[self._variable])
        emissions = values[self._variable]
        measured = np.stack([measure(emissions, years) for measure in MEASURES], axis=-1)
        return Part(
            measured.reshape(rows, blocks, len(MEASURES)), emissions.reshape(rows, blocks, -1)
        )

    def steps(self) -> FloatArray:
        """Return B less A of every constant in all rows, shape ``(row, constant)``.

        Levers in settings (1 is the plan); numbers of the world in probability, so that 1 is
        the step from their lowest to their highest value.
        """
        found = []
        for rows in self.parts():
            design = self.design(rows)
            a, b = design[:, 0], design[:, len(self.space.factors) + 1]
            low, high = self.space.constants(a), self.space.constants(b)
            columns = [
                high[each.id] - low[each.id] if each.kind == "lever" else b[:, at] - a[:, at]
                for at, each in enumerate(self.space.varied)
            ]
            found.append(np.stack(columns, axis=1))
        return np.concatenate(found)


def evaluate(evaluator: Evaluator, progress: Callable[[int, int], None] | None = None) -> Part:
    """Run all parts one after the other and put them together.

    Parameters
    ----------
    evaluator
        The study and the model.
    progress
        Told how many runs are done, and of how many.
    """
    parts = []
    for rows in evaluator.parts():
        parts.append(evaluator.compute(rows))
        if progress is not None:
            progress(rows.stop * evaluator.blocks, evaluator.rows * evaluator.blocks)
    return join(parts)


def join(parts: Sequence[Part]) -> Part:
    """Put parts together, in the order of their rows."""
    return Part(
        np.concatenate([part.outcomes for part in parts]),
        np.concatenate([part.series for part in parts]),
    )


def morris_points(space: Space, trajectories: int, seed: int) -> FloatArray:
    """Return Morris trajectories in the unit cube, shape ``(trajectory, point, constant)``."""
    width = len(space.varied)
    problem = {
        "num_vars": width,
        "names": [each.id for each in space.varied],
        "bounds": [[0.0, 1.0]] * width,
    }
    points = salib_morris.sample(problem, trajectories, num_levels=4, seed=seed)
    shaped: FloatArray = points.reshape(trajectories, width + 1, width)
    return shaped
