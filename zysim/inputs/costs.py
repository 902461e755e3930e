"""Read params/costs.csv: what a unit of something costs, with range, lifetime and source."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field, Year
from zysim.inputs.provenance import High, Label, Low, Provenance, ScalarId, UnitName

Scope = Literal["city", "province", "nation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A price, an investment or an upkeep, per unit of what it is paid for."""

    id: Annotated[ScalarId, Field("标识", "id", key=True)]
    label: Label
    value: Annotated[float, Field("单价", "price of one unit", ranged=True)]
    low: Low
    high: High
    unit: Annotated[
        UnitName,
        Field(
            "单位，如 CNY/kW；乘以模型的量应得 CNY 或 CNY/year",
            "unit, such as CNY/kW; times a quantity of the model it gives CNY, or CNY a year",
        ),
    ]
    price_year: Annotated[
        Year, Field("价格的年份，不作换算", "year of the price; prices are not converted")
    ]
    lifetime: Annotated[
        int | None,
        Field(
            "投资摊销的年数；每年支付的为空",
            "years over which an investment is paid off; none for what is paid every year",
            low=1,
        ),
    ]
    scope: Annotated[
        Scope,
        Field(
            "数字出处的范围，本市项目优先",
            "where the number was found: a project of this city comes before an average",
        ),
    ]
    provenance: Provenance


def read_costs(path: Path, sources: Collection[str] | None = None) -> Mapping[str, Cost]:
    """Read the table of costs, by id in the order of the file; empty where a city has none.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`Cost` as columns.
    sources
        Keys of params/sources.csv; None leaves the keys unchecked.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    if not path.is_file():
        return {}
    return read_records(path, Cost, {"source": sources})
