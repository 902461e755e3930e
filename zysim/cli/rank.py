"""`zysim rank`: which levers, or which unknowns, matter most, and how sure that is."""

from __future__ import annotations

import time
from pathlib import Path

import click

from zysim.answers.rank_text import given_text, ranking_text, screening_text
from zysim.cli.framework import argument, command, option, say, spoken, typed_command
from zysim.cli.options import AccountName
from zysim.cli.progress import progress_line
from zysim.cli.show import print_json
from zysim.columns import fold, terminal_width
from zysim.errors import InputError
from zysim.inputs.study import changed
from zysim.inputs.study_file import read_study, study_names
from zysim.paths import studies_path
from zysim.wording import Pair

FILES: Pair = ("文件：{names}", "Files: {names}")
STUDIES: Pair = ("研究（zysim rank 名称）：", "Studies (zysim rank NAME):")
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
        "    zysim rank worlds --rows 256      （快速试算）\n"
        "    zysim rank --from sweep           （已完成的扫描：zysim sweep）\n"
        "    zysim rank                        （列出研究）",
        "Examples: zysim rank levers --out out\n"
        "          zysim rank worlds --rows 256     (a quick look)\n"
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
    out: Path | None,
    no_figures: bool,
    as_json: bool,
) -> None:
    if sweep is not None and any(word is not None for word in (study, rows, seed, boundary)):
        msg = f"--from {sweep}: a sweep has its study, rows, seed and boundary; give none of them."
        raise InputError(msg, zh=f"--from {sweep}：扫描已含研究、行数、种子和口径，请勿另给。")
    if study is None and sweep is None:
        _list_studies(boundary, seed or 0, as_json)
        return
    # Only here: scipy and SALib take a second that the list can spare.
    from zysim.answers.effects_text import effects_text
    from zysim.answers.rank_files import Answer, write_answer
    from zysim.sensitivity.evaluate import Evaluator, evaluate

    begin = time.perf_counter()
    if sweep is not None:
        from zysim.sweeps.read import load_sweep, open_sweep

        evaluator = open_sweep(sweep).evaluator
        results = load_sweep(sweep)
    else:
        asked = read_study(study or "", studies_path())
        evaluator = Evaluator(changed(asked, rows, seed, boundary))
        with progress_line() as progress:
            results = evaluate(evaluator, progress)
    middle = time.perf_counter()
    answer = Answer.of(evaluator, results)
    seconds = middle - begin, time.perf_counter() - middle
    written = []
    if out is not None:
        written = write_answer(answer, out, command=typed_command(), figures=not no_figures)
    if as_json:
        print_json(answer.to_record() | {"files": [str(path) for path in written]})
        return
    lang = spoken()
    city = evaluator.subject.project
    if answer.alone is not None and city is not None:
        click.echo(effects_text(answer.alone, city.city, lang) + "\n")
    about = evaluator.space, evaluator.study, lang
    if answer.screening is not None:
        text = screening_text(answer.screening, *about)
    elif answer.given is not None:
        text = given_text(answer.given, *about)
    else:
        text = ranking_text(answer, *about)
    click.echo(text)
    click.echo(
        say(COST, runs=evaluator.rows * evaluator.blocks, running=seconds[0], analysing=seconds[1])
    )
    if written:
        names = " ".join(path.name for path in written)
        click.echo("\n" + fold(say(FILES, names=names), terminal_width()))


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
