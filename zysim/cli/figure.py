"""`zysim figure`: a figure of a specification, every field of which is also an option."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from zysim.cli.figure_options import fields_of, figure_options
from zysim.cli.framework import argument, command, option, say, spoken, typed_command
from zysim.cli.options import list_option
from zysim.columns import fold, terminal_width
from zysim.wording import Lang, Pair

FILES: Pair = ("写到 {folder}：{names}", "In {folder}: {names}")


@command(
    "figure",
    about=(
        "按一份图形说明出图：变量、情景、口径、百分位、年份、毫米尺寸",
        "a figure from a specification: variables, cases, account, percentiles, years, size",
    ),
    details=(
        "图形说明为 figures/*.toml 或您自己的 .toml；每个字段也是一个选项。图、数据（CSV）与"
        "来历（manifest）一起写出。\n"
        "例：zysim figure emissions --percentiles 10,50,90 --until 2040 --width 89\n"
        "    zysim figure sectors（网页菜单中的图，每条线一幅，带区间）\n"
        "    zysim figure --variable {gdp} --case {main} --format png,xlsx,pptx",
        "A specification is a file of figures/ or a .toml file of your own; each field is an "
        "option too. Pictures, their numbers (CSV) and a manifest are written.\n"
        "Examples: zysim figure emissions --percentiles 10,50,90 --until 2040 --width 89\n"
        "          zysim figure sectors (a chart of the page, a panel a line, with bands)\n"
        "          zysim figure --variable {gdp} --case {main} --format png,xlsx,pptx",
    ),
)
@argument(
    "name",
    default="",
    metavar="[NAME]",
    about=(
        "图名、网页中图的代号或 .toml 文件，默认为通常口径的排放",
        "name, id of a chart of the page, or .toml file; emissions of the usual account if none",
    ),
)
@list_option
@option(
    "--variable",
    "variables",
    multiple=True,
    metavar="NAME",
    about=("变量（代号或中文名），可多次", "variable, by id or Chinese name; may be repeated"),
)
@option(
    "--case",
    "cases",
    multiple=True,
    metavar="CASE",
    about=("情景，可多次；最后一个为主体", "case, may be repeated; the last is the subject"),
)
@figure_options
def figure(
    name: str, listed: bool, out: Path, formats: list[str], force: bool, **options: Any
) -> None:
    # Only here: matplotlib and scipy take a second that the help can spare.
    from zysim.inputs.figure_spec import figure_names, read_figure
    from zysim.paths import figures_path
    from zysim.report.figure.files import check_files, write_figure
    from zysim.report.figure.find import find_figure
    from zysim.report.figure.lines import drawn_charts
    from zysim.runs.project import open_project

    if listed:
        names = figure_names(figures_path())
        drawn = {read_figure(each, figures_path(), {}).chart for each in names}
        charts = [each.id for each in drawn_charts(open_project()) if each.id not in drawn]
        click.echo("\n".join([*names, *charts]))
        return
    spec = read_figure(name, figures_path(), fields_of(options))
    langs = languages(options)
    check_files(spec.id, out, langs, formats, force=force)
    found = find_figure(open_project(), spec, command=typed_command())
    show_files(write_figure(found, out, langs, formats, force=force))


def languages(options: dict[str, Any]) -> tuple[Lang, ...]:
    """Return the languages of a figure: both, but one where the title was typed."""
    typed = options.get("title") or options.get("note")
    return (spoken(),) if typed else ("zh", "en")


def show_files(written: list[Path]) -> None:
    """Name the files that were written."""
    names = " ".join(path.name for path in written)
    click.echo(fold(say(FILES, folder=written[0].parent, names=names), terminal_width()))
