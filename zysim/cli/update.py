"""`zysim update`: on track or not, now that new statistics are out."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say, spoken, typed_command
from zysim.cli.options import json_option, seed_option
from zysim.cli.progress import share_line
from zysim.cli.progress_log import SHARE, ProgressLog
from zysim.cli.show import show
from zysim.columns import fold, terminal_width
from zysim.errors import InputError
from zysim.inputs.statistics_template import write_template
from zysim.runs.project import Project, choose_one, open_project
from zysim.wording import Pair

PARTICLES = 8192
NEXT: Pair = (
    "在更新后的情形下运行：zysim ensemble {case} --posterior {path}；"
    "page、report、slides、card、cost、seek 同样可加 --posterior（措施按情景，不计实际到位程度）",
    "Run in the worlds after the update: zysim ensemble {case} --posterior {path}; page, report, "
    "slides, card, cost and seek take --posterior too (levers as in the case, whatever was "
    "delivered)",
)
WROTE: Pair = (
    "已写出样表 {path}：填入“数值”一列（没有的行留空），再运行 zysim update {path}",
    "Wrote {path}: fill in the column value (leave what you do not have), then zysim update {path}",
)
TEMPLATE: Pair = ("更新样表.xlsx", "update.xlsx")


@command(
    "update",
    about=(
        "用新公布的统计判断是否在轨：达峰概率由多少变为多少，为什么",
        "on track? what newly published statistics do to the chance of the peak, and why",
    ),
    details=(
        "例：zysim update 样表.xlsx --template\n"
        "    zysim update 2027.csv --delivered levers.csv --out 更新\n"
        "    zysim update 2028.csv --out 更新（此前各期自动计入）\n"
        "中断后用同一命令继续，至多损失一步。",
        "Examples: zysim update table.xlsx --template\n"
        "          zysim update 2027.csv --delivered levers.csv --out update\n"
        "          zysim update 2028.csv --out update (earlier vintages count by themselves)\n"
        "After a kill the same command goes on; at most one step is lost.",
    ),
)
@argument(
    "files",
    nargs=-1,
    metavar="FILE…",
    type=click.Path(path_type=Path, dir_okay=False),
    about=("统计数据表，CSV 或 XLSX", "tables of statistics, CSV or XLSX"),
)
@option(
    "--case",
    default=None,
    metavar="CASE",
    about=("判断哪个情景，默认为主情景", "case that is judged, the main scenario if not given"),
)
@option(
    "--delivered",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=(
        "措施至今实际到位程度；此后仍按情景",
        "what was delivered of levers to date; from there on as in the case",
    ),
)
@option(
    "--template",
    is_flag=True,
    about=("写出待填的样表，不计算", "write a table to fill in, and nothing else"),
)
@option(
    "--boundary",
    default=None,
    metavar="LETTER",
    about=("核算边界，默认为本城市口径", "accounting boundary, that of the city if not given"),
)
@option(
    "-n",
    "particles",
    type=int,
    default=PARTICLES,
    metavar="N",
    about=(f"后验样本的个数，默认 {PARTICLES}", f"draws of the posterior, {PARTICLES}"),
)
@seed_option
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=(
        "保存各期统计、后验样本与结果；同一文件夹再次更新时，以前各期自动计入",
        "keep the vintages, the posterior and the answer; earlier vintages of the folder count",
    ),
)
@option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("把进度和剩余时间写入日志", "write progress and time left to a log"),
)
@json_option
def update(
    files: tuple[Path, ...],
    case: str | None,
    delivered: Path | None,
    template: bool,
    boundary: str | None,
    particles: int,
    seed: int,
    out: Path | None,
    log: Path | None,
    as_json: bool,
) -> None:
    project = open_project()
    if template:
        _write_template(project, files)
        return
    if not files:
        msg = "update: no file of statistics. zysim update FILE --template writes one to fill in."
        zh = "没有给出统计数据表。zysim update 文件 --template 可写出待填的样表。"
        raise InputError(msg, zh=zh)
    # Only here: scipy takes half a second that the help can spare.
    from zysim.answers.update import answer_update

    chosen = choose_one(project, case or project.city.main, {})
    with share_line() as progress, ProgressLog(log, spoken(), SHARE) as written_log:
        found = answer_update(
            project,
            chosen,
            files,
            delivered=delivered,
            folder=out,
            boundary=boundary,
            particles=particles,
            seed=seed,
            progress=written_log.beside(progress),
            command=typed_command(),
        )
    show(found, [] if out is None else found.save(out, spoken()), as_json=as_json)
    if out is not None and not as_json:
        click.echo(fold(say(NEXT, case=chosen.id, path=out), terminal_width()))


def _write_template(project: Project, files: tuple[Path, ...]) -> None:
    if len(files) > 1:
        msg = "update --template: name one file to write."
        raise InputError(msg, zh="--template：请只给一个文件名。")
    path = files[0] if files else Path(say(TEMPLATE))
    signposts = project.tables.signposts.values()
    write_template(path, signposts, project.city.history, spoken())
    click.echo(say(WROTE, path=path))
