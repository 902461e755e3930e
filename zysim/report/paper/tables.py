"""The tables of a report, from findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from zysim.arrays import FloatArray
from zysim.inputs.city import City
from zysim.inputs.provenance import QUALITIES as QUALITY_ORDER
from zysim.inputs.targets import SIGNS, Target
from zysim.metrics.accounts import account_name
from zysim.report.paper.blocks import Amount, Cell, TableBlock, shown
from zysim.report.paper.findings import Findings
from zysim.report.peak_difference import credit_head, credit_shown
from zysim.report.peak_difference import shown as outcomes_shown
from zysim.report.stored_study import StoredStudy
from zysim.runs.project import quality_counts
from zysim.units import after_number
from zysim.wording import QUALITIES, Lang, Pair, capital, number_word, pick

LATER = 5
"""Years after the goal that the table of sectors shows too."""
SHOWN_FACTORS = 10
HEADS: Mapping[str, tuple[Pair, ...]] = {
    "scenarios": (
        ("情景", "Scenario"),
        ("达峰年中位数", "Peak year, median"),
        ("达峰年 80% 的可能区间", "Peak year, 80% range"),
        ("峰值中位数", "Level, median"),
        ("{goal} 年", "In {goal}"),
        ("{goal} 年前达峰概率", "P(peak by {goal})"),
        ("95% 区间", "95 % interval"),
    ),
    "boundaries": (
        ("情景", "Scenario"),
        ("口径", "Boundary"),
        ("达峰年中位数", "Peak year, median"),
        ("峰值中位数", "Level, median"),
        ("{goal} 年前达峰概率", "P(peak by {goal})"),
        ("{counted}—{last} 年累计中位数", "Sum {counted}–{last}, median"),
    ),
    "targets": (
        ("目标", "Target"),
        ("年份", "Year"),
        ("要求", "Asked"),
        ("由谁定", "Set by"),
        ("模型 P10–P50–P90", "Model P10–P50–P90"),
        ("达到概率", "P(met)"),
    ),
    "ranking": (
        ("位次", "No."),
        ("措施", "Lever"),
        ("S1", "S1"),
        ("ST", "ST"),
        ("± 95%", "± 95 %"),
        ("ST 居前三", "P(ST in top 3)"),
        ("对裕度的作用", "Effect on the margin"),
    ),
    "quality": (
        ("数据质量", "Quality"),
        ("参数个数", "Parameters"),
        ("占参数", "Share of parameters"),
        ("占达峰裕度方差（未知数研究）", "Share of variance of the margin (worlds)"),
    ),
}
WIDTHS: Mapping[str, tuple[float, ...]] = {
    "scenarios": (1.6, 1.0, 1.4, 1.0, 0.9, 1.1, 1.5),
    "boundaries": (1.6, 1.5, 1.0, 1.0, 1.1, 1.1),
    "targets": (3.1, 0.8, 1.4, 1.0, 2.2, 0.8),
    "ranking": (0.5, 2.2, 0.8, 0.8, 0.8, 1.0, 1.1),
    "quality": (1.0, 1.0, 1.2, 1.8),
}
TIDY_HEADS: Mapping[str, tuple[Pair, ...]] = {
    "scenarios": (
        *HEADS["scenarios"][:2],
        ("达峰年 P10", "Peak year P10"),
        ("达峰年 P90", "Peak year P90"),
        *HEADS["scenarios"][3:6],
        ("95% 区间下限", "95 % interval, low"),
        ("95% 区间上限", "95 % interval, high"),
    ),
    "targets": (
        ("编号", "Id"),
        *HEADS["targets"][:2],
        ("比较", "Sign"),
        *HEADS["targets"][2:4],
        ("单位", "Unit"),
        ("模型 P10", "Model P10"),
        ("模型 P50", "Model P50"),
        ("模型 P90", "Model P90"),
        ("达到概率", "P(met)"),
    ),
}
"""Of the workbook and the CSV files, where a printed cell holds several numbers."""
SET_BY: Mapping[str, Pair] = {
    "plan": ("方案", "Plan"),
    "above": ("上级", "Government above"),
    "reading": ("本模型解读", "Our reading"),
}
SECTOR: Pair = ("部门", "Sector")
GROUP: Pair = ("措施类别", "Group of measures")
SUM: Pair = ("合计", "Sum")
CAPTIONS: Mapping[str, Pair] = {
    "scenarios": (
        "各情景的达峰年、峰值与概率（{boundary}，万吨/年）",
        "Peak year, level and chance by scenario ({boundary}, Mt a year)",
    ),
    "boundaries": (
        "{count}种核算口径下的达峰（万吨/年；累计为万吨）",
        "The peak under {count} boundaries (Mt a year; sums in Mt)",
    ),
    "sectors": (
        "{name}：分部门排放{sink}（{boundary}，万吨/年，中位数）",
        "{name}: emissions by sector{sink} ({boundary}, Mt a year, medians)",
    ),
    "targets": ("{name}：方案量化目标的达到概率", "{name}: chances of the plan's targets"),
    "ranking": (
        "最能左右达峰裕度的措施（Sobol 指数）",
        "Levers that decide the margin of the peak (Sobol indices)",
    ),
    "credit": (
        "由{first}到{last}：各类措施的份额（Shapley 值，{boundary}）",
        "From {first} to {last}: credit of groups of measures (Shapley value, {boundary})",
    ),
    "quality": (
        "模型参数的数据质量",
        "Quality of the model's parameters",
    ),
}
DIGITS, FEWER = 4, 3
"""That count: of what is asked, and of what the model gives."""
AUTHORS = "zysim_authors"
"""Key in sources.csv of what rests on no document."""


def years_shown(city: City) -> tuple[int, ...]:
    """Return the years of the table of sectors: ends, end of history, goal, and some after it."""
    later = min(city.goal + LATER, city.last)
    return tuple(dict.fromkeys((city.first, city.history, city.goal, later, city.last)))


def sink_words(city: City, lang: Lang) -> str:
    """Return the words that add the uptake to a title; "" where the city has none."""
    if city.sink is None:
        return ""
    name = pick(city.sink.label, lang)
    return f"与{name}" if lang == "zh" else f", and the {name}"


def scenario_table(found: Findings, lang: Lang) -> TableBlock:
    """Return peak year, level and chance of each scenario under the chosen boundary."""
    rows, data = [], []
    for scenario, by_letter in found.spreads.items():
        spread = by_letter[found.boundary]
        low, middle, high = (spread.shown_year(at) for at in range(3))
        name = pick(found.titles[scenario], lang)
        numbers = (
            co2_amount(spread.level[1], lang),
            co2_amount(spread.level_goal[1], lang),
            Amount(spread.in_time.value, 1, "%"),
        )
        interval = f"{spread.in_time.low:.1%} – {spread.in_time.high:.1%}"
        rows.append((name, year_cell(middle), f"{low}–{high}", *numbers, interval))
        ends = (Amount(each, 1, "%") for each in (spread.in_time.low, spread.in_time.high))
        years = (year_cell(each) for each in (middle, low, high))
        data.append((name, *years, *numbers, *ends))
    words = {"boundary": pick(found.account.label, lang)}
    return _table("scenarios", rows, found, lang, words, data)


def boundary_table(found: Findings, lang: Lang) -> TableBlock:
    """Return the peak of each scenario under each boundary."""
    rows = []
    city = found.project.city
    for each in found.summaries:
        for letter, peak in each.boundaries.items():
            spread = found.spreads[each.scenario][letter]
            rows.append(
                (
                    pick(found.titles[each.scenario], lang),
                    account_name(city.accounts[letter], each.alike, lang),
                    year_cell(peak.shown_year),
                    co2_amount(peak.level, lang),
                    Amount(spread.in_time.value, 1, "%"),
                    Amount(spread.cumulative[1] * (100 if lang == "zh" else 1), 0),
                )
            )
    return _table("boundaries", rows, found, lang, {"count": number_word(len(city.accounts), lang)})


def sector_table(found: Findings, lang: Lang) -> TableBlock:
    """Return what sectors of the last scenario emit in some years, and the sink."""
    city, shown_years = found.project.city, years_shown(found.project.city)
    lines, at = found.lines, found.lines.scenarios.index(found.last)
    places = [int(np.flatnonzero(lines.years == year)[0]) for year in shown_years]
    bands = {name: values[places] for name, values in found.bands[found.last].items()}
    rows: list[tuple[Cell, ...]] = [
        (pick(label, lang), *cells)
        for label, cells in zip(bands, _closed(list(bands.values()), lang), strict=True)
    ]
    total = lines.of(found.account.variable)[at, places]
    rows.append((pick(SUM, lang), *(co2_amount(float(each), lang) for each in total)))
    if city.sink:
        sink = -lines.of(city.sink.variable)[at, places]
        name = pick(capital(city.sink.label), lang)
        rows.append((name, *(co2_amount(float(each), lang) for each in sink)))
    heads = (pick(SECTOR, lang), *map(str, shown_years))
    caption = pick(CAPTIONS["sectors"], lang).format(
        name=pick(found.titles[found.last], lang),
        boundary=pick(found.account.label, lang),
        sink=sink_words(city, lang),
    )
    return TableBlock("sectors", caption, heads, tuple(rows))


def co2_amount(value: float, lang: Lang, kind: str = "") -> Amount:
    """Return an amount of CO2 in Mt as a cell in the unit of the language.

    >>> co2_amount(5.746, "zh").text, co2_amount(5.746, "en").text
    ('575', '5.75')
    """
    return Amount(100 * value, 0, kind) if lang == "zh" else Amount(value, 2, kind)


def _closed(parts: Sequence[FloatArray], lang: Lang) -> list[tuple[Amount, ...]]:
    """Return cells of parts that sum, as printed, to the sum: the largest takes the rest."""
    scale, places = (100.0, 0) if lang == "zh" else (1.0, 2)
    exact = scale * np.stack(parts)
    shown = np.round(exact, places)
    largest = np.abs(exact).argmax(axis=0)
    missing = np.round(exact.sum(axis=0), places) - shown.sum(axis=0)
    shown[largest, np.arange(shown.shape[1])] += missing
    return [tuple(Amount(float(each), places) for each in row) for row in shown]


def target_table(found: Findings, lang: Lang) -> TableBlock:
    """Return the plan's targets with the chance that the last scenario meets each."""
    rows, data = [], []
    setters = set_by(found.project.tables.targets)
    for each in found.targets:
        target = each.score.target
        if each.chance is None or each.value is None:
            continue
        scale, unit = target.spoken(lang)
        peak = target.compare == "peak<="
        word = after_number(unit)
        name, sign = pick((target.label_zh, target.label_en), lang), SIGNS[target.compare]
        who = pick(SET_BY[setters[target.id]], lang)
        year, chance = Amount(target.year, 0), Amount.chance(each.chance)
        last = found.project.city.last
        wanted, *numbers = (
            _target_cell(value, scale, digits, peak=peak, last=last)
            for value, digits in (
                (target.threshold, DIGITS),
                *((value, FEWER) for value in each.value),
            )
        )
        rows.append(
            (
                f"{target.id} {name}",
                year,
                f"{sign} {shown(wanted)}{word}",
                who,
                " – ".join(map(shown, numbers)) + word,
                chance,
            )
        )
        data.append((target.id, name, year, sign, wanted, who, word.strip(), *numbers, chance))
    words = {"name": pick(found.titles[found.last], lang)}
    return _table("targets", rows, found, lang, words, data)


