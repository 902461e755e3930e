"""What a report is made of, whatever file it becomes: headings, sentences, tables, pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zysim.columns import width
from zysim.wording import LITTLE, Counted, percent_ends, percent_within

SHARES = ("%", "chance")
"""Kinds of amounts that are stored as fractions."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a table: shown and stored with the same digits everywhere."""

    value: float
    places: int = 2
    kind: str = ""
    """``%``: a share, shown in percent; ``chance``: one that is never shown as 0 or 100 %; ``+``: a
    difference, shown with its sign."""
    ends: tuple[str, str] = percent_ends(0.5)
    """How a ``chance`` is shown that is next to nothing, and one that is next to all."""

    @classmethod
    def chance(cls, share: Counted) -> Amount:
        """Return a share of members as a chance: where all agree, what so few allow.

        >>> from zysim.metrics.spread import share_of
        >>> Amount.chance(share_of(16, 16)).text
        '>80%'
        """
        return cls(share.value, 0, "chance", percent_ends(share))

    @property
    def stored(self) -> float:
        """The number that stands in a cell of a workbook."""
        places = self.places + 2 if self.kind in SHARES else self.places
        return round(self.value, places) + 0.0

    @property
    def text(self) -> str:
        """The number as read.

        >>> Amount(0.4137, 1, "%").text, Amount(-0.004, 2, "+").text, Amount(5.168).text
        ('41.4%', '0.00', '5.17')
        >>> Amount(0.0, 0, "chance").text
        '<1%'
        """
        if self.kind == "chance":
            return percent_within(self.value, self.ends)
        if self.kind == "%":
            return f"{self.stored:.{self.places}%}"
        if self.kind == "+" and self.stored:
            return f"{self.stored:+.{self.places}f}".replace("-", "−")
        return f"{self.stored:.{self.places}f}".replace("-", "−")

    @property
    def excel(self) -> str:
        """Number format of a workbook that shows the same text."""
        plain = "0" + ("." + "0" * self.places if self.places else "")
        if self.kind == "chance":
            below, above = self.ends
            return f'[<{LITTLE}]"{below}";[>{1 - LITTLE}]"{above}";{plain}%'
        if self.kind == "%":
            return plain + "%"
        return f"+{plain};−{plain};{plain}" if self.kind == "+" else f"{plain};−{plain}"


Cell = str | Amount


def written(cell: Cell) -> str:
    """Return a cell as programs read it: a share as a fraction, a minus of ASCII, no plus.

    >>> written(Amount(-0.4137, 1, "%")), written(Amount(2.0, 2, "+")), written(">2060")
    ('-0.414', '2.00', '>2060')
    """
    if isinstance(cell, str):
        return cell
    return f"{cell.stored:.{cell.places + 2 if cell.kind in SHARES else cell.places}f}"


LINE = 88
"""Letters of a line of a table across the page."""
SHORT = 14
"""Letters of a text that stands in one line; a Chinese character takes two."""
AROUND = 2
"""Letters that the margins of a cell take."""


def _longest_word(text: str) -> int:
    """Return the letters of what must not be broken: a short text, or the longest word of another.

    >>> (
    ...     _longest_word("Plan carried out"),
    ...     _longest_word("按方案实施后的 2030年"),
    ...     _longest_word("本模型解读"),
    ... )
    (7, 4, 10)
    """
    if width(text) <= SHORT:
        return width(text)
    return max(map(len, re.findall(r"[!-~−–]+", text)), default=1)


