"""The answer of `zysim update` on one page, in Chinese and English."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from zysim.answers import update_words as words
from zysim.calibration.outlook import Outlook
from zysim.calibration.reasons import Arrival, Reason
from zysim.calibration.tracks import Track
from zysim.calibration.update import Update
from zysim.columns import columns, fold
from zysim.metrics.conditions import Conditions
from zysim.metrics.plan_path import PlanPath, rule_text
from zysim.metrics.three_colours import FAR_BEHIND
from zysim.metrics.verdict import LIKELY, UNLIKELY, WORDS, Colour, crossing
from zysim.runs.project import Project
from zysim.units import official
from zysim.wording import Lang, Pair, percent_text, pick, told_number, told_span

REASONS, SIGNPOSTS = 3, 6


def update_text(found: Update, project: Project, lang: Lang, width: int) -> str:
    """Return the page: verdict, new statistics, reasons, targets, what comes next.

    Parameters
    ----------
    found
        The update.
    project
        Its model and tables.
    lang
        ``zh`` or ``en``.
    width
        Places of a line.
    """
    parts = [_verdict(found, project, lang, width)]
    if found.arrivals:
        parts += [_arrivals(found.arrivals, project, lang), _why(found, project, lang, width)]
    else:
        parts.append(pick(words.NOTHING_NEW, lang))
    parts += [
        _targets(found.tracks, lang),
        _look(found.outlooks, lang),
        _structures(found.before.chance, found.after.chance, lang),
    ]
    if found.notes:
        notes = "\n".join(
            f"  {fold(each.zh if lang == 'zh' else each.en, width, '    ')}" for each in found.notes
        )
        parts.append(f"{pick(words.NOTES, lang)}\n{notes}")
    method = pick(words.METHOD, lang).format(
        base=project.city.base,
        far=FAR_BEHIND,
        likely=LIKELY,
        open=UNLIKELY,
        prior=found.prior.value,
        particles=len(found.after.points),
        ess=found.after.effective,
    )
    return "\n\n".join([*parts, fold(method, width)])


def _verdict(found: Update, project: Project, lang: Lang, width: int) -> str:
    before, after = found.before.chance, found.after.chance
    gap = words.GAP if found.gap > 0 else words.AHEAD
    lines = [
        pick(words.TITLE, lang).format(
            case=pick(found.case.titles, lang),
            id=found.case.id,
            account=pick(project.city.accounts[found.boundary].label, lang),
            year=found.year,
        ),
        "",
        pick(words.VERDICT, lang).format(
            light=pick(WORDS[found.colour], lang),
            word=pick(found.word, lang),
            goal=found.goal,
            before=before.chance.value,
            after=after.chance.value,
        ),
        pick(words.ON_PLAN, lang).format(
            figures=_counts([each.colour for each in found.arrivals], lang),
            targets=_counts([each.progress.colour for each in found.tracks if each.progress], lang),
        ),
        pick(words.RANGE, lang).format(
            b_low=percent_text(before.lowest),
            b_high=percent_text(before.highest),
            a_low=percent_text(after.lowest),
            a_high=percent_text(after.highest),
            crossing=pick(crossing(after.lowest.value, after.highest.value), lang),
            d_before=found.all_delivered[0].value,
            d_after=found.all_delivered[1].value,
        ),
        pick(gap, lang).format(goal=found.goal, gap=found.gap),
    ]
    return "\n".join(fold(line, width) for line in lines)


def _counts(colours: Sequence[Colour | None], lang: Lang) -> str:
    """Say how many are on track, in warning, off track, and without a target."""
    said = [
        pick(words.COUNTED, lang).format(word=pick(WORDS[name], lang), count=colours.count(name))
        for name in WORDS
    ]
    if None in colours:
        said.append(pick(words.NO_TARGET, lang).format(count=colours.count(None)))
    return ("、" if lang == "zh" else ", ").join(said)


def _arrivals(found: Sequence[Arrival], project: Project, lang: Lang) -> str:
    rows = []
    for each in found:
        said, statistic = _figure(each, project, lang), each.statistic
        rows.append(
            [
                pick(statistic.label, lang),
                str(statistic.year),
                said.value,
                said.unit,
                pick(words.NO_PLAN, lang) if said.due is None else said.due,
                "" if each.plan is None else _rule(each.plan, statistic.year, lang),
                "" if each.colour is None else pick(WORDS[each.colour], lang),
                f"{said.low}{pick(words.JOINT, lang)}{said.high}",
                pick(words.PLACES[each.check.place], lang) + pick(words.LEANS[each.leans], lang),
                pick(words.BODES[each.bodes], lang),
            ]
        )
    return _table(words.ARRIVED, words.ARRIVAL_HEADS, rows, frozenset({2, 4}), lang)


def _rule(path: PlanPath, year: int, lang: Lang) -> str:
    """Name the target of a path, and the rule along it."""
    return f"{path.target.id} {rule_text(path.target, path.start, year, lang)}"


class Figure(NamedTuple):
    """A published figure and the band it was expected in, as people are told them."""

    value: str
    low: str
    high: str
    unit: str
    due: str | None
    """What the plan asks for; None where it names no target."""


def _figure(each: Arrival, project: Project, lang: Lang) -> Figure:
    """Return a figure in the unit of its holder, or that of official texts, however it was typed.

    Digits are those printed where the unit typed is as large.
    """
    statistic, signposts = each.statistic, project.tables.signposts
    model_unit = project.graph.variables[statistic.variable.partition("[")[0]].unit
    if statistic.series in signposts:
        signpost = signposts[statistic.series]
        scale, unit = 1 / signpost.factor(model_unit), signpost.shown_unit(lang)
    elif statistic.measure == "growth":
        scale, unit = official("dmnl", lang)
    else:
        scale, unit = official(model_unit, lang)
    value = statistic.value * scale
    low, high = told_span(each.check.low * scale, each.check.high * scale)
    same = math.isclose(value, float(statistic.printed), rel_tol=1e-9)
    return Figure(
        value=statistic.printed if same else f"{value:.6g}",
        low=low,
        high=high,
        unit=unit,
        due=None if each.due is None else told_number(each.due * scale),
    )


def _why(found: Update, project: Project, lang: Lang, width: int) -> str:
    lines = [pick(words.WHY, lang)]
    for at, reason in enumerate(found.reasons[:REASONS], start=1):
        lines.append(
            "  " + fold(_because(at, reason, found.arrivals, project, lang), width, "     ")
        )
    shown = sum(each.change for each in found.reasons[:REASONS])
    total = found.after.chance.chance.value - found.before.chance.chance.value
    rest = pick(words.REST, lang).format(
        count=len(found.reasons[REASONS:]), change=100 * (total - shown), total=100 * total
    )
    return "\n".join([*lines, "  " + fold(rest, width, "     ")])


def _because(at: int, reason: Reason, came: Sequence[Arrival], project: Project, lang: Lang) -> str:
    arrival = next(each for each in came if each.statistic is reason.newest)
    said = _figure(arrival, project, lang)
    return pick(words.BECAUSE, lang).format(
        at=at,
        label=pick(reason.newest.label, lang),
        year=reason.newest.year,
        value=said.value,
        unit=said.unit,
        place=pick(words.PLACES[arrival.check.place], lang),
        low=said.low,
        high=said.high,
        change=100 * reason.change,
        error=100 * reason.error,
    )


def track_rows(tracks: Sequence[Track], lang: Lang) -> list[list[str]]:
    """Return headings, then each target: on track or not, due and actual, chance then and now."""
    rows = [[pick(head, lang) for head in words.TARGET_HEADS]]
    for each in tracks:
        progress, target = each.progress, each.target
        peak = target.compare == "peak<="
        factor, unit = target.spoken(lang)
        rows.append(
            [
                pick(WORDS[progress.colour] if progress else words.NOT_BEGUN, lang),
                f"{target.id} {pick((target.label_zh, target.label_en), lang)}",
                "" if progress is None else str(progress.year),
                "" if progress is None else _told(progress.due * factor, peak),
                "" if progress is None else rule_text(target, progress.start, progress.year, lang),
                _told(progress.actual * factor, peak) if progress else "",
                unit,
                f"{percent_text(each.before)} → {percent_text(each.after)}",
            ]
        )
    return rows


def _targets(tracks: Sequence[Track], lang: Lang) -> str:
    rows = track_rows(tracks, lang)[1:]
    return _table(words.TARGETS, words.TARGET_HEADS, rows, frozenset({3, 5, 7}), lang)


def _told(value: float, peak: bool) -> str:
    if not math.isfinite(value):
        return ">"
    return f"{value:.0f}" if peak else told_number(value)


def _look(found: Sequence[Outlook], lang: Lang) -> str:
    rows = [
        [
            pick(each.signpost.label, lang),
            str(each.year),
            pick(words.OUT_NOW, lang).format(due=_due(each, lang))
            if each.out
            else _due(each, lang),
            pick(each.signpost.holder, lang),
            pick(words.JOINT, lang).join(
                told_span(max(each.low, 0.0) if each.middle >= 0 else each.low, each.high)
            ),
            each.signpost.shown_unit(lang),
            percent_text(each.if_low),
            percent_text(each.if_high),
        ]
        for each in found[:SIGNPOSTS]
    ]
    return _table(words.LOOK, words.LOOK_HEADS, rows, frozenset({6, 7}), lang)


def _due(each: Outlook, lang: Lang) -> str:
    if each.due is None:
        return pick(each.signpost.when, lang)
    return f"{each.due.year} 年 {each.due.month} 月" if lang == "zh" else f"{each.due:%B %Y}"


def _structures(before: Conditions, after: Conditions, lang: Lang) -> str:
    was = {(each.question.id, each.alternative.id): each for each in before.conditions}
    rows: list[list[str]] = []
    asked = ""
    totals = [sum(e.members for e in part.conditions) or 1 for part in (before, after)]
    questions = len({each.question.id for each in after.conditions}) or 1
    for each in after.conditions:
        if each.question.id != asked:
            asked = each.question.id
            rows.append([pick(each.question.label, lang), "", ""])
        old = was.get((each.question.id, each.alternative.id))
        share = each.members * questions / totals[1]
        if old is None:
            shares, chances = f"{share:.0%}", percent_text(each.chance)
        else:
            shares = f"{old.members * questions / totals[0]:.0%} → {share:.0%}"
            chances = f"{percent_text(old.chance)} → {percent_text(each.chance)}"
        rows.append([f"  {pick(each.alternative.label, lang)}", shares, chances])
    return _table(words.STRUCTURES, words.STRUCTURE_HEADS, rows, frozenset({1, 2}), lang)


def _table(
    title: Pair,
    heads: Sequence[Pair],
    rows: Sequence[Sequence[str]],
    right: frozenset[int],
    lang: Lang,
) -> str:
    table = columns([[pick(head, lang) for head in heads], *rows], right=right)
    return pick(title, lang) + "\n" + "\n".join(f"  {line}" for line in table.splitlines())
