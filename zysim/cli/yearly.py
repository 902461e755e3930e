"""`zysim yearly`: the peak of the underlying path, and the one that inventories would see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zysim.cli.framework import argument, command, option, say, spoken
from zysim.cli.options import json_option, members_option, seed_option, set_option
from zysim.cli.show import print_json
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.changes import parse_changes
from zysim.inputs.yearly_series import read_yearly_series
from zysim.runs.project import choose, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Pair, pick

if TYPE_CHECKING:
    from zysim.metrics.spread import PeakSpread

TITLE: Pair = (
    "{account}：常年的达峰年与清单会看到的达峰年（{members} 种不确定情形，P10–P50–P90）",
    "{account}: the peak in ordinary years and the peak inventories would see ({members} states "
    "of the world, P10–P50–P90)",
)
HEADS: tuple[Pair, ...] = (
    ("情景", "scenario"),
    ("常年：{goal}年前达峰", "ordinary years: P(peak by {goal})"),
    ("达峰年", "peak year"),
    ("清单所见：{goal}年前达峰", "as measured: P(peak by {goal})"),
    ("达峰年", "peak year"),
    ("相差{apart}年以上", "more than {apart} years apart"),
)
DRAWN: Pair = (
    "逐年抽样：{inputs}。均以 1 为中位数，前后年相关；各情景用同一组年景。",
    "Drawn by year: {inputs}. The median of each is 1, and a year goes with the next; every "
    "scenario meets the same years.",
)
INPUT: Pair = (
    "{label}（标准差 {deviation:.1%}，相邻年相关 {memory:g}，{first} 年起）",
    "{label} (standard deviation {deviation:.1%}, correlation of one year with the next "
    "{memory:g}, from {first})",
)
GIVEN: Pair = (
    "给定的{label}（代替抽样）：{factors}。",
    "Given in place of drawn years, {label}: {factors}.",
)
READ: Pair = (
    "清单逐年的高低一部分是年景：最高的一年不一定是底子里的峰。方括号为 95% 威尔逊区间"
    "（仅抽样误差）。结构与兑现的不确定性见 zysim ensemble。",
    "A part of what inventories show from year to year is the year itself: the highest one need "
    "not be the underlying peak. Brackets: 95 % Wilson interval, sampling error only. For "
    "structure and delivery see zysim ensemble.",
)


@command(
    "yearly",
    about=(
        "来水等逐年起伏之下，清单会看到的达峰年",
        "the peak that inventories would see when years differ",
    ),
    details=(
        "数据：params/yearly_inputs.csv（每年的起伏与前后年的相关）",
        "Data: params/yearly_inputs.csv (how years differ and hang together)",
    ),
)
@argument(
    "scenarios",
    nargs=-1,
    metavar="[SCENARIO…]",
    about=("情景名或 .toml 文件，默认为参照与主情景", "scenario names or .toml files"),
)
@set_option()
@option(
    "--series",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    about=(
        "给定若干年的系数（CSV：year 与各输入，1 为平常年份），代替抽样，如连续两个枯水年",
        "factors of some years (CSV: year and inputs, 1 is an ordinary year) in place of drawn "
        "ones, such as two dry years in a row",
    ),
)
@members_option(MEMBERS)
@seed_option
@json_option
def yearly(
    scenarios: tuple[str, ...],
    changes: tuple[str, ...],
    series: Path | None,
    members: int,
    seed: int,
    as_json: bool,
) -> None:
    # Only here: scipy takes a second that the help can spare.
    from zysim.metrics.measured_peak import APART, measured_peaks

    project = open_project()
    city, lang = project.city, spoken()
    chosen = choose(project, scenarios or city.usual, parse_changes(changes))
    account = city.accounts[city.account]
    given = {} if series is None else read_yearly_series(series, project.tables.yearly, city.last)
    found = measured_peaks(
        project, chosen, variable=account.variable, members=members, seed=seed, given=given
    )
    if as_json:
        print_json(
            {
                "variable": account.variable,
                "members": members,
                "seed": seed,
                "given": {name: dict(each) for name, each in given.items()},
                "inputs": [
                    {
                        "id": each.id,
                        "deviation": each.deviation,
                        "memory": each.memory,
                        "first": each.first,
                    }
                    for each in project.tables.yearly.values()
                ],
                "scenarios": [each.to_record() for each in found],
            }
        )
        return
    words = {"goal": city.goal, "apart": APART}
    rows = [[pick(head, lang).format(**words) for head in HEADS]]
    for settings, each in zip(chosen, found, strict=True):
        rows.append(
            [
                pick(settings.titles, lang),
                _chance(each.underlying),
                _years(each.underlying),
                _chance(each.measured),
                _years(each.measured),
                f"{each.apart.value:.0%}",
            ]
        )
    inputs = (
        say(
            INPUT,
            label=pick(each.label, lang),
            deviation=each.deviation,
            memory=each.memory,
            first=each.first,
        )
        for each in project.tables.yearly.values()
    )
    joined = ("、" if lang == "zh" else "; ").join(inputs)
    wide = terminal_width()
    title = say(TITLE, account=pick(account.label, lang), members=members)
    click.echo(fold(title, wide) + "\n")
    click.echo(columns(rows, right=frozenset({5})) + "\n")
    click.echo(fold(say(DRAWN, inputs=joined), wide))
    for name, factors in given.items():
        label = pick(project.tables.yearly[name].label, lang)
        told = ("、" if lang == "zh" else ", ").join(f"{y} {v:g}" for y, v in factors.items())
        click.echo(fold(say(GIVEN, label=label, factors=told), wide))
    click.echo(fold(say(READ), wide))


def _chance(spread: PeakSpread) -> str:
    share = spread.in_time
    return f"{share.value:.0%} [{share.low:.0%}, {share.high:.0%}]"


def _years(spread: PeakSpread) -> str:
    return "–".join(spread.shown_year(at) for at in range(3))
