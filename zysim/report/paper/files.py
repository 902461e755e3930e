"""The files of a report: Word, workbook, pictures, CSV of every table, PDF where asked."""

from __future__ import annotations

import csv
from pathlib import Path

from zysim.files import SEAL, staged_folder
from zysim.report.paper.blocks import Paper, shown
from zysim.report.paper.compose import compose
from zysim.report.paper.findings import Findings
from zysim.report.paper.pictures import draw_pictures
from zysim.report.paper.typeset import check_typst, write_pdf
from zysim.report.paper.word import same_dates, write_word
from zysim.report.paper.workbook import write_workbook
from zysim.wording import Lang

NAME = "report"


def write_report(found: Findings, out: Path, lang: Lang, *, pdf: bool = False) -> list[Path]:
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

    Returns
    -------
    list of pathlib.Path
        The Word file first, the manifest last.

    Raises
    ------
    InputError
        If a PDF is asked for and typst is missing.
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    if pdf:
        check_typst()
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
    """Write each table as it is read in the report, with the mark by which Excel knows UTF-8."""
    for table in paper.tables:
        with (folder / f"{table.id}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.heads)
            writer.writerows([shown(cell) for cell in row] for row in table.rows)
