"""Shapley credit: the axioms, against a count over all orders."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zysim.errors import ResultError
from zysim.sensitivity.shapley import shapley_credit, subsets

games = st.integers(1, 4).flatmap(
    lambda groups: arrays(float, (2**groups, 2), elements=st.floats(-100, 100))
)


def over_orders(outcomes: np.ndarray) -> np.ndarray:
    groups = len(outcomes).bit_length() - 1
    credit = np.zeros((groups, outcomes.shape[1]))
    orders = list(itertools.permutations(range(groups)))
    for order in orders:
        before = 0
        for group in order:
            credit[group] += outcomes[before | 1 << group] - outcomes[before]
            before |= 1 << group
    return credit / len(orders)


@given(games)
def test_credit_is_the_mean_over_all_orders(outcomes: np.ndarray) -> None:
    np.testing.assert_allclose(shapley_credit(outcomes), over_orders(outcomes), atol=1e-9)


@given(games)
def test_credit_adds_up_to_the_whole(outcomes: np.ndarray) -> None:
    total = shapley_credit(outcomes).sum(axis=0)
    np.testing.assert_allclose(total, outcomes[-1] - outcomes[0], atol=1e-9)


def test_equal_groups_get_equal_credit_and_idle_ones_none() -> None:
    design = subsets(4)
    both = np.maximum(design[:, 0], design[:, 1]) * 6  # overlapping: either one does it all
    credit = shapley_credit((both + 2 * design[:, 2])[:, None])[:, 0]
    np.testing.assert_allclose(credit, [3, 3, 2, 0])


@pytest.mark.parametrize("groups", [0, 15])
def test_too_many_groups_are_refused(groups: int) -> None:
    with pytest.raises(ResultError, match=f"{groups} groups; need 1 to 14"):
        subsets(groups)


def test_bad_outcomes_are_refused() -> None:
    with pytest.raises(ResultError, match=r"\(3, 1\) is not \(2 \*\* groups, output\)"):
        shapley_credit(np.zeros((3, 1)))
    with pytest.raises(ResultError, match="subset 2 has an outcome that is not finite"):
        shapley_credit(np.array([[0.0], [1.0], [np.nan], [2.0]]))
