"""Parts of the city that pictures and the page show: bands of sectors, and counties."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from zysim.arrays import FloatArray
from zysim.metrics.middle import parts_of_middle
from zysim.runs.ensemble import Ensemble
from zysim.wording import BOUNDARY_VARIABLES, Pair

BANDS: Mapping[Pair, tuple[str, ...]] = {
    ("工业与建筑业", "Industry and construction"): (
        "building_materials",
        "equipment",
        "gas_chemicals",
        "food",
        "other_industry",
        "construction",
    ),
    ("新增天然气化工", "New gas chemistry"): ("new_gas_chemistry",),
    ("交通", "Transport"): ("transport_sector",),
    ("建筑", "Homes and public buildings"): ("urban_homes", "rural_homes", "public_buildings"),
    ("农业", "Agriculture"): ("agriculture",),
    ("气田", "Gas field"): ("gas_field",),
    ("气电", "Gas power"): ("gas_power",),
}
NOTHING = 1e-9
SINK: Pair = ("森林碳汇", "Forest sink")
COUNTIES: Mapping[str, Pair] = {
    "yanjiang": ("雁江区", "Yanjiang"),
    "anyue": ("安岳县", "Anyue"),
    "lezhi": ("乐至县", "Lezhi"),
}


def band_lines(found: Ensemble, case: str, boundary: str) -> dict[Pair, FloatArray]:
    """Return what the median of a case is made of under one boundary, by band, shape ``(year,)``.

    The bands sum to the median in every year; the last is what the boundary counts beside the
    sectors, left out where that is nothing.

    Parameters
    ----------
    found
        Results that hold the boundary's variable and ``sector_co2``.
    """
    at = found.scenarios.index(case)
    total = found.of(BOUNDARY_VARIABLES[boundary])[at]
    members = {
        label: np.sum([found.of(f"sector_co2[{each}]")[at] for each in emitters], axis=0)
        for label, emitters in BANDS.items()
    }
    rest = total - np.sum(list(members.values()), axis=0)
    if np.abs(rest).max() > NOTHING * np.abs(total).max():
        members[found.city.accounts[boundary].rest] = rest
    named = parts_of_middle(total, {label[1]: values for label, values in members.items()})
    return {label: named[label[1]] for label in members}
