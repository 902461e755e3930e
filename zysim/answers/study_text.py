"""The answers of a study as text: cases, spread, conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from zysim.columns import columns, fold, terminal_width
from zysim.units import spoken_unit
from zysim.wording import Lang, Pair, pick

if TYPE_CHECKING:
    from zysim.sensitivity.evaluate import Evaluator
    from zysim.sensitivity.study_answers import Cases, Conditions, Limit, Spread

MOST_CASES = 6
OUTCOME: Pair = ("结果", "outcome")
UNIT: Pair = ("单位", "unit")
ABOUT: Pair = ("{about}：{title}", "{about}: {title}")
CASES: Pair = ("各例未变化任何因素。“–” 表示该次运行没有此值。", "Nothing is varied. – : no value.")
REST: Pair = ("另有 {count} 例，见 --out 写出的表。", "{count} more cases: see the table of --out.")
QUANTILES: tuple[Pair, ...] = (
    ("P2.5", "P2.5"),
    ("P10", "P10"),
    ("P50", "P50"),
    ("P90", "P90"),
    ("P97.5", "P97.5"),
    ("无此值", "no value"),
)
SHOWN = (0, 1, 3, 5, 6)
"""Positions of the quantiles shown."""
SPREAD: Pair = (
    "{runs:,} 次独立运行（{kind} 设计，种子 {seed}），变化 {count} 个因素：{names}。",
    "{runs:,} independent runs ({kind} design, seed {seed}) over {count} factors: {names}.",
)
DEAD: Pair = (
    "所问的结果与下列因素无关，未变化：{names}。",
    "Nothing asked for depends on these factors, so they are not varied: {names}.",
)
HEADS: tuple[Pair, ...] = (
    ("条件", "condition"),
    ("单位", "unit"),
    ("变化范围", "drawn from"),
    ("准 p 值", "quasi-p"),
    ("重现", "found again"),
)
AMONG: Pair = ("{label}：{inside}", "{label}: {inside}")
ALTERNATIVES: Pair = ("{count} 种", "{count} alternatives")
LEAD: Pair = (
    "“{event}”在全部运行中占 {overall:.1%}；满足下列条件时占 {density:.1%}"
    "（覆盖其中 {coverage:.1%}）。",
    "“{event}” happens in {overall:.1%} of all runs, and in {density:.1%} of those that meet the "
    "conditions below (which hold {coverage:.1%} of its runs).",
)
TESTED: Pair = (
    "条件由 {runs:,} 次运行得到；另外 {runs:,} 次运行检验：占 {density:.1%}"
    "（总体 {overall:.1%}）。",
    "Found in {runs:,} runs; in {runs:,} others: {density:.1%} (of all {overall:.1%}).",
)
NO_BOX: Pair = (
    "“{event}”占 {overall:.1%}，没有能把它明显集中起来的条件。",
    "“{event}” happens in {overall:.1%} of the runs; no conditions concentrate it.",
)


def number_text(value: float) -> str:
    """Return a number in six figures, a dash where there is none.

    >>> number_text(1234567.0), number_text(0.123456789), number_text(float("nan"))
    ('1.23457e+06', '0.123457', '–')
    """
    return f"{value:.6g}" if np.isfinite(value) else "–"


def cases_text(found: Cases, evaluator: Evaluator, lang: Lang) -> str:
    """Return a row for each outcome and a column for each case."""
    names = list(found.cases)[:MOST_CASES]
    rows = [[pick(OUTCOME, lang), pick(UNIT, lang), *names]]
    for at, each in enumerate(found.measured.values()):
        factor, unit = spoken_unit(each.unit, lang)
        values = [number_text(factor * found.outcomes[case, at]) for case in range(len(names))]
        rows.append([pick(each.label, lang), unit, *values])
    lines = [_head(evaluator, lang), "", _table(rows), "", pick(CASES, lang)]
    if len(found.cases) > MOST_CASES:
        lines.append(pick(REST, lang).format(count=len(found.cases) - MOST_CASES))
    return "\n".join(lines)


def spread_text(found: Spread, evaluator: Evaluator, lang: Lang) -> str:
    """Return quantiles of each outcome over the independent runs."""
    rows = [[pick(OUTCOME, lang), pick(UNIT, lang), *(pick(each, lang) for each in QUANTILES)]]
    for at, each in enumerate(found.measured.values()):
        factor, unit = spoken_unit(each.unit, lang)
        values = [number_text(factor * found.quantiles[place, at]) for place in SHOWN]
        rows.append([pick(each.label, lang), unit, *values, f"{found.lacking[at]:.1%}"])
    study, space = evaluator.study, evaluator.space
    basis = pick(SPREAD, lang).format(
        runs=found.runs,
        kind=study.method,
        seed=study.seed,
        count=len(space.names),
        names=listed(space.names, lang),
    )
    lines = [_head(evaluator, lang), "", _table(rows), "", fold(basis, terminal_width())]
    return "\n".join([*lines, *dead_text(space.dead, lang)])


def dead_text(names: Sequence[str], lang: Lang) -> list[str]:
    """Say which factors nothing depends on, if any."""
    if not names:
        return []
    return [fold(pick(DEAD, lang).format(names=listed(names, lang)), terminal_width())]


def listed(names: Sequence[str], lang: Lang, most: int = 12) -> str:
    """Return some names, and how many more there are."""
    comma = "、" if lang == "zh" else ", "
    rest = len(names) - most
    more = (f"，其余 {rest} 个" if lang == "zh" else f" and {rest} more") if rest > 0 else ""
    return comma.join(names[:most]) + more


def conditions_text(found: Conditions, lang: Lang) -> str:
    """Return the conditions of an event, how much they tell, and the test on other runs."""
    wide = terminal_width()
    words: Mapping[str, object] = {
        "event": found.event,
        "overall": found.found.overall,
        "density": found.found.box.density,
        "coverage": found.found.box.coverage,
    }
    if not found.limits:
        return fold(pick(NO_BOX, lang).format(**words), wide)
    rows = [[pick(each, lang) for each in HEADS]]
    rows += [
        [
            *_range(each, lang),
            "<0.001" if each.quasi_p < 0.001 else f"{each.quasi_p:.3f}",
            f"{each.reproduced:.0%}",
        ]
        for each in found.limits
    ]
    tested = pick(TESTED, lang).format(
        runs=found.runs, density=found.tested.density, overall=found.tested_overall
    )
    return "\n".join(
        [
            fold(pick(LEAD, lang).format(**words), wide),
            "",
            columns(rows, right=frozenset({3, 4})),
            "",
            fold(tested, wide),
        ]
    )


def _range(each: Limit, lang: Lang) -> list[str]:
    """Return a limit, its unit, and what it was drawn from."""
    if each.among:
        inside = ("、", ", ")[lang == "en"].join(pick(one.label, lang) for one in each.among)
        count = int(each.drawn[1]) + 1
        return [
            pick(AMONG, lang).format(label=pick(each.label, lang), inside=inside),
            "",
            pick(ALTERNATIVES, lang).format(count=count),
        ]
    return [
        f"{number_text(each.low) + ' ≤ ' if each.low is not None else ''}"
        f"{pick(each.label, lang)}"
        f"{' ≤ ' + number_text(each.high) if each.high is not None else ''}",
        each.unit,
        f"{each.drawn[0]:.4g} – {each.drawn[1]:.4g}",
    ]


def _head(evaluator: Evaluator, lang: Lang) -> str:
    about, title = evaluator.subject.about, evaluator.study.title
    return fold(
        pick(ABOUT, lang).format(about=pick(about, lang), title=pick(title, lang)),
        terminal_width(),
    )


def _table(rows: list[list[str]]) -> str:
    return columns(rows, right=frozenset(range(2, len(rows[0]))))
