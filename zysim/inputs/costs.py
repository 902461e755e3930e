"""Read params/costs.csv: what a unit of something costs, with range, lifetime and source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.provenance import (
    PROVENANCE,
    Provenance,
    read_provenance,
    read_range,
    read_scalar_id,
    read_unit,
)
from zysim.wording import Pair

Scope = Literal["city", "province", "nation"]
COLUMNS = (
    "id",
    "label_zh",
    "label_en",
    "value",
    "low",
    "high",
    "unit",
    "price_year",
    "lifetime",
    "scope",
    *PROVENANCE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A price, an investment or an upkeep, per unit of what it is paid for."""

    id: str
    label: Pair
    value: float
    low: float
    high: float
    unit: str
    """Such as ``CNY/kW``; times a quantity of the model it gives CNY, or CNY a year."""
    price_year: int
    """Year of the price; prices are not converted."""
    lifetime: int | None
    """Years over which an investment is paid off; None for what is paid every year."""
    scope: Scope
    """Where the number was found: a project of this city comes before an average."""
    provenance: Provenance


def read_costs(path: Path, sources: Collection[str] | None = None) -> Mapping[str, Cost]:
    """Read the table of costs, by id in the order of the file; empty where a city has none.

    Parameters
    ----------
    path
        CSV file with the columns of ``COLUMNS``.
    sources
        Keys of params/sources.csv; None leaves the keys unchecked.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    if not path.is_file():
        return {}
    return read_table(path, COLUMNS, lambda cells: _parse(cells, sources), ("id",))


def _parse(cells: Cells, sources: Collection[str] | None) -> Cost:
    value, low, high = read_range(cells, "value")
    return Cost(
        id=read_scalar_id(cells, "id"),
        label=(cells.text("label_zh"), cells.text("label_en")),
        value=value,
        low=low,
        high=high,
        unit=read_unit(cells),
        price_year=cells.year("price_year"),
        lifetime=_lifetime(cells),
        scope=cast("Scope", cells.choice("scope", get_args(Scope))),
        provenance=read_provenance(cells, sources),
    )


def _lifetime(cells: Cells) -> int | None:
    if not cells.values["lifetime"]:
        return None
    years = cells.number("lifetime")
    if not (years >= 1 and years == int(years)):
        cells.note(
            f"lifetime {years:g} must be a whole number of years, 1 or more",
            f"lifetime {years:g} 应为不小于 1 的整年数",
        )
        return None
    return int(years)
