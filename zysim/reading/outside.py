"""Numbers a model takes from spreadsheets and text tables beside it.

Only files in the folder of the model, or below it, are opened. A row or column of data ends at the
first time that is no number; an empty cell inside it is read between its neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from zysim.reading.calls import RefusedError
from zysim.reading.cells import LARGEST_FILE, OLD_SHEETS, SHEETS, TEXTS, Grid, place_of, read_grid
from zysim.reading.cells import column_number as column_of
from zysim.reading.expressions import Table, Way
from zysim.reading.points import make_table

if TYPE_CHECKING:
    from zysim.arrays import FloatArray

WAYS: dict[str, Way] = {
    "interpolate": "interpolate",
    "look_forward": "forward",
    "hold_backward": "backward",
    "raw": "raw",
}


def read_constants(
    arguments: Sequence[str], folder: Path, sizes: Sequence[int], files: Mapping[str, str]
) -> FloatArray:
    """Return the numbers of GET DIRECT CONSTANTS or GET XLS CONSTANTS, shape ``sizes``.

    They stand in rows from a cell on, or in columns if its name ends with ``*``.

    Raises
    ------
    RefusedError
        If a file, a sheet, a cell or a number is missing.
    """
    import numpy as np  # only here: most models, and the build of a wheel, can spare it

    file, tab, cell = arguments
    grid = _grid(folder, file, tab, files)
    turned = cell.endswith("*")
    cell = cell.removesuffix("*")
    across = sizes[-1] if sizes else 1
    down = math.prod(sizes[:-1]) if sizes else 1
    place = place_of(cell)
    if place is None:
        first_row, first_column, end_row, end_column = _range(grid, cell)
        turned |= (end_row - first_row, end_column - first_column) != (down, across)
    else:
        first_row, first_column = place
    found = np.empty((down, across))
    for row in range(down):
        for column in range(across):
            at = (column, row) if turned else (row, column)
            value = grid.number(first_row + at[0], first_column + at[1])
            if value is None:
                shown = (place_of(cell) is None and f"range {cell!r}") or f"{cell!r}"
                msg = f"{grid.where}: a number is missing, {down * across} from {shown} are wanted"
                raise RefusedError(msg)
            found[row, column] = value
    return found.reshape(tuple(sizes))


def read_points(
    arguments: Sequence[str],
    folder: Path,
    sizes: Sequence[int],
    keyword: str,
    files: Mapping[str, str],
    *,
    gaps: bool = False,
) -> list[Table]:
    """Return the tables of GET LOOKUPS or GET DATA, one an element, in the order of ``sizes``.

    Parameters
    ----------
    arguments
        File, sheet or separator, row or column of the times, and first cell of the values; or names
        of ranges.
    folder
        Of the model.
    sizes
        Elements at each place of the left side, single elements left out.
    keyword
        How data are read between their points, a key of ``WAYS``.
    files
        Tags of the model's settings and the files they stand for.
    gaps
        Pass over times that are no numbers, as GET XLS does; GET DIRECT ends there.

    Raises
    ------
    RefusedError
        If a file, a sheet, a cell or a number is missing.
    """
    file, tab, along, cell = arguments
    grid = _grid(folder, file, tab, files)
    count = math.prod(sizes)
    way = WAYS[keyword]
    x, columns = _series(grid, along.strip(), cell.strip(), count, gaps=gaps)
    found = []
    for column in columns:
        known = [(a, b) for a, b in zip(x, column, strict=True) if b is not None]
        if not known:
            msg = f"{grid.where}: no number from cell {cell!r} on"
            raise RefusedError(msg)
        found.append(make_table([a for a, _ in known], [b for _, b in known], way))
    return found


def read_names(arguments: Sequence[str], folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return the names that GET DIRECT SUBSCRIPT or GET XLS SUBSCRIPT finds from a cell on.

    Raises
    ------
    RefusedError
        If the file, the sheet or the names are missing.
    """
    if len(arguments) != 5:
        msg = "GET DIRECT SUBSCRIPT takes 5 texts: file, sheet, first cell, last cell, prefix"
        raise RefusedError(msg)
    file, tab, first, last, prefix = arguments
    grid = _grid(folder, file, tab, files)
    start = place_of(first)
    if start is None:
        msg = f"{first!r} is not the name of a cell such as A2"
        raise RefusedError(msg)
    down = not last.isdigit()
    end = place_of(last)
    found: list[str] = []
    row, column = start
    while len(found) < 100_000:
        value = grid.text(row, column)
        if value is None or not str(value).strip():
            break
        found.append(f"{prefix}{value}".strip())
        if end is not None and (row, column) == end:
            break
        if end is not None:
            down = end[1] == column
        row, column = (row + 1, column) if down else (row, column + 1)
    if not found:
        msg = f"{grid.where}: no name stands in cell {first!r}"
        raise RefusedError(msg)
    return found


