"""A table to fill in: one row for each signpost, with the unit the holder prints."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from zysim.errors import InputError
from zysim.files import staged_file, write_error, write_text
from zysim.inputs.official_units import written_unit
from zysim.inputs.printed_table import WORKBOOKS
from zysim.inputs.signposts import Signpost
from zysim.inputs.statistics import COLUMNS
from zysim.wording import Lang, pick

NOTES = ("口径（不读取）", "definition (not read)")
WIDTHS = (26, 8, 12, 10, 10, 16, 20, 14, 48)


def write_template(path: Path, signposts: Iterable[Signpost], year: int, lang: Lang) -> None:
    """Write a table with a row for each signpost and its figure left blank.

    Parameters
    ----------
    path
        Ends in .csv or .xlsx; never one that is there.
    signposts
        Of the city.
    year
        Put into every row.
    lang
        Language of header and names.

    Raises
    ------
    InputError
        If the file is there already, or its name ends in anything else.
    ResultError
        If it cannot be written.
    """
    if path.exists():
        msg = f"{path}: is there already. Give the template another name."
        raise InputError(msg, zh=f"{path} 已存在：请为样表换个文件名。")
    if path.suffix.lower() not in (".csv", *WORKBOOKS):
        msg = f"{path}: a template ends in .csv or .xlsx."
        raise InputError(msg, zh=f"{path}：样表的文件名应以 .csv 或 .xlsx 结尾。")
    at = 0 if lang == "zh" else -1
    header = [names[at] for names in COLUMNS.values()] + [pick(NOTES, lang)]
    rows = [
        [
            pick(each.label, lang),
            str(year),
            "",
            "",
            "",
            _unit(each, lang),
            "",
            "",
            _about(each, lang),
        ]
        for each in signposts
    ]
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *rows])
        write_text(path, "\ufeff" + text.getvalue())
        return
    _write_workbook(path, header, rows)


def _unit(each: Signpost, lang: Lang) -> str:
    """Return the unit as the yearbook prints it; it is read in either language."""
    return each.unit if lang == "zh" else written_unit(each.unit_en)


def _about(each: Signpost, lang: Lang) -> str:
    parts = [pick(each.definition, lang), pick(each.holder, lang), pick(each.when, lang)]
    return ("；" if lang == "zh" else "; ").join(part for part in parts if part)


def _write_workbook(path: Path, header: list[str], rows: list[list[str]]) -> None:
    # Only here: the writer takes a tenth of a second that reading can spare.
    import xlsxwriter

    try:
        with staged_file(path) as part, xlsxwriter.Workbook(str(part)) as book:
            sheet = book.add_worksheet()
            bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
            sheet.write_row(0, 0, header, bold)
            for at, row in enumerate(rows, start=1):
                sheet.write_row(at, 0, [int(cell) if cell.isdigit() else cell for cell in row])
            for at, width in enumerate(WIDTHS):
                sheet.set_column(at, at, width)
            sheet.freeze_panes(1, 1)
    except OSError as error:
        raise write_error(path, error) from error
