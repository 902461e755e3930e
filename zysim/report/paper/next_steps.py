"""Chapters of what other commands found: what to do (seek), and whether it is on track (update)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zysim.metrics.plan_path import rule_text
from zysim.metrics.verdict import WORDS
from zysim.report.card.evidence import Arrived, Judged, Sought, Tracked
from zysim.report.card.next_steps import advice_words, track_words
from zysim.report.paper import further_words as words
from zysim.report.paper.blocks import Amount, Block, Cell, Paragraph, PictureBlock, TableBlock
from zysim.report.paper.findings import Findings
from zysim.seeking.wording import change_words, lever_label
from zysim.sensitivity.effect_bench import WAN_T_PER_MT
from zysim.wording import Lang, Pair, pick

TYPED = 6
"""Digits of a number that somebody wrote."""
CHANGE_WIDTHS = (1.5, 2.6, 1.2, 1.1)
SHOWN, SIGNPOSTS_SHOWN = 8, 6
"""Changes of an answer that are printed, the most needed first, and statistics to come."""


def advice(found: Findings, _pictures: Mapping[str, PictureBlock], lang: Lang) -> list[Block]:
    """Return what was sought with each change and what it is for, where an answer was brought."""
    said = advice_words(found.card, lang)
    if not said:
        return []
    every: list[tuple[Cell, ...]] = []
    printed: list[tuple[Cell, ...]] = []
    for sought in found.card.sought:
        title = pick(sought.title, lang)
        every += [(title, *row) for row in change_rows(found, sought, lang)]
        shown = change_rows(found, sought, lang, SHOWN)
        printed += [("" if at else title, *row) for at, row in enumerate(shown)]
    heads = (pick(words.ADVICE_QUESTION, lang), *change_heads(found, lang))
    table = TableBlock(
        "advice",
        pick(words.ADVICE_TABLE, lang),
        heads,
        tuple(printed),
        (2.2, *CHANGE_WIDTHS),
        (heads, tuple(every)),
    )
    return [Paragraph(said), *([table] if every else [])]


def change_heads(found: Findings, lang: Lang) -> tuple[str, ...]:
    """Return the heads of :func:`change_rows`."""
    goal = found.project.city.goal
    return tuple(pick(each, lang).format(goal=goal) for each in words.ADVICE_HEADS)


def change_rows(
    found: Findings, sought: Sought, lang: Lang, shown: int | None = None
) -> list[tuple[Cell, ...]]:
    """Return each change of an answer: from where to where, its effect, the chance without it.

    Parameters
    ----------
    found, sought, lang
        The report, one answer, and the reader's language.
    shown
        How many to list, the most needed first, before the rest is counted; all if None.
    """
    tables = found.project.tables
    scale, places = (WAN_T_PER_MT, 1) if lang == "zh" else (1.0, 3)
    rows: list[tuple[Cell, ...]] = [
        (
            lever_label(each.lever, tables, lang),
            change_words(each, sought.start, tables, lang),
            "–" if np.isnan(each.level) else Amount(scale * each.level, places, "+"),
            Amount(each.without, 0, "chance"),
        )
        for each in sought.changes
    ]
    rest = 0 if shown is None else len(rows) - shown
    if rest <= 0:
        return rows
    return [*rows[:shown], (pick(words.ADVICE_REST, lang).format(count=rest), "", "", "")]


def track(found: Findings, _pictures: Mapping[str, PictureBlock], lang: Lang) -> list[Block]:
    """Return whether the newest statistics are on track, where an answer was brought."""
    tracked = found.card.tracked
    if tracked is None:
        return []
    parts = (arrivals(tracked, lang), _targets(tracked, lang), _ahead(tracked, lang))
    return [Paragraph(track_words(found.card, lang)), *(each for each in parts if each.rows)]


def arrivals(tracked: Tracked, lang: Lang) -> TableBlock:
    """Return the statistics that came, and what was expected of each."""
    return _table(
        "arrivals",
        words.ARRIVALS_TABLE,
        words.ARRIVAL_HEADS,
        [_arrival(each, lang) for each in tracked.arrivals],
        (1.9, 0.7, 0.9, 1.1, 0.9, 1.8, 0.9, 0.9, 0.9),
        lang,
    )


def _arrival(each: Arrived, lang: Lang) -> tuple[Cell, ...]:
    plan = each.plan
    return (
        pick(each.label, lang),
        str(each.year),
        _number(each.value, TYPED),
        pick(each.unit, lang),
        pick(words.NO_TARGET, lang) if plan is None else _number(plan.due, TYPED),
        "" if plan is None else rule_text(plan.target, plan.start, each.year, lang),
        "" if each.colour is None else pick(WORDS[each.colour], lang),
        *map(_number, each.expected),
    )


def _targets(tracked: Tracked, lang: Lang) -> TableBlock:
    worst_first = sorted(tracked.targets, key=lambda each: list(WORDS)[::-1].index(each.colour))
    return _table(
        "tracks",
        words.TRACKS_TABLE,
        words.TRACK_HEADS,
        [_target(each, lang) for each in worst_first],
        (0.9, 3.0, 0.7, 0.9, 1.8, 0.9, 1.2),
        lang,
    )


def _target(each: Judged, lang: Lang) -> tuple[Cell, ...]:
    factor, unit = each.target.spoken(lang)
    return (
        pick(WORDS[each.colour], lang),
        pick((each.target.label_zh, each.target.label_en), lang),
        str(each.year),
        _number(factor * each.due, TYPED),
        rule_text(each.target, each.start, each.year, lang),
        "–" if each.actual is None else _number(factor * each.actual),
        unit,
    )


def _ahead(tracked: Tracked, lang: Lang) -> TableBlock:
    return _table(
        "signposts",
        words.AHEAD_TABLE,
        words.AHEAD_HEADS,
        [
            (
                pick(each.signpost.label, lang),
                str(each.year),
                pick(each.signpost.when, lang),
                pick(each.signpost.holder, lang),
                *map(_number, each.expected),
                each.signpost.shown_unit(lang),
                Amount(each.if_low, 0, "chance"),
                Amount(each.if_high, 0, "chance"),
            )
            for each in tracked.signposts[:SIGNPOSTS_SHOWN]
        ],
        (1.9, 0.7, 1.6, 1.3, 0.9, 0.9, 1.1, 0.8, 0.8),
        lang,
    )


def _table(
    name: str,
    caption: Pair,
    heads: Sequence[Pair],
    rows: Sequence[tuple[Cell, ...]],
    widths: tuple[float, ...],
    lang: Lang,
) -> TableBlock:
    return TableBlock(
        name, pick(caption, lang), tuple(pick(each, lang) for each in heads), tuple(rows), widths
    )


def _number(value: float, digits: int = 3) -> Amount:
    """Return a number with so many digits, without zeros that say nothing.

    >>> _number(70.0).text, _number(0.38584).text, _number(1398.2).text, _number(-14.53, 4).text
    ('70', '0.386', '1398', '−14.53')
    """
    text = np.format_float_positional(
        value, precision=digits, unique=False, fractional=False, trim="-"
    )
    return Amount(value, len(text.partition(".")[2]))
