"""Energy CO2 by sector, baseline and plan side by side, with the forest sink below zero.

Caption: bands add up to the territorial total (boundary A); the sink is the forests' yearly
uptake and never counts towards the peak; the line is the sum of all bands.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd

from zysim import Runs, run
from zysim.plots.sectors import sector_stack
from zysim.plots.style import house_style, save_figure
from zysim.wording import Lang, Pair, pick

ROOT = Path(__file__).resolve().parents[1]
SCENARIOS: Mapping[str, Pair] = {
    "baseline": ("基线", "Baseline"),
    "plan": ("按方案实施", "Plan carried out in full"),
}
BANDS: Mapping[Pair, tuple[str, ...]] = {
    ("工业与建筑业", "Industry and construction"): (
        "building_materials",
        "equipment",
        "gas_chemicals",
        "food",
        "other_industry",
        "construction",
        "new_gas_chemistry",
    ),
    ("交通", "Transport"): ("transport_sector",),
    ("居民", "Homes"): ("urban_homes", "rural_homes"),
    ("公共建筑", "Public buildings"): ("public_buildings",),
    ("农业", "Agriculture"): ("agriculture",),
    ("气田", "Gas field"): ("gas_field",),
    ("气电", "Gas power"): ("gas_power",),
}
SINK: Pair = ("森林碳汇", "Forest sink")


def main(out: Path) -> list[Path]:
    """Draw the figure in both languages and return the files written."""
    runs = run(*SCENARIOS, outputs=["sector_co2", "forest_sink"])
    written: list[Path] = []
    for lang in ("zh", "en"):
        with house_style():
            figure, axes = plt.subplots(1, 2, figsize=(11, 4.6), sharey=True, layout="constrained")
            for ax, (scenario, title) in zip(axes, SCENARIOS.items(), strict=True):
                sector_stack(_table(runs, scenario, lang), ax=ax, lang=lang)
                ax.set_title(pick(title, lang))
            low = min(ax.get_ylim()[0] for ax in axes)
            high = max(ax.get_ylim()[1] for ax in axes)
            axes[0].set_ylim(low, high)
            axes[1].set_ylabel("")
            written += save_figure(figure, out / f"sector_stack.{lang}", ("png",))
    return written


def _table(runs: Runs, scenario: str, lang: Lang) -> pd.DataFrame:
    """Return one scenario's bands as a tidy table, the sink negative."""
    at = runs.scenarios.index(scenario)
    bands = {
        pick(title, lang): sum(runs.of(f"sector_co2[{each}]")[at] for each in emitters)
        for title, emitters in BANDS.items()
    }
    bands[pick(SINK, lang)] = -runs.of("forest_sink")[at]
    parts = [
        pd.DataFrame({"year": runs.years, "value": values, "sector": name})
        for name, values in bands.items()
    ]
    return pd.concat(parts, ignore_index=True)


if __name__ == "__main__":
    mpl.use("Agg")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "figures" / "out")
