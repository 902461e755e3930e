"""Paragraphs, tables and pictures of a report in Word."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from zysim.report.paper.blocks import (
    MARK,
    WORDS,
    Amount,
    Paper,
    Paragraph,
    PictureBlock,
    TableBlock,
    own_words,
    resolved,
    shown,
)
from zysim.report.paper.word_fields import add_field, bookmark, made_name, reference_name
from zysim.report.paper.word_package import set_borders
from zysim.report.paper.word_styles import TABLE_TEXT, text_width

WIDE = re.compile("([“”‘’…—]+)")
"""Marks that Chinese and Western texts share, and that each draws in a width of its own."""
BORDERS = {"top": 12, "bottom": 12, "head": 6}
"""Eighths of a point: 1.5 pt above and below, 0.75 pt under the head, none elsewhere."""


def add_text(paragraph: Any, block: Paragraph, paper: Paper) -> None:
    """Write a paragraph, with a field for the number of each picture and table it names."""
    place = block.strong
    if place:
        paragraph.add_run(block.text[:place]).bold = True
    for mark in MARK.finditer(block.text):
        paragraph.add_run(block.text[place : mark.start()])
        number = resolved(mark[0], paper)
        add_field(paragraph, f"REF {reference_name(mark[1])} \\h", number)
        place = mark.end()
    paragraph.add_run(block.text[place:])
    if block.id:
        bookmark(paragraph, made_name(block.id, own_words(block.text)))


def widen_marks(element: Any) -> None:
    """Let quotation marks and dashes stand in the Chinese font, as wide as a character.

    Word draws them in the Latin font, narrow, wherever a run does not say otherwise.
    """
    for run in list(element.iter(qn("w:r"))):
        texts = run.findall(qn("w:t"))
        if len(texts) != 1 or not WIDE.search(texts[0].text or ""):
            continue
        for piece in filter(None, WIDE.split(texts[0].text)):
            part = deepcopy(run)
            words = part.find(qn("w:t"))
            words.text = piece
            words.set(qn("xml:space"), "preserve")
            if WIDE.fullmatch(piece):
                part.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
            run.addprevious(part)
        run.getparent().remove(run)


def add_caption(document: Any, block: TableBlock | PictureBlock, paper: Paper) -> Any:
    """Add a caption whose number Word counts and the text refers to."""
    kind, number = paper.numbers[block.mark]
    word = WORDS[paper.lang][kind]
    caption = document.add_paragraph(style="Caption")
    caption.add_run(f"{word} ")  # as contents and references write it
    add_field(caption, f"SEQ {word} \\* ARABIC", str(number))
    bookmark(caption, reference_name(block.mark))
    caption.add_run(f"  {block.caption}")
    return caption


def table_text(block: TableBlock) -> str:
    """Return the words of a table, by which it is found to be as it was written."""
    return "\t".join([*block.heads, *(shown(cell) for row in block.rows for cell in row)])


def add_table(document: Any, block: TableBlock, paper: Paper) -> None:
    """Write a table of three lines, its caption above."""
    caption = add_caption(document, block, paper)
    caption.paragraph_format.keep_with_next = True
    bookmark(caption, made_name(block.mark, table_text(block)), first=-1)
    make_table(document, block)
    document.add_paragraph(style=TABLE_TEXT)


def make_table(document: Any, block: TableBlock) -> Any:
    """Add the table alone, at the end of the document, and return it."""
    wide = text_width(document)
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.heads))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, block.shares, strict=True):
        column.width = int(wide * share)
    edges = {"top": BORDERS["top"], "bottom": BORDERS["bottom"]}
    set_borders(table, _borders("w:tblBorders", edges))
    for at, row in enumerate([block.heads, *block.rows]):
        cells = table.rows[at].cells
        properties = table.rows[at]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for place, cell in enumerate(row):
            cells[place].width = int(wide * block.shares[place])
            paragraph = cells[place].paragraphs[0]
            paragraph.style = document.styles[TABLE_TEXT]
            paragraph.add_run(shown(cell)).bold = at == 0
            number = isinstance(block.rows[0][place], Amount)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
            paragraph.paragraph_format.keep_with_next = at < min(2, len(block.rows))
            if at == 0:
                # The width is there already, and nothing else, so that the order is right.
                cells[place]._tc.get_or_add_tcPr().append(
                    _borders("w:tcBorders", {"bottom": BORDERS["head"]})
                )
    return table


def _borders(tag: str, sides: dict[str, int]) -> Any:
    """Return borders, in the order the format asks for."""
    borders = OxmlElement(tag)
    for side in ("top", "bottom"):
        if side in sides:
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", str(sides[side])), ("color", "000000")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
    return borders


def add_picture(document: Any, block: PictureBlock, paper: Paper) -> None:
    """Write a picture as wide as the text, its caption below."""
    make_picture(document, block)
    caption = add_caption(document, block, paper)
    bookmark(caption, made_name(block.mark, block.caption), first=-1)


def make_picture(document: Any, block: PictureBlock) -> Any:
    """Add the picture alone, at the end of the document, and return its paragraph."""
    place = document.add_paragraph()
    place.alignment = WD_ALIGN_PARAGRAPH.CENTER
    place.paragraph_format.keep_with_next = True
    wide = text_width(document)
    if block.millimetres is not None:
        wide = min(wide, Mm(block.millimetres))
    drawn = place.add_run().add_picture(str(block.path), width=int(wide))
    drawn._inline.docPr.set("descr", block.alt)
    drawn._inline.docPr.set("title", block.caption)
    return place
