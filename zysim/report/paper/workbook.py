"""The workbook behind a report: what it is, every table, the fan chart to edit, all sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from zysim.columns import fold, width
from zysim.report.figure.native import write_figure_sheet
from zysim.report.paper.blocks import Amount, Cell, Paper, shown
from zysim.report.paper.findings import Findings
from zysim.report.paper.references import cited
from zysim.runs.project import quality_counts
from zysim.wording import Lang, Pair, pick, quality_text

A4 = 9
EPOCH = datetime(2000, 1, 1)
ABOUT_WIDTH = 100
LINE = 15
"""Points of a line of text."""
NARROWEST, WIDEST_HEAD, MARGIN = 8, 16, 2
"""Characters of a column; a head longer than this goes on in the next line."""
SOURCE_HEADS: tuple[Pair, ...] = (
    ("代号", "key"),
    ("名称", "title"),
    ("发布者", "publisher"),
    ("年份", "year"),
    ("引用数", "uses"),
)
SHEETS: dict[str, Pair] = {
    "about": ("说明", "About"),
    "fan": ("扇形图", "Fan chart"),
    "sources": ("来源", "Sources"),
    "conditions": ("条件", "Conditions"),
    "scenarios": ("情景", "Scenarios"),
    "sectors": ("部门", "Sectors"),
    "boundaries": ("口径", "Boundaries"),
    "targets": ("目标", "Targets"),
    "leading": ("最要紧的措施", "Leading measures"),
    "ranking": ("方差份额", "Shares of variance"),
    "credit": ("措施份额", "Credit"),
    "quality": ("数据质量", "Quality"),
    "measures": ("措施", "Measures"),
    "fit": ("历史误差", "Fit"),
    "structures": ("未定问题", "Structures"),
    "cost": ("费用", "Cost"),
    "counties": ("区县", "Counties"),
    "advice": ("改哪几项", "What changes"),
    "arrivals": ("新统计", "New statistics"),
    "tracks": ("目标进度", "Targets on schedule"),
    "signposts": ("下一步看什么", "What to look at next"),
}
ABOUT: tuple[tuple[Pair, str], ...] = (
    (("标题", "Title"), "{title}"),
    (("情景", "Scenarios"), "{subtitle}"),
    (("口径", "Boundary"), "{boundary}"),
    (("情形数与种子", "Members and seed"), "{members}, {seed}"),
    (("模型文件", "Model file"), "models/{file}, SHA-256 {model}"),
    (("zysim", "zysim"), "{version}"),
    (("命令", "Command"), "{command}"),
    (("数据质量", "Quality of data"), "{quality}"),
    (("取整", "Rounding"), "{rounding}"),
)
ROUNDING: Pair = (
    "各表存储的数与报告、CSV 中显示的位数相同；扇形图一表为未取整的分位数。",
    "Numbers of the tables are stored with the digits shown in the report and the CSV files; the "
    "sheet of the fan chart holds quantiles as computed.",
)


def write_workbook(paper: Paper, found: Findings, path: Path) -> None:
    """Write the workbook of a report.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    lang: Lang = "zh" if paper.lang == "zh" else "en"
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": paper.title, "author": "zysim", "created": EPOCH})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _about(book.add_worksheet(pick(SHEETS["about"], lang)), paper, found, wrapped, lang)
    for table in paper.tables:
        sheet = book.add_worksheet(pick(SHEETS[table.id], lang))
        sheet.write_string(0, 0, table.caption, book.add_format({"bold": True}))
        heads, lines = table.tidy
        _rows(book, sheet, 2, [heads, *lines], bold)
        widths = _widths(heads, lines)
        for place, places in enumerate(widths):
            sheet.set_column(place, place, places)
        sheet.set_row(2, LINE * max(map(_lines, heads, widths)))
        sheet.freeze_panes(3, 1)
    fan = book.add_worksheet(pick(SHEETS["fan"], lang))
    write_figure_sheet(book, fan, found.figure, found.figure.shown[0], lang)
    sheet = book.add_worksheet(pick(SHEETS["sources"], lang))
    heads = tuple(pick(each, lang) for each in SOURCE_HEADS)
    rows = [
        (each.key, each.title, each.publisher, str(each.year or ""), Amount(uses, 0))
        for each, uses in cited(found.project.tables)
    ]
    _rows(book, sheet, 0, [heads, *rows], bold)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 2, 60)
    for sheet in book.worksheets():  # so that it prints a page wide
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
    book.close()


def _about(sheet: Any, paper: Paper, found: Findings, wrapped: Any, lang: Lang) -> None:
    manifest = found.ensemble.manifest
    words = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "boundary": pick(found.account.label, lang),
        "members": found.ensemble.members,
        "seed": manifest.design["seed"],
        "file": found.project.model.name,
        "model": found.project.graph.sha256,
        "version": manifest.versions["zysim"],
        "command": manifest.command,
        "quality": quality_text(
            quality_counts(found.project.tables), found.project.city.data, lang
        ),
        "rounding": pick(ROUNDING, lang),
    }
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, ABOUT_WIDTH)
    for at, (name, text) in enumerate(ABOUT):
        sheet.write_string(at, 0, pick(name, lang), wrapped)
        sheet.write_string(at, 1, text.format(**words), wrapped)
        sheet.set_row(at, LINE * _lines(text.format(**words), ABOUT_WIDTH))


def _lines(text: str, places: int) -> int:
    """Return how many lines a text takes in a column."""
    return fold(text.replace("\n", " "), places).count("\n") + 1


def _widths(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Return widths of columns in characters: no cell is cut, heads break within them."""
    widths = []
    for place, head in enumerate(heads):
        longest = max([width(shown(row[place])) for row in rows], default=0)
        words = max(map(width, head.split()), default=0)
        widths.append(max(longest, min(words, WIDEST_HEAD), NARROWEST) + MARGIN)
    return widths


def _rows(book: Any, sheet: Any, first: int, rows: Any, bold: Any) -> None:
    formats: dict[str, Any] = {}
    after = book.add_format({"indent": 1})  # so that words do not touch the number before them
    for at, row in enumerate(rows, start=first):
        for place, cell in enumerate(row):
            if at == first:
                sheet.write_string(at, place, cell, bold)
            elif isinstance(cell, Amount):
                shape = cell.excel
                shape_format = formats.setdefault(shape, book.add_format({"num_format": shape}))
                sheet.write_number(at, place, cell.stored, shape_format)
            else:
                sheet.write_string(at, place, cell, after if place else None)
