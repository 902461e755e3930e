"""The text of a model file: checked before any parser sees it, and cut into its entries.

PySD's parser evaluates what stands in the square brackets of a lookup table as Python, so a
hostile file could run code. Here brackets must hold names or numbers anywhere in the file, even
in comments, or the file is refused before it is parsed: whatever the parser takes for a comment,
a quoted name or an equation, it meets no code.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zysim.errors import ModelFileError, bad_rows

LARGEST_FILE = 20_000_000
"""Bytes; a model of three thousand variables with diagrams is about one million."""
DEEPEST_NESTING = 60
"""Brackets inside brackets; deeper equations overrun the parser."""
SKETCH = "\\\\\\---///"
"""Starts the part of the file that holds the diagrams."""

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PAIR = rf"\(\s*{_NUMBER}\s*,\s*{_NUMBER}\s*\)"
_LIMITS = re.compile(rf"\[\s*{_PAIR}\s*-\s*{_PAIR}(?:\s*,\s*{_PAIR})*\s*\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_WIDE = re.compile(r"-\s*[^()\d]*\d{6,}\s*\)")
"""A dimension such as (a1-a1000000), which would be written out."""
_MACRO = re.compile(r":MACRO:.*?:END OF MACRO:", re.DOTALL)
_CODE = re.compile(r"[()*{}%]|<<")
"""What names, numbers and ranges never hold; nothing can be called or grow large without."""
_ENCODING = re.compile(r"(?<=\{).*(?=\})")
"""The encoding a file names on its first line, found as PySD finds it."""
_GROUP = re.compile(r"\*{8,}\s*\.?([^\n*~]+?)\s*\*{8,}\s*$")


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


def identifier(name: str) -> str:
    """Return the name used in tables and commands.

    >>> identifier("Gas output  setting"), identifier('"GDP per-head"')
    ('gas_output_setting', 'gdp_per_head')
    """
    return re.sub(r"[\s_\-]+", "_", name.strip().strip('"').strip()).lower()


def scalar_id(name: str, elements: tuple[str, ...]) -> str:
    """Return the id of one element of an array, from identifiers.

    >>> scalar_id("capital", ("food",)), scalar_id("gdp", ())
    ('capital[food]', 'gdp')
    """
    return f"{name}[{','.join(elements)}]" if elements else name


def read_text(path: Path) -> tuple[str, str]:
    """Return the text of a model file and its SHA-256.

    Raises
    ------
    ModelFileError
        If the file is missing, too large, not UTF-8, empty, holds NUL, or holds something that
        a parser must not see. All problems are told at once.
    """
    if not path.is_file():
        msg = f"{path}: no such model file. Give the path of a Vensim .mdl file."
        raise ModelFileError(msg, zh=f"{path}：没有这个模型文件，请给出 .mdl 文件的路径。")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        msg = f"{path}: {size:,} bytes; model files above {LARGEST_FILE:,} bytes are refused."
        raise ModelFileError(msg, zh=f"{path}：文件 {size:,} 字节，超过上限 {LARGEST_FILE:,}。")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{path}: not UTF-8 at byte {error.start}. Save the model as UTF-8 in Vensim."
        raise ModelFileError(
            msg, zh=f"{path}：第 {error.start} 字节不是 UTF-8，请另存。"
        ) from error
    problems = [*_problems(text.replace("\r\n", "\n"))]
    if problems:
        told = bad_rows(path, problems)
        raise ModelFileError(str(told), zh=told.zh)
    return text.replace("\r\n", "\n"), hashlib.sha256(data).hexdigest()


def _problems(text: str) -> Iterator[str]:
    if not text.strip():
        yield "the file is empty"
        return
    if "\0" in text:
        yield f"NUL byte at character {text.index(chr(0))}: not a text file"
    body = text.partition(SKETCH)[0]
    if "~" not in body or "|" not in body:
        yield "no equation found: an entry is `name = expression ~ unit ~ comment |`"
    yield from _code(body)
    for line, chunk in _chunks(body):
        equation = chunk.partition("~")[0]
        if _depth(equation) > DEEPEST_NESTING:
            shown = " ".join(equation.split())[:40]
            yield f"line {line}: brackets nested deeper than {DEEPEST_NESTING} in {shown!r}"
        if "=" not in equation and ":" in equation and _WIDE.search(equation):
            shown = " ".join(equation.split())[:40]
            yield f"line {line}: a dimension of more than 99,999 elements in {shown!r}"
    if body.strip() and body.rstrip()[-1:] not in ("|", "~") and "|" in body:
        tail = " ".join(body.rstrip().rsplit("|", 1)[-1].split())
        if tail:
            yield f"the file ends inside an entry: {tail[-60:]!r} has no closing |"


def _code(body: str) -> Iterator[str]:
    """Tell of what the parser could run, or could read as another text than the one checked."""
    named = _ENCODING.search(body.partition("\n")[0])
    if named and named.group().strip().lower() not in ("utf-8", "utf8"):
        yield f"the first line names the encoding {named.group()!r}; only {{UTF-8}} is read"
    for match in _BRACKETS.finditer(body):
        if _CODE.search(match.group()) and not _LIMITS.fullmatch(match.group()):
            line = body.count("\n", 0, match.start()) + 1
            shown = " ".join(match.group()[:40].split())
            yield f"line {line}: square brackets must hold names or numbers, got {shown!r}"


def _chunks(body: str) -> Iterator[tuple[int, str]]:
    """Give each entry with the line it starts on."""
    line = 1
    for chunk in body.split("|"):
        blank = len(chunk) - len(chunk.lstrip())
        yield line + chunk[:blank].count("\n"), chunk
        line += chunk.count("\n")


def _depth(equation: str) -> int:
    depth = deepest = 0
    for character in equation:
        if character in "([":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]":
            depth -= 1
    return deepest


def entries(text: str) -> Iterator[Entry]:
    """Give the equations of a model text in file order, each with the group it stands in."""
    group = ""
    body = re.sub(r"^\{[^}]*\}", "", text.partition(SKETCH)[0].lstrip("\ufeff"))
    body = _MACRO.sub("", body)
    for chunk in body.split("|"):
        parts = [part.strip() for part in chunk.split("~")]
        head = parts[0]
        named = _GROUP.match(" ".join(head.split())) if head.startswith("*") else None
        if named:
            group = named.group(1).strip().lstrip(".")
            continue
        left, sign, right = head.partition("=")
        if not sign or len(parts) < 3 or ":" in left.split("[")[0]:
            continue
        name, _, subscripts = left.strip().partition("[")
        yield Entry(
            name=name.strip(),
            subscripts=tuple(
                s.strip() for s in subscripts.rstrip("] \n\t:").split(",") if s.strip()
            ),
            equation=" ".join(right.lstrip("=").split()),
            unit=parts[1].partition("[")[0].strip(),
            comment=" ".join(parts[2].split()),
            group=group,
        )


def group_titles(text: str) -> dict[str, str]:
    r"""Return the title of each group: the comment of its marker, Chinese name first.

    >>> group_titles("*********\n\t.people\n*********~\n\t\t人口。People\n\t|\n")
    {'people': '人口 People'}
    """
    titles = {}
    for chunk in text.partition(SKETCH)[0].split("|"):
        head, _, comment = chunk.partition("~")
        named = _GROUP.search(" ".join(head.split()))
        if named:
            title = " ".join(comment.replace("~", " ").replace("。", " ").split())
            titles[named.group(1).strip().lstrip(".")] = title
    return titles
