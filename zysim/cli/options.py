"""Options that many commands share, so that they read and behave alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from zysim.cli.framework import option, spoken
from zysim.inputs.city import City
from zysim.inputs.city_file import read_city
from zysim.runs.project import Project


class AccountName(click.ParamType[str]):
    """One of the accounts of the city, however its letters are cased."""

    name = "account"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the account as city.toml writes it; refuse one it does not have."""
        known = read_city().accounts
        found = next((each for each in known if each.casefold() == str(value).casefold()), None)
        if found is None:
            listed = ", ".join(known)
            zh = f"没有核算口径 {value!r}，city.toml 中有 {listed}"
            en = f"no account {value!r}: city.toml has {listed}"
            self.fail(zh if spoken(ctx) == "zh" else en, param, ctx)
        return found


def of_city(pick: Callable[[City], str]) -> Callable[[], str]:
    """Return a default that the record of the city gives when a command runs."""
    return lambda: pick(read_city())


json_option = option(
    "--json", "as_json", is_flag=True, about=("输出 JSON", "print one JSON document")
)
boundary_option = option(
    "--boundary",
    type=AccountName(),
    default=of_city(lambda city: city.account),
    metavar="ACCOUNT",
    about=(
        "核算口径的代号，默认为 city.toml 所定",
        "accounting boundary, as city.toml calls it; its usual one if not given",
    ),
)
seek_option = option(
    "--seek",
    "seeks",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=(
        "写入“怎么办”：zysim seek … --json 的结果，可多次",
        "says what to do: what zysim seek … --json printed; may be repeated",
    ),
)
update_option = option(
    "--update",
    "updated",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    about=(
        "写入“在轨吗”：zysim update … --out 写出的文件夹",
        "says whether on track: a folder that zysim update … --out wrote",
    ),
)
until_option = option(
    "--until",
    type=int,
    metavar="YEAR",
    about=("模拟到哪一年，默认为模型的终止年", "last year to simulate; that of the model if none"),
)
seed_option = option(
    "--seed", type=int, default=0, about=("随机种子，默认 0", "seed of the draws, 0 if not given")
)

posterior_option = option(
    "--posterior",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    about=(
        "不确定情形取自 zysim update（或 calibrate）--out 的文件夹，不另抽样",
        "states of the world of the --out folder of zysim update (or calibrate), not new draws",
    ),
)


def members_asked(project: Project, members: int, *, whole: bool = False) -> int:
    """Return how many states of the world to run: as asked, or as a posterior has.

    Where the number was not typed, a posterior gives no more than it has; with ``whole`` all of it.
    """
    source = click.get_current_context().get_parameter_source("members")
    if project.posterior is None or source is ParameterSource.COMMANDLINE:
        return members
    return project.posterior.size if whole else min(members, project.posterior.size)


def members_option(default: int) -> Callable[[Any], Any]:
    """Return the option for the number of states of the world."""
    return option(
        "-n",
        "members",
        type=int,
        default=default,
        metavar="N",
        about=(f"不确定情形的个数，默认 {default}", f"states of the world, {default} if not given"),
    )
