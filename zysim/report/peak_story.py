"""Put the answer of a run into the words and numbers of the peak figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from zysim.columns import width
from zysim.metrics.accounts import SAME
from zysim.metrics.summary import Summary
from zysim.plots.peak_figure import PeakStory
from zysim.runs.results import Runs
from zysim.wording import (
    PEAK_RULE,
    STATUSES,
    Lang,
    Pair,
    co2_text,
    pick,
    quality_text,
)

SUBJECT: Pair = ("{city}能源活动二氧化碳排放", "Energy CO₂ of {city}")
PEAKS_IN: Pair = ("{name} {year} 年达峰", "{name} peaks in {year}")
PEAKED_BY: Pair = ("{name}在 {year} 年或更早达峰", "{name} peaked in {year} or before")
NO_PEAK: Pair = ("{name}到 {year} 年未达峰", "{name} has no peak by {year}")
MEDIANS: Pair = ("{members} 种情形的中位数", "medians of {members} states")
SINGLE: Pair = ("单次运行（参数取最可能值）", "one run (most likely values)")
NOTE: Pair = ("{words}\n{level} 万吨", "{words}\n{level} Mt")
YEAR_NOTE: Pair = ("{year} 年达峰（{status}）", "peak {year} ({status})")
NO_PEAK_NOTE: Pair = ("{year} 年前未达峰，最高", "no peak by {year}, highest")
SUBTITLE: Pair = (
    "{boundary}，{first}—{last} 年，{basis}；圆圈为达峰年，灰底为模型重现的历史",
    "{boundary}, {first}–{last}, {basis}; circles mark peak years, grey is history as modelled",
)
CAPTION: Pair = (
    "规则：{rule}。口径 {letter}：{meaning}。{beside}不计入。{data}",
    "Rule: {rule}. Boundary {letter}: {meaning}. Not included: {beside}. {data}",
)
PANEL_WIDTH = 36
"""Places above a small panel; a Chinese character takes two."""


def peak_table(runs: Runs) -> pd.DataFrame:
    """Return the accounts of every run as a tidy table.

    Returns
    -------
    pandas.DataFrame
        Columns ``scenario``, ``boundary``, ``year``, ``value`` (Mt CO2 per year).
    """
    parts = [
        pd.DataFrame(
            {"scenario": name, "boundary": account.id, "year": runs.years, "value": values[at]}
        )
        for account in runs.city.accounts.values()
        for values in [runs.of(account.variable)]
        for at, name in enumerate(runs.scenarios)
    ]
    return pd.concat(parts, ignore_index=True)


def tell_peaks(
    summaries: Sequence[Summary],
    titles: Mapping[str, Pair],
    quality: Mapping[str, int],
    *,
    boundary: str,
    runs: Runs,
    lang: Lang,
) -> PeakStory:
    """Return what the peak figure says.

    Parameters
    ----------
    summaries
        One per scenario; the last one gives the headline.
    titles
        Scenario id to its name in both languages.
    quality
        Quality to the number of parameters of that quality.
    boundary
        Letter of the main chart's boundary.
    runs
        The lines drawn, on which the circles sit.
    lang
        Language of the figure.
    """
    city = runs.city
    account = city.accounts[boundary]
    names = {each.scenario: pick(titles[each.scenario], lang) for each in summaries}
    main = summaries[-1]
    colon = "：" if lang == "zh" else ": "
    drawn = {
        (each.scenario, letter): (
            float(peak.year),
            runs.at(city.accounts[letter].variable, each.scenario, peak.year),
        )
        for each in summaries
        for letter, peak in each.boundaries.items()
        if peak.status != "none"
    }
    caption = pick(CAPTION, lang).format(
        rule=pick(PEAK_RULE, lang),
        letter=boundary,
        meaning=pick(account.rule, lang),
        beside=("、" if lang == "zh" else ", ").join(
            pick(each.label, lang) for each in city.beside.values()
        ),
        data=quality_text(quality, city.data, lang),
    )
    return PeakStory(
        headline=pick(SUBJECT, lang).format(**city.words(lang))
        + colon
        + headline(main, boundary, names[main.scenario], lang),
        subtitle=pick(SUBTITLE, lang).format(
            boundary=pick(account.label, lang),
            first=int(runs.years[0]),
            last=int(runs.years[-1]),
            basis=basis_text(runs, lang),
        ),
        caption=caption,
        titles=names,
        notes={each.scenario: _note(each, boundary, lang) for each in summaries},
        peaks=drawn,
        panel_notes={
            letter: _panel_note(summaries, names, letter, lang) for letter in city.accounts
        },
        chosen=boundary,
        accounts={each.id: pick(each.label, lang) for each in city.accounts.values()},
        reference=city.reference,
        goal=city.goal,
        history=city.history,
    )


def basis_text(runs: Runs, lang: Lang) -> str:
    """Say what the lines are: medians of so many members, or a single run."""
    members = runs.manifest.design.get("members")
    if members is None:
        return pick(SINGLE, lang)
    return pick(MEDIANS, lang).format(members=members)


def headline(summary: Summary, boundary: str, name: str, lang: Lang) -> str:
    """Return when one scenario peaks, in words."""
    peak = summary.boundaries[boundary]
    words = NO_PEAK if peak.status == "none" else PEAKED_BY if peak.already else PEAKS_IN
    return pick(words, lang).format(name=name, year=peak.year)


def _note(summary: Summary, boundary: str, lang: Lang) -> str:
    peak = summary.boundaries[boundary]
    if peak.status == "none":
        words = pick(NO_PEAK_NOTE, lang).format(year=peak.year)
    else:
        status = pick(STATUSES[peak.status], lang)
        words = pick(YEAR_NOTE, lang).format(year=peak.shown_year, status=status)
    return pick(NOTE, lang).format(words=words, level=co2_text(peak.level, lang))


def _panel_note(
    summaries: Sequence[Summary], names: Mapping[str, str], letter: str, lang: Lang
) -> str:
    """Return the peak years under one boundary, with names or ids where they fit.

    Of an account that coincides with another in every case, say so instead.
    """
    others = {each.alike.get(letter) for each in summaries}
    if len(others) == 1 and (other := others.pop()):
        return pick(SAME, lang).format(other=other)
    years = [(each.scenario, each.boundaries[letter].shown_year) for each in summaries]
    texts = (
        " · ".join(f"{names[scenario]} {year}" for scenario, year in years),
        " · ".join(f"{scenario} {year}" for scenario, year in years),
        " · ".join(year for _scenario, year in years),
    )
    return next((text for text in texts if width(text) <= PANEL_WIDTH), "")
