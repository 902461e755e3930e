"""Parts of the city that pictures and the page show: bands of sectors, and counties."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.wording import Pair

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
SINK: Pair = ("森林碳汇", "Forest sink")
COUNTIES: Mapping[str, Pair] = {
    "yanjiang": ("雁江区", "Yanjiang"),
    "anyue": ("安岳县", "Anyue"),
    "lezhi": ("乐至县", "Lezhi"),
}
