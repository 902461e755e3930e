"""The rows of a study: points of the unit cube, or values of a table, any part of them alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.study import Study
from zysim.inputs.text_file import read_table
from zysim.inputs.uncertainty import Uncertain
from zysim.reading.model_text import typed_id
from zysim.reading.run_data import parted_by
from zysim.sampling.points import sobol_points
from zysim.sampling.worlds import unit_points
from zysim.sensitivity.saltelli import block_count, saltelli_rows

MOST_ROWS = 1 << 27
LISTED = 10
"""Problems of a table of rows that are told; the rest is counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Rows of one replicate, and how to make any part of them."""

    study: Study
    varied: tuple[Uncertain, ...]
    groups: tuple[int, ...]
    """The factor of each constant."""
    names: tuple[str, ...]
    """Name of each constant in a table of rows."""
    table: FloatArray | None = None
    """Values of a table of rows, shape ``(row, constant)``."""

    @property
    def rows(self) -> int:
        """Rows of one replicate."""
        match self.study.method:
            case "file":
                return 0 if self.table is None else len(self.table)
            case "grid" | "factorial":
                count = 1
                for each in self.levels():
                    count *= len(each)
                return count
        return self.study.rows

    @property
    def blocks(self) -> int:
        """Model runs that one row costs."""
        count = max(self.groups, default=-1) + 1
        match self.study.method:
            case "sobol":
                return block_count(count)
            case "morris":
                return count + 1
        return 1

    @property
    def of_values(self) -> bool:
        """Whether points are values of constants, not of the unit cube."""
        return self.study.method == "file"

    def samples(self, replicate: int, rows: slice) -> tuple[FloatArray, FloatArray]:
        """Return samples A and B of a ``sobol`` design, shape ``(row, constant)`` each.

        They are its first and last block; all others are mixtures of the two.
        """
        return _samples(len(self.varied), rows.start, rows.stop, self._seed(replicate))

    def points(self, replicate: int, rows: slice, pairs: Sequence[int] = ()) -> FloatArray:
        """Return points, shape ``(row, block, constant)``, of some rows of one replicate."""
        seed, width = self._seed(replicate), len(self.varied)
        match self.study.method:
            case "sobol":
                return saltelli_rows(width, rows, seed=seed, groups=self.groups, pairs=pairs)
            case "morris":
                return morris_points(self.names, self.study.rows, seed)[rows]
            case "lhs":
                drawn = unit_points(rows, width, seed=seed, members=self.study.rows, method="lhs")
                return drawn[:, None]
            case "points":
                return sobol_points(rows, width, seed)[:, None]
        if self.table is not None:
            return self.table[rows][:, None]
        return _combined(self.levels(), rows)[:, None]

    def _seed(self, replicate: int) -> int:
        return self.study.seed + 1000 * replicate

    def levels(self) -> list[FloatArray]:
        """Return the levels of each constant in a grid or factorial design, in the unit cube."""
        if self.study.method == "factorial":
            return [np.array([0.0, 1.0]) for _ in self.varied]
        return [_levels(each, self.study.steps) for each in self.varied]


@lru_cache(maxsize=32)
def _samples(width: int, start: int, stop: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Keep the last samples: a ranking asks for them twice."""
    both = sobol_points(slice(start, stop), 2 * width, seed)
    both.flags.writeable = False
    return both[:, :width], both[:, width:]


def make_design(
    study: Study, varied: tuple[Uncertain, ...], groups: Sequence[int], names: Sequence[str]
) -> Design:
    """Return the design of a study.

    Raises
    ------
    InputError
        If a table of rows does not fit the factors, or there are more rows than can be counted
        on.
    """
    table = None
    if study.method == "file" and study.rows_file is not None:
        table = read_rows(study.rows_file, names, varied)
    design = Design(study, varied, tuple(groups), tuple(names), table)
    if design.rows > MOST_ROWS:
        msg = f"{study.path}: {design.rows:,} rows; at most {MOST_ROWS:,}. Take fewer levels."
        zh = f"{study.path}：共 {design.rows:,} 行，至多 {MOST_ROWS:,} 行；请减少水平数。"
        raise InputError(msg, zh=zh)
    return design


