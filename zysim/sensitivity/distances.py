"""PAWN, the second opinion: how far the distribution of an outcome moves with a factor."""

from __future__ import annotations

import numpy as np
from SALib.analyze import pawn as salib_pawn

from zysim.arrays import FloatArray
from zysim.metrics.outcomes import OUTCOMES
from zysim.sensitivity.evaluate import Evaluator, Part
from zysim.sensitivity.ranking import MAIN

SLICES = 10


def pawn_medians(evaluator: Evaluator, results: Part) -> FloatArray:
    """Return the median PAWN index of each single factor for the margin at 2030.

    It rests on the independent rows of samples A and B alone (Pianosi and Wagener 2018), needs no
    variance, and so judges skewed outcomes where Sobol indices may mislead.

    Parameters
    ----------
    evaluator
        A Sobol study.
    results
        All rows.

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
    values = results.outcomes[:, [0, last], list(OUTCOMES).index(MAIN)].ravel()
    problem = {
        "num_vars": len(places),
        "names": [space.factors[at].id for at in space.single],
        "bounds": [[0.0, 1.0]] * len(places),
    }
    found = salib_pawn.analyze(problem, points, values, S=SLICES, seed=evaluator.study.seed + 1)
    medians: FloatArray = np.asarray(found["median"], dtype=float)
    return medians
