"""`zysim discover`: the conditions under which a scenario peaks late, or in time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zysim.cli.framework import argument, command, option, typed_command
from zysim.cli.options import (
    AS_MANY_AGAIN,
    NO_LONGER_DRAWN,
    boundary_option,
    json_option,
    members_option,
    of_city,
    seed_option,
    set_option,
)
from zysim.cli.show import show
from zysim.cli.study_asked import asked_draws, study_asked
from zysim.errors import InputError
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose_one, open_project

if TYPE_CHECKING:
    from zysim.sensitivity.discovery import When

MEMBERS = 4096


@command(
    "discover",
    about=(
        "在哪些不确定条件下达峰推迟（或按时）",
        "the uncertain conditions under which the peak comes late, or in time",
    ),
    details=(
        "例：zysim discover {reference}\n    zysim discover {main} --when by -n 16384 --out out",
        "Examples: zysim discover {reference}\n"
        "          zysim discover {main} --when by -n 16384 --out out",
    ),
)
@argument(
    "scenario",
    default=of_city(lambda city: city.main),
    about=("情景，默认为 city.toml 的 main", "scenario; the main one of city.toml if none"),
)
@option(
    "--when",
    type=click.Choice(["after", "by"]),
    about=(
        "问题：晚于该年（after）或该年及以前（by）达峰；默认 after，若几乎总是如此则 by",
        "ask about a peak after the year or by it; after, but by where it is nearly always after",
    ),
)
@option(
    "--year",
    type=int,
    about=("以哪一年为界，默认为目标年", "the year in question; the goal if none"),
)
@option(
    "--event",
    metavar="FORMULA",
    about=(
        "与研究同用：要发现条件的事件，如 'x[2050] > 3'",
        "with a study: the event to explain, such as 'x[2050] > 3'",
    ),
)
@boundary_option
@members_option(MEMBERS, AS_MANY_AGAIN)
@seed_option
@set_option(NO_LONGER_DRAWN)
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=("写出条件表与逐步剔除过程", "write tables of the conditions and of the peeling"),
)
@json_option
def discover(
    scenario: str,
    when: When | None,
    year: int | None,
    event: str | None,
    boundary: str,
    members: int,
    seed: int,
    changes: tuple[str, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    study = study_asked([scenario], {"event", "members", "seed", "out", "as_json"})
    if study is not None:
        # Only here: scipy takes half a second that the help can spare.
        from zysim.cli.study_commands import discover_study

        discover_study(study, *asked_draws(members, seed), event, out, as_json=as_json)
        return
    if event is not None:
        msg = f"--event {event}: goes with a study; for the city use --when and --year."
        raise InputError(msg, zh=f"--event {event} 须与研究同用；城市情景请用 --when 和 --year。")
    # Only here: scipy and pandas take a second that the help can spare.
    from zysim.answers.discover import answer_discover

    project = open_project()
    found = answer_discover(
        project,
        choose_one(project, scenario, parse_changes(changes)),
        boundary=boundary,
        members=members,
        seed=seed,
        when=when,
        year=year,
        command=typed_command(),
    )
    show(found, [] if out is None else found.save(out), as_json=as_json)
