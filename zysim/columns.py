"""Text in columns and lines, aligned even where Chinese characters take two places."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

NARROWEST, USUAL, WIDEST = 40, 100, 120
"""Places of a line: the fewest written for, those where there is no terminal, and the most."""
FEWEST = 8
"""Places that a column of a table keeps where a terminal is narrow."""
OPENING = "“‘（《〈【「"
CLOSING = "”’）》〉】」，。、；：！？…"


def width(text: str) -> int:
    """Return how many places a text takes on a terminal.

    >>> width("B 省级口径")
    10
    """
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def terminal_width() -> int:
    """Return the width to write for: that of the terminal, at least 40 and at most 120."""
    return max(NARROWEST, min(WIDEST, _seen_width() or USUAL))


def _seen_width() -> int | None:
    """Return how many places a line of the terminal has; None where there is no terminal."""
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told):
        return int(told)
    if sys.__stdout__ is None:
        return None
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or None
    except (OSError, ValueError):  # a file or pipe, or closed
        return None


def pad(text: str, places: int, *, right: bool = False) -> str:
    """Fill a text with spaces to a number of places; ``right`` aligns it to the right.

    >>> pad("省", 4) + "|", pad("7", 3, right=True)
    ('省  |', '  7')
    """
    spaces = " " * max(0, places - width(text))
    return spaces + text if right else text + spaces


def cut(text: str, places: int) -> str:
    """Return a text of at most so many places; what is cut off is marked.

    >>> cut("很长的方案名称", 10), cut("plan", 10)
    ('很长的方…', 'plan')
    """
    if width(text) <= places:
        return text
    kept = next(at for at in range(len(text), -1, -1) if width(text[:at]) < places)
    return text[:kept] + "…"


def columns(
    rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), gap: int = 2
) -> str:
    """Return rows as lines with aligned columns.

    Where a terminal is too narrow, cells are broken into lines; where that does not do, the table
    comes in parts, each with its first column.

    Parameters
    ----------
    rows
        Texts, all rows of one length; the first may be the heading.
    right
        Positions of columns aligned to the right (numbers).
    gap
        Spaces between columns.

    Examples
    --------
    >>> print(columns([["情景", "Mt"], ["plan", "4.6"]], right=frozenset({1})))
    情景   Mt
    plan  4.6
    """
    if not rows:
        return ""
    seen = _seen_width()
    sizes = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    if seen is None or sum(sizes) + gap * (len(sizes) - 1) <= (wide := max(NARROWEST, seen)):
        return _aligned(rows, sizes, right, gap)
    least = [_least(rows, at) for at in range(len(sizes))]
    parts = _parts(least, wide, gap)
    return "\n\n".join(
        _aligned(
            [[row[at] for at in part] for row in rows],
            _narrowed([sizes[at] for at in part], [least[at] for at in part], wide, gap),
            frozenset(to for to, at in enumerate(part) if at in right),
            gap,
        )
        for part in parts
    )


def _aligned(
    rows: Sequence[Sequence[str]], sizes: Sequence[int], right: frozenset[int], gap: int
) -> str:
    """Return rows whose cells are broken into lines of so many places each."""
    lines = []
    for row in rows:
        cells = [
            [cell] if width(cell) <= size else fold(cell, size).split("\n")
            for cell, size in zip(row, sizes, strict=True)
        ]
        for line in zip_longest(*cells, fillvalue=""):
            filled = (
                pad(cell, size, right=at in right)
                for at, (cell, size) in enumerate(zip(line, sizes, strict=True))
            )
            lines.append((" " * gap).join(filled).rstrip())
    return "\n".join(lines)


def _least(rows: Sequence[Sequence[str]], at: int) -> int:
    """Return to how many places a column may be narrowed: its longest word, or a few places."""
    natural = max(width(row[at]) for row in rows)
    words = max(width(word.rstrip()) for row in rows for word in _words(row[at]) or [""])
    return min(natural, max(FEWEST, words))


def _parts(least: Sequence[int], wide: int, gap: int) -> list[list[int]]:
    """Return which columns stand side by side, the first one in each part."""
    parts: list[list[int]] = [[0]]
    for at in range(1, len(least)):
        taken = sum(least[each] + gap for each in parts[-1])
        if len(parts[-1]) > 1 and taken + least[at] > wide:
            parts.append([0])
        parts[-1].append(at)
    return parts


def _narrowed(sizes: Sequence[int], least: Sequence[int], wide: int, gap: int) -> list[int]:
    """Return widths of columns that fit into a line: the widest give way first."""
    found = list(sizes)
    while sum(found) + gap * (len(found) - 1) > wide:
        can = [at for at in range(len(found)) if found[at] > least[at]]
        if not can:
            break
        found[max(can, key=found.__getitem__)] -= 1
    return found


def fold(text: str, places: int, indent: str = "") -> str:
    """Break a text into lines of at most ``places``; Chinese may break anywhere.

    No line begins with a closing mark or ends with an opening one.

    >>> print(fold("二氧化碳 emissions", 8, "  "))
    二氧化
      碳
      emissions
    """
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if width(line) + width(word.rstrip()) > places - len(indent) and line.strip():
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    lines.append(line.rstrip())
    return ("\n" + indent).join(lines)


def _words(text: str) -> list[str]:
    """Cut a text where a line may end: after spaces, and around each wide character."""
    words: list[str] = []
    word = ""
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF" or char in CLOSING + OPENING
        glued = not word or char in CLOSING or word[-1] in OPENING
        if not glued and (wide or _is_wide(word[-1]) or word[-1] == " "):
            words.append(word)
            word = ""
        word += char
    return [*words, word] if word else words


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or char in CLOSING
