"""`zysim card`: the conclusion on one page, as text, picture, Word or JSON."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say_notes, spoken, typed_command
from zysim.cli.options import (
    against_option,
    boundary_option,
    force_option,
    json_option,
    members_asked,
    members_option,
    of_city,
    posterior_option,
    seed_option,
    seek_option,
    set_option,
    update_option,
)
from zysim.cli.show import show
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose_against, choose_one, edited_note, open_project
from zysim.sampling import MEMBERS


@command(
    "card",
    about=(
        "结论卡：能否按期达峰、为何、什么会推翻它、花多少钱、还不清楚什么",
        "the conclusion: peak in time or not, why, what would overturn it, cost, unknowns",
    ),
    details=(
        "例：zysim card {main} -o card.png -o card.docx\n"
        "    zysim card {main}+{lever}=0 --against {main}",
        "Examples: zysim card {main} -o card.png -o card.docx\n"
        "          zysim card {main}+{lever}=0 --against {main}",
    ),
)
@argument(
    "case",
    default=of_city(lambda city: city.main),
    about=("情景、文件或 情景+措施=取值", "a scenario, a file, or scenario+lever=value"),
)
@against_option
@set_option()
@boundary_option
@members_option(MEMBERS)
@seed_option
@posterior_option
@seek_option
@update_option
@option(
    "-o",
    "--out",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=(
        "写成文件：.png、.svg、.pdf、.docx 或 .md，可多次使用",
        "write a file: .png, .svg, .pdf, .docx or .md; may be repeated",
    ),
)
@force_option
@json_option
def card(
    case: str,
    against: str | None,
    changes: tuple[str, ...],
    boundary: str,
    members: int,
    seed: int,
    posterior: Path | None,
    seeks: tuple[Path, ...],
    updated: Path | None,
    paths: tuple[Path, ...],
    force: bool,
    as_json: bool,
) -> None:
    # Only here: scipy and matplotlib take a second that the help can spare.
    from zysim.answers.card import answer_card
    from zysim.report.card.evidence import read_sought, read_tracked
    from zysim.report.card.files import check_path

    for path in paths:
        check_path(path, force=force)
    project = open_project(posterior=posterior)
    say_notes(edited_note(project))
    chosen = choose_one(project, case, parse_changes(changes))
    found = answer_card(
        project,
        chosen,
        choose_against(project, against, [chosen]),
        boundary=boundary,
        members=members_asked(project, members),
        seed=seed,
        command=typed_command(),
        sought=[read_sought(path, project) for path in seeks],
        tracked=None if updated is None else read_tracked(updated, project),
    )
    show(found, [found.write(path, spoken(), force=force) for path in paths], as_json=as_json)
