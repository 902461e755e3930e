"""An answer of `zysim seek` as text."""

from __future__ import annotations

from zysim.columns import columns, fold, terminal_width
from zysim.inputs.seek_question import Least
from zysim.metrics.spread import Standing
from zysim.runs.project import Project
from zysim.seeking.answer import Answer
from zysim.seeking.wording import change_words, hold_words, lever_label, percent, reason
from zysim.wording import Lang, Pair, money_range, money_text, pick

ASKED: Pair = (
    "要求：{holds}；从“{start}”改起，{least}",
    "Asked: {holds}; from {start}, {least}",
)
LEAST: dict[Least, Pair] = {
    "change": ("改动最小", "with the least change"),
    "cost": ("费用最低", "at the least cost"),
}
MONEY: Pair = (
    "费用（对起点，{first}—{last} 年按 {rate:.0%} 折现的净现值，中位数）：{middle} 亿元"
    "（80% 的可能区间：{range}）；"
    "由谁支付：zysim cost {word} --against {start}",
    "Cost (against the start, net present value of {first}–{last} at {rate:.0%}, median): "
    "{middle} ×10⁸ CNY (80% range: {range}); who pays: "
    "zysim cost {word} --against {start}",
)
FOUND: dict[Standing, Pair] = {
    "met": (
        "改 {count} 项即可：概率 {before} → {share}",
        "{count} change(s) will do: probability {before} → {share}",
    ),
    "near": (
        "改 {count} 项，接近要求（是否达到在检验误差之内）：概率 {before} → {share}",
        "{count} change(s) come close, within the error of the check: "
        "probability {before} → {share}",
    ),
    "below": (
        "改 {count} 项，接近但未达到要求：概率 {before} → {share}",
        "{count} change(s) come close, but short of what is asked: probability {before} → {share}",
    ),
}
ALREADY: dict[Standing, Pair] = {
    "met": (
        "无需改动：概率已是 {share}",
        "nothing has to change: the probability is {share} already",
    ),
    "near": (
        "不改已接近要求（是否达到在检验误差之内）：概率 {share}",
        "close without a change, within the error of the check: the probability is {share}",
    ),
    "below": (
        "不改已接近、但未达到要求：概率 {share}",
        "close without a change, but short of what is asked: the probability is {share}",
    ),
}
MISSED: Pair = (
    "做不到：最好只到 {share}（要求 {asked}）",
    "It cannot be done: the best found is {share} ({asked} asked)",
)
NOTHING: Pair = (
    "没有可变动的措施，概率就是起点的 {share}。",
    "No lever may move, so the probability stays at {share}, that of the start.",
)
VERIFIED: Pair = (
    "另取 {worlds:,} 种情形检验：{value}（95% 区间 {low}—{high}）；起点为 {start}；"
    "求解所用情形中为 {share}",
    "Checked in {worlds:,} other worlds: {value} (95 % interval {low}–{high}); the start {start}; "
    "in the worlds of the search {share}",
)
STRUCTURES: Pair = (
    "结构与兑现情况也不确定时：{value}（给定任一条件 {low}—{high}）；"
    "起点为 {start}（{start_low}—{start_high}）",
    "With structure and delivery uncertain too: {value} ({low}–{high} given any one condition); "
    "the start {start} ({start_low}–{start_high})",
)
OTHERS: Pair = ("其他条件：{words}：{value}", "Also asked: {words}: {value}")
HEADS: tuple[Pair, ...] = (
    ("措施", "lever"),
    ("改为", "change"),
    ("不改此项时的概率", "P without it"),
)
CHANGE: Pair = (
    "改动量 {change:.2f}（各项力度变动之和，1 = 一项措施从不做到方案；不是费用）",
    "Change {change:.2f} (sum of moves in strength, 1 = one lever from nothing to the plan; it is "
    "not a cost)",
)
GREEDY: Pair = (
    "按单位减排的改动由小到大逐项加码，需 {greedy:.2f}，多 {more:.0%}",
    "Levers one by one, least change a tonne first, take {greedy:.2f}, {more:.0%} more",
)
GREEDY_COST: Pair = (
    "按每吨费用由低到高逐项加码：{greedy} 亿元（本方案{own}）",
    "Levers one by one, cheapest tonne first: {greedy} ×10⁸ CNY (this case {own})",
)
AT_MOST: Pair = ("至多改 {count} 项措施。", "At most {count} measure(s) may change.")
FRONT: tuple[Pair, ...] = (
    ("概率要求", "P asked"),
    ("改动量", "change"),
    ("费用（亿元，− 为净收益）", "cost (10⁸ CNY, − saves)"),
    ("方案", "case"),
)
LEVEL: Pair = (
    "{by} 年排放（中位数）{before:.1f} → {after:.1f} 万吨；"
    "{since}—{until} 年累计 {total_before:.0f} → {total:.0f} 万吨",
    "Emissions in {by} (median) {before:.3f} → {after:.3f} Mt; sum {since}–{until} "
    "{total_before:.2f} → {total:.2f} Mt",
)
RUSHED: Pair = (
    "注意：概率提高，但排放或累计反而增加（抢在前面排放也算按时达峰），请对照排放与累计再作判断。",
    "Mind: the probability is up although emissions or their sum are higher (emitting early counts "
    "as a peak in time). Look at level and sum as well.",
)
ENDS: Pair = ("已到头的措施：{names}", "At their end already: {names}")
END: Pair = ("{label}（{setting:g}）", "{label} ({setting:g})")
TIGHT: Pair = ("卡住的条件：{words}", "Conditions in the way: {words}")
RELEASED: Pair = (
    "若放开下列保持不变的措施（{worlds} 种情形，现为 {share}）：{names}",
    "If a lever that is kept were let go ({worlds} worlds, now {share}): {names}",
)
ONE_MORE: Pair = (
    "“至多 {count} 项”在起作用：若再多改一项（{worlds} 种情形，现为 {share}）：{names}",
    "“At most {count}” stands in the way: with one more ({worlds} worlds, now {share}): {names}",
)
RELEASE: Pair = ("{label}={setting:g} 可到 {share}", "{label}={setting:g} gives {share}")
GIVEN: Pair = (
    "不确定情形取自后验样本 {path}（{size:,} 个，同等权重；"
    "结构与兑现按 params/structures.csv 的权重）",
    "States of the world from the posterior {path} ({size:,}, counting alike; structure and "
    "delivery by the weights of params/structures.csv)",
)
NEXT: Pair = ("查看：zysim ensemble {start} {word}", "Look at it: zysim ensemble {start} {word}")
RUNS: Pair = ("共 {runs:,} 次运行。", "{runs:,} runs in all.")


