"""Values of data variables that come from another run, exported as a table beside the model."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from zysim.reading.cells import LARGEST_FILE, as_number
from zysim.reading.expressions import Table, Way
from zysim.reading.lexer import identifier
from zysim.reading.model_text import decode, scalar_id
from zysim.reading.points import make_table

COLUMN = re.compile(r"^(.*?)\s*(?:\[([^\[\]]*)\])?$", re.DOTALL)
KINDS = (".tab", ".csv")


class RunData:
    """Looks for the runs that a model's settings name, exported as ``.tab`` or ``.csv``."""

    def __init__(self, path: Path, runs: Sequence[str], data: Sequence[Path]) -> None:
        stems = [Path(each.replace("\\", "/")).stem for each in runs]
        beside = [path.with_name(stem + kind) for stem in stems for kind in KINDS]
        self.files = [*data, *(each for each in beside if each.is_file())]
        self._columns: dict[str, tuple[list[float], list[float]]] | None = None

    def table(self, scalar: str, way: Way) -> Table | None:
        """Return the values of a scalar over time, None if no file has them."""
        if self._columns is None:
            self._columns = {}
            for file in reversed(self.files):  # the first file wins
                self._columns |= _columns(file)
        if scalar not in self._columns:
            return None
        x, y = self._columns[scalar]
        return make_table(x, y, way)


def parted_by(text: str) -> str:
    r"""Return what parts the cells of a table, by its first line that is not empty.

    >>> (
    ...     parted_by("time;water"),
    ...     parted_by("年份，人口"),
    ...     parted_by("time\twater[a,b]"),
    ...     parted_by(""),
    ... )
    (';', '，', '\t', ',')
    """
    head = next((line for line in text.splitlines() if line.strip()), "")
    return "\t" if "\t" in head else max(",;，", key=head.count)


def rows_of_run(text: str) -> list[list[str]]:
    r"""Return the cells of an exported run with a variable a column, as commas or tabs part them.

    >>> rows_of_run("Time\t0\t1\nwater\t5\t6")
    [['Time', 'water'], ['0', '5'], ['1', '6']]
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted_by(text))
    rows = [row for row in reader if any(row)]
    if rows and len(rows[0]) > 1 and as_number(rows[0][1]) is not None:  # a variable a row
        width = max(map(len, rows))
        padded = [[*row, *[""] * (width - len(row))] for row in rows]
        rows = [list(each) for each in zip(*padded, strict=True)]
    return rows


def _columns(path: Path) -> dict[str, tuple[list[float], list[float]]]:
    """Return times and values by scalar id; variables may stand in columns or in rows."""
    if not path.is_file() or path.stat().st_size > LARGEST_FILE:
        return {}
    rows = rows_of_run(decode(path.read_bytes()))
    if not rows:
        return {}
    found = {}
    for at, name in enumerate(rows[0][1:], start=1):
        x, y = [], []
        for row in rows[1:]:
            time, value = as_number(row[0]), as_number(row[at]) if at < len(row) else None
            if time is not None and value is not None:
                x.append(time)
                y.append(value)
        match = COLUMN.match(name)
        if x and match:
            base, members = match.groups()
            elements = tuple(identifier(each) for each in (members or "").split(",") if each)
            found[scalar_id(identifier(base), elements)] = (x, y)
    return found
