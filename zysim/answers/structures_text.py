"""The chance of a peak over structures as text: the weighted chance, its range, the conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zysim.columns import columns, fold, terminal_width
from zysim.inputs.city import Account
from zysim.inputs.structures import Question
from zysim.metrics.conditions import FIRM, ORDER, Conditions
from zysim.metrics.spread import PeakSpread
from zysim.wording import Lang, Pair, percent_text, pick

TITLE: Pair = (
    "{goal} 年前达峰概率，{boundary}：结构与兑现情况也不确定时",
    "P(peak by {goal}), {boundary}: with structure and delivery uncertain too",
)
HEADS: tuple[Pair, ...] = (
    ("情景", "scenario"),
    ("按设定实施", "all carried out as set"),
    ("按以往兑现情况推算", "as the record suggests"),
    ("各条件下的范围", "range over conditions"),
)
GIVEN: tuple[Pair, ...] = (
    ("条件", "condition"),
    ("权重", "weight"),
)
SETTLED: Pair = ("（不含：{names}）", " (without: {names})")
NOT_OPEN: Pair = ("–", "–")
NOTE: Pair = (
    "“按以往兑现情况推算”：params/structures.csv 中各问题按权重抽取（权重多为估计），"
    "各情景用同一组抽样；方括号内为 95% 威尔逊区间。表中（按末一情景）{order}。"
    "范围为给定任一条件时概率的最低与最高值；"
    "给定一项条件时，其余各问仍按权重抽取，所以“按设定实施”可以落在各条件之外。"
    "“–”：该情景不涉及此问题，或其力度、年份已由该情景写定。",
    "As the record suggests: each question of params/structures.csv drawn by its weights (most "
    "are estimates), the same draws in every scenario; brackets hold the 95 % Wilson interval. The "
    "table has (by the last scenario) {order}. "
    "The range is the lowest and highest chance given any one condition; the other questions are "
    "then still drawn by their weights, so that all carried out as set may lie outside. –: the "
    "question does not touch the scenario, or the scenario itself sets its strength or years.",
)
ALIKE: Pair = ("同样不含这些问题", "all without them")
WITHOUT: Pair = (
    "“不含”：该情景已写定这一问，概率不再计入其不确定，不能与计入的情景相比；"
    "可以相比的是末列：各情景都不抽这些问题，按各自所写。",
    " Without: the scenario itself answers this question, so its chance no longer holds that "
    "uncertainty and does not compare with one that does; the last column does: there no scenario "
    "draws these questions, and each has them as it is written.",
)

FEW: Pair = (
    "*：该条件下不足 {least} 个情形，只作参考，不计入范围。",
    " *: fewer than {least} members under this condition: a hint only, and not in the range.",
)


def _few(found: Sequence[Conditions], lang: Lang) -> str:
    """Say what the mark of a chance of few members means, where there is one."""
    marked = any(not given.firm for each in found for given in each.conditions)
    return pick(FEW, lang).format(least=FIRM) if marked else ""


def _settled(found: Conditions, lang: Lang) -> str:
    """Name the questions that the chance of a case is not over."""
    names = ("、" if lang == "zh" else ", ").join(pick(each.label, lang) for each in found.settled)
    return pick(SETTLED, lang).format(names=names) if names else ""


def structures_text(
    found: Sequence[Conditions],
    spreads: Mapping[str, Mapping[str, PeakSpread]],
    questions: Sequence[Question],
    titles: Mapping[str, Pair],
    account: Account,
    lang: Lang,
    alike: Sequence[Conditions] = (),
) -> str:
    """Return the chances with their ranges, then the chance of each case given each condition.

    ``alike`` are the same cases without the questions that one of them answers, if any.
    """
    goal = spreads[found[0].scenario][account.id].goal
    names = {
        each.scenario: f"{pick(titles[each.scenario], lang)} {each.scenario}" for each in found
    }
    rows = [
        [
            names[each.scenario],
            f"{spreads[each.scenario][account.id].in_time.value:.1%}",
            f"{each.chance.value:.1%} [{each.chance.low:.1%}, {each.chance.high:.1%}]"
            + _settled(each, lang),
            ("—" if lang == "zh" else "–").join(map(percent_text, (each.lowest, each.highest))),
        ]
        for each in found
    ]
    heads = [pick(head, lang) for head in HEADS]
    if alike:
        heads.append(pick(ALIKE, lang))
        for row, each in zip(rows, alike, strict=True):
            row.append(f"{each.chance.value:.1%}")
    chances = {
        (each.scenario, given.question.id, given.alternative.id): (
            f"{percent_text(given.chance)}{'' if given.firm else '*'}"
        )
        for each in found
        for given in each.conditions
    }
    order = {each.question.id: each.question for each in found[-1].conditions}
    order |= {each.id: each for each in questions if each.id not in order}
    table = [[*(pick(head, lang) for head in GIVEN), *(each.scenario for each in found)]]
    for question in order.values():
        table.append([pick(question.label, lang), *[""] * (1 + len(found))])
        table += [
            [
                f"  {pick(each.label, lang)}",
                f"{each.weight:.0%}",
                *(
                    chances.get((case.scenario, question.id, each.id), pick(NOT_OPEN, lang))
                    for case in found
                ),
            ]
            for each in question.alternatives
        ]
    numbers = frozenset(range(1, 2 + len(found)))
    return "\n".join(
        [
            pick(TITLE, lang).format(goal=goal, boundary=pick(account.label, lang)),
            "",
            columns([heads, *rows]),
            "",
            columns(table, right=numbers),
            "",
            fold(
                pick(NOTE, lang).format(order=pick(ORDER, lang))
                + (pick(WITHOUT, lang) if alike else "")
                + _few(found, lang),
                terminal_width(),
            ),
        ]
    )