def answer_text(answer: Answer, project: Project, lang: Lang) -> str:
    """Return what was asked, what to change with reasons, how sure it is, and what it takes."""
    width = terminal_width()
    blocks = [
        "\n".join(fold(line, width) for line in _asked(answer, project, lang)),
        "\n".join(fold(line, width) for line in _headline(answer, project, lang)),
    ]
    if answer.limits is not None:
        blocks.append("\n".join(fold(line, width) for line in _limits(answer, project, lang)))
    if answer.levers:
        table = columns(lever_rows(answer, project, lang), right=frozenset({2}))
        blocks += [table, _reasons(answer, project, lang, width)]
        blocks.append("\n".join(fold(line, width) for line in _amounts(answer, project, lang)))
    if answer.found.front:
        blocks.append(_front(answer, lang))
    if answer.levers:
        blocks.append(_say(NEXT, lang, start=answer.start.id, word=answer.word))
    blocks.append(_say(RUNS, lang, runs=answer.runs))
    return "\n\n".join(blocks)


def _asked(answer: Answer, project: Project, lang: Lang) -> list[str]:
    joint = "；" if lang == "zh" else "; "
    holds = joint.join(hold_words(each, project, lang) for each in answer.question.holds)
    asked = _say(
        ASKED,
        lang,
        holds=holds,
        start=pick(answer.start.titles, lang),
        least=pick(LEAST[answer.question.least], lang),
    )
    given, most = project.posterior, answer.question.at_most
    lines = [asked] if most is None else [asked, _say(AT_MOST, lang, count=most)]
    if given is not None:
        lines.append(_say(GIVEN, lang, path=given.path, size=given.size))
    return lines


def _headline(answer: Answer, project: Project, lang: Lang) -> list[str]:
    share = percent(answer.probability, lang)
    chance, start = answer.verified.chances[0], answer.verified_start
    value, before = (percent(each, lang) for each in (chance, start.chances[0]))
    count = len(answer.levers)
    if not answer.feasible:
        asked = percent(answer.question.holds[0].probability, lang)
        lines = [_say(MISSED, lang, share=share, asked=asked)]
    elif not answer.levers:
        lines = [_say(ALREADY[answer.standing], lang, share=value)]
    else:
        lines = [_say(FOUND[answer.standing], lang, count=count, before=before, share=value)]
    lines.append(
        _say(
            VERIFIED,
            lang,
            worlds=answer.verified.worlds,
            value=value,
            low=percent(chance.low, lang),
            high=percent(chance.high, lang),
            start=before,
            share=share,
        )
    )
    over, over_start = answer.verified.structures, start.structures
    if over is not None and over_start is not None:
        lines.append(
            _say(
                STRUCTURES,
                lang,
                value=percent(over.chance, lang),
                low=percent(over.lowest, lang),
                high=percent(over.highest, lang),
                start=percent(over_start.chance, lang),
                start_low=percent(over_start.lowest, lang),
                start_high=percent(over_start.highest, lang),
            )
        )
    for hold, share_ in zip(answer.question.holds[1:], answer.verified.chances[1:], strict=True):
        value = percent(share_, lang)
        lines.append(_say(OTHERS, lang, words=hold_words(hold, project, lang), value=value))
    return lines


