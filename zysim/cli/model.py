"""`zysim model sync`: make the model file repeat the numbers of params/, and draw its views."""

from __future__ import annotations

import click

from zysim.cli.framework import NOT_HELD, LazyGroup, command, option, say, show_help
from zysim.files import write_text
from zysim.inputs.read_city import model_path
from zysim.inputs.read_tables import read_tables
from zysim.inputs.tables import Tables
from zysim.model_sync import sync_text, without_row
from zysim.reading.views import write_views
from zysim.wording import Pair

SAME: Pair = ("{path} 与 params/ 一致", "{path} agrees with params/")
WRITTEN: Pair = (
    "已更新 {path}：{count} 个数，视图{views}",
    "updated {path}: {count} numbers, views {views}",
)
REDRAWN: Pair = ("已重画", "redrawn")
KEPT: Pair = ("未变", "unchanged")
OUTDATED: Pair = (
    "zysim：{path} 与 params/ 不一致：{count} 个数{views}。请运行 zysim model sync",
    "zysim: {path} does not agree with params/: {count} numbers{views}. Run zysim model sync",
)
AND_VIEWS: Pair = ("，视图过时", ", views out of date")
NO_ROW: Pair = (
    "zysim：模型中这些常数在 params/ 没有对应的行：{names}",
    "zysim: these constants of the model have no row in params/: {names}",
)


@command(
    "sync",
    about=("把 params/ 的数写入模型文件", "write the numbers of params/ into the model file"),
    details=(
        "只改不同的数字，其余逐字节不动；并按部门重画视图。\n"
        "--check 只核对：有不同则逐条列出，退出码为 3。",
        "Only digits that differ are replaced, and the views are drawn from the sectors.\n"
        "--check only compares: it lists every difference and exits with 3.",
    ),
)
@option("--check", is_flag=True, about=("只核对，不写", "compare only, write nothing"))
def sync(check: bool) -> int:
    path = model_path()
    before = path.read_bytes().decode("utf-8")
    numbers = expected_numbers(read_tables())
    text, differences = sync_text(before, numbers)
    orphans = without_row(text, numbers)
    after = write_views(text)
    if orphans:
        click.echo(say(NO_ROW, names=", ".join(orphans)), err=True)
    if before == after:
        click.echo(say(SAME, path=path))
        return NOT_HELD if orphans else 0
    for difference in differences:
        click.echo(str(difference))
    redrawn = after != text
    if check:
        views = say(AND_VIEWS) if redrawn else ""
        click.echo(say(OUTDATED, path=path, count=len(differences), views=views), err=True)
        return NOT_HELD
    write_text(path, after)
    views = say(REDRAWN if redrawn else KEPT)
    click.echo(say(WRITTEN, path=path, count=len(differences), views=views))
    return NOT_HELD if orphans else 0


def expected_numbers(tables: Tables) -> dict[str, float]:
    """Return every number the tables say the model must have.

    Returns
    -------
    dict
        Scalar id to value; the widest range of a lever as ``lever_setting:low`` and ``:high``.
    """
    numbers = dict(tables.constants)
    if tables.levers:
        whole = next(iter(tables.levers.values())).constant.partition("[")[0]
        numbers[f"{whole}:low"] = min(each.low for each in tables.levers.values())
        numbers[f"{whole}:high"] = max(each.high for each in tables.levers.values())
    return numbers


model = LazyGroup(
    "model",
    {"sync": (__name__, ("把 params/ 的数写入模型文件", "write params/ into the model file"))},
    about=("模型文件的维护", "look after the model file"),
    callback=show_help,
)
"""The group of commands about the model file."""
