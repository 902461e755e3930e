"""Which measures matter most, as a table of the report in the order of `zysim rank`."""

from __future__ import annotations

import numpy as np

from zysim.metrics.band import band
from zysim.report.paper.blocks import Amount, Cell, TableBlock
from zysim.report.paper.findings import Findings
from zysim.sensitivity.effect_bench import WAN_T_PER_MT
from zysim.sensitivity.leading import Tried
from zysim.wording import Lang, Pair, pick

SHOWN = 10
HEADS: tuple[Pair, ...] = (
    ("位次", "No."),
    ("措施", "Lever"),
    ("做与不做，{goal} 年相差", "Done against not, {goal}"),
    ("P10", "P10"),
    ("P90", "P90"),
    ("居前三的可能", "P(first three)"),
    ("试", "Tried"),
    ("达峰年变为", "Peak year then"),
)
WIDTHS = (0.5, 2.0, 1.3, 0.7, 0.7, 0.9, 0.7, 0.9)
CAPTION: Pair = (
    "{name}：最要紧的措施（万吨，做它为增者为正）",
    "{name}: the measures that matter most (Mt, positive where doing it adds)",
)
TRIED: dict[bool, Pair] = {True: ("不做", "left out"), False: ("加做", "done too")}
FIRST: Pair = (
    "{name}中，最要紧的三项措施依次是{items}。次序{order}；都不改动时，这些情形达峰年的中位数为 "
    "{year} 年。各项有重叠，不能相加。",
    "In {name} the three measures that matter most are {items}; {order}. With nothing changed, the "
    "median peak year of these worlds is {year}. They overlap and do not add up.",
)


def leading_text(found: Findings, lang: Lang) -> str:
    """Name the three measures that matter most, and say what they are ordered by."""
    leading = found.leading
    comma = "、" if lang == "zh" else ", "
    named = comma.join(pick(each.label, lang) for each in leading.levers[:3])
    return pick(FIRST, lang).format(
        name=pick(found.titles[found.last], lang),
        items=named,
        order=pick(leading.caption(found.project.city), lang),
        year=_year(found, leading.year),
    )


def leading_table(found: Findings, lang: Lang) -> TableBlock:
    """Return the measures that matter most in the last scenario."""
    said = found.project.city.words(lang)
    return TableBlock(
        "leading",
        pick(CAPTION, lang).format(name=pick(found.titles[found.last], lang)),
        tuple(pick(each, lang).format(**said) for each in HEADS),
        tuple(
            _row(found, place, each, lang)
            for place, each in enumerate(found.leading.levers[:SHOWN], start=1)
        ),
        WIDTHS,
    )


def _row(found: Findings, place: int, each: Tried, lang: Lang) -> tuple[Cell, ...]:
    scale, places = (1.0, 1) if lang == "zh" else (1 / WAN_T_PER_MT, 3)
    goal = band(each.goal)
    sizes = (goal.median, goal.low, goal.high)
    return (
        Amount(place, 0),
        pick(each.label, lang),
        *(Amount(scale * size, places, "+") for size in sizes),
        Amount(each.moves, 0, "chance"),
        pick(TRIED[each.used], lang),
        _year(found, each.year),
    )


def _year(found: Findings, year: float) -> str:
    return f"{year:.0f}" if np.isfinite(year) else f">{found.project.city.last}"
