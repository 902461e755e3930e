"""A conclusion card as a file: Markdown, picture or Word, by the ending of its name."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

from zysim.errors import InputError
from zysim.files import write_bytes
from zysim.plots.style import house_style, save_figure
from zysim.report.card.draw import draw_card, draw_paths, paths_caption
from zysim.report.card.find import CardFindings
from zysim.report.card.sheet import PICTURE_MM, sheet_size
from zysim.report.card.tell import CardText
from zysim.report.paper.blocks import (
    Amount,
    Block,
    Cell,
    Paper,
    Paragraph,
    PictureBlock,
    TableBlock,
)
from zysim.report.paper.word import write_word

ENDINGS = (".png", ".svg", ".pdf", ".docx", ".md")
PICTURES = ENDINGS[:3]
WIDTHS = (2.0, 2.4, 0.7, 0.8)


def write_card(card: CardFindings, text: CardText, path: Path, *, force: bool = False) -> None:
    """Write a card.

    Raises
    ------
    InputError
        If the ending is none of ``ENDINGS``, or, without ``force``, a document is there already.
    OSError
        If the file cannot be written.
    """
    check_path(path, force=force)
    if path.suffix == ".md":
        write_bytes(path, markdown(text).encode("utf-8"))
        return
    mpl.use("Agg")
    with tempfile.TemporaryDirectory() as folder:
        stem = Path(folder) / "card"
        ending = path.suffix.removeprefix(".")
        formats = (ending,) if path.suffix in PICTURES else ("png",)
        with house_style():
            figure = draw_card if path.suffix in PICTURES else draw_paths
            (drawn,) = save_figure(figure(card, text), stem, formats)
        if path.suffix in PICTURES:
            write_bytes(path, drawn.read_bytes())
            return
        word = Path(folder) / "card.docx"
        picture = PictureBlock(
            "card",
            paths_caption(card, text.lang),
            text.answer,
            drawn,
            millimetres=PICTURE_MM,
        )
        write_word(paper_of(text, [picture]), word)
        write_bytes(path, word.read_bytes())


def check_path(path: Path, *, force: bool = False) -> None:
    """Refuse an ending that is not known, and a document that someone may have edited.

    Raises
    ------
    InputError
        Naming what is known, or the file in the way.
    """
    if path.suffix not in ENDINGS:
        known = ", ".join(ENDINGS)
        msg = f"{path.name}: a card is written as {known}. Give its name one of these endings."
        raise InputError(msg, zh=f"{path.name}：结论卡的文件名应以 {known} 之一结尾。")
    if path.suffix == ".docx" and path.exists() and not force:
        msg = f"{path}: there already, and perhaps edited. Choose another name, or give --force."
        raise InputError(
            msg, zh=f"{path}：已存在，可能已有人修改。请换一个文件名，或加 --force 覆盖。"
        )


def blocks_of(text: CardText) -> list[Block]:
    """Return a card as blocks of a report: the question with its answer, then the conditions."""
    colon = "：" if text.lang == "zh" else ". "
    blocks: list[Block] = [Paragraph(text.answer, strong=len(text.answer)), Paragraph(text.peak)]
    blocks += [
        Paragraph(f"{head}{colon}{said}", strong=len(head)) for head, said in text.paragraphs
    ]
    if text.rows:
        rows = tuple(
            (question, label, *map(_number, numbers)) for question, label, *numbers in text.rows
        )
        blocks.append(TableBlock("conditions", text.table, text.heads, rows, WIDTHS))
    return blocks


def paper_of(text: CardText, further: Sequence[Block] = ()) -> Paper:
    """Return a card as a document of its own, on one page with its picture."""
    blocks = blocks_of(text)
    columns = next((each.shares for each in blocks if isinstance(each, TableBlock)), (1.0,) * 4)
    return Paper(
        title=text.question,
        subtitle=text.basis,
        lang=text.lang,
        blocks=(*blocks, *further, Paragraph(text.source)),
        sheet=sheet_size(text, columns),
    )


def markdown(text: CardText) -> str:
    """Return a card in Markdown; marks of the format in the words are escaped."""
    parts = [f"# {_escaped(text.question)}", _escaped(text.basis)]
    parts += [f"**{_escaped(text.answer)}**", _escaped(text.peak)]
    colon = "：" if text.lang == "zh" else ". "
    parts += [f"**{_escaped(head)}**{colon}{_escaped(said)}" for head, said in text.paragraphs]
    if text.rows:
        rows = [text.heads, ("---",) * len(text.heads), *text.rows]
        table = "\n".join("| " + " | ".join(_cell(each) for each in row) + " |" for row in rows)
        parts += [f"**{_escaped(text.table)}**", table]
    return "\n\n".join([*parts, _escaped(text.source)]) + "\n"


def plain(text: CardText) -> list[str]:
    """Return the paragraphs of a card for a terminal, without the table."""
    colon = "：" if text.lang == "zh" else ". "
    said = [f"{head}{colon}{words}" for head, words in text.paragraphs]
    return [text.question, text.basis, text.answer, text.peak, *said]


def _number(text: str) -> Cell:
    """Return a share as a number, and one that is only bounded as it is read."""
    digits = text.removesuffix("%")
    return Amount(int(digits) / 100, 0, "%") if digits.isdigit() else text


def _cell(text: str) -> str:
    return text if text == "---" else _escaped(text).replace("|", "\\|")


def _escaped(text: str) -> str:
    for mark in "\\`*_[]<>#":
        text = text.replace(mark, f"\\{mark}")
    return text
