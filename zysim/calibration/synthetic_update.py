"""Cities whose future is known, to test whether updates say how likely it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from zysim.arrays import FloatArray
from zysim.calibration.history_runs import HistoryRuns
from zysim.calibration.knowledge import View
from zysim.calibration.likelihood import ErrorModel, observation_errors
from zysim.calibration.update import merged
from zysim.inputs.history import Observation
from zysim.inputs.provenance import Provenance
from zysim.inputs.signposts import Signpost
from zysim.metrics.totals import level_in
from zysim.runs.futures import Futures
from zysim.runs.project import Project
from zysim.sampling.distributions import TWO_SIDED

BAND = (0.05, 0.95)
MADE = Provenance(source="synthetic", locator="", quality="estimate", note="made from a truth")


@dataclass(frozen=True, slots=True)
class Trial:
    """One city: what an update said, and what was to come."""

    chance: float
    """Of a peak by the goal year, after the statistics."""
    hit: bool
    """Whether it peaks by then."""
    covered: bool
    """Whether the band of 90 % holds its emissions of the goal year."""
    inside: float
    """Share of the uncertain numbers whose band of 90 % holds the city's: what a sampler that
    loses spread shows in few cities."""
    effective: float


def followed(
    project: Project,
    futures: Futures,
    signposts: Sequence[Signpost],
    last: int,
    seed: int,
    *,
    particles: int,
) -> Trial:
    """Draw a city from the prior, publish statistics of it, and update by them.

    The city publishes what history observed, and the signposts of every year from the first one
    held out to ``last``, with the errors that are assumed.

    Parameters
    ----------
    project, futures
        Model with its tables, and the case that the city follows, with or without structures; one
        for all cities, so that its machine code is made once.
    signposts
        What it publishes.
    last
        Last year published.
    seed
        Of the city, its statistics and the update; another seed is another trial.
    particles
        Draws of the posterior.
    """
    variable = project.city.accounts[project.city.account].variable
    goal = project.city.goal
    rng = np.random.default_rng([seed, last])
    truth = rng.random((1, futures.dimensions))
    rows = _published(project, futures, signposts, last, truth, rng)
    view = View(project, futures, variable, [variable], particles, seed)
    found = view.weigh(rows)
    real = view.look(truth, 1, None)
    level = float(level_in(real.values[variable], real.years, goal)[0])
    low, high = np.quantile(level_in(found.values[variable], found.years, goal), BAND)
    lows, highs = np.quantile(found.points, BAND, axis=0)
    return Trial(
        chance=float(found.hit.mean()),
        hit=bool(real.hit[0]),
        covered=bool(low <= level <= high),
        inside=float(((lows <= truth[0]) & (truth[0] <= highs)).mean()),
        effective=found.effective,
    )


def _published(
    project: Project,
    futures: Futures,
    signposts: Sequence[Signpost],
    last: int,
    truth: FloatArray,
    rng: np.random.Generator,
) -> list[Observation]:
    """Return what a city publishes: its history, then its signposts year by year."""
    fitted = [row for row in project.tables.history if row.use == "fit"]
    first = project.city.held_out
    rows = [
        Observation(
            series=each.id,
            variable=each.variable,
            year=year,
            value=1.0,
            low=1.0,
            high=1.0,
            unit=project.graph.variables[project.graph.home[each.variable]].unit,
            use="fit",
            measure=each.measure,
            provenance=MADE,
        )
        for each in signposts
        for year in range(first, last + 1)
    ]
    by_id = {each.id: each for each in signposts}
    every = [replace(row, series=row.variable) for row in (*fitted, *rows)]
    values = HistoryRuns(project, every, futures=futures).values(truth)[0]
    exact = [
        _around(row, value, by_id.get(row.series))
        for row, value in zip((*fitted, *rows), values, strict=True)
    ]
    errors = ErrorModel()
    names = list(dict.fromkeys((row.variable, row.measure) for row in exact))
    common = dict(zip(names, rng.standard_normal(len(names)), strict=True))
    own = rng.standard_normal(len(exact)) * observation_errors(exact, errors)
    seen = [
        _around(
            row,
            row.value * (1 + errors.discrepancy * common[row.variable, row.measure]) + error,
            by_id.get(row.series),
        )
        for row, error in zip(exact, own, strict=True)
    ]
    return merged(seen, ())


def _around(row: Observation, value: float, signpost: Signpost | None) -> Observation:
    """Return the row with another value: its range that of the signpost, or the same share."""
    value = float(value)
    if signpost is None:
        scale = value / row.value
        return replace(row, value=value, low=row.low * scale, high=row.high * scale)
    half = TWO_SIDED * signpost.deviation(value, row.unit)
    return replace(row, value=value, low=value - half, high=value + half)
