"""Read a CSV table row by row: check every cell, raise once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from zysim.inputs.declared import (
    FIRST_YEAR,
    LAST_YEAR,
    Declared,
    Names,
    Record,
    columns_of,
    declared,
    keys_of,
    problems_of,
)
from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.text_file import read_text
from zysim.wording import Pair


@dataclass(slots=True)
class Cells:
    """One row being checked: each method reads a cell and notes what is wrong with it."""

    values: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def note(self, en: str, zh: str) -> None:
        """Keep one more problem of this row."""
        self.problems.append(Problem(en, zh))

    def text(self, column: str, *, needed: bool = True) -> str:
        """Return a text; an empty one is a problem unless it is not ``needed``."""
        value = self.values[column]
        if needed and not value:
            self.note(f"{column} is empty", f"{column} 为空")
        return value

    def number(self, column: str) -> float:
        """Return a finite number, or NaN after noting what is wrong."""
        value = parse_number(self.values[column])
        if isinstance(value, Problem):
            self.note(f"{column} {value.en}", f"{column} {value.zh}")
            return float("nan")
        return value

    def year(self, column: str) -> int:
        """Return a calendar year, or 0 after noting what is wrong."""
        text = self.values[column]
        if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
            self.note(
                f"{column} {text!r} is not a year between {FIRST_YEAR} and {LAST_YEAR}",
                f"{column} {text!r} 不是 {FIRST_YEAR} 至 {LAST_YEAR} 之间的年份",
            )
            return 0
        return int(text)

    def day(self, column: str) -> date | None:
        """Return a day, or None after noting what is wrong."""
        try:
            return date.fromisoformat(self.values[column])
        except ValueError:
            text = self.values[column]
            self.note(
                f"{column} {text!r} is not a date: write it as 2026-11-22",
                f"{column} {text!r} 不是日期：请写成 2026-11-22",
            )
            return None

    def listed(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell written ``one;two;three``; an empty cell has none."""
        parts = tuple(part.strip() for part in self.values[column].split(";"))
        return parts if parts != ("",) else ()

    def record(self, record: type[Record], names: Names, **given: Any) -> Record:
        """Return the record of this row; ``given`` are fields that do not stand in the table."""
        values = {
            each.attribute: (each.plain and self.values[each.name]) or self._value(each, names)
            for each in declared(record)
        }
        made = record(**values, **given)
        self.problems += problems_of(made)
        return made

    def _value(self, each: Declared, names: Names) -> Any:
        """Return what one field holds; after noting what is wrong, a value of its type."""
        if each.record is not None:
            return self.record(each.record, names)
        if each.kind == "pair":
            return tuple(self.text(name, needed=each.needed) for name in each.names)
        text = self.values[each.name]
        if not text and not each.needed:
            return () if each.kind == "list" else "" if each.about.empty else each.default
        if each.kind in ("number", "whole"):
            return self._number(each)
        if each.about.parse:
            return self._parsed(each, each.about.parse)
        if not text:
            self.problems.append(each.meant(f"{each.name} is empty", f"{each.name} 为空"))
        return self._words(each, text, names)

    def _words(self, each: Declared, text: str, names: Names) -> Any:
        """Return a text, a list of texts or a day."""
        name = each.name
        if each.kind == "choice":
            if text and text not in each.words:
                words = ", ".join(each.words)
                self.note(
                    f"{name} {text!r} must be one of {words}", f"{name} {text!r} 应为 {words} 之一"
                )
            return text
        if each.kind == "date":
            return self.day(name)
        parts = self.listed(name) if each.kind == "list" else (text,)
        for part in parts:
            self.problems += each.problems(name, part, names)
        return parts if each.kind == "list" else text

    def _number(self, each: Declared) -> float | int:
        if each.year:
            return self.year(each.name)
        value = self.number(each.name)
        whole = each.kind == "whole"
        if value == value and not (each.about.holds(value) and (not whole or value == int(value))):
            self.problems.append(each.misfit(each.name, value))
        return (0 if value != value else int(value)) if whole else value

    def _parsed(self, each: Declared, parse: Callable[[str], Any]) -> Any:
        made = parse(self.text(each.name))
        if isinstance(made, Problem):
            self.problems.append(made.under(each.name, each.name))
            return None
        return made


def read_records(
    path: Path,
    record: type[Record],
    names: Names | None = None,
    *,
    check: Callable[[Record], Iterable[Problem]] | None = None,
    **given: Any,
) -> dict[str, Record]:
    """Read a table whose columns are the fields of a record, and return the records by key.

    Parameters
    ----------
    path
        CSV file in UTF-8, with or without a byte-order mark.
    record
        Declares the columns and which of them name a row.
    names
        Names that cells may be held to, by the list that a field is ``of``; one that is not there
        or None leaves them unchecked.
    check
        Returns what is wrong with a row beyond its own fields.
    given
        Fields of the record that do not stand in the table.

    Raises
    ------
    InputError
        If anything is wrong; the message lists every problem with its row and id.
    """

    def parse(cells: Cells) -> Record:
        made = cells.record(record, names or {}, **given)
        if check is not None:
            cells.problems += check(made)
        return made

    return read_table(path, columns_of(record), parse, keys_of(record))


