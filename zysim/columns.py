"""Text in columns and lines, aligned even where Chinese characters take two places."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence

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
    """Return the width to write for: that of the terminal, at least 80 and at most 120."""
    return max(80, min(120, shutil.get_terminal_size((100, 24)).columns))


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
    sizes = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        (" " * gap).join(
            pad(cell, size, right=at in right)
            for at, (cell, size) in enumerate(zip(row, sizes, strict=True))
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


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
