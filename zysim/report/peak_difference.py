"""Why the peak moved between two scenarios, in sentences, tables and a wedge figure."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from zysim.inputs.city import City
from zysim.metrics.outcomes import level_id, outcomes_of
from zysim.metrics.totals import position
from zysim.plots.style import PRINTED
from zysim.plots.wedge import wedge
from zysim.report.gallery.words import frame
from zysim.sensitivity.credit import (
    KAYA,
    PARTS,
    Explanation,
)
from zysim.units import spoken_unit
from zysim.wording import Lang, Pair, co2_text, pick

MOVED: Pair = (
    "{boundary}：从“{first}”到“{second}”，达峰由 {before} 年（{low} 万吨）变为 {after} 年"
    "（{high} 万吨），均为 {members} 种情形的中位数。",
    "{boundary}: from “{first}” to “{second}” the peak goes from {before} ({low} Mt) to {after} "
    "({high} Mt), medians of {members} states of the world.",
)
NO_SHIFT: Pair = (
    "{boundary}：从“{first}”到“{second}”，{names}在 {year} 年前没有达峰，达峰时间之差只是下限。",
    "{boundary}: from “{first}” to “{second}”; {names} has no peak by {year}, so the shift of the "
    "peak year is a lower bound.",
)
SHIFT: Pair = (
    "同一情形下逐一相比，达峰{way} {years} 年（中位数，不等于两个中位数之差）。",
    "Within the same state the peak is {years} years {way} (the median, which is not the "
    "difference of the two medians).",
)
WAYS: tuple[Pair, Pair] = (("提前", "sooner"), ("推迟", "later"))
PUSH: Pair = ("推迟达峰的主要是{names}。", "Later mainly through {names}.")
PULL: Pair = ("提前达峰的主要是{names}。", "Sooner mainly through {names}.")
ITEM: Pair = ("{name}（{value} 年）", "{name} ({value} years)")
LEVEL: Pair = (
    "{goal} 年排放相差 {total} 万吨（同一情形下逐一相比的中位数）：{items}。",
    "Emissions of {goal} differ by {total} Mt (median of differences within the same state): "
    "{items}.",
)
LEVEL_ALIKE: Pair = (
    "{goal} 年排放相差不到 1 万吨。",
    "Emissions of {goal} differ by less than 0.01 Mt.",
)
LEVEL_ITEM: Pair = ("{name} {value}", "{name} {value}")
REST: Pair = ("其余", "the rest")
FIRST_SHOWN = 3
SMALLEST = 0.05
"""Years or Mt below which an item is not named."""
HEADLINE: Pair = (
    "{first} → {second}：各类措施使排放增减多少",
    "{first} → {second}: what each group of measures adds or takes away",
)
CAPTION: Pair = (
    "{boundary}，中位数。每类措施的份额为其在所有实施次序下的平均作用（Shapley 值），"
    "各份额之和等于两情景之差；在基线之上为增加，之下为减少。",
    "{boundary}, medians. Each group gets its mean effect over all orders in which groups "
    "may come (Shapley value); together they are the difference of the scenarios; above the "
    "baseline they add, below they take away.",
)


def shown(city: City) -> tuple[str, ...]:
    """Return the outcomes that credit is shown for, the peak time first."""
    return "peak_time", level_id(city.goal), "peak_level", "cumulative"


def difference_text(found: Explanation, names: tuple[str, str], lang: Lang) -> str:
    """Return in a few sentences why the peak moved."""
    city = found.city
    words = {"boundary": pick(city.accounts[found.boundary].label, lang)}
    words |= {"first": names[0], "second": names[1]}
    none = [bool(np.isinf(each.year[1])) for each in found.spreads]
    if any(none):
        comma = "、" if lang == "zh" else ", "
        lacking = comma.join(name for name, lack in zip(names, none, strict=True) if lack)
        opening = pick(NO_SHIFT, lang).format(**words, names=lacking, year=int(found.years[-1]))
    else:
        low, high = found.spreads
        opening = pick(MOVED, lang).format(
            **words,
            before=low.shown_year(1),
            after=high.shown_year(1),
            low=co2_text(low.level[1], lang),
            high=co2_text(high.level[1], lang),
            members=found.members,
        )
    sentences = [opening]
    moved = round(float(found.credit["peak_time"].sum()), 1)
    if moved and not any(none):
        sentences.append(
            pick(SHIFT, lang).format(way=pick(WAYS[moved > 0], lang), years=f"{abs(moved):.1f}")
        )
    for words_of, down in ((PUSH, False), (PULL, True)):
        named = _named(found, found.credit["peak_time"], lang, down=down)
        if named:
            sentences.append(pick(words_of, lang).format(names=named))
    at = position(found.years, city.goal)
    places = 2  # of Mt: whole 万吨
    total = round(float(found.difference[at]), places)
    largest = sorted(level_parts(found), key=lambda each: -abs(each["value"]))[: FIRST_SHOWN + 1]
    spoken = [
        (pick((each["label_zh"], each["label_en"]), lang), round(each["value"], places))
        for each in largest
        if abs(each["value"]) >= SMALLEST / 5
    ]
    rest = round(total - sum(value for _name, value in spoken), places)
    if rest and spoken:
        spoken.append((pick(REST, lang), rest))
    items = ("，" if lang == "zh" else ", ").join(
        pick(LEVEL_ITEM, lang).format(name=name, value=co2_text(value, lang, signed=True))
        for name, value in spoken
    )
    form = LEVEL if spoken else LEVEL_ALIKE
    sentences.append(
        pick(form, lang).format(
            goal=city.goal, total=co2_text(total, lang, signed=True), items=items
        )
    )
    return ("" if lang == "zh" else " ").join(sentences)


def level_parts(found: Explanation) -> list[dict[str, Any]]:
    """Return what each emitter adds to the goal year, in Mt; they sum to the difference."""
    at = position(found.years, found.city.goal)
    labels = {name: found.label(name) for name in found.emitters}
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
        pick(ITEM, lang).format(
            name=pick(found.groups[at].label, lang), value=f"{credit[at]:+z.1f}".replace("-", "−")
        )
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
    known = outcomes_of(found.city)
    return pd.DataFrame(
        [
            {
                "group": group.id,
                "label_zh": group.label[0],
                "label_en": group.label[1],
                "outcome": outcome,
                "credit": float(values[at]),
                "unit": known[outcome].unit[1],
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
        for place, emitter in enumerate(found.makers)
        for at, label in enumerate(PARTS)
    ]
    return pd.concat(
        [
            pd.DataFrame({"by": by, "part": part, "year": found.years, "value": values})
            for by, part, values in parts
        ],
        ignore_index=True,
    )


def credit_shown(outcome: str, value: float, lang: Lang) -> tuple[float, int]:
    """Return credit as it is read, with its decimals: in years, or in the unit of the language.

    >>> credit_shown("level_2030", 0.857, "zh"), credit_shown("peak_time", 1.51, "zh")
    ((85.7, 0), (1.51, 1))
    """
    if outcome == "peak_time":
        return value, 1
    return (100 * value, 0) if lang == "zh" else (value, 2)


def credit_head(outcome: str, city: City, lang: Lang) -> tuple[str, str]:
    """Return name and unit of an outcome, in the unit that :func:`credit_shown` gives.

    >>> from zysim.inputs.read_city import read_city
    >>> credit_head("level_2030", read_city(), "zh")
    ('2030 年排放', '万吨/年')
    """
    about = outcomes_of(city)[outcome]
    return pick(about.label, lang), spoken_unit(about.unit, lang)[1]


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
    figure, ax = plt.subplots(figsize=(PRINTED, 4.4), layout="constrained")
    wedge(
        pd.concat(parts, ignore_index=True),
        baseline=baseline,
        mark=found.city.goal,
        lang=lang,
        ax=ax,
    )
    caption = pick(CAPTION, lang).format(
        boundary=pick(found.city.accounts[found.boundary].label, lang)
    )
    headline = pick(HEADLINE, lang).format(first=names[0], second=names[1])
    return frame(figure, headline, caption)


def difference_record(found: Explanation, ids: tuple[str, str], lang: Lang) -> dict[str, Any]:
    """Return the explanation as plain values for JSON."""
    return {
        "first": ids[0],
        "second": ids[1],
        "boundary": found.boundary,
        "year": found.city.goal,
        "unit": "Mt CO2 per year",
        "statistic": "P50",
        "members": found.members,
        "difference": float(found.difference[position(found.years, found.city.goal)]),
        "parts": [
            {**each, "label": pick((each["label_zh"], each["label_en"]), lang)}
            for each in level_parts(found)
        ],
        "peak_year": [
            None if np.isinf(each.year[1]) else int(each.year[1]) for each in found.spreads
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
