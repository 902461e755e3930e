"""Where a number comes from and how far it can be trusted: rules shared by all tables."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, cast, get_args

from zysim.inputs.csv_table import Cells
from zysim.inputs.problems import not_known
from zysim.units import TABLE_UNIT_NAMES, unit_parts

Quality = Literal["plan", "statistic", "literature", "derived", "estimate"]
QUALITIES: tuple[str, ...] = get_args(Quality)
PROVENANCE = ("source", "locator", "quality", "note")
SCALAR_ID = re.compile(r"[a-z][a-z0-9_]*(\[[a-z0-9_]+(,[a-z0-9_]+)*\])?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Why a number is believed."""

    source: str
    """Key in params/sources.csv."""
    locator: str
    """Page, table or clause; empty for an estimate only."""
    quality: Quality
    note: str
    """How it was made; never empty for a derived number or an estimate."""


def read_provenance(cells: Cells, sources: Collection[str] | None) -> Provenance:
    """Read and check the four columns of a row that say where its number comes from.

    ``sources`` are the keys of params/sources.csv; None when that file could not be read.
    """
    source = (
        cells.text("source")
        if sources is None
        else cells.known("source", ("source", "来源"), sources)
    )
    quality = cells.choice("quality", QUALITIES)
    locator = cells.text("locator", needed=False)
    note = cells.text("note", needed=False)
    if not locator and quality != "estimate":
        cells.note(
            "locator is empty: give the page, table or clause (only an estimate has none)",
            "locator 为空：请写页码、表号或条款（只有 estimate 可为空）",
        )
    if not note and quality in ("estimate", "derived"):
        cells.note(
            f"note is empty: say how this {quality} value was made",
            f"note 为空：{quality} 类数值须说明来历",
        )
    return Provenance(source=source, locator=locator, quality=cast("Quality", quality), note=note)


def read_scalar_id(cells: Cells, column: str, *, needed: bool = True) -> str:
    """Read the id of one scalar of the model, such as ``annual_distance[private_car]``."""
    name = cells.text(column, needed=needed)
    if name and not SCALAR_ID.fullmatch(name):
        cells.note(
            f"{column} {name!r} is not an id: small letters, digits and _, elements in brackets, "
            "such as capital[food]",
            f"{column} {name!r} 不是规范标识：用小写字母、数字和下划线，数组元素写在方括号内，"
            "如 capital[food]",
        )
    return name


def read_unit(cells: Cells, column: str = "unit") -> str:
    """Read a unit made of known names."""
    unit = cells.values[column]
    parts = unit_parts(unit)
    if not unit:
        cells.note(
            f"{column} is empty: write dmnl for a pure number", f"{column} 为空：无量纲请写 dmnl"
        )
    elif not parts:
        cells.note(f"{column} {unit!r} names no unit", f"{column} {unit!r} 未写单位名称")
    for part in dict.fromkeys(parts):
        if part not in TABLE_UNIT_NAMES:
            cells.problems.append(not_known(("unit", "单位"), part, TABLE_UNIT_NAMES))
    return unit


def read_range(cells: Cells, middle: str) -> tuple[float, float, float]:
    """Read a number with its low and high; return (value, low, high)."""
    low, value, high = (cells.number(column) for column in ("low", middle, "high"))
    if not any(math.isnan(number) for number in (low, value, high)) and not low <= value <= high:
        cells.note(
            f"need low <= {middle} <= high, got {low:g}, {value:g}, {high:g}",
            f"应有 low ≤ {middle} ≤ high，现为 {low:g}、{value:g}、{high:g}",
        )
    return value, low, high
