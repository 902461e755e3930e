"""Read the constants of the model: numbers that carry their unit, range and source."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zysim.errors import InputError
from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.problems import Problem, attempt, joined, refuse
from zysim.inputs.provenance import (
    PROVENANCE,
    Provenance,
    read_provenance,
    read_range,
    read_scalar_id,
    read_unit,
)

COLUMNS = ("id", "label_zh", "label_en", "value", "low", "high", "unit", *PROVENANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One constant of the model and why we believe it."""

    id: str
    """Scalar id of the model constant, for example ``annual_distance[private_car]``."""
    label_zh: str
    label_en: str
    value: float
    low: float
    high: float
    unit: str
    provenance: Provenance
    file: str
    """Name of the table it stands in."""


def read_parameters(
    paths: Sequence[Path], sources: Collection[str] | None = None
) -> Mapping[str, Parameter]:
    """Read tables of constants; an id may stand in one of them only.

    Parameters
    ----------
    paths
        CSV files with the columns of ``COLUMNS``.
    sources
        Keys of params/sources.csv; None leaves the keys unchecked.

    Returns
    -------
    Mapping
        Scalar id to parameter, in the order of the files.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names every file and row.
    """
    found: dict[str, Parameter] = {}
    errors: list[InputError] = []
    for path in paths:
        parse = partial(_parse, sources=sources, file=path.name)
        table = attempt(errors, partial(read_table, path, COLUMNS, parse, ("id",))) or {}
        again = [_elsewhere(name, found[name].file) for name in table if name in found]
        if again:
            errors.append(refuse(path, again))
        found |= table
    if errors:
        raise joined(errors)
    return found


def _elsewhere(name: str, file: str) -> Problem:
    return Problem(f"{name}: is already in {file}", f"{name}：已在 {file} 中")


def _parse(cells: Cells, sources: Collection[str] | None, file: str) -> Parameter:
    name = read_scalar_id(cells, "id")
    value, low, high = read_range(cells, "value")
    return Parameter(
        id=name,
        label_zh=cells.text("label_zh"),
        label_en=cells.text("label_en"),
        value=value,
        low=low,
        high=high,
        unit=read_unit(cells),
        provenance=read_provenance(cells, sources),
        file=file,
    )
