"""One step: the best point near by, as the slopes of every world foresee it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from zysim.arrays import FloatArray, IntArray

PRICE = 1e4
"""What falling short of a condition by its whole size counts, in whole settings: far more than
any change, so that a point that falls short is left for one that does not."""
CUTS = 12
"""Times a linear programme is solved again with what it overlooked."""
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Slopes:
    """One condition near a point."""

    needed: int
    """In how many worlds it must hold."""
    base: FloatArray
    """Its pieces at the point, shape ``(world, piece)``."""
    slope: FloatArray
    """Their derivatives, shape ``(knob, world, piece)``."""

    def ahead(self, moved: FloatArray) -> FloatArray:
        """Return the pieces foreseen after a move, shape ``(world, piece)``."""
        found: FloatArray = self.base + np.tensordot(moved, self.slope, axes=1)
        return found


def shortfall(margin: FloatArray, needed: int) -> float:
    """Return by how much the ``needed`` best worlds fall short, on average.

    Examples
    --------
    >>> shortfall(np.array([0.5, -0.2, -9.0, -0.4]), 3)
    0.2
    """
    best = np.sort(margin)[::-1][:needed]
    return float(np.round(np.maximum(-best, 0).mean(), 15)) if needed else 0.0


def best_step(
    point: FloatArray,
    low: FloatArray,
    high: FloatArray,
    start: FloatArray,
    weights: FloatArray,
    conditions: Sequence[Slopes],
    costs: FloatArray | None = None,
) -> tuple[FloatArray, float]:
    """Return the point between ``low`` and ``high`` that is foreseen to be best.

    Best is what is wanted least with every condition met in as many worlds as it needs, and
    otherwise least falling short. Which worlds are given up is chosen anew after each solution:
    those that come out worst (a chance constraint over a sample, Luedtke and Ahmed 2008, by
    linear programmes in turn).

    Parameters
    ----------
    point
        Where the slopes were taken, shape ``(knob,)``.
    low, high
        How far the step may go.
    start, weights
        From where change is counted, and what it counts.
    conditions
        Slopes of each condition.
    costs
        What a move by 1 of each knob adds to what is wanted least, beside its change; 0 if None.

    Returns
    -------
    tuple
        The point, and its change and costs with what falling short counts added.
    """
    costs = np.zeros(point.size) if costs is None else costs
    chosen = [
        np.argsort(-each.base.min(axis=1), kind="stable")[: each.needed] for each in conditions
    ]
    rows: list[set[tuple[int, int]]] = [set() for _ in conditions]
    for at, each in enumerate(conditions):
        rows[at] |= {(int(world), int(each.base[world].argmin())) for world in chosen[at]}
    best, least = point, np.inf
    for _ in range(CUTS):
        found = _solve(point, low, high, start, weights, costs, conditions, chosen, rows)
        if found is None:
            break
        new, fresh = _look(found - point, conditions, rows)
        short = sum(
            shortfall(each.ahead(found - point).min(axis=1), each.needed) for each in conditions
        )
        value = float(np.abs(found - start) @ weights + (found - point) @ costs) + PRICE * short
        if value < least - SLACK:
            best, least = found, value
        same = all(set(a) == set(b) for a, b in zip(new, chosen, strict=True))
        chosen = new
        if same and not fresh:
            break
    return best, least


def _look(
    moved: FloatArray, conditions: Sequence[Slopes], rows: list[set[tuple[int, int]]]
) -> tuple[list[IntArray], bool]:
    """Return the worlds that come out best, and whether pieces were added that fall short."""
    chosen, fresh = [], False
    for at, each in enumerate(conditions):
        ahead = each.ahead(moved)
        best = np.argsort(-ahead.min(axis=1), kind="stable")[: each.needed]
        chosen.append(best)
        worst = ahead[best].argmin(axis=1)
        wanted = {(int(world), int(piece)) for world, piece in zip(best, worst, strict=True)}
        fresh = fresh or not wanted <= rows[at]
        rows[at] |= wanted
    return chosen, fresh


def _solve(
    point: FloatArray,
    low: FloatArray,
    high: FloatArray,
    start: FloatArray,
    weights: FloatArray,
    costs: FloatArray,
    conditions: Sequence[Slopes],
    chosen: Sequence[IntArray],
    rows: Sequence[set[tuple[int, int]]],
) -> FloatArray | None:
    """Solve for knobs, their distances from the start, and what each chosen world lacks."""
    count = point.size
    worlds = [(at, int(world)) for at, some in enumerate(chosen) for world in np.sort(some)]
    column = {key: 2 * count + at for at, key in enumerate(worlds)}
    eye = np.eye(count)
    blocks = [np.hstack([eye, -eye]), np.hstack([-eye, -eye])]
    bound = [start, -start]
    lacking: list[int] = []
    for at, each in enumerate(conditions):
        some = sorted(key for key in rows[at] if (at, key[0]) in column)
        world = np.array([key[0] for key in some], dtype=int)
        piece = np.array([key[1] for key in some], dtype=int)
        slopes = each.slope[:, world, piece].T
        blocks.append(np.hstack([-slopes, np.zeros_like(slopes)]))
        bound.append(each.base[world, piece] - slopes @ point)
        lacking += [column[at, key[0]] for key in some]
    left = np.vstack(blocks)
    first = 2 * count
    at_row = np.arange(first, first + len(lacking))
    lacks = csr_array(
        (np.full(len(lacking), -1.0), (at_row, np.array(lacking, dtype=int) - 2 * count)),
        shape=(left.shape[0], len(worlds)),
    )
    price = np.array([PRICE / conditions[at].needed for at, _ in worlds])
    solved = linprog(
        np.concatenate([costs, weights, price]),
        A_ub=hstack([csr_array(left), lacks], format="csr"),
        b_ub=np.concatenate(bound),
        bounds=np.vstack(
            [
                np.stack([low, high], axis=1),
                np.tile([0.0, np.inf], (count + len(worlds), 1)),
            ]
        ),
        method="highs",
    )
    return None if solved.x is None else np.clip(solved.x[:count], low, high)
