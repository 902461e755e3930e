"""A conclusion card on one page of A4: letters as large as let it fit."""

from __future__ import annotations

import math

import numpy as np

from zysim.columns import width
from zysim.report.card.draw import PATHS_SIZE
from zysim.report.card.tell import CardText
from zysim.report.paper.word_styles import SHEET_LINE, SHEET_MARGINS

LARGEST, SMALLEST, STEP = 10.5, 7.0, 0.5
"""Sizes of letters that are tried, in points."""
PICTURE = 0.72
"""Width of the picture against that of the text."""
POINTS = 72 / 2.54
"""Points of a centimetre."""
WIDE = (21.0 - SHEET_MARGINS["left"] - SHEET_MARGINS["right"]) * POINTS
PICTURE_MM = 10 * PICTURE * WIDE / POINTS
"""Width of the picture, in millimetres."""
HIGH = (29.7 - SHEET_MARGINS["top"] - SHEET_MARGINS["bottom"]) * POINTS
PLACE = 0.5
"""Width of a place against the size of letters; a Chinese character takes two."""
CELL = 11.0
"""Points that the margins of a cell take of its width."""
SPARE = 0.97
"""Share of the page that is filled at most: fonts and programs differ a little."""


def sheet_size(text: CardText, columns: tuple[float, ...]) -> float:
    """Return the size of letters, in points, at which a card and its picture fill one page.

    Parameters
    ----------
    text
        The card.
    columns
        Widths of the columns of its table, as shares of the whole.
    """
    for size in np.arange(LARGEST, SMALLEST, -STEP):
        if sheet_height(text, columns, float(size)) <= SPARE * HIGH:
            return float(size)
    return SMALLEST


def sheet_height(text: CardText, columns: tuple[float, ...], size: float) -> float:
    """Return how high a card is in letters of a size, both in points."""
    said = [text.answer, text.peak, text.source, *(f"{a}：{b}" for a, b in text.paragraphs)]
    high = _lines(text.question, 1.5 * size, WIDE) + _lines(text.basis, size, WIDE) + 6
    high += sum(_lines(each, size, WIDE) + 3 for each in said)
    high += WIDE * PICTURE * PATHS_SIZE[1] / PATHS_SIZE[0] + 2 * _lines("", 0.9 * size, WIDE) + 4
    for row in (text.heads, *text.rows):
        high += max(
            _lines(cell, 0.9 * size, WIDE * share - CELL)
            for cell, share in zip(row, columns, strict=True)
        )
    return high


def _lines(words: str, size: float, wide: float) -> float:
    """Return how high words stand, in points."""
    count = max(1, math.ceil(width(words) * size * PLACE / wide))
    return count * size * SHEET_LINE
