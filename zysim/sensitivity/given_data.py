"""A ranking from rows of any design: first-order indices by bins of each factor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zysim.sensitivity.evaluate import Evaluator, Part
from zysim.sensitivity.guards import ROUNDING
from zysim.sensitivity.information import FEWEST_IN_BIN, first_order
from zysim.sensitivity.kept_rows import constant_reason, lost_reason, nothing_left
from zysim.sensitivity.measures import Measure
from zysim.sensitivity.resampling import Estimate
from zysim.sensitivity.study_answers import spread_of
from zysim.wording import Pair


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GivenRanking:
    """What each factor takes away of the variance of each outcome, were it known."""

    runs: int
    measured: Mapping[str, Measure]
    outcomes: tuple[str, ...]
    left_out: Mapping[str, Pair]
    """Outcomes not ranked, and why."""
    first: Estimate
    """S1, shape ``(factor, outcome)``; factors may depend on each other."""

    def order(self, outcome: str | None = None) -> list[int]:
        """Return positions of the factors, the largest S1 first."""
        at = self.outcomes.index(outcome) if outcome else 0
        return [int(each) for each in np.argsort(-self.first.value[:, at], kind="stable")]


def rank_given(evaluator: Evaluator, results: Part, *, bootstrap: int = 100) -> GivenRanking:
    """Rank the factors of a design whose rows are not paired.

    Runs without a value are left out, outcome by outcome.

    Raises
    ------
    InputError
        If there are too few runs for two bins of each factor.
    ResultError
        If no outcome can be ranked; the message says of each why.

    References
    ----------
    Plischke, Borgonovo and Smith (2013), Global sensitivity measures from given data.
    """
    spread = spread_of(evaluator, results)
    found: dict[str, Estimate] = {}
    left_out: dict[str, Pair] = {}
    for at, name in enumerate(evaluator.outcomes):
        values = spread.outcomes[:, at]
        known = np.isfinite(values)
        reason = lost_reason(values, known)
        if reason is None and np.ptp(values[known]) <= ROUNDING * np.abs(values[known]).max():
            reason = constant_reason(values[known])
        if reason is not None:
            left_out[name] = reason
            continue
        count = int(known.sum())
        found[name] = first_order(
            spread.inputs[known],
            values[known],
            bins=max(2, min(round(count ** (1 / 3)), count // FEWEST_IN_BIN)),
            bootstrap=bootstrap,
            seed=evaluator.study.seed,
        )
    if not found:
        raise nothing_left(left_out)
    return GivenRanking(
        runs=spread.runs,
        measured=evaluator.outcomes,
        outcomes=tuple(found),
        left_out=left_out,
        first=Estimate(
            np.stack([each.value for each in found.values()], axis=-1),
            np.stack([each.samples for each in found.values()], axis=-1),
        ),
    )
