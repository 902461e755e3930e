"""Runs and ensembles as a tidy table and as an xarray dataset."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from zysim.arrays import FloatArray
from zysim.reading.graph import Variable
from zysim.runs.ensemble import Ensemble
from zysim.runs.results import Runs


def to_frame(runs: Runs | Ensemble, names: Iterable[str] | None = None) -> pd.DataFrame:
    """Return a tidy table: one row per scenario (and member), variable and year.

    Parameters
    ----------
    runs
        Results of one or more scenarios; an ensemble adds the column ``member``.
    names
        Scalar ids; all of them if None.

    Returns
    -------
    pandas.DataFrame
        Columns ``scenario``, ``variable`` (scalar id), ``year`` (``time`` for a model that does
        not count years), ``value``, ``unit``; in the order of the runs, then by name, then by year.

    Raises
    ------
    InputError
        If a name is not among the results.
    """
    chosen = sorted(runs.values) if names is None else list(names)
    before = list(_leading(runs).items())
    year = before.pop()
    axes = [*before, ("variable", chosen), year]
    grid = np.meshgrid(*(np.arange(len(labels)) for _name, labels in axes), indexing="ij")
    columns: dict[str, Any] = {
        name: np.asarray(labels, dtype=object if isinstance(labels, list) else None)[at.ravel()]
        for (name, labels), at in zip(axes, grid, strict=True)
    }
    shape = tuple(len(labels) for _name, labels in before)
    block = (
        np.stack([runs.of(name) for name in chosen], axis=-2)
        if chosen
        else np.empty((*shape, 0, runs.years.size))
    )
    units = np.array([runs.unit(name) for name in chosen], dtype=object)
    table = pd.DataFrame({**columns, "value": block.ravel(), "unit": units[grid[-2].ravel()]})
    return table.astype({"scenario": "str", "variable": "str", "unit": "str"})


def _leading(runs: Runs | Ensemble) -> dict[str, Any]:
    """Return the axes that every variable has, with their labels, the years last."""
    if isinstance(runs, Ensemble):
        members = np.arange(runs.members)
        return {"scenario": list(runs.scenarios), "member": members, "year": runs.years}
    return {"scenario": list(runs.scenarios), runs.axis: runs.years}


def to_dataset(runs: Runs | Ensemble) -> xr.Dataset:
    """Return the results as an xarray dataset.

    Returns
    -------
    xarray.Dataset
        One data variable per model variable with the dimensions ``scenario``, (``member``,)
        ``year`` and, for arrays, those of the model; attributes ``units``, ``title_zh``,
        ``comment`` and ``sector``. Elements that were not reported are NaN.
    """
    coordinates: dict[str, Any] = dict(_leading(runs))
    lead = tuple(coordinates)
    data: dict[str, Any] = {}
    for identifier in sorted({name.partition("[")[0] for name in runs.values}):
        variable = runs.variables[identifier]
        axes, cube = _spread(runs, variable)
        for name in list(axes):
            if coordinates.setdefault(name, axes[name]) != axes[name]:
                own = f"{identifier}_{name}"
                coordinates[own] = axes[name]
                axes = {own if key == name else key: labels for key, labels in axes.items()}
        about = {
            "units": variable.unit,
            "title_zh": variable.title_zh,
            "comment": variable.comment,
            "sector": variable.sector,
        }
        key = identifier if identifier not in lead else f"{identifier}_of_model"
        data[key] = ((*lead, *axes), cube, about)
    return xr.Dataset(data, coords=coordinates, attrs={"title": "zysim results"})


def _spread(runs: Runs | Ensemble, variable: Variable) -> tuple[dict[str, list[str]], FloatArray]:
    """Return the axes of an array variable, and its values over ``(run, …, year, *axes)``."""
    places = [element.partition("[")[2].rstrip("]").split(",") for element in variable.elements]
    axes = {
        name: list(dict.fromkeys(place[position] for place in places))
        for position, name in enumerate(_axis_names(variable.dims))
    }
    shape = next(iter(runs.values.values())).shape
    cube = np.full((*shape, *(len(labels) for labels in axes.values())), np.nan)
    for element, place in zip(variable.elements, places, strict=True):
        if element in runs.values:
            spot: list[Any] = [
                labels.index(label) for labels, label in zip(axes.values(), place, strict=False)
            ]
            cube[(..., *spot)] = runs.values[element]
    return axes, cube


def _axis_names(dims: tuple[str, ...]) -> list[str]:
    """Return the dimension names, made different where one is used twice."""
    return [name if dims.index(name) == at else f"{name}_{at + 1}" for at, name in enumerate(dims)]
