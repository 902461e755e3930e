"""Observed series of a model: a table with times down and a variable a column."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.numbers import is_blank, parse_number
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.text_file import read_text
from zysim.reading.model_text import typed_id

LISTED = 10
"""Problems of one table that are told; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """What was seen of one variable."""

    id: str
    times: FloatArray
    values: FloatArray


def read_series(path: Path, known: Collection[str], first: float, last: float) -> list[Series]:
    """Read a table of observations.

    Parameters
    ----------
    path
        CSV: the first column is time, each other one a variable by its name in the model
        (``Hot water`` or ``hot_water[tank_a]``); an empty cell or a dash is no observation.
    known
        Ids that may be observed.
    first, last
        Times that the model runs over.

    Raises
    ------
    InputError
        If the table cannot be read; every cell that is no number, every unknown variable, and
        each time outside the run or twice is told.
    """
    rows = [row for row in csv.reader(io.StringIO(read_text(path), newline="")) if any(row)]
    if len(rows) < 2 or len(rows[0]) < 2:
        problem = Problem(
            "has no observations: write time in the first column and a variable in each other",
            "没有观测值：首列为时间，其余每列一个变量",
        )
        raise refuse(path, [problem])
    problems: list[Problem] = []
    times = _times(rows, first, last, problems)
    found: list[Series] = []
    for at, heading in enumerate(rows[0][1:], start=1):
        name = typed_id(heading.strip())
        if name not in known:
            problems.append(not_known(("variable", "变量"), heading.strip(), known))
            continue
        if any(each.id == name for each in found):
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
        found.append(Series(id=name, times=times[seen], values=numbers[seen]))
    if problems:
        rest = len(problems) - LISTED
        more = [Problem(f"and {rest} more", f"另有 {rest} 处")] if rest > 0 else []
        raise refuse(path, problems[:LISTED] + more)
    return [each for each in found if each.values.size]


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
