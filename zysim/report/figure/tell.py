"""The words of a figure: the sentence it shows, its notes and its source, from its numbers."""

from __future__ import annotations

import numpy as np

from zysim.inputs.history import Observation
from zysim.metrics.cliffs import NOTE, breaks, cliffs_of
from zysim.metrics.middle import middle, middle_difference
from zysim.report.figure.find import FigureFound, is_published
from zysim.report.figure.lines import Shown
from zysim.units import official
from zysim.wording import Lang, Pair, pick, told_number

STATEMENT: Pair = (
    "{case}：{year}年{what}中位数{value}{unit}{range}{than}",
    "{case}: median {what} of {value} {unit} in {year}{range}{than}",
)
RANGE: Pair = ("（P{low:g}–P{high:g}：{from_}–{to}）", " (P{low:g}–P{high:g}: {from_}–{to})")
MORE: Pair = ("，比{other}多{size}{unit}", ", {size} {unit} more than {other}")
LESS: Pair = ("，比{other}少{size}{unit}", ", {size} {unit} less than {other}")
SAME: Pair = ("，与{other}相同", ", the same as {other}")
ALSO: Pair = ("；另有{count}个变量", "; {count} more variables")
BANDS: Pair = (
    "线为中位数，色带为{pairs}，右侧竖条为{last}年的范围",
    "Lines are medians, bands {pairs}, bars at the right the range of {last}",
)
LINES: Pair = ("线为中位数", "Lines are medians")
BETWEEN: Pair = ("、", ", ")
MEMBERS: Pair = (
    "{members}种不确定情形（种子{seed}）",
    "{members} states of the world (seed {seed})",
)
NOT_STRUCTURE: Pair = ("不含模型结构的不确定性", "without the uncertainty of the structure")
MARKS: Pair = ("竖线为{goal}年，灰底为历史期", "the vertical line marks {goal}, grey is history")
FILLED: Pair = ("实心点为公布数", "filled points: published")
HOLLOW: Pair = ("空心点为推算或估计，不是观测", "hollow points: derived or assumed, not observed")
HELD_OUT: Pair = ("方点未用于校准", "squares: not used to fit the model")
NO_HISTORY: Pair = ("没有可比的历史数据", "no comparable history")
STARTS: Pair = ("模型自{first}年起", "the model starts in {first}")
INDEPENDENT: Pair = (
    "菱形为独立估算 {name}：{year}年{value}{unit}，{how}",
    "diamonds: the independent estimate {name}, {value} {unit} in {year}, {how}",
)
INSIDE: Pair = ("在本图最宽色带之内", "inside the widest band")
BELOW: Pair = (
    "低于本图最宽色带（{low}–{high}），与模型不符",
    "below the widest band ({low}–{high}): it does not agree with the model",
)
ABOVE: Pair = (
    "高于本图最宽色带（{low}–{high}），与模型不符",
    "above the widest band ({low}–{high}): it does not agree with the model",
)
SOURCE: Pair = (
    "zysim {version}，模型 {model}，{made}",
    "zysim {version}, model {model}, {made}",
)
STOP: Pair = ("。", ". ")
CLAUSE: Pair = ("；", "; ")


def title_of(found: FigureFound, lang: Lang) -> str:
    """Return the title: that of the specification, or the sentence that the figure shows."""
    return pick(found.spec.title, lang) or statement(found, lang)


