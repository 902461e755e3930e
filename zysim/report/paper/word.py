"""A report as a Word document: native tables, captions that Word can list, pictures with text."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from zysim.report.paper.blocks import (
    Amount,
    Heading,
    Paper,
    Paragraph,
    PictureBlock,
    TableBlock,
    shown,
)

PAGE = (Cm(21.0), Cm(29.7))
MARGINS = {"top": 3.7, "bottom": 3.5, "left": 2.8, "right": 2.6}
"""Centimetres, as in GB/T 9704."""
WIDTH = Cm(21.0 - MARGINS["left"] - MARGINS["right"])
BODY, HEAD = "仿宋", "黑体"
"""Fonts that Chinese Windows has; Word takes the nearest where they are missing."""
LATIN = "Times New Roman"
SIZES = {"title": 22, "subtitle": 14, 1: 15, "body": 12, "caption": 10.5, "table": 9}
WORDS = {"zh": ("表", "图", "第 ", " 页"), "en": ("Table ", "Figure ", "Page ", "")}
BORDERS = {"top": 12, "bottom": 12, "head": 6}
"""Eighths of a point: 1.5 pt above and below, 0.75 pt under the head, none elsewhere."""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the document for the time it was made, so that equal reports are equal files."""


def write_word(paper: Paper, path: Path) -> None:
    """Write a report as .docx.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    document = Document()
    _set_page(document, paper)
    _set_styles(document, paper.lang)
    document.add_paragraph(paper.title, style="Title")
    document.add_paragraph(paper.subtitle, style="Subtitle")
    counts = {"table": 0, "figure": 0}
    for block in paper.blocks:
        match block:
            case Heading(text, level):
                document.add_heading(text, level)
            case Paragraph(text):
                document.add_paragraph(text, style="Body Text")
            case TableBlock():
                counts["table"] += 1
                _add_table(document, block, counts["table"], paper.lang)
            case PictureBlock():
                counts["figure"] += 1
                _add_picture(document, block, counts["figure"], paper.lang)
    core = document.core_properties
    core.title, core.subject, core.language = paper.title, paper.subtitle, paper.lang
    core.author, core.comments, core.last_modified_by = "zysim", "", "zysim"
    core.created = core.modified = EPOCH.replace(tzinfo=None)
    buffer = BytesIO()
    document.save(buffer)
    path.write_bytes(same_dates(buffer.getvalue()))


def same_dates(packed: bytes) -> bytes:
    """Return a zip archive whose entries carry no date, so that equal contents are equal bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


def _set_page(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = PAGE
    for side, size in MARGINS.items():
        setattr(section, f"{side}_margin", Cm(size))
    before, after = WORDS[paper.lang][2:]
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(before)
    _add_field(foot, "PAGE", "1")
    foot.add_run(after)


def _set_styles(document: Any, lang: str) -> None:
    styles = document.styles
    styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    for name, size, font, bold in (
        ("Normal", SIZES["body"], BODY, False),
        ("Title", SIZES["title"], HEAD, True),
        ("Subtitle", SIZES["subtitle"], HEAD, False),
        ("Heading 1", SIZES[1], HEAD, True),
        ("Body Text", SIZES["body"], BODY, False),
        ("Caption", SIZES["caption"], HEAD, False),
        ("Table Text", SIZES["table"], BODY, False),
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
    styles["Table Text"].paragraph_format.space_after = Pt(0)
    styles["Caption"].paragraph_format.space_before = Pt(6)
    styles["Caption"].paragraph_format.space_after = Pt(4)


def _add_caption(document: Any, word: str, sequence: str, number: int, text: str) -> Any:
    """Add a caption with a field that Word counts."""
    caption = document.add_paragraph(style="Caption")
    caption.add_run(word)
    _add_field(caption, f"SEQ {sequence} \\* ARABIC", str(number))
    caption.add_run(f"  {text}")
    return caption


def _add_field(paragraph: Any, code: str, result: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", result), ("end", "")):
        run = paragraph.add_run(result if kind == "text" else None)
        if kind == "text":
            continue
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


def _add_table(document: Any, block: TableBlock, number: int, lang: str) -> None:
    word = WORDS[lang][0]
    caption = _add_caption(document, word, word.strip(), number, block.caption)
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.heads))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, block.shares, strict=True):
        column.width = int(WIDTH * share)
    _rule(table._tbl.tblPr, "w:tblBorders", {"top": BORDERS["top"], "bottom": BORDERS["bottom"]})
    for at, row in enumerate([block.heads, *block.rows]):
        cells = table.rows[at].cells
        properties = table.rows[at]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for place, cell in enumerate(row):
            cells[place].width = int(WIDTH * block.shares[place])
            paragraph = cells[place].paragraphs[0]
            paragraph.style = document.styles["Table Text"]
            paragraph.add_run(shown(cell)).bold = at == 0
            number = isinstance(block.rows[0][place], Amount)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
            paragraph.paragraph_format.keep_with_next = at < min(2, len(block.rows))
            if at == 0:
                _rule(
                    cells[place]._tc.get_or_add_tcPr(), "w:tcBorders", {"bottom": BORDERS["head"]}
                )
    document.add_paragraph(style="Table Text")


def _rule(properties: Any, tag: str, sides: dict[str, int]) -> None:
    """Set borders, in the order the format asks for."""
    borders = OxmlElement(tag)
    for side in ("top", "bottom"):
        if side in sides:
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", str(sides[side])), ("color", "000000")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
    properties.append(borders)


def _add_picture(document: Any, block: PictureBlock, number: int, lang: str) -> None:
    place = document.add_paragraph()
    place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    place.paragraph_format.keep_with_next = True
    drawn = place.add_run().add_picture(str(block.path), width=WIDTH)
    drawn._inline.docPr.set("descr", block.alt)
    drawn._inline.docPr.set("title", block.caption)
    word = WORDS[lang][1]
    _add_caption(document, word, word.strip(), number, block.caption)
