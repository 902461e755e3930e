"""The answer of `zysim targets --probability`: chances of the plan's targets, as text or JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zysim.columns import columns, fold
from zysim.inputs.levers import Lever
from zysim.metrics.target_chances import TargetChance
from zysim.wording import Lang, Pair, percent_text, pick, told_number

HEADS: tuple[Pair, ...] = (
    ("目标", "target"),
    ("年份", "year"),
    ("方案要求", "plan"),
    ("达到概率", "P(met)"),
    ("P10 – P50 – P90", "P10 – P50 – P90"),
    ("单位", "unit"),
    ("影响最大的措施（关掉后：值，概率）", "strongest lever (turned off: value, P)"),
)
NOTE: Pair = (
    "概率：{members} 种不确定情形中达到的比例（种子 {seed}，95% 威尔逊区间见 --json）。"
    "措施一列：在 {worlds} 种情形中逐项关掉措施，取平均值变化最大者。",
    "P: share of {members} states of the world that meet it (seed {seed}; 95 % Wilson intervals in "
    "--json). Lever: each is turned off in {worlds} states; shown is the one that moves the mean "
    "most.",
)
NOT_MODELLED: Pair = ("未建模", "not modelled")
NOT_SCORED: Pair = ("无数据，不评分：取 {value}", "no data, not scored: taken as {value}")


def chances_text(
    chances: Sequence[TargetChance],
    levers: Mapping[str, Lever],
    note: Mapping[str, int],
    signs: Mapping[str, str],
    lang: Lang,
    wide: int,
) -> str:
    """Return the table of chances and how they were found."""
    rows = [[pick(head, lang) for head in HEADS]]
    for each in chances:
        target = each.score.target
        factor, unit = target.spoken(lang)
        label = f"{target.id} {pick((target.label_zh, target.label_en), lang)}"
        wanted = f"{signs[target.compare]} {factor * target.threshold:.6g}"
        rows.append(
            [
                label,
                str(target.year),
                wanted,
                *_result(each, factor, note["last"], lang),
                unit,
                _lever_text(each, levers, lang),
            ]
        )
    return f"{columns(rows, right=frozenset({3}))}\n\n{fold(pick(NOTE, lang).format(**note), wide)}"


def _result(each: TargetChance, factor: float, last: int, lang: Lang) -> list[str]:
    if each.value is None:
        return ["–", pick(NOT_MODELLED, lang)]
    if each.chance is None:
        return ["–", pick(NOT_SCORED, lang).format(value=told_number(factor * each.value[1]))]
    peak = each.score.target.compare == "peak<="
    shown = [
        f">{last}" if np.isinf(value) else f"{value:.0f}" if peak else told_number(factor * value)
        for value in each.value
    ]
    return [percent_text(each.chance), " – ".join(shown)]


def _lever_text(each: TargetChance, levers: Mapping[str, Lever], lang: Lang) -> str:
    found = each.strongest
    if found is None:
        return "–"
    lever = levers[found.lever]
    factor, _ = each.score.target.spoken(lang)
    moved = "" if found.value_change is None else f"{factor * found.value_change:+.3g}, "
    return f"{pick((lever.label_zh, lever.label_en), lang)} ({moved}{found.chance_change:+.0%})"


def chance_record(each: TargetChance) -> dict[str, Any]:
    """Return what an ensemble says of one target, as plain values for JSON."""
    chance, value, found = each.chance, each.value, each.strongest
    return {
        "chance": None if chance is None else [chance.value, chance.low, chance.high],
        "quantiles": None if value is None else [None if np.isinf(v) else v for v in value],
        "strongest_lever": None if found is None else found.lever,
        "value_change": None if found is None else found.value_change,
        "chance_change": None if found is None else found.chance_change,
    }
