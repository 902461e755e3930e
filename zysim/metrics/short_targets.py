"""Targets that a case misses though it does the very measure that they are about, in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zysim.arrays import FloatArray, IntArray
from zysim.inputs.targets import Target
from zysim.metrics.targets import middle_scores, score_targets

IN_FULL = 1.0
"""Setting of a lever that is what the plan says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A target of the plan on what a lever sets, and the lower level that comes about."""

    target: Target
    value: float
    """Median in the year of the target, in its unit."""

    @property
    def share(self) -> float:
        """What is reached, as a share of what was planned."""
        return self.value / self.target.threshold


def watched_targets(
    targets: Iterable[Target], levers: Iterable[str], year: int
) -> tuple[Target, ...]:
    """Return the targets of a year that ask for so much of what a lever of that name sets."""
    known = set(levers)
    return tuple(
        each
        for each in targets
        if each.year == year and each.compare == ">=" and each.variable in known
    )


def short_targets(
    targets: Iterable[Target],
    levers: Mapping[str, float],
    values: Mapping[str, FloatArray],
    years: IntArray,
) -> tuple[Short, ...]:
    """Return the targets that the median misses though their lever is set in full, worst first.

    A measure may be carried out on time and its result still lie below the plan: a field gives
    less than was hoped for, a plant is not called upon.

    Parameters
    ----------
    targets
        Of :func:`watched_targets`.
    levers
        Setting of every lever.
    values
        Scalar id to values of shape ``(member, year)``, those of the targets among them.
    years
        Shape ``(year,)``.

    Examples
    --------
    >>> import numpy as np
    >>> from zysim.inputs.read_tables import read_tables
    >>> from zysim.paths import data_root
    >>> row = read_tables(data_root() / "params").targets["T07"]
    >>> years = np.arange(2029, 2032)
    >>> runs = {row.variable: np.array([[90.0, 100.0, 120.0], [90.0, 110.0, 120.0]])}
    >>> [each.value for each in short_targets([row], {row.variable: 1.0}, runs, years)]
    [100.0]
    >>> short_targets([row], {row.variable: 0.5}, runs, years)
    ()
    """
    done = [each for each in targets if levers[each.variable] >= IN_FULL]
    scores = middle_scores(score_targets(done, values, years, history=int(years[0])))
    found = [
        Short(target=each.target, value=float(each.value[0]))
        for each in scores
        if each.value is not None and each.state == "missed"
    ]
    return tuple(sorted(found, key=lambda each: each.share))
