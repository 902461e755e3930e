"""What slides tell: findings, the conditions they hang on, the costs, the counties, the fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zysim.arrays import FloatArray
from zysim.metrics.conditions import Conditions, conditions_of
from zysim.metrics.county_peaks import county_scalars
from zysim.metrics.middle import middle, quantiles
from zysim.metrics.spread import PeakSpread
from zysim.report.card.phrases import within
from zysim.report.paper.findings import Findings
from zysim.report.peak_difference import level_parts
from zysim.runs.structural import run_structures
from zysim.sensitivity.cost_answer import CostAnswer, answer_costs
from zysim.wording import Lang, Pair, co2_text, pick

REST: Pair = ("其余", "The rest")
PARTS_SHOWN = 7
COSTED = 256
"""States of the world in which costs are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Everything slides show, computed once for all languages and lengths."""

    found: Findings
    conditions: Conditions | None
    """Of the case the slides are about; None where the city has no structures."""
    cost: CostAnswer | None
    """None where the city has no table of payments."""
    counties: Mapping[Pair, FloatArray]
    """Median emissions of the case by county, shape ``(year,)``; empty where there are none."""

    @property
    def spread(self) -> PeakSpread:
        """Of the case the slides are about, under the account chosen."""
        return self.found.spreads[self.found.last][self.found.boundary]

    def variable(self) -> str:
        """Return the model variable of the account chosen."""
        return self.found.project.city.accounts[self.found.boundary].variable

    def account(self, lang: Lang) -> str:
        """Return the name of the account chosen."""
        return pick(self.found.project.city.accounts[self.found.boundary].label, lang)

    def title(self, case: str, lang: Lang) -> str:
        """Return the name of a case."""
        return pick(self.found.titles[case], lang)

    def band(self, case: str) -> FloatArray:
        """Return P10, P50 and P90 of a case's emissions, Mt a year, shape ``(3, year)``."""
        ensemble = self.found.ensemble
        members = ensemble.of(self.variable())[ensemble.scenarios.index(case)]
        return quantiles(members, (0.1, 0.5, 0.9))

    def parts(self, lang: Lang, count: int = PARTS_SHOWN) -> list[tuple[str, float]]:
        """Return what the difference in the goal year is made of, in Mt, largest first.

        Numbers are rounded as they are shown (:func:`zysim.wording.co2_text`) and the list is
        closed by the rest, so that they sum to the total of the same rounding.
        """
        every = level_parts(self.found.explanation)
        total = round(sum(each["value"] for each in every), 2)
        largest = sorted(every, key=lambda each: -abs(each["value"]))[:count]
        named = [
            (pick((each["label_zh"], each["label_en"]), lang), round(each["value"], 2))
            for each in largest
            if round(each["value"], 2)
        ]
        rest = round(total - sum(value for _name, value in named), 2)
        return [*named, *([(pick(REST, lang), rest)] if rest else [])]

    def parts_text(self, lang: Lang, count: int) -> tuple[str, str]:
        """Return the total difference and its parts as they are read."""
        parts = self.parts(lang, count)
        comma = "，" if lang == "zh" else ", "
        total = co2_text(sum(value for _name, value in parts), lang, signed=True)
        items = [f"{within(name)} {co2_text(value, lang, signed=True)}" for name, value in parts]
        return total, comma.join(items)


def tell(found: Findings, *, seed: int = 0) -> Told:
    """Run what slides need beside the findings of a report.

    Raises
    ------
    ResultError
        If a value is not finite.
    """
    project, chosen, city = found.project, found.chosen, found.project.city
    conditions = None
    if project.tables.structures:
        variable = city.accounts[found.boundary].variable
        drawn = run_structures(project, chosen[-1:], found.ensemble, variable=variable, seed=seed)
        (conditions,) = conditions_of(drawn, city.goal)
    cost = None
    if project.tables.payments:
        (cost,) = answer_costs(
            project, chosen[-1:], chosen[0], boundary=found.boundary, members=COSTED, seed=seed
        )
    return Told(
        found=found,
        conditions=conditions,
        cost=cost,
        counties=_counties(found),
    )


def _counties(found: Findings) -> dict[Pair, FloatArray]:
    city = found.project.city
    return {
        city.counties[name]: middle(found.ensemble.of(scalar)[-1])
        for name, scalar in county_scalars(city).items()
    }
