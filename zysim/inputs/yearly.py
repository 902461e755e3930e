"""Read params/yearly_inputs.csv: inputs of the model that differ from year to year by chance."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field, Year
from zysim.inputs.provenance import Label, Provenance, ScalarId


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """An input that each year multiplies by another factor, with 1 as the median."""

    id: Annotated[ScalarId, Field("模型的辅助变量", "auxiliary of the model", key=True)]
    label: Label
    deviation: Annotated[
        float, Field("系数的标准差", "standard deviation of the factor", above=0, below=1)
    ]
    memory: Annotated[
        float, Field("与次年的相关系数", "correlation of one year with the next", low=0, below=1)
    ]
    first: Annotated[
        Year,
        Field(
            "开始抽样的年份，此前系数为 1", "first year that is drawn; before it the factor is 1"
        ),
    ]
    provenance: Provenance


def read_yearly(path: Path, sources: Collection[str] | None = None) -> Mapping[str, Yearly]:
    """Read the table of yearly inputs, by id in the order of the file; empty where there is none.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    if not path.is_file():
        return {}
    return read_records(path, Yearly, {"source": sources})
