"""A decision taken later, against fixed settings, as text."""

from __future__ import annotations

import math

from zysim.columns import columns, fold, terminal_width
from zysim.metrics.spread import Share, Standing
from zysim.runs.project import Project
from zysim.seeking.decided import By, Course, Decided, Watched
from zysim.seeking.wording import hold_words, percent
from zysim.wording import Lang, Pair, money_text, pick, told_number

NIL = 0.01
"""A gain that is not larger than that of a coin by this share is none."""
ASKED: Pair = ("要求：{holds}；从“{start}”改起", "Asked: {holds}; from {start}")
BEFORE: Pair = ("不改：{course}", "No change: {course}")
FIXED: Pair = ("现在定死：{case}：{course}", "Fixed today: {case}: {course}")
LATER: Pair = (
    "{year} 年春再定（此前都不开工），依据{signal}：不高于 {threshold}，则{below}；"
    "高于此数，则{above}：{course}",
    "Decided in spring {year} (none begins before), by {signal}: at or below {threshold}, {below}; "
    "above, {above}: {course}",
)
COURSE: Pair = (
    "概率 {chance}（95% 区间 {low}—{high}{standing}），平均改动量 {change:.2f}{cost}",
    "probability {chance} (95 % interval {low}–{high}{standing}), mean change {change:.2f}{cost}",
)
COST: Pair = ("，{cost} 亿元", ", {cost} × 10⁸ CNY")
STANDING: dict[Standing, Pair] = {
    "met": ("", ""),
    "near": ("，接近要求", ", close to what is asked"),
    "below": ("，未达要求", ", short of what is asked"),
}
GAIN: Pair = (
    "等到 {year} 年再定，{least}{way} {gain:.1%}；用抛硬币代替统计作对照，{coin_way} {coin:.1%}"
    "{foreseen}。",
    "Deciding in {year} takes {gain:.1%} {way} {least}; a coin in place of the statistics, to "
    "compare, {coin:.1%} {coin_way}{foreseen}.",
)
NO_GAIN: Pair = (
    "等到 {year} 年再定没有得益：{least}{way} {gain:.1%}（抛硬币代替统计{coin_way} {coin:.1%}）"
    "{foreseen}。",
    "Deciding in {year} gains nothing: {gain:.1%} {way} {least} (a coin in place of the statistics "
    "{coin:.1%} {coin_way}){foreseen}.",
)
NOTHING: Pair = (
    "现在不改就够：等到 {year} 年再定没有得益，平均反而多改 {more:.2f}。",
    "Nothing has to change today: deciding in {year} gains nothing, and takes {more:.2f} more.",
)
LESS: Pair = ("少", "less")
MORE: Pair = ("多", "more")
FORESEEN: Pair = (
    "；若能预知每种情形，可少 {known:.1%}，这是任何规则的上限",
    "; with each world foreseen it would be {known:.1%} less, and no rule can do better",
)
LEAST: dict[str, Pair] = {"change": ("改动", "change"), "cost": ("费用", "cost")}
WRONG: Pair = (
    "判错：{false} 的情形收紧了但本来不必（误报），{missed} 的情形没有收紧而未能达标、"
    "收紧就能达标（漏报）；合计 {wrong}。",
    "Wrong: in {false} of the worlds it is strict and need not be (false alarm), in {missed} it is "
    "not and misses what it would have met (missed); {wrong} together.",
)
HEADS: tuple[Pair, ...] = (
    ("依据", "by"),
    ("数据年份", "year"),
    ("阈值", "threshold"),
    ("概率", "P"),
    ("改动量", "change"),
    ("费用（亿元，− 为净收益）", "cost (10⁸ CNY, − saves)"),
    ("误报", "false alarm"),
    ("漏报", "missed"),
)
BY: dict[By, Pair] = {
    "statistic": ("", ""),
    "all": ("各项合计（加权）", "all of them, weighted"),
    "coin": ("抛硬币（对照）", "a coin (control)"),
}
HOW: Pair = (
    "改动量 1 = 一项措施从不做到方案，推迟一年算 0.1；规则在 {worlds:,} 种情形中求得，"
    "在另外 {fresh:,} 种中检验，以上都是检验的数。统计的误差按 params/signposts.csv 抽取；"
    "{year} 年 4 月前未公布的数不用。共 {runs:,} 次运行。",
    "Change 1 = one lever from nothing to the plan, a year later counts 0.1. Rules are found in "
    "{worlds:,} worlds and checked in {fresh:,} others, which all figures above are of. Errors of "
    "statistics are drawn by params/signposts.csv; what is not out by April {year} is not used. "
    "{runs:,} runs in all.",
)


