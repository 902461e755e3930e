"""`zysim seek`: what must change so that a wish comes true, with the least change."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zysim.cli.framework import argument, command, option, say, spoken, typed_command
from zysim.cli.options import (
    Number,
    boundary_option,
    file_seed_option,
    json_option,
    posterior_option,
)
from zysim.cli.progress import progress_line
from zysim.cli.progress_log import RUNS, ProgressLog
from zysim.cli.seek_log import SeekLog
from zysim.cli.show import print_json
from zysim.cli.study_asked import study_asked
from zysim.cli.study_commands import seek_in_study
from zysim.columns import fold, terminal_width
from zysim.errors import InputError
from zysim.files import write_text
from zysim.inputs.problems import refuse
from zysim.inputs.read_city import read_city
from zysim.inputs.seek_file import question_names, read_question
from zysim.inputs.seek_question import (
    ALL,
    Move,
    PeakHold,
    SeekQuestion,
    changed_question,
    check_hold,
)
from zysim.inputs.study import changed
from zysim.paths import questions_path
from zysim.runs.project import Project, open_project
from zysim.wording import Pair, pick

if TYPE_CHECKING:
    from zysim.answers.decide import DecideResult
    from zysim.answers.seek import SeekResult

QUESTIONS: Pair = (
    "问题（zysim seek 名称；或 zysim seek --peak {goal} --probability 0.8）：",
    "Questions (zysim seek NAME, or zysim seek --peak {goal} --probability 0.8):",
)
WRITTEN: Pair = ("文件：{path}", "File: {path}")
SHORT: Pair = (
    "{by} 年前达峰概率不低于 {p:.0%}",
    "P(peak by {by}) of {p:.0%} or more",
)
WITH_STUDY = frozenset({"question", "model", "seed", "log", "as_json"})
"""Parameters that go with a study."""
ASKED: Pair = ("{title}：改哪几项？", "{title}: what to change?")


@command(
    "seek",
    about=(
        "要达到目标，改哪几项措施：给定概率，求改动最小的方案",
        "what to change so that a goal is met with a given probability, with the least change",
    ),
    details=(
        "例：zysim seek --peak {goal} --probability 0.8\n"
        "    zysim seek --peak {goal} --probability 0.8 --keep 某项措施 --out 建议.toml\n"
        "    zysim seek --peak {goal} --probability 0.8 --at-most 3\n"
        "    zysim seek least-change --json\n"
        "    zysim seek adaptive-2028  （以后看数据再定，与现在定死相比）\n"
        "    zysim seek 研究.toml      （其他模型，研究中写 [seek]）\n"
        "    zysim seek                （列出问题）\n"
        "中断后用同一命令继续，至多损失一批运行。",
        "Examples: zysim seek --peak {goal} --probability 0.8\n"
        "          zysim seek --peak {goal} --probability 0.8 --keep LEVER --out my.toml\n"
        "          zysim seek --peak {goal} --probability 0.8 --at-most 3\n"
        "          zysim seek least-change --json\n"
        "          zysim seek adaptive-2028 (decide later by what is known, or today)\n"
        "          zysim seek study.toml    (another model: a study with [seek])\n"
        "          zysim seek               (list the questions)\n"
        "After a kill the same command goes on; at most one batch of runs is lost.",
    ),
)
@argument(
    "question",
    required=False,
    about=(
        "问题名或 .toml 文件；也可为其他模型的研究",
        "name of a question, or a .toml file; also a study of another model",
    ),
)
@option("--peak", type=int, metavar="YEAR", about=("达峰年份", "year of the peak at the latest"))
@option(
    "--probability",
    type=Number(),
    metavar="P",
    about=(
        "概率，0 至 1；也可代替问题文件中第一个条件的概率",
        "probability, 0 to 1; also in place of that of the first condition of a question",
    ),
)
@option(
    "--start",
    metavar="CASE",
    about=("从哪个方案改起，默认主情景", "case to change, the main scenario if not given"),
)
@option(
    "--move",
    "moves",
    multiple=True,
    metavar="LEVER",
    about=("只让这些措施变动，可多次使用", "let only these levers move; may be repeated"),
)
@option(
    "--keep",
    multiple=True,
    metavar="LEVER",
    about=("保持不变的措施，可多次使用；all 为全部", "levers that stay; may be repeated; all"),
)
@option(
    "--over",
    type=click.Choice(["worlds", "structures"]),
    about=(
        "概率对什么而言：worlds 措施如数兑现（默认）；structures 结构与兑现也不确定",
        "over what the probability is: worlds, all delivered as set (default); structures, with "
        "structure and delivery uncertain too",
    ),
)
@option(
    "--budget",
    type=Number(),
    metavar="AMOUNT",
    about=(
        "费用（对起点的净现值，中位数）不超过多少亿元",
        "cost at most, in 10⁸ CNY: net present value against the start, median",
    ),
)
@option(
    "--at-most",
    type=int,
    metavar="N",
    about=("至多改几项措施", "levers that may change at most"),
)
@file_seed_option
@option(
    "--model",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("研究所用的模型，代替研究文件中的", "model of a study, in place of the one it names"),
)
@boundary_option
@posterior_option
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=(
        "把结果写成情景文件（.toml），或写成网页可用的结果（.json）",
        "write the answer as a scenario file (.toml), or as a result that a page takes (.json)",
    ),
)
@option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("把进度和剩余时间写入日志", "write progress and time left to a log"),
)
@option(
    "--quick",
    is_flag=True,
    about=("粗算：情形较少，几倍地快", "a quick look: fewer worlds, several times faster"),
)
@json_option
def seek(
    question: str | None,
    peak: int | None,
    probability: float | None,
    start: str | None,
    moves: tuple[str, ...],
    keep: tuple[str, ...],
    over: str | None,
    budget: float | None,
    at_most: int | None,
    seed: int | None,
    model: Path | None,
    boundary: str,
    posterior: Path | None,
    out: Path | None,
    log: Path | None,
    quick: bool,
    as_json: bool,
) -> None:
    if _sought_in_study(question, model, seed, log, as_json=as_json):
        return
    project = open_project(posterior=posterior)
    if question is None and peak is None:
        _list_questions(project)
        return
    _refuse_ending(out)
    if question is None:
        asked = _short(project, peak, probability, boundary)
    elif peak is None:
        asked = read_question(question, questions_path(), project.tables, project.graph.scalars)
    else:
        msg = f"{question} and --peak {peak}: ask one question at a time, leave one of them out."
        raise InputError(msg, zh=f"{question} 与 --peak {peak} 只能用其一，请去掉一个。")
    asked = changed_question(
        asked,
        project.tables,
        probability=probability,
        start=start,
        moves=moves,
        keep=keep,
        over=over,
        seed=seed,
        budget=budget,
        at_most=at_most,
    )
    if asked.decide is not None:
        _decide(project, asked, out, log, quick=quick, as_json=as_json)
        return
    # Only here: scipy takes half a second that the list can spare.
    from zysim.answers.seek import answer_seek
    from zysim.report.stored_seek import kept_record

    with progress_line() as progress, SeekLog(log, spoken()) as written:
        found = answer_seek(
            project,
            asked,
            quick=quick,
            progress=written.beside(progress),
            told=written.stage,
            command=typed_command(),
        )
    if out is not None and out.suffix == ".json":
        kept = kept_record(found.found, project)
        write_text(out, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    elif out is not None:
        found.save_scenario(out)
    _tell(found, out, as_json=as_json)


def _tell(found: SeekResult | DecideResult, out: Path | None, *, as_json: bool) -> None:
    if as_json:
        print_json(found.record() | {"file": None if out is None else str(out)})
        return
    click.echo(found.text(spoken()))
    if out is not None:
        click.echo("\n" + say(WRITTEN, path=out))


def _sought_in_study(
    word: str | None, model: Path | None, seed: int | None, log: Path | None, *, as_json: bool
) -> bool:
    """Answer a study of another model; return whether the word names one."""
    study = None if word is None else study_asked([word], WITH_STUDY)
    if study is not None:
        chosen = changed(study, None, seed, None)
        chosen = chosen if model is None else replace(chosen, model=model.resolve())
        seek_in_study(chosen, log, as_json=as_json)
        return True
    if model is not None:
        msg = f"--model {model}: goes with a study that has [seek]: zysim seek STUDY --model FILE"
        zh = f"--model {model} 须与写有 [seek] 的研究同用：zysim seek 研究.toml --model {model}"
        raise InputError(msg, zh=zh)
    return False


def _decide(
    project: Project,
    asked: SeekQuestion,
    out: Path | None,
    log: Path | None,
    *,
    quick: bool,
    as_json: bool,
) -> None:
    """Hold a decision taken later against fixed settings."""
    if out is not None and out.suffix == ".toml":
        msg = f"--out {out}: a rule is no scenario; write its result, as {out.stem}.json."
        raise InputError(
            msg, zh=f"--out {out}：规则不是情景，不能写成情景文件；请写 {out.stem}.json。"
        )
    from zysim.answers.decide import answer_decide

    with progress_line() as progress, ProgressLog(log, spoken(), RUNS) as written:
        found = answer_decide(
            project,
            asked,
            quick=quick,
            progress=written.beside(progress),
            command=typed_command(),
        )
    if out is not None:
        write_text(out, found.to_json(spoken()))
    _tell(found, out, as_json=as_json)


def _short(
    project: Project, peak: int | None, probability: float | None, boundary: str
) -> SeekQuestion:
    """Return the question of the short form."""
    if probability is None:
        msg = f"--peak {peak}: say how sure, such as --probability 0.8."
        raise InputError(msg, zh=f"--peak {peak}：请给出概率，如 --probability 0.8。")
    city = project.city
    hold = PeakHold(by=peak or city.goal, account=boundary, probability=probability)
    problems = check_hold(hold, city, "--peak")
    if problems:
        raise refuse("zysim seek", problems)
    title = tuple(each.format(by=hold.by, p=hold.probability) for each in SHORT)
    return SeekQuestion(
        id=f"peak-{hold.by}-{probability * 100:g}",
        title=(title[0], title[1]),
        question=(ASKED[0].format(title=title[0]), ASKED[1].format(title=title[1])),
        start=city.main,
        least="change",
        over="worlds",
        seed=0,
        holds=(hold,),
        moves=(Move(levers=(ALL,)),),
    )


def _refuse_ending(out: Path | None) -> None:
    if out is not None and out.suffix not in (".toml", ".json"):
        msg = (
            f"--out {out}: a scenario file ends in .toml, a result in .json; such as "
            f"{out.stem or 'my'}.toml."
        )
        zh = f"--out {out}：情景文件名应以 .toml 结尾，结果以 .json 结尾，如 {out.stem}.toml。"
        raise InputError(msg, zh=zh)


def _list_questions(project: Project) -> None:
    click.echo(say(QUESTIONS, goal=read_city().goal))
    for name in question_names(questions_path()):
        asked = read_question(name, questions_path(), project.tables, project.graph.scalars)
        text = pick(asked.question, spoken())
        click.echo(f"  {name}\n" + fold("      " + text, terminal_width(), "      "))
