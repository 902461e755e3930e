"""Read params/air_factors.csv: how much of an air pollutant burning a fuel gives off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, get_args

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field
from zysim.inputs.payments import QUANTITY, Term, read_terms
from zysim.inputs.provenance import High, Label, Low, Provenance, ScalarId, UnitName

Pollutant = Literal["SO2", "NOx", "PM2.5"]
POLLUTANTS: tuple[Pollutant, ...] = get_args(Pollutant)


@dataclass(frozen=True, slots=True, kw_only=True)
class AirFactor:
    """A pollutant per unit of a fuel burnt by somebody."""

    id: Annotated[ScalarId, Field("标识", "id", key=True)]
    pollutant: Annotated[Pollutant, Field("污染物", "pollutant")]
    label: Label
    quantity: Annotated[tuple[Term, ...], Field(*QUANTITY, parse=read_terms)]
    value: Annotated[float, Field("排放系数", "emission factor", ranged=True)]
    low: Low
    high: High
    unit: Annotated[
        UnitName,
        Field("单位；乘以数量应得每年的质量", "unit; times the quantity it gives a mass a year"),
    ]
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
    return read_records(path, AirFactor, {"source": sources})
