"""What scenario discovery found, in words, as a table and as plain values."""

from __future__ import annotations

from typing import Any

import pandas as pd

from zysim.inputs.tables import Tables
from zysim.sensitivity.boxes import RESAMPLES
from zysim.sensitivity.discovery import Answer, Condition
from zysim.sensitivity.prim import Box
from zysim.sensitivity.space import label_of
from zysim.units import unit_words
from zysim.wording import Lang, Pair, pick

LITTLE_GAIN = 0.1
"""A box whose density is above the overall one by less, and by less than half, says little."""
OFTEN = 0.5
"""A condition found again in fewer resamples is not to be quoted alone."""
EVENTS: dict[str, Pair] = {
    "after": ("达峰晚于 {year} 年", "a peak after {year}"),
    "by": ("{year} 年前达峰（含当年）", "a peak by {year}"),
}
LEAD: Pair = (
    "{title}，{boundary}：{event}的概率在以下 {count} 个条件同时成立时为 {density:.0%}"
    "（总体 {overall:.1%}）。",
    "{title}, {boundary}: the probability of {event} is {density:.0%} where these {count} "
    "conditions hold together ({overall:.1%} overall).",
)
NONE_FOUND: Pair = (
    "{title}，{boundary}：{event}的概率为 {overall:.1%}；没有找到使其显著升高的条件。",
    "{title}, {boundary}: the probability of {event} is {overall:.1%}; no conditions were found "
    "that raise it significantly.",
)
QUALITY: Pair = (
    "这些条件涵盖全部“{event}”情形的 {coverage:.0%}（覆盖率），占全部情形的 {mass:.0%}。"
    "在另外新抽的 {members} 种情形中检验：概率 {tested:.0%}（总体 {tested_overall:.1%}），"
    "覆盖率 {tested_coverage:.0%}。",
    "They catch {coverage:.0%} of all cases of {event} (coverage) in {mass:.0%} of all states of "
    "the world. Tested in {members} new states: probability {tested:.0%} ({tested_overall:.1%} "
    "overall), coverage {tested_coverage:.0%}.",
)
METHOD: Pair = (
    "方法：PRIM（逐步剔除 5%、回贴），在 {members} 种不确定情形中寻找（种子 {seed}）；"
    "取“覆盖率 ×（概率 − 总体概率）”最大者。准 p 值：去掉该条件后偶然达到同样概率的可能性，"
    "大于 5% 的条件已删去；因条件由同一批情形选出，准 p 值偏小。"
    "复现：重抽样 {resamples} 次中再次出现的比例。",
    "Method: PRIM (peeling 5 % at a time, pasting) over {members} states of the world (seed "
    "{seed}); the box with the largest coverage × (density - overall share). Quasi-p: the chance "
    "of as high a density without the condition; those above 5 % were dropped; too small rather "
    "than too large, as the conditions were chosen on the same states. Found again: share of "
    "{resamples} resamples.",
)
CAUTION_GAIN: Pair = (
    "注意：概率只比总体高 {gain:.1f} 个百分点，这些条件说明不了多少。",
    "Caution: the probability is only {gain:.1f} points above the overall one; the conditions say "
    "little.",
)
CAUTION_AGAIN: Pair = (
    "注意：{names} 在不到一半的重抽样中再次出现，换一批情形可能由别的条件代替；"
    "请用 -n 增加情形后再引用。",
    "Caution: {names} came back in fewer than half of the resamples; other states of the world may "
    "give other conditions. Take more members with -n before quoting.",
)
CAUTION_FEW: Pair = (
    "注意：{members} 种情形中“{event}”只有 {cases} 次，结果不稳；请用 -n 增加情形。",
    "Caution: only {cases} of {members} states show {event}, so the box is shaky; take more "
    "members with -n.",
)
FEW_CASES = 200
LOWER: Pair = ("≤ {high}（较低的 {share:.0%} 情形）", "≤ {high} (the lower {share:.0%} of states)")
UPPER: Pair = ("≥ {low}（较高的 {share:.0%} 情形）", "≥ {low} (the upper {share:.0%} of states)")
BETWEEN: Pair = (
    "{low} – {high}（居中的 {share:.0%} 情形）",
    "{low} – {high} (the middle {share:.0%} of states)",
)


def event_text(answer: Answer, lang: Lang) -> str:
    """Return what is asked about, such as a peak after the goal."""
    return pick(EVENTS[answer.when], lang).format(year=answer.year)


def lead_text(answer: Answer, title: str, lang: Lang) -> str:
    """Return the answer in one sentence; ``title`` names the scenario."""
    words = LEAD if answer.conditions else NONE_FOUND
    return pick(words, lang).format(
        title=title,
        boundary=pick(answer.about, lang),
        event=event_text(answer, lang),
        count=len(answer.conditions),
        density=answer.found.box.density,
        overall=answer.found.overall,
    )


