"""Every field of a figure as an option, shared by the commands that draw one."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from zysim.cli.framework import option, spoken
from zysim.cli.options import Number, force_option, members_option, seed_option
from zysim.sampling import MEMBERS

FORMATS = ("png", "svg", "pdf", "xlsx", "pptx")
PICTURES = FORMATS[:3]


class Numbers(click.ParamType[list[float]]):
    """Numbers with commas between them."""

    name = "numbers"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> list[float]:
        """Return the numbers; refuse what is none."""
        if isinstance(value, list):
            return value
        try:
            found = [float(each) for each in str(value).replace("，", ",").split(",")]
            if all(map(math.isfinite, found)):
                return found
            raise ValueError
        except ValueError:
            zh, en = f"{value!r} 应写作 10,50,90", f"{value!r}: write such as 10,50,90"
            self.fail(zh if spoken(ctx) == "zh" else en, param, ctx)


class Names(click.ParamType[list[str]]):
    """Words with commas between them, each one of those known."""

    name = "names"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> list[str]:
        """Return the words; refuse one that is not known."""
        words = value if isinstance(value, list) else str(value).replace("，", ",").split(",")
        wrong = [each for each in words if each not in FORMATS]
        if wrong:
            known = ", ".join(FORMATS)
            zh, en = f"没有格式 {wrong[0]!r}，可选 {known}", f"no format {wrong[0]!r}: {known}"
            self.fail(zh if spoken(ctx) == "zh" else en, param, ctx)
        return words


_FIELDS = (
    option("--account", metavar="ACCOUNT", about=("核算口径", "accounting boundary")),
    option(
        "--percentiles",
        type=Numbers(),
        metavar="P,…",
        about=(
            "色带的百分位，成对写，如 10,50,90；只写 50 则只画中位数",
            "of the bands, in pairs, such as 10,50,90; 50 alone draws medians",
        ),
    ),
    option("--from", "from_", type=int, metavar="YEAR", about=("起始年", "first year shown")),
    option("--until", type=int, metavar="YEAR", about=("终止年", "last year shown")),
    option(
        "--layout",
        type=click.Choice(["one", "panels"]),
        about=("one：同一坐标；panels：每个情景一幅", "one pair of axes, or a panel per case"),
    ),
    option(
        "--history",
        type=click.Choice(["all", "statistics", "none"]),
        about=("历史点：全部、仅公布数、不画", "points of history: all, published ones, none"),
    ),
    option(
        "--palette",
        type=click.Choice(["colour", "grey"]),
        about=("彩色或灰度", "hues or greys"),
    ),
    option(
        "--width",
        "width_mm",
        type=Number(),
        metavar="MM",
        about=("成图宽度，毫米", "printed width"),
    ),
    option(
        "--height",
        "height_mm",
        type=Number(),
        metavar="MM",
        about=("每幅坐标的高度，毫米", "height of a panel in mm"),
    ),
    option(
        "--title",
        metavar="TEXT",
        about=("标题，默认为图所说的一句话", "title; the sentence that is shown if not given"),
    ),
    option("--note", metavar="TEXT", about=("写在图下的话", "a line below the figure")),
    members_option(MEMBERS, given=False),
    seed_option,
    option(
        "--format",
        "formats",
        type=Names(),
        default=",".join(PICTURES),
        metavar="F,…",
        about=(f"写成哪些格式：{', '.join(FORMATS)}", f"formats to write: {', '.join(FORMATS)}"),
    ),
    option(
        "-o",
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("out"),
        metavar="FOLDER",
        about=("写到哪个文件夹，默认 out", "folder to write to, out if not given"),
    ),
    force_option,
)


def figure_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command every field of a figure as an option."""
    for add in reversed(_FIELDS):
        function = add(function)
    return function


def fields_of(options: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that options were typed for, as a file would hold them."""
    lang = spoken()
    names = {"from_": "from", "title": f"title_{lang}", "note": f"note_{lang}"}
    return {
        names.get(key, key): list(value) if isinstance(value, tuple) else value
        for key, value in options.items()
        if value is not None and value != ()
    }
