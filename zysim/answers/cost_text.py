"""The costs of a case as text: by kind, by payer, by item, by group, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zysim.arrays import FloatArray
from zysim.columns import columns, fold, terminal_width
from zysim.inputs.city import City
from zysim.inputs.tables import Tables
from zysim.metrics.air import health_money
from zysim.metrics.band import Band, band
from zysim.metrics.cost_account import MODEL, CostAccount
from zysim.runs.ensemble import given_note
from zysim.sensitivity.cost_answer import ITEM_YEARS, CostAnswer, told_parts
from zysim.sensitivity.cost_credit import GroupCost
from zysim.wording import QUALITIES, Lang, Pair, money_range, money_text, pick

TITLE: Pair = (
    "{case} 与 {reference} 相比，每年净支出或净收益多少（亿元；+ 净支出，− 净收益）",
    "{case} against {reference}: what is spent or saved a year (10⁸ CNY; + a cost, − a saving)",
)
BASIS: Pair = (
    "折现率 {rate:g}%；投资按寿命折成年金；合计为 {members} 个不确定情形{given}的中位数，"
    "各行为平均值并调整到合计，价格与情形一同抽取，方括号内为 80% 的可能区间；"
    "各价格按其年份，未作换算。",
    "Discount rate {rate:g} %; investments as annuities over their lifetimes; totals are "
    "medians over {members} worlds{given}, rows are means closed to them; prices drawn in each "
    "world, 80% range in brackets; prices of their own years.",
)
KIND_WORDS: Mapping[str, Pair] = {
    "capital": ("投资年金", "capital"),
    "upkeep": ("运行维护", "operation and upkeep"),
    "energy": ("能源（净购入）", "energy, net"),
    "revenue": ("销售收入", "sales"),
}
TOTAL: Pair = ("合计", "total")
RANGE: Pair = ("80% 的可能区间", "80% range")
BY_PAYER: Pair = ("由谁承担", "Who bears it")
GDP: Pair = ("（另：地区生产总值之差，不计入）", "(GDP difference, not counted)")
ITEMS: Pair = ("{year} 年最大的几项", "Largest items in {year}")
REST: Pair = ("其余 {count} 项", "other {count} items")
PRESENT: Pair = (
    "净现值（{first}—{last} 年，亿元）：{parts}",
    "Net present value ({first}–{last}, 10⁸ CNY): {parts}",
)
SPREAD: Pair = ("{middle}（{range}）", "{middle} ({range})")
AT_RATE: Pair = ("{rate:g}% 时 {value}", "{value} at {rate:g} %")
PER_TONNE: Pair = (
    "各组措施，按每吨费用由低到高（沙普利分摊，同一批情形；减排量含各类温室气体和碳汇，与费用同样折现）",
    "Measures in order of their cost per tonne (Shapley shares in the same worlds; all gases and "
    "the sink, discounted like the cost)",
)
GROUP_HEADS: tuple[Pair, ...] = (
    ("措施", "measure"),
    ("净现值/亿元（− 净收益）", "present cost, 10⁸ CNY (− saves)"),
    ("减排/万吨", "avoided, 10⁴ t"),
    ("元/吨", "CNY/t"),
)
REFUSALS: Mapping[str, Pair] = {
    "no_cost_row": ("– 无资源成本数据", "– no resource cost"),
    "less_service": ("– 减排来自少用少产", "– less service is the saving"),
    "adds": ("– 增加排放", "– adds emissions"),
    "unsure": ("– 减排量小于其误差的 2 倍", "– avoided below 2 standard errors"),
    "mixed": ("– 一成以上情形不减排", "– avoids nothing in over a tenth of worlds"),
}
AIR: Pair = ("少排大气污染物（吨/年）", "Air pollutants avoided (t a year)")
HEALTH: Pair = (
    "少排污染物而避免的健康损失（亿元/年，按每吨的通常值；括号内为低值、高值，各研究相差十倍以上）：{parts}。"
    "多为估计，不计入以上费用。",
    "Health saved by less pollution (10⁸ CNY a year, at the usual money for a tonne; in brackets "
    "at the lowest and the highest, studies lie more than ten times apart): {parts}. Mostly "
    "estimates, and no part of the costs above.",
)
HEALTH_YEAR: Pair = (
    "{year} 年 {value:+z.2f}（{low:+z.2f}、{high:+z.2f}）",
    "{year} {value:+z.2f} ({low:+z.2f}, {high:+z.2f})",
)
QUALITY: Pair = (
    "费用绝对值的数据来历：{parts}。",
    "|Cost| by the quality of its prices: {parts}.",
)
MODEL_PRICE: Pair = ("模型价格", "prices of the model")
UNPRICED: Pair = (
    "行政或转移支付类措施，自身无资源成本（付款只在各方之间）：{names}。",
    "Transfer or administrative, no resource cost of its own (money only changes hands): {names}.",
)
LESS: Pair = (
    "减排来自少用少产，未计福利损失，不报每吨费用：{names}。",
    "Less service is the saving; the loss of welfare is not priced, so no cost per tonne: {names}.",
)
LARGEST = 8
SMALL = 0.05
"""Yi CNY a year that an item must reach to be shown by its name."""


def cost_text(answer: CostAnswer, tables: Tables, lang: Lang, *, health: bool = False) -> str:
    """Return the whole answer about one case; ``health`` adds the health that pollutants cost."""
    account = answer.account
    places = _places(account)
    title = pick(TITLE, lang).format(
        case=_named(answer, account.scenario, lang),
        reference=_named(answer, account.reference, lang),
    )
    basis = pick(BASIS, lang).format(
        rate=100 * account.rate,
        members=account.total.shape[0],
        given=given_note(account.manifest.design, lang),
    )
    parts = [
        fold(title, terminal_width()) + "\n" + fold(basis, terminal_width()),
        _account_table(answer, tables.city, places, lang),
        _item_table(answer, places[0], lang),
        fold(_present_line(account, lang), terminal_width()),
        fold(pick(PER_TONNE, lang), terminal_width())
        + "\n"
        + columns(group_rows(answer, lang), right=frozenset({1, 2})),
    ]
    if account.air:
        parts.append(pick(AIR, lang) + "\n" + _air_table(account, places))
    if health:
        parts.append(_health(account, tables, places[:2], lang))
    parts.append("\n".join(fold(line, terminal_width()) for line in _notes(account, tables, lang)))
    return "\n\n".join(parts)


def _named(answer: CostAnswer, case: str, lang: Lang) -> str:
    return f"{pick(answer.titles[case], lang)} {case}"


def _places(account: CostAccount) -> list[int]:
    years = [account.book.first - 1 + ahead for ahead in ITEM_YEARS]
    return [int(np.flatnonzero(account.years == year)[0]) for year in years]


def _account_table(answer: CostAnswer, city: City, places: Sequence[int], lang: Lang) -> str:
    account = answer.account
    bands = [band(account.total[:, at]) for at in places]

    def rows_of(parts: Mapping[Any, FloatArray], labels: Mapping[Any, Pair]) -> list[list[str]]:
        told = [
            told_parts(all_.median, {name: each[at] for name, each in parts.items()})
            for at, all_ in zip(places, bands, strict=True)
        ]
        return [
            [f"  {pick(labels[name], lang)}", *(f"{each[name]:+z.1f}" for each in told)]
            for name in parts
        ]

    total = [pick(TOTAL, lang), *(f"{each.median:+z.1f}" for each in bands)]
    rows = [
        ["", *(str(account.years[at]) for at in places)],
        *rows_of(answer.kinds, KIND_WORDS),
        total,
        [pick(RANGE, lang), *(each.range() for each in bands)],
        [pick(BY_PAYER, lang), *[""] * len(places)],
        *rows_of(answer.payers, city.payers),
        total,
        [pick(GDP, lang), *(f"{band(account.gdp[:, at]).median:+z.1f}" for at in places)],
    ]
    return columns(rows, right=frozenset(range(1, 1 + len(places))))


def _item_table(answer: CostAnswer, at: int, lang: Lang) -> str:
    account = answer.account
    labels = {item.payment.id: item.payment.label for item in account.items}
    worlds = {name: each[:, at] for name, each in account.resources.items()}
    parts = {name: float(each[at]) for name, each in answer.items.items()}
    large = sorted(parts, key=lambda name: -abs(parts[name]))
    shown = [name for name in large if abs(parts[name]) >= SMALL][:LARGEST]
    others = [name for name in parts if name not in shown]
    rows = [
        [f"  {pick(labels[name], lang)}", f"{parts[name]:+z.2f}", band(worlds[name]).range(2)]
        for name in shown
    ]
    if others:
        rest = band(np.sum([worlds[name] for name in others], axis=0))
        rest_of_median = sum(parts[name] for name in others)
        name = f"  {pick(REST, lang).format(count=len(others))}"
        rows.append([name, f"{rest_of_median:+z.2f}", rest.range(2)])
    total = band(account.total[:, at])
    rows.append([pick(TOTAL, lang), f"{total.median:+z.2f}", total.range(2)])
    head = pick(ITEMS, lang).format(year=account.years[at])
    return head + "\n" + columns(rows, right=frozenset({1, 2}))


def _present_line(account: CostAccount, lang: Lang) -> str:
    parts = [
        pick(AT_RATE, lang).format(rate=100 * rate, value=_present(band(cost), lang))
        for rate, cost in account.present.items()
    ]
    joint = "；" if lang == "zh" else "; "
    return pick(PRESENT, lang).format(
        first=account.book.first, last=account.book.last, parts=joint.join(parts)
    )


def _present(cost: Band, lang: Lang) -> str:
    """Return a present value in words with its range."""
    return pick(SPREAD, lang).format(
        middle=money_text(cost.median, 0, lang),
        range=money_range(cost.low, cost.high, 0, lang, saves=cost.median < 0),
    )


def group_rows(answer: CostAnswer, lang: Lang) -> list[list[str]]:
    """Return headings, then cost, tonnes and cost per tonne of each group, and the sum."""
    rows = [[pick(head, lang) for head in GROUP_HEADS]]
    for each in in_order(answer.groups):
        cost, avoided = answer.shares[each.id]
        rows.append(
            [
                f"  {pick(each.label, lang)}",
                f"{cost:+z.1f} {band(each.cost).range()}",
                f"{avoided:+z,.0f} {band(each.avoided).range(0)}",
                each.per_tonne.words(0)
                if each.per_tonne
                else pick(REFUSALS[each.refusal or "no_cost_row"], lang),
            ]
        )
    cost_total = band(np.sum([each.cost for each in answer.groups], axis=0))
    tonnes = band(np.sum([each.avoided for each in answer.groups], axis=0))
    return [*rows, [pick(TOTAL, lang), cost_total.words(), tonnes.words(0), ""]]


def in_order(groups: Sequence[GroupCost]) -> list[GroupCost]:
    """Return groups by their cost per tonne, then those without one as they stand."""
    told = [each for each in groups if each.per_tonne]
    told.sort(key=lambda each: each.per_tonne.median if each.per_tonne else 0.0)
    return told + [each for each in groups if not each.per_tonne]


def _air_table(account: CostAccount, places: Sequence[int]) -> str:
    rows = [["", *(str(account.years[at]) for at in places[:2])]]
    rows += [
        [
            f"  {name}",
            *(band(each[:, at]).words(0) for at in places[:2]),
        ]
        for name, each in account.air.items()
    ]
    return columns(rows, right=frozenset({1, 2}))


def _health(account: CostAccount, tables: Tables, places: Sequence[int], lang: Lang) -> str:
    low, value, high = health_money(account.air, tables.health_costs)
    parts = [
        pick(HEALTH_YEAR, lang).format(
            year=account.years[at], low=low[at], value=value[at], high=high[at]
        )
        for at in places
    ]
    joint = "；" if lang == "zh" else "; "
    return fold(pick(HEALTH, lang).format(parts=joint.join(parts)), terminal_width())


def _notes(account: CostAccount, tables: Tables, lang: Lang) -> list[str]:
    joint = "、" if lang == "zh" else ", "
    words = {**QUALITIES, MODEL: MODEL_PRICE}
    shares = account.share_by_quality()
    parts = [
        f"{pick(words[name], lang)} {share:.1%}"
        for name, share in sorted(shares.items(), key=lambda each: -each[1])
        if share
    ]
    found = [pick(QUALITY, lang).format(parts=joint.join(parts))]
    paid = {
        lever
        for each in tables.payments.values()
        if each.paid and each.kind != "transfer"
        for lever in each.levers
    }
    less = {
        lever
        for each in account.book.unpaid
        if each.kind == "less_service"
        for lever in each.levers
    }
    for sentence, chosen in (
        (UNPRICED, [name for name in tables.levers if name not in paid | less]),
        (LESS, [name for name in tables.levers if name in less]),
    ):
        labels = [
            tables.levers[name].label_zh if lang == "zh" else tables.levers[name].label_en
            for name in chosen
        ]
        if labels:
            found.append(pick(sentence, lang).format(names=joint.join(labels)))
    return found
