"""Cells of a spreadsheet or a text table beside a model, by their names such as ``B2``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zysim.reading.calls import RefusedError

SHEETS = (".xlsx", ".xlsm")
OLD_SHEETS = (".xls", ".ods")
TEXTS = (".csv", ".tab", ".txt", ".tsv")
LARGEST_FILE = 20_000_000
"""Bytes."""
ENCODINGS = ("utf-8-sig", "gb18030")
THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d*)")


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one sheet; what lies outside is empty."""

    where: str
    """File and sheet, for messages."""
    rows: list[list[Any]]
    formula: Callable[[int, int], str]
    """Gives the formula of an empty cell whose result was not saved, or ''."""
    ranges: dict[str, tuple[int, int, int, int]]
    """Name of a range to its first row and column, and those behind its last."""

    def text(self, row: int, column: int) -> Any:
        """Return what a cell holds."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def number(self, row: int, column: int) -> float | None:
        """Return the number in a cell, None if it is empty.

        Raises
        ------
        RefusedError
            If it holds anything else; the message quotes it.
        """
        found = self.text(row, column)
        value = as_number(found)
        if value is not None:
            return value
        if found is None or (isinstance(found, str) and not found.strip()):
            written = self.formula(row, column)
            if written:
                msg = (
                    f"{self.where}, cell {cell_name(row, column)}: the result of the formula "
                    f"{written!r} was not saved; open the file in a spreadsheet program and save it"
                )
                raise RefusedError(msg)
            return None
        msg = (
            f"{self.where}, cell {cell_name(row, column)}: {str(found)!r} is not a number; "
            "write a plain number"
        )
        raise RefusedError(msg)


def as_number(value: Any) -> float | None:
    """Return a cell as a number, commas between thousands allowed; None if it is none.

    >>> as_number("1,234.5"), as_number(" 7 "), as_number("5%")
    (1234.5, 7.0, None)
    """
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value) if value == value else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, counted from 0.

    >>> cell_name(1, 27)
    'AB2'
    """
    letters = ""
    at = column + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def column_number(letters: str) -> int:
    """Return the place of a column, counted from 0."""
    at = 0
    for letter in letters.upper():
        at = 26 * at + ord(letter) - ord("A") + 1
    return at - 1


def place_of(cell: str) -> tuple[int, int] | None:
    """Return row and column of a cell such as ``B2``, counted from 0; None for another name."""
    found = CELL.fullmatch(cell.strip())
    return (int(found[2]) - 1, column_number(found[1])) if found else None


def read_grid(path: Path, tab: str) -> Grid:
    """Read a sheet of a workbook, or a text table whose separator is ``tab``.

    Raises
    ------
    RefusedError
        If the file or the sheet cannot be read.
    """
    if path.suffix.lower() in SHEETS:
        return _sheet(path, tab)
    if path.suffix.lower() in OLD_SHEETS:
        return _old_sheet(path, tab)
    return Grid(f"file {path.name!r}", _text_rows(path, tab), lambda _row, _column: "", {})


def _text_rows(path: Path, tab: str) -> list[list[Any]]:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        msg = f"file {path.name!r} is neither UTF-8 nor GBK text; save it as UTF-8"
        raise RefusedError(msg)
    sign = tab if len(tab) == 1 and not tab.isalnum() else ""
    sign = sign or ("\t" if path.suffix.lower() in (".tab", ".tsv", ".txt") else ",")
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign)]
    except csv.Error as error:
        msg = f"file {path.name!r} cannot be read as a table ({error})"
        raise RefusedError(msg) from error


def _sheet(path: Path, tab: str) -> Grid:
    from openpyxl import load_workbook  # half a second that most models do not need

    try:
        book = load_workbook(path, data_only=True)
        names = {each.lower(): each for each in book.sheetnames}
        if tab.lower() not in names:
            listed = ", ".join(book.sheetnames)
            msg = f"file {path.name!r} has no sheet {tab!r}; it has {listed}"
            raise RefusedError(msg)
        sheet = book[names[tab.lower()]]
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        ranges = {}
        for listed_names in (book.defined_names, sheet.defined_names):
            for name, defined in listed_names.items():
                for title, area in defined.destinations:
                    if title.lower() == tab.lower():
                        ranges[name.lower()] = _area(area)
    except RefusedError:
        raise
    except Exception as error:  # whatever the spreadsheet library raises
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        msg = f"file {path.name!r} cannot be read as a workbook ({reason}); save it as .xlsx"
        raise RefusedError(msg) from error
    kept: list[Any] = []

    def formula(row: int, column: int) -> str:
        if not kept:
            kept.append(load_workbook(path)[sheet.title])
        written = kept[0].cell(row + 1, column + 1).value
        return written if isinstance(written, str) and written.startswith("=") else ""

    return Grid(f"file {path.name!r}, sheet {sheet.title!r}", rows, formula, ranges)


def _old_sheet(path: Path, tab: str) -> Grid:
    import pandas as pd  # a second that most models do not need

    try:
        with pd.ExcelFile(path) as book:
            names = {str(each).lower(): each for each in book.sheet_names}
            if tab.lower() not in names:
                listed = ", ".join(map(str, book.sheet_names))
                msg = f"file {path.name!r} has no sheet {tab!r}; it has {listed}"
                raise RefusedError(msg)
            table = book.parse(names[tab.lower()], header=None, dtype=object)
    except RefusedError:
        raise
    except Exception as error:  # whatever the spreadsheet library raises
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        msg = f"file {path.name!r} cannot be read as a workbook ({reason}); save it as .xlsx"
        raise RefusedError(msg) from error
    rows = [[None if cell != cell else cell for cell in row] for row in table.to_numpy().tolist()]
    where = f"file {path.name!r}, sheet {tab!r}"
    return Grid(where, rows, lambda _row, _column: "", {})


def _area(area: str) -> tuple[int, int, int, int]:
    first, _, last = area.replace("$", "").partition(":")
    begin = place_of(first) or (0, 0)
    end = place_of(last or first) or begin
    return begin[0], begin[1], end[0] + 1, end[1] + 1
