"""Slopes with a sign and a unit."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.errors import ResultError
from zysim.sensitivity.effects import signed_effects
from zysim.sensitivity.saltelli import saltelli_rows

LOW, HIGH = np.array([0.0, -1.0, 100.0]), np.array([2.0, 1.0, 500.0])


def design(rows: int, pairs: tuple[int, ...] = ()) -> FloatArray:
    return LOW + (HIGH - LOW) * saltelli_rows(3, slice(0, rows), seed=0, pairs=pairs)


@pytest.mark.parametrize("pairs", [(), (1,)])
def test_slopes_of_a_plane_are_exact(pairs: tuple[int, ...]) -> None:
    values = design(64, pairs)
    slopes = np.array([[3.0, 1.0], [-2.0, 0.0], [0.01, -0.5]])
    effects = signed_effects(values @ slopes + 7, values[:, 4] - values[:, 0], pairs=pairs)
    assert effects.value == pytest.approx(slopes, abs=1e-12)
    assert effects.half_width == pytest.approx(0, abs=1e-12)


def test_slope_of_a_curve_is_its_mean_slope_within_its_interval() -> None:
    values = design(2048)
    curved = values[..., 0] ** 2 + values[..., 0] * values[..., 1]
    effects = signed_effects(curved[..., None], values[:, 4] - values[:, 0], seed=1)
    expected = np.array([2.0, 1.0, 0.0])
    assert effects.value[:, 0] == pytest.approx(expected, abs=0.02)
    assert (np.abs(effects.value[:, 0] - expected) <= effects.half_width[:, 0]).all()
    assert (effects.half_width[:2] > 0.005).all()


def test_slope_of_half_of_the_rows_comes_from_those_that_move() -> None:
    values = design(64)
    switched = np.where(values[..., :1] > 1, 5.0, 0.0)
    steps = np.where(values[:, 4] > 1, 1.0, 0.0) - np.where(values[:, 0] > 1, 1.0, 0.0)
    steps[:, 1:] = values[:, 4, 1:] - values[:, 0, 1:]
    assert signed_effects(switched, steps).value[:, 0] == pytest.approx([5, 0, 0], abs=1e-12)


def test_factor_that_hardly_moves_is_named() -> None:
    values = design(64)
    steps = values[:, 4] - values[:, 0]
    steps[15:, 1] = 0.0
    with pytest.raises(ResultError, match=r"factors \[1\] move in fewer than 16 rows") as caught:
        signed_effects(values[..., :1], steps)
    assert "无法求斜率" in str(caught.value.zh)


@pytest.mark.parametrize("steps", [np.ones((63, 3)), np.ones(64), np.full((64, 3), np.nan)])
def test_steps_must_fit_the_outcomes(steps: FloatArray) -> None:
    with pytest.raises(ResultError, match=r"shape \(row, factor\) with 64 rows, got") as caught:
        signed_effects(design(64)[..., :1], steps)
    assert "steps 应为有限值" in str(caught.value.zh)
