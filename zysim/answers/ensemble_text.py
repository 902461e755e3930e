"""The answer of `zysim ensemble` as text, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from zysim.columns import columns, fold, terminal_width
from zysim.metrics.spread import PeakSpread, Three
from zysim.runs.ensemble import GIVEN, Ensemble
from zysim.wording import PEAK_RULE, Lang, Pair, co2_text, number_word, percent_text, pick

TITLE: Pair = (
    "{city}能源活动二氧化碳排放，{boundary}，{members} 种不确定情形（万吨；P10 – P50 – P90）",
    "Energy CO₂ of {city}, {boundary}, {members} states of the world (Mt; P10 – P50 – P90)",
)
HEADS: tuple[Pair, ...] = (
    ("情景", "scenario"),
    ("{goal} 年前达峰概率", "P(peak by {goal})"),
    ("达峰年", "peak year"),
    ("峰值", "peak level"),
    ("{goal} 年", "in {goal}"),
    ("累计 {counted}—{last}", "sum {counted}–{last}"),
    ("未达峰", "no peak"),
    ("双峰", "two humps"),
)
SIDE_BY_SIDE: Pair = (
    "{count}种核算口径：{goal} 年前达峰概率，达峰年 P10–P50–P90",
    "The {count} boundaries: P(peak by {goal}), peak year P10–P50–P90",
)
WORLDS: Pair = (
    "不确定性：params/uncertainty.csv 中 {count} 个常数{draws}，"
    "各情景用同一组抽样；措施按情景取值，不抽样；{weighing}。"
    "方括号内为 95% 威尔逊区间，只含抽样误差，不含模型结构的误差。",
    "Uncertainty: {count} constants of params/uncertainty.csv {draws}, the same draws in every "
    "scenario; levers stand as the scenario says; {weighing}. Brackets hold the 95 % Wilson "
    "interval: sampling error only, not that of the model's structure.",
)
DRAWN: tuple[Pair, Pair] = (
    (
        "按其分布抽样（{method}，种子 {seed}）",
        "drawn from their distributions ({method}, seed {seed})",
    ),
    ("未按历史加权（见 zysim calibrate）", "not weighted by history (see zysim calibrate)"),
)
GIVEN_WORLDS: tuple[Pair, Pair] = (
    (
        "取自 zysim update 或 calibrate 的后验样本",
        "taken from the posterior sample of zysim update or calibrate",
    ),
    ("已按统计加权", "weighted by statistics"),
)
RULE: Pair = ("规则：{rule}。", "Rule: {rule}.")
MEANING: Pair = ("口径 {letter}：{meaning}。", "Boundary {letter}: {meaning}.")


def ensemble_text(
    found: Ensemble,
    spreads: Mapping[str, Mapping[str, PeakSpread]],
    titles: Mapping[str, Pair],
    boundary: str,
    lang: Lang,
) -> str:
    """Return probabilities and quantiles of the peak, and what they rest on."""
    city = found.city
    account = city.accounts[boundary]
    words = {**city.words(lang), "last": int(found.years[-1])}
    names = {name: f"{pick(titles[name], lang)} {name}" for name in spreads}
    heads, *main = chance_rows(found, spreads, titles, boundary, lang)
    sides = [
        [names[name], *(_short(each[letter]) for letter in city.accounts)]
        for name, each in spreads.items()
    ]
    title = pick(TITLE, lang).format(
        **words, boundary=pick(account.label, lang), members=found.members
    )
    letters = [pick(each.label, lang) for each in city.accounts.values()]
    wide, count = terminal_width(), number_word(len(city.accounts), lang)
    design = found.manifest.design
    draws, weighing = GIVEN_WORLDS if design["method"] == GIVEN else DRAWN
    worlds = pick(WORLDS, lang).format(
        count=len(found.worlds),
        draws=pick(draws, lang).format(method=design["method"], seed=design.get("seed")),
        weighing=pick(weighing, lang),
    )
    meaning = pick(MEANING, lang).format(letter=boundary, meaning=pick(account.rule, lang))
    return "\n".join(
        [
            fold(title, wide),
            "",
            columns([heads, *main], right=frozenset({6, 7})),
            "",
            fold(pick(SIDE_BY_SIDE, lang).format(**words, count=count), wide),
            columns([[heads[0], *letters], *sides]),
            "",
            fold(worlds, wide),
            fold(pick(RULE, lang).format(rule=pick(PEAK_RULE, lang)), wide),
            fold(meaning, wide),
        ]
    )


def chance_rows(
    found: Ensemble,
    spreads: Mapping[str, Mapping[str, PeakSpread]],
    titles: Mapping[str, Pair],
    boundary: str,
    lang: Lang,
) -> list[list[str]]:
    """Return headings, then chance and quantiles of the peak of each case."""
    words = {**found.city.words(lang), "last": int(found.years[-1])}
    return [
        [pick(head, lang).format(**words) for head in HEADS],
        *(
            _row(f"{pick(titles[name], lang)} {name}", each[boundary], lang)
            for name, each in spreads.items()
        ),
    ]


def _row(name: str, spread: PeakSpread, lang: Lang) -> list[str]:
    return [
        name,
        _chance(spread),
        _years(spread),
        _amounts(spread.level, lang),
        _amounts(spread.level_goal, lang),
        _sums(spread.cumulative, lang),
        f"{spread.censored:.1%}",
        f"{spread.double:.1%}",
    ]


def _short(spread: PeakSpread) -> str:
    return f"{percent_text(spread.in_time)}  {_years(spread)}"


def _chance(spread: PeakSpread) -> str:
    share = spread.in_time
    return f"{share.value:.1%} [{share.low:.1%}, {share.high:.1%}]"


def _years(spread: PeakSpread) -> str:
    return "–".join(spread.shown_year(at) for at in range(3))


def _amounts(values: Three, lang: Lang) -> str:
    return " – ".join(co2_text(value, lang) for value in values)


def _sums(values: Three, lang: Lang) -> str:
    scale = 100 if lang == "zh" else 1
    return " – ".join(f"{scale * value:.0f}" for value in values)
