"""`zysim fan`: the fan chart of any variable, every field of the figure an option."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zysim.cli.figure import languages, show_files
from zysim.cli.figure_options import fields_of, figure_options
from zysim.cli.framework import argument, command, option, typed_command
from zysim.cli.options import set_option
from zysim.cli.study_asked import asked_draws, study_asked
from zysim.inputs.changes import parse_changes


@command(
    "fan",
    about=("任一变量的扇形图", "the fan chart of any variable"),
    details=(
        "最后一个情景为主体，第一个为比较基准，都画在同一坐标上；--layout panels 分开画。\n"
        "例：zysim fan {reference} {main} --variable {gdp} --out out\n"
        "    zysim fan {main} --percentiles 10,50,90 --until 2040 --width 89",
        "The last case is the subject, the first what it is compared with, all on one pair of "
        "axes; --layout panels sets them apart.\n"
        "Examples: zysim fan {reference} {main} --variable {gdp} --out out\n"
        "          zysim fan {main} --percentiles 10,50,90 --until 2040 --width 89",
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
@option(
    "--variable",
    "variables",
    multiple=True,
    metavar="NAME",
    about=(
        "变量（代号或中文名），可多次使用，每个一张图，默认为通常口径的排放",
        "variable by id or Chinese name, may be repeated, a picture each; emissions if none",
    ),
)
@set_option()
@figure_options
def fan(
    scenarios: tuple[str, ...],
    variables: tuple[str, ...],
    changes: tuple[str, ...],
    out: Path,
    formats: list[str],
    force: bool,
    **options: Any,
) -> None:
    study = study_asked(scenarios, {"members", "seed", "out", "formats"})
    if study is not None:
        # Only here: scipy and matplotlib take a second that the help can spare.
        from zysim.cli.study_commands import fan_study

        fan_study(study, *asked_draws(options["members"], options["seed"]), out)
        return
    # Only here: scipy and matplotlib take a second that the help can spare.
    from zysim.inputs.figure_spec import parse_figure
    from zysim.report.figure.files import check_files, write_figure
    from zysim.report.figure.find import each_variable, file_name, find_figure
    from zysim.runs.project import open_project

    project = open_project()
    fields = fields_of(options | {"cases": scenarios, "variables": variables})
    spec = parse_figure(fields, id_="fan")
    langs = languages(options)
    for name in variables:
        check_files(file_name(name), out, langs, formats, force=force)
    found = find_figure(project, spec, changes=parse_changes(changes), command=typed_command())
    for each in each_variable(found):
        show_files(write_figure(each, out, langs, formats, force=force))
