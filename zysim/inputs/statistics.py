"""Read new statistics as an office types or copies them: one row, one figure of one year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from zysim.inputs.printed_table import read_printed_table
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.statistic import NEAR, Known, Statistic
from zysim.inputs.statistic_row import StatisticRow

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "series": ("指标", "指标名称", "统计指标", "项目", "series", "variable"),
    "year": ("年份", "年度", "year"),
    "value": ("数值", "数据", "value"),
    "low": ("下限", "low"),
    "high": ("上限", "high"),
    "unit": ("单位", "计量单位", "unit"),
    "source": ("来源", "数据来源", "source"),
    "published": ("发布日期", "发布时间", "公布日期", "published"),
}
NEEDED = ("series", "year", "value", "unit")


def read_statistics(path: Path, known: Known, notes: list[Problem]) -> list[Statistic]:
    """Read a file of statistics.

    Rows without a figure (blank, a dash, dots) are passed over and noted, like marks of footnotes.

    Parameters
    ----------
    path
        CSV in UTF-8, GBK or UTF-16, or a workbook; header in Chinese or English.
    known
        Signposts, model, years and observed series.
    notes
        Takes what was passed over.

    Raises
    ------
    InputError
        If a row is not certain: its number, unit, year, series or definition; all rows at once.
    """
    found: list[Statistic] = []
    problems: list[Problem] = []
    for line in read_printed_table(path, COLUMNS, NEEDED):
        reader = StatisticRow(line, path.name, known)
        statistic = reader.read()
        name = line.cells["series"] or "?"
        place = f"row {line.number} ({name})", f"第 {line.number} 行（{name}）"
        problems += [each.under(*place) for each in reader.problems]
        notes += [
            each.under(f"{path.name}, {place[0]}", f"{path.name} {place[1]}")
            for each in reader.notes
        ]
        if statistic is not None:
            found.append(statistic)
    if problems:
        raise refuse(path, problems)
    return found


def latest(found: Sequence[Statistic], notes: list[Problem]) -> list[Statistic]:
    """Keep the newest vintage of each figure, in an order that does not hang on that of the rows.

    A growth rate is left out where the level of the same variable and year is there: it would
    count twice.

    Raises
    ------
    InputError
        If one figure has two values and no dates that tell which is newer.
    """
    by_key: dict[tuple[str, int], list[Statistic]] = {}
    for each in found:
        by_key.setdefault((each.series, each.year), []).append(each)
    kept: list[Statistic] = []
    problems: list[Problem] = []
    for same in by_key.values():
        ranked = sorted(same, key=lambda each: (each.published or date.min, each.file, each.row))
        newest = ranked[-1]
        for other in ranked[:-1]:
            if abs(other.value - newest.value) <= NEAR * abs(newest.value):
                continue
            if other.published and newest.published and other.published < newest.published:
                notes.append(_revised(other, newest))
            else:
                problems.append(_two_values(other, newest))
        kept.append(newest)
    if problems:
        raise refuse("update", problems)
    levels = {(each.variable, each.year) for each in kept if each.measure == "level"}
    for each in list(kept):
        if each.measure == "growth" and (each.variable, each.year) in levels:
            kept.remove(each)
            zh = "同年已有水平值，增速不重复计入"
            en = "the level of the same year is there: the growth is not counted again"
            notes.append(Problem(en, zh).under(each.place[1], each.place[0]))
    return sorted(kept, key=lambda each: (each.series, each.year))


def _revised(old: Statistic, new: Statistic) -> Problem:
    return Problem(
        f"revised from {old.printed} ({old.published}) to {new.printed} ({new.published})",
        f"由 {old.printed}（{old.published} 发布）修订为 {new.printed}（{new.published} 发布）",
    ).under(new.place[1], new.place[0])


def _two_values(one: Statistic, other: Statistic) -> Problem:
    return Problem(
        f"{other.printed}, but {one.printed} in {one.place[1]}: give both the date of "
        "publication, so that the newer one counts, or take one out",
        f"为 {other.printed}，而 {one.place[0]} 为 {one.printed}：请为两者填写发布日期"
        "（以后发布的为准），或删去其一",
    ).under(other.place[1], other.place[0])
