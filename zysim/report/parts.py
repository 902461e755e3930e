"""What the emissions of a case are made of: bands of sectors, and what stands beside them."""

from __future__ import annotations

import numpy as np

from zysim.arrays import FloatArray
from zysim.metrics.middle import parts_of_middle
from zysim.runs.ensemble import Ensemble
from zysim.wording import Pair

NOTHING = 1e-9


def band_lines(found: Ensemble, case: str, boundary: str) -> dict[Pair, FloatArray]:
    """Return what the median of a case is made of under one boundary, by band, shape ``(year,)``.

    The bands sum to the median in every year; the last is what the boundary counts beside the
    sectors, left out where that is nothing.

    Parameters
    ----------
    found
        Results that hold the account's variable and the emissions by sector.
    """
    at = found.scenarios.index(case)
    city = found.city
    account = city.accounts[boundary]
    total = found.of(account.variable)[at]
    members = {
        band.label: np.sum([found.of(name)[at] for name in city.parts(band.id)], axis=0)
        for band in city.bands.values()
    }
    rest = total - np.sum(list(members.values()), axis=0)
    if np.abs(rest).max() > NOTHING * np.abs(total).max():
        members[account.rest] = rest
    named = parts_of_middle(total, {label[1]: values for label, values in members.items()})
    return {label: named[label[1]] for label in members}
