"""Our normal distribution and its inverse against scipy's."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from zysim.sampling.normal import below, score


def test_the_distribution_is_scipys() -> None:
    scores = np.concatenate([np.random.default_rng(0).normal(0, 3, 5_000), [0.0, -37.0, 37.0]])
    np.testing.assert_allclose(below(scores), ndtr(scores), rtol=2e-15)
    assert below([-60.0, 60.0]).tolist() == [0.0, 1.0]


def test_the_inverse_is_scipys() -> None:
    rng = np.random.default_rng(1)
    given = np.concatenate([rng.uniform(size=5_000), 10.0 ** rng.uniform(-300, 0, 500)])
    np.testing.assert_allclose(score(given), ndtri(given), rtol=2e-15)
    assert score([0.0, 0.5, 1.0]).tolist() == [-np.inf, 0.0, np.inf]
