"""`zysim slides`: a comparison as a presentation with charts that can be edited."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say, spoken, typed_command
from zysim.cli.options import (
    OF_LAST,
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
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Pair

WRITTEN: Pair = ("幻灯片：{path}（{pages} 页）", "Slides: {path} ({pages} pages)")


@command(
    "slides",
    about=(
        "演示文稿（.pptx）：图可在 PowerPoint、WPS 中修改",
        "a presentation (.pptx) with charts that can be edited",
    ),
    details=(
        "最后一个情景为主体，第一个为比较基准。1 页为结论，5 页供汇报，12 页供论证。\n"
        "例：zysim slides {reference} {main} --pages 5 -o 汇报.pptx\n"
        "    zysim slides {main} {main}+{lever}=0 --template 本单位.pptx",
        "The last scenario is what the slides are about, the first what it is compared with.\n"
        "One page is the conclusion, five are a talk, twelve a hearing.\n"
        "Examples: zysim slides {reference} {main} --pages 5 -o talk.pptx\n"
        "          zysim slides {main} {main}+{lever}=0 --template ours.pptx",
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
    type=click.Path(path_type=Path, dir_okay=False),
    default="slides.pptx",
    show_default=True,
    metavar="FILE",
    about=("写到哪个文件", "file to write"),
)
@option(
    "--pages",
    type=click.Choice(["1", "5", "12"]),
    default="5",
    show_default=True,
    about=("页数", "how many slides"),
)
@option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("套用本单位的演示文稿模板（.pptx）", "a presentation whose design is taken (.pptx)"),
)
@set_option(OF_LAST)
@boundary_option
@members_option(MEMBERS)
@seed_option
@posterior_option
@seek_option
@update_option
@force_option
def slides(
    scenarios: tuple[str, ...],
    out: Path,
    pages: str,
    template: Path | None,
    changes: tuple[str, ...],
    boundary: str,
    members: int,
    seed: int,
    posterior: Path | None,
    seeks: tuple[Path, ...],
    updated: Path | None,
    force: bool,
) -> None:
    # Only here: python-pptx takes half a second that the help can spare.
    from zysim.answers.slides import PAGES, answer_slides
    from zysim.report.card.evidence import read_sought, read_tracked
    from zysim.report.slides.powerpoint import open_template, refuse_to_replace

    if not force:
        refuse_to_replace(out)
    open_template(template)
    project = open_project(posterior=posterior)
    found = answer_slides(
        project,
        choose(project, scenarios or project.city.usual, parse_changes(changes)),
        pages=PAGES[pages],
        boundary=boundary,
        members=members_asked(project, members),
        seed=seed,
        command=typed_command(),
        sought=[read_sought(path, project) for path in seeks],
        tracked=None if updated is None else read_tracked(updated, project),
    )
    (path,) = found.save(out, spoken(), template=template, force=force)
    click.echo(say(WRITTEN, path=path, pages=len(found.deck(spoken()).slides)))
