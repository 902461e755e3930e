"""The answer of a Sobol study: indices, how sure they are, and effects with units."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.metrics.outcomes import OUTCOMES
from zysim.sensitivity.cautions import Caution, cautions
from zysim.sensitivity.convergence import Convergence, Verdict, convergence
from zysim.sensitivity.effects import signed_effects
from zysim.sensitivity.evaluate import Evaluator, Part, join
from zysim.sensitivity.guards import varying
from zysim.sensitivity.over_years import weigh_by_variance
from zysim.sensitivity.ranks import Ranks, rank_chances
from zysim.sensitivity.replicates import replicate_estimate
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.single_effects import Effects
from zysim.sensitivity.sobol import Indices, sobol_indices

MAIN = "margin"
"""The outcome that factors are ordered by: never censored, and settled with few rows."""
MOST_CENSORED = 0.05
"""With a larger share of runs without a peak, peak time is not ranked."""
CHECK_ROWS = 256
"""Rows of a range-width check."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranking:
    """Arrays are ``(factor, outcome)`` unless said; outcomes as in :attr:`outcomes`."""

    rows: int
    outcomes: tuple[str, ...]
    """Outcomes ranked: those that vary, peak time only where few runs lack a peak."""
    left_out: Mapping[str, str]
    """Outcomes not ranked, and why."""
    censored: float
    """Share of runs whose highest year is the last one simulated."""
    indices: Indices
    first_spread: FloatArray | None
    """Half of the 95 % interval of S1 from replicates alone; None with one replicate."""
    total_spread: FloatArray | None
    ranks: Ranks
    effects: Estimate
    """Signed effects of :attr:`single` factors, ``(single, outcome)``: for levers per setting of
    1, for numbers of the world from their lowest to their highest value."""
    single: tuple[int, ...]
    convergence: Convergence
    cautions: tuple[Caution, ...]
    years: IntArray
    """Years in which emissions vary."""
    by_year: Indices
    """Indices of emissions, ``(factor, year)``."""
    all_years: Indices
    """The same, weighed by the variance of each year; ``(factor, 1)``."""
    alone: Effects | None = None
    """What each lever does alone; None unless the study ranks single levers and it was asked."""

    def order(self, outcome: str = MAIN) -> list[int]:
        """Return positions of the factors, the largest ST first."""
        values = self.indices.total.value[:, self.outcomes.index(outcome)]
        return [int(at) for at in np.argsort(-values, kind="stable")]

    def verdict(self, outcome: str = MAIN) -> Verdict:
        """Return what the rows suffice for, for one outcome."""
        return self.convergence.verdict(self.outcomes.index(outcome))

    def half_width(self, order: str, at: int, outcome: int) -> float:
        """Return half of the wider 95 % interval of S1 (``first``) or ST (``total``)."""
        estimate = self.indices.first if order == "first" else self.indices.total
        spread = self.first_spread if order == "first" else self.total_spread
        widths = [float(estimate.half_width[at, outcome])]
        if spread is not None:
            widths.append(float(spread[at, outcome]))
        return max(widths)


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


def rank_factors(evaluator: Evaluator, results: Part, *, bootstrap: int = 500) -> Ranking:
    """Analyse the results of a Sobol study.

    Parameters
    ----------
    evaluator
        The study.
    results
        All rows, from :func:`zysim.sensitivity.evaluate.evaluate` or a sweep.
    bootstrap
        How many resamples.

    Raises
    ------
    ResultError
        If a value is not finite or the shape is not that of the study.
    """
    groups, seed = len(evaluator.space.factors), evaluator.study.seed
    lacking = float(results.outcomes[:, :, -1].mean())
    outcomes, left_out = _chosen(results, groups, lacking)
    values = results.outcomes[:, :, [list(OUTCOMES).index(name) for name in outcomes]]
    indices = sobol_indices(values, groups=groups, bootstrap=bootstrap, seed=seed)
    first_spread, total_spread = _replicate_spreads(evaluator, values)
    single = evaluator.space.single
    blocks = [0, *(1 + at for at in single), groups + 1]
    places = [evaluator.space.factors[at].members[0] for at in single]
    moving = varying(results.series, groups=groups)
    by_year = sobol_indices(
        results.series[:, :, moving], groups=groups, bootstrap=bootstrap, seed=seed
    )
    effects = (
        signed_effects(
            values[:, blocks], evaluator.steps()[:, places], bootstrap=bootstrap, seed=seed
        )
        if single
        else Estimate(np.empty((0, len(outcomes))), np.empty((bootstrap, 0, len(outcomes))))
    )
    return Ranking(
        rows=len(values),
        outcomes=outcomes,
        left_out=left_out,
        censored=lacking,
        indices=indices,
        first_spread=first_spread,
        total_spread=total_spread,
        ranks=rank_chances(indices.total.samples),
        effects=effects,
        single=tuple(single),
        convergence=convergence(values, groups=groups, bootstrap=bootstrap, seed=seed),
        cautions=cautions(values, indices),
        years=evaluator.years[moving],
        by_year=by_year,
        all_years=weigh_by_variance(by_year),
    )


