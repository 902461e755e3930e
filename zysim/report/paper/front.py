"""The cover of a report and the choice of its chapters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zysim.inputs.problems import Problem, refuse
from zysim.wording import Lang, Pair, pick

LONGEST = 190
"""Characters of a title; a longer one fits no cover."""
AUTHOR: Pair = ("编制：{name}", "Author: {name}")
UNIT: Pair = ("单位：{name}", "Unit: {name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What an author puts on the cover; what is empty is left out."""

    title: str = ""
    """That of the city if empty."""
    author: str = ""
    unit: str = ""
    date: str = ""
    """As it shall be read, or ``YYYY-MM-DD``."""
    chapters: tuple[str, ...] = ()
    """All if empty."""
    fan: bool = False
    """Whether the summary ends with the fan, where the chapter that shows it is left out."""

    def __post_init__(self) -> None:
        """Refuse what no cover can hold.

        Raises
        ------
        InputError
            If a line is longer than ``LONGEST`` or breaks.
        """
        problems = []
        for name, text in (
            ("title", self.title),
            ("author", self.author),
            ("unit", self.unit),
            ("date", self.date),
        ):
            if len(text) > LONGEST or "\n" in text:
                problems.append(
                    Problem(
                        f"{name} of {len(text)} characters: one line of at most {LONGEST}",
                        f"{name} 有 {len(text)} 字：应为一行，不超过 {LONGEST} 字",
                    )
                )
        if problems:
            raise refuse("report", problems)

    def lines(self, lang: Lang) -> tuple[str, ...]:
        """Return the lines below the title.

        >>> Front(unit="市发改委", date="2026-11-30").lines("zh")
        ('单位：市发改委', '2026 年 11 月 30 日')
        """
        said = [
            pick(words, lang).format(name=name)
            for words, name in ((AUTHOR, self.author), (UNIT, self.unit))
            if name
        ]
        return (*said, *([_day(self.date, lang)] if self.date else []))


def _day(text: str, lang: Lang) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    if lang == "zh":
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    return f"{day.day} {day:%B} {day.year}"
