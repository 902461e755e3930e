"""Run a study: points of its design through the model, a part of the rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray, IntArray, TimeArray
from zysim.inputs.study import Study
from zysim.kernel.clock import clock_of
from zysim.kernel.compile import compile_model
from zysim.runs.ensemble import quick_for
from zysim.runs.project import Project
from zysim.sensitivity.designs import Design, make_design
from zysim.sensitivity.measures import Measure, kept_series, measures_of
from zysim.sensitivity.space import Space, study_space
from zysim.sensitivity.subject import city_subject, open_subject

RUNS_IN_PART = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Results of some rows of a design."""

    outcomes: FloatArray
    """Shape ``(row, block, outcome)``, as in :attr:`Evaluator.outcomes`; NaN where a run has no
    such value."""
    series: FloatArray
    """Kept variables, shape ``(row, block, variable, moment)``, as in :attr:`Evaluator.kept`."""


class Evaluator:
    """A study's design and the model; any part can be computed alone, in any order.

    Parameters
    ----------
    study
        What varies, what is measured, and how many rows.
    project
        The city, where the study is about it and it is open already.
    engine
        As for :func:`zysim.kernel.compile_model`.
    threads
        Of machine code; all processors if None.
    root
        The city's folder, where the study is about it.

    Raises
    ------
    InputError
        If a name, range, formula or row of the study does not fit the model.
    ModelFileError
        If the model cannot be read.
    """

    def __init__(
        self,
        study: Study,
        project: Project | None = None,
        *,
        engine: str = "auto",
        threads: int | None = None,
        root: Path | None = None,
    ) -> None:
        self.study = study
        if project is None or study.model is not None:
            self.subject = open_subject(study, root)
        else:
            self.subject = city_subject(project, study)
        self.graph = self.subject.graph
        self.outcomes: Mapping[str, Measure] = measures_of(self.subject, study)
        """What is measured of each run, by id."""
        self.kept: tuple[str, ...] = kept_series(self.subject, study, self.outcomes)
        """Scalar ids of the series kept of each run; the first is the leading one."""
        self.units: tuple[str, ...] = tuple(
            self.graph.variables[self.graph.home[name]].unit for name in self.kept
        )
        needs = [name for each in self.outcomes.values() for name in each.needs]
        self.outputs = list(dict.fromkeys([*self.kept, *needs]))
        """Scalars that outcomes and kept series are made of."""
        self.space: Space = study_space(self.subject, study, self.outputs)
        self.plan: Design = make_design(
            study, self.space.varied, self.space.groups, self.space.names
        )
        self._kernel = compile_model(
            self.graph,
            engine,
            threads=threads,
            method=self.subject.method,
            quick_runs=quick_for(self.runs),
        ).for_runs(self.runs)
        self.years: TimeArray = clock_of(self.graph).times
        """Moments the model reports at; calendar years for the city."""
        self.moments: TimeArray = self.years[:: study.every] if self.kept else self.years[:0]
        """Those of them that kept series are kept at."""

    @property
    def replicate(self) -> IntArray:
        """Number of the replicate of each row, shape ``(row,)``."""
        return np.arange(self.rows) // self.plan.rows

    @property
    def blocks(self) -> int:
        """Model runs that one row costs."""
        return self.plan.blocks

    @property
    def runs(self) -> int:
        """Model runs of all rows together."""
        return self.rows * self.blocks

    @property
    def engine(self) -> str:
        """The engine of every part: chosen by the number of all runs, if ``auto`` was asked."""
        return self._kernel.engine

    @property
    def rows(self) -> int:
        """Rows of all replicates together."""
        return self.plan.rows * self.study.replicates

    def parts(self) -> list[slice]:
        """Return the rows of each part, about as many runs in each, none across replicates."""
        size = max(1, RUNS_IN_PART // self.blocks)
        return [
            slice(start, min(start + size, end))
            for replicate in range(self.study.replicates)
            for end in [(replicate + 1) * self.plan.rows]
            for start in range(replicate * self.plan.rows, end, size)
        ]

    def design(self, rows: slice, pairs: Sequence[int] = ()) -> FloatArray:
        """Return points of some rows of one replicate, shape ``(row, block, constant)``.

        Points of the unit cube, or values of the constants where rows come from a table.
        """
        return self.plan.points(*self.place(rows), pairs)

    def place(self, rows: slice) -> tuple[int, slice]:
        """Return the replicate that some rows belong to, and which rows of it they are."""
        replicate, first = divmod(rows.start, self.plan.rows)
        return replicate, slice(first, first + rows.stop - rows.start)

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
        """Run points as :meth:`design` gives them.

        Raises
        ------
        ResultError
            If a value is not finite and the study refuses such runs.
        """
        rows, blocks, _ = points.shape
        _, values = self.integrate(self.space.constants(self.drawn(points)))
        return self.measured(values, rows, blocks)

    def measured(
        self,
        values: Mapping[str, FloatArray],
        rows: int,
        blocks: int,
        *,
        leave: Collection[str] = (),
    ) -> Part:
        """Return outcomes and kept series of runs, from their series ``(run, time)`` by id.

        Outcomes to ``leave`` are not measured: NaN.
        """
        measured = np.full((rows * blocks, len(self.outcomes)), np.nan)
        for at, (name, each) in enumerate(self.outcomes.items()):
            if name not in leave:
                measured[:, at] = each.of(values, self.years)
        return Part(
            measured.reshape(rows, blocks, -1),
            self.kept_of(values).reshape(rows, blocks, len(self.kept), self.moments.size),
        )

    def kept_of(self, values: Mapping[str, FloatArray]) -> FloatArray:
        """Return the kept series of runs, shape ``(run, variable, moment)``."""
        kept = [values[name][:, :: self.study.every] for name in self.kept]
        return (
            np.stack(kept, axis=1) if kept else np.empty((len(next(iter(values.values()))), 0, 0))
        )

    def integrate(
        self, batch: Mapping[str, FloatArray]
    ) -> tuple[TimeArray, Mapping[str, FloatArray]]:
        """Run constants by id, ``(run,)`` each; return times and series ``(run, time)``.

        Raises
        ------
        ResultError
            If a value is not finite and the study refuses such runs.
        """
        return self._kernel.integrate(
            batch, outputs=self.outputs, refuse=self.study.missing == "refuse"
        )

    def drawn(self, points: FloatArray) -> Mapping[str, FloatArray]:
        """Return the values of what varies, by id, shape ``(run,)``, for some points."""
        flat = points.reshape(-1, points.shape[-1])
        if self.plan.of_values:
            return {each.id: flat[:, at] for at, each in enumerate(self.space.varied)}
        return self.space.values(flat)

    def inputs(self, rows: slice) -> FloatArray:
        """Return what was varied, shape ``(row, block, constant)``, in the units of the space."""
        points = self.design(rows)
        values = self.drawn(points)
        columns = np.stack([values[each.id] for each in self.space.varied], axis=-1)
        return columns.reshape(points.shape)

    def steps(self) -> FloatArray:
        """Return B less A of every constant in all rows, shape ``(row, constant)``.

        Levers in settings (1 is the plan); numbers of the world in probability, so that 1 is
        the step from their lowest to their highest value.
        """
        levers = [
            (at, each.id) for at, each in enumerate(self.space.varied) if each.kind == "lever"
        ]
        found = []
        for rows in self.parts():
            a, b = self.plan.samples(*self.place(rows))
            columns = b - a
            if levers:
                low, high = self.drawn(a), self.drawn(b)
                for at, name in levers:
                    columns[:, at] = high[name] - low[name]
            found.append(columns)
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
