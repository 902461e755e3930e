"""A study answered from few runs: polynomials of its series in place of the model.

Some hundreds of runs are enough to draw the series of a smooth model from its numbers: their
principal components are fitted (:mod:`zysim.sensitivity.chaos`), outcomes are measured on the
series so drawn, and the design of the study is walked with them. Other, fresh runs tell how near
they come: an outcome is left out where they explain too little of its variance.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.sampling.points import sobol_points
from zysim.sensitivity.chaos import Chaos, fit_chaos
from zysim.sensitivity.evaluate import RUNS_IN_PART, Evaluator, Part, join
from zysim.wording import Pair

RUNS, CHECKS = 1024, 256
ENOUGH = 0.9
"""An outcome of which fresh runs confirm a smaller share of the variance is not ranked."""
VARIANCE = 1e-5
"""Share of the variance of a series that may be lost with the components left out."""
COMPONENTS = 8
PARTS = 8
"""Parts of a design whose polynomials are worked out together."""
LOW: Pair = (
    "替代模型在 {checks} 次新运行上只解释其方差的 {share:.0%}，不足 {enough:.0%}：请用全部运行",
    "the surrogate explains {share:.0%} of its variance on {checks} fresh runs, less than "
    "{enough:.0%}: take all runs",
)


@dataclass(frozen=True, slots=True, eq=False)
class _Series:
    """One variable over time: a mean, and components whose sizes are polynomials."""

    mean: FloatArray
    components: FloatArray
    sizes: Chaos

    @classmethod
    def of(cls, points: FloatArray, values: FloatArray) -> _Series:
        mean = values.mean(axis=0)
        _, spread, components = np.linalg.svd(values - mean, full_matrices=False)
        lost = 1 - np.cumsum(spread**2) / max(float(spread @ spread), np.finfo(float).tiny)
        count = min(int(np.sum(lost > VARIANCE)) + 1, COMPONENTS)
        kept = components[:count]
        return cls(mean, kept, fit_chaos(points, (values - mean) @ kept.T))

    def drawn(self, sizes: FloatArray) -> FloatArray:
        """Return values ``(run, time)`` from sizes of the components ``(run, component)``."""
        found: FloatArray = sizes @ self.components
        found += self.mean
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surrogate:
    """What stands for the model in a study, and how well."""

    runs: int
    """Runs it was fitted to."""
    checks: int
    """Fresh runs it was held against."""
    confirmed: Mapping[str, float]
    """Outcome to the share of its variance that the fresh runs confirm (Q², 1 at best)."""
    series: Mapping[str, _Series]

    @property
    def refused(self) -> Mapping[str, Pair]:
        """Outcomes that it must not be asked for, and why."""
        return {
            name: (
                LOW[0].format(checks=self.checks, share=max(share, 0), enough=ENOUGH),
                LOW[1].format(checks=self.checks, share=max(share, 0), enough=ENOUGH),
            )
            for name, share in self.confirmed.items()
            if not share >= ENOUGH
        }

    def to_record(self) -> dict[str, Any]:
        """Return how well it stands for the model, as plain values for JSON."""
        shares = {n: each if np.isfinite(each) else None for n, each in self.confirmed.items()}
        return {"runs": self.runs, "checks": self.checks, "q2": shares}

    def walk(
        self,
        evaluator: Evaluator,
        places: Iterable[tuple[int, slice]],
        progress: Callable[[int, int], None] | None = None,
        *,
        leave: Collection[str] = (),
    ) -> Part:
        """Return what the model would give for some rows, near enough.

        Parameters
        ----------
        evaluator
            The study.
        places
            Replicates and which rows of them.
        progress
            Told how many runs are done, and of how many.
        leave
            Outcomes not to measure: NaN.
        """
        blocks = evaluator.blocks
        samples = [evaluator.plan.samples(*place) for place in places]
        a, b = (np.concatenate(each) for each in zip(*samples, strict=True))
        at_once, parts = max(1, RUNS_IN_PART // blocks), []
        for begin in range(0, len(a), at_once * PARTS):
            some = slice(begin, begin + at_once * PARTS)
            sizes = {
                name: each.sizes.mixed(a[some], b[some], evaluator.plan.groups)
                for name, each in self.series.items()
            }
            for start in range(0, len(a[some]), at_once):
                rows = slice(start, start + at_once)
                drawn = {
                    name: each.drawn(sizes[name][rows].reshape(-1, len(each.components)))
                    for name, each in self.series.items()
                }
                count = len(a[some][rows])
                parts.append(evaluator.measured(drawn, count, blocks, leave=leave))
                if progress is not None:
                    progress((begin + start + count) * blocks, len(a) * blocks)
        return join(parts)


def fit_surrogate(evaluator: Evaluator, runs: int = RUNS, checks: int = CHECKS) -> Surrogate:
    """Run a study's model a few times and fit its series.

    Parameters
    ----------
    evaluator
        A study of method ``sobol``.
    runs, checks
        How many runs to fit to, and how many to hold the fit against; each at least 64.

    Raises
    ------
    InputError
        If the study is of another method, or there are too few runs.
    ResultError
        If a value is not finite.
    """
    study, least = evaluator.study, 64
    if study.method != "sobol":
        msg = f"{study.id}: method {study.method!r}; a quick ranking is made for 'sobol' alone."
        raise InputError(
            msg, zh=f"{study.id}：方法为 {study.method!r}；快速排序只用于 'sobol' 研究。"
        )
    if min(runs, checks) < least:
        msg = f"{runs} runs, {checks} checks: take {least} or more of each."
        raise InputError(msg, zh=f"运行 {runs} 次、检验 {checks} 次：均应不少于 {least} 次。")
    points = sobol_points(slice(0, runs + checks), len(evaluator.space.varied), study.seed)
    times, values = evaluator.integrate(evaluator.space.constants(evaluator.drawn(points)))
    seen, fresh = slice(0, runs), slice(runs, runs + checks)
    series = {name: _Series.of(points[seen], values[name][seen]) for name in evaluator.outputs}
    drawn = {name: each.drawn(each.sizes.of(points[fresh])) for name, each in series.items()}
    truly = {name: values[name][fresh] for name in series}
    return Surrogate(
        runs=runs,
        checks=checks,
        confirmed={
            name: confirmed_share(each.of(drawn, times), each.of(truly, times))
            for name, each in evaluator.outcomes.items()
        },
        series=series,
    )


def confirmed_share(drawn: FloatArray, truly: FloatArray) -> float:
    """Return the share of the variance of true values that others explain (Q²).

    A run that has a value in one and none in the other counts as wholly wrong.

    Examples
    --------
    >>> truly = np.array([1.0, 2.0, 3.0, np.nan])
    >>> confirmed_share(truly, truly), confirmed_share(np.array([2.0, 2.0, 2.0, np.nan]), truly)
    (1.0, 0.0)
    """
    there = np.isfinite(truly)
    variance = float(np.var(truly[there])) if there.any() else 0.0
    if variance == 0:
        return 1.0 if np.array_equal(drawn, truly, equal_nan=True) else -np.inf
    apart = np.where(there == np.isfinite(drawn), np.nan_to_num(drawn - truly) ** 2, variance)
    return 1 - float(apart.sum()) / (variance * int(there.sum()))


def evaluate_surrogate(
    evaluator: Evaluator,
    surrogate: Surrogate,
    progress: Callable[[int, int], None] | None = None,
) -> Part:
    """Walk the study's design with a surrogate; as :func:`zysim.sensitivity.evaluate.evaluate`.

    Outcomes that it must not be asked for are left out: NaN.
    """
    places = map(evaluator.place, evaluator.parts())
    return surrogate.walk(evaluator, places, progress, leave=surrogate.refused)