def decided_text(found: Decided, project: Project, lang: Lang) -> str:
    """Return what was asked, fixed settings, the rule, what it gains, and how often it is wrong."""
    width = terminal_width()
    joint = "；" if lang == "zh" else "; "
    asked = pick(ASKED, lang).format(
        holds=joint.join(hold_words(each, project, lang) for each in found.question.holds),
        start=pick(found.start.titles, lang),
    )
    lines = [
        asked,
        pick(BEFORE, lang).format(course=_course(found.start_course, found, lang)),
        pick(FIXED, lang).format(
            case=pick(found.fixed.titles, lang), course=_course(found.fixed_course, found, lang)
        ),
        _rule(found, lang),
        gain_words(found, lang),
        _wrong(found.rule, lang),
    ]
    how = pick(HOW, lang).format(
        worlds=found.worlds, fresh=found.fresh, year=found.decide.year, runs=found.runs
    )
    table = columns(decided_rows(found, lang), right=frozenset(range(1, len(HEADS))))
    return "\n\n".join(
        ["\n".join(fold(line, width) for line in lines), table, fold(how, width)],
    )


def gain_words(found: Decided, lang: Lang) -> str:
    """Say what deciding later gains, and if that is nothing, so."""
    if math.isnan(found.gain):
        more = found.rule.course.change - found.fixed_course.change
        return pick(NOTHING, lang).format(year=found.decide.year, more=more)
    coin, foreseen = found.saved(found.coin), ""
    if math.isfinite(found.foreseen):
        foreseen = pick(FORESEEN, lang).format(known=found.foreseen)
    return pick(GAIN if found.gain - max(coin, 0.0) >= NIL else NO_GAIN, lang).format(
        year=found.decide.year,
        least=pick(LEAST[found.question.least], lang),
        way=pick(LESS if found.gain >= 0 else MORE, lang),
        gain=abs(found.gain),
        coin=abs(coin),
        coin_way=pick(LESS if coin >= 0 else MORE, lang),
        foreseen=foreseen,
    )


def decided_rows(found: Decided, lang: Lang) -> list[list[str]]:
    """Return headings, then each rule: what it goes by, what it takes, how often it is wrong."""
    rows = [[pick(head, lang) for head in HEADS]]
    for each in (*found.rules, found.coin):
        cost = each.course.cost
        rows.append(
            [
                _label(each, lang),
                "" if each.signal is None else str(each.signal.year),
                _threshold(each, lang),
                percent(each.course.chances[0], lang),
                f"{each.course.change:.2f}",
                "" if math.isnan(cost) else f"{cost:+z.1f}",
                percent(each.false_alarm, lang),
                percent(each.missed, lang),
            ]
        )
    return rows


def _rule(found: Decided, lang: Lang) -> str:
    rule = found.rule
    year = "" if rule.signal is None else f"{rule.signal.year}"
    label = _label(rule, lang)
    signal = f"{year} 年{label}" if lang == "zh" and year else f"{label} {year}".strip()
    return pick(LATER, lang).format(
        year=found.decide.year,
        signal=signal,
        threshold=_threshold(rule, lang),
        below=pick(rule.below.titles, lang),
        above=pick(rule.above.titles, lang),
        course=_course(rule.course, found, lang),
    )


def _course(course: Course, found: Decided, lang: Lang) -> str:
    shares = zip(course.chances, found.question.holds, strict=True)
    order: tuple[Standing, ...] = ("met", "near", "below")
    standing = max((share.beside(hold.probability) for share, hold in shares), key=order.index)
    share: Share = course.chances[0]
    cost = (
        ""
        if math.isnan(course.cost)
        else pick(COST, lang).format(cost=money_text(course.cost, 1, lang))
    )
    return pick(COURSE, lang).format(
        chance=percent(share, lang),
        low=percent(share.low, lang),
        high=percent(share.high, lang),
        standing=pick(STANDING[standing], lang),
        change=course.change,
        cost=cost,
    )


def _wrong(rule: Watched, lang: Lang) -> str:
    return pick(WRONG, lang).format(
        false=percent(rule.false_alarm, lang),
        missed=percent(rule.missed, lang),
        wrong=percent(rule.false_alarm.value + rule.missed.value, lang),
    )


def _label(rule: Watched, lang: Lang) -> str:
    return pick(BY[rule.by] if rule.signal is None else rule.signal.signpost.label, lang)


def _threshold(rule: Watched, lang: Lang) -> str:
    if rule.signal is None:
        return f"{rule.threshold:.2f}"
    return f"{told_number(rule.threshold)} {rule.signal.signpost.shown_unit(lang)}"
