"""`zysim targets`: the plan's numeric targets, met or missed, and by how much."""

from __future__ import annotations

import click

from zysim.cli.framework import argument, command, option, spoken, typed_command
from zysim.cli.options import (
    boundary_option,
    json_option,
    members_option,
    of_city,
    seed_option,
    set_option,
)
from zysim.cli.show import print_json
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose_one, open_project
from zysim.sampling import MEMBERS


@command(
    "targets",
    about=("对照方案的量化目标打分", "score a scenario against the plan's numeric targets"),
)
@argument(
    "scenario",
    default=of_city(lambda city: city.main),
    about=("情景名，默认为 city.toml 的 main", "scenario; the main one of city.toml if none"),
)
@set_option()
@option(
    "--probability",
    is_flag=True,
    about=(
        "各目标的达到概率，以及影响最大的措施",
        "the chance that each target is met, and the lever it hangs on most",
    ),
)
@members_option(MEMBERS)
@seed_option
@boundary_option
@json_option
def targets(
    scenario: str,
    changes: tuple[str, ...],
    probability: bool,
    members: int,
    seed: int,
    boundary: str,
    as_json: bool,
) -> None:
    # Only here: scipy takes half a second that the help can spare.
    from zysim.answers.targets import answer_targets

    project = open_project()
    found = answer_targets(
        project,
        choose_one(project, scenario, parse_changes(changes)),
        boundary=boundary,
        members=members,
        seed=seed,
        command=typed_command(),
    )
    if as_json:
        print_json(found.chances_record() if probability else found.record())
    else:
        click.echo(found.chances_text(spoken()) if probability else found.text(spoken()))
