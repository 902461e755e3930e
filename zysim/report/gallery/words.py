"""Headline above a picture and caption below it, the same way on all of them."""

from __future__ import annotations

from matplotlib.figure import Figure

from zysim.columns import fold
from zysim.plots.style import QUIET, drawn_quotes

PLACES = 18.5
"""Places of a caption line per inch; a Chinese character takes two."""
HEAD_PLACES = 11.5
"""Those of a headline."""


def frame(figure: Figure, headline: str, caption: str) -> Figure:
    """Write headline and caption, and return the figure."""
    width = figure.get_size_inches()[0]
    headline, caption = drawn_quotes(headline), drawn_quotes(caption)
    headline = fold(headline, int(HEAD_PLACES * width))
    figure.suptitle(headline, x=0.012, ha="left", fontsize=11.5, fontweight="bold")
    figure.supxlabel(
        fold(caption, int(PLACES * width)), x=0.012, ha="left", fontsize=7.5, color=QUIET
    )
    return figure
