"""Draw states of the world: the same draws for every scenario, for any part of them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.inputs.correlation import Correlation, normal_correlation
from zysim.inputs.uncertainty import Uncertain
from zysim.sampling import METHODS, Method
from zysim.sampling.distributions import quantile
from zysim.sampling.normal import below, score
from zysim.sampling.points import check_seed, sobol_points

EDGE = 1e-12
"""Probabilities are kept this far from 0 and 1 where normal scores are taken."""


def unit_points(
    rows: slice, factors: int, *, seed: int, members: int, method: Method = "sobol"
) -> FloatArray:
    """Return points of the unit cube.

    Parameters
    ----------
    rows
        Which points; a part is equal to that part of the whole.
    factors
        Dimensions.
    seed
        0 or more. The same seed gives the same points; 0 is a seed like any other.
    members
        How many points there are in all; ``sobol`` gives the same first points for any number.
    method
        ``sobol``: scrambled Sobol sequence (Owen 1998; in scipy); ``lhs``: Latin hypercube.

    Returns
    -------
    numpy.ndarray
        Shape ``(row, factor)``, from 0 to below 1.

    Raises
    ------
    InputError
        If the seed is negative or the method unknown.

    Examples
    --------
    >>> part = unit_points(slice(4, 6), 3, seed=0, members=8)
    >>> bool((part == unit_points(slice(0, 8), 3, seed=0, members=8)[4:6]).all())
    True
    """
    check_seed(seed)
    if method not in METHODS:
        msg = f"method {method!r}: must be one of {', '.join(METHODS)}."
        raise InputError(msg, zh=f"抽样方法 {method!r} 应为 {'、'.join(METHODS)} 之一。")
    if method == "sobol":
        return sobol_points(rows, factors, seed)
    from scipy.stats import qmc  # takes a second to load

    points: FloatArray = qmc.LatinHypercube(factors, seed=seed).random(members)[rows]
    return points


def draw_worlds(
    unit: FloatArray,
    uncertain: Sequence[Uncertain],
    correlations: Sequence[Correlation] = (),
) -> Mapping[str, FloatArray]:
    """Turn points of the unit cube into values of uncertain constants.

    Correlated constants are drawn through a Gaussian copula: the first of them by its own
    column, each further one by its own column and those before it.

    Parameters
    ----------
    unit
        Shape ``(run, factor)``, from 0 to 1.
    uncertain
        One distribution a column.
    correlations
        Rank correlations; those of constants not drawn are passed over.

    Returns
    -------
    Mapping
        Scalar id to values of shape ``(run,)``, in the unit of the constant.
    """
    names = [each.id for each in uncertain]
    joined = tie(unit, names, correlations)
    return {each.id: quantile(joined[:, at], each) for at, each in enumerate(uncertain)}


def tie(unit: FloatArray, names: Sequence[str], correlations: Sequence[Correlation]) -> FloatArray:
    """Return points of the unit cube whose columns hang together, each still even from 0 to 1.

    Parameters
    ----------
    unit
        Independent points, shape ``(run, factor)``.
    names
        What each column is drawn for.
    correlations
        Rank correlations; those of names that are not there are passed over.

    Examples
    --------
    >>> tied = Correlation(first="a", second="b", rank=0.9, note="")
    >>> tie(np.array([[0.5, 0.5], [0.9, 0.5]]), ["a", "b"], [tied]).round(2).tolist()
    [[0.5, 0.5], [0.9, 0.88]]
    """
    joined = unit.copy()
    tied = [name for name in names if any(name in (c.first, c.second) for c in correlations)]
    if tied:
        places = [names.index(name) for name in tied]
        factor = np.linalg.cholesky(normal_correlation(tied, tuple(correlations)))
        scores = score(np.clip(unit[:, places], EDGE, 1 - EDGE))
        joined[:, places] = below(scores @ factor.T)
    return joined
