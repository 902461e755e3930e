"""The word for what was found of a case."""

from __future__ import annotations

from zysim.metrics.result_numbers import Chance
from zysim.metrics.verdict import verdict
from zysim.wording import Pair


def verdict_of(chance: Chance) -> Pair:
    """Return the word for a chance and its range."""
    if chance.record is None or chance.lowest is None or chance.highest is None:
        return verdict(chance.delivered.value)
    return verdict(chance.record.value, chance.lowest.value, chance.highest.value)
