"""What weighted worlds expect to be observed, and whether it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from zysim.arrays import FloatArray
from zysim.calibration.likelihood import ErrorModel, observation_errors
from zysim.calibration.weights import weighted_quantiles
from zysim.inputs.history import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """An observation beside the band that worlds expect it in; in its unit."""

    row: Observation
    low: float
    high: float

    @property
    def inside(self) -> bool:
        """Whether the observed value is in the band."""
        return self.place == "inside"

    @property
    def place(self) -> Literal["below", "inside", "above"]:
        """Where the observed value is."""
        if self.row.value < self.low:
            return "below"
        return "above" if self.row.value > self.high else "inside"

    def to_record(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "series": self.row.series,
            "year": self.row.year,
            "value": self.row.value,
            "unit": self.row.unit,
            "low": self.low,
            "high": self.high,
            "inside": self.inside,
        }


def check_observations(
    values: FloatArray,
    weights: FloatArray,
    rows: Sequence[Observation],
    errors: ErrorModel,
    *,
    share: float,
    seed: int,
) -> tuple[Check, ...]:
    """Compare observations with the band that holds the middle ``share`` of what is expected.

    Expected is the value of the model plus an observation error. The discrepancy is left out,
    which makes the check the stricter one: with it nearly every observation would pass.

    Parameters
    ----------
    values
        What the model says of each observation, shape ``(member, observation)``.
    weights
        Shape ``(member,)``, summing to 1.
    rows
        The observations.
    errors
        Their errors.
    share
        Such as 0.9, from the 5 % to the 95 % quantile.
    seed
        Of the observation errors drawn.
    """
    noise = np.random.default_rng(seed).standard_normal(values.shape)
    expected = values + noise * observation_errors(rows, errors)
    low, high = weighted_quantiles(expected, weights, [(1 - share) / 2, (1 + share) / 2])
    return tuple(
        Check(row=row, low=float(low[at]), high=float(high[at])) for at, row in enumerate(rows)
    )
