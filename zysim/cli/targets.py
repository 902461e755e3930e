"""`zysim targets`: the plan's numeric targets, met or missed, and by how much."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import click

from zysim.cli.framework import argument, command, option, say, spoken
from zysim.cli.options import boundary_option, of_city
from zysim.cli.show import heading, print_json
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.changes import parse_changes
from zysim.inputs.settings import Settings
from zysim.inputs.targets import Target
from zysim.metrics.target_accounts import is_counted
from zysim.metrics.targets import Score, middle_scores
from zysim.runs.project import Project, choose_one, open_project
from zysim.sampling import MEMBERS
from zysim.wording import Lang, Pair, pick

HEADS: tuple[Pair, ...] = (
    ("", ""),
    ("目标", "target"),
    ("年份", "year"),
    ("方案要求", "plan"),
    ("结果", "result"),
    ("差距", "gap"),
    ("单位", "unit"),
    ("条款", "clause"),
)
ROUNDING_ERROR = 1e-9
MARKS = {"met": "✓", "missed": "✗", "mixed": "±", "not modelled": "–"}
NOT_MODELLED: Pair = ("未建模", "not modelled")
KINDS = {
    "nowcast": ("{history} 年及以前的目标（现状推算）", "Targets up to {history} (nowcast)"),
    "projection": ("{history} 年以后的目标（预测）", "Targets after {history} (projection)"),
}
COUNTS: Pair = (
    "{name}：{met} 项达到，{missed} 项未达到，{rest} 项未建模。结果为 {members} 种情形的中位数，"
    "有多大把握见 --probability。注明口径的按口径 {boundary} 计，其余是实物量。",
    "{name}: {met} met, {missed} missed, {rest} not modelled. Results are medians of {members} "
    "states of the world; for how sure they are see --probability. Targets that name "
    "account {boundary} are counted under it; the others are on quantities.",
)
SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "change<=": "≤", "change>=": "≥"}
SIGNS |= {"peak<=": "≤", "rising>=": "≥"}


@command(
    "targets",
    about=("对照方案的量化目标打分", "score a scenario against the plan's numeric targets"),
)
@argument(
    "scenario",
    default=of_city(lambda city: city.main),
    about=("情景名，默认为 city.toml 的 main", "scenario; the main one of city.toml if none"),
)
@option(
    "--set",
    "changes",
    multiple=True,
    metavar="NAME=VALUE",
    about=("改一项措施或一个常数", "change a lever or a constant"),
)
@option(
    "--probability",
    is_flag=True,
    about=(
        "各目标的达到概率，以及影响最大的措施",
        "the chance that each target is met, and the lever it hangs on most",
    ),
)
@option(
    "-n",
    "members",
    type=int,
    default=MEMBERS,
    metavar="N",
    about=(
        f"不确定情形的个数，默认 {MEMBERS}",
        f"states of the world, {MEMBERS} if not given",
    ),
)
@option(
    "--seed",
    type=int,
    default=0,
    about=("随机种子，默认 0", "seed of the draws, 0 if not given"),
)
@boundary_option
@option("--json", "as_json", is_flag=True, about=("输出 JSON", "print one JSON document"))
def targets(
    scenario: str,
    changes: tuple[str, ...],
    probability: bool,
    members: int,
    seed: int,
    boundary: str,
    as_json: bool,
) -> None:
    project = open_project()
    chosen = [choose_one(project, scenario, parse_changes(changes))]
    if probability:
        _show_chances(project, chosen[0], boundary, members, seed, as_json=as_json)
        return
    # Only here: scipy takes half a second that the help can spare.
    from zysim.metrics.target_chances import target_scores

    scores = middle_scores(
        target_scores(project, chosen[0], boundary=boundary, members=members, seed=seed)
    )
    if as_json:
        head = {"scenario": chosen[0].id, "statistic": "P50", "members": members}
        head["boundary"] = boundary
        print_json(
            {**head, "targets": [_record(s, project.tables.targets, boundary) for s in scores]}
        )
        return
    lang = spoken()
    for kind, words in KINDS.items():
        part = [_row(score, project.city.last, lang) for score in scores if score.kind == kind]
        if part:
            heading(pick(words, lang).format(history=project.city.history))
            heads = [pick(head, lang) for head in HEADS]
            click.echo(columns([heads, *part], right=frozenset({3, 4, 5})) + "\n")
    states = [score.state for score in scores]
    title = pick(chosen[0].titles, lang)
    text = say(
        COUNTS,
        name=title,
        members=members,
        boundary=boundary,
        met=states.count("met"),
        missed=states.count("missed"),
        rest=states.count("not modelled"),
    )
    click.echo(fold(text, terminal_width()))


def _show_chances(
    project: Project,
    settings: Settings,
    boundary: str,
    members: int,
    seed: int,
    *,
    as_json: bool,
) -> None:
    """Print the chance of each target."""
    # Only here: scipy takes a second that the plain score board can spare.
    from zysim.answers.target_chances import chance_record, chances_text
    from zysim.metrics.target_chances import LEVER_WORLDS, target_chances

    found = target_chances(project, settings, boundary=boundary, members=members, seed=seed)
    if as_json:
        records = [
            _head(each.score.target, project.tables.targets, boundary) | chance_record(each)
            for each in found
        ]
        print_json(
            {"scenario": settings.id, "boundary": boundary, "members": members, "targets": records}
        )
        return
    note = {"members": members, "seed": seed, "worlds": LEVER_WORLDS}
    note["last"] = project.city.last
    levers = project.tables.levers
    click.echo(chances_text(found, levers, note, SIGNS, spoken(), terminal_width()))


def _row(score: Score, last: int, lang: Lang) -> list[str]:
    target = score.target
    result, gap = pick(NOT_MODELLED, lang), ""
    if score.value is not None and score.gap is not None:
        value = float(score.value[0])
        peak = target.compare == "peak<="
        result = f">{last}" if math.isnan(value) else f"{value:.0f}" if peak else f"{value:.4g}"
        gap = "" if math.isnan(value) else _gap_text(float(score.gap[0]))
    return [
        MARKS[score.state],
        f"{target.id} {pick((target.label_zh, target.label_en), lang)}",
        str(target.year),
        f"{SIGNS[target.compare]} {target.threshold:g}",
        result,
        gap,
        target.unit,
        "; ".join(target.clauses),
    ]


def _gap_text(gap: float) -> str:
    return "0" if abs(gap) < ROUNDING_ERROR else f"{gap:+.3g}"


def _record(score: Score, rows: Mapping[str, Target], boundary: str) -> dict[str, Any]:
    target = score.target
    value = None if score.value is None else float(score.value[0])
    gap = None if score.gap is None else float(score.gap[0])
    return _head(target, rows, boundary) | {
        "kind": score.kind,
        "value": None if value is None or math.isnan(value) else value,
        "gap": None if gap is None or math.isnan(gap) else gap,
        "state": score.state,
    }


def _head(target: Target, rows: Mapping[str, Target], boundary: str) -> dict[str, Any]:
    return {
        "id": target.id,
        "label_zh": target.label_zh,
        "label_en": target.label_en,
        "year": target.year,
        "variable": target.variable or None,
        "account": boundary if is_counted(target, rows) else None,
        "compare": target.compare,
        "threshold": target.threshold,
        "unit": target.unit,
        "clauses": list(target.clauses),
    }
