"""A chart of a slide that is edited where it stands: its numbers lie in the presentation."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from zysim.report.figure.table import safe_text
from zysim.report.slides.deck import Chart, Series
from zysim.wording import Lang

FONTS: dict[Lang, str] = {"zh": "微软雅黑", "en": "Calibri"}
"""Fonts that Chinese Windows and every Office have; others take their nearest."""
INK, GREY, LINES = "1A2B3C", "5B6770", "D9DEE3"
SIZE = 12
KINDS = {
    "line": XL_CHART_TYPE.LINE,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
}
EVERY = 5
"""Years that share one label."""
GAP = 45
"""Between bars, in percent of their width."""
THICK, THIN = Pt(3), Pt(1.25)


def set_font(font: Any, size: float, lang: Lang, *, bold: bool = False, colour: str = INK) -> None:
    """Set size, weight, colour and typeface, for Chinese characters too."""
    font.size, font.bold, font.name = Pt(size), bold, FONTS[lang]
    font.color.rgb = RGBColor.from_string(colour)
    element = font._rPr
    for each in element.findall(qn("a:ea")):
        element.remove(each)
    east = OxmlElement("a:ea")
    east.set("typeface", FONTS[lang])
    # The order of elements is fixed: the East Asian typeface follows the Latin one.
    element.find(qn("a:latin")).addnext(east)


def add_chart(page: Any, chart: Chart, room: tuple[int, int, int, int], lang: Lang) -> None:
    """Draw a chart into a rectangle of a slide: left, top, width and height."""
    data = CategoryChartData(number_format=chart.form)
    # The workbook behind the chart takes a text that begins with = for a formula.
    data.categories = [safe_text(each) for each in chart.categories]
    for each in chart.series:
        data.add_series(safe_text(each.name), each.values)
    drawn = page.shapes.add_chart(KINDS[chart.kind], *map(Emu, room), data).chart
    set_font(drawn.font, SIZE, lang)
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _set_values(drawn.value_axis, chart, lang)
    _set_names(drawn.category_axis, chart)
    plot = drawn.plots[0]
    if chart.kind != "line":
        plot.gap_width, plot.overlap = GAP, 100 if chart.kind == "stacked" else 0
    if chart.labelled:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = chart.form, False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        set_font(labels.font, SIZE, lang)
    for line, each in zip(plot.series, chart.series, strict=True):
        _paint(line, each, chart.kind == "line")
    _number_axes(drawn)


def _number_axes(drawn: Any) -> None:
    """Give the axes numbers that the format allows; python-pptx gives negative ones."""
    space = drawn._chartSpace
    named = [*space.iter(qn("c:axId")), *space.iter(qn("c:crossAx"))]
    numbers = {old: str(at) for at, old in enumerate(sorted({e.get("val") for e in named}), 1)}
    for each in named:
        each.set("val", numbers[each.get("val")])


def _set_values(axis: Any, chart: Chart, lang: Lang) -> None:
    axis.has_title = True
    axis.axis_title.text_frame.text = chart.unit
    set_font(axis.axis_title.text_frame.paragraphs[0].runs[0].font, SIZE, lang, colour=GREY)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = chart.form, False
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINES)
    axis.format.line.fill.background()
    if chart.kind == "bar":
        axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        axis.has_major_gridlines = False


def _set_names(axis: Any, chart: Chart) -> None:
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = RGBColor.from_string(GREY)
    axis.reverse_order = chart.kind == "bar"
    years = chart.kind in ("line", "stacked") and len(chart.categories) > EVERY
    if years or chart.kind == "bar":
        # python-pptx has no property for how many categories share a label.
        for name in ("c:tickLblSkip", "c:tickMarkSkip"):
            skip = OxmlElement(name)
            skip.set("val", str(EVERY if years else 1))
            axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _paint(line: Any, series: Series, drawn_as_line: bool) -> None:
    colour = RGBColor.from_string(series.colour)
    if not drawn_as_line:
        line.format.fill.solid()
        line.format.fill.fore_color.rgb = colour
        line.invert_if_negative = False
        return
    line.smooth = False
    line.marker.style = XL_MARKER_STYLE.NONE
    line.format.line.color.rgb = colour
    line.format.line.width = THIN if series.dashed else THICK
    if series.dashed:
        line.format.line.dash_style = MSO_LINE.DASH
