"""`zysim explain-peak`: why the peak moves from one scenario to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from zysim.cli.framework import argument, command, option, say, spoken
from zysim.cli.options import boundary_option, members_option, of_city
from zysim.cli.show import print_json
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.changes import parse_changes
from zysim.runs.project import choose_one, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from zysim.sensitivity.credit import Explanation

GROUP: Pair = ("措施类别", "group of measures")
SUM: Pair = ("合计", "sum")
NOTE: Pair = (
    "份额为各类措施在所有实施次序下的平均作用（Shapley 值，最接近中位数的 {near} 种情形各 {runs} 次"
    "运行），重叠部分平分；合计为 {members} 种情形的中位数。",
    "Credit is the mean effect over all orders in which groups may come (Shapley value, {runs} "
    "runs in each of the {near} states nearest to the median): measures that overlap share what "
    "they do together; sums are medians of {members} states.",
)
FILES: Pair = ("文件：{names}", "Files: {names}")


@command(
    "explain-peak",
    about=(
        "两个情景之间达峰为何移动：各类措施与部门的份额",
        "why the peak moves between two scenarios: credit of measures and sectors",
    ),
    details=(
        "例：zysim explain-peak {reference} {main} --out out\n"
        "    zysim explain-peak {main} my.toml --boundary {territorial}",
        "Examples: zysim explain-peak {reference} {main} --out out\n"
        "          zysim explain-peak {main} my.toml --boundary {territorial}",
    ),
)
@argument(
    "first",
    default=of_city(lambda city: city.reference),
    about=("起点情景，默认为 city.toml 的 reference", "from; the reference of city.toml if none"),
)
@argument(
    "second",
    default=of_city(lambda city: city.main),
    about=("终点情景，默认为 city.toml 的 main", "to; the main one of city.toml if none"),
)
@option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    about=("改终点情景的一项措施或常数", "change a lever or a constant of the second scenario"),
)
@boundary_option
@members_option(MEMBERS)
@option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    about=("写出份额表与楔形图", "write tables of credit and a wedge figure"),
)
@option("--json", "as_json", is_flag=True, about=("输出 JSON", "print one JSON document"))
def explain_peak(
    first: str,
    second: str,
    changes: tuple[str, ...],
    boundary: str,
    members: int,
    out: Path | None,
    as_json: bool,
) -> None:
    # Only here: matplotlib takes a second that the help can spare.
    from zysim.report.peak_difference import difference_record, difference_text
    from zysim.sensitivity.credit import NEAR, explain_difference

    project = open_project()
    low = choose_one(project, first, {})
    high = choose_one(project, second, parse_changes(changes))
    found = explain_difference(project, low, high, boundary=boundary, members=members)
    titles = [each.titles for each in (low, high)]
    written = _write(found, titles, out) if out is not None else []
    if as_json:
        print_json(difference_record(found, (low.id, high.id), spoken()))
        return
    lang = spoken()
    names = pick(titles[0], lang), pick(titles[1], lang)
    wide = terminal_width()
    click.echo(fold(difference_text(found, names, lang), wide) + "\n")
    click.echo(_table(found, lang) + "\n")
    words = {"runs": 2 ** len(found.groups), "near": NEAR, "members": found.members}
    click.echo(fold(say(NOTE, **words), wide))
    if written:
        click.echo("\n" + fold(say(FILES, names=" ".join(path.name for path in written)), wide))


def _table(found: Explanation, lang: Lang) -> str:
    from zysim.report.peak_difference import credit_head, credit_shown, shown

    def cell(name: str, value: float) -> str:
        size, places = credit_shown(name, value, lang)
        return f"{round(size, places) + 0.0:+.{places}f}".replace("-", "−")

    names = shown(found.city)
    heads = ["{} ({})".format(*credit_head(name, found.city, lang)) for name in names]
    order = (-found.credit[names[0]]).argsort()
    rows = [[pick(GROUP, lang), *heads]]
    rows += [
        [
            pick(found.groups[at].label, lang),
            *(cell(name, float(found.credit[name][at])) for name in names),
        ]
        for at in order
    ]
    rows.append([pick(SUM, lang), *(cell(name, float(found.credit[name].sum())) for name in names)])
    return columns(rows, right=frozenset(range(1, len(names) + 1)))


def _write(found: Explanation, titles: list[Pair], out: Path) -> list[Path]:
    import matplotlib as mpl

    from zysim.files import staged_folder
    from zysim.plots.style import house_style, save_figure
    from zysim.report.gallery import FORMATS
    from zysim.report.peak_difference import credit_table, draw_difference, year_credit_table

    mpl.use("Agg")
    with staged_folder(out) as stage:
        credit_table(found).to_csv(stage / "credit.csv", index=False)
        year_credit_table(found).to_csv(stage / "credit_by_year.csv", index=False)
        for lang in get_args(Lang):
            names = pick(titles[0], lang), pick(titles[1], lang)
            with house_style():
                save_figure(draw_difference(found, names, lang), stage / f"wedge.{lang}", FORMATS)
        names_written = sorted(path.name for path in stage.iterdir())
    return [out / name for name in names_written]
