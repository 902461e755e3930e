"""From prior draws and observations to a sample of worlds that repeat history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zysim.arrays import FloatArray
from zysim.calibration import PRIOR_RUNS
from zysim.calibration.aims import Aims, read_aims
from zysim.calibration.bands import Check, check_observations
from zysim.calibration.history_runs import HistoryRuns
from zysim.calibration.likelihood import ErrorModel, log_likelihood, standard_misses
from zysim.calibration.narrowing import Narrowing, narrowings
from zysim.calibration.tempered import FEWEST, Tempered, temper
from zysim.calibration.weights import effective_size, normalised, resampled
from zysim.errors import InputError
from zysim.inputs.history import Observation
from zysim.runs.project import Project
from zysim.sampling import MEMBERS

ENOUGH = 1000.0
"""Below this effective size, weighted prior draws are too few and are tempered instead."""
PRIOR_BAND, HOLDOUT_BAND = 0.99, 0.9
SAME = 1e-9
"""Relative spread below which all worlds say the same of an observation."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Calibration:
    """Worlds weighted by history, and what history had to say."""

    method: Literal["importance", "tempered"]
    runs: int
    """Prior draws."""
    effective: float
    """What the prior draws are worth once weighted by history, in members of equal weight."""
    worlds: Mapping[str, FloatArray]
    """Scalar id to posterior draws, shape ``(member,)``; each member counts alike."""
    errors: ErrorModel
    distinct: int
    """Different worlds among the members."""
    tempered: Tempered | None
    narrowing: tuple[Narrowing, ...]
    """Every uncertain constant, the most narrowed first."""
    prior: tuple[Check, ...]
    """Observations used, beside the prior's 99 % band; one outside is in conflict with it."""
    silent: tuple[Observation, ...]
    """Observations used of which all worlds say the same, so that they weigh nothing."""
    holdout: tuple[Check, ...]
    """Observations held out, beside the posterior's 90 % band."""
    aims: Aims | None
    """Aims of the plan that counted as evidence; None where they did not."""
    account_chances: tuple[float, ...]
    """How likely each account of ``aims`` is; empty without them."""

    @property
    def members(self) -> int:
        """Number of posterior draws."""
        return next(iter(self.worlds.values())).size

    @property
    def conflicts(self) -> tuple[Check, ...]:
        """Observations that the prior does not expect."""
        return tuple(check for check in self.prior if not check.inside)


def calibrate(
    project: Project,
    *,
    runs: int = PRIOR_RUNS,
    members: int = MEMBERS,
    seed: int = 0,
    history: Sequence[Observation] | None = None,
    errors: ErrorModel | None = None,
    aims: bool = False,
    enough: float = ENOUGH,
    engine: str = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Weigh states of the world by the observations marked ``fit``.

    Prior draws are weighted by the likelihood and resampled; where they are worth too few
    members, tempered sequential Monte Carlo draws ``members`` particles instead.

    Parameters
    ----------
    project
        Model and tables.
    runs
        Prior draws.
    members
        Posterior draws to return, 16 or more.
    seed
        0 or more; the same seed gives the same numbers.
    history
        Observations; those of params/history/observed.csv if None.
    errors
        How far observations may be from a model that is right; the defaults if None.
    aims
        Whether the plan's own aims for years behind us count as evidence, on every account.
    enough
        Effective size of the prior draws below which they are tempered.
    engine
        As for :func:`zysim.kernel.compile_model`.
    progress
        Told how many prior draws are run, and of how many.

    Raises
    ------
    InputError
        If there are too few runs or members, the seed is negative, no observation is marked
        ``fit``, or one has no error or is of a year not simulated.
    ResultError
        If a value of the model is not finite.
    """
    if min(runs, members) < FEWEST:
        msg = f"calibrate: {runs} runs, {members} members; take {FEWEST} or more of both."
        raise InputError(msg, zh=f"率定：运行 {runs} 次、成员 {members} 个，均应不少于 {FEWEST}。")
    history = project.tables.history if history is None else history
    errors = ErrorModel() if errors is None else errors
    used = [row for row in history if row.use == "fit"]
    held = [row for row in history if row.use == "holdout"]
    if not used:
        msg = "observed.csv: no row has use = fit, so there is nothing to weigh worlds by."
        raise InputError(msg, zh="observed.csv：没有 use 为 fit 的观测，无法按历史加权。")
    asked = read_aims(project) if aims else None
    extra = () if asked is None else asked.rows
    model = HistoryRuns(project, [*used, *held, *extra], engine=engine)
    values, split = model.prior(runs, seed, progress), len(used)
    last = split + len(held)

    prior = check_observations(
        values[:, :split], _equal(runs), used, errors, share=PRIOR_BAND, seed=seed
    )
    lowest, highest = values[:, :split].min(axis=0), values[:, :split].max(axis=0)
    alike = highest - lowest <= SAME * np.abs(highest)
    logs = log_likelihood(values[:, :split], used, errors)
    if asked is not None:
        logs = logs + asked.log_likelihood(values[:, last:])
    weights = normalised(logs)
    effective = effective_size(weights)
    tempered = None
    if effective >= enough:
        chosen = resampled(weights, members, seed)
        behind = values[chosen, last:]
        points, distinct = model.prior_points(chosen, runs, seed), np.unique(chosen).size
    else:
        tempered = temper(
            lambda some: _misses(model.values(some, runs), used, last, errors, asked),
            len(model.drawn),
            particles=members,
            seed=seed,
        )
        points, distinct = tempered.points, len(np.unique(tempered.points, axis=0))
        values, weights = model.values(points), _equal(members)
        behind = values[:, last:]
    worlds = model.worlds(points)
    return Calibration(
        method="importance" if tempered is None else "tempered",
        runs=runs,
        effective=effective,
        worlds=worlds,
        errors=errors,
        distinct=distinct,
        tempered=tempered,
        narrowing=narrowings(worlds, model.drawn),
        prior=prior,
        silent=tuple(row for row, same in zip(used, alike, strict=True) if same),
        holdout=check_observations(
            values[:, split:last], weights, held, errors, share=HOLDOUT_BAND, seed=seed
        ),
        aims=asked,
        account_chances=() if asked is None else tuple(asked.chances(behind).tolist()),
    )


def _misses(
    values: FloatArray,
    used: Sequence[Observation],
    last: int,
    errors: ErrorModel,
    aims: Aims | None,
) -> FloatArray:
    """Return standard misses of the observations, and one of all aims together."""
    found = standard_misses(values[:, : len(used)], used, errors)
    if aims is None:
        return found
    # Minus half of its square is the log likelihood of the aims, which is 0 at most.
    one = np.sqrt(-2 * aims.log_likelihood(values[:, last:]))
    return np.column_stack([found, one])


def _equal(members: int) -> FloatArray:
    return np.full(members, 1 / members)
