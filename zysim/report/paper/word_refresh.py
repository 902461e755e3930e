"""Bring the numbers of an edited report up to date, and leave what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from zysim.inputs.problems import Problem, refuse
from zysim.inputs.text_file import read_bytes
from zysim.report.paper.blocks import Paper, Paragraph, PictureBlock, TableBlock, own_words
from zysim.report.paper.word import packed
from zysim.report.paper.word_fields import MADE, made_name, sum_of
from zysim.report.paper.word_parts import (
    add_text,
    make_picture,
    make_table,
    table_text,
    widen_marks,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What became of each generated part of an edited report, by id."""

    renewed: tuple[str, ...]
    """Written anew: nobody had changed it."""
    kept: tuple[str, ...]
    """Left as it is: somebody had changed it."""
    absent: tuple[str, ...]
    """Taken out by somebody, and not put back."""


def refresh_word(paper: Paper, old: Path) -> tuple[bytes, Refreshed]:
    """Return an edited report with new numbers, and what was renewed.

    Parameters
    ----------
    paper
        What a new report would say.
    old
        The document as it was edited; it is read only.

    Raises
    ------
    InputError
        If it cannot be read, or holds nothing that a report wrote.
    """
    data = read_bytes(old)
    try:
        document = Document(BytesIO(data))
    except Exception as error:  # python-docx lets errors of zip, XML and its own through
        raise refuse(
            old, [Problem("cannot be read as a Word document", "无法作为 Word 文档读取")]
        ) from error
    blocks = {
        _key(each).replace("-", "_"): each
        for each in paper.blocks
        if isinstance(each, Paragraph | TableBlock | PictureBlock) and each.id
    }
    marks = list(_marks(document))
    if not marks:
        raise refuse(
            old,
            [
                Problem(
                    "holds nothing that can be renewed: it was not written by this version, or its "
                    "bookmarks are gone. Write a new report into another folder",
                    "其中没有可更新的内容：不是本版所写，或书签已被删除。请另写到一个新文件夹",
                )
            ],
        )
    renewed: list[str] = []
    kept: list[str] = []
    for start, name, total in marks:
        block = blocks.get(name)
        done = block is not None and _renew(document, start, block, total, paper)
        if done and paper.lang == "zh":
            _widen(start)
        (renewed if done else kept).append(name)
    known = {name for _start, name, _total in marks}
    absent = [name for name in blocks if name not in known]
    return packed(document), Refreshed(
        renewed=tuple(renewed), kept=tuple(kept), absent=tuple(absent)
    )


def _key(block: Paragraph | TableBlock | PictureBlock) -> str:
    return block.id if isinstance(block, Paragraph) else block.mark


def _marks(document: Any) -> Iterator[tuple[Any, str, str]]:
    for start in document.element.body.iter(qn("w:bookmarkStart")):
        found = MADE.match(start.get(qn("w:name")) or "")
        if found:
            yield start, found["id"], found["sum"]


def _renew(
    document: Any,
    start: Any,
    block: Paragraph | TableBlock | PictureBlock,
    total: str,
    paper: Paper,
) -> bool:
    """Write one part anew where it is as it was written; say whether it was."""
    match block:
        case Paragraph():
            text = _renew_text(document, start, block, total, paper)
        case TableBlock():
            text = _renew_table(document, start, block, total)
        case PictureBlock():
            text = _renew_picture(document, start, block)
    if text is None:
        return False
    start.set(qn("w:name"), made_name(_key(block), text))
    return True


def _widen(start: Any) -> None:
    """Widen the marks of what was renewed: a paragraph, or a caption and the table below it."""
    paragraph = start.getparent()
    widen_marks(paragraph)
    after = paragraph.getnext()
    if after is not None and after.tag == qn("w:tbl"):
        widen_marks(after)


def _renew_text(
    document: Any, start: Any, block: Paragraph, total: str, paper: Paper
) -> str | None:
    """Return the new words of a paragraph; None, and nothing is done, where it was edited."""
    inside = list(_inside(start))
    if sum_of(_text(inside)) != total:
        return None
    fresh = document.add_paragraph()
    add_text(fresh, Paragraph(block.text, strong=block.strong), paper)
    for each in inside:
        each.getparent().remove(each)
    place = start
    for each in [each for each in fresh._p if each.tag != qn("w:pPr")]:
        place.addnext(each)
        place = each
    fresh._p.getparent().remove(fresh._p)
    return own_words(block.text)


def _renew_table(document: Any, start: Any, block: TableBlock, total: str) -> str | None:
    table = start.getparent().getnext()
    if table is None or table.tag != qn("w:tbl"):
        return None
    rows = Table(table, document).rows
    if sum_of("\t".join(cell.text for row in rows for cell in row.cells)) != total:
        return None
    table.addprevious(make_table(document, block)._tbl)
    table.getparent().remove(table)
    _caption(start, block.caption)
    return table_text(block)


def _renew_picture(document: Any, start: Any, block: PictureBlock) -> str | None:
    picture = start.getparent().getprevious()
    if picture is None or picture.find(f".//{qn('w:drawing')}") is None:
        return None
    fresh = make_picture(document, block)._p
    picture.addprevious(fresh)
    held = set(_images(fresh))  # an image that is the same to the byte is not stored twice
    for each in _images(picture):
        if each not in held:
            document.part.drop_rel(each)
    picture.getparent().remove(picture)
    _caption(start, block.caption)
    return block.caption


def _images(paragraph: Any) -> list[str]:
    """Return the ids of the images that a paragraph shows."""
    return [each.get(qn("r:embed")) for each in paragraph.iter(qn("a:blip"))]


def _inside(start: Any) -> Iterator[Any]:
    """Give the elements between a bookmark's start and its end."""
    number, each = start.get(qn("w:id")), start.getnext()
    while each is not None and not (
        each.tag == qn("w:bookmarkEnd") and each.get(qn("w:id")) == number
    ):
        yield each
        each = each.getnext()


def _text(elements: list[Any]) -> str:
    """Return the words of some elements but what fields show, which Word counts anew."""
    found, inside = [], 0
    for part in elements:
        for each in part.iter(qn("w:t"), qn("w:fldChar")):
            if each.tag == qn("w:t"):
                found.append("" if inside else each.text or "")
            else:
                inside += {"begin": 1, "end": -1}.get(each.get(qn("w:fldCharType")), 0)
    return "".join(found)


def _caption(start: Any, caption: str) -> None:
    """Write the words of a caption anew, behind its number."""
    runs = [each for each in _inside(start) if each.tag == qn("w:r")]
    for run in WordParagraph(start.getparent(), None).runs:  # type: ignore[arg-type]
        if run._r in runs:
            run.text = f"  {caption}" if run._r is runs[0] else ""
