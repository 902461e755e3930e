"""What cannot be ranked is refused with its reason; what ranks badly is pointed out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.errors import ResultError
from zysim.sensitivity.cautions import cautions
from zysim.sensitivity.guards import check_outcomes
from zysim.sensitivity.sobol import sobol_indices

Study = Callable[..., FloatArray]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_counted_and_located(ishigami: Study, value: float) -> None:
    outcomes = np.repeat(ishigami(64, seed=0), 2, axis=2)
    outcomes[[3, 40], 2, 1] = value
    outcomes[40, 0, 0] = value
    expected = r"3 of 640 values are NaN or infinite, in 2 rows, first 3, 40\. See why"
    with pytest.raises(ResultError, match=expected) as caught:
        sobol_indices(outcomes, groups=3)
    assert "3 个非有限值（共 640 个），涉及 2 行，前几行为 3, 40" in str(caught.value.zh)


@pytest.mark.parametrize("value", [0.0, 7.0, 1e9])
def test_outcome_that_never_changes_leaves_nothing_to_rank(ishigami: Study, value: float) -> None:
    outcomes = np.repeat(ishigami(64, seed=0), 3, axis=2)
    outcomes[:, :, 1] = value * (1 + 1e-15 * np.sign(outcomes[:, :, 1]))
    with pytest.raises(ResultError, match=r"outputs \[1\] .*nothing to rank") as caught:
        sobol_indices(outcomes, groups=3)
    assert "无可排序" in str(caught.value.zh)


@pytest.mark.parametrize("shape", [(64, 6, 1), (64, 4, 1), (64, 5), (64, 5, 0), (320,)])
def test_shape_must_be_that_of_the_design(shape: tuple[int, ...]) -> None:
    outcomes = np.random.default_rng(0).random(shape)
    expected = r"is not \(row, block, output\) with 5 blocks, for 3 groups and 0 pairs"
    with pytest.raises(ResultError, match=expected) as caught:
        check_outcomes(outcomes, groups=3)
    assert "应有 5 块" in str(caught.value.zh)


def test_few_rows_are_refused(ishigami: Study) -> None:
    with pytest.raises(ResultError, match=r"31 rows are too few\. Take 32 at least") as caught:
        check_outcomes(ishigami(31, seed=0), groups=3)
    assert "至少需要 32 行" in str(caught.value.zh)
    check_outcomes(ishigami(32, seed=0), groups=3)


def test_good_outcomes_raise_no_caution(ishigami: Study, sobol_g: Study) -> None:
    for study, groups in ((ishigami, 3), (sobol_g, 8)):
        outcomes = study(512, seed=0)
        assert cautions(outcomes, sobol_indices(outcomes, groups=groups)) == ()


@pytest.mark.parametrize("block", [0, 2])
def test_one_odd_row_is_found_in_any_block(ishigami: Study, block: int) -> None:
    outcomes = np.repeat(ishigami(1024, seed=0), 2, axis=2)
    outcomes[123, block, 1] = 1e4
    (caution, *_) = cautions(outcomes, sobol_indices(outcomes, groups=3))
    assert (caution.kind, caution.output) == ("few rows decide", 1)
    assert caution.value == pytest.approx(1024 * 5, rel=0.1)
    assert "row 123 alone makes 100 % of the variance" in caution.message
    assert "仅第 123 行就占方差的 100 %" in caution.zh


def test_rare_event_is_pointed_out_and_a_common_one_is_not(ishigami: Study) -> None:
    outcomes = ishigami(1024, seed=0)
    events = np.concatenate([outcomes > np.quantile(outcomes, q) for q in (0.5, 0.998)], axis=2)
    found = cautions(events * 1.0, sobol_indices(events * 1.0, groups=3))
    assert [(each.kind, each.output) for each in found] == [("few rows decide", 1)]


def test_first_order_above_one_is_pointed_out(additive: Study) -> None:
    outcomes = additive(512, seed=0)
    outcomes[:, 2:5] = outcomes[:, 1:2]  # all follow the first factor: not this design
    (caution,) = cautions(outcomes, sobol_indices(outcomes, groups=4))
    assert (caution.kind, caution.output) == ("first order above one", 0)
    assert caution.value == pytest.approx(4 * 16 / 21, abs=0.1)
    assert "S1 sum to 3.0" in caution.message
    assert "大于 1" in caution.zh
