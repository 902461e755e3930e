"""How likely the plan's targets are met, and which lever each hangs on most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.settings import Settings
from zysim.inputs.targets import Target
from zysim.kernel.compile import compile_model
from zysim.metrics.middle import quantiles
from zysim.metrics.spread import Share, Three, share_of
from zysim.metrics.target_accounts import on_account, outputs_needed, with_ratios
from zysim.metrics.targets import Score, score_targets
from zysim.runs.ensemble import draw_members, run_ensemble, worlds_under
from zysim.runs.project import Project
from zysim.sampling import MEMBERS

LEVER_WORLDS = 128
"""States of the world in which each lever is turned off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strongest:
    """The lever that a target hangs on most, in one scenario."""

    lever: str
    value_change: float | None
    """Mean change of the value when the lever is turned off, in the unit of the target; None for
    a peak year, which some members do not have."""
    chance_change: float
    """Change of the share of members that meet the target when it is turned off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChance:
    """One target over all members of an ensemble."""

    score: Score
    """Arrays have one entry a member; None where the target is not modelled."""
    chance: Share | None
    """None where the target is not modelled, or its number is the same in every member: nothing
    that is drawn moves it, so a share of 0 or 100 % would say what was assumed, not what is
    known."""
    value: Three | None
    """P10, P50 and P90, in the unit of the target; infinity beyond the horizon."""
    strongest: Strongest | None
    """None where no lever moves the value."""


def target_chances(
    project: Project,
    settings: Settings,
    *,
    boundary: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
) -> tuple[TargetChance, ...]:
    """Score the plan's targets in many states of the world.

    Parameters
    ----------
    project
        Model and tables.
    settings
        The scenario.
    boundary
        Id of the account that emissions are counted under; the city's usual one if None.
    members, seed
        As for :func:`zysim.runs.ensemble.run_ensemble`.

    Returns
    -------
    tuple of TargetChance
        In the order of params/plan_targets.csv.

    Raises
    ------
    InputError
        If there are too few members or the seed is negative.
    ResultError
        If a value is not finite.
    """
    scores = target_scores(project, settings, boundary=boundary, members=members, seed=seed)
    targets = [each.target for each in scores]
    strongest = strongest_levers(project, settings, targets, seed=seed)
    return tuple(_chance(score, strongest[score.target.id]) for score in scores)


def target_scores(
    project: Project,
    settings: Settings,
    *,
    boundary: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
) -> tuple[Score, ...]:
    """Score the plan's targets in many states of the world, without the levers they hang on.

    Raises
    ------
    InputError
        If there are too few members or the seed is negative.
    ResultError
        If a value is not finite.
    """
    found = scored_runs(project, settings, boundary=boundary, members=members, seed=seed)
    return found.scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Scores with the runs they are of."""

    scores: tuple[Score, ...]
    values: Mapping[str, FloatArray]
    """Scalar id to values ``(member, year)``, ratios of targets among them."""
    years: IntArray


def scored_runs(
    project: Project,
    settings: Settings,
    *,
    boundary: str | None = None,
    members: int = MEMBERS,
    seed: int = 0,
) -> Scored:
    """Score the plan's targets, and keep the runs that say why one is missed.

    Raises
    ------
    InputError
        If there are too few members or the seed is negative.
    ResultError
        If a value is not finite.
    """
    city = project.city
    rows = project.tables.targets.values()
    targets = on_account(rows, city, boundary or city.account, project.graph)
    found = run_ensemble(
        project, [settings], members=members, seed=seed, outputs=outputs_needed(targets)
    )
    values = with_ratios({name: each[0] for name, each in found.values.items()}, targets)
    scores = score_targets(targets, values, found.years, history=project.city.history)
    return Scored(scores=scores, values=values, years=found.years)


def strongest_levers(
    project: Project,
    settings: Settings,
    targets: Sequence[Target],
    *,
    worlds: int = LEVER_WORLDS,
    seed: int = 0,
) -> Mapping[str, Strongest | None]:
    """Turn off each lever of a scenario in turn, and say which one each target misses most.

    Parameters
    ----------
    project, settings
        Model and scenario.
    targets
        Of :func:`zysim.metrics.target_accounts.on_account`.
    worlds
        States of the world, the same for every lever.
    seed
        Of their draws.

    Returns
    -------
    Mapping
        Target id to its strongest lever; None where none matters.
    """
    columns = worlds_under(settings, draw_members(project, worlds, seed))
    levers = [name for name, value in settings.levers.items() if value]
    batch = {name: np.tile(values, len(levers) + 1) for name, values in columns.items()}
    for at, name in enumerate(levers, start=1):
        batch[project.tables.levers[name].constant][at * worlds : (at + 1) * worlds] = 0.0
    years, values = compile_model(project.graph).integrate(
        batch, until=project.city.last, outputs=outputs_needed(targets)
    )
    values = with_ratios(values, targets)
    scores = score_targets(targets, values, years, history=project.city.history)
    return {
        score.target.id: _strongest(score, levers, (len(levers) + 1, worlds)) for score in scores
    }


def _strongest(score: Score, levers: Sequence[str], shape: tuple[int, int]) -> Strongest | None:
    if score.value is None or score.met is None or not levers:
        return None
    chances = _less_first(score.met.reshape(shape).mean(axis=1))
    if score.target.compare == "peak<=":
        at = int(np.abs(chances).argmax())
        moved: FloatArray | None = None
    else:
        moved = _less_first(score.value.reshape(shape).mean(axis=1))
        at = int(np.abs(moved).argmax())
    if (chances if moved is None else moved)[at] == 0:
        return None
    return Strongest(
        lever=levers[at],
        value_change=None if moved is None else float(moved[at]),
        chance_change=float(chances[at]),
    )


def _less_first(values: FloatArray) -> FloatArray:
    changes: FloatArray = values[1:] - values[0]
    return changes


def _chance(score: Score, strongest: Strongest | None) -> TargetChance:
    if score.met is None or score.value is None:
        return TargetChance(score=score, chance=None, value=None, strongest=None)
    value = np.where(np.isnan(score.value), np.inf, score.value)
    low, middle, high = (float(each) for each in quantiles(value, (0.1, 0.5, 0.9)))
    peaks = score.target.compare == "peak<="
    drawn = peaks or value.size == 1 or bool(np.ptp(value) > 0)
    return TargetChance(
        score=score,
        chance=share_of(int(score.met.sum()), score.met.size) if drawn else None,
        value=(low, middle, high),
        strongest=strongest,
    )
