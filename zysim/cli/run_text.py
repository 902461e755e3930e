"""The answer of `zysim run` as text, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from zysim.cli.show import terminal_width
from zysim.columns import columns, fold, width
from zysim.metrics.peak import PLATEAU_TOLERANCE
from zysim.metrics.summary import OTHER_LINES, BoundaryPeak, Summary
from zysim.runs.results import Runs
from zysim.wording import (
    BOUNDARIES,
    BOUNDARY_MEANINGS,
    PEAK_RULE,
    STATUSES,
    Lang,
    Pair,
    pick,
    quality_text,
)

TITLE: Pair = (
    "资阳市能源活动二氧化碳排放，{boundary}，{first}—{last} 年（百万吨）",
    "Energy CO₂ of Ziyang, {boundary}, {first}–{last} (Mt)",
)
HEADS: tuple[Pair, ...] = (
    ("情景", "scenario"),
    ("达峰年", "peak"),
    ("状态", "status"),
    ("峰值", "level"),
    ("2030 年", "in 2030"),
    ("累计 2021—{last}", "sum 2021–{last}"),
    ("插值时间", "time"),
    ("平台期（±{width:.0%}）", "plateau (±{width:.0%})"),
    ("2030 前达峰", "by 2030"),
)
WIDEST_NAME = 32
"""Places for title and id of a scenario; where one needs more, ids stand alone."""
YES: Pair = ("是", "yes")
NO: Pair = ("否", "no")
DOUBLE: Pair = ("，双峰 {year}", ", double {year}")
SIDE_BY_SIDE: Pair = ("四种核算口径：达峰年 峰值", "The four boundaries: peak year and level")
OTHER: Pair = ("2030 年其他各项（不计入上面的达峰）", "Beside them in 2030 (not in the peak above)")
RULE: Pair = ("规则：{rule}。", "Rule: {rule}.")
MEANING: Pair = ("口径 {letter}：{meaning}。", "Boundary {letter}: {meaning}.")
DATA: Pair = ("数据：", "Data: ")
CHART: Pair = ("图：{path}", "Chart: {path}")
FILES: Pair = ("文件：{names}", "Files: {names}")
NOT_HELD: Pair = (
    "zysim：口径 {letter} 下到 {year} 年未达峰：{names}",
    "zysim: no peak by {year} under boundary {letter}: {names}",
)


def result_text(
    runs: Runs,
    summaries: Sequence[Summary],
    titles: Mapping[str, Pair],
    quality: Mapping[str, int],
    boundary: str,
    lang: Lang,
) -> str:
    """Return peak years, the boundaries side by side, the rule and the quality of the data."""
    last = int(runs.years[-1])
    names = {
        each.scenario: f"{pick(titles[each.scenario], lang)} {each.scenario}" for each in summaries
    }
    legend: list[str] = []
    if max(map(width, names.values())) > WIDEST_NAME:
        wide_names, names = names, {each.scenario: each.scenario for each in summaries}
        legend = [
            fold(f"{name}  {pick(titles[name], lang)}", terminal_width(), "    ")
            for name in wide_names
        ]
    title = pick(TITLE, lang).format(
        boundary=pick(BOUNDARIES[boundary], lang), first=int(runs.years[0]), last=last
    )
    heads = [pick(head, lang).format(last=last, width=PLATEAU_TOLERANCE) for head in HEADS]
    main = [_main_row(names[each.scenario], each.boundaries[boundary], lang) for each in summaries]
    sides = [
        [names[each.scenario], *(_short(peak, lang) for peak in each.boundaries.values())]
        for each in summaries
    ]
    letters = [pick(BOUNDARIES[letter], lang) for letter in summaries[0].boundaries]
    others = [
        [names[each.scenario], *(f"{each.other_2030[line]:.2f}" for line in OTHER_LINES)]
        for each in summaries
    ]
    lines = [pick(OTHER_LINES[line], lang) for line in OTHER_LINES]
    meaning = pick(MEANING, lang).format(
        letter=boundary, meaning=pick(BOUNDARY_MEANINGS[boundary], lang)
    )
    wide = terminal_width()
    return "\n".join(
        [
            title,
            "",
            *([*legend, ""] if legend else []),
            columns([heads, *main], right=frozenset({3, 4, 5, 6})),
            "",
            pick(SIDE_BY_SIDE, lang),
            columns([[heads[0], *letters], *sides]),
            "",
            pick(OTHER, lang),
            columns([[heads[0], *lines], *others], right=frozenset({1, 2, 3})),
            "",
            fold(pick(RULE, lang).format(rule=pick(PEAK_RULE, lang)), wide),
            fold(meaning, wide),
            fold(pick(DATA, lang) + quality_text(quality, lang), wide),
        ]
    )


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


def not_held_text(late: Sequence[str], year: int, boundary: str, lang: Lang) -> str:
    """Say which scenarios do not peak by the required year."""
    names = ("、" if lang == "zh" else ", ").join(late)
    return pick(NOT_HELD, lang).format(letter=boundary, year=year, names=names)


def _main_row(name: str, peak: BoundaryPeak, lang: Lang) -> list[str]:
    double = pick(DOUBLE, lang).format(year=peak.second_year) if peak.double else ""
    return [
        name,
        peak.shown_year,
        pick(STATUSES[peak.status], lang) + double,
        f"{peak.level:.2f}",
        f"{peak.level_2030:.2f}",
        f"{peak.cumulative:.1f}",
        "–" if peak.status == "none" else f"{peak.time:.1f}",
        f"{peak.plateau[0]}–{peak.plateau[1]}",
        pick(YES if peak.by(2030) else NO, lang),
    ]


def _short(peak: BoundaryPeak, lang: Lang) -> str:
    mark = "" if peak.status == "confirmed" else f" {pick(STATUSES[peak.status], lang)}"
    return f"{peak.shown_year} {peak.level:.2f}{mark}"
