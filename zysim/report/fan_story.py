"""Put the answer of an ensemble into the words and numbers of the fan figure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from zysim.metrics.spread import PeakSpread
from zysim.plots.fan_figure import FanStory
from zysim.report.ensemble_tables import member_table, quantile_table
from zysim.report.peak_story import SUBJECT
from zysim.runs.ensemble import GIVEN, Ensemble
from zysim.wording import Lang, Pair, co2_text, pick

HEADLINE: Pair = (
    "{name}，{goal} 年前达峰概率 {share}",
    "{name}: {share} chance of a peak by {goal}",
)
CHANCE: Pair = ("{goal} 年前达峰概率 {share}", "P(peak by {goal}) {share}")
YEARS: Pair = ("达峰年 {low}–{middle}–{high}", "peak year {low}–{middle}–{high}")
LEVELS: Pair = ("峰值 {low}–{middle}–{high} 万吨", "level {low}–{middle}–{high} Mt")
SUBTITLE: Pair = (
    "{boundary}；{members} 种不确定情形；图中三个数为 P10–P50–P90；下图为各情形的达峰年，"
    "斜线柱晚于 {goal} 年。",
    "{boundary}; {members} states of the world; three numbers are P10–P50–P90; below: the peak "
    "year of each state, hatched bars later than {goal}.",
)
CAPTION: Pair = (
    "色带含{count}个常数的不确定性，各情景用同一组抽样（{draws}）；不含模型结构、措施落实与否、"
    "{last}年后的变化。色带按年划分，单个情形可进出色带；灰底为历史期。",
    "The bands hold the uncertainty of {count} constants, the same draws in every scenario "
    "({draws}); not the structure of the model, whether measures are carried out, or what comes "
    "after {last}. Bands are by year: one state may leave and enter them; grey is history.",
)
DRAWS: Pair = ("种子{seed}", "seed {seed}")
WEIGHTED: Pair = ("已按历史加权", "weighted by history")


def fan_tables(found: Ensemble, boundary: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return quantiles by year and the peak year by member, under one boundary."""
    quantiles = quantile_table(found, [found.city.accounts[boundary].variable])
    members = member_table(found).rename(columns={f"peak_year_{boundary}": "peak_year"})
    return quantiles, members[["scenario", "member", "peak_year"]]


def tell_fan(
    found: Ensemble,
    spreads: Mapping[str, Mapping[str, PeakSpread]],
    titles: Mapping[str, Pair],
    *,
    boundary: str,
    lang: Lang,
) -> FanStory:
    """Return what the fan figure says; the last case gives the headline."""
    city = found.city
    said = city.words(lang)
    names = {name: pick(titles[name], lang) for name in found.scenarios}
    main = found.scenarios[-1]
    colon = "：" if lang == "zh" else ". "
    share = _percent(spreads[main][boundary].in_time.value)
    headline = pick(HEADLINE, lang).format(**said, name=names[main], share=share)
    return FanStory(
        headline=pick(SUBJECT, lang).format(**said) + colon + headline,
        subtitle=pick(SUBTITLE, lang).format(
            **said, boundary=pick(city.accounts[boundary].label, lang), members=found.members
        ),
        caption=pick(CAPTION, lang).format(
            **said, count=len(found.worlds), draws=_draws(found.manifest.design, lang)
        ),
        titles=names,
        notes={name: _notes(spreads[name][boundary], lang) for name in names},
        first=int(found.years[0]),
        last=int(found.years[-1]),
        reference=city.reference,
        goal=city.goal,
        history=city.history,
    )


def _draws(design: Mapping[str, int | str], lang: Lang) -> str:
    weighted = design["method"] == GIVEN
    return pick(WEIGHTED if weighted else DRAWS, lang).format(seed=design.get("seed"))


def _notes(spread: PeakSpread, lang: Lang) -> tuple[str, ...]:
    years = dict(zip(("low", "middle", "high"), map(spread.shown_year, range(3)), strict=True))
    shown = (co2_text(each, lang) for each in spread.level)
    levels = dict(zip(("low", "middle", "high"), shown, strict=True))
    return (
        pick(CHANCE, lang).format(goal=spread.goal, share=_percent(spread.in_time.value)),
        pick(YEARS, lang).format(**years),
        pick(LEVELS, lang).format(**levels),
    )


def _percent(share: float) -> str:
    """Return a share as a reader quotes it: no digits that the members do not carry.

    >>> _percent(0.0249), _percent(0.396), _percent(0.0)
    ('2.5%', '40%', '<1%')
    """
    if share < 0.001:
        return "<1%"
    return f"{share:.1%}" if share < 0.1 else f"{share:.0%}"
