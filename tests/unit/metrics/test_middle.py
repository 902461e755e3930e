"""The one statistic: of which member it is, on data where no other quantile gives the same."""

from __future__ import annotations

import numpy as np

from zysim.metrics.middle import middle, middle_difference


def test_it_is_the_member_in_the_middle() -> None:
    values = np.random.default_rng(0).permutation(np.arange(1.0, 1002.0))
    assert middle(values) == 501
    assert middle(np.stack([values, -values], axis=1)).tolist() == [501, -501]


def test_a_difference_is_the_middle_of_differences() -> None:
    first = np.zeros(101)
    second = np.concatenate([np.full(51, 1.0), np.full(50, 9.0)])
    assert middle_difference(first, second) == 1.0
