"""Labels moved apart."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zysim.plots.labels import spread

HEIGHTS = st.lists(st.floats(0, 10), min_size=1, max_size=8)


@given(HEIGHTS)
def test_no_two_overlap_and_the_order_stays(wanted: list[float]) -> None:
    placed = spread(wanted, [1.0] * len(wanted), 0.0, 10.0)
    order = np.argsort(wanted, kind="stable")
    assert (np.diff(placed[order]) >= 1.0 - 1e-9).all()


@given(HEIGHTS)
def test_all_stay_inside_when_they_fit(wanted: list[float]) -> None:
    placed = spread(wanted, [1.0] * len(wanted), 0.0, 10.0)
    assert placed.min() >= 0.5 - 1e-9
    assert placed.max() <= 9.5 + 1e-9


def test_labels_with_room_do_not_move() -> None:
    assert spread([1.0, 5.0, 9.0], [1.0, 1.0, 1.0], 0.0, 10.0).tolist() == [1.0, 5.0, 9.0]


def test_none_is_nothing() -> None:
    assert spread([], [], 0.0, 1.0).size == 0
