"""Results in the names and units of the integrated-assessment community (IAMC)."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

import zysim
from zysim.errors import bad_rows, unknown_name
from zysim.runs.results import Runs

COLUMNS = ("variable", "model_id", "factor", "unit", "note")
REGION = "China|Sichuan|Ziyang"


@dataclass(frozen=True, slots=True)
class Mapped:
    """One row of ``params/iamc.csv``: a model scalar's share of an IAMC variable."""

    variable: str
    model_id: str
    factor: float
    """Units of ``unit`` per unit of the model scalar; negative where a flow is subtracted."""
    unit: str


def read_mapping(path: Path, known: frozenset[str]) -> tuple[Mapped, ...]:
    """Read the table that says which model scalars make an IAMC variable.

    Rows with the same ``variable`` are added up.

    Parameters
    ----------
    path
        CSV in UTF-8 with the columns of ``COLUMNS``.
    known
        Scalar ids of the model.

    Raises
    ------
    InputError
        Listing every bad row: unknown model id, factor that is not a number or 0, an empty
        name, two units for one variable.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise bad_rows(path, [f"columns must be {', '.join(COLUMNS)}"])
        rows = [
            (number, {key: (text or "").strip() for key, text in row.items() if key})
            for number, row in enumerate(reader, start=2)
        ]
    problems: list[str] = []
    mapped: list[Mapped] = []
    units: dict[str, str] = {}
    for number, row in rows:
        found = _problems(row, known, units)
        problems += [f"row {number} ({row['variable'] or 'no name'}): {text}" for text in found]
        units.setdefault(row["variable"], row["unit"])
        if not found:
            factor = float(row["factor"])
            mapped.append(Mapped(row["variable"], row["model_id"], factor, row["unit"]))
    if problems:
        raise bad_rows(path, problems)
    return tuple(mapped)


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
            "region": REGION,
            "variable": variable,
            "unit": units[variable],
            **{str(year): float(values[at, spot]) for spot, year in enumerate(runs.years)},
        }
        for at, scenario in enumerate(runs.scenarios)
        for variable, values in sorted(sums.items())
    ]
    head = ["model", "scenario", "region", "variable", "unit"]
    return pd.DataFrame(records, columns=head + [str(year) for year in runs.years])


def _problems(row: dict[str, str], known: frozenset[str], units: dict[str, str]) -> list[str]:
    found = [f"{column} is empty" for column in ("variable", "unit") if not row[column]]
    if row["model_id"] not in known:
        found.append(str(unknown_name("variable", row["model_id"], known, "model_id")))
    try:
        factor = float(row["factor"])
        if not math.isfinite(factor) or factor == 0:
            found.append(f"factor must be a finite number other than 0, got {row['factor']}")
    except ValueError:
        found.append(f"factor must be a number, got {row['factor']!r}")
    before = units.get(row["variable"], row["unit"])
    if before != row["unit"]:
        found.append(f"unit {row['unit']!r} differs from {before!r} in an earlier row")
    return found