def _series(
    grid: Grid, along: str, cell: str, count: int, *, gaps: bool
) -> tuple[list[float], list[list[float | None]]]:
    """Return times and one list of values an element."""
    place = place_of(cell)
    if place is None:
        times, values = _range(grid, along), _range(grid, cell)
        down = times[3] - times[1] == 1
        last = times[2] - times[0] if down else times[3] - times[1]
        origin, start = (times[0], times[1]), (values[0], values[1])
    else:
        down = not along.isdigit()
        line = column_of(along) if down else int(along) - 1
        origin = (place[0], line) if down else (line, place[1])
        start = place
        size = len(grid.rows) if down else max(map(len, grid.rows), default=0)
        last = size - (place[0] if down else place[1])
    found: list[tuple[float, int]] = []
    for at in range(last):
        value = _time(grid.text(*_along(origin, at, 0, down=down)))
        if value is not None:
            found.append((value, at))
        elif not gaps:
            break
    if not found:
        msg = f"{grid.where}: no time stands beside cell {cell!r} in {along!r}"
        raise RefusedError(msg)
    found.sort()
    columns = [
        [grid.number(*_along(start, at, each, down=down)) for _, at in found]
        for each in range(count)
    ]
    return [value for value, _ in found], columns


def _along(start: tuple[int, int], at: int, beside: int, *, down: bool) -> tuple[int, int]:
    """Return a cell so many along a series and so many beside it."""
    return (start[0] + at, start[1] + beside) if down else (start[0] + beside, start[1] + at)


def _time(value: object) -> float | None:
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _range(grid: Grid, name: str) -> tuple[int, int, int, int]:
    if name.lower() not in grid.ranges:
        msg = f"{grid.where}: {name!r} is neither a cell such as B2 nor a named range of the sheet"
        raise RefusedError(msg)
    return grid.ranges[name.lower()]


def _grid(folder: Path, name: str, tab: str, files: Mapping[str, str]) -> Grid:
    path = checked_file(folder, name, files)
    return _kept(path, tab, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _kept(path: Path, tab: str, _changed: int) -> Grid:
    return read_grid(path, tab)


def checked_file(folder: Path, name: str, files: Mapping[str, str]) -> Path:
    """Return the path of a file that a model names, if it may be opened.

    Raises
    ------
    RefusedError
        If it is outside the folder of the model, no table, missing or too large.
    """
    if name.startswith("?"):
        if name not in files:
            msg = (
                f"{name!r} stands for a file, but the settings of the model do not say which; "
                f"add a line such as 30:{name}=data.csv"
            )
            raise RefusedError(msg)
        name = files[name]
    path = (folder / name.replace("\\", "/")).resolve()
    if not path.is_relative_to(folder.resolve()):
        msg = f"file {name!r} is not in the folder of the model; put it there"
        raise RefusedError(msg)
    if path.suffix.lower() not in (*SHEETS, *OLD_SHEETS, *TEXTS):
        listed = ", ".join((*SHEETS, *OLD_SHEETS, *TEXTS))
        msg = f"file {name!r} is no table that is read; save it as one of {listed}"
        raise RefusedError(msg)
    if not path.is_file():
        msg = f"file {name!r} is missing; put it into the folder of the model"
        raise RefusedError(msg)
    if path.stat().st_size > LARGEST_FILE:
        msg = f"file {name!r} has {path.stat().st_size:,} bytes, more than {LARGEST_FILE:,}"
        raise RefusedError(msg)
    return path
