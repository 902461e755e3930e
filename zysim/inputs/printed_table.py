"""Read a table as an office saves it: CSV in any usual encoding, or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zysim.inputs.numbers import printed_name, visible
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.text_file import read_bytes, table_text
from zysim.reading.run_data import parted_by

TITLE_ROWS = 10
"""The header stands within this many rows from the top; titles may stand above it."""
WORKBOOKS = (".xlsx", ".xlsm")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
"""First bytes of an .xls file, and of an .xlsx file that is locked by a password."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row under the header, by column."""

    number: int
    """Row of the file, from 1."""
    cells: Mapping[str, str]
    merged: frozenset[str]
    """Columns whose cell is part of a merged one that covers several rows."""


@dataclass(frozen=True, slots=True)
class _Grid:
    sheet: str
    """Name of the sheet; empty for a text file."""
    rows: Sequence[Sequence[str]]
    merged: frozenset[tuple[int, int]]
    """Row and column, from 0, of cells merged over several rows."""


def read_printed_table(
    path: Path, columns: Mapping[str, Collection[str]], needed: Collection[str]
) -> list[Line]:
    """Return the rows of a table whose header names known columns, in any order.

    Rows above the header (titles, units) and empty rows are passed over. A merged cell counts in
    every row it covers, and the row says so.

    Parameters
    ----------
    path
        CSV or workbook (.xlsx); of a workbook, the one sheet with such a header.
    columns
        Column to the names its header may have, in either language.
    needed
        Columns that must be there.

    Raises
    ------
    InputError
        If the file cannot be read, has no such header or several sheets with one, or names a
        column twice.
    """
    data = _bytes(path)
    grids = _workbook(path, data) if path.suffix.lower() in WORKBOOKS else [_text(path, data)]
    names = {name.lower(): column for column, all_names in columns.items() for name in all_names}
    found = [
        (grid, at, heads)
        for grid in grids
        if (header := _header(grid, names, needed)) is not None
        for at, heads in [header]
    ]
    if not found:
        raise refuse(path, [_no_header(grids, columns, needed)])
    if len(found) > 1:
        raise refuse(path, [_several([grid.sheet for grid, _, _ in found])])
    grid, at, heads = found[0]
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    if twice:
        word = ", ".join(twice)
        raise refuse(path, [Problem(f"column {word} is there twice", f"列 {word} 重复")])
    if ragged := _ragged(grid.rows, at):
        raise refuse(path, ragged)
    lines = []
    for number, row in enumerate(grid.rows[at + 1 :], start=at + 1):
        cells = {head: cell for head, cell in zip(heads, row, strict=False) if head}
        if any(cells.values()):
            full = dict.fromkeys(columns, "") | cells
            merged = {h for place, h in enumerate(heads) if h and (number, place) in grid.merged}
            lines.append(Line(number + 1, full, frozenset(merged)))
    if not lines:
        raise refuse(path, [Problem("has no rows below the header", "表头之下没有数据行")])
    return lines


def _header(
    grid: _Grid, names: Mapping[str, str], needed: Collection[str]
) -> tuple[int, list[str]] | None:
    """Return the row of the header and its columns; those of no use are empty."""
    for at, row in enumerate(grid.rows[:TITLE_ROWS]):
        heads = [names.get(printed_name(cell).lower(), "") for cell in row]
        if set(needed) <= set(heads):
            return at, heads
    return None


def _no_header(
    grids: Sequence[_Grid], columns: Mapping[str, Collection[str]], needed: Collection[str]
) -> Problem:
    zh = "、".join(next(iter(columns[name])) for name in needed)
    seen = next((row for grid in grids for row in grid.rows if any(row)), [])
    first = ", ".join(cell for cell in seen if cell)[:60]
    return Problem(
        f"no header with the columns {', '.join(needed)}; the first row is: {first or 'empty'}. "
        "zysim update FILE --template writes a table to fill in",
        f"找不到含有 {zh} 各列的表头，首行为：{first or '空'}。"
        "zysim update 文件 --template 可写出样表",
    )


