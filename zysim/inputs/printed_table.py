"""Read a table as an office saves it: CSV in any usual encoding, or a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zysim.errors import reason_of
from zysim.inputs.problems import Problem, refuse

ENCODINGS = ("utf-8-sig", "gb18030")
TITLE_ROWS = 10
"""The header stands within this many rows from the top; titles may stand above it."""
WORKBOOKS = (".xlsx", ".xlsm")


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
        CSV or workbook (.xlsx); of a workbook, the first sheet.
    columns
        Column to the names its header may have, in either language.
    needed
        Columns that must be there.

    Raises
    ------
    InputError
        If the file cannot be read, has no such header, or names a column twice.
    """
    grid = _workbook(path) if path.suffix.lower() in WORKBOOKS else _text(path)
    names = {name.lower(): column for column, all_names in columns.items() for name in all_names}
    headers = [[names.get(cell.lower(), "") for cell in row] for row in grid.rows[:TITLE_ROWS]]
    at = next((at for at, heads in enumerate(headers) if set(needed) <= set(heads)), None)
    if at is None:
        raise refuse(path, [_no_header(grid, columns, needed)])
    heads = headers[at]
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


def _no_header(
    grid: _Grid, columns: Mapping[str, Collection[str]], needed: Collection[str]
) -> Problem:
    zh = "、".join(next(iter(columns[name])) for name in needed)
    seen = next((row for row in grid.rows if any(row)), [])
    first = ", ".join(cell for cell in seen if cell)[:60]
    return Problem(
        f"no header with the columns {', '.join(needed)}; the first row is: {first}. "
        "zysim update FILE --template writes a table to fill in",
        f"找不到含有 {zh} 各列的表头，首行为：{first}。zysim update 文件 --template 可写出样表",
    )


def _text(path: Path) -> _Grid:
    text = _decoded(path)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;，", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        wrong = Problem(
            f"line {reader.line_num}: not a CSV file ({error}). Close every quotation mark.",
            f"第 {reader.line_num} 行：不是规范的 CSV（{error}），请检查引号是否成对。",
        )
        raise refuse(path, [wrong]) from error
    return _Grid(rows, frozenset())


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


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason, reason_zh = reason_of(error)
        wrong = Problem(
            f"cannot be read ({reason}). Check the name and the folder.",
            f"无法读取（{reason_zh}），请检查文件名与文件夹。",
        )
        raise refuse(path, [wrong]) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    wrong = Problem(
        "not a table in text: save it as CSV or as .xlsx", "不是文本表格：请另存为 CSV 或 .xlsx"
    )
    raise refuse(path, [wrong])


def _workbook(path: Path) -> _Grid:
    # Only here: openpyxl takes a fifth of a second that a CSV file can spare.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet: Any = load_workbook(path, data_only=True).worksheets[0]
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        wrong = Problem(
            f"cannot be read as a workbook ({error}). Save it as .xlsx or CSV.",
            f"无法作为工作簿读取（{error}），请另存为 .xlsx 或 CSV。",
        )
        raise refuse(path, [wrong]) from error
    rows = [[_shown(cell) for cell in row] for row in sheet.iter_rows()]
    merged: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row - 1, area.max_row):
            for column in range(area.min_col - 1, area.max_col):
                rows[row][column] = rows[area.min_row - 1][area.min_col - 1]
                if area.max_row > area.min_row:
                    merged.add((row, column))
    return _Grid(rows, frozenset(merged))


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
    return str(value).strip()
