"""Read params/sources.csv: every document a number comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zysim.inputs.csv_table import Cells, read_table

COLUMNS = ("key", "title", "publisher", "year", "where", "read_on", "note")
KEY = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One document, and how far it was read."""

    key: str
    title: str
    publisher: str
    year: int | None
    where: str
    """Public address, or how to find it."""
    read_on: date | None
    """Day it was read; None where nobody wrote it down."""
    note: str


def read_sources(path: Path) -> Mapping[str, Source]:
    """Read the table of sources.

    Returns
    -------
    Mapping
        Key to source, in the order of the file.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    return read_table(path, COLUMNS, _parse, ("key",))


def _parse(cells: Cells) -> Source:
    key = cells.text("key")
    if key and not KEY.fullmatch(key):
        cells.note(
            f"key {key!r} is not a key: small letters, digits and _",
            f"key {key!r} 不规范：用小写字母、数字和下划线",
        )
    return Source(
        key=key,
        title=cells.text("title"),
        publisher=cells.text("publisher"),
        year=cells.year("year") if cells.values["year"] else None,
        where=cells.text("where"),
        read_on=_day(cells),
        note=cells.text("note", needed=False),
    )


def _day(cells: Cells) -> date | None:
    text = cells.values["read_on"]
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        cells.note(
            f"read_on {text!r} is not a date: write it as 2026-11-22",
            f"read_on {text!r} 不是日期：请写成 2026-11-22",
        )
        return None
