"""The answer of `zysim run` as text, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from zysim.columns import columns, fold, terminal_width, width
from zysim.metrics.accounts import alike_text
from zysim.metrics.peak import PLATEAU_TOLERANCE
from zysim.metrics.summary import BoundaryPeak, Summary
from zysim.wording import (
    CO2_UNIT,
    PEAK_RULE,
    STATUSES,
    Lang,
    Pair,
    co2_text,
    number_word,
    pick,
    quality_text,
)

TITLE: Pair = (
    "{city}能源活动二氧化碳排放，{boundary}，{first}—{last} 年（{unit}，{basis}）",
    "Energy CO₂ of {city}, {boundary}, {first}–{last} ({unit}, {basis})",
)
MEDIANS: Pair = ("{members} 种不确定情形的中位数", "medians of {members} states of the world")
SINGLE: Pair = ("单次运行：参数取最可能值", "one run: numbers at their most likely values")
HEADS: tuple[Pair, ...] = (
    ("情景", "scenario"),
    ("达峰年", "peak"),
    ("状态", "status"),
    ("峰值", "level"),
    ("{goal} 年", "in {goal}"),
    ("累计 {counted}—{last}", "sum {counted}–{last}"),
    ("平台期（±{width:.0%}）", "plateau (±{width:.0%})"),
    ("{goal} 前达峰", "by {goal}"),
)
WIDEST_NAME = 32
"""Places for title and id of a scenario; where one needs more, ids stand alone."""
YES: Pair = ("是", "yes")
NO: Pair = ("否", "no")
DOUBLE: Pair = ("，双峰", ", two humps")
SIDE_BY_SIDE: Pair = (
    "{count}种核算口径：达峰年 峰值",
    "The {count} boundaries: peak year and level",
)
OTHER: Pair = (
    "{goal} 年其他各项（不计入上面的达峰）",
    "Beside them in {goal} (not in the peak above)",
)
RULE: Pair = ("规则：{rule}。", "Rule: {rule}.")
MEANING: Pair = ("口径 {letter}：{meaning}。", "Boundary {letter}: {meaning}.")
BASIS: Mapping[bool, Pair] = {
    True: (
        "每个数都是该数在全部情形中的中位数；有多大把握见 zysim card 与 zysim ensemble。",
        "Each number is the median of that number over all states; for how sure it is see zysim "
        "card and zysim ensemble.",
    ),
    False: (
        "只算了一次，各参数取最可能值（众数）：它不是中位数，也不能代替中位数"
        "（去掉 -n 1 即为中位数）。",
        "A single run with every number at its most likely value (mode): it is not the median and "
        "does not stand for it (leave out -n 1 for that).",
    ),
}
DATA: Pair = ("数据：", "Data: ")
CHART: Pair = ("图：{path}", "Chart: {path}")
FILES: Pair = ("文件：{names}", "Files: {names}")
TABLES: Pair = (
    "各变量的表（results、iamc）为最接近口径 {letter} 中位数的 {count} 种情形的平均，各项可加，"
    "与该口径的中位数相差不超过峰值的 {gap:.1%}。",
    "Tables of all variables (results, iamc) are the mean of the {count} states nearest to the "
    "median of boundary {letter}: sums hold in them, and they differ from it by at most {gap:.1%} "
    "of the peak.",
)
NOT_HELD: Pair = (
    "zysim：口径 {letter} 下到 {year} 年未达峰：{names}",
    "zysim: no peak by {year} under boundary {letter}: {names}",
)


def result_text(
    summaries: Sequence[Summary],
    titles: Mapping[str, Pair],
    quality: Mapping[str, int],
    boundary: str,
    lang: Lang,
    *,
    members: int,
    span: tuple[int, int],
) -> str:
    """Return peak years, the boundaries side by side, the rule and the quality of the data.

    ``members`` is 1 for a single run, which is then called so; ``span`` holds first and last year.
    """
    first, last = span
    city = summaries[0].city
    account = city.accounts[boundary]
    names = _names(summaries, titles, lang)
    legend: list[str] = []
    if max(map(width, names.values())) > WIDEST_NAME:
        wide_names, names = names, {each.scenario: each.scenario for each in summaries}
        legend = [
            fold(f"{name}  {pick(titles[name], lang)}", terminal_width(), "    ")
            for name in wide_names
        ]
    title = pick(TITLE, lang).format(
        **{**city.words(lang), "first": first, "last": last},
        boundary=pick(account.label, lang),
        unit=pick(CO2_UNIT, lang),
        basis=pick(MEDIANS if members > 1 else SINGLE, lang).format(members=members),
    )
    heads, *main = _peak_rows(summaries, names, boundary, lang)
    sides = [
        [names[each.scenario], *(_short(peak, lang) for peak in each.boundaries.values())]
        for each in summaries
    ]
    letters = [pick(each.label, lang) for each in city.accounts.values()]
    others = [
        [names[each.scenario], *(co2_text(value, lang) for value in each.beside.values())]
        for each in summaries
    ]
    lines = [pick(each.label, lang) for each in city.beside.values()]
    meaning = pick(MEANING, lang).format(letter=boundary, meaning=pick(account.rule, lang))
    wide = terminal_width()
    alike = alike_text({each.scenario: each.alike for each in summaries}, lang)
    return "\n".join(
        [
            fold(title, wide),
            "",
            *([*legend, ""] if legend else []),
            columns([heads, *main], right=frozenset({3, 4, 5})),
            "",
            fold(
                pick(SIDE_BY_SIDE, lang).format(count=number_word(len(city.accounts), lang)), wide
            ),
            columns([[heads[0], *letters], *sides]),
            *([fold(alike, wide)] if alike else []),
            "",
            fold(pick(OTHER, lang).format(goal=city.goal), wide),
            columns([[heads[0], *lines], *others], right=frozenset({1, 2, 3})),
            "",
            fold(pick(BASIS[members > 1], lang), wide),
            fold(pick(RULE, lang).format(rule=pick(PEAK_RULE, lang)), wide),
            fold(meaning, wide),
            fold(pick(DATA, lang) + quality_text(quality, city.data, lang), wide),
        ]
    )


def peak_rows(
    summaries: Sequence[Summary], titles: Mapping[str, Pair], boundary: str, lang: Lang
) -> list[list[str]]:
    """Return headings, then peak year, level and what stands beside them of each case."""
    return _peak_rows(summaries, _names(summaries, titles, lang), boundary, lang)


def _peak_rows(
    summaries: Sequence[Summary], names: Mapping[str, str], boundary: str, lang: Lang
) -> list[list[str]]:
    city, last = summaries[0].city, summaries[0].last
    words = {"width": PLATEAU_TOLERANCE, "goal": city.goal, "counted": city.counted, "last": last}
    heads = [pick(head, lang).format(**words) for head in HEADS]
    main = (
        _main_row(names[each.scenario], each.boundaries[boundary], city.goal, lang)
        for each in summaries
    )
    return [heads, *main]


def _names(summaries: Sequence[Summary], titles: Mapping[str, Pair], lang: Lang) -> dict[str, str]:
    return {
        each.scenario: f"{pick(titles[each.scenario], lang)} {each.scenario}" for each in summaries
    }


def written_text(written: Sequence[Path], lang: Lang) -> str:
    """Say where the chart and the tables are."""
    chart = next(path for path in written if path.name == f"peak.{lang}.png")
    names = " ".join(path.name for path in written)
    return "\n".join(
        [
            "",
            pick(CHART, lang).format(path=chart),
            fold(pick(FILES, lang).format(names=names), terminal_width()),
        ]
    )


def tables_text(letter: str, count: int, gap: float, lang: Lang) -> str:
    """Say what the tables of all variables hold, and how far that is from the median."""
    return fold(pick(TABLES, lang).format(letter=letter, count=count, gap=gap), terminal_width())


def not_held_text(late: Sequence[str], year: int, boundary: str, lang: Lang) -> str:
    """Say which scenarios do not peak by the required year."""
    names = ("、" if lang == "zh" else ", ").join(late)
    return pick(NOT_HELD, lang).format(letter=boundary, year=year, names=names)


def _main_row(name: str, peak: BoundaryPeak, goal: int, lang: Lang) -> list[str]:
    return [
        name,
        peak.shown_year,
        pick(STATUSES[peak.status], lang) + (pick(DOUBLE, lang) if peak.double else ""),
        co2_text(peak.level, lang),
        co2_text(peak.level_goal, lang),
        f"{100 * peak.cumulative:.0f}" if lang == "zh" else f"{peak.cumulative:.1f}",
        f"{peak.plateau[0]}–{peak.plateau[1]}",
        pick(YES if peak.by(goal) else NO, lang),
    ]


def _short(peak: BoundaryPeak, lang: Lang) -> str:
    mark = "" if peak.status == "confirmed" else f" {pick(STATUSES[peak.status], lang)}"
    return f"{peak.shown_year} {co2_text(peak.level, lang)}{mark}"
