"""From a probability to the value of an uncertain constant: inverse distribution functions."""

from __future__ import annotations

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.uncertainty import Uncertain
from zysim.sampling.normal import below, score

TWO_SIDED = float(score(0.975))
"""Standard deviations on either side that hold 95 % of a normal distribution."""


def quantile(unit: FloatArray, each: Uncertain) -> FloatArray:
    """Return the values below which a constant stays with given probabilities.

    Parameters
    ----------
    unit
        Probabilities from 0 to 1, any shape.
    each
        The constant's distribution, as in params/uncertainty.csv.

    Returns
    -------
    numpy.ndarray
        Same shape, in the unit of the constant, between ``low`` and ``high``.

    Examples
    --------
    >>> each = Uncertain(
    ...     id="a",
    ...     distribution="triangular",
    ...     low=0.0,
    ...     mode=1.0,
    ...     high=3.0,
    ...     group="g",
    ...     kind="world",
    ...     note="",
    ... )
    >>> quantile(np.array([0.0, 1 / 3, 1.0]), each)
    array([0., 1., 3.])
    """
    low, high = each.low, each.high
    middle = low if each.mode is None else each.mode
    match each.distribution:
        case "uniform":
            values = low + unit * (high - low)
        case "triangular":
            values = _triangular(unit, low, middle, high)
        case "normal":
            values = _normal(unit, low, middle, high)
        case "lognormal":
            values = np.exp(_normal(unit, *np.log([low, middle, high])))
        case "discrete":
            usual = [low, high] if each.mode is None else [low, middle, high]
            choices = np.array(each.levels or usual)
            if each.weights:
                place = np.searchsorted(np.cumsum(each.weights)[:-1], unit, side="right")
            else:
                place = np.minimum((unit * choices.size).astype(int), choices.size - 1)
            values = choices[place]
    return np.clip(values, low, high)


def _triangular(unit: FloatArray, low: float, mode: float, high: float) -> FloatArray:
    width, left = high - low, mode - low
    rising = low + np.sqrt(unit * width * left)
    falling = high - np.sqrt((1 - unit) * width * (high - mode))
    values: FloatArray = np.where(unit * width < left, rising, falling)
    return values


def _normal(unit: FloatArray, low: float, middle: float, high: float) -> FloatArray:
    spread = (high - low) / (2 * TWO_SIDED)
    first, last = below((low - middle) / spread), below((high - middle) / spread)
    values: FloatArray = middle + spread * score(first + unit * (last - first))
    return values
