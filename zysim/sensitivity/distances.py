"""PAWN, the second opinion: how far the distribution of an outcome moves with a factor."""

from __future__ import annotations

import numpy as np

from zysim.arrays import FloatArray
from zysim.sensitivity.evaluate import Evaluator, Part

SLICES = 10


def pawn_medians(evaluator: Evaluator, results: Part, main: str) -> FloatArray:
    """Return the median PAWN index of each single factor for one outcome.

    It rests on the independent rows of samples A and B alone (Pianosi and Wagener 2018), needs no
    variance, and so judges skewed outcomes where Sobol indices may mislead.

    Parameters
    ----------
    evaluator
        A Sobol study.
    results
        All rows; runs without a value of the outcome are left out.
    main
        The outcome.

    Returns
    -------
    numpy.ndarray
        Shape ``(single,)``, from 0 to 1; a factor that does nothing has about
        ``1 / sqrt(rows / 10)``.
    """
    space = evaluator.space
    places = [space.factors[at].members[0] for at in space.single]
    last = len(space.factors) + 1
    design = np.concatenate([evaluator.design(rows)[:, [0, last]] for rows in evaluator.parts()])
    points = design.reshape(-1, len(space.varied))[:, places]
    values = results.outcomes[:, [0, last], list(evaluator.outcomes).index(main)].ravel()
    known = np.isfinite(values)
    problem = {
        "num_vars": len(places),
        "names": [space.factors[at].id for at in space.single],
        "bounds": [[0.0, 1.0]] * len(places),
    }
    from SALib.analyze import pawn as salib_pawn  # slow to load

    found = salib_pawn.analyze(
        problem, points[known], values[known], S=SLICES, seed=evaluator.study.seed + 1
    )
    medians: FloatArray = np.asarray(found["median"], dtype=float)
    return medians
