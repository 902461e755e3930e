"""Where an observation lies beside the band that worlds expect it in, and how that is told."""

from __future__ import annotations

import pytest

from zysim.answers.calibrate_text import PLACES
from zysim.calibration.bands import Check
from zysim.inputs.history import Observation
from zysim.inputs.provenance import Provenance


@pytest.mark.parametrize(
    ("value", "told"), [(0.9, "偏低"), (1.0, "在内"), (2.0, "在内"), (2.1, "偏高")]
)
def test_an_observation_is_told_on_the_side_it_lies(value: float, told: str) -> None:
    row = Observation(
        series="gdp",
        variable="gdp",
        year=2024,
        value=value,
        low=value,
        high=value,
        unit="yi CNY/year",
        use="holdout",
        provenance=Provenance(source="panel", locator="1", quality="literature", note=""),
    )
    check = Check(row=row, low=1.0, high=2.0)
    assert PLACES[check.place][0] == told
    assert check.inside == (told == "在内")
    assert check.to_record()["inside"] == check.inside
