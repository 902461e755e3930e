"""A case as seen at one moment: what is known by then, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.arrays import BoolArray, FloatArray, IntArray
from zysim.calibration.history_runs import HistoryRuns
from zysim.calibration.likelihood import ErrorModel, observation_errors, standard_misses
from zysim.calibration.tempered import Tempered, temper
from zysim.calibration.update_stages import stage_path
from zysim.errors import ResultError
from zysim.inputs.history import Observation
from zysim.metrics.conditions import Conditions, conditions_of
from zysim.metrics.peak import find_peak
from zysim.runs.futures import Futures
from zysim.runs.project import Project
from zysim.runs.structural import Structural

ROUNDS = 4
"""Times that the particles of the sampler are taken at the end."""
MOVES = 5
"""Proposals a step: each forgets nearly all, so that more of them buy nothing."""
ENOUGH = 500.0
"""Below this worth of particles the answer is refused."""
FARTHEST = 4.0
"""Standard deviations from which on a figure is one that the model cannot explain."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """A case as seen at one moment: particles, and what becomes of them."""

    points: FloatArray
    """Shape ``(particle, dimension)``; each counts alike."""
    years: IntArray
    values: Mapping[str, FloatArray]
    """Scalar id to values ``(particle, year)``."""
    hit: BoolArray
    """Whether a particle peaks by the goal year."""
    chance: Conditions
    effective: float
    tempered: Tempered | None
    """None where there was nothing to weigh by."""


@dataclass(frozen=True, slots=True)
class View:
    """Looks at a case from what is known at a moment."""

    project: Project
    futures: Futures
    variable: str
    outputs: Sequence[str]
    """Variables to keep of runs to the end."""
    particles: int
    seed: int
    observed: Sequence[str] = ()
    """Variables of all rows that will be asked for."""
    stages: Path | None = None
    """Folder that keeps how far each sampler got; None keeps nothing."""

    def past(self, rows: Sequence[Observation]) -> HistoryRuns:
        """Return the case as far as some observations go."""
        return HistoryRuns(self.project, rows, futures=self.futures, variables=self.observed)

    def weigh(
        self, rows: Sequence[Observation], told: Callable[[int, int], None] | None = None
    ) -> Knowledge:
        """Draw the posterior of some observations, and run it to the end.

        ``told`` is told how far the sampler is, as by :func:`zysim.calibration.tempered.temper`.
        """
        model = self.past(rows)
        errors = ErrorModel()
        found = temper(
            lambda points: standard_misses(model.values(points), rows, errors),
            self.futures.dimensions,
            particles=self.particles // ROUNDS,
            seed=self.seed,
            moves=MOVES,
            rounds=ROUNDS,
            keep=stage_path(self.stages, rows),
            told=told,
        )
        if found.effective < ENOUGH:
            raise _too_little(found.effective)
        refuse_unexplained(model.values(found.points), rows, errors)
        return self.look(found.points, found.effective, found)

    def look(self, points: FloatArray, effective: float, found: Tempered | None) -> Knowledge:
        """Run particles to the end."""
        years, values = self.futures.run(points, None, self.outputs)
        emissions = values[self.variable]
        structural = Structural(
            scenarios=(self.futures.case.id,),
            years=years,
            emissions=emissions[np.newaxis],
            values={self.variable: emissions[np.newaxis]},
            questions=self.futures.questions,
            drawn=self.futures.structures(points),
            touched=(tuple(each.id for each in self.futures.questions),),
            settled=((),),
        )
        return Knowledge(
            points=points,
            years=years,
            values=values,
            hit=in_time(emissions, years, self.project.city.goal),
            chance=conditions_of(structural, self.project.city.goal)[0],
            effective=effective,
            tempered=found,
        )


def in_time(emissions: FloatArray, years: IntArray, goal: int) -> BoolArray:
    """Say which members peak by the goal year, shape ``(member,)``."""
    peak = find_peak(emissions, years)
    found: BoolArray = ~peak.censored & (peak.year <= goal)
    return found


def refuse_unexplained(values: FloatArray, rows: Sequence[Observation], errors: ErrorModel) -> None:
    """Refuse an answer where no world comes near a figure, whatever the draws are worth.

    Parameters
    ----------
    values
        What the particles say of each row, shape ``(particle, row)``.
    rows
        The observations they were weighed by.
    errors
        Of the observations and of the model.

    Raises
    ------
    ResultError
        If a figure is more than :data:`FARTHEST` standard deviations off, its own error, that of
        the model and the spread of the particles taken together.
    """
    observed = np.array([row.value for row in rows])
    spread = np.sqrt(
        values.var(axis=0)
        + observation_errors(rows, errors) ** 2
        + (errors.discrepancy * observed) ** 2
    )
    off = (observed - values.mean(axis=0)) / spread
    far = [(row, miss) for row, miss in zip(rows, off, strict=True) if abs(miss) > FARTHEST]
    if far:
        en = "; ".join(f"{row.series} {row.year}: {miss:+z.0f} sd" for row, miss in far)
        zh = "；".join(f"{row.series} {row.year} 年偏离 {miss:+z.0f} 个标准差" for row, miss in far)
        msg = (
            f"update: no state of the world comes near these figures, so no chance is given: {en}. "
            "Check them, or give them a wider range (low, high)."
        )
        raise ResultError(
            msg,
            zh=f"没有任何情形接近下列数值，不予给出概率：{zh}。请核对，或放宽其上下限。",
        )


def _too_little(effective: float) -> ResultError:
    return ResultError(
        f"update: the draws are worth {effective:.0f} independent ones, below {ENOUGH:g}, so the "
        "chance would be noise. Take more (-n), or check the figures.",
        zh=f"有效样本只有 {effective:.0f}，低于 {ENOUGH:g}，概率不可信，不予给出。"
        "请用 -n 增加样本，或核对数据。",
    )
