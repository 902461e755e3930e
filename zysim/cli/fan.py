"""`zysim fan`: the fan chart of any variable, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zysim.cli.framework import argument, command, option, say
from zysim.cli.options import members_option, seed_option
from zysim.cli.study_asked import asked_draws, study_asked
from zysim.inputs.changes import parse_changes
from zysim.runs.project import Project, choose, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Pair

if TYPE_CHECKING:
    from zysim.inputs.settings import Settings
    from zysim.reading.graph import Variable
    from zysim.runs.ensemble import Ensemble

CAPTION: Pair = (
    "{members}种不确定情形（种子{seed}）；色带按年划分，含参数不确定性，不含模型结构的不确定性；"
    "黑点为历史数据（统计或推算），灰底为历史期。",
    "{members} states of the world (seed {seed}); bands are by year and hold the uncertainty of "
    "the numbers, not that of the structure; black points: history, reported or derived.",
)
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


def draw_fans_of(
    name: str, found: Ensemble, chosen: list[Settings], project: Project, folder: Path
) -> None:
    """Draw the fans of one scalar in both languages and all formats."""
    import matplotlib as mpl
    import pandas as pd

    from zysim.cli.ensemble_files import FORMATS
    from zysim.plots.fan_row import draw_fan_row
    from zysim.plots.style import house_style, save_figure
    from zysim.report.ensemble_tables import quantile_table
    from zysim.wording import pick

    mpl.use("Agg")
    table = quantile_table(found, [name])
    variable = project.graph.variables[name.partition("[")[0]]
    seen = [each for each in project.tables.history if each.variable == name]
    observed = pd.DataFrame(
        {"year": [each.year for each in seen], "value": [each.value for each in seen]}
    )
    heads = {"zh": variable.title_zh, "en": variable.name.capitalize()}
    for lang in ("zh", "en"):
        with house_style():
            figure = draw_fan_row(
                table,
                {each.id: pick(each.titles, lang) for each in chosen},
                city=project.city,
                heading=heads[lang] + element_of(name, variable),
                unit=(variable.unit, variable.unit),
                caption=pick(CAPTION, lang).format(members=found.members, seed=seed_of(found)),
                lang=lang,
                observed=observed,
            )
            save_figure(figure, folder / f"{file_name(name)}.{lang}", FORMATS)


def element_of(name: str, variable: Variable) -> str:
    """Return the element of an array in brackets, with a space before it; "" for a scalar."""
    rest = name.removeprefix(variable.identifier)
    return f" {rest}" if rest else ""


def seed_of(found: Ensemble) -> int:
    """Return the seed of the draws."""
    return int(found.manifest.design["seed"])


def file_name(name: str) -> str:
    """Return a scalar id as a file name that every system takes.

    >>> file_name("fleet[private_car,electric]")
    'fan-fleet-private_car-electric'
    """
    return "fan-" + name.replace("[", "-").replace(",", "-").rstrip("]")
