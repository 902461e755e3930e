"""The workbook behind a report: what it is, every table, the fan chart to edit, all sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import xlsxwriter

from zysim.columns import width
from zysim.report.ensemble_tables import SHARES, quantile_table
from zysim.report.paper.blocks import Amount, Cell, Paper, shown
from zysim.report.paper.compose import source_rows
from zysim.report.paper.findings import Findings
from zysim.runs.project import quality_counts
from zysim.wording import Lang, Pair, co2_scale, pick, quality_text

A4 = 9
EPOCH = datetime(2000, 1, 1)
NARROWEST, WIDEST_HEAD, MARGIN = 8, 16, 2
"""Characters of a column; a head longer than this goes on in the next line."""
SHEETS: dict[str, Pair] = {
    "about": ("说明", "About"),
    "fan": ("扇形图", "Fan chart"),
    "sources": ("来源", "Sources"),
    "conditions": ("条件", "Conditions"),
    "scenarios": ("情景", "Scenarios"),
    "sectors": ("部门", "Sectors"),
    "boundaries": ("口径", "Boundaries"),
    "targets": ("目标", "Targets"),
    "ranking": ("措施排序", "Ranking"),
    "credit": ("措施份额", "Credit"),
    "quality": ("数据质量", "Quality"),
}
ABOUT: tuple[tuple[Pair, str], ...] = (
    (("标题", "Title"), "{title}"),
    (("情景", "Scenarios"), "{subtitle}"),
    (("口径", "Boundary"), "{boundary}"),
    (("成员与种子", "Members and seed"), "{members}, {seed}"),
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
FAN_HEADS: tuple[Pair, ...] = (("情景", "scenario"), ("年份", "year"))
WIDTHS: tuple[Pair, ...] = (
    ("底", "floor"),
    ("P2.5–P10", "P2.5–P10"),
    ("P10–P25", "P10–P25"),
    ("P25–P75", "P25–P75"),
    ("P75–P90", "P75–P90"),
    ("P90–P97.5", "P90–P97.5"),
)
EDGES = (0, 1, 2, 4, 5, 6)
"""Places in ``SHARES`` of the edges between bands."""
COLOURS = (None, "#D6E6F1", "#ADCDE3", "#7FB2D3", "#ADCDE3", "#D6E6F1")
MEDIAN: Pair = ("中位数", "Median")
AXIS: Pair = ("万吨 CO₂/年", "Mt CO₂ a year")


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
        sheet.write(0, 0, table.caption, book.add_format({"bold": True}))
        heads, lines = table.tidy
        _rows(book, sheet, 2, [heads, *lines], bold)
        for place, places in enumerate(_widths(heads, lines)):
            sheet.set_column(place, place, places)
        sheet.freeze_panes(3, 1)
    _fan(book, book.add_worksheet(pick(SHEETS["fan"], lang)), found, bold, lang)
    sheet = book.add_worksheet(pick(SHEETS["sources"], lang))
    heads = ("key", "title", "publisher", "year", "uses")
    rows = [(*row[:4], Amount(row[4], 0)) for row in source_rows(found)]
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
    sheet.set_column(1, 1, 100)
    for at, (name, text) in enumerate(ABOUT):
        sheet.write_string(at, 0, pick(name, lang), wrapped)
        sheet.write_string(at, 1, text.format(**words), wrapped)


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
    for at, row in enumerate(rows, start=first):
        for place, cell in enumerate(row):
            if at == first:
                sheet.write_string(at, place, cell, bold)
            elif isinstance(cell, Amount):
                shape = cell.excel
                shape_format = formats.setdefault(shape, book.add_format({"num_format": shape}))
                sheet.write_number(at, place, cell.stored, shape_format)
            else:
                sheet.write_string(at, place, cell)


def _fan(book: Any, sheet: Any, found: Findings, bold: Any, lang: Lang) -> None:
    """Write quantiles and the widths between them, and a chart of the last scenario on top."""
    name = found.account.variable
    quantiles = quantile_table(found.ensemble, [name])
    wide = quantiles.pivot_table(index=["scenario", "year"], columns="quantile", values="value")
    lines = zip(wide.index.to_flat_index(), wide[list(SHARES)].to_numpy(), strict=True)
    heads = [pick(each, lang) for each in FAN_HEADS]
    heads += [f"P{100 * share:g}" for share in SHARES] + [pick(each, lang) for each in WIDTHS]
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    places: dict[str, list[int]] = {}
    for at, ((scenario, year), numbers) in enumerate(lines, start=1):
        values = [float(number) * co2_scale(lang) for number in numbers]
        edges = [values[edge] for edge in EDGES]
        widths = [edges[0], *(high - low for low, high in pairwise(edges))]
        sheet.write_string(at, 0, scenario)
        sheet.write_number(at, 1, int(year))
        for place, value in enumerate([*values, *widths], start=2):
            sheet.write_number(at, place, value)
        places.setdefault(scenario, []).append(at)
    rows = places[found.last]
    chart = book.add_chart({"type": "area", "subtype": "stacked"})
    line = book.add_chart({"type": "line"})
    title = sheet.get_name()

    def of(place: int) -> list[Any]:
        return [title, rows[0], place, rows[-1], place]

    start = 2 + len(SHARES)
    for at, (label, colour) in enumerate(zip(WIDTHS, COLOURS, strict=True)):
        fill = {"none": True} if colour is None else {"color": colour}
        chart.add_series(
            {
                "name": pick(label, lang),
                "categories": of(1),
                "values": of(start + at),
                "fill": fill,
                "border": {"none": True},
            }
        )
    middle = 2 + SHARES.index(0.5)
    line.add_series(
        {
            "name": pick(MEDIAN, lang),
            "categories": of(1),
            "values": of(middle),
            "line": {"color": "#0072B2", "width": 2.5},
        }
    )
    chart.combine(line)
    chart.set_title({"name": pick(found.titles[found.last], lang)})
    chart.set_x_axis({"interval_unit": 10})
    chart.set_y_axis({"name": pick(AXIS, lang), "min": 0, "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom", "delete_series": [0]})
    chart.set_size({"width": 760, "height": 420})
    sheet.insert_chart(1, len(heads) + 1, chart)
    sheet.freeze_panes(1, 2)
