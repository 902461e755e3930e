"""The word for a chance, the same for the same numbers everywhere, and its light."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from zysim.wording import Pair

Colour = Literal["green", "yellow", "red"]
WORDS: Mapping[Colour, Pair] = {
    "green": ("在轨", "on track"),
    "yellow": ("预警", "warning"),
    "red": ("脱轨", "off track"),
}
VERDICTS: tuple[tuple[float, Pair], ...] = (
    (0.99, ("几乎确定", "virtually certain")),
    (0.90, ("很可能", "very likely")),
    (0.66, ("较可能", "likely")),
    (0.33, ("大致各半", "about as likely as not")),
    (0.10, ("不大可能", "unlikely")),
    (0.01, ("很不可能", "very unlikely")),
    (0.0, ("几乎不可能", "exceptionally unlikely")),
)
"""Lowest chance for each word, by the likelihood scale of the IPCC (docs/en/card.md).

The outermost two also ask that no condition says otherwise.
"""
LIKELY, UNLIKELY = VERDICTS[2][0], VERDICTS[3][0]
"""From the one on a peak is on track, below the other it is off track."""
CROSSING: Pair = ("，即从{low}到{high}", ", that is from {low} to {high}")


def verdict(value: float, low: float | None = None, high: float | None = None) -> Pair:
    """Return the word for a chance: the same word for the same printed number everywhere.

    It goes by whole per cent, as :func:`zysim.wording.percent_text` prints them, so that the word
    never disagrees with the number beside it. What is virtually certain or exceptionally unlikely
    is so under every condition.

    Parameters
    ----------
    value
        The chance.
    low, high
        Its range over conditions; without one nothing is certain.

    Examples
    --------
    >>> verdict(0.54, 0.0, 0.93)[0], verdict(0.997)[0], verdict(0.997, 0.99, 1.0)[0]
    ('大致各半', '很可能', '几乎确定')
    >>> verdict(0.32)[1], verdict(0.658)[1], verdict(0.002)[1]
    ('unlikely', 'likely', 'very unlikely')
    """
    at = next(at for at, (least, _word) in enumerate(VERDICTS) if _reaches(value, least))
    if at == 0 and (low is None or not _reaches(low, VERDICTS[0][0])):
        at = 1
    last = len(VERDICTS) - 1
    if at == last and (high is None or _reaches(high, VERDICTS[last - 1][0])):
        at = last - 1
    return VERDICTS[at][1]


def crossing(low: float, high: float) -> Pair:
    """Return the words that a range over conditions goes across; empty where it is one word.

    >>> crossing(0.0, 0.93)[0], crossing(0.7, 0.8)[0]
    ('，即从很不可能到很可能', '')
    """
    ends = verdict(low), verdict(high)
    if ends[0] == ends[1]:
        return ("", "")
    zh, en = (text.format(low=ends[0][at], high=ends[1][at]) for at, text in enumerate(CROSSING))
    return (zh, en)


def light_of(value: float) -> Colour:
    """Return the light of a chance: green from likely on, red where unlikely.

    >>> [light_of(each) for each in (0.75, 0.66, 0.5, 0.2)]
    ['green', 'green', 'yellow', 'red']
    """
    if _reaches(value, LIKELY):
        return "green"
    return "yellow" if _reaches(value, UNLIKELY) else "red"


def _reaches(value: float, least: float) -> bool:
    return round(100 * value) >= round(100 * least)
