"""Runs that stand for the median where numbers have to add up: tables of all variables, parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from zysim.inputs.settings import Settings
from zysim.kernel.compile import compile_model
from zysim.metrics.middle import NEAREST, middle, nearest
from zysim.runs.ensemble import Ensemble, worlds_under
from zysim.runs.project import Project
from zysim.runs.results import Runs


def typical_runs(
    project: Project,
    chosen: Sequence[Settings],
    found: Ensemble,
    *,
    boundary: str,
    outputs: Sequence[str] | None = None,
) -> Runs:
    """Return one run per case: the mean of the worlds nearest to its median path.

    Sums and balances of the model hold in it, which they do not for medians taken variable by
    variable; :func:`gap_to_median` says how near it is.

    Parameters
    ----------
    project, chosen
        Model with its tables, and the cases of the ensemble.
    found
        Gives the worlds.
    boundary
        Letter of the boundary whose path is kept near its median.
    outputs
        Variables or scalars to keep; all but the constants if None.

    Raises
    ------
    ResultError
        If a value is not finite.
    """
    kernel = compile_model(project.graph)
    wanted = list(project.graph.scalars) if outputs is None else list(outputs)
    runs = []
    for case, paths in zip(chosen, found.of(found.city.accounts[boundary].variable), strict=True):
        members = nearest(paths)
        worlds = {name: values[members] for name, values in found.worlds.items()}
        columns = worlds_under(case, worlds)
        runs.append(kernel.integrate(columns, until=int(found.years[-1]), outputs=wanted))
    shown = f"mean of the {min(NEAREST, found.members)} members nearest to the median of {boundary}"
    design = {**found.manifest.design, "shown": shown}
    return Runs(
        scenarios=found.scenarios,
        years=found.years,
        values={
            name: np.stack([values[name].mean(axis=0) for _years, values in runs])
            for name in runs[0][1]
        },
        variables=found.variables,
        manifest=replace(found.manifest, design=design),
        record=found.city,
    )


def median_runs(found: Ensemble, names: Sequence[str]) -> Runs:
    """Return the lines that are shown: for each case and variable the median in each year."""
    design = {**found.manifest.design, "shown": "median of the members"}
    return Runs(
        scenarios=found.scenarios,
        years=found.years,
        values={name: np.stack([middle(each) for each in found.of(name)]) for name in names},
        variables=found.variables,
        manifest=replace(found.manifest, design=design),
        record=found.city,
    )


def gap_to_median(runs: Runs, found: Ensemble, boundary: str) -> float:
    """Return how far typical runs are from the median at most: a share of its level, over years."""
    name = found.city.accounts[boundary].variable
    medians = np.stack([middle(each) for each in found.of(name)])
    gap = np.abs(runs.of(name) - medians) / np.abs(medians).max(axis=1, keepdims=True)
    return float(gap.max())
