"""A decision taken later, held against fixed settings: what was found, and as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from zysim.inputs.seek_question import Decide, SeekQuestion
from zysim.inputs.settings import Settings
from zysim.metrics.spread import Share
from zysim.seeking.answer import hold_record
from zysim.seeking.signals import Score, Signal

By = Literal["statistic", "all", "coin"]
"""One statistic; all of them as one score; or a coin, which knows nothing: the control."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Fixed settings or a rule, in worlds that were not used to find it."""

    chances: tuple[Share, ...]
    """Of each condition."""
    change: float
    """Mean over the worlds, in whole settings, years counted as by ``seek``."""
    cost: float
    """Median of the net present cost against the start, in yi CNY; NaN without payments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The best rule by one signal."""

    by: By
    signal: Signal | None
    """Of one statistic, else None."""
    threshold: float
    """In the unit of the statistic; a pure number of a score, and from 0 to 1 of the coin."""
    below: Settings
    above: Settings
    """Cases that it leads to."""
    strict_below: bool
    """Whether the case below the threshold is the one that changes more."""
    value: float
    """In the worlds of the search: what is wanted least, with what falling short counts."""
    course: Course
    strict: Share
    """How often the case that changes more is taken."""
    false_alarm: Share
    """It is taken although the first condition would hold with the other too."""
    missed: Share
    """It is not taken although the first condition fails, and would hold with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A rule against fixed settings."""

    question: SeekQuestion
    start: Settings
    decide: Decide
    signals: tuple[Signal, ...]
    score: Score
    fixed: Settings
    """Best fixed settings."""
    fixed_course: Course
    start_course: Course
    rules: tuple[Watched, ...]
    """One a statistic and one for all together, the best in the worlds of the search first."""
    coin: Watched
    """The best rule by a coin: what waiting and mixing do without knowing anything."""
    known: float
    """Mean change (or cost) where each world were foreseen exactly: no rule can do better."""
    known_fixed: float
    """The same of the fixed settings, in the same worlds."""
    worlds: int
    fresh: int
    runs: int

    @property
    def rule(self) -> Watched:
        """The best rule."""
        return self.rules[0]

    @property
    def gain(self) -> float:
        """Share of the change (or cost) of the fixed settings that the best rule saves.

        NaN where the fixed settings change nothing, so that nothing can be saved.
        """
        return self.saved(self.rule)

    def saved(self, rule: Watched) -> float:
        """Return the share of the change (or cost) of the fixed settings that a rule saves."""
        fixed, own = self._least(self.fixed_course), self._least(rule.course)
        return (fixed - own) / abs(fixed) if fixed else np.nan

    @property
    def foreseen(self) -> float:
        """The same share where each world were foreseen; minus infinity where it cannot be met."""
        size = abs(self.known_fixed)
        return (self.known_fixed - self.known) / size if size else np.nan

    def _least(self, course: Course) -> float:
        return course.change if self.question.least == "change" else course.cost

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        rules = [
            {
                "by": each.by,
                "signal": None if each.signal is None else each.signal.signpost.id,
                "year": None if each.signal is None else each.signal.year,
                "unit": None if each.signal is None else each.signal.signpost.unit,
                "threshold": each.threshold,
                "below": each.below.id,
                "above": each.above.id,
                "strict": "below" if each.strict_below else "above",
                **_course(each.course),
                "strict_share": _share(each.strict),
                "false_alarm": _share(each.false_alarm),
                "missed": _share(each.missed),
            }
            for each in (*self.rules, self.coin)
        ]
        return {
            "question": self.question.id,
            "title_zh": self.question.title[0],
            "title_en": self.question.title[1],
            "start": self.start.id,
            "decide_in": self.decide.year,
            "asked": [hold_record(each) for each in self.question.holds],
            "least": self.question.least,
            "before": _course(self.start_course),
            "fixed": {"case": self.fixed.id, **_course(self.fixed_course)},
            "rules": rules,
            "gain": self.gain if np.isfinite(self.gain) else None,
            "gain_coin": None if np.isnan(self.gain) else self.saved(self.coin),
            "gain_foreseen": self.foreseen if np.isfinite(self.foreseen) else None,
            "score": {
                each.signpost.id: {"mean": mean, "deviation": deviation, "weight": weight}
                for each, mean, deviation, weight in zip(
                    self.signals,
                    self.score.means.tolist(),
                    self.score.deviations.tolist(),
                    self.score.weights.tolist(),
                    strict=True,
                )
            },
            "worlds": self.worlds,
            "fresh": self.fresh,
            "runs": self.runs,
            "seed": self.question.seed,
        }


def _share(share: Share) -> dict[str, float]:
    return {"probability": share.value, "low": share.low, "high": share.high}


def _course(course: Course) -> dict[str, Any]:
    return {
        **_share(course.chances[0]),
        "each": [_share(each) for each in course.chances],
        "change": course.change,
        "cost": None if np.isnan(course.cost) else course.cost,
    }
