"""The design is SALib's, in parts that fit together."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.sample import sobol as salib

from zysim.errors import InputError
from zysim.sensitivity.saltelli import block_count, saltelli_rows


def problem(factors: int, groups: list[str] | None = None) -> dict[str, object]:
    names = [f"x{at}" for at in range(factors)]
    bounds = [[0.0, 1.0]] * factors
    return {"num_vars": factors, "names": names, "bounds": bounds} | (
        {"groups": groups} if groups else {}
    )


@pytest.mark.parametrize("seed", [0, 1, 20261123])
def test_rows_are_those_of_salib(seed: int) -> None:
    theirs = salib.sample(problem(5), 64, calc_second_order=False, seed=seed)
    ours = saltelli_rows(5, slice(0, 64), seed=seed)
    assert (ours.reshape(-1, 5) == theirs).all()


def test_rows_with_pairs_are_those_of_salib_in_another_order() -> None:
    theirs = salib.sample(problem(3), 64, calc_second_order=True, seed=4).reshape(64, 8, 3)
    ours = saltelli_rows(3, slice(0, 64), seed=4, pairs=[0, 1, 2])
    assert (ours == theirs[:, [0, 1, 2, 3, 7, 4, 5, 6]]).all()
    only_last = saltelli_rows(3, slice(0, 64), seed=4, pairs=[2])
    assert (only_last == theirs[:, [0, 1, 2, 3, 7, 6]]).all()


def test_groups_are_those_of_salib() -> None:
    named = problem(4, ["coal", "cars", "coal", "sun"])
    theirs = salib.sample(named, 32, calc_second_order=False, seed=9)
    ours = saltelli_rows(4, slice(0, 32), seed=9, groups=[0, 1, 0, 2])
    assert ours.shape == (32, block_count(3), 4)
    assert (ours.reshape(-1, 4) == theirs).all()


@pytest.mark.parametrize("part", [slice(0, 1), slice(3, 4), slice(7, 100), slice(64, 128)])
def test_a_part_is_equal_to_that_part_of_the_whole(part: slice) -> None:
    whole = saltelli_rows(6, slice(None, 128), seed=2, pairs=[4])
    assert (saltelli_rows(6, part, seed=2, pairs=[4]) == whole[part]).all()


def test_seeds_give_different_rows_and_the_same_seed_the_same() -> None:
    first, again, other = (saltelli_rows(3, slice(0, 32), seed=seed) for seed in (0, 0, 1))
    assert (first == again).all()
    assert not np.isin(first, other).any()


@pytest.mark.parametrize(
    "rows", [slice(0, None), slice(4, 4), slice(-3, 5), slice(0, 8, 2), slice(9, 3)]
)
def test_rows_that_are_no_range_are_refused(rows: slice) -> None:
    with pytest.raises(InputError, match=r"^rows slice\(.*give slice\(first, last") as caught:
        saltelli_rows(3, rows, seed=0)
    assert "行范围" in str(caught.value.zh)


@pytest.mark.parametrize("groups", [[0, 1], [0, 2, 2], [1, 2, 3], [0, 0, -1]])
def test_groups_that_are_not_numbered_through_are_refused(groups: list[int]) -> None:
    with pytest.raises(InputError, match="give each of the 3 factors a group") as caught:
        saltelli_rows(3, slice(0, 8), seed=0, groups=groups)
    assert "从 0 起连续编号" in str(caught.value.zh)


@pytest.mark.parametrize("pairs", [[3], [-1], [1, 1]])
def test_pairs_that_are_no_groups_are_refused(pairs: list[int]) -> None:
    with pytest.raises(InputError, match="different group numbers from 0 to 2") as caught:
        saltelli_rows(3, slice(0, 8), seed=0, pairs=pairs)
    assert "互不相同" in str(caught.value.zh)


def test_negative_seed_and_no_factor_are_refused() -> None:
    with pytest.raises(InputError, match="seed -1: must be 0 or more"):
        saltelli_rows(3, slice(0, 8), seed=-1)
    with pytest.raises(InputError, match="factors 0: a study needs one"):
        saltelli_rows(0, slice(0, 8), seed=0)