def read_rows(
    path: Path, names: Sequence[str], varied: Sequence[Uncertain] | None = None
) -> FloatArray:
    """Read a table of rows: a column for each factor, in any order, a number in each cell.

    Parameters
    ----------
    path
        CSV with a heading: the names of the factors, spelled as the study or Vensim does.
    names
        Of the factors.
    varied
        The factors, where numbers must lie in their ranges: others tell of columns mixed up.

    Returns
    -------
    numpy.ndarray
        Shape ``(row, factor)``, columns in the order of ``names``.

    Raises
    ------
    InputError
        If a column is missing, unknown or there twice, a cell is no finite number or outside the
        range of its factor, a row has more cells than the heading, or there is no row; all
        problems at once.
    """
    text = read_table(path)
    reader = csv.reader(io.StringIO(text), delimiter=parted_by(text))
    lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
    called = {typed_id(name): name for name in names}
    cells = [cell.strip() for cell in lines[0][1]] if lines else []
    heads = [cell if cell in names else called.get(typed_id(cell), cell) for cell in cells]
    problems = [
        Problem(f"column {name!r} is missing", f"缺少列 {name!r}")
        for name in names
        if name not in heads
    ]
    problems += [not_known(("column", "列"), each, names) for each in heads if each not in names]
    problems += [
        Problem(f"column {name!r} is there twice", f"列 {name!r} 重复")
        for name in dict.fromkeys(heads)
        if heads.count(name) > 1
    ]
    if not problems and len(lines) < 2:
        problems = [Problem("has no row below its heading", "表头之下没有数据行")]
    if problems:
        raise refuse(path, problems)
    order = [heads.index(name) for name in names]
    values = np.empty((len(lines) - 1, len(names)))
    for row, (number, line) in enumerate(lines[1:]):
        if len(line) > len(heads):
            extra = Problem(
                f"{len(line)} cells below {len(heads)} headings",
                f"有 {len(line)} 格，表头只有 {len(heads)} 格",
            )
            problems.append(extra.under(f"row {number}", f"第 {number} 行"))
        for column, at in enumerate(order):
            found = parse_number(line[at].strip() if at < len(line) else "")
            if not isinstance(found, Problem) and varied is not None:
                found = _in_range(found, varied[column])
            if isinstance(found, Problem):
                place = f"row {number}, {names[column]}", f"第 {number} 行 {names[column]}"
                problems.append(found.under(*place))
                continue
            values[row, column] = found
    if problems:
        rest = len(problems) - LISTED
        more = [Problem(f"and {rest} more", f"另有 {rest} 处")] if rest > 0 else []
        raise refuse(path, problems[:LISTED] + more)
    return values


def _in_range(value: float, each: Uncertain) -> float | Problem:
    if each.distribution == "discrete" or each.low <= value <= each.high:
        return value
    return Problem(
        f"{value:g} is outside {each.low:g} to {each.high:g}, the range in the study",
        f"{value:g} 超出研究给出的范围 {each.low:g} 至 {each.high:g}",
    )


def morris_points(names: Sequence[str], trajectories: int, seed: int) -> FloatArray:
    """Return Morris trajectories in the unit cube, shape ``(trajectory, point, constant)``."""
    width = len(names)
    problem = {"num_vars": width, "names": list(names), "bounds": [[0.0, 1.0]] * width}
    from SALib.sample import morris as salib_morris  # slow to load

    points = salib_morris.sample(problem, trajectories, num_levels=4, seed=seed)
    shaped: FloatArray = points.reshape(trajectories, width + 1, width)
    return shaped


def _levels(each: Uncertain, steps: int) -> FloatArray:
    if each.distribution != "discrete":
        return np.linspace(0.0, 1.0, steps)
    if each.weights:
        return np.cumsum(each.weights) - np.array(each.weights) / 2
    count = len(each.levels) or (2 if each.mode is None else 3)
    return (np.arange(count) + 0.5) / count


def _combined(levels: Sequence[FloatArray], rows: slice) -> FloatArray:
    """Return some combinations of levels; the last factor changes fastest."""
    number = np.arange(rows.start, rows.stop)
    columns = []
    for each in reversed(levels):
        columns.append(each[number % len(each)])
        number = number // len(each)
    return np.stack(columns[::-1], axis=-1)
