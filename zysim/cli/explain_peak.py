"""`zysim explain-peak`: why the peak moves from one scenario to another."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, typed_command
from zysim.cli.options import (
    OF_SECOND,
    boundary_option,
    json_option,
    members_option,
    of_city,
    set_option,
)
from zysim.cli.show import show
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose_one, open_project
from zysim.sampling import MEMBERS


@command(
    "explain-peak",
    about=(
        "两个情景之间达峰为何移动：各类措施与部门的份额",
        "why the peak moves between two scenarios: credit of measures and sectors",
    ),
    details=(
        "例：zysim explain-peak {reference} {main} --out out\n"
        "    zysim explain-peak {main} my.toml --boundary {territorial}",
        "Examples: zysim explain-peak {reference} {main} --out out\n"
        "          zysim explain-peak {main} my.toml --boundary {territorial}",
    ),
)
@argument(
    "first",
    default=of_city(lambda city: city.reference),
    about=("起点情景，默认为 city.toml 的 reference", "from; the reference of city.toml if none"),
)
@argument(
    "second",
    default=of_city(lambda city: city.main),
    about=("终点情景，默认为 city.toml 的 main", "to; the main one of city.toml if none"),
)
@set_option(OF_SECOND)
@boundary_option
@members_option(MEMBERS)
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=("写出份额表与楔形图", "write tables of credit and a wedge figure"),
)
@json_option
def explain_peak(
    first: str,
    second: str,
    changes: tuple[str, ...],
    boundary: str,
    members: int,
    out: Path | None,
    as_json: bool,
) -> None:
    # Only here: matplotlib takes a second that the help can spare.
    from zysim.answers.explain_peak import answer_explain_peak

    project = open_project()
    found = answer_explain_peak(
        project,
        choose_one(project, first, {}),
        choose_one(project, second, parse_changes(changes)),
        boundary=boundary,
        members=members,
        command=typed_command(),
    )
    show(found, [] if out is None else found.save(out), as_json=as_json)
