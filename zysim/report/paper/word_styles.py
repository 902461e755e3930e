"""Page, styles and languages of a report in Word, or those of a template."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from zysim.inputs.problems import Problem, refuse
from zysim.inputs.text_file import read_bytes
from zysim.report.paper.word_fields import add_field
from zysim.report.paper.word_package import drop_tied, set_language_of

PAGE = (Cm(21.0), Cm(29.7))
MARGINS = {"top": 3.7, "bottom": 3.5, "left": 2.8, "right": 2.6}
"""Centimetres, as in GB/T 9704."""
BODY, HEAD = "仿宋", "黑体"
"""Fonts that Chinese Windows has; Word takes the nearest where they are missing."""
LATIN = "Times New Roman"
SIZES = {"title": 22, "subtitle": 14, 1: 15, "body": 12, "caption": 10.5, "table": 9}
FOOT = {"zh": ("第 ", " 页"), "en": ("Page ", "")}
SHEET_MARGINS = {"top": 1.4, "bottom": 1.4, "left": 1.8, "right": 1.8}
"""Centimetres, of a document of one page."""
SHEET_LINE = 1.3
"""Height of its lines against the size of the letters, whatever font there is."""
TABLE_TEXT = "Table Text"
NEEDED = ("Title", "Subtitle", "Heading 1", "Body Text", "Caption")
"""Styles that a template must have; every Word document that came with them does."""


def open_template(path: Path | None) -> Any:
    """Return an empty document with the styles of a template, or Word's own.

    Raises
    ------
    InputError
        If the file cannot be read as a document, or lacks one of ``NEEDED``.
    """
    if path is None:
        return Document()
    data = read_bytes(path)
    try:
        document = Document(BytesIO(data))
    except Exception as error:  # python-docx lets errors of zip, XML and its own through
        raise refuse(
            path,
            [
                Problem(
                    "cannot be read as a Word document. Save the template as .docx in Word or WPS",
                    "无法作为 Word 文档读取。请在 Word 或 WPS 中另存为 .docx",
                )
            ],
        ) from error
    names = {each.name for each in document.styles}
    missing = [each for each in NEEDED if each not in names]
    if missing:
        listed = ", ".join(missing)
        raise refuse(
            path,
            [
                Problem(
                    f"lacks the style(s) {listed}: use each once in the template and save it, or "
                    "leave --template out",
                    f"缺少样式 {listed}（正文文本、题注、标题等）：请在模板中各用一次后保存，"
                    "或不用 --template",
                )
            ],
        )
    body = document.element.body
    for each in list(body):
        if each.tag != qn("w:sectPr"):
            body.remove(each)
    drop_tied(document)
    if TABLE_TEXT not in names:
        style = document.styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size = Pt(SIZES["table"])
        _space_table(style)
    return document


def _space_table(style: Any) -> None:
    """Keep the text of a table close, but off the rule above it, on a second page too."""
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(1), Pt(0)


def text_width(document: Any) -> int:
    """Return the width of the text of a document's first section."""
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def set_page(document: Any, lang: str) -> None:
    """Set size and margins of the page, and its number at the foot."""
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = PAGE
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Cm(size))
    before, after = FOOT[lang]
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(before)
    add_field(foot, "PAGE", "1")
    foot.add_run(after)


def set_language(document: Any) -> None:
    """Tag Chinese as Chinese of the mainland, so that spelling and line breaks are its own."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    places = [] if defaults is None else [defaults]
    places += [each._element.get_or_add_rPr() for each in document.styles if each.type == 1]
    for place in places:
        set_language_of(place)


def set_styles(document: Any, lang: str) -> None:
    """Set fonts, sizes and spaces as Chinese official reports have them."""
    styles = document.styles
    styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    for name, size, font, bold in (
        ("Normal", SIZES["body"], BODY, False),
        ("Title", SIZES["title"], HEAD, True),
        ("Subtitle", SIZES["subtitle"], HEAD, False),
        ("Heading 1", SIZES[1], HEAD, True),
        ("Body Text", SIZES["body"], BODY, False),
        ("Caption", SIZES["caption"], HEAD, False),
        (TABLE_TEXT, SIZES["table"], BODY, False),
    ):
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.name = LATIN
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn("w:eastAsia"), font)
    for name in ("Title", "Subtitle", "Caption"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border = styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)
    body = styles["Body Text"].paragraph_format
    body.line_spacing, body.space_after = 1.5, Pt(4)
    body.first_line_indent = Pt(2 * SIZES["body"] if lang == "zh" else 0)
    styles["Heading 1"].paragraph_format.space_before = Pt(14)
    styles["Heading 1"].paragraph_format.space_after = Pt(6)
    _space_table(styles[TABLE_TEXT])
    styles["Caption"].paragraph_format.space_before = Pt(6)
    styles["Caption"].paragraph_format.space_after = Pt(4)


def set_sheet(document: Any, size: float) -> None:
    """Set all on one page: narrow margins, letters of a size in points, lines of exact height.

    Exact, since fonts of Chinese differ by a third in the lines they take.
    """
    section = document.sections[0]
    for side, margin in SHEET_MARGINS.items():
        setattr(section, f"{side}_margin", Cm(margin))
    section.footer_distance = section.header_distance = Cm(0.6)
    for name, scale, after in (
        ("Title", 1.5, 2),
        ("Subtitle", 1.0, 4),
        ("Body Text", 1.0, 3),
        ("Caption", 0.9, 2),
        (TABLE_TEXT, 0.9, 0),
    ):
        style = document.styles[name]
        style.font.size = Pt(size * scale)
        look = style.paragraph_format
        look.line_spacing, look.space_after = Pt(size * scale * SHEET_LINE), Pt(after)
        look.space_before, look.first_line_indent = Pt(0), Pt(0)
