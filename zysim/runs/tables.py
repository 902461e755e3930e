"""Runs as a tidy table and as an xarray dataset."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from zysim.arrays import FloatArray
from zysim.reading.graph import Variable
from zysim.runs.results import Runs


def to_frame(runs: Runs, names: Iterable[str] | None = None) -> pd.DataFrame:
    """Return a tidy table: one row per scenario, variable and year.

    Parameters
    ----------
    runs
        Results of one or more scenarios.
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
    count, length = len(runs.scenarios), runs.years.size
    rows = count * len(chosen) * length
    block = (
        np.stack([runs.of(name) for name in chosen], axis=1)
        if chosen
        else np.empty((count, 0, length))
    )
    names_once = np.repeat(np.array(chosen, dtype=object), length)
    units_once = np.repeat(np.array([runs.unit(name) for name in chosen], dtype=object), length)
    return pd.DataFrame(
        {
            "scenario": np.repeat(np.array(runs.scenarios, dtype=object), rows // max(count, 1)),
            "variable": np.tile(names_once, count),
            runs.axis: np.tile(runs.years, count * len(chosen)),
            "value": block.ravel(),
            "unit": np.tile(units_once, count),
        }
    ).astype({"scenario": "str", "variable": "str", "unit": "str"})


def to_dataset(runs: Runs) -> xr.Dataset:
    """Return the results as an xarray dataset.

    Returns
    -------
    xarray.Dataset
        One data variable per model variable with the dimensions ``scenario``, ``year`` and,
        for arrays, those of the model; attributes ``units``, ``title_zh``, ``comment`` and
        ``sector``. Elements that were not reported are NaN.
    """
    coordinates: dict[str, Any] = {"scenario": list(runs.scenarios), runs.axis: runs.years}
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
        data[identifier] = (("scenario", runs.axis, *axes), cube, about)
    return xr.Dataset(data, coords=coordinates, attrs={"title": "zysim results"})


def _spread(runs: Runs, variable: Variable) -> tuple[dict[str, list[str]], FloatArray]:
    """Return the axes of an array variable, and its values over ``(run, year, *axes)``."""
    places = [element.partition("[")[2].rstrip("]").split(",") for element in variable.elements]
    axes = {
        name: list(dict.fromkeys(place[position] for place in places))
        for position, name in enumerate(_axis_names(variable.dims))
    }
    shape = (len(runs.scenarios), runs.years.size, *(len(labels) for labels in axes.values()))
    cube = np.full(shape, np.nan)
    for element, place in zip(variable.elements, places, strict=True):
        if element in runs.values:
            spot: list[Any] = [
                labels.index(label) for labels, label in zip(axes.values(), place, strict=False)
            ]
            cube[:, :, *spot] = runs.values[element]
    return axes, cube


def _axis_names(dims: tuple[str, ...]) -> list[str]:
    """Return the dimension names, made different where one is used twice."""
    return [name if dims.index(name) == at else f"{name}_{at + 1}" for at, name in enumerate(dims)]
