"""`zysim levers`: what the plan lets the city change, and how far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import click

from zysim.cli.framework import argument, command, option, say, spoken
from zysim.cli.options import json_option
from zysim.cli.show import heading, print_json
from zysim.columns import columns, fold, terminal_width, width
from zysim.errors import unknown_name
from zysim.inputs.city import City
from zysim.inputs.constants import identify
from zysim.inputs.levers import Lever, Reading
from zysim.inputs.read_tables import read_tables
from zysim.inputs.tables import Tables
from zysim.units import official_yearly
from zysim.wording import QUALITIES, Lang, Pair, pick, told_number

HEADS: tuple[Pair, ...] = (
    ("措施", "lever"),
    ("名称", "name"),
    ("取值", "settings"),
    ("起始—全部到位", "begins–all in place"),
    ("条款", "clause"),
)
MARKS: Mapping[Reading, str] = {"plan": "", "reading": "*", "addition": "+"}
FOOT: Pair = (
    "共 {count} 项措施。取值 0 = {history} 年底状况及其趋势，1 = 方案；* 表示方案未给数字，"
    "为本模型的解读；+ 表示方案未列，为补充措施。"
    "设定方法：zysim run {main} --set {example}=0.5；加年份如 {example}=0.5@2030，"
    "是 2030 年全部到位，不是首个运行年（起始年的次年开始见效，逐年增加）。",
    "{count} levers. 0 = as at the end of {history} with its trend, 1 = the plan; * = the plan "
    "gives no number, so 1 is our reading; + = not in the plan, an addition. "
    "To set one: zysim run {main} --set {example}=0.5; with a year, "
    "such as {example}=0.5@2030, all of it is in place in 2030: not the first year of "
    "service (effects begin the year after the first one and grow).",
)
EFFECT_HEADS: tuple[Pair, ...] = (
    ("措施", "lever"),
    ("自己的实物量", "its own quantity"),
    ("取 0", "at 0"),
    ("取 1", "at 1"),
    ("变动", "change"),
    ("单位", "unit"),
    ("年份", "year"),
)
SUMMED: Pair = ("（{count} 项合计）", " (sum of {count})")
EFFECT_FOOT: Pair = (
    "共 {count} 项：措施单独由 0 取到 1，其余不变，未知数取中心值。",
    "{count} rows: the lever alone goes from 0 to 1, the unknowns at their central values.",
)
STILL_FOOT: Pair = (
    "† 为变动不到 1% 的，原因如下。",
    "† moves by less than 1 %, for the reason below.",
)
AT_ZERO: Pair = ("取 0", "at 0")
AT_ONE: Pair = ("取 1", "at 1")
DECIDED: Pair = ("由谁决定（推断）", "who decides (our reading)")
SOURCE: Pair = ("来源", "source")
NOTE: Pair = ("说明（英文）", "note")


@command(
    "levers",
    about=("列出全部政策措施及其取值范围", "list the policy levers and their ranges"),
)
@argument("lever", required=False, about=("只看一项措施", "show one lever in full"))
@option(
    "--effects",
    is_flag=True,
    about=(
        "每项措施单独按力度 1 实施，它自己的实物量变动多少",
        "how far each lever, alone at setting 1, moves its own quantity",
    ),
)
@json_option
def levers(lever: str | None, effects: bool, as_json: bool) -> None:
    if effects:
        _print_effects(lever, as_json=as_json)
        return
    tables = read_tables()
    chosen = [_named(lever, tables)] if lever else list(tables.levers.values())
    if as_json:
        print_json([_record(each, tables) for each in chosen])
    elif lever:
        _print_one(chosen[0], tables)
    else:
        _print_all(chosen, tables.city, spoken())


def _print_effects(lever: str | None, *, as_json: bool) -> None:
    # Only here: the model takes a second that the help can spare.
    from zysim.metrics.own_quantity import own_quantities
    from zysim.runs.project import open_project

    project = open_project()
    known, lang = project.tables.levers, spoken()
    wanted = lever and _named(lever, project.tables).id
    found = [each for each in own_quantities(project) if wanted in (None, each.lever)]
    if as_json:
        print_json([each.to_record() for each in found])
        return
    rows = [[pick(head, lang) for head in EFFECT_HEADS]]
    for each in found:
        named = known[each.lever]
        more = "" if len(each.variables) == 1 else say(SUMMED, count=len(each.variables))
        title = each.variable.title_zh if lang == "zh" else each.variable.name
        factor, unit = official_yearly(each.variable.unit, lang)
        change = "–" if each.change is None else _percent(each.change)
        rows.append(
            [
                pick((named.label_zh, named.label_en), lang) + ("†" if each.still else ""),
                title + more,
                told_number(each.before * factor),
                told_number(each.after * factor),
                change,
                unit,
                str(each.year),
            ]
        )
    click.echo(columns(rows, right=frozenset({2, 3, 4})) + "\n")
    click.echo(fold(say(EFFECT_FOOT, count=len(found)), terminal_width()))
    still = [each for each in found if each.still]
    if still:
        click.echo(fold(say(STILL_FOOT), terminal_width()))
    for each in still:
        click.echo(fold(f"† {pick(each.says, lang)}", terminal_width(), "  "))


def _named(name: str, tables: Tables) -> Lever:
    """Return a lever by its id or either label."""
    found = identify(name, tables.levers, {})
    if found not in tables.levers:
        labels = [label for each in tables.levers.values() for label in (each.id, each.label_zh)]
        raise unknown_name("lever", name, labels, "")
    return tables.levers[found]


def _percent(share: float) -> str:
    """Return a change as it is read; what rounds to nothing has no sign."""
    return f"{share:+.1%}" if abs(share) >= 5e-4 else "0.0%"


def _print_all(chosen: list[Lever], city: City, lang: Lang) -> None:
    rows = [_row(each, lang) for each in chosen]
    heads = [pick(head, lang) for head in HEADS]
    sizes = [max(width(row[at]) for row in [heads, *rows]) for at in range(len(heads))]
    spacer = [" " * size for size in sizes]
    for action, group in groupby(chosen, key=lambda each: (each.action_zh, each.action_en)):
        heading(pick(action, lang))
        table = columns([heads, spacer, *(_row(each, lang) for each in group)])
        click.echo("\n".join(table.splitlines()[2:]) + "\n")
    example = chosen[0].id
    text = say(FOOT, count=len(chosen), example=example, history=city.history, main=city.main)
    click.echo(fold(text, terminal_width()))


def _row(lever: Lever, lang: Lang) -> list[str]:
    mark = MARKS[lever.reading]
    return [
        f"{lever.id}{mark}",
        pick((lever.label_zh, lever.label_en), lang),
        f"{lever.low:g}–{lever.high:g}",
        f"{lever.start}–{lever.full}",
        "; ".join(lever.clauses),
    ]


def _print_one(lever: Lever, tables: Tables) -> None:
    lang = spoken()
    heading(f"{lever.id}  {pick((lever.label_zh, lever.label_en), lang)}")
    source = tables.sources[lever.provenance.source]
    decider = tables.deciders.get(lever.id)
    lines: Iterable[tuple[Pair, str]] = (
        (HEADS[2], f"{lever.low:g}–{lever.high:g}"),
        (AT_ZERO, pick((lever.at_zero_zh, lever.at_zero_en), lang)),
        (AT_ONE, pick((lever.at_one_zh, lever.at_one_en), lang)),
        (HEADS[3], f"{lever.start}–{lever.full}"),
        (HEADS[4], "; ".join(lever.clauses)),
        (DECIDED, pick(decider.words, lang) if decider else ""),
        (SOURCE, f"{source.title} [{pick(QUALITIES[lever.provenance.quality], lang)}]"),
        (NOTE, lever.provenance.note),
    )
    shown = [(pick(name, lang), text) for name, text in lines if text]
    left = max(width(name) for name, _text in shown)
    for name, text in shown:
        spaces = " " * (left - width(name))
        click.echo(f"  {name}{spaces}  {fold(text, terminal_width(), ' ' * (left + 4))}")


def _record(lever: Lever, tables: Tables) -> dict[str, Any]:
    decider = tables.deciders.get(lever.id)
    return {
        "id": lever.id,
        "constant": lever.constant,
        "label_zh": lever.label_zh,
        "label_en": lever.label_en,
        "clauses": list(lever.clauses),
        "low": lever.low,
        "high": lever.high,
        "start": lever.start,
        "full": lever.full,
        "at_zero_zh": lever.at_zero_zh,
        "at_zero_en": lever.at_zero_en,
        "at_one_zh": lever.at_one_zh,
        "at_one_en": lever.at_one_en,
        "reading": lever.reading,
        "decides": decider.decides if decider else None,
        "quality": lever.provenance.quality,
        "source": lever.provenance.source,
    }
