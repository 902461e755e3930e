"""Read params/plan_targets.csv: the numbers the plan promises."""

from __future__ import annotations

import re
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

Compare = Literal["<=", ">=", "==", "change<=", "change>=", "peak<=", "rising>="]
COLUMNS = (
    "id",
    "label_zh",
    "label_en",
    "year",
    "variable",
    "compare",
    "threshold",
    "low",
    "high",
    "unit",
    "reference_year",
    "clause",
    *PROVENANCE,
)
TARGET_ID = re.compile(r"T\d\d[a-z]?", re.ASCII)
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

    id: str
    label_zh: str
    label_en: str
    year: int
    """Year the target is for."""
    variable: str
    """Scalar id of the model variable that is compared; empty when it is not modelled."""
    compare: Compare
    """``<=``, ``>=``, ``==``: value in ``year``. ``change<=``, ``change>=``: change in percent
    from ``reference_year`` to ``year``. ``rising>=``: smallest yearly change in percent
    between them. ``peak<=``: peak year of the variable."""
    threshold: float
    low: float
    high: float
    unit: str
    reference_year: int | None
    clauses: tuple[str, ...]
    """Clauses of the plan; ``aims`` stands for its chapter of main aims."""
    provenance: Provenance

    @property
    def modelled(self) -> bool:
        """Whether a model variable is compared with the threshold."""
        return bool(self.variable)


def read_targets(path: Path, sources: Collection[str] | None = None) -> Mapping[str, Target]:
    """Read the table of targets.

    Parameters
    ----------
    path
        CSV file with the columns of ``COLUMNS``.
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
    return read_table(path, COLUMNS, lambda cells: _parse(cells, sources), ("id",))


def _parse(cells: Cells, sources: Collection[str] | None) -> Target:
    name = cells.text("id")
    if name and not TARGET_ID.fullmatch(name):
        cells.note(
            f"id {name!r} is not a target id: write T01 or T20a", f"id {name!r} 应写成 T01 或 T20a"
        )
    if not cells.listed("clause"):
        cells.note("clause is empty", "clause 为空")
    threshold, low, high = read_range(cells, "threshold")
    year = cells.year("year")
    compare = cells.choice("compare", get_args(Compare))
    variable = read_scalar_id(cells, "variable", needed=False)
    provenance = read_provenance(cells, sources)
    if not variable and not provenance.note.startswith(NOT_MODELLED):
        cells.note(
            f"variable is empty: name one, or begin the note with '{NOT_MODELLED}' and the reason",
            f"variable 为空：请填写变量，或在 note 中以 “{NOT_MODELLED}” 开头说明原因",
        )
    return Target(
        id=name,
        label_zh=cells.text("label_zh"),
        label_en=cells.text("label_en"),
        year=year,
        variable=variable,
        compare=cast("Compare", compare),
        threshold=threshold,
        low=low,
        high=high,
        unit=_unit(cells, compare),
        reference_year=_reference_year(cells, compare, year),
        clauses=cells.listed("clause"),
        provenance=provenance,
    )


def _unit(cells: Cells, compare: str) -> str:
    unit = read_unit(cells)
    wanted = UNITS.get(compare)
    if wanted and unit and unit != wanted:
        cells.note(
            f"unit {unit!r}: {compare} is measured in {wanted}",
            f"unit {unit!r}：{compare} 的单位应为 {wanted}",
        )
    if not wanted and unit == "%":
        cells.note(
            f"unit '%': {compare} compares the variable in its own unit, write a share as 0.3 dmnl",
            f"unit '%'：{compare} 用变量自身的单位比较，占比请写 0.3 与 dmnl",
        )
    return unit


def _reference_year(cells: Cells, compare: str, year: int) -> int | None:
    needed = compare.startswith(("change", "rising"))
    text = cells.values["reference_year"]
    if not needed:
        if text:
            cells.note(
                f"reference_year {text!r}: {compare} has none, leave it empty",
                f"reference_year {text!r}：{compare} 不需要，请留空",
            )
        return None
    reference = cells.year("reference_year")
    if reference and year and reference >= year:
        cells.note(
            f"reference_year {reference} must come before year {year}",
            f"reference_year {reference} 应早于 year {year}",
        )
    return reference
