"""The chart of the two README files: baseline and plan, in Chinese and English.

Caption: energy CO2 by scenario, with the peak year under each accounting boundary.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import matplotlib as mpl
import matplotlib.pyplot as plt

from zysim.metrics.summary import summarise, variables_summarised
from zysim.plots.peak_figure import draw_peak_figure
from zysim.plots.style import house_style
from zysim.report.peak_story import peak_table, tell_peaks
from zysim.runs.execute import run_settings
from zysim.runs.project import choose, open_project, quality_counts
from zysim.wording import Lang

ROOT = Path(__file__).resolve().parents[1]


def main(out: Path) -> list[Path]:
    """Draw the figure in both languages and return the files written."""
    project = open_project()
    chosen = choose(project, ["baseline", "plan"], {})
    runs = run_settings(project, chosen, outputs=variables_summarised())
    titles = {each.scenario.id: (each.scenario.title_zh, each.scenario.title_en) for each in chosen}
    written = []
    for lang in get_args(Lang):
        story = tell_peaks(
            summarise(runs),
            titles,
            quality_counts(project.tables),
            boundary="B",
            first=int(runs.years[0]),
            last=int(runs.years[-1]),
            lang=lang,
        )
        with house_style():
            figure = draw_peak_figure(peak_table(runs), story, lang)
            path = out / f"peak.{lang}.png"
            figure.savefig(path, dpi=130, metadata={"Software": None})
            plt.close(figure)
        written.append(path)
    return written


if __name__ == "__main__":
    mpl.use("Agg")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
