"""`zysim report`: a Word report of scenarios, with the workbook and pictures behind it."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say, spoken, typed_command
from zysim.cli.options import (
    boundary_option,
    members_asked,
    members_option,
    posterior_option,
    seed_option,
)
from zysim.cli.show import tell_files
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Pair

WRITTEN: Pair = ("报告：{path}", "Report: {path}")


@command(
    "report",
    about=(
        "Word 报告及其后的工作簿与图",
        "a Word report, with the workbook and pictures behind it",
    ),
    details=(
        "最后一个情景为报告主体，第一个为比较基准。\n"
        "例：zysim report {reference} {main} -o 报告\n"
        "    zysim report {reference} {main} my.toml -o report --lang en --pdf",
        "The last scenario is what the report is about, the first what it is compared with.\n"
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
@option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    about=("改每个情景的一项措施或常数", "change a lever or a constant of every scenario"),
)
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
@option(
    "--force",
    is_flag=True,
    about=("覆盖已有的报告", "replace a report that is there already"),
)
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
    force: bool,
    pdf: bool,
) -> None:
    # Only here: matplotlib and python-docx take seconds that the help can spare.
    from zysim.answers.report import answer_report
    from zysim.report.paper.files import refuse_to_replace
    from zysim.report.paper.typeset import check_typst

    if pdf:
        check_typst()
    if not force:
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
    )
    written = found.save(out, spoken(), pdf=pdf, force=force)
    click.echo(say(WRITTEN, path=written[0]))
    tell_files(written[1:])
