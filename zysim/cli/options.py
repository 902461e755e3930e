"""Options that many commands share, so that they read and behave alike."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from zysim.cli.framework import option, spoken
from zysim.inputs.city import City
from zysim.inputs.read_city import read_city
from zysim.wording import Pair

if TYPE_CHECKING:
    from zysim.runs.project import Project


class Number(click.types.FloatParamType):
    """A number; neither ``nan`` nor ``inf``, which Python would take for one."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number; refuse what is none."""
        found: float = super().convert(value, param, ctx)
        if not math.isfinite(found):
            self.fail(f"{value!r} is not a valid float.", param, ctx)
        return found


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
excel_option = option(
    "--excel",
    is_flag=True,
    about=("CSV 带标记，便于 Excel 打开", "begin CSV files with a mark for Excel"),
)
force_option = option(
    "--force", is_flag=True, about=("覆盖已有的文件", "replace a file that is there already")
)
list_option = option("--list", "listed", is_flag=True, about=("列出图名", "list the figures"))
against_option = option(
    "--against",
    metavar="CASE",
    about=(
        "与谁相比，默认为 city.toml 所定；它自己与主方案相比",
        "held against; the reference of city.toml if none, which is held against the main case",
    ),
)
file_seed_option = option(
    "--seed",
    type=int,
    metavar="N",
    about=("随机种子，代替文件中的", "seed of the draws, in place of that of the file"),
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


AS_MANY_AGAIN: Pair = ("，另抽同样多用于检验", "; as many again for the test")
ONE_RUN: Pair = ("；1 为单次运行，参数取最可能值", "; 1: one run at most likely values")


def members_option(
    usual: int, more: Pair = ("", ""), *, least: int | None = None, given: bool = True
) -> Callable[[Any], Any]:
    """Return the option for the number of states of the world.

    ``given`` tells whether a command gets the usual number or None where none was typed.
    """
    return option(
        "-n",
        "members",
        type=int if least is None else click.IntRange(least),
        default=usual if given else None,
        metavar="N",
        about=(
            f"不确定情形的个数，默认 {usual}{more[0]}",
            f"states of the world, {usual} if not given{more[1]}",
        ),
    )


NO_LONGER_DRAWN: Pair = ("；常数不再随机", "; a constant is no longer drawn")
OF_LAST: Pair = ("；改在最后一个方案上", "; of the last case")
OF_SECOND: Pair = ("；改在终点情景上", "; of the second scenario")
OF_EVERY: Pair = ("；改在每个情景上", "; of every scenario")


def set_option(more: Pair = ("", "")) -> Callable[[Any], Any]:
    """Return the option that changes a case; ``more`` says which, or what follows."""
    return option(
        "--set",
        "changes",
        multiple=True,
        metavar="NAME=VALUE",
        about=(
            f"改一项措施（0 基线，1 方案；1@年份：当年全部到位）或一个常数，可多次{more[0]}",
            "change a lever (0 baseline, 1 plan; 1@YEAR: all in place in that year) or a constant; "
            f"may be repeated{more[1]}",
        ),
    )
