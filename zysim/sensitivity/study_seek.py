"""Find values of a study's factors at which its outcomes are as wanted, often enough.

Differential evolution (Storn and Price 1997) over the factors that may move, all points in the same
worlds; then factors are put back where they stood as long as that costs little, and the answer is
checked in worlds that were not used.
"""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import zysim
from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.study import Study
from zysim.inputs.study_seek import CHANGE, OutcomeHold, StudySeek
from zysim.metrics.spread import Share, Standing, share_of
from zysim.paths import cache_path
from zysim.sampling.points import sobol_points
from zysim.sealed import read_sealed, write_sealed
from zysim.sensitivity.evaluate import RUNS_IN_PART, Evaluator
from zysim.wording import Pair

WORLDS, FRESH = 256, 2048
APART = 1_000_003
"""Added to the seed of the check: no world of it was seen by the search."""
RESERVE = 0.01
"""Held back from each probability below 1: a choice looks better where it was chosen."""
POINTS, FEWEST = 10, 24
"""Points of a generation: so many a factor, at least so many."""
GENERATIONS, STILL = 120, 15
"""Most of them, and after how many without a better point the search ends."""
SCALE, CROSS = 0.6, 0.9
PRICE = 1e4
"""What falling short by the whole size of a bound counts, in whole ranges of change."""
FAR = 10.0
"""How far a run falls short that has no such outcome."""
SMALL = 0.01
"""What is wanted may grow by this share so that a factor stays where it was."""
DIGITS = 1000
"""Values are told in thousandths of their range, rounded away from where they stood."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sought:
    """Values found; arrays ``(factor,)`` in the units of the factors that may move."""

    study: Study
    question: StudySeek
    names: tuple[str, ...]
    labels: tuple[Pair, ...]
    units: tuple[str, ...]
    outcome_units: Mapping[str, Pair]
    """Of each outcome of the study."""
    low: FloatArray
    high: FloatArray
    before: FloatArray
    after: FloatArray
    held: bool
    """Whether every condition holds as often as asked in the worlds of the search."""
    shares: tuple[float, ...]
    """Of each condition, in the worlds of the search."""
    chances: tuple[Share, ...]
    """In the worlds of the check."""
    chances_before: tuple[Share, ...]
    wanted: tuple[float, float]
    """Mean of the outcome wanted before and after, in the worlds of the check; of ``change`` the
    sum of moves in shares of the ranges."""
    worlds: int
    fresh: int
    runs: int

    @property
    def standing(self) -> Standing:
        """What the worlds of the check say of the conditions: the one that does worst."""
        each = [
            share.beside(hold.probability)
            for share, hold in zip(self.chances, self.question.holds, strict=True)
        ]
        return max(each, key=("met", "near", "below").index, default="met")


def seek_study(
    study: Study,
    *,
    worlds: int = WORLDS,
    fresh: int = FRESH,
    progress: Callable[[int, int], None] | None = None,
) -> Sought:
    """Find values of factors at which outcomes are as wanted.

    The factors named in ``[seek]`` may move within their ranges, from where the first case has
    them; the others are drawn as the study says. Every generation is kept in the cache folder until
    the answer is there; the same study asked again after a kill goes on where it was.

    Parameters
    ----------
    study
        Of a model other than the city's, with ``[seek]``.
    worlds, fresh
        Draws of the other factors for the search and for the check; one where there are none.
    progress
        Told how many runs are done, and of how many at most.

    Raises
    ------
    InputError
        If the study has no ``[seek]`` or is about the city, or a factor cannot move.
    ResultError
        If a value is not finite and the study refuses such runs.
    """
    question = study.seek
    if study.model is None:
        msg = f"study {study.id}: is about the city. Ask zysim seek NAME instead."
        raise InputError(msg, zh=f"研究 {study.id} 是城市的：请用 zysim seek 问题名。")
    if question is None:
        msg = f"study {study.id}: has no [seek]. Say what may move and what must hold."
        raise InputError(msg, zh=f"研究 {study.id} 没有 [seek] 一节：请写明可变动的因素与要求。")
    folder = cache_path() / f"study-seek-{_key(study)}"
    search = _Search(study, question, worlds, fresh, folder, progress)
    best = search.written(search.fewer(search.evolved()))
    found = search.answer(best)
    shutil.rmtree(folder, ignore_errors=True)
    return found


def _key(study: Study) -> str:
    files = [study.path, *([] if study.model is None else [study.model]), *study.further]
    parts = (zysim.__version__, study, [path.read_bytes() for path in files if path.is_file()])
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


class _Search:
    """A question with its model; points are shares of the ranges, ``(point, factor)``."""

    def __init__(
        self,
        study: Study,
        question: StudySeek,
        worlds: int,
        fresh: int,
        folder: Path,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.study, self.question = study, question
        self.evaluator = Evaluator(study)
        space = self.evaluator.space
        self.at = _places(study, question, self.evaluator)
        self.ids = [space.varied[at].id for at in self.at]
        self.low = np.array([space.varied[at].low for at in self.at])
        self.high = np.array([space.varied[at].high for at in self.at])
        self.start = np.clip((self._before() - self.low) / (self.high - self.low), 0.0, 1.0)
        drawn = len(space.varied) > len(self.at)
        self.worlds, self.fresh = (worlds, fresh) if drawn else (1, 1)
        self._drawn = {self.worlds: self._draw(self.worlds, study.seed)}
        self._folder, self._progress = folder, progress
        self.runs = 0
        self.size = max(FEWEST, POINTS * len(self.at))
        self._outcomes = list(self.evaluator.outcomes)
        self.unit = 1.0

    def _before(self) -> FloatArray:
        """Return the values of the first case, or of the model file."""
        graph, fixed = self.evaluator.graph, self.evaluator.subject.fixed
        known = {**graph.constants, **fixed}
        first = [name if name in known else graph.scalars_of(name, "move")[0] for name in self.ids]
        return np.array([known[name] for name in first])

    def _draw(self, count: int, seed: int) -> Mapping[str, FloatArray]:
        space = self.evaluator.space
        return space.values(sobol_points(slice(0, count), len(space.varied), seed))

    def values(self, points: FloatArray) -> FloatArray:
        """Return points in the units of the factors."""
        found: FloatArray = self.low + points * (self.high - self.low)
        return found

    def outcomes(self, points: FloatArray, drawn: Mapping[str, FloatArray]) -> FloatArray:
        """Return outcomes of points, ``(point, world, outcome)``."""
        worlds = next(iter(drawn.values())).size
        values, parts = self.values(points), []
        size = max(1, RUNS_IN_PART // worlds)
        for first in range(0, len(points), size):
            some = values[first : first + size]
            batch = {name: np.tile(each, len(some)) for name, each in drawn.items()}
            batch |= {name: np.repeat(some[:, at], worlds) for at, name in enumerate(self.ids)}
            _, series = self.evaluator.integrate(self.evaluator.space.constants(batch))
            part = self.evaluator.measured(series, len(some), worlds)
            parts.append(part.outcomes)
        self.runs += len(points) * worlds
        if self._progress is not None:
            most = (GENERATIONS + 4) * self.size * self.worlds + 2 * self.fresh
            self._progress(self.runs, max(most, self.runs))
        return np.concatenate(parts)

    def margin(self, hold: OutcomeHold, outcomes: FloatArray) -> FloatArray:
        """Return how clearly a condition holds, ``(point, world)``; runs without it fall short."""
        values = outcomes[..., self._outcomes.index(hold.outcome)]
        gap = values - hold.bound if hold.least else hold.bound - values
        return np.nan_to_num(gap / (abs(hold.bound) or 1.0), nan=-FAR, posinf=FAR, neginf=-FAR)

    def wanted(self, points: FloatArray, outcomes: FloatArray) -> FloatArray:
        """Return what is wanted least of points, in the unit of the outcome or in ranges."""
        if self.question.wanted == CHANGE:
            found: FloatArray = np.abs(points - self.start).sum(axis=1)
            return found
        values = outcomes[..., self._outcomes.index(self.question.wanted)]
        mean = np.where(np.isfinite(values).any(axis=1), np.nan_to_num(values).mean(axis=1), np.nan)
        return -mean if self.question.most else mean

    def value(self, points: FloatArray) -> FloatArray:
        """Return what is wanted least with what falling short counts, ``(point,)``; kept."""
        name = hashlib.sha256(np.ascontiguousarray(points).tobytes()).hexdigest()[:32]
        path = self._folder / f"{name}.npy"
        kept = read_sealed(path)
        if kept is not None:
            found: FloatArray = np.load(io.BytesIO(kept))
            return found
        outcomes = self.outcomes(points, self._drawn[self.worlds])
        total = np.nan_to_num(self.wanted(points, outcomes) / self.unit, nan=FAR * PRICE)
        for hold in self.question.holds:
            share = min(1.0, hold.probability + RESERVE)
            needed = int(np.ceil(round(share * self.worlds, 9)))
            best = np.sort(self.margin(hold, outcomes), axis=1)[:, ::-1][:, :needed]
            total = total + PRICE * np.maximum(-best, 0.0).mean(axis=1)
        body = io.BytesIO()
        np.save(body, total)
        write_sealed(path, body.getvalue())
        return total

    def evolved(self) -> FloatArray:
        """Return the best point of all generations."""
        rng = np.random.default_rng(self.study.seed)
        points = sobol_points(slice(0, self.size), len(self.at), self.study.seed)
        points[0] = self.start
        if self.question.wanted != CHANGE:
            first = self.wanted(points, self.outcomes(points, self._drawn[self.worlds]))
            self.unit = float(np.nanmax(first) - np.nanmin(first)) or 1.0
        values, still = self.value(points), 0
        for _ in range(GENERATIONS):
            best = points[values.argmin()]
            pairs = np.array([rng.choice(self.size, 2, replace=False) for _ in points])
            moved = points + SCALE * (best - points + points[pairs[:, 0]] - points[pairs[:, 1]])
            cross = rng.random(points.shape) < CROSS
            cross[np.arange(self.size), rng.integers(points.shape[1], size=self.size)] = True
            trial = np.clip(np.where(cross, moved, points), 0.0, 1.0)
            found = self.value(trial)
            better = found < values
            gain = values.min() - np.minimum(found, values).min()
            points, values = np.where(better[:, None], trial, points), np.minimum(found, values)
            still = 0 if gain > 1e-6 * max(abs(values.min()), 1e-3) else still + 1
            if still == STILL:
                break
        best = points[values.argmin()]
        return np.asarray(best)

    def fewer(self, point: FloatArray) -> FloatArray:
        """Put factors back where they stood, as long as that costs little."""
        (value,) = self.value(point[np.newaxis])
        for at in np.argsort(np.abs(point - self.start)):
            back = point.copy()
            back[at] = self.start[at]
            (found,) = self.value(back[np.newaxis])
            if found <= value + SMALL * max(abs(value), 0.01):
                point, value = back, found
        return point

    def written(self, point: FloatArray) -> FloatArray:
        """Round away from where factors stood, where the conditions then hold as well."""
        away = np.sign(point - self.start)
        steps = np.ceil(np.round(np.abs(point - self.start) * DIGITS, 6)) / DIGITS
        round_ = np.clip(self.start + away * steps, 0.0, 1.0)
        before, after = self.value(np.stack([point, round_]))
        return round_ if after <= before + SMALL * max(abs(before), 0.01) else point

    def answer(self, point: FloatArray) -> Sought:
        """Return the point, checked in other worlds."""
        space, question = self.evaluator.space, self.question
        own = self.outcomes(point[np.newaxis], self._drawn[self.worlds])
        shares = tuple(float((self.margin(each, own) >= 0).mean()) for each in question.holds)
        both = np.stack([self.start, point])
        outcomes = self.outcomes(both, self._draw(self.fresh, self.study.seed + APART))
        held = [(self.margin(each, outcomes) >= 0).sum(axis=1) for each in question.holds]
        wanted = self.wanted(both, outcomes) * (-1 if question.most else 1)
        chances = [tuple(share_of(int(each[at]), self.fresh) for each in held) for at in range(2)]
        return Sought(
            study=self.study,
            question=question,
            names=question.move,
            labels=tuple(space.labels[at] for at in self.at),
            units=tuple(space.units[at] for at in self.at),
            outcome_units={name: m.unit for name, m in self.evaluator.outcomes.items()},
            low=self.low,
            high=self.high,
            before=self.values(self.start),
            after=self.values(point),
            held=all(s >= h.probability for s, h in zip(shares, question.holds, strict=True)),
            shares=shares,
            chances=chances[1],
            chances_before=chances[0],
            wanted=(float(wanted[0]), float(wanted[1])),
            worlds=self.worlds,
            fresh=self.fresh,
            runs=self.runs,
        )


def _places(study: Study, question: StudySeek, evaluator: Evaluator) -> list[int]:
    """Return the positions of the factors that may move among all that varies."""
    space, problems = evaluator.space, list[Problem]()
    places = []
    for name in question.move:
        if name in space.dead:
            problems.append(
                Problem(
                    f"{name}: nothing that is asked depends on it",
                    f"{name}：与所问的结果无关",
                )
            )
            continue
        at = space.names.index(name)
        each = space.varied[at]
        if each.distribution == "discrete" or each.id in {*space.options, *space.structures}:
            problems.append(
                Problem(
                    f"{name}: takes single values; only what lies in a range can be sought",
                    f"{name}：只取若干个值；只有在范围内连续变化的因素才能求解",
                )
            )
        places.append(at)
    if problems:
        raise refuse(study.path, problems)
    return places
