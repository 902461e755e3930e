"""Sparse polynomial chaos: functions of uncertain numbers as sums of a few Legendre polynomials.

Terms are chosen one after the other, each the one nearest to what is left unexplained (orthogonal
matching pursuit), for as long as the error of leaving one run out falls. Sudret (2008); Blatman and
Sudret (2011); a review of ways to choose terms: Luethen, Marelli and Sudret (2021).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
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
        if not self.terms:
            return np.repeat(self.weights[:1], len(points), axis=0)
        powers = _Legendre(points)
        basis = np.stack([powers.of(term) for term in self.terms])
        found: FloatArray = self.weights[0] + basis.T @ self.weights[1:]
        return found

    def mixed(self, a: FloatArray, b: FloatArray, groups: Sequence[int]) -> FloatArray:
        """Return the columns at the blocks of a Saltelli design.

        From A to A with one group of B only the terms change that hold a number of the group: no
        other is worked out again.

        Parameters
        ----------
        a, b
            Samples A and B, shape ``(row, number)``.
        groups
            The group of each number, 0 to G-1.

        Returns
        -------
        numpy.ndarray
            Shape ``(row, G + 2, column)``: A; A with group 0 of B, and so on to G-1; B.

        Examples
        --------
        >>> a, b = np.array([[0.5, 1.0]]), np.array([[1.0, 0.0]])
        >>> one = Chaos((((0, 1),), ((0, 1), (1, 1))), np.array([[5.0], [1.0], [1.0]]))
        >>> mixture = np.array([[0.5, 1.0], [1.0, 1.0], [0.5, 0.0], [1.0, 0.0]])
        >>> bool(np.allclose(one.mixed(a, b, [0, 1])[0], one.of(mixture)))
        True
        """
        count = max(groups) + 1
        found = np.repeat(self.of(a)[:, None], count + 2, axis=1)
        found[:, -1] = self.of(b)
        here, there = _Legendre(a), _Legendre(b)
        touched: list[list[int]] = [[] for _ in range(count)]
        for at, term in enumerate(self.terms):
            for group in {groups[place] for place, _ in term}:
                touched[group].append(at)
        for group, places in enumerate(touched):
            moved = np.empty((len(places), len(a)))
            for row, at in enumerate(places):
                parts = [
                    (there if groups[place] == group else here).one(place, degree)
                    for place, degree in self.terms[at]
                ]
                moved[row] = reduce(np.multiply, parts) - here.of(self.terms[at])
            found[:, 1 + group] += moved.T @ self.weights[[1 + at for at in places]]
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
    fitted = [_fitted(powers, column) for column in columns.T]
    terms = tuple(dict.fromkeys(term for chosen, _ in fitted for term in chosen))
    place = {term: 1 + at for at, term in enumerate(terms)}
    weights = np.zeros((1 + len(terms), columns.shape[1]))
    for at, (chosen, found) in enumerate(fitted):
        weights[[0, *(place[term] for term in chosen)], at] = found
    return Chaos(terms, weights)


class _Legendre:
    """Legendre polynomials of points, of variance 1 on the unit interval; made when asked for."""

    def __init__(self, points: FloatArray) -> None:
        self.runs, self.numbers = points.shape
        self._points = points
        self._known: dict[int, list[FloatArray]] = {}

    def of(self, term: Term) -> FloatArray:
        """Return the product of a term, shape ``(run,)``."""
        return reduce(np.multiply, (self.one(place, degree) for place, degree in term))

    def one(self, place: int, degree: int) -> FloatArray:
        """Return the polynomial of one number, shape ``(run,)``."""
        if place not in self._known:
            x = 2 * self._points[:, place] - 1
            known = [np.ones_like(x), x]
            for n in range(1, DEGREE):
                known.append(((2 * n + 1) * x * known[n] - n * known[n - 1]) / (n + 1))
            self._known[place] = [np.sqrt(2 * n + 1) * each for n, each in enumerate(known)]
        return self._known[place][degree]


def _fitted(powers: _Legendre, column: FloatArray) -> tuple[list[Term], FloatArray]:
    """Return the terms of one column, the best first, and the weights of 1 and of them."""
    mean = column.mean()
    centred = column - mean
    if not centred.any():
        return [], np.array([mean])
    terms = list(_candidates(powers, centred))
    basis = np.stack([powers.of(term) for term in terms])
    means = basis.mean(axis=1)
    basis -= means[:, None]
    sizes = np.sqrt(np.einsum("ij,ij->i", basis, basis))
    sizes = np.maximum(sizes, np.finfo(float).tiny)
    basis /= sizes[:, None]
    order, taken = _pursuit(basis, centred)
    # Least squares: the rows taken are the orthogonal part of the basis, this the triangular one.
    triangle = taken @ basis[order].T
    weights = np.linalg.solve(triangle, taken @ centred) / sizes[order]
    return [terms[at] for at in order], np.array([mean - weights @ means[order], *weights])


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


def _pursuit(basis: FloatArray, column: FloatArray) -> tuple[list[int], FloatArray]:
    """Return the rows of a basis (centred, of size 1) that explain a column, best first.

    Returned with them: what each adds beyond those before it, of size 1, ``(row, run)``.

    Each step takes the row nearest to the residual; what it adds beyond those taken is made
    orthogonal to them, so that the leave-one-out error follows from the leverages alone. The best
    of many rows explains something by chance; for that the error is raised with each term.
    """
    runs = column.size
    residual, room = column.copy(), np.empty((runs // SHARE, runs))
    leverage = np.full(runs, 1.0 / runs)
    free = np.ones(len(basis), dtype=bool)
    order: list[int] = []
    best, kept = float(column @ column), 0
    while free.any() and len(order) < min(runs // SHARE, kept + PATIENCE):
        at = int(np.argmax(np.where(free, np.abs(basis @ residual), -1.0)))
        free[at] = False
        taken = room[: len(order)]
        new = basis[at] - (basis[at] @ taken.T) @ taken
        new -= (new @ taken.T) @ taken
        size = np.sqrt(new @ new)
        if size < 1e-6:  # told by those already taken
            continue
        new /= size
        room[len(order)] = new
        residual = residual - (residual @ new) * new
        leverage += new**2
        order.append(at)
        one_out = float(np.sum((residual / (1 - np.minimum(leverage, 0.999))) ** 2))
        error = one_out * (1 + len(order) * np.log(len(basis)) / runs)
        if error < best:
            best, kept = error, len(order)
    return order[:kept], room[:kept]