def set_by(targets: Mapping[str, Target]) -> dict[str, str]:
    """Return for each target whose number it is: of the plan, a government above, or our reading.

    A number that the plan does not give is ours, unless its row names a document of someone else.
    """
    ours = {
        each.provenance.source for each in targets.values() if each.provenance.quality == "plan"
    }
    ours.add(AUTHORS)
    return {
        name: "plan"
        if each.provenance.quality == "plan"
        else "reading"
        if each.provenance.source in ours
        else "above"
        for name, each in targets.items()
    }


def year_cell(text: str) -> Cell:
    """Return a year as a number, and one beyond an end of the horizon as it is shown."""
    return Amount(int(text), 0) if text.isdigit() else text


def _target_cell(value: float, scale: float, digits: int, *, peak: bool, last: int) -> Cell:
    """Return a value with a number of digits that count."""
    if np.isinf(value):
        return f">{last}"
    if peak:
        return Amount(value, 0)
    size = value * scale
    places = 0 if size == 0 else max(0, digits - 1 - int(np.floor(np.log10(abs(size)))))
    text = f"{size:.{places}f}"
    return Amount(size, len(text.rstrip("0").partition(".")[2]) if "." in text else 0)


def ranking_table(study: StoredStudy, found: Findings, lang: Lang) -> TableBlock:
    """Return the leading levers of the stored study."""
    main = study.main_indices.head(SHOWN_FACTORS)
    rows = [
        (
            Amount(row["rank"], 0),
            row["label_zh"] if lang == "zh" else row["label_en"],
            Amount(row["S1"], 3),
            Amount(row["ST"], 3),
            Amount(row["ST_half"], 3),
            Amount(row["top3"], 0, "chance"),
            Amount(row["effect"], 4, "+"),
        )
        for _, row in main.iterrows()
    ]
    return _table("ranking", rows, found, lang)


