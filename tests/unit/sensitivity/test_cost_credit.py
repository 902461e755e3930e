"""When a cost per tonne is refused, and the orders in which groups are added."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.inputs.tables import Tables
from zysim.sensitivity.cost_credit import _orders, lever_kind, refuse_quotient


@pytest.mark.parametrize(
    ("avoided", "refusal"),
    [
        ([1.0, 1.1, 0.9, 1.0], None),
        ([1.0, -1.0, 0.9, -0.9], "unsure"),
        ([-1.0, -1.1, -0.9, -1.0], "adds"),
        ([0.0, 0.0, 0.0, 0.0], "unsure"),
        ([3.0] * 80 + [-0.1] * 20, "mixed"),
        ([3.0] * 95 + [-0.1] * 5, None),
    ],
)
def test_a_quotient_needs_a_sure_reduction(avoided: list[float], refusal: str | None) -> None:
    assert refuse_quotient(np.array(avoided)) == refusal


def test_each_order_holds_every_place_once_and_comes_with_its_reverse() -> None:
    ranks = _orders(5, 6, seed=1)
    assert (np.sort(ranks, axis=1) == np.arange(5)).all()
    assert (ranks[0::2] + ranks[1::2] == 4).all()
    assert (ranks == _orders(5, 6, seed=1)).all()


def test_levers_without_a_resource_cost_are_known_by_their_rows(tables: Tables) -> None:
    assert lever_kind("carbon_price", tables.payments) == "no_cost_row"
    assert lever_kind("compact_construction", tables.payments) == "less_service"
    assert lever_kind("green_living", tables.payments) == "less_service"
    assert lever_kind("storage", tables.payments) is None
