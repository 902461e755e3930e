"""The files of a report: Word, workbook, pictures, CSV of every table, PDF where asked."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from zysim.errors import InputError
from zysim.files import SEAL, staged_folder
from zysim.report.paper.blocks import Paper, written
from zysim.report.paper.compose import compose
from zysim.report.paper.findings import Findings
from zysim.report.paper.front import Front
from zysim.report.paper.pictures import DrawnPictures
from zysim.report.paper.typeset import check_typst, write_pdf
from zysim.report.paper.word import same_dates, write_word
from zysim.report.paper.word_refresh import Refreshed, refresh_word
from zysim.report.paper.workbook import write_workbook
from zysim.runs.safe_names import not_formula
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
            f"{', '.join(names)}: there already, and perhaps edited; nothing was changed. Give "
            "--refresh to renew the numbers and keep what was written, choose another folder with "
            "--out, or give --force to replace it."
        )
        zh = (
            f"{'、'.join(names)}：已存在，可能已有人修改；未改动任何文件。"
            "请加 --refresh 只更新数字、保留改过的文字，或用 --out 换一个文件夹，或加 --force "
            "覆盖。"
        )
        raise InputError(msg, zh=zh)


def write_report(
    found: Findings,
    out: Path,
    lang: Lang,
    *,
    pdf: bool = False,
    force: bool = False,
    front: Front | None = None,
    template: Path | None = None,
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
    front
        Cover and chapters; a plain cover and all chapters if None.
    template
        Word document whose styles are taken.

    Returns
    -------
    list of pathlib.Path
        The Word file first, the manifest last.

    Raises
    ------
    InputError
        If a PDF is asked for and typst is missing, a report stands in the folder, a chapter is
        unknown, or the template lacks a style.
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    if pdf:
        check_typst()
    if not force:
        refuse_to_replace(out, lang)
    word = f"{NAME}.{lang}.docx"
    with staged_folder(out) as stage:
        paper = compose(found, DrawnPictures(found, stage, lang), lang, front=front)
        write_word(paper, stage / word, template)
        _write_beside(paper, found, stage, {each: f"{NAME}.{lang}.{each}" for each in EDITED}, pdf)
        names = _names(stage)
    return [out / name for name in names]


def refresh_report(
    found: Findings, out: Path, lang: Lang, *, pdf: bool = False, front: Front | None = None
) -> tuple[list[Path], Refreshed]:
    """Bring the numbers of a report in a folder up to date, and leave what people wrote.

    Workbook and PDF are written beside those that are there, under a name that is free.

    Returns
    -------
    tuple
        The files written, the Word file first, and what was renewed in it.

    Raises
    ------
    InputError
        If there is no report, or nothing in it can be renewed; and as for :func:`write_report`.
    ResultError
        If a file cannot be written, such as one that is open in Word.
    """
    if pdf:
        check_typst()
    word = out / f"{NAME}.{lang}.docx"
    if not word.exists():
        msg = f"{word}: no report to refresh. Leave --refresh out, and one is written."
        raise InputError(msg, zh=f"{word}：没有可更新的报告。请去掉 --refresh，先写一份。")
    names = {each: free_name(out, f"{NAME}.{lang}", each) for each in EDITED}
    with staged_folder(out) as stage:
        paper = compose(found, DrawnPictures(found, stage, lang), lang, front=front)
        made, refreshed = refresh_word(paper, word)
        (stage / word.name).write_bytes(made)
        _write_beside(paper, found, stage, names, pdf)
        written = _names(stage)
    return [out / name for name in written], refreshed


def free_name(out: Path, stem: str, ending: str) -> str:
    """Return a name that no file of a folder has: ``report.zh.xlsx``, else ``report.zh.2.xlsx``."""
    name, number = f"{stem}.{ending}", 2
    while (out / name).exists():
        name, number = f"{stem}.{number}.{ending}", number + 1
    return name


def _write_beside(
    paper: Paper, found: Findings, stage: Path, names: Mapping[str, str], pdf: bool
) -> None:
    book = stage / names["xlsx"]
    write_workbook(paper, found, book)
    book.write_bytes(same_dates(book.read_bytes()))
    if pdf:
        write_pdf(paper, stage / names["pdf"])
    write_tables(paper, stage)
    (stage / SEAL).write_text(found.ensemble.manifest.to_json(), encoding="utf-8")


def _names(stage: Path) -> list[str]:
    """Return the files of a report, the Word file first, the manifest last."""
    names = sorted(path.name for path in stage.iterdir() if path.name != SEAL)
    return [*sorted(names, key=lambda name: (not name.startswith(NAME), name)), SEAL]


def write_tables(paper: Paper, folder: Path) -> None:
    """Write each table, numbers as numbers, with the mark by which Excel knows UTF-8."""
    for table in paper.tables:
        heads, rows = table.tidy
        with (folder / f"{table.id}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([not_formula(head.replace("\n", " ")) for head in heads])
            writer.writerows([not_formula(written(cell)) for cell in row] for row in rows)
