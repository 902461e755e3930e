"""Read params/air_factors.csv: how much of an air pollutant burning a fuel gives off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.payments import Term, read_terms
from zysim.inputs.provenance import (
    PROVENANCE,
    Provenance,
    read_provenance,
    read_range,
    read_scalar_id,
    read_unit,
)
from zysim.wording import Pair

Pollutant = Literal["SO2", "NOx", "PM2.5"]
POLLUTANTS: tuple[Pollutant, ...] = get_args(Pollutant)
COLUMNS = (
    "id",
    "pollutant",
    "label_zh",
    "label_en",
    "quantity",
    "value",
    "low",
    "high",
    "unit",
    *PROVENANCE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AirFactor:
    """A pollutant per unit of a fuel burnt by somebody."""

    id: str
    pollutant: Pollutant
    label: Pair
    quantity: tuple[Term, ...]
    value: float
    low: float
    high: float
    unit: str
    """Times the quantity it gives a mass a year."""
    provenance: Provenance


def read_air_factors(path: Path, sources: Collection[str] | None = None) -> Mapping[str, AirFactor]:
    """Read the table of factors, by id in the order of the file; empty where a city has none.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    if not path.is_file():
        return {}
    return read_table(path, COLUMNS, lambda cells: _parse(cells, sources), ("id",))


def _parse(cells: Cells, sources: Collection[str] | None) -> AirFactor:
    value, low, high = read_range(cells, "value")
    return AirFactor(
        id=read_scalar_id(cells, "id"),
        pollutant=cast("Pollutant", cells.choice("pollutant", POLLUTANTS)),
        label=(cells.text("label_zh"), cells.text("label_en")),
        quantity=read_terms(cells, "quantity"),
        value=value,
        low=low,
        high=high,
        unit=read_unit(cells),
        provenance=read_provenance(cells, sources),
    )
