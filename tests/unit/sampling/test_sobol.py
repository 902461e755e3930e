"""Our Sobol points against scipy's class, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from zysim.sampling.sobol import scrambled


@pytest.mark.parametrize(("dimensions", "seed", "count"), [(1, 3, 16), (223, 0, 64), (1500, 7, 8)])
def test_points_are_scipys(dimensions: int, seed: int, count: int) -> None:
    wanted = qmc.Sobol(dimensions, scramble=True, seed=seed).random(count)
    assert np.array_equal(scrambled(slice(0, count), dimensions, seed), wanted)
    assert np.array_equal(scrambled(slice(3, 7), dimensions, seed), wanted[3:7])
