"""What a deck is made of, whatever program shows it: slides with a sentence, a chart or a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zysim.report.paper.blocks import Cell
from zysim.wording import Lang

Kind = Literal["line", "bar", "column", "stacked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values of one line or one colour of bars, one for each category of the chart."""

    name: str
    values: tuple[float | None, ...]
    """None leaves a gap."""
    colour: str
    """Six hexadecimal digits."""
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart whose numbers can be edited where it is shown."""

    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    """Title of the axis of values."""
    form: str = "0"
    """Number format of the axis and of labels, as spreadsheets write it."""
    labelled: bool = False
    """Whether each value is written beside its bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a slide: a row of heads and rows of cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    """Of the columns against each other; if none, the first is twice as wide as the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide: the title is the sentence that it shows."""

    id: str
    title: str
    points: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    notes: str = ""
    """What the speaker needs: account, statistic, sources, command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """Slides in one language with the line that stands at the foot of each."""

    title: str
    foot: str
    lang: Lang
    slides: tuple[Slide, ...]
