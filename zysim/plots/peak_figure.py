"""The figure `zysim run --out` writes: peaks of all scenarios, and the boundaries below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from zysim.columns import fold
from zysim.plots.boundaries import boundary_panels
from zysim.plots.peak_lines import peak_lines
from zysim.plots.style import PRINTED, QUIET
from zysim.wording import Lang

SIZE = (PRINTED, 5.9)
CAPTION_WIDTH: Mapping[Lang, int] = {"zh": 116, "en": 116}
"""Places per line; a Chinese character takes two."""
SUBTITLE_WIDTH = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakStory:
    """What the figure says, in one language; numbers are in Mt CO2 per year."""

    headline: str
    """The answer in words."""
    subtitle: str
    caption: str
    titles: Mapping[str, str]
    """Scenario id to its name."""
    notes: Mapping[str, str]
    """Scenario id to the line about its peak."""
    peaks: Mapping[tuple[str, str], tuple[float, float]]
    """(Scenario id, boundary) to year and height."""
    panel_notes: Mapping[str, str]
    """Boundary to the line with the peak years under it."""
    chosen: str
    """Boundary of the main chart."""
    accounts: Mapping[str, str]
    """Boundary to its name."""
    reference: str
    """Scenario drawn dashed."""
    goal: int
    """Year marked."""
    history: int
    """Last year of history, shaded."""


def draw_peak_figure(data: pd.DataFrame, story: PeakStory, lang: Lang) -> Figure:
    """Draw the main chart with the boundary panels below it.

    Parameters
    ----------
    data
        Columns ``scenario``, ``boundary``, ``year``, ``value`` (Mt CO2 per year).
    story
        Texts and peaks.
    lang
        Language of the axis texts.

    Returns
    -------
    matplotlib.figure.Figure
        Call it inside :func:`zysim.plots.style.house_style`, and save it there.
    """
    layout = ConstrainedLayoutEngine(h_pad=0.06, w_pad=0.08, hspace=0.02)
    figure = plt.figure(figsize=SIZE, layout=layout)
    upper, lower = list(figure.subfigures(2, 1, squeeze=False, height_ratios=[2.2, 1.0])[:, 0])
    top, bottom = upper.subplots(), lower.subplots()
    chosen = data[data["boundary"] == story.chosen]
    peaks = {name: at for (name, letter), at in story.peaks.items() if letter == story.chosen}
    years: dict[str, Any] = {
        "baseline": story.reference,
        "history_until": story.history,
        "mark": story.goal,
    }
    peak_lines(
        chosen, peaks=peaks, titles=story.titles, notes=story.notes, lang=lang, ax=top, **years
    )
    boundary_panels(
        data,
        peaks=story.peaks,
        notes=story.panel_notes,
        accounts=story.accounts,
        chosen=story.chosen,
        lang=lang,
        ax=bottom,
        **years,
    )
    figure.suptitle(story.headline, x=0.012, ha="left", fontsize=13.5, fontweight="bold")
    top.set_title(
        fold(story.subtitle, SUBTITLE_WIDTH), fontsize=8.5, fontweight="normal", color=QUIET, pad=8
    )
    figure.supxlabel(
        fold(story.caption, CAPTION_WIDTH[lang]), x=0.012, ha="left", fontsize=7.5, color=QUIET
    )
    return figure
