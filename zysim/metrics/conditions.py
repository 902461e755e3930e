"""The chance of a peak over weighted structures, and given each of their alternatives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from zysim.arrays import BoolArray, IntArray
from zysim.inputs.structures import Alternative, Question
from zysim.metrics.peak import find_peak
from zysim.metrics.spread import Share, share_of
from zysim.runs.structural import Structural
from zysim.wording import Lang, Pair, pick

ORDER: Pair = (
    "各问按其选项使概率相差多大排列（按情形数加权的标准差，大的在前），情形太少的排在最后",
    "questions in the order of how far their alternatives move the chance (standard deviation by "
    "members, the largest first), those of too few members last",
)
FIRM = 30
"""A chance of fewer members may be 0 or 1 by accident: it is marked, and no range rests on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The chance of a peak in time given one alternative."""

    question: Question
    alternative: Alternative
    members: int
    chance: Share

    @property
    def firm(self) -> bool:
        """Whether it rests on members enough."""
        return self.members >= FIRM


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The chance of a peak in time of one case over the weighted structures."""

    scenario: str
    chance: Share
    conditions: tuple[Condition, ...]
    """By question in the order that ``ORDER`` tells."""
    settled: tuple[Question, ...] = ()
    """What the case itself answers: the chance is no longer over these, and may be set beside that
    of a case that answers them too."""

    @property
    def lowest(self) -> Share:
        """Lowest chance given any one alternative, no higher than the weighted one.

        Few members that all agree count for what so few allow, so that no range runs backwards.
        """
        return min(self._ends, key=lambda each: (each.at_most, -each.low))

    @property
    def highest(self) -> Share:
        """Highest chance given any one alternative, no lower than the weighted one."""
        return max(self._ends, key=lambda each: (each.at_least, -each.high))

    @property
    def _ends(self) -> list[Share]:
        return [self.chance, *(each.chance for each in self.told)]

    @property
    def told(self) -> tuple[Condition, ...]:
        """The conditions that answers name: the firm ones of questions that leave two or more.

        All of them where there are members enough for none.
        """
        firm = [each for each in self.conditions if each.firm]
        count = Counter(each.question.id for each in firm)
        return tuple(each for each in firm if count[each.question.id] > 1) or self.conditions

    def to_record(self, lang: Lang) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "probability": self.chance.value,
            "probability_interval": [self.chance.low, self.chance.high],
            "probability_low": self.lowest.value,
            "probability_high": self.highest.value,
            "settled": [each.id for each in self.settled],
            "structures": [
                {
                    "question": each.question.id,
                    "question_label": pick(each.question.label, lang),
                    "alternative": each.alternative.id,
                    "label": pick(each.alternative.label, lang),
                    "weight": each.alternative.weight,
                    "members": each.members,
                    "probability": each.chance.value,
                    "interval": [each.chance.low, each.chance.high],
                }
                for each in self.conditions
            ],
        }


def conditions_of(found: Structural, goal: int) -> tuple[Conditions, ...]:
    """Return for each case its chance of a peak by the goal, over and given the structures.

    Raises
    ------
    ResultError
        If an emission is not finite.
    """
    every = []
    for at, scenario in enumerate(found.scenarios):
        peak = find_peak(found.emissions[at], found.years)
        early = ~peak.censored & (peak.year <= goal)
        asked = [each for each in found.questions if each.id in found.touched[at]]
        given = conditions_for(scenario, early, asked, found.drawn)
        settled = tuple(each for each in found.questions if each.id in found.settled[at])
        every.append(replace(given, settled=settled))
    return tuple(every)


def conditions_for(
    scenario: str, met: BoolArray, questions: Sequence[Question], drawn: Mapping[str, IntArray]
) -> Conditions:
    """Return the share of members that meet a condition, over and given the structures.

    Parameters
    ----------
    scenario
        Id of the case.
    met
        Whether each member meets it, shape ``(member,)``.
    questions
        Those that touch the case.
    drawn
        Question id to the place of the alternative drawn, shape ``(member,)``.
    """
    by_question = []
    for question in questions:
        given = []
        for place, alternative in enumerate(question.alternatives):
            inside = met[drawn[question.id] == place]
            if inside.size:
                given.append(
                    Condition(
                        question=question,
                        alternative=alternative,
                        members=inside.size,
                        chance=share_of(int(inside.sum()), inside.size),
                    )
                )
        by_question.append(given)
    by_question.sort(key=_spread, reverse=True)
    return Conditions(
        scenario=scenario,
        chance=share_of(int(met.sum()), met.size),
        conditions=tuple(each for given in by_question for each in given),
    )


def _spread(given: list[Condition]) -> float:
    """Return the variance of the chance over the alternatives that are told, by their members."""
    told = [each for each in given if each.firm]
    if len(told) < 2:
        return -1.0
    chances = np.array([each.chance.value for each in told])
    weights = np.array([each.members for each in told], dtype=float)
    middle = np.average(chances, weights=weights)
    return float(np.average((chances - middle) ** 2, weights=weights))
