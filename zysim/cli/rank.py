"""`zysim rank`: which levers, or which unknowns, matter most, and how sure that is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zysim.cli.framework import argument, command, option, say, spoken, typed_command
from zysim.cli.options import AccountName
from zysim.cli.progress import progress_line
from zysim.cli.show import print_json, tell_files
from zysim.columns import fold, terminal_width
from zysim.errors import InputError
from zysim.inputs.study import changed
from zysim.inputs.study_file import read_study, study_names
from zysim.paths import studies_path
from zysim.wording import Pair

if TYPE_CHECKING:
    from zysim.inputs.study import Study
    from zysim.sensitivity.evaluate import Evaluator, Part
    from zysim.sensitivity.surrogate import Surrogate

STUDIES: Pair = ("研究（zysim rank 名称）：", "Studies (zysim rank NAME):")
QUICK_ROWS = 256
"""Rows that a surrogate walks; each costs a thousandth of a run of the model."""
COST: Pair = (
    "{runs:,} 次运行 {running:.0f} 秒，分析 {analysing:.1f} 秒。",
    "{runs:,} runs in {running:.0f} s, analysis in {analysing:.1f} s.",
)


@command(
    "rank",
    about=(
        "哪些措施（或未知数）最能左右达峰，及其把握",
        "which levers, or unknowns, matter most for the peak, and how sure that is",
    ),
    details=(
        "例：zysim rank levers --out out\n"
        "    zysim rank worlds --quick         （几秒给出初步排序）\n"
        "    zysim rank --from sweep           （已完成的扫描：zysim sweep）\n"
        "    zysim rank                        （列出研究）",
        "Examples: zysim rank levers --out out\n"
        "          zysim rank worlds --quick        (a first ranking in seconds)\n"
        "          zysim rank --from sweep          (a finished sweep: zysim sweep)\n"
        "          zysim rank                       (list the studies)",
    ),
)
@argument(
    "study",
    required=False,
    about=("研究名或 .toml 文件", "name of a study, or a .toml file"),
)
@option(
    "--rows",
    type=int,
    metavar="N",
    about=("每次重复的行数，代替研究文件中的值", "rows of a replicate, instead of the study's"),
)
@option(
    "--seed", type=int, metavar="N", about=("代替研究文件中的种子", "seed, instead of the study's")
)
@option(
    "--boundary",
    type=AccountName(),
    metavar="ACCOUNT",
    about=("核算边界，代替研究文件中的", "accounting boundary, instead of the study's"),
)
@option(
    "--from",
    "sweep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=("用 zysim sweep 已算好的结果", "take the results of a finished zysim sweep"),
)
@option(
    "--quick",
    is_flag=True,
    about=(
        "先由千余次运行拟合替代模型，几秒给出排序及其可信程度",
        "fit a surrogate to a thousand runs: a ranking in seconds, and how far to trust it",
    ),
)
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=("写出表格、图、结论与清单", "write tables, figures, verdict and manifest"),
)
@option(
    "--no-figures",
    is_flag=True,
    about=("与 --out 同用：只写表格", "with --out: tables only"),
)
@option("--json", "as_json", is_flag=True, about=("输出 JSON", "print one JSON document"))
def rank(
    study: str | None,
    rows: int | None,
    seed: int | None,
    boundary: str | None,
    sweep: Path | None,
    quick: bool,
    out: Path | None,
    no_figures: bool,
    as_json: bool,
) -> None:
    if sweep is not None and any(word is not None for word in (study, rows, seed, boundary)):
        msg = f"--from {sweep}: a sweep has its study, rows, seed and boundary; give none of them."
        raise InputError(msg, zh=f"--from {sweep}：扫描已含研究、行数、种子和口径，请勿另给。")
    if sweep is not None and quick:
        msg = f"--from {sweep}: its runs are there already; leave out --quick."
        raise InputError(msg, zh=f"--from {sweep}：运行已经齐备，请去掉 --quick。")
    if study is None and sweep is None:
        _list_studies(boundary, seed or 0, as_json)
        return
    # Only here: scipy and SALib take a second that the list can spare.
    from zysim.answers.rank import answer_rank

    begin = time.perf_counter()
    asked: tuple[Evaluator, Part, Surrogate | None]
    if sweep is not None:
        from zysim.sweeps.read import load_sweep, open_sweep

        asked = open_sweep(sweep).evaluator, load_sweep(sweep), None
    else:
        asked = _run(read_study(study or "", studies_path()), rows, seed, boundary, quick=quick)
    middle = time.perf_counter()
    found = answer_rank(*asked, command=typed_command())
    seconds = middle - begin, time.perf_counter() - middle
    written = [] if out is None else found.save(out, figures=not no_figures)
    if as_json:
        print_json(found.record() | {"files": [str(path) for path in written]})
        return
    click.echo(found.text(spoken()))
    click.echo(say(COST, runs=found.runs, running=seconds[0], analysing=seconds[1]))
    tell_files(written)


def _run(
    study: Study, rows: int | None, seed: int | None, boundary: str | None, *, quick: bool
) -> tuple[Evaluator, Part, Surrogate | None]:
    """Run a study, or a surrogate of it."""
    from zysim.sensitivity.evaluate import Evaluator, evaluate
    from zysim.sensitivity.surrogate import evaluate_surrogate, fit_surrogate

    if not quick:
        evaluator = Evaluator(changed(study, rows, seed, boundary))
        with progress_line() as progress:
            return evaluator, evaluate(evaluator, progress), None
    evaluator = Evaluator(changed(study, rows or min(study.rows, QUICK_ROWS), seed, boundary))
    surrogate = fit_surrogate(evaluator)
    return evaluator, evaluate_surrogate(evaluator, surrogate), surrogate


def _list_studies(boundary: str | None, seed: int, as_json: bool) -> None:
    """Print what each lever does alone, then the studies that can be ranked."""
    # Only here: scipy takes half a second that the help can spare.
    from zysim.answers.effects_text import effects_text
    from zysim.runs.project import open_project
    from zysim.sensitivity.single_effects import single_effects

    project = open_project()
    effects = single_effects(project, boundary=boundary or project.city.account, seed=seed)
    studies = [read_study(name, studies_path()) for name in study_names(studies_path())]
    if as_json:
        print_json({"effects": effects.to_records(), "studies": [each.id for each in studies]})
        return
    click.echo(effects_text(effects, project.city, spoken()) + "\n")
    click.echo(say(STUDIES))
    for each in studies:
        click.echo(f"  {each.id}\n" + fold(say(each.question), terminal_width(), "      "))
