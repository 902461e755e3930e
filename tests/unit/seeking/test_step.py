"""One step: the least change that a linear model foresees to be enough."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.seeking.step import PRICE, Slopes, best_step, shortfall

ZERO, ONE = np.zeros(2), np.ones(2)


def condition(base: list[float], slopes: list[list[float]], needed: int) -> Slopes:
    """Return a condition of one piece: ``slopes`` has a row a knob, a column a world."""
    return Slopes(needed, np.array(base)[:, None], np.array(slopes)[:, :, None])


def test_the_world_that_asks_most_is_given_up() -> None:
    # Worlds ask for moves of the first knob of 0.1, 0.2, 0.3 and 0.9; three of four must hold.
    one = condition([-0.1, -0.2, -0.3, -0.9], [[1, 1, 1, 1], [0, 0, 0, 0]], 3)
    point, value = best_step(ZERO, ZERO, ONE, ZERO, ONE, [one])
    assert point == pytest.approx([0.3, 0])
    assert value == pytest.approx(0.3)


def test_the_knob_with_most_effect_for_its_weight_moves() -> None:
    one = condition([-0.4, -0.4], [[1, 1], [2, 2]], 2)
    point, _ = best_step(ZERO, ZERO, ONE, ZERO, ONE, [one])
    assert point == pytest.approx([0, 0.2])
    point, _ = best_step(ZERO, ZERO, ONE, ZERO, np.array([1.0, 3.0]), [one])
    assert point == pytest.approx([0.4, 0])


def test_a_knob_moves_down_as_well_and_stays_in_reach() -> None:
    one = condition([-0.4], [[-1], [1]], 1)
    point, value = best_step(ONE, ONE - 0.3, ONE, ONE, ONE, [one])
    assert point == pytest.approx([0.7, 1.0])
    assert value == pytest.approx(0.3 + PRICE * 0.1)


def test_the_worst_of_many_pieces_counts() -> None:
    pieces = Slopes(1, np.array([[-0.1, -0.5, -0.2]]), np.array([[[1.0, 1.0, 1.0]]]))
    point, _ = best_step(np.zeros(1), np.zeros(1), np.ones(1), np.zeros(1), np.ones(1), [pieces])
    assert point == pytest.approx([0.5])


def test_two_conditions_hold_together() -> None:
    up = condition([-0.5, -0.5], [[1, 1], [1, 1]], 2)
    cap = condition([0.2, 0.2], [[-1, -1], [0, 0]], 2)
    point, _ = best_step(ZERO, ZERO, ONE, ZERO, np.array([1.0, 5.0]), [up, cap])
    assert point == pytest.approx([0.2, 0.3])


def test_shortfall_counts_the_best_worlds_alone() -> None:
    margin = np.array([0.3, -0.1, -0.3, -5.0])
    assert shortfall(margin, 3) == pytest.approx(0.4 / 3)
    assert shortfall(margin, 1) == 0
