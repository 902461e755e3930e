"""Outcomes of functions whose indices are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from zysim.arrays import FloatArray
from zysim.sensitivity.saltelli import saltelli_rows

Study = Callable[..., FloatArray]


def _ishigami(unit: FloatArray) -> FloatArray:
    x = np.pi * (2 * unit - 1)
    wave = np.sin(x[..., 0])
    return wave + 7 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * wave


def _sobol_g(unit: FloatArray) -> FloatArray:
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    return np.prod((np.abs(4 * unit - 2) + a) / (1 + a), axis=-1)


@pytest.fixture(scope="session")
def ishigami() -> Study:
    """Ishigami's function, a=7 and b=0.1, on a design of 3 factors."""

    def study(rows: int, **design: object) -> FloatArray:
        return _ishigami(saltelli_rows(3, slice(0, rows), **design))[..., None]

    return study


@pytest.fixture(scope="session")
def sobol_g() -> Study:
    """Sobol's G function of 8 factors, the last 4 next to nothing."""

    def study(rows: int, **design: object) -> FloatArray:
        return _sobol_g(saltelli_rows(8, slice(0, rows), **design))[..., None]

    return study


@pytest.fixture(scope="session")
def additive() -> Study:
    """A weighted sum of 4 factors: no interactions."""

    def study(rows: int, **design: object) -> FloatArray:
        unit = saltelli_rows(4, slice(0, rows), **design)
        return (unit @ np.array([4.0, -2.0, 1.0, 0.0]))[..., None]

    return study