def statement(found: FigureFound, lang: Lang) -> str:
    """Return in one sentence what the figure shows of its last case."""
    shown, case = found.shown[0], found.spec.cases[-1]
    year = _year_told(found)
    at = int(np.flatnonzero(found.years == year)[0])
    unit = shown.behind(lang)
    spread = ""
    if found.spec.pairs:
        low, high = found.spec.pairs[len(found.spec.pairs) // 2]
        spread = pick(RANGE, lang).format(
            low=low,
            high=high,
            from_=shown.number(found.band(shown.id, case, low)[at], lang),
            to=shown.number(found.band(shown.id, case, high)[at], lang),
        )
    said = pick(STATEMENT, lang).format(
        case=pick(found.titles[case], lang),
        year=year,
        what=_what(shown, lang),
        value=shown.number(found.band(shown.id, case, 50.0)[at], lang),
        unit=unit,
        range=spread,
        than=_than(found, shown, year, lang),
    )
    rest = len(found.shown) - 1
    return said + (pick(ALSO, lang).format(count=rest) if rest else "")


def _what(shown: Shown, lang: Lang) -> str:
    label = pick(shown.label, lang)
    if shown.account:
        return f"“{label}”排放" if lang == "zh" else f"emissions ({label})"
    first = label.partition(" ")[0]
    plain = lang == "en" and first[1:].islower()
    return label[:1].lower() + label[1:] if plain else label


def _year_told(found: FigureFound) -> int:
    """Return the goal year where it is drawn, else the last year."""
    goal = found.project.city.goal
    return goal if goal in found.years else int(found.years[-1])


def _than(found: FigureFound, shown: Shown, year: int, lang: Lang) -> str:
    """Return what the last case has more than the first, within the same state of the world."""
    cases = found.spec.cases
    if len(cases) < 2:
        return ""
    at = int(np.flatnonzero(found.ensemble.years == year)[0])
    first, last = (
        shown.of(found.ensemble, found.ensemble.scenarios.index(each))
        for each in (cases[0], cases[-1])
    )
    more = float(middle_difference(first[:, at], last[:, at]))
    size = shown.number(abs(more), lang)
    words = {"other": pick(found.titles[cases[0]], lang), "size": size}
    if not float(size):
        return pick(SAME, lang).format(**words)
    return pick(MORE if more > 0 else LESS, lang).format(**words, unit=shown.behind(lang))


def notes_of(found: FigureFound, lang: Lang) -> str:
    """Return what stands below the figure: note, how to read it, history and source."""
    manifest, city = found.ensemble.manifest, found.project.city
    seed = manifest.design.get("seed", "–")
    pairs = pick(BETWEEN, lang).join(f"P{low:g}–P{high:g}" for low, high in found.spec.pairs)
    read = pick(BANDS if pairs else LINES, lang).format(pairs=pairs, last=int(found.years[-1]))
    first = [
        read,
        pick(MEMBERS, lang).format(members=found.ensemble.members, seed=seed),
        pick(NOT_STRUCTURE, lang),
        pick(MARKS, lang).format(goal=city.goal),
    ]
    parts = [pick(found.spec.note, lang), pick(CLAUSE, lang).join(first)]
    parts.append(pick(CLAUSE, lang).join(_history(found, lang)))
    parts.append(pick(CLAUSE, lang).join(_cliffs(found, lang)))
    parts.append(
        pick(SOURCE, lang).format(
            version=manifest.versions["zysim"],
            model=found.project.graph.sha256[:12],
            made=manifest.created[:10],
        )
    )
    stop = pick(STOP, lang)
    *told, source = (each.rstrip("。.") for each in parts if each)
    return stop.join([*map(_capital, told), source]) + stop.strip()


def _cliffs(found: FigureFound, lang: Lang) -> list[str]:
    """Say where a line of the last case breaks as plants retire, by medians of its own runs."""
    graph, name = found.project.graph, found.project.city.variables.get("plants")
    ensemble, case = found.ensemble, found.spec.cases[-1]
    if name is None or name not in ensemble.values:
        return []
    at, years = ensemble.scenarios.index(case), ensemble.years
    lines = [middle(each.of(ensemble, at)) for each in found.shown]
    factor, unit = official(graph.variables[name].unit, lang)
    said = []
    for each in cliffs_of(middle(ensemble.of(name)[at]), years):
        if each.last > found.years[-1] or not any(breaks(line, years, each) for line in lines):
            continue
        span = f"{each.first}—{each.last}" if lang == "zh" else f"{each.first}–{each.last}"
        span = str(each.first) if each.first == each.last else span
        said.append(
            pick(NOTE, lang).format(
                years=f"{span} 年" if lang == "zh" else span,
                name=pick(graph.label(name), lang),
                size=f"{told_number(each.size * factor)} {unit}",
            )
        )
    return said


def _history(found: FigureFound, lang: Lang) -> list[str]:
    first, last = found.span
    rows = [each for shown in found.shown for each in shown.observed if first <= each.year <= last]
    said: list[str] = []
    if found.spec.history != "none":
        if any(map(is_published, rows)):
            said.append(pick(FILLED, lang))
        if not all(map(is_published, rows)):
            said.append(pick(HOLLOW, lang))
        if any(each.use == "holdout" for each in rows):
            said.append(pick(HELD_OUT, lang))
        independent = [text for shown in found.shown if (text := _independent(found, shown, lang))]
        said += independent[:1]
        if not rows and not independent:
            said.append(pick(NO_HISTORY, lang))
    if first < found.project.city.first:
        said.append(pick(STARTS, lang).format(first=found.project.city.first))
    return said


def _independent(found: FigureFound, shown: Shown, lang: Lang) -> str:
    """Say whether the newest estimate of someone else lies in the band of the first case."""
    rows = [each for each in shown.independent if each.year in found.years]
    if not rows:
        return ""
    newest: Observation = max(rows, key=lambda each: each.year)
    at = int(np.flatnonzero(found.years == newest.year)[0])
    case = found.spec.cases[0]
    low, high = found.spec.pairs[0] if found.spec.pairs else (50.0, 50.0)
    bounds = [float(found.band(shown.id, case, each)[at]) for each in (low, high)]
    how = INSIDE if bounds[0] <= newest.value <= bounds[1] else BELOW
    if newest.value > bounds[1]:
        how = ABOVE
    words = {
        key: shown.number(each, lang) for key, each in zip(("low", "high"), bounds, strict=True)
    }
    return pick(INDEPENDENT, lang).format(
        name=newest.series.rpartition("_")[2].upper(),
        year=newest.year,
        value=shown.number(newest.value, lang),
        unit=shown.behind(lang),
        how=pick(how, lang).format(**words),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