def read_table(
    path: Path,
    columns: Sequence[str],
    parse: Callable[[Cells], Record],
    key: Sequence[str],
) -> dict[str, Record]:
    """Read a table and return its records by key.

    Rows that are empty from end to end, as spreadsheets leave them, are passed over.

    Parameters
    ----------
    path
        CSV file in UTF-8, with or without a byte-order mark.
    columns
        Columns the file must have, in any order, no other ones.
    parse
        Turns the cells of one row into a record and notes problems in them.
    key
        Columns that together name a row; no two rows may share them.

    Raises
    ------
    InputError
        If anything is wrong; the message lists every problem with its row and id.
    """
    records: dict[str, Record] = {}
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for number, values in _rows(path, columns, problems):
        cells = Cells(values)
        name = " ".join(values[column] for column in key)
        record = parse(cells)
        if name.strip() and name in first:
            cells.note(
                f"is used twice, first in row {first[name]}", f"重复，首次出现于第 {first[name]} 行"
            )
        first.setdefault(name, number)
        label = name.strip() or "no id"
        problems += [found.under(*_place(number, label)) for found in cells.problems]
        records[name] = record
    if problems:
        raise refuse(path, problems)
    return records


def _place(number: int, label: str) -> tuple[str, str]:
    return f"row {number} ({label})", f"第 {number} 行（{label}）"


def row_numbers(path: Path, record: type) -> Mapping[str, int]:
    """Return the row in which each record of a table stands, for messages about several.

    Parameters
    ----------
    path
        A table that :func:`read_records` has read.
    record
        What its rows are.

    Returns
    -------
    Mapping
        The cells of the key, joined by a space, to the number of the row.
    """
    lines = [*csv.reader(io.StringIO(read_text(path), newline=""))]
    header = [cell.strip() for cell in lines[0]]
    places = [header.index(column) for column in keys_of(record)]
    return {
        " ".join(line[at].strip() for at in places): number
        for number, line in enumerate(lines[1:], start=2)
        if len(line) > max(places)
    }


def told_rows(names: Sequence[str], rows: Mapping[str, int]) -> Pair:
    """Say in which rows records stand; by their names alone where they have none.

    >>> told_rows(["cars 2021", "cars 2022"], {"cars 2021": 3, "cars 2022": 4})[0]
    'rows 3, 4 (cars 2021, cars 2022)'
    """
    numbers = [str(rows[name]) for name in names if name in rows]
    if not numbers:
        return ", ".join(names), "、".join(names)
    return (
        f"row{'s'[: len(numbers) > 1]} {', '.join(numbers)} ({', '.join(names)})",
        f"第 {'、'.join(numbers)} 行（{'、'.join(names)}）",
    )


def _rows(
    path: Path, columns: Sequence[str], problems: list[Problem]
) -> list[tuple[int, dict[str, str]]]:
    """Return row number and cells of each row; note rows with too few or too many cells."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        lines = [[cell.strip() for cell in line] for line in reader]
    except csv.Error as error:
        wrong = Problem(
            f"line {reader.line_num}: not a CSV file ({error}). Close every quotation mark.",
            f"第 {reader.line_num} 行：不是规范的 CSV（{error}），请检查引号是否成对。",
        )
        raise refuse(path, [wrong]) from error
    lines = _without_empty_columns(lines)
    header = lines[0] if lines else []
    wrong_header = _header_problems(header, columns)
    if wrong_header:
        raise refuse(path, wrong_header)
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(line):
            continue
        if len(line) != len(header):
            problems.append(_ragged(line, len(header)).under(*_place(number, line[0] or "no id")))
            continue
        rows.append((number, dict(zip(header, line, strict=True))))
    if not rows and not problems:
        raise refuse(path, [Problem("has no rows below the header", "表头之下没有数据行")])
    return rows


def _without_empty_columns(lines: list[list[str]]) -> list[list[str]]:
    """Cut columns at the end without a name or a cell: a spreadsheet keeps those once used."""
    if not lines:
        return lines
    width = len(lines[0])
    named = max((at for at, cell in enumerate(lines[0], start=1) if cell), default=0)
    full = [line for line in lines if len(line) == width]
    if named and not any(any(line[named:]) for line in full):
        return [line[:named] if len(line) == width else line for line in lines]
    return lines


def _ragged(line: Sequence[str], wanted: int) -> Problem:
    return Problem(
        f"has {len(line)} cells where the header has {wanted}. A text with a comma in it needs "
        'quotation marks: "a, b"',
        f"有 {len(line)} 个单元格，而表头有 {wanted} 个。含逗号的文字须加英文双引号",
    )


def _header_problems(header: Sequence[str], columns: Sequence[str]) -> list[Problem]:
    wanted = ", ".join(columns)
    if not any(header):
        return [
            Problem(
                f"the file is empty. Its first line must be: {wanted}",
                f"文件为空。首行应为：{wanted}",
            )
        ]
    if len(header) == 1 and len(columns) > 1:
        return [
            Problem(
                f"the header is one cell, {header[0][:40]!r}. Separate the columns with commas: "
                f"{wanted}",
                f"表头只有一个单元格 {header[0][:40]!r}。请用英文逗号分隔各列：{wanted}",
            )
        ]
    found = [
        Problem(f"column {name!r} is missing", f"缺少列 {name!r}")
        for name in columns
        if name not in header
    ]
    found += [not_known(("column", "列"), name, columns) for name in header if name not in columns]
    found += [
        Problem(f"column {name!r} is there twice", f"列 {name!r} 重复")
        for name in dict.fromkeys(header)
        if name in columns and header.count(name) > 1
    ]
    return found
