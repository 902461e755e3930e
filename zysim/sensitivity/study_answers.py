"""What a study says beside a ranking: its cases, the spread of outcomes, conditions of an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from zysim.arrays import BoolArray, FloatArray, TimeArray
from zysim.errors import InputError, ResultError
from zysim.inputs.formula import Formula
from zysim.inputs.structures import Alternative
from zysim.inputs.study import OutcomeSpec, Study
from zysim.kernel.batch import CLOCK
from zysim.metrics.middle import quantiles
from zysim.sensitivity.boxes import Discovery, find_box, reproducibility
from zysim.sensitivity.evaluate import Evaluator, Part, evaluate
from zysim.sensitivity.kept_rows import MOST_LOST
from zysim.sensitivity.measures import Measure
from zysim.sensitivity.prim import Box, measure_box
from zysim.sensitivity.space import Space
from zysim.wording import Pair

SHARES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
"""Quantiles told: the ends of the 95, 80 and 50 % bands, and the median."""
FEWEST = 200
"""Runs that discovery needs, half of which test what the others found."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cases:
    """One run for each case of a study, nothing varied."""

    cases: Mapping[str, Mapping[str, float]]
    measured: Mapping[str, Measure]
    outcomes: FloatArray
    """Shape ``(case, outcome)``; NaN where a run has no such value."""
    kept: tuple[str, ...]
    units: tuple[str, ...]
    times: TimeArray
    series: FloatArray
    """Shape ``(case, variable, time)``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """The independent runs of a study, and what they are spread over."""

    measured: Mapping[str, Measure]
    inputs: FloatArray
    """What was varied, shape ``(run, input)``, in the units of the study's space."""
    outcomes: FloatArray
    """Shape ``(run, outcome)``; NaN where a run has no such value."""
    series: FloatArray
    """Shape ``(run, variable, time)``."""
    quantiles: FloatArray
    """Of the runs that have a value, by :data:`SHARES`, shape ``(quantile, outcome)``."""
    lacking: FloatArray
    """Share of runs without a value, shape ``(outcome,)``."""
    bands: FloatArray
    """Quantiles of the kept series, shape ``(quantile, variable, time)``."""

    @property
    def runs(self) -> int:
        """How many independent runs there are."""
        return len(self.inputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit of the box of a discovery."""

    id: str
    label: Pair
    unit: str
    low: float | None
    """Lowest value inside; None where there is no limit."""
    high: float | None
    drawn: tuple[float, float]
    """Lowest and highest value drawn."""
    quasi_p: float
    reproduced: float
    """Share of resamples in which it is found again."""
    among: tuple[Alternative, ...] = ()
    """A question about structure: its alternatives inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The conditions under which an event of a study is much more frequent."""

    event: str
    runs: int
    """Runs the box was found in; as many others test it."""
    limits: tuple[Limit, ...]
    """The most significant first."""
    found: Discovery
    tested: Box
    tested_overall: float


def run_cases(evaluator: Evaluator) -> Cases:
    """Run each case of a study once, with nothing varied.

    Raises
    ------
    ResultError
        If a value is not finite and the study refuses such runs.
    """
    cases = evaluator.subject.cases
    known = evaluator.graph.constants
    names = dict.fromkeys(name for each in cases.values() for name in each)
    # With no change at all one constant still has to say how many runs there are.
    columns = {
        name: np.array([each.get(name, known[name]) for each in cases.values()])
        for name in names or [next(name for name in known if name not in CLOCK)]
    }
    times, values = evaluator.integrate(columns)
    return Cases(
        cases=cases,
        measured=evaluator.outcomes,
        outcomes=np.stack([each.of(values, times) for each in evaluator.outcomes.values()], axis=1),
        kept=evaluator.kept,
        units=evaluator.units,
        times=evaluator.moments,
        series=evaluator.kept_of(values),
    )


def spread_of(evaluator: Evaluator, results: Part) -> Spread:
    """Return how the outcomes of a study are spread over its independent runs.

    Of a Sobol design these are the rows of its two samples, of a Morris design none: its points
    lie on a grid of a few levels.

    Raises
    ------
    InputError
        If the design is Morris's.
    """
    method = evaluator.study.method
    if method == "morris":
        path = evaluator.study.path
        msg = f"{path}: a Morris design says nothing of a spread. Use kind = 'lhs' or 'sobol'."
        raise InputError(msg, zh=f"{path}：Morris 设计不能说明分布，请用 kind = 'lhs' 或 'sobol'。")
    blocks = [0, evaluator.blocks - 1] if method == "sobol" else [0]
    inputs = np.concatenate([evaluator.inputs(rows)[:, blocks] for rows in evaluator.parts()])
    outcomes = results.outcomes[:, blocks].reshape(-1, len(evaluator.outcomes))
    series = results.series[:, blocks]
    flat = series.reshape(len(outcomes), *series.shape[2:])
    whole = flat[np.isfinite(flat).all(axis=(1, 2))]
    return Spread(
        measured=evaluator.outcomes,
        inputs=inputs.reshape(len(outcomes), -1),
        outcomes=outcomes,
        series=flat,
        quantiles=np.stack([_quantiles(column) for column in outcomes.T], axis=1),
        lacking=1 - np.isfinite(outcomes).mean(axis=0),
        bands=quantiles(whole, SHARES)
        if whole.size
        else np.full((len(SHARES), *flat.shape[1:]), np.nan),
    )


def _quantiles(column: FloatArray) -> FloatArray:
    known = column[np.isfinite(column)]
    if not known.size:
        return np.full(len(SHARES), np.nan)
    return quantiles(known, SHARES)


def discover_event(
    study: Study,
    formula: Formula | None,
    text: str,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Conditions:
    """Find the conditions under which an event happens, and test them on other runs.

    Parameters
    ----------
    study
        What varies, in which model and design; its outcomes are not used.
    formula, text
        The event: a comparison, true or false in every run; and as it was written.
    progress
        Told how many runs are done, and of how many.

    Raises
    ------
    InputError
        If no event is given, it names what the model does not have, or there are few runs.
    ResultError
        If all runs are on one side of the event, or many have no answer.
    """
    if formula is None:
        msg = f"{study.path}: no event to discover. Add event = 'x[2050] > 3', or give --event."
        zh = f"{study.path}：没有事件。请加 event = 'x[2050] > 3'，或用 --event。"
        raise InputError(msg, zh=zh)
    spec = OutcomeSpec(
        id="event", usual="", formula=formula, text=text, label=(text, text), unit=""
    )
    evaluator = Evaluator(replace(study, outcomes=(spec,), keep=None))
    spread = spread_of(evaluator, evaluate(evaluator, progress))
    answer = spread.outcomes[:, 0]
    known = np.isfinite(answer)
    lost = 1 - float(known.mean())
    if lost > MOST_LOST:
        msg = f"event {text!r}: {lost:.1%} of the runs have no answer; ask for another event."
        raise ResultError(msg, zh=f"事件 {text!r}：{lost:.1%} 的运行没有答案，请换一个事件。")
    return _conditions(evaluator, spread.inputs[known], answer[known] != 0, text)


def _conditions(evaluator: Evaluator, x: FloatArray, event: BoolArray, text: str) -> Conditions:
    if len(x) < FEWEST:
        msg = f"{len(x)} runs are too few to discover anything: take {FEWEST} or more (rows)."
        raise InputError(msg, zh=f"{len(x)} 次运行太少，至少 {FEWEST} 次：请增加 rows。")
    # Rows of a grid or a table come in order: halves must both hold all of it.
    order = np.random.default_rng(evaluator.study.seed).permutation(len(x))
    first, second = order[: len(x) // 2], order[len(x) // 2 :]
    if event[first].all() or not event[first].any():
        share = "100 %" if event[first].all() else "0 %"
        msg = f"event {text!r} happens in {share} of the runs: nothing to discover. Move its level."
        raise ResultError(
            msg, zh=f"事件 {text!r} 在 {share} 的运行中发生，无可发现；请调整其界限。"
        )
    found = find_box(x[first], event[first])
    again = reproducibility(x[first], event[first], found.box, seed=evaluator.study.seed)
    space, box = evaluator.space, found.box
    limits = [
        Limit(
            id=space.names[at],
            label=space.labels[at],
            unit=space.units[at],
            low=float(box.low[at]) if np.isfinite(box.low[at]) else None,
            high=float(box.high[at]) if np.isfinite(box.high[at]) else None,
            drawn=(float(x[:, at].min()), float(x[:, at].max())),
            quasi_p=float(found.quasi_p[place]),
            reproduced=float(again[place]),
            among=_among(space, at, box),
        )
        for place, at in enumerate(box.restricted)
    ]
    return Conditions(
        event=text,
        runs=len(first),
        limits=tuple(sorted(limits, key=lambda each: each.quasi_p)),
        found=found,
        tested=measure_box(x[second], event[second], box.low, box.high),
        tested_overall=float(event[second].mean()),
    )


def _among(space: Space, at: int, box: Box) -> tuple[Alternative, ...]:
    """Return the alternatives inside a box, where the factor is a question about structure."""
    low, high = box.low[at], box.high[at]
    return tuple(each for place, each in enumerate(space.alternatives(at)) if low <= place <= high)
