"""The word for a chance, the same for the same numbers everywhere."""

from __future__ import annotations

from zysim.metrics.result_numbers import Chance
from zysim.report.card import words
from zysim.wording import Pair


def verdict(value: float, low: float | None = None, high: float | None = None) -> Pair:
    """Return the word for a chance: the same word for the same numbers everywhere.

    Yes and no are said only where the chance is beyond 95 % (below 5 %) under every condition.

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
    >>> verdict(0.97, 0.5, 1.0)[1]
    'probably'
    """
    (sure, yes), (likely, probably), (open_, unclear), (never, hardly), (_none, no) = words.VERDICTS
    if value >= likely:
        return yes if low is not None and min(low, value) >= sure else probably
    if value > open_:
        return unclear
    return no if high is not None and max(high, value) < never else hardly


def verdict_of(chance: Chance) -> Pair:
    """Return the word for a chance and its range."""
    if chance.record is None:
        return verdict(chance.delivered.value)
    return verdict(chance.record.value, chance.low, chance.high)
