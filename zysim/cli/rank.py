"""`zysim rank`: which levers, or which unknowns, matter most, and how sure that is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zysim.cli.framework import argument, command, option, say, spoken, typed_command
from zysim.cli.options import AccountName, file_seed_option, json_option
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
    from zysim.sensitivity.refined import Refined
    from zysim.sensitivity.surrogate import Surrogate

    Asked = tuple[Evaluator, Part, Surrogate | None, Refined | None]

STUDIES: Pair = ("研究（zysim rank 名称）：", "Studies (zysim rank NAME):")
QUICK_ROWS = 256
"""Rows that a surrogate walks; each costs a thousandth of a run of the model."""
COST: Pair = (
    "{runs:,} 次运行 {running:.0f} 秒，分析 {analysing:.1f} 秒。",
    "{runs:,} runs in {running:.0f} s, analysis in {analysing:.1f} s.",
)
QUICK_COST: Pair = (
    "{runs:,} 次运行及分析共 {seconds:.1f} 秒。",
    "{runs:,} runs and their analysis in {seconds:.1f} s.",
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
        "    zysim rank worlds --refine        （再逐步增加运行，到结论稳定）\n"
        "    zysim rank --from sweep           （已完成的扫描：zysim sweep）\n"
        "    zysim rank                        （列出研究）",
        "Examples: zysim rank levers --out out\n"
        "          zysim rank worlds --quick        (a first ranking in seconds)\n"
        "          zysim rank worlds --refine       (then more runs until it is settled)\n"
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
@file_seed_option
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
    "--refine",
    is_flag=True,
    about=(
        "以替代模型为控制变量逐步增加运行，到结论稳定为止：结果无偏，运行少数倍",
        "a surrogate as control variate, more runs until the verdict is settled: unbiased, fewer",
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
@json_option
def rank(
    study: str | None,
    rows: int | None,
    seed: int | None,
    boundary: str | None,
    sweep: Path | None,
    quick: bool,
    refine: bool,
    out: Path | None,
    no_figures: bool,
    as_json: bool,
) -> None:
    if sweep is not None and any(word is not None for word in (study, rows, seed, boundary)):
        msg = f"--from {sweep}: a sweep has its study, rows, seed and boundary; give none of them."
        raise InputError(msg, zh=f"--from {sweep}：扫描已含研究、行数、种子和口径，请勿另给。")
    if quick and refine:
        msg = "--quick and --refine: a refined ranking begins with the quick one; give one of them."
        raise InputError(msg, zh="--quick 与 --refine：逐步精化已含快速排序，请只用其一。")
    if sweep is not None and (quick or refine):
        word = "--quick" if quick else "--refine"
        msg = f"--from {sweep}: its runs are there already; leave out {word}."
        raise InputError(msg, zh=f"--from {sweep}：运行已经齐备，请去掉 {word}。")
    if study is None and sweep is None:
        _list_studies(boundary, seed or 0, as_json)
        return
    # Only here: what ranks takes tenths of a second that the list can spare.
    from zysim.answers.rank import answer_quick, answer_rank

    begin = time.perf_counter()
    if quick:
        asked_study = read_study(study or "", studies_path())
        evaluator = _evaluator(
            asked_study, rows or min(asked_study.rows, QUICK_ROWS), seed, boundary
        )
        found = answer_quick(evaluator, command=typed_command())
        cost = say(QUICK_COST, runs=found.runs, seconds=time.perf_counter() - begin)
    else:
        asked: Asked
        if sweep is not None:
            from zysim.sweeps.read import load_sweep, open_sweep

            asked = open_sweep(sweep).evaluator, load_sweep(sweep), None, None
        else:
            evaluator = _evaluator(read_study(study or "", studies_path()), rows, seed, boundary)
            asked = (_run_refined if refine else _run)(evaluator)
        middle = time.perf_counter()
        found = answer_rank(*asked, command=typed_command())
        seconds = middle - begin, time.perf_counter() - middle
        cost = say(COST, runs=found.runs, running=seconds[0], analysing=seconds[1])
    if not as_json:  # before files are written: what is waited for is the table
        click.echo(found.text(spoken()))
        click.echo(cost)
    written = [] if out is None else found.save(out, figures=not no_figures)
    if as_json:
        print_json(found.record() | {"files": [str(path) for path in written]})
    else:
        tell_files(written)


def _evaluator(study: Study, rows: int | None, seed: int | None, boundary: str | None) -> Evaluator:
    from zysim.sensitivity.evaluate import Evaluator

    return Evaluator(changed(study, rows, seed, boundary))


def _run(evaluator: Evaluator) -> Asked:
    """Run all of a study."""
    from zysim.sensitivity.evaluate import evaluate

    with progress_line() as progress:
        return evaluator, evaluate(evaluator, progress), None, None


def _run_refined(evaluator: Evaluator) -> Asked:
    """Run a surrogate of a study, and as much of the study as its verdict needs."""
    from zysim.sensitivity.refined import refine
    from zysim.sensitivity.surrogate import fit_surrogate

    surrogate = fit_surrogate(evaluator)
    with progress_line() as progress:
        refined = refine(evaluator, surrogate, progress)
    return evaluator, refined.results, surrogate, refined


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
