"""`zysim fit`: how far the model is from the observed history."""

from __future__ import annotations

from dataclasses import asdict

import click

from zysim.cli.framework import command, option, say, say_notes, spoken
from zysim.cli.show import print_json
from zysim.columns import columns, fold, terminal_width
from zysim.metrics.fit import Compared, Fit, compare_years, far_off, fit_history
from zysim.runs.execute import run_settings
from zysim.runs.project import choose, open_project
from zysim.units import unit_words
from zysim.wording import Lang, Pair, pick

HEADS: tuple[Pair, ...] = (
    ("序列", "series"),
    ("变量", "variable"),
    ("用途", "use"),
    ("年份", "years"),
    ("MAPE %", "MAPE %"),
    ("Theil U", "Theil U"),
    ("偏差", "bias"),
    ("方差", "variance"),
    ("协方差", "covariance"),
)
YEAR_HEADS: tuple[Pair, ...] = (
    ("序列", "series"),
    ("变量", "variable"),
    ("年份", "year"),
    ("观测", "observed"),
    ("模型", "model"),
    ("相差 %", "apart %"),
    ("单位", "unit"),
)
USES = {"fit": ("拟合", "fitted"), "holdout": ("留出", "held out")}
FOOT: Pair = (
    "MAPE = 平均绝对百分比误差。Theil 的三项之和为 1：偏差（均值不同）、方差（起伏不同）、"
    "协方差（逐年差异，最无害）。留出的年份未用于率定。",
    "MAPE = mean absolute percentage error. Theil's three shares add up to 1: bias (different "
    "means), variance (different spreads), covariance (year by year, the harmless kind). Held-out "
    "years were not used to calibrate.",
)


@command("fit", about=("与历史数据比较的误差", "errors against the observed history"))
@option(
    "--years",
    "by_year",
    is_flag=True,
    about=(
        "逐年列出观测与模型，包括只供展示的",
        "every observation beside the model, also those only shown",
    ),
)
@option("--json", "as_json", is_flag=True, about=("输出 JSON", "print one JSON document"))
def fit(by_year: bool, as_json: bool) -> None:
    project = open_project()
    history = project.tables.history
    wanted = sorted({row.variable for row in history if row.variable})
    runs = run_settings(project, choose(project, [project.city.reference], {}), outputs=wanted)
    if by_year:
        _show_years(compare_years(history, runs.values, runs.years), as_json)
        return
    found = fit_history(history, runs.values, runs.years)
    say_notes(far_off(history, runs.values, runs.years))
    if as_json:
        print_json([asdict(each) for each in found])
        return
    lang = spoken()
    heads = [pick(head, lang) for head in HEADS]
    rows = [_row(each, lang) for each in found]
    click.echo(columns([heads, *rows], right=frozenset(range(4, 9))) + "\n")
    click.echo(fold(say(FOOT), terminal_width()))


def _show_years(compared: tuple[Compared, ...], as_json: bool) -> None:
    if as_json:
        print_json([asdict(each) for each in compared])
        return
    lang = spoken()
    rows = [[pick(head, lang) for head in YEAR_HEADS]]
    for each in compared:
        apart = "–" if each.apart is None else f"{100 * each.apart:+.1f}"
        values = (f"{each.observed:.4g}", f"{each.model:.4g}", apart)
        unit = unit_words(each.unit)[0 if lang == "zh" else 1]
        rows.append([each.series, each.variable, str(each.year), *values, unit])
    click.echo(columns(rows, right=frozenset({3, 4, 5})))


def _row(found: Fit, lang: Lang) -> list[str]:
    years = str(found.years[0])
    if len(found.years) > 1:
        years += f"–{found.years[-1]}"
    parts = (found.theil.bias, found.theil.variance, found.theil.covariance)
    return [
        found.series,
        found.variable,
        pick(USES[found.use], lang),
        years,
        f"{found.mape:.1f}",
        f"{found.theil.u:.4f}",
        *(f"{part:.2f}" for part in parts),
    ]
