"""Read the constants of the model: numbers that carry their unit, range and source."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

from zysim.errors import InputError
from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.inputs.problems import Problem, attempt, joined, refuse
from zysim.inputs.provenance import UNIT, High, Low, Provenance, ScalarId, UnitName


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One constant of the model and why we believe it."""

    id: Annotated[ScalarId, Field("模型常数的标识", "id of the constant of the model", key=True)]
    label_zh: Annotated[str, Field("中文名", "name in Chinese")]
    label_en: Annotated[str, Field("英文名", "name in English")]
    value: Annotated[float, Field("取值", "value", ranged=True)]
    low: Low
    high: High
    unit: Annotated[UnitName, UNIT]
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
        CSV files with the fields of :class:`Parameter` as columns.
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
        read = partial(read_records, path, Parameter, {"source": sources}, file=path.name)
        table: Mapping[str, Parameter] = attempt(errors, read) or {}
        again = [_elsewhere(name, found[name].file) for name in table if name in found]
        if again:
            errors.append(refuse(path, again))
        found |= table
    if errors:
        raise joined(errors)
    return found


def _elsewhere(name: str, file: str) -> Problem:
    return Problem(f"{name}: is already in {file}", f"{name}：已在 {file} 中")
