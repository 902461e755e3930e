"""Observed series of a model: a table with times down and a variable a column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.numbers import is_blank, parse_number
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.study import Compared
from zysim.inputs.text_file import read_table
from zysim.reading.model_text import typed_id
from zysim.reading.run_data import rows_of_run

LISTED = 10
"""Problems of one table that are told; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """What was seen of one variable."""

    id: str
    times: FloatArray
    values: FloatArray
    weight: float | None = None
    """One over the standard deviation of an observation; None where it is not known."""


def read_series(
    path: Path,
    known: Collection[str],
    first: float,
    last: float,
    compared: Sequence[Compared] = (),
) -> list[Series]:
    """Read a table of observations.

    Parameters
    ----------
    path
        Parted by commas, semicolons or, as Vensim exports ``.tab``, by tabs, in UTF-8 or as Excel
        saves it: the first column is time, each other one a variable by its name in the model
        (``Hot water`` or ``hot_water[tank_a]``);
        or a variable a row. An empty cell or a dash is no observation.
    known
        Ids that may be observed.
    first, last
        Times that the model runs over.
    compared
        Which variable is compared with which column; each with the column of its name if empty.

    Raises
    ------
    InputError
        If the table cannot be read; every cell that is no number, every unknown variable, and
        each time outside the run or twice is told.
    """
    rows = rows_of_run(read_table(path))
    if len(rows) < 2 or len(rows[0]) < 2:
        problem = Problem(
            "has no observations: write time in the first column and a variable in each other",
            "没有观测值：首列为时间，其余每列一个变量",
        )
        raise refuse(path, [problem])
    problems: list[Problem] = []
    times = _times(rows, first, last, problems)
    found: list[Series] = []
    for at, each in _columns(rows[0], compared, problems):
        heading, name = rows[0][at], typed_id(each.variable)
        if name not in known:
            problems.append(not_known(("variable", "变量"), each.variable, known))
            continue
        if any(other.id == name for other in found):
            problems.append(Problem(f"column {heading!r} is there twice", f"列 {heading!r} 重复"))
            continue
        cells = [row[at].strip() if at < len(row) else "" for row in rows[1:]]
        numbers = np.full(len(cells), np.nan)
        for row, cell in enumerate(cells):
            number = np.nan if is_blank(cell) else parse_number(cell)
            if isinstance(number, Problem):
                place = f"row {row + 2}, {heading}", f"第 {row + 2} 行 {heading}"
                problems.append(number.under(*place))
                continue
            numbers[row] = number
        seen = np.isfinite(numbers)
        found.append(Series(id=name, times=times[seen], values=numbers[seen], weight=each.weight))
    if problems:
        rest = len(problems) - LISTED
        more = [Problem(f"and {rest} more", f"另有 {rest} 处")] if rest > 0 else []
        raise refuse(path, problems[:LISTED] + more)
    return [each for each in found if each.values.size]


def _columns(
    headings: Sequence[str], compared: Sequence[Compared], problems: list[Problem]
) -> list[tuple[int, Compared]]:
    """Return what each column is compared with; notes columns that are not there."""
    names = [heading.strip() for heading in headings]
    if not compared:
        return [
            (at, Compared(variable=name, column=name, weight=None))
            for at, name in enumerate(names[1:], start=1)
        ]
    places = {typed_id(name): at for at, name in enumerate(names) if at}
    found = []
    for each in compared:
        if typed_id(each.column) in places:
            found.append((places[typed_id(each.column)], each))
        else:
            problems.append(not_known(("column", "列"), each.column, names[1:]))
    return found


def _times(rows: list[list[str]], first: float, last: float, problems: list[Problem]) -> FloatArray:
    times = np.full(len(rows) - 1, np.nan)
    for row, cells in enumerate(rows[1:]):
        place = f"row {row + 2}, time", f"第 {row + 2} 行时间"
        number = parse_number(cells[0].strip())
        if isinstance(number, Problem):
            problems.append(number.under(*place))
            continue
        if not first <= number <= last:
            outside = Problem(
                f"{number:g}: the model runs from {first:g} to {last:g}",
                f"{number:g}：模型时段为 {first:g} 至 {last:g}",
            )
            problems.append(outside.under(*place))
        elif number in times:
            problems.append(Problem(f"{number:g} is there twice", f"{number:g} 重复").under(*place))
        times[row] = number
    return times
