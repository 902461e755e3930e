"""Read params/plan_targets.csv: the numbers the plan promises."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from zysim.inputs.csv_table import read_records
from zysim.inputs.declared import Field, Year, matching
from zysim.inputs.problems import Problem
from zysim.inputs.provenance import UNIT, High, Low, PrintedUnit, Provenance, ScalarId
from zysim.units import official_yearly
from zysim.wording import Lang

Compare = Literal["<=", ">=", "==", "change<=", "change>=", "peak<=", "rising>="]
TARGET_ID = matching(
    r"T[0-9]{2}[a-z]?", "应写成 T01 或 T20a", "is not a target id: write T01 or T20a"
)
NOT_MODELLED = "not modelled: "
SIGNS: Mapping[str, str] = {
    "<=": "≤",
    ">=": "≥",
    "==": "=",
    "change<=": "≤",
    "change>=": "≥",
    "peak<=": "≤",
    "rising>=": "≥",
}
"""How a comparison is read."""
UNITS: Mapping[str, str] = {"change<=": "%", "change>=": "%", "rising>=": "%", "peak<=": "year"}
"""Comparison to the unit its threshold must have; the others use the unit of the variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One numeric target of the plan."""

    id: Annotated[str, TARGET_ID, Field("编号，如 T01", "id, such as T01", key=True)]
    label_zh: Annotated[str, Field("中文名", "name in Chinese")]
    label_en: Annotated[str, Field("英文名", "name in English")]
    year: Annotated[Year, Field("目标年", "year the target is for")]
    variable: Annotated[
        ScalarId,
        Field(
            "与之比较的模型变量；不计算时为空",
            "variable of the model that is compared; empty when it is not modelled",
            empty=True,
        ),
    ]
    compare: Annotated[
        Compare,
        Field(
            "比较 year 年的值；change：reference_year 至 year 的变化（%）；"
            "rising：其间逐年变化的最小值（%）；peak：变量的达峰年",
            "of the value in year; change: from reference_year to year (%); rising: smallest "
            "yearly change between them (%); peak: peak year of the variable",
        ),
    ]
    threshold: Annotated[float, Field("目标值", "threshold", ranged=True)]
    low: Low
    high: High
    unit: Annotated[PrintedUnit, UNIT]
    reference_year: Annotated[
        Year | None,
        Field("change 与 rising 的起始年", "first year of change and rising"),
    ]
    clauses: Annotated[
        tuple[str, ...],
        Field(
            "方案条款；aims 指主要目标一章", "clauses; aims is the chapter of aims", name="clause"
        ),
    ]
    provenance: Provenance

    @property
    def modelled(self) -> bool:
        """Whether a model variable is compared with the threshold."""
        return bool(self.variable)

    @property
    def on_change(self) -> bool:
        """Whether it is on a change, in per cent of what was."""
        return self.compare.startswith(("change", "rising"))

    def spoken(self, lang: Lang) -> tuple[float, str]:
        """Return the factor to the unit of official texts, and that unit; none of a year."""
        if self.compare == "peak<=":
            return 1.0, ""
        return (1.0, "%") if self.unit == "%" else official_yearly(self.unit, lang)

    def wrong(self) -> Iterator[Problem]:
        """Say what the comparison asks for and is not there."""
        if not self.variable and not self.provenance.note.startswith(NOT_MODELLED):
            yield Problem(
                "variable is empty: name one, or begin the note with "
                f"'{NOT_MODELLED}' and the reason",
                f"variable 为空：请填写变量，或在 note 中以 “{NOT_MODELLED}” 开头说明原因",
            )
        yield from self._wrong_unit()
        year = self.reference_year
        if not self.compare.startswith(("change", "rising")):
            if year is not None:
                yield Problem(
                    f"reference_year {year}: {self.compare} has none, leave it empty",
                    f"reference_year {year}：{self.compare} 不需要，请留空",
                )
        elif year is None:
            yield Problem(
                f"reference_year is empty: {self.compare} needs it",
                f"reference_year 为空：{self.compare} 须填写",
            )
        elif year and self.year and year >= self.year:
            yield Problem(
                f"reference_year {year} must come before year {self.year}",
                f"reference_year {year} 应早于 year {self.year}",
            )

    def _wrong_unit(self) -> Iterator[Problem]:
        wanted, unit, compare = UNITS.get(self.compare), self.unit, self.compare
        if wanted and unit and unit != wanted:
            yield Problem(
                f"unit {unit!r}: {compare} is measured in {wanted}",
                f"unit {unit!r}：{compare} 的单位应为 {wanted}",
            )
        if not wanted and unit == "%":
            yield Problem(
                f"unit '%': {compare} compares the variable in its own unit, write a share as "
                "0.3 dmnl",
                f"unit '%'：{compare} 用变量自身的单位比较，占比请写 0.3 与 dmnl",
            )


def read_targets(path: Path, sources: Collection[str] | None = None) -> Mapping[str, Target]:
    """Read the table of targets.

    Parameters
    ----------
    path
        CSV file with the fields of :class:`Target` as columns.
    sources
        Keys of params/sources.csv; None leaves the keys unchecked.

    Returns
    -------
    Mapping
        Target id to target, in the order of the file.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    return read_records(path, Target, {"source": sources})
