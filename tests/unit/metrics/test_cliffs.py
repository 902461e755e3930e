"""A line that breaks where plants retire is said to, and another is not."""

from __future__ import annotations

import numpy as np
import pytest

from zysim.metrics.cliffs import Cliff, breaks, cliffs_of

YEARS = np.arange(2020, 2061)
CAPACITY = np.where(YEARS < 2054, 2.8, np.where(YEARS == 2054, 2.1, 1.3))
[CLIFF] = cliffs_of(CAPACITY, YEARS)


def test_years_in_a_row_are_one_cliff_and_the_sizes_add_up() -> None:
    assert (CLIFF.first, CLIFF.last) == (2054, 2055)
    assert CLIFF.size == pytest.approx(1.5)
    assert cliffs_of(np.linspace(2.8, 2.4, 41), YEARS) == ()  # less than a hundredth a year
    assert len(cliffs_of(np.where(YEARS < 2030, 3.0, np.where(YEARS < 2040, 2.0, 1.0)), YEARS)) == 2


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        (4.0 + CAPACITY, True),
        (4.0 - CAPACITY, True),
        (10.0 - 0.2 * (YEARS - 2020), False),  # falls as fast before
        (100.0 + CAPACITY, False),  # hardly moves
        (np.full(41, 3.0), False),
    ],
)
def test_a_line_breaks_where_it_moves_more_than_before(line: np.ndarray, broken: bool) -> None:
    assert breaks(line, YEARS, CLIFF) is broken
    assert not breaks(line, YEARS, Cliff(first=2020, last=2021, size=1.0))
