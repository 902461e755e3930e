"""Read params/history/observed.csv: what was observed, and what only looks like it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.provenance import (
    Provenance,
    read_provenance,
    read_range,
    read_scalar_id,
    read_unit,
)

Measure = Literal["level", "growth"]
Use = Literal["fit", "holdout", "show"]
COLUMNS = (
    "series",
    "variable",
    "year",
    "value",
    "low",
    "high",
    "unit",
    "source",
    "locator",
    "quality",
    "use",
    "note",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One value of one series in one year."""

    series: str
    variable: str
    """Scalar id of the model variable it is compared with; empty when none matches."""
    year: int
    value: float
    low: float
    high: float
    unit: str
    use: Use
    """``fit``: the model was calibrated to it; ``holdout``: kept to test the model;
    ``show``: drawn only, because it was never observed or is not comparable."""
    provenance: Provenance
    measure: Measure = "level"
    """``level``: the value of the year; ``growth``: its change on the year before, as a share."""


def read_history(
    path: Path, sources: Collection[str] | None = None, held_out: int | None = None
) -> tuple[Observation, ...]:
    """Read the observed series.

    Parameters
    ----------
    path
        CSV file with the columns of ``COLUMNS``.
    sources
        Keys of params/sources.csv; None leaves the keys unchecked.
    held_out
        First year whose observations are not fitted; None leaves this unchecked.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    key = ("series", "year")
    rows = read_table(path, COLUMNS, lambda cells: _parse(cells, sources, held_out), key)
    return tuple(rows.values())


def _parse(cells: Cells, sources: Collection[str] | None, held_out: int | None) -> Observation:
    value, low, high = read_range(cells, "value")
    year = cells.year("year")
    use = cells.choice("use", get_args(Use))
    variable = read_scalar_id(cells, "variable", needed=False)
    if not variable and use in ("fit", "holdout"):
        cells.note(
            f"use {use} needs a variable of the model; a row without one can only be shown",
            f"use 为 {use} 时须填写模型变量；没有变量的行只能为 show",
        )
    if use == "fit" and held_out and year >= held_out:
        cells.note(
            f"use fit in {year}: from {held_out} on, observations are held out",
            f"{year} 年不能用于 fit：{held_out} 年起的观测只用于检验",
        )
    return Observation(
        series=cells.text("series"),
        variable=variable,
        year=year,
        value=value,
        low=low,
        high=high,
        unit=read_unit(cells),
        use=cast("Use", use),
        provenance=read_provenance(cells, sources),
    )
