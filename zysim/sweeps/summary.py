"""Quantiles of the outcomes of a sweep of any size, exact, in memory that does not grow with it.

The chunks are read a few times: each time the place of every quantile is narrowed, until so few
values are left around it that they can be sorted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.files import write_text
from zysim.runs.safe_names import not_formula
from zysim.sweeps.read import parts_of
from zysim.sweeps.store import ChunkStore
from zysim.sweeps.study import StudySweep

SHARES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
SUMMARY = "summary.csv"
BINS = 4096
SORTED = 65_536
"""So many values around a quantile are sorted; with more of them its place is narrowed again."""

Parts = Callable[[], Iterator[FloatArray]]
"""Gives the values ``(run, outcome)`` part by part, each time it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How one outcome is spread over the independent runs of a sweep."""

    outcome: str
    unit: str
    runs: int
    lacking: float
    """Share of the runs without a value."""
    mean: float
    quantiles: tuple[float, ...]
    """At ``SHARES``: each the value of a run; NaN without any value."""


def summarise_sweep(sweep: StudySweep, folder: Path) -> list[Spread]:
    """Return how each outcome of a finished sweep is spread, reading its chunks in turn.

    Of a Sobol design the runs of its two independent samples count, of a Morris design none do.

    Raises
    ------
    ResultError
        If a chunk is missing or damaged.
    """
    asked, store = sweep.evaluator, ChunkStore(folder, sweep.shapes)
    if asked.study.method == "morris":
        return []
    blocks = [0, asked.blocks - 1] if asked.study.method == "sobol" else [0]

    def parts() -> Iterator[FloatArray]:
        for part in parts_of(sweep, store):
            yield part.outcomes[:, blocks].reshape(-1, len(asked.outcomes))

    units = {name: each.unit[1] for name, each in asked.outcomes.items()}
    return spreads_of_parts(parts, units)


def spreads_of_parts(parts: Parts, units: Mapping[str, str]) -> list[Spread]:
    """Return the spread of outcomes whose values come in parts.

    Parameters
    ----------
    parts
        The values; those that are not finite are runs without one.
    units
        Outcome to its unit.

    Examples
    --------
    >>> values = np.random.default_rng(0).normal(size=(1000, 1))
    >>> (found,) = spreads_of_parts(lambda: iter(np.split(values, 10)), {"level": "Mt"})
    >>> exact = np.quantile(values[:, 0], SHARES, method="inverted_cdf")
    >>> found.runs, found.quantiles == tuple(exact.tolist())
    (1000, True)
    """
    wide = len(units)
    known, runs = np.zeros(wide, dtype=np.int64), 0
    total, low, high = np.zeros(wide), np.full(wide, np.inf), np.full(wide, -np.inf)
    for part in parts():
        finite = np.isfinite(part)
        runs, known = runs + len(part), known + finite.sum(axis=0)
        total += np.where(finite, part, 0.0).sum(axis=0)
        low = np.minimum(low, np.where(finite, part, np.inf).min(axis=0))
        high = np.maximum(high, np.where(finite, part, -np.inf).max(axis=0))
    places = [
        [
            _Place(rank_of(share, int(known[at])), low[at], high[at], int(known[at]))
            for share in SHARES
        ]
        if known[at]
        else []
        for at in range(wide)
    ]
    while any(left := [[each for each in own if each.found is None] for own in places]):
        for each in (one for own in left for one in own):
            each.begin()
        for part in parts():
            for at, own in enumerate(left):
                for each in own:
                    each.take(part[:, at])
        for each in (one for own in left for one in own):
            each.narrow()
    return [
        Spread(
            outcome=name,
            unit=unit,
            runs=runs,
            lacking=float(1 - known[at] / runs) if runs else 0.0,
            mean=float(total[at] / known[at]) if known[at] else np.nan,
            quantiles=tuple(float(each.found or 0.0) for each in places[at])
            or tuple(np.nan for _ in SHARES),
        )
        for at, (name, unit) in enumerate(units.items())
    ]


def rank_of(share: float, count: int) -> int:
    """Return which value, counted from the lowest, is a quantile.

    It is the smallest with at least that share at or below it.

    >>> rank_of(0.5, 4), rank_of(0.5, 5), rank_of(0.025, 10)
    (2, 3, 1)
    """
    return max(int(np.ceil(count * share - 1)) + 1, 1)


class _Place:
    """Where one quantile lies: a range of values, and how many lie below and in it."""

    def __init__(self, rank: int, low: float, high: float, inside: int) -> None:
        self.rank, self.low, self.high, self.inside = rank, low, high, inside
        self.found: float | None = None
        self.values: list[FloatArray] = []
        self.edges = np.empty(0)
        self.counts = np.zeros(0, dtype=np.int64)

    def begin(self) -> None:
        """Make ready for the values."""
        self.edges = np.linspace(self.low, self.high, BINS + 1)
        self.counts = np.zeros(BINS, dtype=np.int64)

    def take(self, values: FloatArray) -> None:
        """Count the values of the range, or keep them where they are few."""
        some = values[(values >= self.low) & (values <= self.high)]
        if self.inside <= SORTED:
            self.values.append(some)
            return
        at = np.clip(np.searchsorted(self.edges, some, side="right") - 1, 0, BINS - 1)
        self.counts += np.bincount(at, minlength=BINS)

    def narrow(self) -> None:
        """Find the quantile, or the part of the range that holds it."""
        if self.inside <= SORTED:
            self.found = float(np.sort(np.concatenate(self.values))[self.rank - 1])
            self.values = []
            return
        below = np.cumsum(self.counts)
        at = int(np.searchsorted(below, self.rank))
        self.rank -= int(below[at - 1]) if at else 0
        self.inside = int(self.counts[at])
        last = self.high if at == BINS - 1 else float(np.nextafter(self.edges[at + 1], -np.inf))
        self.low, self.high = float(self.edges[at]), last
        if self.low >= self.high:
            self.found = self.low


def write_summary(found: Sequence[Spread], folder: Path) -> Path | None:
    """Write one row an outcome beside the chunks; nothing where there is none."""
    if not found:
        return None
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(
        ["outcome", "unit", "runs", "lacking", "mean", *(f"P{100 * each:g}" for each in SHARES)]
    )
    for each in found:
        numbers = (each.lacking, each.mean, *each.quantiles)
        names = map(not_formula, (each.outcome, each.unit))
        table.writerow([*names, each.runs, *(f"{one:.17g}" for one in numbers)])
    path = folder / SUMMARY
    write_text(path, text.getvalue())
    return path