def quality_text(answer: Answer, lang: Lang) -> str:
    """Return coverage, mass, and what new states of the world say."""
    return pick(QUALITY, lang).format(
        event=event_text(answer, lang),
        coverage=answer.found.box.coverage,
        mass=answer.found.box.mass,
        members=answer.members,
        tested=answer.tested.density,
        tested_overall=answer.tested_overall,
        tested_coverage=answer.tested.coverage,
    )


def method_text(answer: Answer, lang: Lang) -> str:
    """Return how the conditions were found and what their numbers mean."""
    return pick(METHOD, lang).format(members=answer.members, seed=answer.seed, resamples=RESAMPLES)


def range_text(condition: Condition, lang: Lang) -> str:
    """Return the limits of a condition and how much of the range they leave."""
    words = LOWER if condition.low is None else UPPER if condition.high is None else BETWEEN
    low, high = ("" if each is None else _plain(each) for each in (condition.low, condition.high))
    return pick(words, lang).format(low=low, high=high, share=condition.share)


def _plain(value: float) -> str:
    """Return three digits without an exponent.

    >>> _plain(3173.2), _plain(0.07372)
    ('3,170', '0.0737')
    """
    return f"{float(f'{value:.3g}'):,.15g}"


def condition_name(condition: Condition, tables: Tables, lang: Lang) -> str:
    """Return the name of a constant, with its element where it has one."""
    name = pick(label_of(condition.id, tables), lang)
    element = condition.id.partition("[")[1:]
    return name + "".join(element) if lang == "zh" else name


def cautions_of(answer: Answer, tables: Tables, lang: Lang) -> list[str]:
    """Return what speaks against quoting the conditions."""
    found, said = answer.found, []
    gain = found.box.density - found.overall
    if gain < LITTLE_GAIN and gain < found.overall / 2:
        said.append(pick(CAUTION_GAIN, lang).format(gain=100 * gain))
    cases = round(found.overall * answer.members)
    if cases < FEW_CASES:
        said.append(
            pick(CAUTION_FEW, lang).format(
                event=event_text(answer, lang), cases=cases, members=answer.members
            )
        )
    seldom = [each for each in answer.conditions if each.reproduced < OFTEN]
    if seldom:
        comma = "、" if lang == "zh" else ", "
        names = comma.join(condition_name(each, tables, lang) for each in seldom)
        said.append(pick(CAUTION_AGAIN, lang).format(names=names))
    return said


def condition_table(answer: Answer, tables: Tables) -> pd.DataFrame:
    """Return one row for each condition, names in both languages."""
    return pd.DataFrame([_condition_record(each, tables) for each in answer.conditions])


def trajectory_table(answer: Answer) -> pd.DataFrame:
    """Return one row for each step of peeling over the inputs that matter."""
    return pd.DataFrame(
        [
            {"step": at, **_box_record(box), "inputs": len(box.restricted)}
            for at, box in enumerate(answer.found.trajectory)
        ]
    )


def discovery_record(answer: Answer, title: Pair, tables: Tables) -> dict[str, Any]:
    """Return the answer as plain values for JSON."""
    return {
        "scenario": answer.scenario,
        "boundary": answer.boundary,
        "when": answer.when,
        "year": answer.year,
        "members": answer.members,
        "seed": answer.seed,
        "overall": answer.found.overall,
        **_box_record(answer.found.box),
        "tested": {"overall": answer.tested_overall, **_box_record(answer.tested)},
        "conditions": [_condition_record(each, tables) for each in answer.conditions],
        "sentence_zh": lead_text(answer, title[0], "zh"),
        "sentence_en": lead_text(answer, title[1], "en"),
        "cautions": [
            {"zh": zh, "en": en}
            for zh, en in zip(
                cautions_of(answer, tables, "zh"), cautions_of(answer, tables, "en"), strict=True
            )
        ],
    }


def _box_record(box: Box) -> dict[str, float]:
    return {"density": box.density, "coverage": box.coverage, "mass": box.mass}


def _condition_record(condition: Condition, tables: Tables) -> dict[str, Any]:
    unit = tables.parameters[condition.id].unit
    return {
        "id": condition.id,
        "label_zh": condition_name(condition, tables, "zh"),
        "label_en": condition_name(condition, tables, "en"),
        "unit": unit,
        "unit_zh": unit_words(unit)[0],
        "low": condition.low,
        "high": condition.high,
        "drawn_low": condition.drawn[0],
        "drawn_high": condition.drawn[1],
        "share": condition.share,
        "quasi_p": condition.quasi_p,
        "reproduced": condition.reproduced,
    }
