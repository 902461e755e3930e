"""Draws: parts equal to the whole, seeds that differ, correlations that hold."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from zysim.errors import InputError
from zysim.inputs.correlation import Correlation
from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain
from zysim.runs.ensemble import uncertain_worlds
from zysim.sampling.worlds import draw_worlds, unit_points


def uniform(name: str) -> Uncertain:
    return Uncertain(
        id=name, distribution="uniform", low=0.0, mode=None, high=1.0,
        group="g", kind="world", note="",
    )  # fmt: skip


@pytest.mark.parametrize("method", ["sobol", "lhs"])
@pytest.mark.parametrize(("start", "stop"), [(0, 1), (0, 5), (3, 17), (16, 33), (99, 100)])
def test_a_part_is_that_part_of_the_whole(method: str, start: int, stop: int) -> None:
    whole = unit_points(slice(0, 100), 7, seed=0, members=100, method=method)
    part = unit_points(slice(start, stop), 7, seed=0, members=100, method=method)
    np.testing.assert_array_equal(part, whole[start:stop])


def test_more_members_keep_the_first_ones() -> None:
    few = unit_points(slice(0, 10), 4, seed=3, members=10)
    many = unit_points(slice(0, 1000), 4, seed=3, members=1000)
    np.testing.assert_array_equal(few, many[:10])


def test_seeds_differ_and_zero_is_one_of_them() -> None:
    first, again, other = (unit_points(slice(0, 8), 3, seed=seed, members=8) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert not (first == other).any()


@pytest.mark.parametrize(
    ("seed", "method", "message"),
    [(-1, "sobol", "seed -1: must be 0 or more"), (0, "dice", "method 'dice': must be one of")],
)
def test_bad_designs_are_refused(seed: int, method: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        unit_points(slice(0, 8), 3, seed=seed, members=8, method=method)


def test_rank_correlation_is_the_one_asked_for() -> None:
    unit = unit_points(slice(0, 8192), 3, seed=0, members=8192)
    tied = (Correlation(first="a", second="c", rank=-0.6, note=""),)
    drawn = draw_worlds(unit, [uniform("a"), uniform("b"), uniform("c")], tied)
    assert stats.spearmanr(drawn["a"], drawn["c"]).statistic == pytest.approx(-0.6, abs=0.005)
    assert stats.spearmanr(drawn["a"], drawn["b"]).statistic == pytest.approx(0, abs=0.01)
    for each in drawn.values():
        assert stats.kstest(each, "uniform").statistic < 0.01


def test_correlations_of_constants_not_drawn_are_passed_over() -> None:
    unit = unit_points(slice(0, 16), 1, seed=0, members=16)
    tied = (Correlation(first="a", second="z", rank=0.9, note=""),)
    np.testing.assert_allclose(draw_worlds(unit, [uniform("a")], tied)["a"], unit[:, 0])


def test_the_citys_correlations_hold(tables: Tables) -> None:
    worlds = uncertain_worlds(tables)
    unit = unit_points(slice(0, 4096), len(worlds), seed=0, members=4096)
    drawn = draw_worlds(unit, worlds, tables.correlations)
    for each in (tied for tied in tables.correlations if tied.first in drawn):
        found = stats.spearmanr(drawn[each.first], drawn[each.second]).statistic
        assert found == pytest.approx(each.rank, abs=0.04)
