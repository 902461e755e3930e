"""The text of a model file: decoded, and cut into its entries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zysim.errors import ModelFileError, bad_rows
from zysim.reading.lexer import identifier
from zysim.reading.sections import Sections, body_of, read_sections
from zysim.reading.xmile import is_xmile, read_xmile
from zysim.wording import Pair

LARGEST_FILE = 20_000_000
"""Bytes; a model of three thousand variables with diagrams is about one million."""
SKETCH = "\\\\\\---///"
"""Starts the part of the file that holds the diagrams."""
NAMED_ENCODING = re.compile(rb"^\{([A-Za-z0-9_\- ]{2,20})\}")
ENCODINGS = {
    "utf8": "utf-8-sig",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "big5": "big5",
    "latin1": "cp1252",
    "iso88591": "cp1252",
    "cp1252": "cp1252",
    "windows1252": "cp1252",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One equation of the file: ``name[dims] = equation ~ unit ~ comment |``."""

    name: str
    subscripts: tuple[str, ...]
    equation: str
    """Right-hand side, on one line."""
    unit: str
    comment: str
    group: str
    line: int = 0


def scalar_id(name: str, elements: tuple[str, ...]) -> str:
    """Return the id of one element of an array, from identifiers.

    >>> scalar_id("capital", ("food",)), scalar_id("gdp", ())
    ('capital[food]', 'gdp')
    """
    return f"{name}[{','.join(elements)}]" if elements else name


def typed_id(name: str) -> str:
    """Return the id of a name as typed: ``Hot Water[Tank A]`` is ``hot_water[tank_a]``."""
    head, bracket, rest = name.partition("[")
    if not bracket:
        return identifier(name)
    return f"{identifier(head)}[{','.join(map(identifier, rest.rstrip('] ').split(',')))}]"


def read_text(path: Path) -> tuple[str, str]:
    """Return the text of a model file and its SHA-256.

    UTF-8 is read, and otherwise what the first line names, Chinese (GBK), or Western European
    (Windows-1252), whichever the bytes fit.

    Raises
    ------
    ModelFileError
        If the file is missing, too large, empty, holds NUL, or ends inside an entry. All problems
        are told at once.
    """
    if not path.is_file():
        msg = f"{path}: no such model file. Give the path of a Vensim .mdl or XMILE file."
        raise ModelFileError(msg, zh=f"{path}：没有这个模型文件，请给出 .mdl 或 XMILE 文件的路径。")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        msg = f"{path}: {size:,} bytes; model files above {LARGEST_FILE:,} bytes are refused."
        raise ModelFileError(msg, zh=f"{path}：文件 {size:,} 字节，超过上限 {LARGEST_FILE:,}。")
    data = path.read_bytes()
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    problems = [*_problems(text)]
    if problems:
        chinese, english = zip(*problems, strict=True)
        raise ModelFileError(str(bad_rows(path, english)), zh=bad_rows(path, chinese).zh)
    return text, hashlib.sha256(data).hexdigest()


def decode(data: bytes) -> str:
    r"""Return the text of bytes whose coding is not known for sure.

    >>> decode("排放 = 1".encode("gbk")), decode(b"caf\xe9 = 1")
    ('排放 = 1', 'café = 1')
    """
    named = NAMED_ENCODING.match(data)
    asked = named.group(1).decode().lower() if named else ""
    tried = [ENCODINGS.get(re.sub(r"[^a-z0-9]", "", asked), "utf-8-sig")]
    for coding in (*tried, "utf-8-sig"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
    western = data.decode("cp1252", errors="replace")
    high = sum(byte > 0x7F for byte in data)
    common = sum("\u4e00" <= each <= "\u9fff" for each in chinese)
    return chinese if 2 * common >= 0.6 * high else western


def _problems(text: str) -> Iterator[Pair]:
    if not text.strip():
        yield "文件是空的", "the file is empty"
        return
    if "\0" in text:
        at = text.index("\0")
        yield f"第 {at} 个字符是 NUL：不是文本文件", f"NUL byte at character {at}: not a text file"
    if is_xmile(text):
        return
    body = body_of(text)
    if "~" not in body or "|" not in body:
        yield (
            "没有方程：每条写作 `名称 = 表达式 ~ 单位 ~ 注释 |`",
            "no equation found: an entry is `name = expression ~ unit ~ comment |`",
        )
    if body.strip() and body.rstrip()[-1:] not in ("|", "~") and "|" in body:
        tail = " ".join(body.rstrip().rsplit("|", 1)[-1].split())
        if tail and not tail.startswith(":END OF MACRO:"):
            yield (
                f"文件在一条方程中间结束：{tail[-60:]!r} 之后没有 |",
                f"the file ends inside an entry: {tail[-60:]!r} has no closing |",
            )


def entries(text: str) -> Iterator[Entry]:
    """Give the equations of a model text in file order, each with the group it stands in."""
    return entries_of(sections_of(text))


def sections_of(text: str) -> Sections:
    """Return what a Vensim or XMILE text holds."""
    return read_xmile(text) if is_xmile(text) else read_sections(text)


def entries_of(sections: Sections) -> Iterator[Entry]:
    """Give the equations of a model, each with the group it stands in."""
    for each in sections.equations:
        if each.kind in ("plain", "unchangeable", "data") and not each.problem:
            yield Entry(
                name=each.name,
                subscripts=each.subscripts,
                equation=" ".join(each.right.split()),
                unit=each.unit,
                comment=each.comment,
                group=each.group,
                line=each.line,
            )


def group_titles(text: str) -> dict[str, str]:
    r"""Return the title of each group: the comment of its marker, Chinese name first.

    >>> group_titles("*********\n\t.people\n*********~\n\t\t人口。People\n\t|\n")
    {'people': '人口 People'}
    """
    return {
        name: " ".join(comment.replace("。", " ").split())
        for name, comment in read_sections(text).groups.items()
    }
