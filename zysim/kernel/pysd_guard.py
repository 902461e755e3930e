"""What must not reach PySD: its parser evaluates what stands in square brackets as Python.

Our own reader runs nothing of a file. PySD as a referee is another matter: a hostile file could
run code in its parser or break out of a text of the module it writes. So brackets must hold names
or numbers anywhere in the file, even in comments, and the parser gets a function that reads
literals only.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zysim.errors import ModelFileError, bad_rows
from zysim.reading.sections import body_of

_DECIMAL = r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_SIGNED = rf"[-+]?{_DECIMAL}"
_PAIR = rf"\(\s*{_SIGNED}\s*,\s*{_SIGNED}\s*\)"
_LIMITS = re.compile(rf"\[\s*{_PAIR}\s*-\s*{_PAIR}(?:\s*,\s*{_PAIR})*\s*\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_CODE = re.compile(r"[()*{}%]|<<")
"""What names, numbers and ranges never hold; nothing can be called or grow large without."""
_ENCODING = re.compile(r"(?<=\{).*(?=\})")
"""The encoding a file names on its first line, found as PySD finds it."""
_TERM = rf"[-+]?\s*{_DECIMAL}"
_SUM = re.compile(rf"\s*{_TERM}(?:\s*(?=[-+]){_TERM})+\s*")


def read_literal(text: str) -> Any:
    """Return the value of a literal, or of a sum of literal numbers; nothing is run.

    The parser hands what looks like a list of numbers to Python, ``-10 - 5 + 3`` included.

    >>> read_literal("-10 - 5 + 3"), read_literal("(1, 2)")
    (-12.0, (1, 2))
    """
    if _SUM.fullmatch(text):
        return sum(float("".join(each.split())) for each in re.findall(_TERM, text))
    return literal_eval(text)


def guard_parser() -> None:
    """Give PySD's parser a function that reads literals in the place of ``eval``."""
    from pysd.translators.vensim import vensim_element  # a second to load

    vars(vensim_element)["eval"] = read_literal


def refuse_code(path: Path, text: str) -> None:
    """Refuse a model text that PySD must not see.

    Raises
    ------
    ModelFileError
        Listing every place that could hold code.
    """
    problems = [*_code(body_of(text))]
    if problems:
        told = bad_rows(path, problems)
        raise ModelFileError(str(told), zh=told.zh)


def _code(body: str) -> Iterator[str]:
    """Tell of what the parser could run, or could read as another text than the one checked."""
    if '"""' in body:
        yield "three quotes in a row could end a text in PySD's module; remove them"
    named = _ENCODING.search(body.partition("\n")[0])
    if named and named.group().strip().lower() not in ("utf-8", "utf8"):
        yield f"the first line names the encoding {named.group()!r}; PySD reads only {{UTF-8}}"
    for match in _BRACKETS.finditer(body):
        if _CODE.search(match.group()) and not _LIMITS.fullmatch(match.group()):
            line = body.count("\n", 0, match.start()) + 1
            shown = " ".join(match.group()[:40].split())
            yield f"line {line}: square brackets must hold names or numbers, got {shown!r}"
