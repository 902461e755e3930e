"""What the plan asks for in a year between two targets, by a stated rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from zysim.inputs.history import Measure
from zysim.inputs.targets import Target
from zysim.wording import Lang, Pair, pick

Rule = Literal["level", "change", "rising", "past", "chance"]
RULES: Mapping[Rule, Pair] = {
    "level": ("{start}→{end} 年直线", "line {start} to {end}"),
    "change": ("{start}→{end} 年按年均摊", "equal yearly parts, {start} to {end}"),
    "rising": ("至 {end} 年逐年", "every year to {end}"),
    "past": ("{end} 年目标", "target of {end}"),
    "chance": ("{end} 年前的可能性", "chance by {end}"),
}
"""How the amount due in a year follows from the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPath:
    """The straight part of the plan's path that ends at a target."""

    target: Target
    start: int
    """Year it begins."""
    begins: float
    """Level then, in the unit of the model: the target before it, a published figure or the median
    of what the model says."""

    def share(self, year: int) -> float:
        """Return which part of the way is due by a year, 1 once the target is past."""
        return min(1.0, (year - self.start) / (self.target.year - self.start))

    def level(self, year: int) -> float:
        """Return the level due in a year, in the unit of the model; a past target in full.

        A level goes along a line, a change in equal yearly parts, a rise by what every year must
        bring.
        """
        threshold = self.target.threshold
        if self.target.compare == "rising>=":
            return float(self.begins * (1 + threshold / 100))
        share = self.share(year)
        if self.target.reference_year is None:
            return self.begins + share * (threshold - self.begins)
        return self.begins * (1 + share * threshold / 100)

    def due(self, year: int, measure: Measure) -> float:
        """Return what a statistic is to show: a level, or its change on the year before."""
        if measure == "level":
            return self.level(year)
        if self.target.compare == "rising>=":
            return self.target.threshold / 100
        return self.level(year) / self.level(year - 1) - 1

    def gap(self, value: float, year: int, measure: Measure) -> float:
        """Return how far a statistic is behind, as a share of the target; below 0 is ahead.

        Of a change on the year before the target is what that year must bring.
        """
        due = self.due(year, measure)
        if measure == "growth":
            size = abs(due)
        elif self.target.reference_year is None:
            size = abs(self.target.threshold)
        else:
            size = self.begins * (abs(self.target.threshold) or 100.0) / 100
        behind = value - due if self.target.compare.endswith("<=") else due - value
        return (abs(behind) if self.target.compare == "==" else behind) / (size or 1.0)

    def rule(self, year: int) -> Rule:
        """Return the rule that the amount due in a year follows."""
        return rule_of(self.target, year)


def rule_of(target: Target, year: int) -> Rule:
    """Return the rule that gives what is due of a target in a year."""
    if target.compare == "peak<=":
        return "chance"
    if target.compare == "rising>=":
        return "rising"
    if year >= target.year:
        return "past"
    return "level" if target.reference_year is None else "change"


def rule_text(target: Target, start: int, year: int, lang: Lang) -> str:
    """Say by which rule what is due follows from the target."""
    words = pick(RULES[rule_of(target, year)], lang)
    return words.format(start=start, end=target.year)


def step_before(target: Target, targets: Iterable[Target]) -> Target | None:
    """Return the target that the path comes from: the latest earlier one of the same variable.

    Only levels are steps of one path; a change counts from its own reference year.
    """
    if target.reference_year is not None or target.compare == "peak<=":
        return None
    earlier = [
        each
        for each in targets
        if (each.variable, each.compare) == (target.variable, target.compare)
        and each.year < target.year
    ]
    return max(earlier, key=lambda each: each.year, default=None)


def path_to(
    target: Target, targets: Iterable[Target], levels: Mapping[int, float], year: int
) -> PlanPath | None:
    """Return the path to a target in a year.

    Parameters
    ----------
    target
        One that is modelled, and no peak.
    targets
        All of the plan.
    levels
        Year to level of the variable, in the unit of the model: published, or the median; the
        first year is where the plan begins.
    year
        The year asked for.

    Returns
    -------
    PlanPath or None
        None where the years that the target counts have not begun.
    """
    before = step_before(target, targets)
    if before is not None:
        start, begins = before.year, before.threshold
    else:
        start = min(levels) if target.reference_year is None else target.reference_year
        begins = levels[start]
    if min(year, target.year) <= start:
        return None
    if target.compare == "rising>=":
        start = min(year, target.year) - 1
        begins = levels[start]
    return PlanPath(target=target, start=start, begins=begins)


def target_for(variable: str, year: int, targets: Iterable[Target]) -> Target | None:
    """Return the target that a figure of a variable is on the way to; the last one if it is past.

    A peak is none: no single figure is on the way to it.
    """
    own = sorted(
        (each for each in targets if each.variable == variable and each.compare != "peak<="),
        key=lambda each: each.year,
    )
    return next((each for each in own if each.year >= year), own[-1] if own else None)