def credit_table(found: Findings, lang: Lang) -> TableBlock:
    """Return what each group of measures adds to the difference of first and last scenario."""
    explained, city = found.explanation, found.project.city
    credited = outcomes_shown(city)
    heads = ["{}\n{}".format(*credit_head(name, city, lang)) for name in credited]
    order = (-explained.credit[credited[0]]).argsort()
    columns = []
    for name in credited:
        shown = [credit_shown(name, float(explained.credit[name][at]), lang) for at in order]
        total, places = credit_shown(name, float(explained.credit[name].sum()), lang)
        values = [round(value, places) for value, _places in shown]
        largest = max(range(len(values)), key=lambda at: abs(shown[at][0]))
        values[largest] += round(total, places) - sum(values)
        columns.append([Amount(each, places, "+") for each in (*values, total)])
    names = [*(pick(explained.groups[at].label, lang) for at in order), pick(SUM, lang)]
    rows: list[tuple[Cell, ...]] = list(zip(names, *columns, strict=True))
    caption = pick(CAPTIONS["credit"], lang).format(
        first=f"“{pick(found.titles[found.first], lang)}”",
        last=f"“{pick(found.titles[found.last], lang)}”",
        boundary=pick(found.account.label, lang),
    )
    return TableBlock("credit", caption, (pick(GROUP, lang), *heads), tuple(rows))


