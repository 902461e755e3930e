"""`zysim fit`: how far the city is from its history, or a study's factors from observations."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from zysim.answers.fit import answer_fit
from zysim.cli.framework import argument, command, option, say, say_notes, spoken, typed_command
from zysim.cli.options import json_option
from zysim.cli.show import print_json
from zysim.columns import columns, fold, terminal_width
from zysim.errors import InputError
from zysim.metrics.fit import Compared, compare_years
from zysim.reading.graph import ModelGraph
from zysim.runs.execute import run_settings
from zysim.runs.project import choose, open_project
from zysim.units import spoken_unit, unit_words
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


FILES: Pair = ("文件：{names}", "Files: {names}")


@command(
    "fit",
    about=(
        "与历史数据比较的误差；或用观测数据估计研究中的因素",
        "errors against the observed history; or the factors of a study from observations",
    ),
    details=(
        "例：zysim fit\n    zysim fit tank.toml --data seen.csv --out fitted",
        "Examples: zysim fit\n          zysim fit tank.toml --data seen.csv --out fitted",
    ),
)
@argument("study", required=False, about=("研究文件（.toml）", "a study file (.toml)"))
@option(
    "--data",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=(
        "观测表（.csv、.tab）：首列时间，其余每列一个变量；研究的 [fit] 已写明时可不给",
        "observations (.csv, .tab): time in the first column, a variable in each other; not needed "
        "where [fit] of the study names them",
    ),
)
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=("写出估计值和拟合值", "write estimates and fitted values"),
)
@option(
    "--years",
    "by_year",
    is_flag=True,
    about=(
        "逐年列出观测与模型，包括只供展示的",
        "every observation beside the model, also those only shown",
    ),
)
@json_option
def fit(
    study: str | None, data: Path | None, out: Path | None, by_year: bool, as_json: bool
) -> None:
    if study is not None and not by_year:
        _fit_study(study, data, out, as_json)
        return
    if study is not None or data is not None or out is not None:
        msg = "--data and --out go with a study; zysim fit alone tells the city's errors."
        raise InputError(msg, zh="--data、--out 须与研究同用；只写 zysim fit 则给出城市的误差。")
    project = open_project()
    history = project.tables.history
    wanted = sorted({row.variable for row in history if row.variable})
    runs = run_settings(project, choose(project, [project.city.reference], {}), outputs=wanted)
    if by_year:
        _show_years(compare_years(history, runs.values, runs.years), project.graph, as_json)
        return
    found = answer_fit(project, command=typed_command())
    say_notes(found.notes)
    if as_json:
        print_json(found.record(spoken()))
    else:
        click.echo(found.text(spoken()))


def _fit_study(name: str, data: Path | None, out: Path | None, as_json: bool) -> None:
    # Only here: scipy takes half a second that the city's errors can spare.
    from zysim.answers.study_fit_text import study_fit_text, write_study_fit
    from zysim.inputs.study_file import read_study
    from zysim.paths import studies_path
    from zysim.sensitivity.study_fit import fit_study, read_observations, to_record
    from zysim.sensitivity.subject import open_subject

    asked = read_study(name, studies_path())
    subject = open_subject(asked)
    found = fit_study(asked, read_observations(asked, subject, data), subject)
    written = [] if out is None else write_study_fit(found, out)
    if as_json:
        print_json({**to_record(found), "files": [str(path) for path in written]})
        return
    click.echo(study_fit_text(found, spoken()))
    if written:
        click.echo("\n" + fold(say(FILES, names=" ".join(map(str, written))), terminal_width()))


def _show_years(compared: tuple[Compared, ...], graph: ModelGraph, as_json: bool) -> None:
    if as_json:
        print_json([asdict(each) for each in compared])
        return
    lang = spoken()
    rows = [[pick(head, lang) for head in YEAR_HEADS]]
    for each in compared:
        apart = "–" if each.apart is None else f"{100 * each.apart:+z.1f}"
        factor, unit = spoken_unit(unit_words(each.unit), lang)
        values = (f"{factor * each.observed:.4g}", f"{factor * each.model:.4g}", apart)
        label = pick(graph.label(each.variable), lang)
        rows.append([each.series, label, str(each.year), *values, unit])
    click.echo(columns(rows, right=frozenset({3, 4, 5})))
