"""`zysim accounts`: the targets on every account, boundary × conversion of power."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from zysim.cli.framework import argument, command, say, spoken
from zysim.cli.options import json_option, members_option, of_city, seed_option, set_option
from zysim.cli.show import print_json
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.changes import parse_changes
from zysim.inputs.targets import SIGNS
from zysim.runs.project import Project, choose_one, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Lang, Pair, conversion_label, percent_text, pick

if TYPE_CHECKING:
    from zysim.metrics.account_matrix import AccountMatrix, AccountRow, Cell

HEAD: Pair = ("口径", "account")
DISTANCE: Pair = ("与{history}年目标的距离", "distance from aims of {history}")
PROCESS: Pair = ("含工艺", "process")
TITLE: Pair = (
    "{case}：各口径下的目标（中位数，括号内为达到比例；{members} 种不确定情形）",
    "{case}: targets on each account (median, and share that meets it; {members} states of the "
    "world)",
)
REASON: Pair = (
    "★ 方案口径（推断）：{account}，{conversion}。方案未写明口径；在此口径下，"
    "模型的现状推算与方案自己的目标 {aims} 最接近"
    "（平均相差 {distance:.0%}；默认口径 {default} 为 {other:.0%}）。",
    "★ The plan's own account (inferred): {account}, {conversion}. The plan names none; on this "
    "one the nowcast comes closest to the plan's own {aims} ({distance:.0%} off on average; "
    "{other:.0%} on the default account {default}).",
)
TARGETS: Pair = ("目标：", "Targets: ")


@command(
    "accounts",
    about=(
        "各核算口径（边界 × 折标方式）下的目标",
        "the targets on every account: boundary × conversion of power",
    ),
    details=(
        "四种边界、两种电力折标方式，能源活动与含工艺过程两种排放；并推断方案自己的口径。",
        "Four boundaries, two conversions of power, with and without process CO2; and which "
        "account the plan itself seems to use.",
    ),
)
@argument(
    "scenario",
    default=of_city(lambda city: city.main),
    about=("情景名，默认为 city.toml 的 main", "scenario; the main one of city.toml if none"),
)
@set_option()
@members_option(MEMBERS)
@seed_option
@json_option
def accounts(
    scenario: str, changes: tuple[str, ...], members: int, seed: int, as_json: bool
) -> None:
    # Only here: scipy takes half a second that the help can spare.
    from zysim.metrics.account_matrix import account_matrix

    project = open_project()
    chosen = choose_one(project, scenario, parse_changes(changes))
    found = account_matrix(project, chosen, members=members, seed=seed)
    if as_json:
        print_json(matrix_record(found))
        return
    click.echo(matrix_text(project, found, pick(chosen.titles, spoken()), spoken()))


def matrix_text(project: Project, found: AccountMatrix, title: str, lang: Lang) -> str:
    """Return the table, what its columns ask, and which account the plan seems to use."""
    city, last = project.city, project.city.last
    first = found.rows[0].cells
    heads = [
        pick(HEAD, lang),
        *(_head(each, lang) for each in first),
        say(DISTANCE, history=city.history),
    ]
    rows = [
        [
            f"{_name(project, row, lang)}{' ★' if row is found.nearest else ''}",
            *(_shown(each, last) for each in row.cells),
            f"{row.distance:.0%}",
        ]
        for row in found.rows
    ]
    table = columns([heads, *rows], right=frozenset(range(1, len(heads))))
    wanted = {each.target.id: each.target for each in first}
    asked = "; ".join(
        f"{name} {pick((each.label_zh, each.label_en), lang)} "
        f"{SIGNS[each.compare]} {factor * each.threshold:g}{unit}"
        for name, each in wanted.items()
        for factor, unit in [each.spoken(lang)]
    )
    near = found.nearest
    default = next(row for row in found.rows if row.account == city.account)
    aims = [each.target for each in near.cells if each.target.year <= city.history]
    reason = say(
        REASON,
        account=pick(city.accounts[near.account].label, lang),
        conversion=pick(conversion_label(near.conversion), lang),
        aims="、".join(each.id for each in aims) if lang == "zh" else ", ".join(t.id for t in aims),
        distance=near.distance,
        default=city.account,
        other=default.distance,
    )
    wide = terminal_width()
    head = fold(pick(TITLE, lang).format(case=title, members=found.members), wide)
    return "\n".join(
        [head, "", table, "", fold(f"{pick(TARGETS, lang)}{asked}", wide), fold(reason, wide)]
    )


def matrix_record(found: AccountMatrix) -> dict[str, Any]:
    """Return the matrix as plain values for JSON."""
    return {
        "scenario": found.case,
        "statistic": "P50",
        "members": found.members,
        "inferred": [found.nearest.account, found.nearest.conversion],
        "rows": [
            {
                "account": row.account,
                "conversion": row.conversion,
                "distance": row.distance,
                "targets": [
                    {
                        "id": each.target.id,
                        "variable": each.target.variable,
                        "process": each.process,
                        "value": None if math.isinf(each.value) else each.value,
                        "met": each.met,
                    }
                    for each in row.cells
                ],
            }
            for row in found.rows
        ],
    }


def _name(project: Project, row: AccountRow, lang: Lang) -> str:
    words = conversion_label(row.conversion)
    return f"{pick(project.city.accounts[row.account].label, lang)} · {pick(words, lang)}"


def _head(each: Cell, lang: Lang) -> str:
    return f"{each.target.id}{' + ' + pick(PROCESS, lang) if each.process else ''}"


def _shown(each: Cell, last: int) -> str:
    if each.target.compare == "peak<=":
        value = f">{last}" if math.isinf(each.value) else f"{each.value:.0f}"
    elif each.target.unit == "%":
        value = f"{round(each.value) + 0.0:+z.0f}%"
    else:
        value = f"{each.value:.0%}" if each.target.unit == "dmnl" else f"{each.value:.3g}"
    return f"{value} ({percent_text(each.met)})"
