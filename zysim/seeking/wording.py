"""The answer in words: every number in them is taken from it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from zysim.inputs.seek_question import BudgetHold, Hold, PeakHold, TargetHold
from zysim.inputs.settings import Settings
from zysim.inputs.tables import Tables
from zysim.runs.project import Project
from zysim.wording import Counted, Lang, Pair, percent_text, pick

if TYPE_CHECKING:
    from zysim.seeking.answer import Answer, Changed

PEAK: Pair = (
    "{by} 年前达峰（{account}{tolerance}）的概率不低于 {p}",
    "the probability of a peak by {by} ({account}{tolerance}) is {p} or more",
)
TOLERANCE: Pair = ("，容差 {share:.0%}", ", tolerance {share:.0%}")
TARGET: Pair = (
    "目标 {id}“{label}”达到的概率不低于 {p}",
    "the probability of meeting target {id}, {label}, is {p} or more",
)
VALUE: Pair = (
    "{year} 年{label}{side} {bound}的概率不低于 {p}",
    "the probability that {label} in {year} is {side} {bound} is {p} or more",
)
BUDGET: Pair = (
    "费用（对起点的净现值）不超过 {most:g} 亿元的概率不低于 {p}",
    "the probability that the cost (net present value against the start) is at most {most:g} "
    "yi CNY is {p} or more",
)
SIDES: dict[bool, Pair] = {True: ("不低于", "at least"), False: ("不高于", "at most")}
OF_START: Pair = ("起点的 {bound:.1%}", "{bound:.1%} of the start")
STRENGTH: Pair = ("力度 {before:g}→{after:g}", "strength {before:g}→{after:g}")
YEARS: Pair = (
    "年份 {before[0]}—{before[1]}→{after[0]}—{after[1]}",
    "years {before[0]}–{before[1]}→{after[0]}–{after[1]}",
)
LEVEL: Pair = (
    "此项使 {by} 年排放{way} {size:.1f} 万吨",
    "This change {way} emissions in {by} by {size:.3f} Mt",
)
LESS: Pair = ("减少", "lowers")
MORE: Pair = ("增加", "raises")
WITHOUT: Pair = (
    "若不改此项，概率由 {share} 变为 {without}",
    "without it the probability goes from {share} to {without}",
)
ACCOUNTED = {"zh": ("；", "。"), "en": ("; ", ".")}


def percent(share: float | Counted, lang: Lang) -> str:
    """Return a probability in percent, 100 and 0 only where it is exactly that.

    Of a share of members it is never that: what so few of them allow is told.

    >>> percent(0.805, "zh"), percent(0.9999, "en"), percent(1.0, "en")
    ('80.5%', '>99.9 %', '100 %')
    >>> from zysim.metrics.spread import share_of
    >>> percent(share_of(16, 16), "en"), percent(share_of(0, 512), "zh")
    ('>80 %', '<1%')
    """
    value = share if isinstance(share, int | float) else share.value
    text = f"{100 * value:.1f}".removesuffix(".0")
    if text == "100" and value < 1:
        text = ">99.9"
    if text == "0" and value > 0:
        text = "<0.1"
    if value in (0, 1) and not isinstance(share, int | float):
        text = percent_text(share).removesuffix("%")
    return f"{text}%" if lang == "zh" else f"{text} %"


def hold_words(hold: Hold, project: Project, lang: Lang) -> str:
    """Return a condition in words."""
    p = percent(hold.probability, lang)
    if isinstance(hold, PeakHold):
        account = pick(project.city.accounts[hold.account].label, lang)
        room = pick(TOLERANCE, lang).format(share=hold.tolerance) if hold.tolerance else ""
        return pick(PEAK, lang).format(by=hold.by, account=account, tolerance=room, p=p)
    if isinstance(hold, TargetHold):
        target = project.tables.targets[hold.target]
        label = target.label_zh if lang == "zh" else target.label_en
        return pick(TARGET, lang).format(id=hold.target, label=label, p=p)
    if isinstance(hold, BudgetHold):
        return pick(BUDGET, lang).format(most=hold.most, p=p)
    variable = project.graph.variables[hold.variable.partition("[")[0]]
    label = variable.title_zh if lang == "zh" else hold.variable
    unit = "" if variable.unit in ("", "dmnl") else f" {variable.unit}"
    bound = (
        pick(OF_START, lang).format(bound=hold.bound) if hold.of_start else f"{hold.bound:g}{unit}"
    )
    side = pick(SIDES[hold.least], lang)
    return pick(VALUE, lang).format(year=hold.year, label=label, side=side, bound=bound, p=p)


def lever_label(name: str, tables: Tables, lang: Lang) -> str:
    """Return what a lever is called."""
    lever = tables.levers[name]
    return lever.label_zh if lang == "zh" else lever.label_en


def change_words(each: Changed, start: Settings, tables: Tables, lang: Lang) -> str:
    """Return from where to where a lever goes: in the unit of its clause where there is one."""
    parts = []
    if each.before != each.after:
        pair = each.before, each.after
        quantity = tables.quantities.get(each.lever)
        values = {name: row.value for name, row in tables.parameters.items()}
        values |= start.assumptions
        strength = pick(STRENGTH, lang).format(before=each.before, after=each.after)
        parts.append(f"{quantity.words(pair, values, lang)} ({strength})" if quantity else strength)
    if each.years_before != each.years_after:
        words = pick(YEARS, lang).format(before=each.years_before, after=each.years_after)
        parts.append(words)
    text = pick(("，", ", "), lang).join(parts)
    return text.replace(" (", "（").replace(")", "）") if lang == "zh" else text


def reason(answer: Answer, each: Changed, lang: Lang) -> str:
    """Say what one change is for."""
    joint, stop = ACCOUNTED[lang]
    parts = []
    peak = answer.question.peak
    if peak is not None and not math.isnan(each.level):
        parts.append(
            pick(LEVEL, lang).format(
                by=peak.by,
                way=pick(LESS if each.level < 0 else MORE, lang),
                size=abs(each.level) * (100 if lang == "zh" else 1),
            )
        )
    parts.append(
        pick(WITHOUT, lang).format(
            share=percent(answer.probability, lang), without=percent(each.without, lang)
        )
    )
    text = joint.join(parts)
    return text[0].upper() + text[1:] + stop
