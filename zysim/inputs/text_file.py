"""Read a text file that people may have saved from a spreadsheet or an editor."""

from __future__ import annotations

from pathlib import Path

from zysim.errors import reason_of
from zysim.inputs.problems import Problem, refuse

ENCODINGS = ("utf-8-sig", "gb18030")
"""In which Excel and WPS save a table as text."""
NO_TABLE = Problem(
    "not a table in text: save it as CSV in Excel or WPS",
    "不是文本表格：请在 Excel 或 WPS 中另存为 CSV",
)
UTF_16 = Problem("UTF-16 (Excel's Unicode text)", " UTF-16，即 Excel 的 Unicode 文本")
GBK = Problem("GBK (Excel's usual CSV in Chinese)", " GBK，即中文 Excel 默认的 CSV")
BINARY = Problem("a binary file, not text", "二进制文件")
UNKNOWN = Problem("of an unknown encoding", "未知编码")


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, with or without a byte-order mark.

    Raises
    ------
    InputError
        If the file cannot be read or is not UTF-8; the message says how to save it.
    """
    data = read_bytes(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse(path, [_save_again(UTF_16, 1)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(path, [_save_again(_likely_encoding(data), line)]) from error
    if "\0" in text:
        raise refuse(path, [_save_again(BINARY, 1)])
    return text


def read_table(path: Path) -> str:
    """Return the text of a table that a person gives, in UTF-8 or as Excel and WPS save it.

    Raises
    ------
    InputError
        If the file cannot be read or is no text; the message says how to save it.
    """
    text = table_text(read_bytes(path))
    if text is None:
        raise refuse(path, [NO_TABLE])
    return text


def table_text(data: bytes) -> str | None:
    r"""Return the text of a table in UTF-8, GBK or UTF-16; None for what is no text.

    >>> table_text("年份,人口".encode("gbk")), table_text(b"PK\0")
    ('年份,人口', None)
    """
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None


def read_bytes(path: Path) -> bytes:
    """Return what is in a file that someone named.

    Raises
    ------
    InputError
        If it cannot be read; the message says why.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        reason, reason_zh = reason_of(error)
        cause = _other_ending(path) or Problem(
            f"cannot be read ({reason}). Check the name and the folder.",
            f"无法读取（{reason_zh}），请检查文件名与文件夹。",
        )
        raise refuse(path, [cause]) from error


def _other_ending(path: Path) -> Problem | None:
    """Say which file stands in the place of a missing one: systems hide the endings of names."""
    if path.exists():
        return None
    beside = (path.with_name(f"{path.name}.txt"), path.with_suffix(""))
    found = next((each for each in beside if each.is_file()), None)
    if found is None:
        return None
    return Problem(
        f"there is no such file, but {found.name} is in that folder: rename it to {path.name}",
        f"没有这个文件，但该文件夹中有 {found.name}：请改名为 {path.name}",
    )


def _likely_encoding(data: bytes) -> Problem:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return UNKNOWN
    return GBK


def _save_again(found: Problem, line: int) -> Problem:
    return Problem(
        f"line {line}: not UTF-8, it seems to be {found.en}. In Excel or WPS save it as "
        "'CSV UTF-8'; in an editor choose the encoding UTF-8.",
        f"第 {line} 行：不是 UTF-8 编码（疑为{found.zh}）。请在 Excel 或 WPS 中另存为"
        "“CSV UTF-8（逗号分隔）”，或在编辑器中选择 UTF-8 编码。",
    )
