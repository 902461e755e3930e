"""`zysim fan`: the fan chart of any variable, in both languages."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say
from zysim.cli.options import members_option, seed_option
from zysim.cli.study_asked import asked_draws, study_asked
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Pair

CHART: Pair = ("图：{path}", "Chart: {path}")


@command(
    "fan",
    about=("任一变量的扇形图", "the fan chart of any variable"),
    details=(
        "例：zysim fan {reference} {main} --variable {gdp} --out out",
        "Example: zysim fan {reference} {main} --variable {gdp} --out out",
    ),
)
@argument(
    "scenarios",
    nargs=-1,
    metavar="[SCENARIO…]",
    about=(
        "情景名或 .toml 文件，默认为参照与主情景，最多四个",
        "scenario names or .toml files, reference and main if none, four at most",
    ),
)
@option(
    "--variable",
    "variables",
    multiple=True,
    metavar="NAME",
    about=(
        "变量，可多次使用，默认为通常口径的排放",
        "variable, may be repeated; emissions of the usual account if not given",
    ),
)
@members_option(MEMBERS)
@seed_option
@option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    about=("改一项措施或一个常数", "change a lever or a constant"),
)
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    metavar="FOLDER",
    about=("写到哪个文件夹，默认 out", "folder to write to, out if not given"),
)
def fan(
    scenarios: tuple[str, ...],
    variables: tuple[str, ...],
    members: int,
    seed: int,
    changes: tuple[str, ...],
    out: Path,
) -> None:
    study = study_asked(scenarios, {"members", "seed", "out"})
    if study is not None:
        # Only here: scipy and matplotlib take a second that the help can spare.
        from zysim.cli.study_commands import fan_study

        fan_study(study, *asked_draws(members, seed), out)
        return
    # Only here: scipy and matplotlib take a second that the help can spare.
    from zysim.answers.fan_figures import draw_fans_of
    from zysim.files import staged_folder
    from zysim.runs.ensemble import run_ensemble

    project = open_project()
    chosen = choose(project, scenarios or project.city.usual, parse_changes(changes))
    names = [
        scalar
        for name in variables or (project.city.accounts[project.city.account].variable,)
        for scalar in project.graph.scalars_of(name, "--variable")
    ]
    found = run_ensemble(project, chosen, members=members, seed=seed, outputs=names)
    with staged_folder(out) as stage:
        for name in dict.fromkeys(names):
            draw_fans_of(name, found, chosen, project, stage)
        written = sorted(path.name for path in stage.iterdir())
    for name in written:
        if name.endswith(".png"):
            click.echo(say(CHART, path=out / name))
