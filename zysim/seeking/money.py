"""What the answer costs against the start, and each case of its front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.metrics.cost_book import RATE
from zysim.metrics.middle import quantiles
from zysim.metrics.spread import TEN_FIFTY_NINETY
from zysim.seeking.evaluate import Evaluator


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """Net present cost above that of the start over the worlds, in yi CNY; below 0 it saves."""

    middle: float
    """Median."""
    low: float
    """P10."""
    high: float
    """P90."""
    rate: float
    """Discount rate a year."""
    first: int
    last: int
    """Years counted."""

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "p50": self.middle,
            "p10": self.low,
            "p90": self.high,
            "unit": "yi CNY",
            "rate": self.rate,
            "years": [self.first, self.last],
        }


def money_of(evaluator: Evaluator, points: Sequence[FloatArray], worlds: int) -> list[Money] | None:
    """Return what points cost against the start, or None where the city has no payments.

    Parameters
    ----------
    evaluator
        A question.
    points
        Each of shape ``(knob,)``.
    worlds
        Number of worlds of the question; costs are drawn with them.
    """
    project = evaluator.project
    if not project.tables.payments:
        return None
    question = replace(evaluator.question, least="cost")
    counter = Evaluator(project, question, evaluator.start, told=evaluator.told)
    cost = counter.run(np.stack([evaluator.at, *points]), worlds).cost
    evaluator.runs += counter.runs
    found = []
    for each in cost[1:] - cost[0]:
        low, middle, high = (float(value) for value in quantiles(each, TEN_FIFTY_NINETY))
        found.append(
            Money(
                middle=middle,
                low=low,
                high=high,
                rate=RATE,
                first=project.city.history + 1,
                last=counter.last_cost,
            )
        )
    return found
