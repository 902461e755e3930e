"""`zysim report`: a Word report of scenarios, with the workbook and pictures behind it."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say, spoken, typed_command
from zysim.cli.options import (
    OF_EVERY,
    boundary_option,
    force_option,
    members_asked,
    members_option,
    posterior_option,
    seed_option,
    seek_option,
    set_option,
    update_option,
)
from zysim.cli.progress import progress_line
from zysim.cli.show import tell_files
from zysim.cli.study_asked import study_asked
from zysim.columns import fold, terminal_width
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Pair

WRITTEN: Pair = ("报告：{path}", "Report: {path}")
REFRESHED: Pair = (
    "已更新 {renewed} 处；{kept} 处有人改过，保留原样；{absent} 处已被删去，未补回。",
    "{renewed} part(s) renewed; {kept} had been edited and were kept; {absent} had been taken out "
    "and were not put back.",
)
WITH_STUDY = ("scenarios", "out", "title", "author", "unit", "date", "template", "force", "pdf")


@command(
    "report",
    about=(
        "Word 报告及其后的工作簿与图",
        "a Word report, with the workbook and pictures behind it",
    ),
    details=(
        "最后一个情景为报告主体，第一个为比较基准。也可给一个研究（.toml），任何模型均可。\n"
        "例：zysim report {reference} {main} -o 报告\n"
        "    zysim report {reference} {main} my.toml -o report --lang en --pdf",
        "The last scenario is what the report is about, the first what it is compared with. Or a "
        "study (.toml), of any model.\n"
        "Examples: zysim report {reference} {main} -o report\n"
        "          zysim report {reference} {main} my.toml -o report --pdf",
    ),
)
@argument(
    "scenarios",
    nargs=-1,
    about=(
        "情景名或 .toml 文件，默认为参照与主情景",
        "names or .toml files; reference and main if none",
    ),
)
@option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="report",
    show_default=True,
    metavar="FOLDER",
    about=("写到哪个文件夹", "folder to write into"),
)
@set_option(OF_EVERY)
@boundary_option
@members_option(MEMBERS)
@seed_option
@posterior_option
@option(
    "--ranking",
    "rankings",
    type=click.Path(path_type=Path, file_okay=False),
    multiple=True,
    metavar="FOLDER",
    about=(
        "引用 zysim rank --out 写出的排序，代替内置的，可多次",
        "quote a ranking of zysim rank --out in place of the stored one; may be repeated",
    ),
)
@seek_option
@update_option
@option("--title", default="", metavar="TEXT", about=("封面标题", "title on the cover"))
@option("--author", default="", metavar="NAME", about=("编制人", "author, on the cover"))
@option("--unit", default="", metavar="NAME", about=("编制单位", "institution, on the cover"))
@option(
    "--date", default="", metavar="YYYY-MM-DD", about=("封面日期，默认不写", "date on the cover")
)
@option(
    "--chapters",
    default="",
    metavar="NAME,…",
    about=(
        "只要哪些章，如 question,cost，默认全部",
        "chapters, such as question,cost; all if none",
    ),
)
@option(
    "--figure",
    default="",
    metavar="FILE",
    about=(
        "扇形图按此图形说明（.toml）画：分位数、年份、尺寸、文字",
        "a figure's specification (.toml), for the fan: percentiles, years, size, words",
    ),
)
@option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("套用本单位的 Word 模板（.docx）", "a Word document whose styles are taken (.docx)"),
)
@option(
    "--refresh",
    is_flag=True,
    about=(
        "更新已有报告中的数字，保留人改过的文字；工作簿另写一份",
        "renew the numbers of a report that is there and keep what people wrote",
    ),
)
@force_option
@option("--pdf", is_flag=True, about=("另排 PDF（不需要 Word）", "set a PDF too, without Word"))
def report(
    scenarios: tuple[str, ...],
    out: Path,
    changes: tuple[str, ...],
    boundary: str,
    members: int,
    seed: int,
    posterior: Path | None,
    rankings: tuple[Path, ...],
    seeks: tuple[Path, ...],
    updated: Path | None,
    title: str,
    author: str,
    unit: str,
    date: str,
    chapters: str,
    figure: str,
    template: Path | None,
    refresh: bool,
    force: bool,
    pdf: bool,
) -> None:
    # Only here: matplotlib and python-docx take seconds that the help can spare.
    study = study_asked(scenarios, WITH_STUDY)
    if study is not None:
        from zysim.answers.study_report import report_study
        from zysim.report.paper.front import Front

        front = Front(title=title, author=author, unit=unit, date=date)
        with progress_line() as progress:
            written = report_study(
                study,
                out,
                spoken(),
                command=typed_command(),
                pdf=pdf,
                force=force,
                front=front,
                template=template,
                progress=progress,
            )
        click.echo(say(WRITTEN, path=written[0]))
        tell_files(written[1:])
        return
    from zysim.answers.report import answer_report
    from zysim.report.card.evidence import read_sought, read_tracked
    from zysim.report.paper.compose import check_chapters
    from zysim.report.paper.files import refresh_report, refuse_to_replace
    from zysim.report.paper.front import Front
    from zysim.report.paper.typeset import check_typst
    from zysim.report.paper.word_styles import open_template

    if pdf:
        check_typst()
    wanted = tuple(each.strip() for each in chapters.replace("，", ",").split(",") if each.strip())
    front = Front(
        title=title, author=author, unit=unit, date=date, chapters=wanted, fan=bool(figure)
    )
    check_chapters(wanted)
    open_template(template)
    if not force and not refresh:
        refuse_to_replace(out, spoken())
    project = open_project(posterior=posterior)
    found = answer_report(
        project,
        choose(project, scenarios or project.city.usual, parse_changes(changes)),
        boundary=boundary,
        members=members_asked(project, members),
        seed=seed,
        command=typed_command(),
        rankings=rankings,
        sought=[read_sought(path, project) for path in seeks],
        tracked=None if updated is None else read_tracked(updated, project),
        figure=figure,
    )
    if refresh:
        written, done = refresh_report(found.found, out, spoken(), pdf=pdf, front=front)
        counts = {name: len(getattr(done, name)) for name in ("renewed", "kept", "absent")}
        click.echo(fold(say(REFRESHED, **counts), terminal_width()))
    else:
        written = found.save(out, spoken(), pdf=pdf, force=force, front=front, template=template)
    click.echo(say(WRITTEN, path=written[0]))
    tell_files(written[1:])
