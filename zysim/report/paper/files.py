"""The files of a report: Word, workbook, pictures, CSV of every table, PDF where asked."""

from __future__ import annotations

import csv
from pathlib import Path

from zysim.errors import InputError
from zysim.files import SEAL, staged_folder
from zysim.report.paper.blocks import Paper, written
from zysim.report.paper.compose import compose
from zysim.report.paper.findings import Findings
from zysim.report.paper.pictures import draw_pictures
from zysim.report.paper.typeset import check_typst, write_pdf
from zysim.report.paper.word import same_dates, write_word
from zysim.report.paper.workbook import write_workbook
from zysim.wording import Lang

NAME = "report"


EDITED = ("docx", "xlsx", "pdf")
"""Files that people write into, or send around: never replaced unless they say so."""


def refuse_to_replace(out: Path, lang: Lang) -> None:
    """Stop where a report stands already, which someone may have edited.

    Raises
    ------
    InputError
        Naming the files in the way.
    """
    held = [out / f"{NAME}.{lang}.{ending}" for ending in EDITED]
    names = [str(path) for path in held if path.exists()]
    if names:
        msg = (
            f"{', '.join(names)}: there already, and perhaps edited; nothing was changed. Choose "
            "another folder with --out, or give --force to replace it."
        )
        zh = (
            f"{'、'.join(names)}：已存在，可能已有人修改；未改动任何文件。"
            "请用 --out 换一个文件夹，或加 --force 覆盖。"
        )
        raise InputError(msg, zh=zh)


def write_report(
    found: Findings, out: Path, lang: Lang, *, pdf: bool = False, force: bool = False
) -> list[Path]:
    """Write all files of a report in one language.

    Parameters
    ----------
    found
        From :func:`zysim.report.paper.findings.find`.
    out
        Folder to write into.
    lang
        Language of the report.
    pdf
        Whether to set a PDF too.
    force
        Whether a report that stands in the folder may be replaced.

    Returns
    -------
    list of pathlib.Path
        The Word file first, the manifest last.

    Raises
    ------
    InputError
        If a PDF is asked for and typst is missing, or a report stands in the folder.
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    if pdf:
        check_typst()
    if not force:
        refuse_to_replace(out, lang)
    with staged_folder(out) as stage:
        paper = compose(found, draw_pictures(found, stage, lang), lang)
        word, book = stage / f"{NAME}.{lang}.docx", stage / f"{NAME}.{lang}.xlsx"
        write_word(paper, word)
        write_workbook(paper, found, book)
        book.write_bytes(same_dates(book.read_bytes()))
        if pdf:
            write_pdf(paper, stage / f"{NAME}.{lang}.pdf")
        write_tables(paper, stage)
        (stage / SEAL).write_text(found.ensemble.manifest.to_json(), encoding="utf-8")
        names = sorted(path.name for path in stage.iterdir() if path.name != SEAL)
    first = sorted(names, key=lambda name: (not name.startswith(NAME), name))
    return [out / name for name in [*first, SEAL]]


def write_tables(paper: Paper, folder: Path) -> None:
    """Write each table, numbers as numbers, with the mark by which Excel knows UTF-8."""
    for table in paper.tables:
        heads, rows = table.tidy
        with (folder / f"{table.id}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([head.replace("\n", " ") for head in heads])
            writer.writerows([written(cell) for cell in row] for row in rows)
