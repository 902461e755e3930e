"""The answer of a Sobol study: indices, how sure they are, and effects with units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np

from zysim.arrays import BoolArray, FloatArray, TimeArray
from zysim.sensitivity.cautions import Caution, cautions
from zysim.sensitivity.convergence import Convergence, Verdict
from zysim.sensitivity.estimates import over_rows, stacked, study_effects
from zysim.sensitivity.evaluate import Evaluator, Part, join
from zysim.sensitivity.guards import LEAST_ROWS, varying
from zysim.sensitivity.kept_rows import Kept, keep_rows, nothing_left
from zysim.sensitivity.measures import Measure
from zysim.sensitivity.over_years import weigh_by_variance
from zysim.sensitivity.ranks import Ranks, rank_chances
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.single_effects import Effects
from zysim.sensitivity.sobol import Indices, sobol_indices
from zysim.sensitivity.study_rows import StudyRows
from zysim.wording import Pair

NOTHING: Mapping[str, Pair] = MappingProxyType({})
CHECK_ROWS = 256
"""Rows of a range-width check."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ranking:
    """Arrays are ``(factor, outcome)`` unless said; outcomes as in :attr:`outcomes`.

    How indices settle, and those of each year, are worked out when they are first asked for.
    """

    of: StudyRows
    """What it rests on."""
    kept: Kept
    """Which rows of it each outcome rests on."""
    moving: BoolArray
    """In which of the moments kept the leading series varies."""
    rows: int
    """Rows of the study."""
    about: Pair
    """What the outcomes are of, in Chinese and English."""
    measured: Mapping[str, Measure]
    """All outcomes of the study, with their labels and units."""
    outcomes: tuple[str, ...]
    """Outcomes ranked, in the order of the study; the first is what factors are ordered by."""
    rows_used: Mapping[str, int]
    """Rows each outcome ranked rests on: those in which every run has a value."""
    lacking: Mapping[str, float]
    """Outcome, ranked or not, to the share of its runs without a value."""
    left_out: Mapping[str, Pair]
    """Outcomes not ranked, and why."""
    indices: Indices
    ranks: Ranks
    effects: Estimate
    """Signed effects of :attr:`single` factors, ``(single, outcome)``: for levers per setting of
    1, for numbers of the world from their lowest to their highest value."""
    single: tuple[int, ...]
    cautions: tuple[Caution, ...]
    leading: Pair
    """Name of the leading series."""
    leading_unit: str
    alone: Effects | None = None
    """What each lever does alone; None unless the study ranks single levers and it was asked."""
    _settled: dict[str, Convergence] = field(default_factory=dict, repr=False)

    @property
    def main(self) -> str:
        """The outcome that factors are ordered by."""
        return self.outcomes[0]

    @property
    def years(self) -> TimeArray:
        """Years in which the leading series varies; none if it never does."""
        return self.of.evaluator.moments[self.moving]

    @cached_property
    def by_year(self) -> Indices | None:
        """Indices of the leading series, ``(factor, year)``; None if it never varies."""
        return self.of.by_year(self.moving) if self.moving.any() else None

    @cached_property
    def all_years(self) -> Indices | None:
        """The same, weighed by the variance of each year; ``(factor, 1)``."""
        return None if self.by_year is None else weigh_by_variance(self.by_year)

    @property
    def convergence(self) -> tuple[Convergence, ...]:
        """How the indices of each outcome settle over growing parts of its rows."""
        return tuple(map(self._settling, self.outcomes))

    def _settling(self, outcome: str) -> Convergence:
        if outcome not in self._settled:
            place = list(self.measured).index(outcome)
            mask = self.kept.rows[self.outcomes.index(outcome)]
            self._settled[outcome] = self.of.convergence([place], mask)
        return self._settled[outcome]

    def order(self, outcome: str | None = None) -> list[int]:
        """Return positions of the factors, the largest ST first."""
        values = self.indices.total.value[:, self.outcomes.index(outcome or self.main)]
        return [int(at) for at in np.argsort(-values, kind="stable")]

    def verdict(self, outcome: str | None = None) -> Verdict:
        """Return what the rows suffice for, for one outcome."""
        return self._settling(outcome or self.main).verdict()


@dataclass(frozen=True, slots=True, kw_only=True)
class WidthCheck:
    """How the rank of one factor hangs on the width of its range."""

    factor: int
    rank: int
    rank_half: int
    """With its own range halved around the middle."""
    rank_double: int
    """With its range twice as wide as now against all others, by halving the others."""
    total: float
    total_half: float
    total_double: float


