"""`zysim check`: does the model behave as models/checks.toml says it must."""

from __future__ import annotations

from pathlib import Path

import click

from zysim.answers.check import answer_check
from zysim.cli.framework import NOT_HELD, command, option, spoken, typed_command
from zysim.cli.options import json_option
from zysim.cli.show import print_json
from zysim.runs.execute import ENGINES, Engine
from zysim.runs.project import open_project


@command(
    "check",
    about=("检验模型行为（models/checks.toml）", "check the model's behaviour"),
    details=(
        "逐句检验模型应有的行为；有不成立的，退出码为 3。",
        "Tests each sentence about the model; the exit code is 3 when one does not hold.",
    ),
)
@option(
    "--file",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=("另一个检验文件", "another file of checks"),
)
@option(
    "--engine",
    type=click.Choice(ENGINES[:3]),
    default="auto",
    about=("计算引擎", "engine"),
)
@json_option
def check(path: Path | None, engine: Engine, as_json: bool) -> int:
    found = answer_check(open_project(), path, engine=engine, command=typed_command())
    if as_json:
        print_json(found.record(spoken()))
    else:
        click.echo(found.text(spoken()))
    return NOT_HELD if found.failed else 0
