"""Runs of a study as one labelled dataset: what was varied, what came out, with units."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import repeat
from typing import Any

import numpy as np
import xarray as xr

from zysim.sensitivity.evaluate import Evaluator, Part
from zysim.sensitivity.space import Space

DIMS = {
    "inputs": ("row", "block", "input"),
    "outcomes": ("row", "block", "outcome"),
    "series": ("row", "block", "variable", "year"),
}
NAMES = {
    "inputs": {"long_name": "what was varied; units in input_unit"},
    "outcomes": {
        "long_name": "what each run is ranked on; units in outcome_unit",
        "comment": "missing where a run has no such value, such as a peak time without a peak",
    },
    "series": {"long_name": "kept variables over time; units in variable_unit"},
}
OF_SERIES = ("variable", "variable_unit", "year")


def dims_of(evaluator: Evaluator) -> dict[str, tuple[str, ...]]:
    """Return the arrays of a dataset and their dimensions; no series where none is kept."""
    return {name: dims for name, dims in DIMS.items() if name != "series" or evaluator.kept}


def labels_of(evaluator: Evaluator, attrs: Mapping[str, Any]) -> xr.Dataset:
    """Return the coordinates and attributes of the runs of a study, without their numbers.

    ``year`` holds the moments reported, whatever the model counts time in. Blocks of a Sobol
    design are A, A with one factor from B for each factor, and B, in SALib's order.
    """
    space, outcomes = evaluator.space, evaluator.outcomes
    coords: dict[str, Any] = {
        "row": np.arange(evaluator.rows),
        "replicate": ("row", evaluator.replicate),
        "block": np.arange(evaluator.blocks),
        "input": words_of(space.names),
        "input_unit": ("input", words_of(space.units)),
        "input_label_zh": ("input", words_of([label[0] for label in space.labels])),
        "input_label_en": ("input", words_of([label[1] for label in space.labels])),
        "input_options": (
            "input",
            words_of(map(_options, repeat(space), range(len(space.varied)))),
        ),
        "input_factor": ("input", words_of([space.factors[at].id for at in space.groups])),
        "outcome": words_of(list(outcomes)),
        "outcome_unit": ("outcome", words_of([each.unit[1] for each in outcomes.values()])),
        "variable": words_of(evaluator.kept),
        "variable_unit": ("variable", words_of(evaluator.units)),
        "year": evaluator.moments,
    }
    if not evaluator.kept:
        coords = {name: each for name, each in coords.items() if name not in OF_SERIES}
    study = evaluator.study
    return xr.Dataset(
        coords=coords,
        attrs={"title": study.title_en, "comment": study.question_en, **attrs},
    )


def _options(space: Space, at: int) -> str:
    """Return what the numbers of a factor of structure stand for; "" for any other."""
    return ", ".join(f"{place} {each.id}" for place, each in enumerate(space.alternatives(at)))


def run_dataset(
    evaluator: Evaluator, results: Part, attrs: Mapping[str, Any], *, series: bool
) -> xr.Dataset:
    """Return all runs of a study, with or without their series over time."""
    inputs = np.concatenate([evaluator.inputs(rows) for rows in evaluator.parts()])
    found = {"inputs": inputs, "outcomes": results.outcomes}
    if series and evaluator.kept:
        found["series"] = results.series
    frame = labels_of(evaluator, attrs)
    if not series:
        frame = frame.drop_vars(OF_SERIES, errors="ignore")
    return frame.assign({name: (DIMS[name], each, NAMES[name]) for name, each in found.items()})


def words_of(words: Any) -> Any:
    """Return words of any length, which Zarr version 3 has a standard for."""
    return np.array(list(words), dtype=object)