def quality_table(found: Findings, lang: Lang) -> TableBlock:
    """Return how many parameters there are of each quality, and how much hangs on them."""
    counts = quality_counts(found.project.tables)
    shares = variance_by_quality(found)
    rows = [
        (
            pick(QUALITIES[name], lang),
            Amount(counts[name], 0),
            Amount(counts[name] / sum(counts.values()), 0, "%"),
            *(() if shares is None else (Amount(shares.get(name, 0.0), 0, "%"),)),
        )
        for name in QUALITY_ORDER
    ]
    block = _table("quality", rows, found, lang)
    shown_heads = len(rows[0])
    return replace(block, heads=block.heads[:shown_heads], widths=block.widths[:shown_heads])


def variance_by_quality(found: Findings) -> Mapping[str, float] | None:
    """Return the share of first-order variance of the margin that hangs on each quality."""
    if found.worlds is None:
        return None
    main = found.worlds.main_indices
    parameters = found.project.tables.parameters
    shares: dict[str, float] = {}
    for factor, first in zip(main["factor"], main["S1"].clip(lower=0.0), strict=True):
        quality = parameters[factor].provenance.quality
        shares[quality] = shares.get(quality, 0.0) + float(first)
    return {name: share / sum(shares.values()) for name, share in shares.items()}


def _table(
    name: str,
    rows: Sequence[tuple[Cell, ...]],
    found: Findings,
    lang: Lang,
    words: Mapping[str, str] | None = None,
    data: Sequence[tuple[Cell, ...]] | None = None,
) -> TableBlock:
    said = found.project.city.words(lang)
    heads = tuple(pick(each, lang).format(**said) for each in HEADS[name])
    caption = pick(CAPTIONS[name], lang).format(**(words or {}))
    tidy = None
    if data is not None:
        names = tuple(pick(each, lang).format(**said) for each in TIDY_HEADS[name])
        tidy = (names, tuple(data))
    return TableBlock(name, caption, heads, tuple(rows), WIDTHS[name], tidy)
