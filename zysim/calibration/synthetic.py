"""Histories made from a known world, to test whether a calibration finds it again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from zysim.arrays import FloatArray
from zysim.calibration.calibrate import calibrate
from zysim.calibration.history_runs import HistoryRuns
from zysim.calibration.likelihood import ErrorModel, observation_errors
from zysim.inputs.history import Observation
from zysim.metrics.middle import quantiles
from zysim.metrics.totals import level_in
from zysim.runs.ensemble import run_ensemble
from zysim.runs.project import Project, choose


def synthetic_history(
    project: Project, seed: int, errors: ErrorModel
) -> tuple[FloatArray, list[Observation]]:
    """Draw a world from the prior and observe it with the errors that are assumed.

    Parameters
    ----------
    project
        Model and tables; series, years and relative ranges are those of observed.csv.
    seed
        0 or more.
    errors
        How far the observations are from the world.

    Returns
    -------
    tuple
        The world as a point ``(1, constant)`` of the unit cube, and its observations.
    """
    rng = np.random.default_rng(seed)
    rows = [row for row in project.tables.history if row.use != "show"]
    model = HistoryRuns(project, rows)
    truth = rng.random((1, len(model.drawn)))
    values = model.values(truth)[0]
    made = [_around(row, value) for row, value in zip(rows, values, strict=True)]
    series = list(dict.fromkeys(row.series for row in rows))
    common = dict(zip(series, rng.standard_normal(len(series)), strict=True))
    own = rng.standard_normal(len(rows)) * observation_errors(made, errors)
    return truth, [
        _around(row, row.value * (1 + errors.discrepancy * common[row.series]) + error)
        for row, error in zip(made, own, strict=True)
    ]


def covered(
    project: Project, seed: int, *, runs: int, members: int, errors: ErrorModel | None = None
) -> bool:
    """Say whether the 90 % interval of emissions in the goal year holds those of the world.

    Parameters
    ----------
    project
        Model and tables.
    seed
        Of the world, its observations and the calibration; another seed is another trial.
    runs, members
        As for :func:`zysim.calibration.calibrate.calibrate`.
    errors
        Assumed and made; the defaults if None.
    """
    errors = ErrorModel() if errors is None else errors
    truth, history = synthetic_history(project, seed, errors)
    found = calibrate(
        project, runs=runs, members=members, seed=seed, history=history, errors=errors
    )
    true_world = HistoryRuns(project, history).worlds(truth)
    worlds = {name: np.append(values, true_world[name]) for name, values in found.worlds.items()}
    city = project.city
    variable = city.accounts[city.account].variable
    chosen = choose(project, [city.reference], {})
    run = run_ensemble(project, chosen, worlds=worlds, until=city.shortest, outputs=[variable])
    levels = level_in(run.of(variable)[0], run.years, city.goal)
    low, high = quantiles(levels[:-1], [0.05, 0.95])
    return bool(low <= levels[-1] <= high)


def _around(row: Observation, value: float) -> Observation:
    """Return the row with another value and the same range, relative to it."""
    scale = value / row.value
    return replace(row, value=float(value), low=row.low * scale, high=row.high * scale)
