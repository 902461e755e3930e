"""Run many settings in the same worlds as one batch, and keep every batch for a later start."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.seek_question import BudgetHold, SeekQuestion
from zysim.inputs.settings import Settings
from zysim.kernel.chunks import integrate_chunks
from zysim.kernel.compile import compile_model
from zysim.metrics.cost_meter import CostMeter
from zysim.metrics.totals import cumulative, level_in
from zysim.runs.ensemble import draw_members, worlds_under
from zysim.runs.project import Project
from zysim.runs.structural import draw_structures, structural_columns
from zysim.sealed import read_sealed, write_sealed
from zysim.seeking.holds import ModelHold, pieces_of, variable_of, variables_of
from zysim.seeking.knobs import Knob, columns_of, knobs_of

COUNTED = 5
"""Emissions are summed up to so many years after the peak asked for: a peak in time can be bought
by rushing, and this shows it."""
SPARE = 0.002
"""What a whole setting of change counts beside costs, in the cost of the dearest lever."""
RUNS_IN_PART = 8192
"""Runs whose values are in memory at once, as far as whole points go."""
MANY = 1 << 20
"""More runs than any one batch, so that every batch takes the engine of many runs."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """States of the world in which every point of a batch is run."""

    columns: Mapping[str, FloatArray]
    """Constants of the start, shape ``(world,)``."""
    shares: Mapping[str, FloatArray]
    """Constant of a lever's setting to the share of it that is delivered."""
    count: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of some points in some worlds."""

    pieces: tuple[FloatArray, ...]
    """For each condition its pieces, shape ``(point, world, piece)``."""
    level: FloatArray
    """Emissions of the account asked about in the year of the peak asked for, shape ``(point,
    world)``, in Mt CO2 a year; NaN where no peak is asked for."""
    total: FloatArray
    """The same emissions summed up to :attr:`Evaluator.counted`, in Mt CO2."""
    cost: FloatArray
    """Net present cost above that of the start, shape ``(point, world)``, in yi CNY; NaN where the
    answer does not hang on it."""

    @property
    def margins(self) -> list[FloatArray]:
        """How clearly each condition holds, shape ``(point, world)``: 0 or more where it does."""
        return [each.min(axis=2) for each in self.pieces]


class Evaluator:
    """A question with its model: points in, conditions in each world out.

    Parameters
    ----------
    project, question, start
        Model and tables, the question, and the case it starts from.
    journal
        Folder that keeps every batch done; None keeps nothing.
    told
        Told the number of runs of each batch that is done.
    apart
        Take worlds of a posterior from the other end, as :func:`zysim.runs.ensemble.draw_members`.
    """

    def __init__(
        self,
        project: Project,
        question: SeekQuestion,
        start: Settings,
        *,
        journal: Path | None = None,
        told: Callable[[int], None] | None = None,
        apart: bool = False,
    ) -> None:
        self.project, self.question, self.start = project, question, start
        self.knobs: tuple[Knob, ...] = knobs_of(question, start, project.tables)
        self.lengths = {
            name: full - first
            for name, lever in project.tables.levers.items()
            for first, full in [start.years.get(name, (lever.start, lever.full))]
        }
        self.outputs = variables_of(self.unpriced, project.tables)
        self.scale = 1.0
        self._meters: dict[int, CostMeter] = {}
        self.runs = 0
        self._kernel = compile_model(project.graph).for_runs(MANY)
        self._journal, self._apart = journal, apart
        self.told = told
        self._worlds: dict[int, Worlds] = {}
        self._starts: dict[int, dict[str, FloatArray]] = {}

    def keeping(self, levers: Collection[str]) -> Evaluator:
        """Return the same question with some levers kept as in the start."""
        question = replace(self.question, keep=(*self.question.keep, *sorted(levers)))
        return Evaluator(
            self.project,
            question,
            self.start,
            journal=self._journal,
            told=self.told,
            apart=self._apart,
        )

    @property
    def at(self) -> FloatArray:
        """The start as a point, shape ``(knob,)``."""
        return np.array([knob.at for knob in self.knobs])

    @property
    def low(self) -> FloatArray:
        """Lowest values, shape ``(knob,)``."""
        return np.array([knob.low for knob in self.knobs])

    @property
    def high(self) -> FloatArray:
        """Highest values, shape ``(knob,)``."""
        return np.array([knob.high for knob in self.knobs])

    def change(self, points: FloatArray) -> FloatArray:
        """Return the weighted distance from the start, shape ``(point,)``, in whole settings."""
        weights = np.array([knob.weight for knob in self.knobs])
        found: FloatArray = np.abs(points - self.at) @ weights
        return found

    @property
    def weights(self) -> FloatArray:
        """What a change of each knob by 1 counts in the goal, shape ``(knob,)``."""
        weights = np.array([knob.weight for knob in self.knobs])
        return weights * (1.0 if self.question.least == "change" else SPARE)

    def goal(self, change: FloatArray, cost: FloatArray) -> FloatArray:
        """Return what is wanted least of points with this change and mean cost, ``(point,)``.

        Cost is counted in the cost of the dearest lever (:meth:`size`), and a little change is
        added, so that levers that save next to nothing stay where they are.
        """
        if self.question.least == "change":
            return change
        return cost / self.scale + SPARE * change

    def size(self, points: FloatArray, count: int) -> None:
        """Take the largest cost of some points as the size of all costs."""
        if self.question.costed:
            self.scale = float(np.abs(self.run(points, count).cost.mean(axis=1)).max()) or 1.0

    @property
    def last_cost(self) -> int:
        """Last year whose costs are counted, after costs were."""
        return max(each.last for each in self._meters.values())

    @property
    def most_worlds(self) -> int:
        """How many worlds points were run in so far."""
        return max(self._worlds, default=0)

    def worlds(self, count: int) -> Worlds:
        """Return the first worlds of the question's seed; more of them begin with the same."""
        if count not in self._worlds:
            drawn = draw_members(self.project, count, self.question.seed, apart=self._apart)
            self._worlds[count] = self._laid(drawn, count)
        return self._worlds[count]

    def _laid(self, drawn: Mapping[str, FloatArray], count: int) -> Worlds:
        tables = self.project.tables
        if self.question.over == "worlds":
            return Worlds(worlds_under(self.start, drawn), {}, count)
        moving = {name for knob in self.knobs for name in knob.levers}
        # With each moving lever at 1 the structures lay down the share that is delivered.
        whole = {name: 1.0 if name in moving else v for name, v in self.start.levers.items()}
        constants = dict(self.start.constants) | {
            tables.levers[name].constant: 1.0 for name in moving
        }
        case = _with(self.start, whole, constants)
        places = draw_structures(tables.structures, count, self.question.seed, tables.correlations)
        known = self.project.graph.constants
        columns, asked = structural_columns(case, drawn, tables.structures, places, known)
        shared = {name for each in asked for name in each.levers} & moving
        shares = {
            tables.levers[name].constant: columns[tables.levers[name].constant] for name in shared
        }
        return Worlds(columns, shares, count)

    @property
    def counted(self) -> int:
        """Last year of the sum of emissions that is shown beside the level."""
        last, peak = self.project.city.last, self.question.peak
        return last if peak is None else min(peak.by + COUNTED, last)

    def run(self, points: FloatArray, count: int) -> Batch:
        """Run points ``(point, knob)`` in the first ``count`` worlds."""
        path = self._entry(points, count)
        kept = None if path is None else read_sealed(path)
        if kept is None:
            found = self._run(points, self.worlds(count), self._start(count))
            if path is not None:
                body = io.BytesIO()
                np.savez(body, *found.pieces, level=found.level, total=found.total, cost=found.cost)
                write_sealed(path, body.getvalue())
        else:
            with np.load(io.BytesIO(kept)) as file:
                pieces = tuple(file[f"arr_{at}"] for at in range(len(self.unpriced)))
                found = Batch(pieces, file["level"], file["total"], file["cost"])
        self._done(len(points) * count)
        rooms = [self.room(hold, found.cost)[..., np.newaxis] for hold in self.budgets]
        return replace(found, pieces=(*found.pieces, *rooms))

    @property
    def unpriced(self) -> list[ModelHold]:
        """Conditions that the model alone decides."""
        return [each for each in self.question.holds if not isinstance(each, BudgetHold)]

    @property
    def budgets(self) -> list[BudgetHold]:
        """Conditions on costs; they follow the others."""
        return [each for each in self.question.holds if isinstance(each, BudgetHold)]

    def room(self, hold: BudgetHold, cost: FloatArray) -> FloatArray:
        """Return what a budget leaves, in the cost of the dearest lever; below 0 it is exceeded."""
        return (hold.most - cost) / self.scale

    def _done(self, runs: int) -> None:
        self.runs += runs
        if self.told is not None:
            self.told(runs)

    def _run(self, points: FloatArray, worlds: Worlds, start: Mapping[str, FloatArray]) -> Batch:
        """Run points part by part, and keep of each run what the question asks."""
        size, tables = worlds.count, self.project.tables
        meter = self._meter(worlds) if self.question.costed else None
        outputs = self.outputs if meter is None else (*self.outputs, *meter.outputs)
        parts: list[list[FloatArray]] = []
        costs: list[FloatArray] = []
        for some, years, values in integrate_chunks(
            self._kernel,
            self._draw(points, worlds),
            len(points) * size,
            size=max(1, RUNS_IN_PART // size) * size,
            until=self.project.city.last,
            outputs=tuple(dict.fromkeys(outputs)),
        ):
            world = np.arange(some.start, some.stop) % size
            kept = [
                pieces_of(hold, tables, values, years, start[variable_of(hold, tables)][world])
                for hold in self.unpriced
            ]
            parts.append([*kept, *self.amounts(values, years)])
            if meter is not None:
                costs.append(meter.above_reference(values, years))
        whole = [np.concatenate([part[at] for part in parts]) for at in range(len(parts[0]))]
        pieces = tuple(each.reshape(len(points), size, -1) for each in whole[: len(self.unpriced)])
        level, total = (each.reshape(len(points), size) for each in whole[-2:])
        cost = np.concatenate(costs) if costs else np.full((len(points), size), np.nan)
        return Batch(pieces, level, total, cost)

    def _meter(self, worlds: Worlds) -> CostMeter:
        """Return the account of costs in some worlds, against the start."""
        if worlds.count not in self._meters:
            start = self._draw(self.at[np.newaxis], worlds)(slice(0, worlds.count))
            self._meters[worlds.count] = CostMeter(self.project, start, seed=self.question.seed)
        return self._meters[worlds.count]

    def amounts(
        self, values: Mapping[str, FloatArray], years: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return level and sum of each run as a batch keeps them; NaN without a peak."""
        peak = self.question.peak
        if peak is None:
            runs = len(next(iter(values.values())))
            return np.full(runs, np.nan), np.full(runs, np.nan)
        series = values[variable_of(peak, self.project.tables)]
        return level_in(series, years, peak.by), cumulative(
            series, years, since=self.project.city.base + 1, until=self.counted
        )

    def integrate(
        self, columns: Mapping[str, FloatArray], runs: int, further: Sequence[str] = ()
    ) -> tuple[IntArray, dict[str, FloatArray]]:
        """Run constants ``(run,)`` and return years and what the question asks ``(run, year)``.

        ``further`` are scalars to report beside.
        """
        self._done(runs)
        outputs = tuple(dict.fromkeys((*self.outputs, *further)))
        return self._kernel.integrate(columns, until=self.project.city.last, outputs=outputs)

    def series(
        self, point: FloatArray, count: int, names: Sequence[str]
    ) -> tuple[dict[str, FloatArray], IntArray]:
        """Return scalars of one point in the first worlds, ``(world, year)``, and the years."""
        columns = self._draw(point[np.newaxis], self.worlds(count))(slice(0, count))
        years, values = self.integrate(columns, count, names)
        return values, years

    def _draw(
        self, points: FloatArray, worlds: Worlds
    ) -> Callable[[slice], Mapping[str, FloatArray]]:
        """Return the constants of some runs, all worlds of the first point before the second."""
        moved = columns_of(self.knobs, points, self.lengths)

        def draw(some: slice) -> dict[str, FloatArray]:
            place = np.arange(some.start, some.stop)
            point, world = place // worlds.count, place % worlds.count
            columns = {name: values[world] for name, values in worlds.columns.items()}
            for name, values in moved.items():
                columns[name] = values[point]
                if name in worlds.shares:
                    columns[name] = columns[name] * worlds.shares[name][world]
            return columns

        return draw

    def _start(self, count: int) -> dict[str, FloatArray]:
        """Return the values of the start in the first worlds, shape ``(world, year)``."""
        if count not in self._starts:
            draw = self._draw(self.at[np.newaxis], self.worlds(count))
            _, self._starts[count] = self._kernel.integrate(
                draw(slice(0, count)), until=self.project.city.last, outputs=self.outputs
            )
        return self._starts[count]

    def _entry(self, points: FloatArray, count: int) -> Path | None:
        if self._journal is None:
            return None
        about = repr((count, [(knob.levers, knob.kind) for knob in self.knobs]))
        words = hashlib.sha256(np.ascontiguousarray(points).tobytes() + about.encode())
        return self._journal / f"batch-{words.hexdigest()[:32]}.npz"


def _with(start: Settings, levers: Mapping[str, float], constants: Mapping[str, float]) -> Settings:
    return replace(start, levers=levers, constants=constants)
