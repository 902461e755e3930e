"""Bring the answer and the chart of both README files up to date; run it when numbers move.

    python scripts/update_readme.py

It runs baseline and plan, once and as an ensemble, rewrites the text between the ``answer``
marks, draws the fan chart of each language to docs/images, and writes docs/what-if.html with a
picture of it in each language, taken by the browser of this machine where there is one.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import matplotlib as mpl
import matplotlib.pyplot as plt
from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from zysim.cli.main import main as zysim
from zysim.files import write_text
from zysim.metrics.conditions import Conditions, conditions_of
from zysim.metrics.spread import PeakSpread, spreads_of
from zysim.metrics.summary import Summary, summarise, variables_summarised
from zysim.plots.fan_figure import draw_fan_figure
from zysim.plots.style import house_style
from zysim.report.fan_story import fan_tables, tell_fan
from zysim.runs.ensemble import run_ensemble
from zysim.runs.execute import run_settings
from zysim.runs.project import choose, open_project
from zysim.runs.structural import run_structures
from zysim.wording import Lang, Pair, pick

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PAGE = ROOT / "docs" / "what-if.html"
FILES: Mapping[Lang, Path] = {"zh": ROOT / "README.zh-CN.md", "en": ROOT / "README.md"}
SCENARIO: Pair = ("情景", "scenario")
RECORD: Pair = (
    "以上假定方案的措施全部按期兑现。把机组何时投产、谁来调度、气田与化工兑现多少也算进去"
    "（`zysim ensemble baseline plan`，权重见 `zysim structures`），"
    "省级核算口径 2030 年前达峰的概率为：",
    "All this assumes that what the plan sets out is delivered on time. With the dates of the "
    "plant, its dispatch, and the delivery of field and chemistry uncertain too (`zysim ensemble "
    "baseline plan`, weights in `zysim structures`), the chance of a peak by 2030 under the "
    "provincial rule is",
)
RECORD_ITEM: Pair = (
    "{title} {chance:.0%}（各条件下 {low:.0%}—{high:.0%}）",
    "{title} {chance:.0%} (range over conditions {low:.0%}–{high:.0%})",
)
LEAD: Pair = (
    "本版本的答案：参数取最可能值时的达峰年与峰值（百万吨，`zysim run baseline plan`），"
    "以及考虑参数不确定性后 2030 年前达峰的概率（`zysim ensemble baseline plan`），按核算口径：",
    "The answer of this version by accounting boundary: peak year and level (Mt) with central "
    "numbers (`zysim run baseline plan`), and the chance of a peak by 2030 over the uncertainty of "
    "the numbers (`zysim ensemble baseline plan`):",
)


def main() -> None:
    """Rewrite both answers and both charts."""
    mpl.use("Agg")
    project = open_project()
    chosen = choose(project, ["baseline", "plan"], {})
    runs = run_settings(project, chosen, outputs=variables_summarised(project.city))
    titles = {each.id: each.titles for each in chosen}
    found = run_ensemble(project, chosen)
    variable = project.city.accounts["B"].variable
    structural = run_structures(project, chosen, found, variable=variable)
    conditions = conditions_of(structural, project.city.goal)
    spreads = spreads_of(found)
    IMAGES.mkdir(parents=True, exist_ok=True)
    for lang in get_args(Lang):
        path = FILES[lang]
        text = path.read_text(encoding="utf-8")
        write_text(
            path, put_answer(text, answer(summarise(runs), spreads, conditions, titles, lang))
        )
        with house_style():
            words = tell_fan(found, spreads, titles, boundary="B", lang=lang)
            figure = draw_fan_figure(*fan_tables(found, "B"), words, lang)
            figure.savefig(IMAGES / f"fan.{lang}.png", dpi=130, metadata={"Software": None})
            plt.close(figure)
    CliRunner().invoke(zysim, ["page", "-o", str(PAGE), "--lang", "zh"])
    photograph()


def photograph() -> None:
    """Take a picture of the page in each language, as a reader first sees it."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("no chromium on this machine: docs/images/page.*.png stay as they are")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for lang in get_args(Lang):
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.goto(f"{PAGE.as_uri()}#v=1&s=plan&l={lang}")
            page.wait_for_selector("body[data-state=ready]", timeout=60_000)
            page.screenshot(path=IMAGES / f"page.{lang}.png")
        browser.close()


def answer(
    summaries: Sequence[Summary],
    spreads: Mapping[str, Mapping[str, PeakSpread]],
    conditions: Sequence[Conditions],
    titles: Mapping[str, tuple[str, str]],
    lang: Lang,
) -> str:
    """Return a Markdown table: year, level and chance of each scenario under each boundary."""
    accounts = summaries[0].city.accounts.values()
    heads = [pick(SCENARIO, lang), *(pick(each.label, lang) for each in accounts)]
    rows = [
        [
            pick(titles[each.scenario], lang),
            *(
                f"{peak.shown_year} · {peak.level:.2f} · "
                f"{spreads[each.scenario][letter].in_time.value:.0%}"
                for letter, peak in each.boundaries.items()
            ),
        ]
        for each in summaries
    ]
    lines = [heads, ["---"] * len(heads), *rows]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    items = [
        pick(RECORD_ITEM, lang).format(
            title=pick(titles[each.scenario], lang),
            chance=each.chance.value,
            low=each.low,
            high=each.high,
        )
        for each in conditions
    ]
    record = pick(RECORD, lang) + ("；" if lang == "zh" else "; ").join(["", *items])[1:]
    end = "。" if lang == "zh" else "."
    return f"{pick(LEAD, lang)}\n\n{table}\n\n{record}{end}\n"


def put_answer(text: str, block: str) -> str:
    """Return a README with the text between its marks replaced."""
    before, _mark, rest = text.partition("<!-- answer -->\n")
    _old, mark, after = rest.partition("<!-- /answer -->")
    return f"{before}<!-- answer -->\n{block}{mark}{after}"


if __name__ == "__main__":
    main()
