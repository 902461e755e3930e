"""Read what was delivered of the levers to date: one row a lever and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zysim.inputs.levers import Lever
from zysim.inputs.numbers import is_blank, printed_name, read_printed, read_year
from zysim.inputs.printed_table import Line, read_printed_table
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.quantities import Quantity

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "lever": ("措施", "lever"),
    "year": ("年份", "year"),
    "delivered": ("到位", "到位程度", "完成", "delivered"),
    "unit": ("单位", "unit"),
}
NEEDED = ("lever", "year", "delivered")
PLAIN_UNITS = ("", "设定", "setting", "dmnl")
"""Units of a strength: 0 as at the end of history with its trend, 1 the plan."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How far a lever was in a year."""

    setting: float
    """On the scale of its setting: 0 as at the end of history with its trend, 1 the plan."""
    year: int


def read_delivered(
    path: Path,
    levers: Mapping[str, Lever],
    quantities: Mapping[str, Quantity],
    values: Mapping[str, float],
    history: int,
) -> Mapping[str, Delivered]:
    """Read a table of what was delivered; of several years of a lever the last one counts.

    Parameters
    ----------
    path
        CSV or workbook: lever (id or Chinese label), year, delivered, and unit where what was
        delivered is written in the unit of the lever's clause.
    levers, quantities
        Of the city.
    values
        Constants that the quantities name.
    history
        Last year of history: levers act after it.

    Raises
    ------
    InputError
        If a row is not certain; all rows at once.
    """
    found: dict[str, Delivered] = {}
    problems: list[Problem] = []
    for line in read_printed_table(path, COLUMNS, NEEDED):
        if is_blank(line.cells["delivered"]):
            continue
        each = _read(line, levers, quantities, values, history)
        if isinstance(each, Problem):
            name = line.cells["lever"] or "?"
            place = f"row {line.number} ({name})", f"第 {line.number} 行（{name}）"
            problems.append(each.under(*place))
            continue
        lever, delivered = each
        if lever not in found or found[lever].year < delivered.year:
            found[lever] = delivered
    if problems:
        raise refuse(path, problems)
    return found


def _read(
    line: Line,
    levers: Mapping[str, Lever],
    quantities: Mapping[str, Quantity],
    values: Mapping[str, float],
    history: int,
) -> tuple[str, Delivered] | Problem:
    cells = line.cells
    names = {word: each.id for each in levers.values() for word in (each.label_zh, each.label_en)}
    plain = {printed_name(word): lever for word, lever in names.items()}
    lever = plain.get(printed_name(cells["lever"]), cells["lever"])
    if lever not in levers:
        return not_known(("lever", "措施"), lever, [*levers, *names])
    year, number = read_year(cells["year"]), read_printed(cells["delivered"])
    if isinstance(year, Problem):
        return year
    if isinstance(number, Problem):
        return number
    if year <= history:
        return Problem(
            f"{year}: levers act after {history}",
            f"{year}：措施自 {history} 年之后起作用",
        )
    setting = _setting(number.value, number.unit or cells["unit"], quantities.get(lever), values)
    if isinstance(setting, Problem):
        return setting
    high = levers[lever].high
    if not 0 <= setting <= high:
        return Problem(
            f"delivered {setting:g} is outside 0 to {high:g} on the scale of the setting",
            f"到位程度 {setting:g} 超出 0 至 {high:g}（0 为 {history} 年底状况，1 为方案）",
        )
    return lever, Delivered(setting, year)


def _setting(
    number: float, unit: str, quantity: Quantity | None, values: Mapping[str, float]
) -> float | Problem:
    """Return a strength from a number in the unit of the clause, or as it is."""
    if unit in PLAIN_UNITS:
        return number
    if unit == "%":
        return number / 100
    if quantity is not None:
        for name, factor in (
            (quantity.unit_zh, quantity.factor_zh),
            (quantity.unit_en, quantity.factor_en),
        ):
            if unit == name:
                zero, one = values[quantity.zero], values[quantity.one]
                return (number / factor - zero) / (one - zero)
    known = f" or in {quantity.unit_zh}" if quantity else ""
    known_zh = f"，或以{quantity.unit_zh}计" if quantity else ""
    return Problem(
        f"unit {unit!r}: write what was delivered as a strength from 0 to 1{known}",
        f"单位 {unit!r}：请写 0 至 1 的到位程度{known_zh}",
    )
