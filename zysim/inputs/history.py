"""Read params/history/observed.csv: what was observed, and what only looks like it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field, Year
from zysim.inputs.problems import Problem
from zysim.inputs.provenance import UNIT, High, Low, PrintedUnit, Provenance, ScalarId

Measure = Literal["level", "growth"]
Use = Literal["fit", "holdout", "show"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One value of one series in one year."""

    series: Annotated[str, Field("序列", "series", key=True)]
    variable: Annotated[
        ScalarId,
        Field(
            "与之比较的模型变量；没有对应时为空",
            "variable of the model it is compared with; empty when none matches",
            empty=True,
        ),
    ]
    year: Annotated[Year, Field("年份", "year", key=True)]
    value: Annotated[float, Field("观测值", "value", ranged=True)]
    low: Low
    high: High
    unit: Annotated[PrintedUnit, UNIT]
    use: Annotated[
        Use,
        Field(
            "用于拟合、留作检验，或只画出（并非观测或口径不可比）",
            "the model was calibrated to it, it is kept to test it, or it is drawn only, because "
            "it was never observed or is not comparable",
        ),
    ]
    provenance: Provenance
    measure: Measure = "level"
    """``level``: the value of the year; ``growth``: its change on the year before, as a share."""

    def wrong(self) -> Iterator[Problem]:
        """Say that a row is used for what it cannot be."""
        if not self.variable and self.use in ("fit", "holdout"):
            yield Problem(
                f"use {self.use} needs a variable of the model; a row without one can only be "
                "shown",
                f"use 为 {self.use} 时须填写模型变量；没有变量的行只能为 show",
            )


def read_history(
    path: Path, sources: Collection[str] | None = None, held_out: int | None = None
) -> tuple[Observation, ...]:
    """Read the observed series.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`Observation` as columns.
    sources
        Keys of params/sources.csv; None leaves the keys unchecked.
    held_out
        First year whose observations are not fitted; None leaves this unchecked.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """

    def check(row: Observation) -> Iterator[Problem]:
        if row.use == "fit" and held_out and row.year >= held_out:
            yield Problem(
                f"use fit in {row.year}: from {held_out} on, observations are held out",
                f"{row.year} 年不能用于 fit：{held_out} 年起的观测只用于检验",
            )

    return tuple(read_records(path, Observation, {"source": sources}, check=check).values())


def published_levels(variable: str, rows: Iterable[Observation]) -> dict[int, float]:
    """Return the published levels of a variable by year; the last row of a year counts."""
    return {
        row.year: row.value for row in rows if row.variable == variable and row.measure == "level"
    }
