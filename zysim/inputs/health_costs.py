"""Read params/health_costs.csv: what a tonne of an air pollutant does to health, in money."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from zysim.inputs.air_factors import Pollutant
from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.inputs.provenance import High, Low, Provenance, UnitName


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCost:
    """Money for the damage to health by a tonne of a pollutant; studies lie ten times apart."""

    id: Annotated[Pollutant, Field("污染物", "pollutant", key=True)]
    value: Annotated[float, Field("每吨的健康损失", "damage of a tonne", ranged=True)]
    low: Low
    high: High
    unit: Annotated[UnitName, Field("单位，如 CNY/t", "unit, such as CNY/t")]
    provenance: Provenance


def read_health_costs(
    path: Path, sources: Collection[str] | None = None
) -> Mapping[str, HealthCost]:
    """Read the table, by pollutant; empty where a city has none.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    if not path.is_file():
        return {}
    return read_records(path, HealthCost, {"source": sources})