def rank_factors(
    evaluator: Evaluator,
    results: Part,
    *,
    bootstrap: int = 500,
    refused: Mapping[str, Pair] = NOTHING,
    rows: StudyRows | None = None,
) -> Ranking:
    """Analyse the results of a Sobol study.

    Parameters
    ----------
    evaluator
        The study.
    results
        All rows, from :func:`zysim.sensitivity.evaluate.evaluate` or a sweep.
    bootstrap
        How many resamples.
    refused
        Outcomes not to rank, and why.
    rows
        Where the results are not of all rows of the study: how indices come from them.

    Raises
    ------
    ResultError
        If the shape is not that of the study, or no outcome can be ranked; the message says of
        each outcome why.
    """
    of = rows or StudyRows(evaluator=evaluator, results=results, bootstrap=bootstrap)
    groups, every = of.groups, list(evaluator.outcomes)
    names = [name for name in every if name not in refused]
    asked = results.outcomes[:, :, [every.index(name) for name in names]]
    kept = keep_rows(asked, names, groups=groups, replicate=of.replicate)
    left_out = {**kept.left_out, **refused}
    if not kept.outcomes:
        raise nothing_left(left_out)
    places = np.array([every.index(name) for name in kept.outcomes])
    values = results.outcomes[:, :, places]
    indices = over_rows(kept.rows, lambda at, mask: of.indices(places[at].tolist(), mask))
    moving = np.zeros(evaluator.moments.size, dtype=bool)
    if evaluator.kept:
        moving = varying(results.series[:, :, 0], groups=groups, replicate=of.replicate)
    return Ranking(
        of=of,
        kept=kept,
        moving=moving,
        rows=len(values),
        about=evaluator.subject.about,
        measured=evaluator.outcomes,
        outcomes=kept.outcomes,
        rows_used=dict(zip(kept.outcomes, kept.rows.sum(axis=1).tolist(), strict=True)),
        lacking=kept.lacking,
        left_out=left_out,
        indices=indices,
        ranks=rank_chances(indices.total.samples),
        effects=_effects(of, values, kept),
        single=tuple(evaluator.space.single),
        cautions=cautions(values, indices, kept.rows),
        leading=_leading(evaluator),
        leading_unit=evaluator.units[0] if evaluator.units else "",
    )


def second_order(
    evaluator: Evaluator, results: Part, main: str, top: list[int], *, bootstrap: int = 500
) -> Estimate:
    """Return S2 of one outcome for some factors, shape ``(top, factor)``; NaN with itself.

    Only the blocks that second order needs are run in addition.
    """
    groups = len(evaluator.space.factors)
    more = join(
        [
            evaluator.run(evaluator.design(rows, pairs=top)[:, groups + 2 :])
            for rows in evaluator.parts()
        ]
    )
    at = list(evaluator.outcomes).index(main)
    values = np.concatenate([results.outcomes, more.outcomes], axis=1)[:, :, [at]]
    whole = np.isfinite(values).all(axis=(1, 2))
    indices = sobol_indices(
        values[whole], groups=groups, pairs=top, bootstrap=bootstrap, seed=evaluator.study.seed
    )
    return Estimate(indices.second.value[:, :, 0], indices.second.samples[:, :, :, 0])


def check_widths(
    evaluator: Evaluator, results: Part, main: str, top: list[int]
) -> list[WidthCheck]:
    """Rank one outcome again with the range of one factor halved, then with all others halved."""
    rows = slice(0, min(CHECK_ROWS, evaluator.plan.rows))
    base = _totals(evaluator, results.outcomes[rows], main)
    found = []
    for at in top:
        members = list(evaluator.space.factors[at].members)
        others = [each for each in range(len(evaluator.space.varied)) if each not in members]
        half = _totals(evaluator, evaluator.compute(rows, change=_halve(members)).outcomes, main)
        double = _totals(evaluator, evaluator.compute(rows, change=_halve(others)).outcomes, main)
        ranks = [int((each > each[at]).sum()) + 1 for each in (base, half, double)]
        found.append(
            WidthCheck(
                factor=at,
                rank=ranks[0],
                rank_half=ranks[1],
                rank_double=ranks[2],
                total=float(base[at]),
                total_half=float(half[at]),
                total_double=float(double[at]),
            )
        )
    return found


def _halve(members: list[int]) -> Callable[[FloatArray], FloatArray]:
    def change(points: FloatArray) -> FloatArray:
        changed = points.copy()
        changed[:, :, members] = 0.25 + changed[:, :, members] / 2
        return changed

    return change


def _totals(evaluator: Evaluator, outcomes: FloatArray, main: str) -> FloatArray:
    """Return ST of one outcome, shape ``(factor,)``; 0 where these few rows do not vary."""
    groups = len(evaluator.space.factors)
    values = outcomes[:, :, [list(evaluator.outcomes).index(main)]]
    values = values[np.isfinite(values).all(axis=(1, 2))]
    if len(values) < LEAST_ROWS or not varying(values, groups=groups)[0]:
        return np.zeros(groups)
    found: FloatArray = sobol_indices(values, groups=groups, bootstrap=2, seed=0).total.value[:, 0]
    return found


def _effects(of: StudyRows, values: FloatArray, kept: Kept) -> Estimate:
    """Return signed effects of the factors that are one constant, ``(single, outcome)``."""
    space = of.evaluator.space
    single, groups = space.single, of.groups
    if not single:
        return Estimate(
            np.empty((0, len(kept.outcomes))), np.empty((of.bootstrap, 0, len(kept.outcomes)))
        )
    blocks = [0, *(1 + at for at in single), groups + 1]
    steps = of.steps()[:, [space.factors[at].members[0] for at in single]]
    parts = [
        study_effects(
            values[mask][:, blocks][:, :, [at]],
            steps[mask],
            of.replicate[mask],
            bootstrap=of.bootstrap,
            seed=of.seed,
        )
        for at, mask in enumerate(kept.rows)
    ]
    return stacked(parts, np.arange(len(parts)))


def _leading(evaluator: Evaluator) -> Pair:
    """Return the name of the leading series: what the city's outcomes are of, or a variable."""
    name = evaluator.kept[0] if evaluator.kept else ""
    if name == evaluator.subject.account:
        return evaluator.subject.about
    return name, name
