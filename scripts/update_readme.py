"""Bring the answer and the chart of both README files up to date; run it when numbers move.

    python scripts/update_readme.py

It runs baseline and plan, rewrites the text between the ``answer`` marks, and draws the chart
of each language to docs/images.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import matplotlib as mpl
import matplotlib.pyplot as plt

from zysim.files import write_text
from zysim.metrics.summary import Summary, summarise, variables_summarised
from zysim.plots.peak_figure import draw_peak_figure
from zysim.plots.style import house_style
from zysim.report.peak_story import peak_table, tell_peaks
from zysim.runs.execute import run_settings
from zysim.runs.project import choose, open_project, quality_counts
from zysim.wording import BOUNDARIES, Lang, Pair, pick

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
FILES: Mapping[Lang, Path] = {"zh": ROOT / "README.zh-CN.md", "en": ROOT / "README.md"}
SCENARIO: Pair = ("情景", "scenario")
LEAD: Pair = (
    "本版本的答案：达峰年份与峰值（百万吨），按核算口径（`zysim run baseline plan`）：",
    "The answer of this version, peak year and level (Mt) by accounting boundary "
    "(`zysim run baseline plan`):",
)


def main() -> None:
    """Rewrite both answers and both charts."""
    mpl.use("Agg")
    project = open_project()
    chosen = choose(project, ["baseline", "plan"], {})
    runs = run_settings(project, chosen, outputs=variables_summarised())
    titles = {each.scenario.id: (each.scenario.title_zh, each.scenario.title_en) for each in chosen}
    IMAGES.mkdir(parents=True, exist_ok=True)
    for lang in get_args(Lang):
        path = FILES[lang]
        text = path.read_text(encoding="utf-8")
        write_text(path, put_answer(text, answer(summarise(runs), titles, lang)))
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
            figure.savefig(IMAGES / f"peak.{lang}.png", dpi=130, metadata={"Software": None})
            plt.close(figure)


def answer(summaries: Sequence[Summary], titles: Mapping[str, tuple[str, str]], lang: Lang) -> str:
    """Return a Markdown table: peak year and level of each scenario under each boundary."""
    heads = [pick(SCENARIO, lang), *(pick(each, lang) for each in BOUNDARIES.values())]
    rows = [
        [
            pick(titles[each.scenario], lang),
            *(f"{peak.shown_year} · {peak.level:.2f}" for peak in each.boundaries.values()),
        ]
        for each in summaries
    ]
    lines = [heads, ["---"] * len(heads), *rows]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"{pick(LEAD, lang)}\n\n{table}\n"


def put_answer(text: str, block: str) -> str:
    """Return a README with the text between its marks replaced."""
    before, _mark, rest = text.partition("<!-- answer -->\n")
    _old, mark, after = rest.partition("<!-- /answer -->")
    return f"{before}<!-- answer -->\n{block}{mark}{after}"


if __name__ == "__main__":
    main()
