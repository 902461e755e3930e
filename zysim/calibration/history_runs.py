"""Run the past in many states of the world and keep only what was observed of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import InputError
from zysim.inputs.history import Observation
from zysim.metrics.totals import position
from zysim.runs.futures import Futures
from zysim.runs.project import Project, choose
from zysim.sampling.points import sobol_points

RUNS_IN_PART = 16_384


class HistoryRuns:
    """The model up to the last year observed, as a function of points of the unit cube.

    Parameters
    ----------
    project
        Model and tables.
    rows
        Observations with a variable of the model.
    engine
        As for :func:`zysim.kernel.compile_model`.
    futures
        The case that is run; the reference, without structures, if None.
    variables
        Further variables to report, so that runs for other rows share the machine code.

    Raises
    ------
    InputError
        If a year is not simulated.
    """

    def __init__(
        self,
        project: Project,
        rows: Sequence[Observation],
        *,
        engine: str = "auto",
        futures: Futures | None = None,
        variables: Sequence[str] = (),
    ) -> None:
        first, last = project.city.first, project.city.last
        for row in rows:
            if not first <= row.year <= last:
                msg = (
                    f"observed.csv, {row.series} {row.year}: the model runs from {first} to "
                    f"{last}, so this year cannot be compared. Use show."
                )
                zh = (
                    f"observed.csv，{row.series} {row.year}：模型只模拟 {first} 至 "
                    f"{last} 年，该观测无法比较，请将 use 改为 show。"
                )
                raise InputError(msg, zh=zh)
        self.rows = tuple(rows)
        self._variables = sorted({*variables, *(row.variable for row in rows)})
        self._first = first
        self.futures = futures or Futures(
            project, choose(project, [project.city.reference], {})[0], engine=engine
        )
        self.drawn = self.futures.drawn

    def worlds(self, points: FloatArray) -> Mapping[str, FloatArray]:
        """Return the uncertain constants at points ``(member, constant)`` of the unit cube."""
        return self.futures.worlds(points)

    def prior_points(self, places: IntArray, runs: int, seed: int) -> FloatArray:
        """Return some of the points that :meth:`prior` ran, by their place, in rising order."""
        parts = []
        for some in _parts(runs):
            here = places[(places >= some.start) & (places < some.stop)] - some.start
            if here.size:
                parts.append(sobol_points(some, self.futures.dimensions, seed)[here])
        return np.concatenate(parts)

    def prior(
        self, runs: int, seed: int, progress: Callable[[int, int], None] | None = None
    ) -> FloatArray:
        """Return what the model says of each observation, shape ``(run, observation)``.

        Runs go part by part and only these values are kept, so that any number fits.

        Parameters
        ----------
        runs
            Draws from params/uncertainty.csv, a scrambled Sobol sequence.
        seed
            0 or more.
        progress
            Told how many runs are done, and of how many.

        Raises
        ------
        ResultError
            If a value is not finite.
        """
        found = []
        for some in _parts(runs):
            found.append(self.values(sobol_points(some, self.futures.dimensions, seed), runs))
            if progress is not None:
                progress(some.stop, runs)
        return np.concatenate(found)

    def values(self, points: FloatArray, runs: int | None = None) -> FloatArray:
        """Return what the model says at points ``(member, constant)`` of the unit cube.

        ``runs`` is the number of all runs, where these are a part of them: it chooses the engine.
        """
        years, values = self.futures.kernel.for_runs(runs or len(points)).integrate(
            self.futures.columns(points),
            until=max(self._first + 1, *(row.year for row in self.rows)),
            outputs=self._variables,
        )
        return np.stack(
            [observed_of(values[row.variable], years, row) for row in self.rows], axis=1
        )


def observed_of(values: FloatArray, years: IntArray, row: Observation) -> FloatArray:
    """Return what an observation would be in each run, shape ``(run,)``.

    Parameters
    ----------
    values
        Of its variable, shape ``(run, year)``.
    years
        Shape ``(year,)``.
    row
        The observation: its year, and whether it is a level or a growth.
    """
    at = position(years, row.year)
    found: FloatArray = values[:, at]
    return found if row.measure == "level" else found / values[:, at - 1] - 1


def _parts(runs: int) -> list[slice]:
    return [slice(start, min(start + RUNS_IN_PART, runs)) for start in range(0, runs, RUNS_IN_PART)]
