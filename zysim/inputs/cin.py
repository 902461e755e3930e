"""Vensim's files of changed constants (``.cin``): read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.text_file import read_text

COMMENT = re.compile(r"^\s*(?:!|\\\\\\)")


def read_cin(path: Path) -> dict[str, float]:
    """Return the constants that a file sets, by name as written, in its order.

    A line is ``name = number``, also with subscripts, ``name[a, b] = number``; one that begins
    with ``!`` is a comment. The last line for a name counts, as in Vensim.

    Raises
    ------
    InputError
        If the file cannot be read or a line is not of this form; every line is listed.
    """
    found: dict[str, float] = {}
    problems = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        text = line.strip().rstrip("~|").strip()
        if not text or COMMENT.match(line):
            continue
        name, equals, value = (part.strip() for part in text.partition("="))
        parsed = parse_number(value) if equals and name else None
        if isinstance(parsed, float):
            found[name] = parsed
            continue
        what = parsed or Problem("is not NAME = NUMBER", "应写作 名称 = 数")
        problems.append(
            what.under(f"line {number}: {text[:60]!r}", f"第 {number} 行：{text[:60]!r}")
        )
    if problems:
        raise refuse(path, problems)
    return found


def cin_text(constants: Mapping[str, float]) -> str:
    r"""Return constants as Vensim reads them, by their names in the model file.

    >>> cin_text({"Birth Rate": 0.03, "Share[north]": 1.0})
    'Birth Rate = 0.03\nShare[north] = 1.0\n'
    """
    return "".join(f"{name} = {value!r}\n" for name, value in constants.items())