def shown(cell: Cell) -> str:
    """Return a cell as it is read."""
    return cell.text if isinstance(cell, Amount) else cell


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 for a chapter."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; ``⟦mark⟧`` stands for the number of a picture or a table."""

    text: str
    id: str = ""
    """What a later report finds it by; given to those of a chapter by :func:`named`."""
    strong: int = 0
    """How many letters at its start stand out."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with its caption; ``id`` names its sheet and its CSV file."""

    id: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    """Of the columns against each other; if none, the first is half as wide again as the rest."""
    data: tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]] | None = None
    """Heads and rows with one number a cell, where the printed cells hold several."""

    @property
    def mark(self) -> str:
        """What texts and bookmarks call it; a picture may have the same id."""
        return f"table-{self.id}"

    @property
    def tidy(self) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
        """Heads and rows for the workbook and the CSV file."""
        return self.data or (self.heads, self.rows)

    @property
    def shares(self) -> tuple[float, ...]:
        """Widths of the columns as shares of the whole."""
        widths = self.widths or (1.5, *[1.0] * (len(self.heads) - 1))
        texts = [self.heads, *(map(shown, row) for row in self.rows)]
        words = [max(map(_longest_word, column)) for column in zip(*texts, strict=True)]
        least = [min((each + AROUND) / LINE, 1 / len(widths)) for each in words]
        # What is left when every column has room for its longest word goes by the widths.
        wished = [each / sum(widths) for each in widths]
        more = [max(wish - low, 0.0) for wish, low in zip(wished, least, strict=True)]
        left = 1.0 - sum(least)
        return tuple(
            low + left * each / sum(more) if sum(more) else 1 / len(widths)
            for low, each in zip(least, more, strict=True)
        )


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture with its caption; ``path`` ends in ``.png``, with .svg and .pdf beside it."""

    id: str
    caption: str
    alt: str
    path: Path
    millimetres: float | None = None
    """How wide it is printed, that of the text at most; as wide as the text if None."""

    @property
    def mark(self) -> str:
        """What texts and bookmarks call it; a table may have the same id."""
        return f"figure-{self.id}"


Block = Heading | Paragraph | TableBlock | PictureBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole report in one language."""

    title: str
    subtitle: str
    lang: str
    blocks: tuple[Block, ...]
    cover: tuple[str, ...] = ()
    """Author, unit and date, as far as they were given."""
    sheet: float | None = None
    """Size of its letters in points where all stands on one page; None where it may have more."""

    @property
    def has_contents(self) -> bool:
        """Whether it is long enough for contents: more than one chapter."""
        return sum(isinstance(each, Heading) for each in self.blocks) > 1

    @property
    def numbers(self) -> dict[str, tuple[str, int]]:
        """Mark of each picture and table to ``figure`` or ``table`` and its number."""
        found = {each.mark: ("table", at) for at, each in enumerate(self.tables, start=1)}
        return found | {each.mark: ("figure", at) for at, each in enumerate(self.pictures, start=1)}

    @property
    def tables(self) -> list[TableBlock]:
        """The tables in their order."""
        return [each for each in self.blocks if isinstance(each, TableBlock)]

    @property
    def pictures(self) -> list[PictureBlock]:
        """The pictures in their order."""
        return [each for each in self.blocks if isinstance(each, PictureBlock)]


MARK = re.compile(r"⟦([\w-]+)⟧")
"""What stands in a text for a picture or a table."""
WORDS = {"zh": {"table": "表", "figure": "图"}, "en": {"table": "Table", "figure": "Figure"}}


def resolved(text: str, paper: Paper) -> str:
    """Return a text with the numbers of the pictures and tables that it names.

    >>> table = TableBlock("sums", "Sums", ("a",), (("b",),))
    >>> resolved("See ⟦table-sums⟧.", Paper(title="", subtitle="", lang="en", blocks=(table,)))
    'See Table 1.'
    """

    def name(found: re.Match[str]) -> str:
        kind, number = paper.numbers[found[1]]
        return f"{WORDS[paper.lang][kind]} {number}"

    return MARK.sub(name, text)


def own_words(text: str) -> str:
    """Return a text without the numbers of pictures and tables, which change with their order.

    >>> own_words("See ⟦table-sums⟧.")
    'See .'
    """
    return MARK.sub("", text)


SEE = {"zh": ("（见{}）", "、"), "en": (" See {}.", ", ")}


def named(chapter: str, blocks: Sequence[Block], lang: str) -> list[Block]:
    """Return the blocks of a chapter with an id for each paragraph, and its figures named.

    The first paragraph says which pictures and tables belong to the chapter.
    """
    shown = [each.mark for each in blocks if isinstance(each, TableBlock | PictureBlock)]
    found: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            found.append(block)
            continue
        at = sum(isinstance(each, Paragraph) for each in found)
        text = block.text
        if shown and at == 0:
            said, comma = SEE[lang]
            text += said.format(comma.join(f"⟦{each}⟧" for each in shown))
        found.append(Paragraph(text, f"{chapter}-{at}", block.strong))
    return found
