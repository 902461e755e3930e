"""The answer of `zysim update` on one page, in Chinese and English."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zysim.calibration.outlook import Outlook
from zysim.calibration.reasons import Arrival, Reason
from zysim.calibration.tracks import Track
from zysim.calibration.update import Update
from zysim.columns import columns, fold
from zysim.metrics.conditions import Conditions
from zysim.metrics.plan_path import PlanPath, rule_text
from zysim.metrics.three_colours import FAR_BEHIND
from zysim.metrics.verdict import NEAR, VERDICTS, WORDS, Colour
from zysim.runs.project import Project
from zysim.units import official
from zysim.wording import Lang, Pair, pick, told_number, told_span

REASONS, SIGNPOSTS = 3, 6
TITLE: Pair = (
    "{case}（{id}）；{account}；统计截至 {year} 年",
    "{case} ({id}); {account}; statistics up to {year}",
)
VERDICT: Pair = (
    "【{light}】{goal} 年前（含）达峰：{word}；概率 {before:.1%} → {after:.1%}",
    "[{light}] Peak by {goal}: {word}; P(peak by {goal}) {before:.1%} → {after:.1%}",
)
ON_PLAN: Pair = (
    "对照方案进度，新到统计：{figures}；全部目标：{targets}。",
    "Against the plan's own path, the new statistics: {figures}; all targets: {targets}.",
)
COUNTED: Pair = ("{word} {count} 项", "{count} {word}")
NO_TARGET: Pair = ("方案没有定数 {count} 项", "{count} without a target")
RANGE: Pair = (
    "各结构条件下的范围：{b_low:.0%}—{b_high:.0%} → {a_low:.0%}—{a_high:.0%}；"
    "若全部按期兑现：{d_before:.1%} → {d_after:.1%}",
    "Range over structures: {b_low:.0%} to {b_high:.0%} → {a_low:.0%} to {a_high:.0%}; "
    "all delivered on time: {d_before:.1%} → {d_after:.1%}",
)
GAP: Pair = (
    "三分之二的情形里，{goal} 年后的排放最高值比此前最高值高出不超过 {gap:.1%}。",
    "In two of three draws, emissions after {goal} exceed those up to it by {gap:.1%} at most.",
)
AHEAD: Pair = (
    "三分之二以上的情形里，排放在 {goal} 年前（含）达峰。",
    "In two of three draws or more, emissions peak by {goal}.",
)
ARRIVED: Pair = ("新到的统计", "New statistics")
ARRIVAL_HEADS: tuple[Pair, ...] = (
    ("指标", "statistic"),
    ("年份", "year"),
    ("数值", "value"),
    ("单位", "unit"),
    ("方案应达", "plan asks"),
    ("算法", "rule"),
    ("三色", "colour"),
    ("模型预期（90%）", "model expects (90 %)"),
    ("", ""),
    ("对按期达峰", "for the peak"),
)
NO_PLAN: Pair = ("方案未定", "no target")
PLACES: Mapping[str, Pair] = {
    "below": ("低于预期", "below"),
    "inside": ("预期之内", "as expected"),
    "above": ("高于预期", "above"),
}
LEANS: Mapping[str | None, Pair] = {
    "better": ("（好于预期）", ", better"),
    "worse": ("（差于预期）", ", worse"),
    None: ("", ""),
}
BODES: Mapping[str | None, Pair] = {
    "well": ("有利", "good"),
    "ill": ("不利", "bad"),
    None: ("", ""),
}
WHY: Pair = ("概率为什么变", "Why the chance moves")
NOTHING_NEW: Pair = (
    "没有新的数：与此前各期相同。",
    "Nothing new: the figures are those of earlier vintages.",
)
BECAUSE: Pair = (
    "{at}. {label} {year} 年为 {value} {unit}，{place}（{low}—{high}）：单独看，概率 "
    "{change:+z.1f} ± {error:.1f} 个百分点",
    "{at}. {label} {year}: {value} {unit}, {place} ({low} to {high}): alone it moves the chance by "
    "{change:+z.1f} ± {error:.1f} points",
)
REST: Pair = (
    "其余 {count} 项、相互作用与抽样误差：{change:+z.1f} 个百分点；合计 {total:+z.1f}",
    "The other {count}, interplay and sampling error: {change:+z.1f} points; in all {total:+z.1f}",
)
TARGETS: Pair = ("方案目标（按时序进度）", "Targets of the plan, on their schedule")
TARGET_HEADS: tuple[Pair, ...] = (
    ("三色", "colour"),
    ("目标", "target"),
    ("截至", "as of"),
    ("应达", "due"),
    ("算法", "rule"),
    ("现状", "now"),
    ("单位", "unit"),
    ("达到概率", "P(met)"),
)
NOT_BEGUN: Pair = ("未到考核期", "not begun")
LOOK: Pair = ("下一步看什么（按作用大小）", "What to look at next, the most telling first")
LOOK_HEADS: tuple[Pair, ...] = (
    ("指标", "statistic"),
    ("数据年份", "year"),
    ("何时", "when"),
    ("找谁", "holder"),
    ("预期（90%）", "expected (90 %)"),
    ("单位", "unit"),
    ("若偏低", "if low"),
    ("若偏高", "if high"),
)
OUT_NOW: Pair = ("{due}（已可索取）", "{due} (out: ask)")
STRUCTURES: Pair = ("各条件下的概率", "The chance given each condition")
STRUCTURE_HEADS: tuple[Pair, ...] = (
    ("条件", "condition"),
    ("份额：前→后", "share: before → after"),
    ("概率：前→后", "chance: before → after"),
)
NOTES: Pair = ("读入时的说明", "Notes on reading")
METHOD: Pair = (
    "三色规则：对照方案自己的进度。水平目标由上一个目标年（没有的从 {base} 年）到目标年按直线，"
    "变化目标按年均摊；落后于应达且差额超过目标的 {far:.0%} 为脱轨（红），落后不超过 {far:.0%} 为"
    "预警（黄），其余为在轨（绿）；方案没有定数的指标不标。达峰看概率，与结论卡同一规则：不低于 "
    "{likely:.0%}（能、多半能）为在轨，不高于 {open:.0%}（多半不能、不能）为脱轨，之间（难说）"
    "为预警。模型预期另列，只说明是否意外，不定三色。“现状”有公布数的用公布数，其余为模型推算的中位数。"
    "“若偏低”“若偏高”是该数落在预期最低、最高三分之一时的概率。"
    "历史观测已计入“此前”；未计任何观测时为 {prior:.1%}。退火序贯蒙特卡罗，{particles} 个样本，"
    "有效 {ess:.0f} 个；模型误差按每个序列 3% 计。",
    "Three colours, against the plan's own path: a level goes along a line from the target before "
    "(from {base} where there is none), a change in equal yearly parts. Behind what is due by more "
    "than {far:.0%} of the target is off track (red), by up to {far:.0%} a warning (yellow), else "
    "on track (green); a statistic that the plan names no figure for has no colour. The peak goes "
    "by its chance, as on the conclusion card: {likely:.0%} or more (yes, probably) is on track, "
    "{open:.0%} or less (no, probably not) off track, between (an open question) a warning. What "
    "the model expects stands beside: it tells a surprise, and sets no colour. Now is the "
    "published figure, or the model's median where there is none. If low, if high: the "
    "chance where the figure comes out in the lowest or highest third of what is expected. "
    "Observed history counts in the chance before; without any observation it is {prior:.1%}. "
    "Tempered sequential Monte Carlo, {particles} draws worth {ess:.0f}; 3 % model error a series.",
)
JOINT: Pair = ("—", " to ")


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
        parts.append(pick(NOTHING_NEW, lang))
    parts += [
        _targets(found.tracks, lang),
        _look(found.outlooks, lang),
        _structures(found.before.chance, found.after.chance, lang),
    ]
    if found.notes:
        notes = "\n".join(
            f"  {fold(each.zh if lang == 'zh' else each.en, width, '    ')}" for each in found.notes
        )
        parts.append(f"{pick(NOTES, lang)}\n{notes}")
    method = pick(METHOD, lang).format(
        base=project.city.base,
        far=FAR_BEHIND,
        likely=VERDICTS[1][0] + NEAR,
        open=VERDICTS[2][0] - NEAR,
        prior=found.prior.value,
        particles=len(found.after.points),
        ess=found.after.effective,
    )
    return "\n\n".join([*parts, fold(method, width)])


def _verdict(found: Update, project: Project, lang: Lang, width: int) -> str:
    before, after = found.before.chance, found.after.chance
    gap = GAP if found.gap > 0 else AHEAD
    lines = [
        pick(TITLE, lang).format(
            case=pick(found.case.titles, lang),
            id=found.case.id,
            account=pick(project.city.accounts[found.boundary].label, lang),
            year=found.year,
        ),
        "",
        pick(VERDICT, lang).format(
            light=pick(WORDS[found.colour], lang),
            word=pick(found.word, lang),
            goal=found.goal,
            before=before.chance.value,
            after=after.chance.value,
        ),
        pick(ON_PLAN, lang).format(
            figures=_counts([each.colour for each in found.arrivals], lang),
            targets=_counts([each.progress.colour for each in found.tracks if each.progress], lang),
        ),
        pick(RANGE, lang).format(
            b_low=before.low,
            b_high=before.high,
            a_low=after.low,
            a_high=after.high,
            d_before=found.all_delivered[0].value,
            d_after=found.all_delivered[1].value,
        ),
        pick(gap, lang).format(goal=found.goal, gap=found.gap),
    ]
    return "\n".join(fold(line, width) for line in lines)


def _counts(colours: Sequence[Colour | None], lang: Lang) -> str:
    """Say how many are on track, in warning, off track, and without a target."""
    said = [
        pick(COUNTED, lang).format(word=pick(WORDS[name], lang), count=colours.count(name))
        for name in WORDS
    ]
    if None in colours:
        said.append(pick(NO_TARGET, lang).format(count=colours.count(None)))
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
                pick(NO_PLAN, lang) if said.due is None else said.due,
                "" if each.plan is None else _rule(each.plan, statistic.year, lang),
                "" if each.colour is None else pick(WORDS[each.colour], lang),
                f"{said.low}{pick(JOINT, lang)}{said.high}",
                pick(PLACES[each.check.place], lang) + pick(LEANS[each.leans], lang),
                pick(BODES[each.bodes], lang),
            ]
        )
    return _table(ARRIVED, ARRIVAL_HEADS, rows, frozenset({2, 4}), lang)


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
    lines = [pick(WHY, lang)]
    for at, reason in enumerate(found.reasons[:REASONS], start=1):
        lines.append(
            "  " + fold(_because(at, reason, found.arrivals, project, lang), width, "     ")
        )
    shown = sum(each.change for each in found.reasons[:REASONS])
    total = found.after.chance.chance.value - found.before.chance.chance.value
    rest = pick(REST, lang).format(
        count=len(found.reasons[REASONS:]), change=100 * (total - shown), total=100 * total
    )
    return "\n".join([*lines, "  " + fold(rest, width, "     ")])


def _because(at: int, reason: Reason, came: Sequence[Arrival], project: Project, lang: Lang) -> str:
    arrival = next(each for each in came if each.statistic is reason.newest)
    said = _figure(arrival, project, lang)
    return pick(BECAUSE, lang).format(
        at=at,
        label=pick(reason.newest.label, lang),
        year=reason.newest.year,
        value=said.value,
        unit=said.unit,
        place=pick(PLACES[arrival.check.place], lang),
        low=said.low,
        high=said.high,
        change=100 * reason.change,
        error=100 * reason.error,
    )


def track_rows(tracks: Sequence[Track], lang: Lang) -> list[list[str]]:
    """Return headings, then each target: on track or not, due and actual, chance then and now."""
    rows = [[pick(head, lang) for head in TARGET_HEADS]]
    for each in tracks:
        progress, target = each.progress, each.target
        peak = target.compare == "peak<="
        factor, unit = target.spoken(lang)
        rows.append(
            [
                pick(WORDS[progress.colour] if progress else NOT_BEGUN, lang),
                f"{target.id} {pick((target.label_zh, target.label_en), lang)}",
                "" if progress is None else str(progress.year),
                "" if progress is None else _told(progress.due * factor, peak),
                "" if progress is None else rule_text(target, progress.start, progress.year, lang),
                _told(progress.actual * factor, peak) if progress else "",
                unit,
                f"{each.before.value:.0%} → {each.after.value:.0%}",
            ]
        )
    return rows


def _targets(tracks: Sequence[Track], lang: Lang) -> str:
    rows = track_rows(tracks, lang)[1:]
    return _table(TARGETS, TARGET_HEADS, rows, frozenset({3, 5, 7}), lang)


def _told(value: float, peak: bool) -> str:
    if not math.isfinite(value):
        return ">"
    return f"{value:.0f}" if peak else told_number(value)


def _look(found: Sequence[Outlook], lang: Lang) -> str:
    rows = [
        [
            pick(each.signpost.label, lang),
            str(each.year),
            pick(OUT_NOW, lang).format(due=_due(each, lang)) if each.out else _due(each, lang),
            pick(each.signpost.holder, lang),
            pick(JOINT, lang).join(
                told_span(max(each.low, 0.0) if each.middle >= 0 else each.low, each.high)
            ),
            each.signpost.shown_unit(lang),
            f"{each.if_low:.0%}",
            f"{each.if_high:.0%}",
        ]
        for each in found[:SIGNPOSTS]
    ]
    return _table(LOOK, LOOK_HEADS, rows, frozenset({6, 7}), lang)


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
            shares, chances = f"{share:.0%}", f"{each.chance.value:.0%}"
        else:
            shares = f"{old.members * questions / totals[0]:.0%} → {share:.0%}"
            chances = f"{old.chance.value:.0%} → {each.chance.value:.0%}"
        rows.append([f"  {pick(each.alternative.label, lang)}", shares, chances])
    return _table(STRUCTURES, STRUCTURE_HEADS, rows, frozenset({1, 2}), lang)


def _table(
    title: Pair,
    heads: Sequence[Pair],
    rows: Sequence[Sequence[str]],
    right: frozenset[int],
    lang: Lang,
) -> str:
    table = columns([[pick(head, lang) for head in heads], *rows], right=right)
    return pick(title, lang) + "\n" + "\n".join(f"  {line}" for line in table.splitlines())
