"""Read a series of years that somebody wants to see: factors by year in place of drawn ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.text_file import read_table
from zysim.inputs.yearly import Yearly
from zysim.reading.run_data import parted_by

YEAR = ("year", "年份")
FACTORS = (0.2, 2.0)
"""A year outside is no year of water: a value in another unit."""
Series = Mapping[str, Mapping[int, float]]
"""Scalar id of an input to its factor by year."""


def read_yearly_series(path: Path, inputs: Mapping[str, Yearly], last: int) -> Series:
    """Read factors by year: a column ``year`` and one for each input named, by id or label.

    Parameters
    ----------
    path
        CSV file; one row a year, one year after another.
    inputs
        What may differ from year to year, by id.
    last
        Last year of the model.

    Returns
    -------
    Mapping
        Scalar id to factor by year: 1 is an ordinary year.

    Raises
    ------
    InputError
        If a year is missing between two others, there twice, or outside what is drawn; if a cell
        is empty, no number, or no factor; if a column is unknown. All problems at once, each
        with its row.
    """
    text = read_table(path)
    rows = [
        (row, line)
        for row, line in enumerate(
            csv.reader(io.StringIO(text), delimiter=parted_by(text)), start=1
        )
        if any(map(str.strip, line))
    ]
    heads = [cell.strip() for cell in rows[0][1]] if rows else []
    names = {each.id: each.id for each in inputs.values()}
    names |= {label: each.id for each in inputs.values() for label in each.label}
    problems = [
        not_known(("input", "逐年输入"), head, names) for head in heads[1:] if head not in names
    ]
    if not heads or heads[0] not in YEAR:
        problems.append(
            Problem("the first column must be year", "首列应为 year（年份）"),
        )
    if len(heads) < 2 or len(rows) < 2:
        problems.append(Problem("has no factor", "没有任何系数"))
    if problems:
        raise refuse(path, problems)
    columns = [names[head] for head in heads[1:]]
    years = _years(rows[1:], problems, min(inputs[name].first for name in columns), last)
    found: dict[str, dict[int, float]] = {name: {} for name in columns}
    for (row, line), year in zip(rows[1:], years, strict=True):
        for at, name in enumerate(columns, start=1):
            text = line[at].strip() if at < len(line) else ""
            value = _factor(text)
            if isinstance(value, Problem):
                problems.append(value.under(f"row {row}, {heads[at]}", f"第 {row} 行 {heads[at]}"))
            else:
                found[name][year] = value
    if problems:
        raise refuse(path, problems)
    return found


def _factor(text: str) -> float | Problem:
    if not text:
        return Problem(
            "is empty: a series has no gaps, so write 1 for an ordinary year",
            "为空：序列不能有缺口，平常年份请写 1",
        )
    value = parse_number(text)
    low, high = FACTORS
    if isinstance(value, float) and not low <= value <= high:
        return Problem(
            f"{value:g} is no factor of a year: {low:g} to {high:g}, with 1 for an ordinary one",
            f"{value:g} 不是一年的系数：应为 {low:g} 至 {high:g}，平常年份为 1",
        )
    return value


def _years(
    rows: Sequence[tuple[int, Sequence[str]]], problems: list[Problem], first: int, last: int
) -> list[int]:
    """Return the year of each row, and note what breaks the order."""
    years: list[int] = []
    for row, line in rows:
        place = f"row {row}", f"第 {row} 行"
        value = parse_number(line[0].strip())
        if isinstance(value, Problem) or value != int(value):
            what = value if isinstance(value, Problem) else Problem("is no year", "不是年份")
            problems.append(what.under(*place))
            value = float(years[-1] + 1 if years else first)
        year = int(value)
        if not first <= year <= last:
            problems.append(
                Problem(
                    f"year {year} lies outside {first} to {last}, the years that are drawn",
                    f"{year} 年不在逐年抽样的 {first}—{last} 年之内",
                ).under(*place)
            )
        if years and year != years[-1] + 1:
            problems.append(_broken(years[-1], year).under(*place))
        years.append(year)
    return years


def _broken(before: int, year: int) -> Problem:
    if year <= before:
        return Problem(
            f"year {year} follows {before}: write one row a year, in order",
            f"{year} 年排在 {before} 年之后：请每年一行，依次填写",
        )
    missing = f"{before + 1}" if year == before + 2 else f"{before + 1}–{year - 1}"
    return Problem(
        f"year {year} follows {before}: {missing} is missing, and a series has no gaps",
        f"{before} 年之后即为 {year} 年：缺 {missing} 年，序列不能有缺口",
    )
