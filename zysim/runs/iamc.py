"""Results in the names and units of the integrated-assessment community (IAMC)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd

import zysim
from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.inputs.problems import Problem
from zysim.runs.results import Runs


@dataclass(frozen=True, slots=True)
class Mapped:
    """One row of ``params/iamc.csv``: a model scalar's share of an IAMC variable."""

    variable: Annotated[str, Field("IAMC 变量", "variable of IAMC", key=True)]
    model_id: Annotated[str, Field("模型变量", "variable of the model", key=True, of="variable")]
    factor: Annotated[
        float,
        Field(
            "由模型单位换算为 unit；扣减的流量为负",
            "units of unit per unit of the model; negative where a flow is subtracted",
        ),
    ]
    unit: Annotated[str, Field("IAMC 单位", "unit of IAMC")]
    note: Annotated[str, Field("说明", "remark", empty=True)] = ""


def read_mapping(path: Path, known: frozenset[str]) -> tuple[Mapped, ...]:
    """Read the table that says which model scalars make an IAMC variable.

    Rows with the same ``variable`` are added up.

    Parameters
    ----------
    path
        CSV in UTF-8 with the fields of :class:`Mapped` as columns.
    known
        Scalar ids of the model.

    Raises
    ------
    InputError
        Listing every bad row: unknown model id, factor that is not a number or 0, an empty
        name, two units for one variable.
    """
    units: dict[str, str] = {}

    def check(row: Mapped) -> Iterator[Problem]:
        if row.factor == 0:
            yield Problem("factor is 0: leave the row out", "factor 为 0：请删除该行")
        before = units.setdefault(row.variable, row.unit)
        if before != row.unit:
            yield Problem(
                f"unit {row.unit!r} differs from {before!r} in an earlier row of the variable",
                f"单位 {row.unit!r} 与该变量前面各行的 {before!r} 不同",
            )

    return tuple(read_records(path, Mapped, {"variable": known}, check=check).values())


def to_iamc(runs: Runs, mapping: tuple[Mapped, ...]) -> pd.DataFrame:
    """Return the results in IAMC's wide form.

    Parameters
    ----------
    runs
        Results that hold every scalar the mapping names.
    mapping
        From :func:`read_mapping`.

    Returns
    -------
    pandas.DataFrame
        Columns ``model``, ``scenario``, ``region``, ``variable``, ``unit`` and one per year.
    """
    sums: dict[str, np.ndarray] = {}
    units: dict[str, str] = {}
    for row in mapping:
        part = runs.of(row.model_id) * row.factor
        sums[row.variable] = sums[row.variable] + part if row.variable in sums else part
        units[row.variable] = row.unit
    records = [
        {
            "model": f"zysim {zysim.__version__}",
            "scenario": scenario,
            "region": runs.city.region,
            "variable": variable,
            "unit": units[variable],
            **{str(year): float(values[at, spot]) for spot, year in enumerate(runs.years)},
        }
        for at, scenario in enumerate(runs.scenarios)
        for variable, values in sorted(sums.items())
    ]
    head = ["model", "scenario", "region", "variable", "unit"]
    return pd.DataFrame(records, columns=head + [str(year) for year in runs.years])