def _limits(answer: Answer, project: Project, lang: Lang) -> list[str]:
    found, tables = answer.limits, project.tables
    if found is None:
        return []
    joint = "、" if lang == "zh" else ", "
    lines = []
    if not answer.found.knobs:
        lines.append(_say(NOTHING, lang, share=percent(answer.probability, lang)))
    if found.bounds:
        names = [
            _say(END, lang, label=lever_label(name, tables, lang), setting=end)
            for name, end in found.bounds
        ]
        lines.append(_say(ENDS, lang, names=joint.join(names)))
    if found.tight:
        words = [hold_words(answer.question.holds[at], project, lang) for at in found.tight]
        lines.append(_say(TIGHT, lang, words=joint.join(words)))
    if found.released:
        names = [
            _say(
                RELEASE,
                lang,
                label=lever_label(each.lever, tables, lang),
                setting=each.setting,
                share=percent(each.share, lang),
            )
            for each in found.released
        ]
        share = percent(found.share, lang)
        most = answer.question.at_most
        lines.append(
            _say(
                RELEASED if most is None else ONE_MORE,
                lang,
                count=most,
                worlds=found.worlds,
                share=share,
                names=joint.join(names),
            )
        )
    return lines


def lever_rows(answer: Answer, project: Project, lang: Lang) -> list[list[str]]:
    """Return headings, then each lever with its change and the chance without it."""
    rows = [
        [
            f"{lever_label(each.lever, project.tables, lang)} {each.lever}",
            change_words(each, answer.start, project.tables, lang),
            percent(each.without, lang),
        ]
        for each in answer.levers
    ]
    return [[pick(head, lang) for head in HEADS], *rows]


def _reasons(answer: Answer, project: Project, lang: Lang, width: int) -> str:
    lines = []
    for each in answer.levers:
        label = lever_label(each.lever, project.tables, lang)
        joint = "：" if lang == "zh" else ": "
        lines.append(fold(f"- {label}{joint}{reason(answer, each, lang)}", width, "  "))
    return "\n".join(lines)


def _amounts(answer: Answer, project: Project, lang: Lang) -> list[str]:
    change = answer.place.change
    lines = [_say(CHANGE, lang, change=change)]
    money, other = answer.money, answer.found.greedy
    if money is not None:
        lines.append(
            _say(
                MONEY,
                lang,
                first=money.first,
                last=money.last,
                rate=money.rate,
                middle=money_text(money.middle, 1, lang),
                range=money_range(money.low, money.high, 1, lang, saves=money.middle < 0),
                word=answer.word,
                start=answer.start.id,
            )
        )
    if other is not None and answer.feasible and answer.question.least == "change":
        lines.append(_say(GREEDY, lang, greedy=other.change, more=other.change / change - 1))
    elif other is not None and answer.feasible:
        lines.append(
            _say(
                GREEDY_COST,
                lang,
                greedy=money_text(other.cost, 1, lang),
                own=money_text(answer.place.cost, 1, lang),
            )
        )
    peak = answer.question.peak
    if peak is not None:
        times = 100.0 if lang == "zh" else 1.0
        before, after = answer.verified_start, answer.verified
        lines.append(
            _say(
                LEVEL,
                lang,
                by=peak.by,
                since=project.city.base + 1,
                until=answer.counted,
                before=before.level * times,
                after=after.level * times,
                total_before=before.total * times,
                total=after.total * times,
            )
        )
        if answer.rushed:
            lines.append(pick(RUSHED, lang))
    return lines


def _front(answer: Answer, lang: Lang) -> str:
    money = answer.front_money
    rows = [
        [
            percent(probability, lang),
            f"{place.change:.2f}",
            *([] if money is None else [f"{money[at].middle:+z.1f}"]),
            answer.front_words[at],
        ]
        for at, (probability, place) in enumerate(answer.found.front)
    ]
    heads = [pick(head, lang) for head in FRONT]
    if money is None:
        del heads[2]
    return columns([heads, *rows], right=frozenset(range(len(heads) - 1)))


def _say(pair: Pair, lang: Lang, **values: object) -> str:
    return pick(pair, lang).format(**values)
