"""Sparse polynomial chaos: functions of uncertain numbers as sums of a few Legendre polynomials.

Terms are chosen one after the other, each the one nearest to what is left unexplained (orthogonal
matching pursuit), for as long as the error of leaving one run out falls. Sudret (2008); Blatman and
Sudret (2011); a review of ways to choose terms: Luethen, Marelli and Sudret (2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from zysim.arrays import FloatArray

DEGREE = 6
"""Highest degree of one number alone."""
PAIR_DEGREE = 4
"""Highest degree of two numbers together."""
LEADING = 14
"""Pairs are tried among so many numbers: those that by themselves explain most."""
PATIENCE = 12
"""Terms tried after the last that lowered the error."""
SHARE = 8
"""At least so many runs for each term."""

Term = tuple[tuple[int, int], ...]
"""Places of numbers and their degrees."""


@dataclass(frozen=True, slots=True, eq=False)
class Chaos:
    """Polynomials of points of the unit cube, one for each column."""

    terms: tuple[Term, ...]
    weights: FloatArray
    """Shape ``(1 + term, column)``; the first is the mean."""

    def of(self, points: FloatArray) -> FloatArray:
        """Return the columns at some points ``(point, number)``, shape ``(point, column)``."""
        powers = _Legendre(points)
        found = np.repeat(self.weights[:1], len(points), axis=0)
        for term, weight in zip(self.terms, self.weights[1:], strict=True):
            found += powers.of(term)[:, None] * weight
        return found


def fit_chaos(points: FloatArray, columns: FloatArray) -> Chaos:
    """Fit polynomials to runs.

    Parameters
    ----------
    points
        Of the unit cube, evenly spread, shape ``(run, number)``.
    columns
        What they gave, shape ``(run, column)``, all finite; each column gets terms of its own.

    Examples
    --------
    >>> points = np.random.default_rng(1).random((64, 3))
    >>> wanted = 2.0 + points[:, :1] ** 2 + points[:, :1] * points[:, 1:2]
    >>> found = fit_chaos(points, wanted)
    >>> bool(np.abs(found.of(points) - wanted).max() < 1e-9)
    True
    """
    powers = _Legendre(points)
    chosen = [_chosen(powers, column - column.mean()) for column in columns.T]
    terms = tuple(dict.fromkeys(term for each in chosen for term, _ in each))
    place = {term: 1 + at for at, term in enumerate(terms)}
    weights = np.zeros((1 + len(terms), columns.shape[1]))
    for at, (column, each) in enumerate(zip(columns.T, chosen, strict=True)):
        rows = [place[term] for term, _ in each]
        basis = np.column_stack([np.ones(len(points)), *(values for _, values in each)])
        weights[[0, *rows], at] = np.linalg.lstsq(basis, column, rcond=None)[0]
    return Chaos(terms, weights)


class _Legendre:
    """Legendre polynomials of points, of variance 1 on the unit interval; made when asked for."""

    def __init__(self, points: FloatArray) -> None:
        self.runs, self.numbers = points.shape
        self._points = points
        self._known: dict[int, list[FloatArray]] = {}

    def of(self, term: Term) -> FloatArray:
        """Return the product of a term, shape ``(run,)``."""
        product = self._one(*term[0])
        for place, degree in term[1:]:
            product = product * self._one(place, degree)
        return product

    def _one(self, place: int, degree: int) -> FloatArray:
        if place not in self._known:
            x = 2 * self._points[:, place] - 1
            known = [np.ones_like(x), x]
            for n in range(1, DEGREE):
                known.append(((2 * n + 1) * x * known[n] - n * known[n - 1]) / (n + 1))
            self._known[place] = [np.sqrt(2 * n + 1) * each for n, each in enumerate(known)]
        return self._known[place][degree]


def _chosen(powers: _Legendre, column: FloatArray) -> list[tuple[Term, FloatArray]]:
    """Return the terms of one column, and their values at the runs."""
    if not column.any():
        return []
    terms = list(_candidates(powers, column))
    basis = np.stack([powers.of(term) for term in terms])
    centred = basis - basis.mean(axis=1, keepdims=True)
    sizes = np.maximum(np.linalg.norm(centred, axis=1), np.finfo(float).tiny)
    order = _pursuit(centred / sizes[:, None], column)
    return [(terms[at], basis[at]) for at in order]


def _candidates(powers: _Legendre, column: FloatArray) -> Iterator[Term]:
    alone = [((place, 1),) for place in range(powers.numbers)]
    curved = [((place, 2),) for place in range(powers.numbers)]
    strength = [
        sum((powers.of(term) @ column) ** 2 for term in pair)
        for pair in zip(alone, curved, strict=True)
    ]
    for degree in range(1, DEGREE + 1):
        yield from (((place, degree),) for place in range(powers.numbers))
    leading = sorted(np.argsort(-np.array(strength), kind="stable")[:LEADING].tolist())
    for first, second in combinations(leading, 2):
        for one in range(1, PAIR_DEGREE):
            for other in range(1, PAIR_DEGREE + 1 - one):
                yield ((first, one), (second, other))


def _pursuit(basis: FloatArray, column: FloatArray) -> Sequence[int]:
    """Return the rows of a basis (centred, of size 1) that explain a column, best first.

    Each step takes the row nearest to the residual; what it adds beyond those taken is made
    orthogonal to them, so that the leave-one-out error follows from the leverages alone. The best
    of many rows explains something by chance; for that the error is raised with each term.
    """
    runs = column.size
    residual, taken = column.copy(), np.empty((0, runs))
    leverage = np.full(runs, 1.0 / runs)
    free = np.ones(len(basis), dtype=bool)
    order: list[int] = []
    best, kept = float(column @ column), 0
    while free.any() and len(order) < min(runs // SHARE, kept + PATIENCE):
        at = int(np.argmax(np.where(free, np.abs(basis @ residual), -1.0)))
        free[at] = False
        new = basis[at] - (basis[at] @ taken.T) @ taken
        new -= (new @ taken.T) @ taken
        size = np.linalg.norm(new)
        if size < 1e-6:  # told by those already taken
            continue
        new /= size
        taken = np.vstack([taken, new])
        residual = residual - (residual @ new) * new
        leverage += new**2
        order.append(at)
        one_out = float(np.sum((residual / (1 - np.minimum(leverage, 0.999))) ** 2))
        error = one_out * (1 + len(order) * np.log(len(basis)) / runs)
        if error < best:
            best, kept = error, len(order)
    return order[:kept]
