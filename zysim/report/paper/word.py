"""A report as a Word document: cover, contents, captions that Word counts, references to them."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.shared import Pt

from zysim.report.paper import word_contents, word_parts
from zysim.report.paper.blocks import (
    Heading,
    Paper,
    Paragraph,
    PictureBlock,
    TableBlock,
)
from zysim.report.paper.word_package import settle
from zysim.report.paper.word_styles import (
    open_template,
    set_language,
    set_page,
    set_sheet,
    set_styles,
)

COVER = Pt(150)
"""Above the title of a cover."""
LANGUAGE = {"zh": "zh-CN", "en": "en"}
PROPERTY = 255
"""Letters that a property of an office file may have."""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in the document for the time it was made, so that equal reports are equal files."""


def write_word(paper: Paper, path: Path, template: Path | None = None) -> None:
    """Write a report as .docx.

    Parameters
    ----------
    paper
        What to write.
    path
        File to write.
    template
        A document whose styles, page and running heads are taken; none of its text is.

    Raises
    ------
    InputError
        If the template cannot be read or lacks a style.
    OSError
        If the file cannot be written.
    """
    document = open_template(template)
    if template is None:
        set_page(document, paper.lang)
        set_styles(document, paper.lang)
    if paper.sheet is not None:
        set_sheet(document, paper.sheet)
    set_language(document)
    settle(document, own=template is None)
    title = document.add_paragraph(paper.title, style="Title")
    if paper.has_contents:  # a cover of its own
        title.paragraph_format.space_before = COVER
    document.add_paragraph(paper.subtitle, style="Subtitle")
    for line in paper.cover:
        document.add_paragraph(line, style="Subtitle")
    if paper.has_contents:
        word_contents.add_contents(document, paper)
    for block in paper.blocks:
        add_block(document, block, paper)
    if paper.lang == "zh":
        word_parts.widen_marks(document.element.body)
    core = document.core_properties
    core.title, core.subject = property_text(paper.title), property_text(paper.subtitle)
    core.language = LANGUAGE[paper.lang]
    core.author, core.comments, core.last_modified_by = "zysim", "", "zysim"
    core.created = core.modified = EPOCH.replace(tzinfo=None)
    path.write_bytes(packed(document))


def property_text(text: str) -> str:
    """Return a text as a property of an office file, which takes no more letters than this.

    >>> len(property_text("长" * 300)), property_text("方案")
    (255, '方案')
    """
    return text if len(text) <= PROPERTY else text[: PROPERTY - 1] + "…"


def add_block(document: Any, block: Any, paper: Paper) -> None:
    """Add one block at the end of a document."""
    match block:
        case Heading(text, level):
            word_contents.add_heading(document, text, level, paper)
        case Paragraph():
            word_parts.add_text(document.add_paragraph(style="Body Text"), block, paper)
        case TableBlock():
            word_parts.add_table(document, block, paper)
        case PictureBlock():
            word_parts.add_picture(document, block, paper)


def packed(document: Any) -> bytes:
    """Return the bytes of a document, the same for the same contents."""
    buffer = BytesIO()
    document.save(buffer)
    return same_dates(buffer.getvalue())


def same_dates(packed_: bytes) -> bytes:
    """Return a zip archive whose entries carry no date, so that equal contents are equal bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(packed_)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
