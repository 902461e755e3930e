"""Why the peak moved between two scenarios, in sentences, tables and a wedge figure."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from zysim.metrics.outcomes import OUTCOMES
from zysim.plots.wedge import wedge
from zysim.report.gallery.words import frame
from zysim.sensitivity.credit import (
    EMITTERS,
    KAYA,
    PARTS,
    PRODUCING,
    TRADE,
    Explanation,
)
from zysim.wording import BOUNDARIES, Lang, Pair, pick

SHOWN: tuple[str, ...] = ("peak_time", "level_2030", "peak_level", "cumulative")
MOVED: Pair = (
    "{boundary}：从“{first}”到“{second}”，达峰由 {before} 年（{low:.2f} 百万吨）变为 {after} 年"
    "（{high:.2f} 百万吨），插值的达峰时间{later} {shift:.1f} 年。",
    "{boundary}: from “{first}” to “{second}” the peak goes from {before} ({low:.2f} Mt) to "
    "{after} ({high:.2f} Mt); the interpolated peak time is {shift:.1f} years {later}.",
)
LATER: Pair = ("推迟", "later")
SOONER: Pair = ("提前", "sooner")
NO_SHIFT: Pair = (
    "{boundary}：从“{first}”到“{second}”，{names}在 {year} 年前没有达峰，达峰时间之差只是下限。",
    "{boundary}: from “{first}” to “{second}”; {names} has no peak by {year}, so the shift of the "
    "peak time is a lower bound.",
)
PUSH: Pair = ("推迟达峰的主要是{names}。", "Later mainly through {names}.")
PULL: Pair = ("提前达峰的主要是{names}。", "Sooner mainly through {names}.")
ITEM: Pair = ("{name}（{value:+.1f} 年）", "{name} ({value:+.1f} years)")
LEVEL: Pair = (
    "2030 年排放相差 {total:+.2f} 百万吨：{items}。",
    "Emissions of 2030 differ by {total:+.2f} Mt: {items}.",
)
LEVEL_ALIKE: Pair = (
    "2030 年排放相差不到 0.01 百万吨。",
    "Emissions of 2030 differ by less than 0.01 Mt.",
)
LEVEL_ITEM: Pair = ("{name} {value:+.2f}", "{name} {value:+.2f}")
REST: Pair = ("其余", "the rest")
FIRST_SHOWN = 3
SMALLEST = 0.05
"""Years or Mt below which an item is not named."""
HEADLINE: Pair = (
    "{first} → {second}：各类措施使排放增减多少",
    "{first} → {second}: what each group of measures adds or takes away",
)
CAPTION: Pair = (
    "{boundary}，参数取最可能值。每类措施的份额为其在所有实施次序下的平均作用（Shapley 值），"
    "各份额之和等于两情景之差；在基线之上为增加，之下为减少。",
    "{boundary}, central numbers. Each group gets its mean effect over all orders in which groups "
    "may come (Shapley value); together they are the difference of the scenarios; above the "
    "baseline they add, below they take away.",
)


def difference_text(found: Explanation, names: tuple[str, str], lang: Lang) -> str:
    """Return in a few sentences why the peak moved."""
    peak = found.peak
    words = {"boundary": pick(BOUNDARIES[found.boundary], lang)}
    words |= {"first": names[0], "second": names[1]}
    shift = float(peak.time[1] - peak.time[0])
    if peak.censored.any():
        comma = "、" if lang == "zh" else ", "
        lacking = comma.join(name for name, none in zip(names, peak.censored, strict=True) if none)
        opening = pick(NO_SHIFT, lang).format(**words, names=lacking, year=int(found.years[-1]))
    else:
        opening = pick(MOVED, lang).format(
            **words,
            before=int(peak.year[0]),
            after=int(peak.year[1]),
            low=float(peak.level[0]),
            high=float(peak.level[1]),
            later=pick(LATER if shift >= 0 else SOONER, lang),
            shift=abs(shift),
        )
    sentences = [opening]
    for words_of, down in ((PUSH, False), (PULL, True)):
        named = _named(found, found.credit["peak_time"], lang, down=down)
        if named:
            sentences.append(pick(words_of, lang).format(names=named))
    at = int(np.flatnonzero(found.years == 2030)[0])
    total = round(float(found.emissions[1, at] - found.emissions[0, at]), 2)
    largest = sorted(level_parts(found), key=lambda each: -abs(each["value"]))[: FIRST_SHOWN + 1]
    spoken = [
        (pick((each["label_zh"], each["label_en"]), lang), round(each["value"], 2))
        for each in largest
        if abs(each["value"]) >= SMALLEST / 5
    ]
    rest = round(total - sum(value for _name, value in spoken), 2)
    if rest and spoken:
        spoken.append((pick(REST, lang), rest))
    comma = "，" if lang == "zh" else ", "
    items = comma.join(pick(LEVEL_ITEM, lang).format(name=name, value=v) for name, v in spoken)
    form = LEVEL if spoken else LEVEL_ALIKE
    sentences.append(pick(form, lang).format(total=total, items=items))
    return ("" if lang == "zh" else " ").join(sentences)


def level_parts(found: Explanation) -> list[dict[str, Any]]:
    """Return what each emitter adds to the emissions of 2030, in Mt; they sum to the difference."""
    at = int(np.flatnonzero(found.years == 2030)[0])
    labels = {name: EMITTERS.get(name, TRADE) for name in found.emitters}
    return [
        {"id": name, "label_zh": zh, "label_en": en, "value": float(found.emitters[name][at])}
        for name, (zh, en) in labels.items()
    ]


def _named(found: Explanation, credit: np.ndarray[Any, Any], lang: Lang, *, down: bool) -> str:
    """Return the groups that move the peak most in one direction."""
    order = np.argsort(credit if down else -credit)
    chosen = [
        at for at in order[:FIRST_SHOWN] if (credit[at] < 0) == down and abs(credit[at]) >= SMALLEST
    ]
    comma = "、" if lang == "zh" else ", "
    words = [
        pick(ITEM, lang).format(name=pick(found.groups[at].label, lang), value=float(credit[at]))
        for at in chosen
    ]
    return comma.join(words)


def credit_table(found: Explanation) -> pd.DataFrame:
    """Return credit by group and outcome.

    Returns
    -------
    pandas.DataFrame
        Columns ``group``, ``label_zh``, ``label_en``, ``outcome``, ``credit``, ``unit``.
    """
    return pd.DataFrame(
        [
            {
                "group": group.id,
                "label_zh": group.label[0],
                "label_en": group.label[1],
                "outcome": outcome,
                "credit": float(values[at]),
                "unit": OUTCOMES[outcome].unit[1],
            }
            for outcome, values in found.credit.items()
            for at, group in enumerate(found.groups)
        ]
    )


def year_credit_table(found: Explanation) -> pd.DataFrame:
    """Return what groups, emitters and Kaya factors contribute in each year.

    Returns
    -------
    pandas.DataFrame
        Columns ``by`` (group, emitter, kaya, or the emitter's id for its LMDI factors), ``part``,
        ``year``, ``value`` (Mt CO2 a year).
    """
    parts: list[tuple[str, str, Any]] = [
        ("group", group.id, found.by_year[at]) for at, group in enumerate(found.groups)
    ]
    parts += [("emitter", name, values) for name, values in found.emitters.items()]
    parts += [("kaya", label[1], found.kaya[at]) for at, label in enumerate(KAYA)]
    parts += [
        (emitter, label[1], found.producing[at, place])
        for place, emitter in enumerate(PRODUCING)
        for at, label in enumerate(PARTS)
    ]
    return pd.concat(
        [
            pd.DataFrame({"by": by, "part": part, "year": found.years, "value": values})
            for by, part, values in parts
        ],
        ignore_index=True,
    )


def draw_difference(found: Explanation, names: tuple[str, str], lang: Lang) -> Figure:
    """Draw the wedges of the groups; call it inside the house style."""
    parts = [
        pd.DataFrame(
            {
                "year": found.years,
                "credit": -found.by_year[at],
                "label": pick(group.label, lang),
            }
        )
        for at, group in enumerate(found.groups)
    ]
    baseline = pd.DataFrame({"year": found.years, "value": found.emissions[0]})
    figure, ax = plt.subplots(figsize=(9.5, 5.6), layout="constrained")
    wedge(pd.concat(parts, ignore_index=True), baseline=baseline, lang=lang, ax=ax)
    caption = pick(CAPTION, lang).format(boundary=pick(BOUNDARIES[found.boundary], lang))
    headline = pick(HEADLINE, lang).format(first=names[0], second=names[1])
    return frame(figure, headline, caption)


def difference_record(found: Explanation, ids: tuple[str, str], lang: Lang) -> dict[str, Any]:
    """Return the explanation as plain values for JSON."""
    return {
        "first": ids[0],
        "second": ids[1],
        "boundary": found.boundary,
        "year": 2030,
        "unit": "Mt CO2 per year",
        "difference": float((found.emissions[1] - found.emissions[0])[found.years == 2030][0]),
        "parts": [
            {**each, "label": pick((each["label_zh"], each["label_en"]), lang)}
            for each in level_parts(found)
        ],
        "peak_year": [
            None if none else int(year)
            for year, none in zip(found.peak.year, found.peak.censored, strict=True)
        ],
        "groups": [
            {
                "id": group.id,
                "label_zh": group.label[0],
                "label_en": group.label[1],
                "constants": list(group.constants),
                "credit": {name: float(values[at]) for name, values in found.credit.items()},
            }
            for at, group in enumerate(found.groups)
        ],
    }
