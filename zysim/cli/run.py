"""`zysim run`: when does each scenario peak, under which boundary, and how high."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from zysim.answers.run import answer_run
from zysim.answers.run_text import not_held_text, tables_text, written_text
from zysim.cli.framework import (
    NOT_HELD,
    argument,
    command,
    option,
    say_notes,
    spoken,
    typed_command,
)
from zysim.cli.options import (
    ONE_RUN,
    boundary_option,
    excel_option,
    json_option,
    members_option,
    set_option,
    until_option,
)
from zysim.cli.show import print_json
from zysim.cli.study_asked import study_asked
from zysim.errors import InputError
from zysim.inputs.changes import parse_changes, plain
from zysim.kernel.methods import Method
from zysim.metrics.middle import NEAREST
from zysim.runs.execute import ENGINES, Engine
from zysim.runs.project import choose, edited_note, open_project
from zysim.sampling import MEMBERS


@command(
    "run",
    about=(
        "计算情景的达峰年份（众多情形的中位数）；不写情景时为参照与主情景",
        "peak years of scenarios, medians over many states; without a name: reference and main",
    ),
    details=(
        "例：zysim run {reference} {main} --out out\n"
        "    zysim run {main} --set {lever}=0 --boundary {territorial}\n"
        "    zysim run {main} --require-peak {goal}\n"
        "    zysim run --model models/teaching/tank.mdl --set tap=30",
        "Examples: zysim run {reference} {main} --out out\n"
        "          zysim run {main} --set {lever}=0 --boundary {territorial}\n"
        "          zysim run {main} --require-peak {goal}\n"
        "          zysim run --model models/teaching/tank.mdl --set tap=30",
    ),
)
@argument(
    "scenarios",
    nargs=-1,
    metavar="[SCENARIO]…",
    about=("情景名，或 .toml 文件", "names of scenarios, or .toml files"),
)
@set_option()
@boundary_option
@members_option(MEMBERS, ONE_RUN, least=1, given=False)
@until_option
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    about=(
        "把表格（CSV、Parquet、NetCDF、IAMC）与中英文图写入文件夹",
        "write tables (CSV, Parquet, NetCDF, IAMC) and the chart in both languages to a folder",
    ),
)
@excel_option
@option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    about=(
        "计算引擎；pysd 慢，用于核对，只作单次运行",
        "engine; pysd is slow and serves as a referee, of single runs only",
    ),
)
@option(
    "--require-peak",
    type=int,
    metavar="YEAR",
    about=(
        "任一情景到该年未达峰则退出码为 3",
        "exit with 3 unless every scenario peaks by that year",
    ),
)
@option(
    "--model",
    "model",
    type=click.Path(path_type=Path),
    metavar="FILE",
    about=(
        "运行另一个 Vensim 模型（.mdl），--set 改它的常数",
        "run another Vensim model (.mdl); --set changes its constants",
    ),
)
@option(
    "--variable",
    "variables",
    multiple=True,
    metavar="NAME",
    about=(
        "与 --model 同用：显示的变量，默认为存量，可多次",
        "with --model: variable to show, its stocks if not given; may be repeated",
    ),
)
@option(
    "--data",
    "data",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    multiple=True,
    metavar="FILE",
    about=(
        "与 --model 同用：数据变量的数值，导出为 .tab 或 .csv，可多次",
        "with --model: values of data variables, exported as .tab or .csv; may be repeated",
    ),
)
@option(
    "--method",
    type=click.Choice(["euler", "rk2", "rk4"]),
    about=(
        "与 --model 同用：积分方法，欧拉、二阶或四阶龙格—库塔，默认按模型文件的设定",
        "with --model: Euler, Runge-Kutta of order 2 or 4; what the file asks for if not given",
    ),
)
@json_option
def run(
    scenarios: tuple[str, ...],
    changes: tuple[str, ...],
    boundary: str,
    members: int | None,
    until: int | None,
    out: Path | None,
    excel: bool,
    engine: Engine,
    require_peak: int | None,
    model: Path | None,
    variables: tuple[str, ...],
    data: tuple[Path, ...],
    method: Method | None,
    as_json: bool,
) -> int:
    study = study_asked(scenarios, {"out", "as_json"})
    if study is not None:
        # Only here: scipy takes half a second that other runs can spare.
        from zysim.cli.study_commands import run_study

        return run_study(study, out, as_json=as_json)
    typed = typed_command()
    _refuse_mixture(model)
    if model is not None:
        # Only here: the city's run does not need it.
        from zysim.cli.run_model import Asked, answer

        asked = Asked(
            model,
            plain(parse_changes(changes)),
            variables,
            until,
            engine,
            method,
            out,
            excel,
            typed,
            data,
        )
        return answer(asked, as_json=as_json)
    project = open_project()
    notes = edited_note(project)
    chosen = choose(project, scenarios or project.city.usual, parse_changes(changes), notes)
    say_notes(notes)
    found = answer_run(
        project,
        chosen,
        boundary=boundary,
        members=members,
        until=until,
        engine=engine,
        command=typed,
    )
    # Only with --out: pandas, xarray and matplotlib take a second that a plain answer can spare.
    written = [] if out is None else found.save(out, excel=excel)
    if as_json:
        print_json(found.record() | {"files": [str(path) for path in written]})
    else:
        lang = spoken()
        click.echo(found.text(lang))
        if written:
            click.echo(written_text(written, lang))
            if found.gap is not None:
                near = min(NEAREST, found.members)
                click.echo(tables_text(boundary, near, found.gap, lang))
    judged = {each.id for each in chosen if each.changes or not changes}
    late = [
        each.scenario
        for each in found.summaries
        if each.scenario in judged
        and require_peak is not None
        and not each.boundaries[boundary].by(require_peak)
    ]
    if late:
        click.echo(not_held_text(late, require_peak or 0, boundary, spoken()), err=True)
        return NOT_HELD
    return 0


def _refuse_mixture(model: Path | None) -> None:
    """Refuse options of the city's model beside another model, and the other way round."""
    context = click.get_current_context()
    own = {"scenarios": "SCENARIO", "boundary": "--boundary", "require_peak": "--require-peak"}
    own |= {"members": "-n"}
    asked = (
        own
        if model is not None
        else {
            "variables": "--variable",
            "method": "--method",
            "data": "--data",
        }
    )
    given = [
        flag
        for name, flag in asked.items()
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    ]
    if given and model is not None:
        msg = f"{', '.join(given)}: part of the city's model, not of --model; leave it out."
        raise InputError(msg, zh=f"{'、'.join(given)} 只用于城市模型，不能与 --model 同用。")
    if given:
        flags = ", ".join(given)
        msg = f"{flags} goes with --model; for the city's model use --out, or zysim explain."
        raise InputError(msg, zh=f"{flags} 须与 --model 同用；城市模型请用 --out 写出全部变量。")
