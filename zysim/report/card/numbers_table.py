"""The numbers of a result card as rows of text: accounts side by side, one case at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from zysim.inputs.city import City
from zysim.inputs.targets import Target
from zysim.metrics.result_numbers import AccountNumbers, CaseNumbers, Chance, Rush
from zysim.metrics.spread import Three
from zysim.wording import CO2_UNIT, Lang, Pair, co2_sum_text, co2_text, percent_text, pick

YEAR: Pair = ("达峰年", "Peak year")
LEVEL: Pair = ("峰值（{unit}）", "Peak level ({unit})")
SUM: Pair = ("累计 {since}—{until}（{unit}）", "Sum {since}–{until} ({unit})")
IN_TIME: Pair = ("{goal} 年前达峰：按设定实施", "Peak by {goal}: as set")
TOLERATED: Pair = (
    "此后不高出 {share:.0%}：按设定实施",
    "Not {share:.0%} higher after {goal}: as set",
)
RECORD: Pair = ("  按以往兑现情况", "  as the record suggests")
INTENSITY: Pair = (
    "{since}—{until} 年单位 GDP 二氧化碳",
    "CO₂ per GDP, {since}–{until}",
)
MET: Pair = ("下降 {drop:g}% 以上：按设定实施", "Down {drop:g} % or more: as set")
PER_HEAD: Pair = ("人均（吨）{years}", "Per head (t), {years}")
GASES: Pair = (
    "{goal} 年温室气体共 {total} 万吨二氧化碳当量（不扣碳汇；分项为中位数，按总量折算）：{parts}。",
    "Greenhouse gases of {goal}: {total} Mt CO₂e (the forest sink not taken off; parts: "
    "medians, scaled to the total): {parts}.",
)
ENERGY: Pair = ("能源活动二氧化碳（口径 {account}）", "energy CO₂ (account {account})")
REST: Pair = ("其余", "the rest")
RUSH: Pair = (
    "按口径 {account}，“{likelier}”按期达峰的可能更大（{high}，“{other}”为 {low}），"
    "但 {since}—{until} 年多排 {more} 万吨。",
    "On account {account} “{likelier}” is likelier to peak in time ({high}, against {low} for "
    "“{other}”), and emits {more} Mt more over {since} to {until}.",
)
RANGE: Pair = ("{value}（{low} 至 {high}）", "{value} ({low} to {high})")


def numbers_rows(
    numbers: CaseNumbers, city: City, target: Target | None, lang: Lang
) -> list[list[str]]:
    """Return a head with the accounts, then one row a number: P10–P50–P90, or a chance.

    A chance over structures stands with its range: the lowest and highest given one condition.
    """
    unit = pick(CO2_UNIT, lang)
    every = list(numbers.accounts.values())
    rows = [["", *(pick(city.accounts[name].label, lang) for name in numbers.accounts)]]

    def row(label: Pair, cell: Callable[[AccountNumbers], str], **words: object) -> None:
        rows.append([pick(label, lang).format(**words), *(cell(each) for each in every)])

    def chances(label: Pair, of: Callable[[AccountNumbers], Chance], **words: object) -> None:
        row(label, lambda each: percent_text(of(each).delivered), **words)
        if of(every[0]).record is not None:
            row(RECORD, lambda each: over_text(of(each), lang))

    row(YEAR, lambda each: years_text(each.year, city))
    row(LEVEL, lambda each: dashed(each.level, lambda value: co2_text(value, lang)), unit=unit)
    for since, until in every[0].sums:
        place = since, until

        def summed(each: AccountNumbers, place: tuple[int, int] = place) -> str:
            return dashed(each.sums[place], lambda value: co2_sum_text(value, lang))

        row(SUM, summed, since=since, until=until, unit=unit)
    for share in every[0].in_time:
        words = {"goal": city.goal, "share": share}

        def tolerated(each: AccountNumbers, share: float = share) -> Chance:
            return each.in_time[share]

        chances(IN_TIME if share == 0 else TOLERATED, tolerated, **words)
    if target is not None and every[0].intensity is not None:
        span = {"since": target.reference_year, "until": target.year}
        row(INTENSITY, lambda each: change_text(each.intensity), **span)
        chances(MET, _met, drop=-target.threshold)
    if every[0].per_head:
        years = " / ".join(str(year) for year in every[0].per_head)
        row(
            PER_HEAD,
            lambda each: " / ".join(f"{values[1]:.1f}" for values in each.per_head.values()),
            years=years,
        )
    return rows


def gases_text(numbers: CaseNumbers, city: City, lang: Lang) -> str:
    """Say what all greenhouse gases are in the goal year; "" for a city that does not count them.

    The parts sum as printed to the median of the total: the largest takes what rounding leaves.
    """
    if numbers.gases is None:
        return ""
    scale, places = (100, 0) if lang == "zh" else (1, 2)
    energy = city.accounts[city.account].variable
    labels = {energy: pick(ENERGY, lang).format(account=city.account), "": pick(REST, lang)}
    labels |= {name: pick(label, lang) for name, label in city.gases.items()}
    shown = {name: round(scale * each, places) for name, each in numbers.gas_parts.items()}
    largest = max(shown, key=lambda name: shown[name])
    shown[largest] += round(scale * numbers.gases[1], places) - sum(shown.values())
    parts = ("，" if lang == "zh" else ", ").join(
        f"{labels[name]} {co2_text(value / scale, lang)}".replace("） ", "）")
        for name, value in shown.items()
    )
    return pick(GASES, lang).format(
        goal=city.goal, total=co2_text(numbers.gases[1], lang), parts=parts
    )


def rush_text(rush: Rush, titles: Mapping[str, Pair], lang: Lang) -> str:
    """Warn of a case that peaks in time by emitting early."""
    return pick(RUSH, lang).format(
        account=rush.account,
        likelier=pick(titles[rush.likelier], lang),
        other=pick(titles[rush.other], lang),
        high=percent_text(rush.chances[0]),
        low=percent_text(rush.chances[1]),
        since=rush.years[0],
        until=rush.years[1],
        more=co2_sum_text(rush.more, lang),
    )


def over_text(chance: Chance, lang: Lang) -> str:
    """Return a chance over structures with its range; a dash for a city without structures."""
    if chance.record is None or chance.lowest is None or chance.highest is None:
        return "–"
    return pick(RANGE, lang).format(
        value=percent_text(chance.record),
        low=percent_text(chance.lowest),
        high=percent_text(chance.highest),
    )


def years_text(year: Three, city: City) -> str:
    """Return P10, P50 and P90 of a peak year, with > and ≤ at the ends of the horizon."""
    return "–".join(year_text(each, city) for each in year)


def year_text(year: float, city: City) -> str:
    """Return a peak year, with > or ≤ where the horizon cuts it off."""
    if np.isinf(year):
        return f">{city.last}"
    return f"≤{city.first}" if year == city.first else f"{year:.0f}"


def change_text(change: Three | None) -> str:
    """Return P10, P50 and P90 of a change in percent.

    >>> change_text((-12.4, -4.5, 7.0))
    '−12…−4…+7%'
    """
    if change is None:
        return "–"
    return "…".join(f"{round(each) + 0.0:+z.0f}".replace("-", "−") for each in change) + "%"


def dashed(values: Sequence[float], text: Callable[[float], str]) -> str:
    """Return numbers joined by dashes."""
    return "–".join(text(each) for each in values)


def _met(each: AccountNumbers) -> Chance:
    assert each.intensity_met is not None
    return each.intensity_met
