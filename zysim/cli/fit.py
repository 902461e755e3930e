"""`zysim fit`: how far the model is from the observed history."""

from __future__ import annotations

from dataclasses import asdict

import click

from zysim.answers.fit import answer_fit
from zysim.cli.framework import command, option, say_notes, spoken, typed_command
from zysim.cli.show import print_json
from zysim.columns import columns
from zysim.metrics.fit import Compared, compare_years
from zysim.runs.execute import run_settings
from zysim.runs.project import choose, open_project
from zysim.units import unit_words
from zysim.wording import Pair, pick

YEAR_HEADS: tuple[Pair, ...] = (
    ("序列", "series"),
    ("变量", "variable"),
    ("年份", "year"),
    ("观测", "observed"),
    ("模型", "model"),
    ("相差 %", "apart %"),
    ("单位", "unit"),
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
    found = answer_fit(project, command=typed_command())
    say_notes(found.notes)
    if as_json:
        print_json(found.record(spoken()))
    else:
        click.echo(found.text(spoken()))


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
