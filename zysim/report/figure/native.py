"""A figure as charts that are edited where they stand: of a slide, and of a workbook."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell

from zysim.plots.style import LINE_COLOURS
from zysim.report.figure.find import FigureFound
from zysim.report.figure.lines import Shown
from zysim.report.figure.tell import notes_of, title_of
from zysim.report.slides.deck import Chart, Deck, Series, Slide
from zysim.wording import Lang, Pair, pick

YEAR: Pair = ("年份", "year")
UNIT: Pair = ("{name}（{unit}）", "{name} ({unit})")
SLIDE: Pair = ("{title}：{name}", "{title}: {name}")
OBSERVED: Pair = ("历史：{name}", "history: {name}")
WIDTH_OF: Pair = ("{low}–{high} 之宽", "width {low}–{high}")
A4 = 9
HEAD_TALL = 44
"""Points of the row of heads, whose words break."""
TALL, WIDE = 400, 760
"""Pixels of a chart in a workbook."""
HEAD = 4
"""Rows above the heads: title, case and unit, notes, a blank one."""
TINTS = (85, 65, 40)
"""How transparent bands are, in percent, the widest first."""


def chart_of(found: FigureFound, shown: Shown, lang: Lang) -> Chart:
    """Return the lines of one variable for a slide: medians, and P10 and P90 dashed."""
    scale = shown.scale(lang)
    places = min(2, shown.places(0.0, lang))
    series = []
    for at, (case, title) in enumerate(found.titles.items()):
        colour = LINE_COLOURS[at % len(LINE_COLOURS)].lstrip("#")
        for percentile in (50.0, *dict.fromkeys(_inner(found))):
            name = pick(title, lang) + ("" if percentile == 50.0 else f" P{percentile:g}")
            values = found.band(shown.id, case, percentile) * scale
            series.append(
                Series(
                    name=name,
                    values=tuple((np.round(values, places) + 0.0).tolist()),
                    colour=colour,
                    dashed=percentile != 50.0,
                )
            )
    return Chart(
        kind="line",
        categories=tuple(str(int(year)) for year in found.years),
        series=tuple(series),
        unit=shown.axis(lang),
        form="0" if places == 0 else "0.00",
    )


def deck_of(found: FigureFound, lang: Lang) -> Deck:
    """Return a presentation with a slide per variable."""
    return Deck(
        title=title_of(found, lang),
        foot=notes_of(found, lang).rpartition("。" if lang == "zh" else ". ")[2],
        lang=lang,
        slides=tuple(
            Slide(
                id=shown.id,
                title=_slide_title(found, shown, lang),
                chart=chart_of(found, shown, lang),
                notes=notes_of(found, lang),
            )
            for shown in found.shown
        ),
    )


def _slide_title(found: FigureFound, shown: Shown, lang: Lang) -> str:
    title = title_of(found, lang)
    if len(found.shown) < 2:
        return title
    return pick(SLIDE, lang).format(title=title, name=pick(shown.label, lang))


def write_figure_sheet(book: Any, sheet: Any, found: FigureFound, shown: Shown, lang: Lang) -> None:
    """Write one variable: years in rows, percentiles of each case, history, and a chart per case.

    Bands are stacked widths, and each width is a formula of the percentiles beside it: whoever
    changes a number moves the chart.
    """
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    form = book.add_format({"num_format": "0.00"})
    sheet.write_string(0, 0, title_of(found, lang), book.add_format({"bold": True}))
    sheet.write_string(
        1, 0, pick(UNIT, lang).format(name=pick(shown.label, lang), unit=shown.axis(lang))
    )
    sheet.write_string(2, 0, notes_of(found, lang))
    scale = shown.scale(lang)
    first, last = HEAD + 1, HEAD + len(found.years)
    sheet.write_string(HEAD, 0, pick(YEAR, lang), bold)
    for at, year in enumerate(found.years):
        sheet.write_number(first + at, 0, int(year))
    column = 1
    for number, (case, title) in enumerate(found.titles.items()):
        name = pick(title, lang)
        values = found.bands[shown.id, case] * scale
        chart = _band_chart(book, sheet, found, (first, last), column, name, number)
        for place, percentile in enumerate(found.spec.percentiles):
            sheet.write_string(HEAD, column + place, f"{name} P{percentile:g}", bold)
            for at, value in enumerate(values[place]):
                sheet.write_number(first + at, column + place, float(value), form)
        widths = column + len(found.spec.percentiles)
        for place, (low, high) in enumerate(pairwise(found.spec.percentiles)):
            text = pick(WIDTH_OF, lang).format(low=f"P{low:g}", high=f"P{high:g}")
            sheet.write_string(HEAD, widths + place, f"{name} {text}", bold)
            for at in range(len(found.years)):
                upper, lower = (
                    xl_rowcol_to_cell(first + at, column + place + more) for more in (1, 0)
                )
                size = float(values[place + 1, at] - values[place, at])
                sheet.write_formula(first + at, widths + place, f"={upper}-{lower}", form, size)
        chart.set_y_axis({"name": shown.axis(lang), "major_gridlines": {"visible": True}})
        sheet.insert_chart(last + 2 + number * 21, 1, chart)
        column = widths + max(0, len(found.spec.percentiles) - 1)
    _write_history(sheet, found, shown, lang, column, bold)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, column + len(shown.observed), 12)
    sheet.set_row(HEAD, HEAD_TALL)
    sheet.freeze_panes(HEAD + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _band_chart(
    book: Any,
    sheet: Any,
    found: FigureFound,
    rows: tuple[int, int],
    column: int,
    name: str,
    number: int,
) -> Any:
    """Return a chart of the bands and the median of one case, which follows its cells."""
    title = sheet.get_name()
    percentiles = found.spec.percentiles
    count = len(percentiles)
    colour = LINE_COLOURS[number % len(LINE_COLOURS)]

    def of(place: int) -> list[Any]:
        return [title, rows[0], place, rows[1], place]

    areas = book.add_chart({"type": "area", "subtype": "stacked"})
    line = book.add_chart({"type": "line"})
    line.add_series(
        {
            "name": [title, HEAD, column + percentiles.index(50.0)],
            "categories": of(0),
            "values": of(column + percentiles.index(50.0)),
            "line": {"color": colour, "width": 2.5},
        }
    )
    if count == 1:
        chart = line
    else:
        for place in range(count):
            inside = min(place - 1, count - 1 - place)
            fill = (
                {"none": True}
                if place == 0
                else {"color": colour, "transparency": TINTS[min(inside, len(TINTS) - 1)]}
            )
            areas.add_series(
                {
                    "name": [title, HEAD, column if place == 0 else column + count + place - 1],
                    "categories": of(0),
                    "values": of(column if place == 0 else column + count + place - 1),
                    "fill": fill,
                    "border": {"none": True},
                }
            )
        areas.combine(line)
        chart = areas
    chart.set_title({"name": name, "overlay": False})
    chart.set_x_axis({"interval_unit": 5})
    chart.set_legend({"position": "bottom", "delete_series": [0] if count > 1 else []})
    chart.set_size({"width": WIDE, "height": TALL})
    return chart


def _inner(found: FigureFound) -> tuple[float, ...]:
    """Return the pair of percentiles that stands for the range where only one is drawn."""
    pairs = found.spec.pairs
    return pairs[min(1, len(pairs) - 1)] if pairs else ()


def _write_history(
    sheet: Any, found: FigureFound, shown: Shown, lang: Lang, column: int, bold: Any
) -> None:
    scale = shown.scale(lang)
    years = [int(each) for each in found.years]
    rows = [each for each in (*shown.observed, *shown.independent) if each.year in years]
    for place, series in enumerate(dict.fromkeys(each.series for each in rows)):
        head = pick(OBSERVED, lang).format(name=series)
        sheet.write_string(HEAD, column + place, head, bold)
        for each in rows:
            if each.series == series:
                at = HEAD + 1 + years.index(each.year)
                sheet.write_number(at, column + place, each.value * scale)
