"""Characters that a terminal cannot show, replaced by something like them."""

from __future__ import annotations

import codecs

PLAIN = "zysim-plain"
"""How a stream treats a character that its encoding lacks: see :func:`plain_characters`."""
PLAINER = {
    "✓": "√",
    "✗": "×",
    "₂": "2",
    "₄": "4",
    "−": "-",
    "–": "-",
    "—": "-",
    "²": "2",
    "³": "3",
    "·": ".",
    "…": "...",
    "→": "->",
    "≤": "<=",
    "≥": ">=",
    "±": "+-",
    "Δ": "d",
    "×": "x",
    "√": "v",
}


def plain_characters(error: UnicodeError) -> tuple[str, int]:
    """Replace what a terminal cannot show by something like it, as an error handler of codecs.

    >>> "CO₂ ✓ 30 ≤ 40".encode("gbk", PLAIN).decode("gbk"), "✗ → 资".encode("ascii", PLAIN)
    ('CO2 √ 30 ≤ 40', b'x -> ?')
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    made = ""
    for mark in error.object[error.start : error.end]:
        while mark in PLAINER and not _has(error.encoding, mark):
            mark = PLAINER[mark]
        made += mark if _has(error.encoding, mark) else "?" * len(mark)
    return made, error.end


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


codecs.register_error(PLAIN, plain_characters)
