"""`zysim ensemble`: peak year with its probability, over many states of the world."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.cli.framework import argument, command, option, say, say_notes, spoken, typed_command
from zysim.cli.options import (
    NO_LONGER_DRAWN,
    boundary_option,
    excel_option,
    json_option,
    members_asked,
    members_option,
    posterior_option,
    seed_option,
    set_option,
    until_option,
)
from zysim.cli.progress import progress_line
from zysim.cli.show import print_json
from zysim.cli.study_asked import asked_draws, study_asked
from zysim.columns import fold, terminal_width
from zysim.inputs.changes import parse_changes
from zysim.metrics.targets import variables_needed
from zysim.runs.project import Project, choose, edited_note, open_project
from zysim.sampling import MEMBERS, METHODS, Method
from zysim.wording import Pair

CHART: Pair = ("图：{path}", "Chart: {path}")
FILES: Pair = ("文件：{names}", "Files: {names}")


@command(
    "ensemble",
    about=(
        "在众多不确定情形下运行情景：达峰年的概率与区间",
        "run scenarios in many states of the world: the peak year with its probability",
    ),
    details=(
        "例：zysim ensemble {reference} {main} -n 4096 --out out\n"
        "    zysim ensemble {main} --set {lever}=0 --boundary {territorial}\n"
        "    zysim ensemble {main} --posterior out",
        "Examples: zysim ensemble {reference} {main} -n 4096 --out out\n"
        "          zysim ensemble {main} --set {lever}=0 --boundary {territorial}\n"
        "          zysim ensemble {main} --posterior out",
    ),
)
@argument(
    "scenarios",
    nargs=-1,
    metavar="[SCENARIO…]",
    about=(
        "情景名或 .toml 文件，默认为参照与主情景",
        "scenario names or .toml files, reference and main if none",
    ),
)
@members_option(MEMBERS)
@seed_option
@option(
    "--method",
    type=click.Choice(METHODS),
    default="sobol",
    about=("抽样：sobol 或 lhs", "draws: sobol or lhs"),
)
@posterior_option
@set_option(NO_LONGER_DRAWN)
@boundary_option
@until_option
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=(
        "写出扇形图、各变量分位数、各成员结果与清单",
        "write fan charts, quantiles of the variables, results by member and manifest",
    ),
)
@excel_option
@json_option
def ensemble(
    scenarios: tuple[str, ...],
    members: int,
    seed: int,
    method: Method,
    posterior: Path | None,
    changes: tuple[str, ...],
    boundary: str,
    until: int | None,
    out: Path | None,
    excel: bool,
    as_json: bool,
) -> None:
    study = study_asked(scenarios, {"members", "seed", "out", "as_json"})
    if study is not None:
        # Only here: scipy takes half a second that the help can spare.
        from zysim.cli.study_commands import spread_study

        spread_study(study, *asked_draws(members, seed), out, as_json=as_json)
        return
    # Only here: scipy takes half a second that the help can spare.
    from zysim.answers.ensemble import answer_ensemble

    project = open_project(posterior=posterior)
    notes = edited_note(project)
    chosen = choose(project, scenarios or project.city.usual, parse_changes(changes), notes)
    say_notes(notes)
    with progress_line() as progress:
        found = answer_ensemble(
            project,
            chosen,
            boundary=boundary,
            members=members_asked(project, members, whole=True),
            seed=seed,
            method=method,
            until=until,
            outputs=variables_written(project) if out else (),
            command=typed_command(),
            progress=progress,
        )
        written = [] if out is None else found.save(out, excel=excel)
        told = found.record(spoken()) if as_json else found.text(spoken())
    if isinstance(told, dict):
        print_json(told | {"files": [str(path) for path in written]})
        return
    click.echo(told)
    if written:
        names = " ".join(path.name for path in written)
        click.echo()
        click.echo(say(CHART, path=next(p for p in written if p.name == f"fan.{spoken()}.png")))
        click.echo(fold(say(FILES, names=names), terminal_width()))


def variables_written(project: Project) -> list[str]:
    """Return what the files hold: the boundaries, the IAMC variables and those of the targets."""
    from zysim.runs.iamc import read_mapping

    known = frozenset(project.graph.scalars)
    mapping = read_mapping(project.root / "params" / "iamc.csv", known)
    names = [*project.city.account_variables, *(row.model_id for row in mapping)]
    return list(dict.fromkeys([*names, *variables_needed(project.tables.targets.values())]))
