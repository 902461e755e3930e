"""Bring the answer and the chart of both README files up to date; run it when numbers move.

    python scripts/update_readme.py

It runs the reference and the main scenario as an ensemble, rewrites the text between the ``answer``
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
from zysim.cli.page import PAGE_MEMBERS
from zysim.files import write_text
from zysim.inputs.settings import Settings
from zysim.metrics.conditions import Condition, Conditions, conditions_of
from zysim.metrics.spread import spreads_of
from zysim.plots.fan_figure import draw_fan_figure
from zysim.plots.style import house_style
from zysim.report.fan_story import fan_tables, tell_fan
from zysim.runs.ensemble import Ensemble, run_ensemble
from zysim.runs.project import Project, choose, open_project
from zysim.runs.structural import run_structures
from zysim.wording import CO2_UNIT, Lang, Pair, co2_text, pick

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PAGE = ROOT / "docs" / "what-if.html"
FILES: Mapping[Lang, Path] = {"zh": ROOT / "README.zh-CN.md", "en": ROOT / "README.md"}
CONDITION: Pair = ("条件", "condition")
WEIGHT: Pair = ("权重", "weight")
ALL_ON_TIME: Pair = ("全部按设定实施（不含以下各问）", "all carried out as set (none of the below)")
WEIGHTED: Pair = ("按以往兑现情况推算，各问按权重", "as the record suggests, weighted")
LEAD: Pair = (
    "本版本的答案（`zysim ensemble {cases}`）：{account}，{goal} 年前达峰的可能性，"
    "以及取决于什么（{members} 种不确定情形；网页用 {fewer} 种，略有出入）。",
    "The answer of this version (`zysim ensemble {cases}`): {account}, the chance of a peak by "
    "{goal}, and what it hangs on ({members} states of the world; the page takes "
    "{fewer}, so its numbers differ a little).",
)
MEDIANS: Pair = (
    "全部按设定实施时的达峰年与峰值（各情形的中位数，{unit}；`zysim run {cases}`）：",
    "Peak year and level with all carried out as set (medians, {unit}; `zysim run {cases}`): ",
)
MEDIAN: Pair = ("{account} {peaks}", "{account} {peaks}")
PEAK: Pair = ("{title} {year}（{level}）", "{title} {year} ({level})")


def main() -> None:
    """Rewrite both answers and both charts."""
    mpl.use("Agg")
    project = open_project()
    chosen = choose(project, project.city.usual, {})
    account = project.city.account
    found = run_ensemble(project, chosen)
    titles = {each.id: each.titles for each in chosen}
    spreads = spreads_of(found)
    IMAGES.mkdir(parents=True, exist_ok=True)
    for lang in get_args(Lang):
        path = FILES[lang]
        text = path.read_text(encoding="utf-8")
        write_text(path, put_answer(text, answer(project, chosen, found, lang)))
        with house_style():
            words = tell_fan(found, spreads, titles, boundary=account, lang=lang)
            figure = draw_fan_figure(*fan_tables(found, account), words, lang)
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
            page.goto(f"{PAGE.as_uri()}#v=2&s=plan&l={lang}")
            page.wait_for_selector("body[data-state=ready]", timeout=60_000)
            page.screenshot(path=IMAGES / f"page.{lang}.png")
        browser.close()


def answer(project: Project, chosen: Sequence[Settings], found: Ensemble, lang: Lang) -> str:
    """Return the chance of a peak by each condition, as a Markdown table, and the medians."""
    city = project.city
    account, cases = city.accounts[city.account], " ".join(each.id for each in chosen)
    spreads = spreads_of(found)
    every = conditions_of(
        run_structures(project, chosen, found, variable=account.variable), city.goal
    )
    plain = [f"{spreads[each.id][city.account].in_time.value:.0%}" for each in chosen]
    shares = [[each.chance.value, each.lowest.value, each.highest.value] for each in every]
    form = "{:.0%}（{:.0%}—{:.0%}）" if lang == "zh" else "{:.0%} ({:.0%}–{:.0%})"
    weighted = [form.format(*each) for each in shares]
    rows = [
        [pick(CONDITION, lang), pick(WEIGHT, lang), *(pick(each.titles, lang) for each in chosen)],
        ["---"] * (2 + len(chosen)),
        [pick(ALL_ON_TIME, lang), "", *plain],
        [f"**{pick(WEIGHTED, lang)}**", "", *(f"**{each}**" for each in weighted)],
    ]
    for each in every[-1].conditions:
        given = [_given(other, each) for other in every]
        label = f"{pick(each.question.label, lang)} · {pick(each.alternative.label, lang)}"
        rows.append([label, f"{each.alternative.weight:.0%}", *given])
    table = "\n".join("| " + " | ".join(line) + " |" for line in rows)
    dot = "，" if lang == "zh" else ", "
    peaks = [
        pick(MEDIAN, lang).format(
            account=pick(each.label, lang),
            peaks=dot.join(
                pick(PEAK, lang).format(
                    title=pick(case.titles, lang),
                    year=spreads[case.id][letter].shown_year(1),
                    level=co2_text(spreads[case.id][letter].level[1], lang),
                )
                for case in chosen
            ),
        )
        for letter, each in city.accounts.items()
    ]
    words = {
        "cases": cases,
        "account": pick(account.label, lang),
        "goal": city.goal,
        "members": found.members,
        "fewer": PAGE_MEMBERS,
    }
    medians = pick(MEDIANS, lang).format(**words, unit=pick(CO2_UNIT, lang))
    end = "。" if lang == "zh" else "."
    listed = ("；" if lang == "zh" else "; ").join(peaks)
    return f"{pick(LEAD, lang).format(**words)}\n\n{table}\n\n{medians}{listed}{end}\n"


def _given(case: Conditions, wanted: Condition) -> str:
    """Return a case's chance given the alternative; a dash where the question is not open in it."""
    for each in case.conditions:
        if each.question.id == wanted.question.id and each.alternative.id == wanted.alternative.id:
            return f"{each.chance.value:.0%}"
    return "–"


def put_answer(text: str, block: str) -> str:
    """Return a README with the text between its marks replaced."""
    before, _mark, rest = text.partition("<!-- answer -->\n")
    _old, mark, after = rest.partition("<!-- /answer -->")
    return f"{before}<!-- answer -->\n{block}{mark}{after}"


if __name__ == "__main__":
    main()
