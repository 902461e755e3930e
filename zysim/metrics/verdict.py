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
    (0.95, ("能", "yes")),
    (2 / 3, ("多半能", "probably")),
    (1 / 3, ("难说", "an open question")),
    (0.05, ("多半不能", "probably not")),
    (0.0, ("不能", "no")),
)
"""Lowest chance for each word; the outer two also ask that no condition says otherwise."""
NEAR = 0.04
"""About the half of a 95 % interval of a chance of one in three from 512 states of the world."""


def verdict(value: float, low: float | None = None, high: float | None = None) -> Pair:
    """Return the word for a chance: the same word for the same numbers everywhere.

    Yes and no are said only where the chance is beyond 95 % (below 5 %) under every condition.
    Within ``NEAR`` of a bound between two words the more open one is said, so that some hundred
    states of the world and some thousand do not give different words.

    Parameters
    ----------
    value
        The chance.
    low, high
        Its range over conditions; without one nothing is certain.

    Examples
    --------
    >>> verdict(0.54, 0.0, 0.93)[0], verdict(0.03)[0], verdict(0.02, 0.0, 0.04)[0]
    ('难说', '多半不能', '不能')
    >>> verdict(0.97, 0.5, 1.0)[1], verdict(0.32)[0], verdict(0.68)[0]
    ('probably', '难说', '难说')
    """
    (sure, yes), (likely, probably), (open_, unclear), (never, hardly), (_none, no) = VERDICTS
    if value >= likely + NEAR:
        return yes if low is not None and min(low, value) >= sure else probably
    if value > open_ - NEAR:
        return unclear
    return no if high is not None and max(high, value) < never else hardly


def light_of(value: float) -> Colour:
    """Return the light of a chance: green with (probably) yes, red with (probably) no.

    >>> [light_of(each) for each in (0.75, 0.67, 0.5, 0.2)]
    ['green', 'yellow', 'yellow', 'red']
    """
    likely, open_ = VERDICTS[1][0], VERDICTS[2][0]
    if value >= likely + NEAR:
        return "green"
    return "yellow" if value > open_ - NEAR else "red"