def second_order(
    evaluator: Evaluator, results: Part, top: list[int], *, bootstrap: int = 500
) -> Estimate:
    """Return S2 of the margin for some factors, shape ``(top, factor)``; NaN with itself.

    Only the blocks that second order needs are run in addition.
    """
    groups = len(evaluator.space.factors)
    more = join(
        [
            evaluator.run(evaluator.design(rows, pairs=top)[:, groups + 2 :])
            for rows in evaluator.parts()
        ]
    )
    at = list(OUTCOMES).index(MAIN)
    values = np.concatenate([results.outcomes, more.outcomes], axis=1)[:, :, [at]]
    indices = sobol_indices(
        values, groups=groups, pairs=top, bootstrap=bootstrap, seed=evaluator.study.seed
    )
    return Estimate(indices.second.value[:, :, 0], indices.second.samples[:, :, :, 0])


def check_widths(evaluator: Evaluator, results: Part, top: list[int]) -> list[WidthCheck]:
    """Rank the margin again with the range of one factor halved, then with all others halved."""
    rows = slice(0, min(CHECK_ROWS, evaluator.study.rows))
    base = _totals(evaluator, results.outcomes[rows])
    found = []
    for at in top:
        members = list(evaluator.space.factors[at].members)
        others = [each for each in range(len(evaluator.space.varied)) if each not in members]
        half = _totals(evaluator, evaluator.compute(rows, change=_halve(members)).outcomes)
        double = _totals(evaluator, evaluator.compute(rows, change=_halve(others)).outcomes)
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


def _totals(evaluator: Evaluator, outcomes: FloatArray) -> FloatArray:
    """Return ST of the margin, shape ``(factor,)``."""
    at = list(OUTCOMES).index(MAIN)
    groups = len(evaluator.space.factors)
    found: FloatArray = sobol_indices(
        outcomes[:, :, [at]], groups=groups, bootstrap=2, seed=0
    ).total.value[:, 0]
    return found


def _chosen(results: Part, groups: int, lacking: float) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the outcomes that can be ranked, and why others cannot."""
    moves = varying(results.outcomes[:, :, :-1], groups=groups)
    left_out = {
        name: "the same in all runs" for name, each in zip(OUTCOMES, moves, strict=True) if not each
    }
    if lacking > MOST_CENSORED:
        left_out["peak_time"] = f"{lacking:.1%} of the runs have no peak by the last year"
    return tuple(name for name in OUTCOMES if name not in left_out), left_out


def _replicate_spreads(
    evaluator: Evaluator, values: FloatArray
) -> tuple[FloatArray, FloatArray] | tuple[None, None]:
    """Return half-widths of S1 and ST from replicates alone."""
    size, groups = evaluator.study.rows, len(evaluator.space.factors)
    if evaluator.study.replicates < 2:
        return None, None
    each = [
        sobol_indices(values[start : start + size], groups=groups, bootstrap=2, seed=0)
        for start in range(0, len(values), size)
    ]
    return (
        replicate_estimate([one.first for one in each]).half_width,
        replicate_estimate([one.total for one in each]).half_width,
    )
