"""Measures one by one: only as far as needed, and on where that saves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.seeking import greedy as module
from zysim.seeking.descent import Place
from zysim.seeking.greedy import greedy

NEEDED = 1.5


@pytest.mark.parametrize(
    ("goals", "at"),
    [
        ([0.0, 1.0, 2.0, 3.0, 4.0], NEEDED),
        ([0.0, -1.0, -2.0, -5.0, -4.0], 3.0),
        ([0.0, -2.0, -1.0, -1.5, 4.0], NEEDED),
    ],
)
def test_a_path_ends_where_it_is_wanted_least(
    goals: list[float], at: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fake(_: Any, points: FloatArray, worlds: int, __: Sequence[float]) -> list[Place]:
        return [
            Place(
                point,
                worlds,
                (float(point[0] >= NEEDED),),
                max(0.0, NEEDED - point[0]),
                point[0],
                0.0,
                float(np.interp(point[0], range(5), goals)),
            )
            for point in points
        ]

    monkeypatch.setattr(module, "places", fake)
    path = np.arange(5.0)[:, np.newaxis]
    found = greedy(None, path, 8, 16, [0.5])  # type: ignore[arg-type]
    assert found is not None
    assert found.worlds == 16
    assert found.point[0] == pytest.approx(at, abs=1 / 16)