def _several(sheets: Sequence[str]) -> Problem:
    return Problem(
        f"{len(sheets)} sheets hold such a table ({', '.join(sheets)}): save each as a file of "
        "its own",
        f"有 {len(sheets)} 张工作表都是这样的表（{'、'.join(sheets)}）：请各存为一个文件",
    )


def _text(path: Path, data: bytes) -> _Grid:
    text = _decoded(path, data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted_by(text), strict=True)
    try:
        rows = [[visible(cell) for cell in row] for row in reader]
    except csv.Error as error:
        wrong = Problem(
            f"line {reader.line_num}: not a CSV file ({error}). Close every quotation mark.",
            f"第 {reader.line_num} 行：不是规范的 CSV（{error}），请检查引号是否成对。",
        )
        raise refuse(path, [wrong]) from error
    return _Grid("", rows, frozenset())


def _ragged(rows: Sequence[Sequence[str]], header: int) -> list[Problem]:
    """Find rows with more cells than the header: a comma split a number."""
    wide = len(rows[header])
    return [
        Problem(
            f"row {number}: has {len(row)} cells where the header has {wide}. A number with a "
            'comma in it needs quotation marks: "1,089"',
            f"第 {number} 行：有 {len(row)} 个单元格，而表头有 {wide} 个。含逗号的数须加英文双引号",
        )
        for number, row in enumerate(rows[header + 1 :], start=header + 2)
        if any(row[wide:])
    ]


def _bytes(path: Path) -> bytes:
    data = read_bytes(path)
    if data.startswith(OLD_WORKBOOK):
        wrong = Problem(
            "an old .xls workbook, or one locked by a password: save it as .xlsx without one",
            "是旧格式（.xls）或加了密码的工作簿：请另存为不加密码的 .xlsx",
        )
        raise refuse(path, [wrong])
    return data


def _decoded(path: Path, data: bytes) -> str:
    text = table_text(data)
    if text is None:
        wrong = Problem(
            "not a table in text: save it as CSV or as .xlsx", "不是文本表格：请另存为 CSV 或 .xlsx"
        )
        raise refuse(path, [wrong])
    return text


def _workbook(path: Path, data: bytes) -> list[_Grid]:
    # Only here: openpyxl takes a fifth of a second that a CSV file can spare.
    from openpyxl import load_workbook

    try:
        shown = load_workbook(io.BytesIO(data), data_only=True)
        typed = load_workbook(io.BytesIO(data))
    except Exception as error:  # a damaged workbook fails anywhere in openpyxl, with any exception
        wrong = Problem(
            f"cannot be read as a workbook ({error}). Save it as .xlsx or CSV.",
            f"无法作为工作簿读取（{error}），请另存为 .xlsx 或 CSV。",
        )
        raise refuse(path, [wrong]) from error
    return [_sheet(sheet, typed[sheet.title]) for sheet in shown.worksheets]


def _sheet(sheet: Any, typed: Any) -> _Grid:
    """Return a sheet as it shows; a formula without a result as it was typed."""
    rows = [[_shown(cell) for cell in row] for row in sheet.iter_rows()]
    for row, written in zip(rows, typed.iter_rows(), strict=True):
        for at, cell in enumerate(written):
            if not row[at] and cell.data_type == "f":
                row[at] = str(getattr(cell.value, "text", cell.value))
    merged: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        for line in range(area.min_row - 1, area.max_row):
            for column in range(area.min_col - 1, area.max_col):
                rows[line][column] = rows[area.min_row - 1][area.min_col - 1]
                if area.max_row > area.min_row:
                    merged.add((line, column))
    return _Grid(sheet.title, rows, frozenset(merged))


def _shown(cell: Any) -> str:
    """Return what a cell shows: a share formatted in per cent is read with its sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        if "%" in str(cell.number_format):
            return f"{round(value * 100, 10):.12g}%"
        return f"{value:.15g}"
    return visible(str(value))
