"""Single effects of levers as text: a table a mayor can use, idle levers folded with the reason."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.columns import columns, fold, terminal_width
from zysim.inputs.city import City
from zysim.metrics.band import band
from zysim.metrics.middle import middle
from zysim.sensitivity.leading import caption_of
from zysim.sensitivity.single_effects import IDLE, Effects, LeverEffect, Reason
from zysim.wording import Lang, Pair, percent_text, pick

TITLE: Pair = (
    "每项措施单独的作用（{account}，万吨二氧化碳，负为减排，方括号内为 80% 的可能区间）。"
    "在“{main}”中{order}。",
    "What each lever does alone ({account}, 10⁴ t CO₂, negative lowers, 80% range in brackets), "
    "in {main} {order}.",
)
HEADS: tuple[Pair, ...] = (
    ("措施", "lever"),
    ("{goal}：从“{reference}”", "{goal} from {reference}"),
    ("{goal}：从“{main}”", "{goal} from {main}"),
    ("{first}—{last} 累计", "sum {first}–{last}"),
    ("居前三", "first 3"),
    ("减排前三", "lowering 3"),
    ("费用/亿元（− 净收益）", "cost, 10⁸ CNY (− saves)"),
    ("牵头单位", "lead office"),
)
NOTE: Pair = (
    "从“{reference}”：只做这一项；从“{main}”：其余照做，这一项做与不做相比"
    "（累计、概率、费用也如此）；+ 为其中没有、另行加做的。各项互有重叠，不能相加。"
    "居前三：在多大比例的情形里是改变 {goal} 年排放最多的三项之一，不论增减；减排前三：是减得最多的"
    "三项之一。概率只对参数的不确定而言，不含结构。"
    "费用为净现值，* 为行政、转移支付或减少服务类措施，"
    "自身没有资源成本，只含其引发的费用。牵头单位按职责推断，以方案印发件为准。",
    "From {reference}: this lever alone; from {main}: with the rest of it, this lever done against "
    "not done (so too sum, chances and cost); + marks what it lacks, done in addition. Levers "
    "overlap: do not add. First 3: share of worlds in which it is among the three that change "
    "{goal} most, up or down; lowering 3: among the three that lower it most. Chances are over "
    "uncertain numbers, not over structures. Cost is net present; * marks levers "
    "that are administrative, transfers or less service: only the costs they cause. Lead offices "
    "are our reading of duties.",
)
NO_OFFICE: Pair = ("–", "–")
FOLDED: Pair = (
    "其余 {count} 项在 {goal} 年各不足 {idle:g} 万吨：",
    "The other {count} levers move less than {idle:g}×10⁴ t each in {goal}:",
)
REASONS: Mapping[Reason, Pair] = {
    "elsewhere": (
        "减的是甲烷等或增的是碳汇，不在本口径（{goal} 年万吨二氧化碳当量）",
        "methane and other gases, or the sink, which this account leaves out ({goal}, 10⁴ t CO₂e)",
    ),
    "later": (
        "以后才见效（{last} 年万吨）",
        "they act later ({last}, 10⁴ t)",
    ),
    "absent": (
        "自身实物量在多数情形里为零，无从着力（{goal} 年万吨）",
        "in most worlds there is nothing for them to act on ({goal}, 10⁴ t)",
    ),
    "already": (
        "基线或市场已经做到，自身实物量几乎不变（变动）",
        "the baseline or the market is there already: own quantity hardly moves (change)",
    ),
    "small": (
        "规模小（{goal} 年万吨；括号内为自身实物量变动）",
        "small ({goal}, 10⁴ t; in brackets the change of the own quantity)",
    ),
}


def effects_text(effects: Effects, city: City, lang: Lang) -> str:
    """Return the table of single effects, then the folded levers by reason."""
    wide = terminal_width()
    reference, main = (pick(titles, lang) for titles in effects.titles)
    words = {
        "reference": reference,
        "main": main,
        "goal": effects.goal,
        "first": effects.counted[0],
        "last": effects.counted[1],
    }
    title = pick(TITLE, lang).format(
        account=pick(city.accounts[effects.boundary].label, lang),
        order=pick(caption_of(city, effects.boundary, effects.members), lang),
        main=main,
    )
    heads = [pick(head, lang).format(**words) for head in HEADS]
    table = columns(
        [heads, *(_row(each, lang) for each in effects.shown)], right=frozenset({1, 2, 3, 4, 5, 6})
    )
    return "\n".join(
        [
            fold(title, wide),
            "",
            table,
            *_folded(effects, words, lang),
            "",
            fold(pick(NOTE, lang).format(**words), wide),
        ]
    )


def _row(each: LeverEffect, lang: Lang) -> list[str]:
    usual = each.from_main
    cost = "–" if usual.cost is None else f"{middle(usual.cost):+z.1f}"
    return [
        pick(each.label, lang),
        f"{middle(each.from_reference.goal):+z.1f}",
        ("" if usual.used else "+ ") + band(usual.goal).words(),
        f"{middle(usual.sum):+z,.0f}",
        percent_text(usual.moves),
        percent_text(usual.lowers),
        cost if each.priced or usual.cost is None else f"{cost}*",
        pick(each.office or NO_OFFICE, lang),
    ]


def _folded(effects: Effects, words: Mapping[str, object], lang: Lang) -> list[str]:
    found = effects.folded
    if not found:
        return []
    joint, colon = ("、", "：") if lang == "zh" else (", ", ": ")
    lines = [pick(FOLDED, lang).format(count=len(found), idle=IDLE, **words)]
    for reason, sentence in REASONS.items():
        some = [each for each in found if each.reason == reason]
        if some:
            head = pick(sentence, lang).format(**words)
            listed = joint.join(
                f"{pick(each.label, lang)} {_number(each, reason)}" for each in some
            )
            lines.append("  " + fold(f"{head}{colon}{listed}", terminal_width() - 2, "  "))
    return lines


def _number(each: LeverEffect, reason: Reason) -> str:
    """Return the number behind a reason."""
    usual = each.from_main
    if reason == "elsewhere" and usual.gases is not None:
        return f"{middle(usual.gases):+z.1f}"
    if reason == "later":
        return f"{middle(usual.late):+z.1f}"
    if reason == "absent":
        return f"{middle(usual.goal):+z.2f}"
    moved = "" if usual.moved is None else f"{usual.moved:.1%}"
    if reason == "already":
        return moved
    return f"{middle(usual.goal):+z.2f}" + (f" ({moved})" if moved else "")
