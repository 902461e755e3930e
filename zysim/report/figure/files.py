"""The files of a figure: pictures, its numbers as CSV, charts to edit, and what made them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

import matplotlib as mpl
import xlsxwriter

from zysim.errors import InputError
from zysim.files import staged_folder
from zysim.plots.style import house_style, need_chinese, save_figure
from zysim.report.figure.draw import draw_figure
from zysim.report.figure.find import FigureFound
from zysim.report.figure.native import deck_of, write_figure_sheet
from zysim.report.figure.table import figure_table, write_table
from zysim.wording import Lang

PICTURES = ("png", "svg", "pdf")
FORMATS = (*PICTURES, "xlsx", "pptx")
EDITED = ("xlsx", "pptx")
"""Files that people write into: never replaced unless they say so."""
EPOCH = datetime(2000, 1, 1)
MANIFEST = "manifest.json"


def write_figure(
    found: FigureFound,
    out: Path,
    langs: Sequence[Lang],
    formats: Collection[str] = PICTURES,
    *,
    force: bool = False,
) -> list[Path]:
    """Write a figure with its numbers and its manifest.

    Parameters
    ----------
    found
        From :func:`zysim.report.figure.find.find_figure`.
    out
        Folder to write into.
    langs
        Languages, a set of files each.
    formats
        Of ``FORMATS``; the CSV file and the manifest are written always.
    force
        Whether a workbook or a presentation that is there may be replaced.

    Returns
    -------
    list of pathlib.Path
        Pictures first, the manifest last.

    Raises
    ------
    InputError
        If a format is unknown, a file that people edit is in the way, or Chinese is asked for
        and no font has its characters.
    ResultError
        If the folder cannot be written; it then holds what it held before.
    """
    check_files(found.spec.id, out, langs, formats, force=force)
    stem = found.spec.id
    with staged_folder(out) as stage:
        for lang in langs:
            _write_one(found, stage / f"{stem}.{lang}", lang, formats)
        names = sorted(
            (path.name for path in stage.iterdir()),
            key=lambda name: (name.rpartition(".")[2] not in PICTURES, name),
        )
        record = {
            **json.loads(found.ensemble.manifest.to_json()),
            "figure": found.spec.to_record(),
            "written": {
                name: hashlib.sha256((stage / name).read_bytes()).hexdigest() for name in names
            },
        }
        text = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True)
        (stage / f"{stem}.{MANIFEST}").write_text(text + "\n", encoding="utf-8")
    return [out / name for name in [*names, f"{stem}.{MANIFEST}"]]


def check_files(
    stem: str, out: Path, langs: Sequence[Lang], formats: Collection[str], *, force: bool
) -> None:
    """Refuse what could not be written, before anything is run.

    Raises
    ------
    InputError
        As for :func:`write_figure`.
    """
    unknown = [each for each in formats if each not in FORMATS]
    if unknown:
        known = ", ".join(FORMATS)
        msg = f"unknown format {unknown[0]!r}: a figure is written as {known}."
        raise InputError(msg, zh=f"没有名为 {unknown[0]!r} 的格式：图可写成 {known}。")
    if "zh" in langs:
        need_chinese()
    held = [
        out / f"{stem}.{lang}.{ending}" for lang in langs for ending in EDITED if ending in formats
    ]
    names = ", ".join(str(path) for path in held if path.exists())
    if names and not force:
        msg = f"{names}: there already, and perhaps edited. Choose another --out, or give --force."
        zh = f"{names}：已存在，可能已有人修改。请用 --out 换一个文件夹，或加 --force 覆盖。"
        raise InputError(msg, zh=zh)


def _write_one(found: FigureFound, stem: Path, lang: Lang, formats: Collection[str]) -> None:
    mpl.use("Agg")
    pictures = tuple(each for each in PICTURES if each in formats)
    if pictures:
        with house_style():
            save_figure(draw_figure(found, lang), stem, pictures)
    write_table(figure_table(found, lang), stem.with_name(stem.name + ".csv"))
    if "xlsx" in formats:
        with xlsxwriter.Workbook(str(stem.with_name(stem.name + ".xlsx"))) as book:
            book.set_properties({"created": EPOCH})
            for at, shown in enumerate(found.shown, start=1):
                write_figure_sheet(book, book.add_worksheet(f"{at}"), found, shown, lang)
    if "pptx" in formats:
        # Only here: python-pptx takes half a second that pictures can spare.
        from zysim.report.slides.powerpoint import open_template, write_powerpoint

        write_powerpoint(
            deck_of(found, lang), stem.with_name(stem.name + ".pptx"), open_template(None)
        )
