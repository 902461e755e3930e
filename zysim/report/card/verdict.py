"""The word for a chance, the same for the same numbers everywhere."""

from __future__ import annotations

from zysim.metrics.result_numbers import Chance
from zysim.report.card import words
from zysim.wording import Pair

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
    (sure, yes), (likely, probably), (open_, unclear), (never, hardly), (_none, no) = words.VERDICTS
    if value >= likely + NEAR:
        return yes if low is not None and min(low, value) >= sure else probably
    if value > open_ - NEAR:
        return unclear
    return no if high is not None and max(high, value) < never else hardly


def verdict_of(chance: Chance) -> Pair:
    """Return the word for a chance and its range."""
    if chance.record is None:
        return verdict(chance.delivered.value)
    return verdict(chance.record.value, chance.low, chance.high)
