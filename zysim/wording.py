"""The words readers meet in more than one place, in Chinese and English."""

from __future__ import annotations

import locale
import math
import os
from collections.abc import Mapping
from typing import Literal, Protocol

Lang = Literal["zh", "en"]
Pair = tuple[str, str]
"""A text in Chinese and the same text in English."""

CO2_UNIT: Pair = ("万吨", "Mt")
"""Of CO2 as officials write it: 10^4 t in Chinese, 10^6 t in English."""

PEAK_RULE: Pair = (
    "达峰年 = 排放最高的年份（并列取最早）；最高值在末年为“未达峰”；其后满 5 年且这 5 年趋势下降"
    "为“确认”，否则为“暂定”",
    "peak year = year of the highest emissions, the earliest if repeated; no peak if that is the "
    "last year; confirmed if 5 years follow and slope down, otherwise provisional",
)
STATUSES: Mapping[str, Pair] = {
    "confirmed": ("确认", "confirmed"),
    "provisional": ("暂定", "provisional"),
    "none": ("未达峰", "no peak"),
}
CONVERSIONS: Mapping[str, Pair] = {
    "coal_equivalent_conversion": ("等价值", "coal equivalent"),
    "calorific_conversion": ("当量值", "calorific"),
}
QUALITIES: Mapping[str, Pair] = {
    "plan": ("方案", "plan"),
    "statistic": ("统计", "statistic"),
    "literature": ("文献", "literature"),
    "derived": ("推算", "derived"),
    "estimate": ("估计", "estimate"),
}
DATA_WARNING: Pair = (
    "{about}：全部 {total} 个参数中，{counts}。结果请按区间理解。",
    "{about}: of {total} parameters {counts}. Read results as ranges.",
)


def pick(pair: Pair, lang: Lang) -> str:
    """Return the text of one language.

    >>> pick(STATUSES["none"], "en")
    'no peak'
    """
    return pair[0] if lang == "zh" else pair[1]


NUMBERS: Pair = ("一两三四五六七八九十", "one two three four five six seven eight nine ten")


def number_word(count: int, lang: Lang) -> str:
    """Return a small number of things as a word, as it stands before a measure word.

    >>> number_word(4, "zh"), number_word(2, "zh"), number_word(4, "en"), number_word(12, "en")
    ('四', '两', 'four', '12')
    """
    words = list(NUMBERS[0]) if lang == "zh" else NUMBERS[1].split()
    return words[count - 1] if 0 < count <= len(words) else str(count)


def capital(pair: Pair) -> Pair:
    """Return a text with a capital where a line of its own begins.

    >>> capital(("森林碳汇", "forest sink"))
    ('森林碳汇', 'Forest sink')
    """
    return pair[0], pair[1][:1].upper() + pair[1][1:]


SHORT = {"gdp": "GDP", "co2": "CO₂", "pv": "PV", "lng": "LNG", "ghg": "GHG", "ccus": "CCUS"}
"""Words that are not read in small letters."""


def english_name(name: str) -> str:
    """Return the name of a variable as it is read.

    >>> english_name("gdp"), english_name("energy co2 per gdp")
    ('GDP', 'Energy CO₂ per GDP')
    """
    words = [SHORT.get(each, each) for each in name.lower().replace("_", " ").split()]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def co2_scale(lang: Lang) -> float:
    """Return what Mt of CO2 are multiplied with to be read: 万吨 in Chinese, Mt in English."""
    return 100.0 if lang == "zh" else 1.0


def co2_text(value: float, lang: Lang, *, signed: bool = False) -> str:
    """Return an amount of CO2 in Mt as it is read: in 万吨 without decimals, or in Mt with two.

    >>> co2_text(5.746, "zh"), co2_text(5.746, "en"), co2_text(-0.214, "zh", signed=True)
    ('575', '5.75', '−21')
    """
    size, places = co2_scale(lang) * value, 0 if lang == "zh" else 2
    size = round(size, places) + 0.0
    return f"{size:{'+' if signed and size else ''}.{places}f}".replace("-", "−")


def co2_sum_text(value: float, lang: Lang, *, signed: bool = False) -> str:
    """Return a sum of CO2 in Mt as it is read: in 万吨, or in Mt with one decimal.

    >>> co2_sum_text(66.59, "zh"), co2_sum_text(66.59, "en")
    ('6659', '66.6')
    """
    size, places = (100 * value, 0) if lang == "zh" else (value, 1)
    size = round(size, places) + 0.0
    return f"{size:{'+' if signed and size else ''}.{places}f}".replace("-", "−")


KINDS: Mapping[str, Pair] = {
    "stock": ("存量", "stock"),
    "flow": ("流量", "flow"),
    "auxiliary": ("辅助变量", "auxiliary"),
    "constant": ("常数", "constant"),
    "initial": ("初始值", "initial value"),
}
"""Kinds of variables of a model."""
LITTLE = 0.005
"""Shares below this, and as near to 1, are told as a bound."""


def told_number(value: float, *, signed: bool = False) -> str:
    """Return a result of the model as it is read: three digits, more only of whole numbers.

    No result of a model of a city is surer than that; a digit more says what is not known.

    >>> [told_number(each) for each in (269.31, 53.42, 3.539, 0.09, 2251.4)]
    ['269', '53.4', '3.54', '0.09', '2251']
    >>> (
    ...     told_number(-9.168, signed=True),
    ...     told_number(10.82, signed=True),
    ...     told_number(0, signed=True),
    ... )
    ('-9.17', '+10.8', '0')
    """
    if value == 0 or not math.isfinite(value):
        return f"{value + 0.0:.0f}"
    places = max(0, 2 - math.floor(math.log10(abs(value)) + 1e-12))
    text = f"{value:{'+' if signed else ''}.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text


def told_span(*values: float) -> tuple[str, ...]:
    """Return the ends of a range, and what lies in it, with no more digits than its width has.

    Two digits of the width: what is known to within 11 is not told to a tenth.

    >>> told_span(61.94, 65.91, 72.46), told_span(3.024, 6.17), told_span(1930.2, 2571.0)
    (('62', '66', '72'), ('3.0', '6.2'), ('1930', '2570'))
    >>> told_span(-0.004, 0.5, 1.2), told_number(-0.0)
    (('0.0', '0.5', '1.2'), '0')
    """
    width = max(values) - min(values)
    if not math.isfinite(width) or width <= 0:
        return tuple(map(told_number, values))
    power = math.floor(math.log10(width) + 1e-12) - 1
    step = 10.0 ** max(power, 0)
    if power < 0:
        return tuple(f"{round(each, -power) + 0.0:.{-power}f}" for each in values)
    return tuple(f"{step * math.floor(each / step + 0.5) + 0.0:.0f}" for each in values)


class Counted(Protocol):
    """A share of so many members that it lies between two bounds."""

    @property
    def value(self) -> float:
        """Members that have the property, of all."""

    @property
    def low(self) -> float:
        """Lower end of its interval."""

    @property
    def high(self) -> float:
        """Upper end of its interval."""


def percent_text(share: float | Counted) -> str:
    """Return a probability as it is read: whole percent, and never 0 or 100.

    Where all members agree, or none, what so few of them allow is told: the end of the interval
    of the share. A probability given as a number is taken as certain.

    >>> percent_text(0.031), percent_text(0.0004), percent_text(0.9996), percent_text(0.0)
    ('3%', '<1%', '>99%', '<1%')
    >>> from zysim.metrics.spread import share_of
    >>> [percent_text(share_of(*each)) for each in ((16, 16), (0, 16), (15, 16), (2048, 2048))]
    ['>80%', '<20%', '94%', '>99%']
    """
    value = share if isinstance(share, int | float) else share.value
    return percent_within(value, percent_ends(share))


def percent_within(value: float, ends: tuple[str, str]) -> str:
    """Return a probability with the words for next to nothing and next to all given.

    >>> percent_within(1.0, ("<20%", ">80%"))
    '>80%'
    """
    if value < LITTLE:
        return ends[0]
    return ends[1] if value > 1 - LITTLE else f"{value:.0%}"


def percent_ends(share: float | Counted) -> tuple[str, str]:
    """Return how a share is told that is next to nothing, and one that is next to all.

    >>> percent_ends(0.5)
    ('<1%', '>99%')
    """
    if isinstance(share, int | float):
        return "<1%", ">99%"
    below, above = math.ceil(round(100 * share.high, 6)), math.floor(round(100 * share.low, 6))
    return f"<{max(below, 1)}%", f">{min(above, 99)}%"


COSTS: Pair = ("净支出 {size}", "a cost of {size}")
SAVES: Pair = ("净收益 {size}", "a saving of {size}")
"""What a cost below 0 is called: less is spent, or more is earned."""
MONEY_RANGE: Pair = ("{low} 至 {high}", "{low} to {high}")
MONEY_ACROSS: Pair = ("{low} 至{high}", "from {low} to {high}")


def money_text(cost: float, places: int, lang: Lang) -> str:
    """Return a cost in words, so that a gain is never told as a spending below 0.

    >>> money_text(3.46, 1, "zh"), money_text(-29.5, 1, "zh"), money_text(-29.5, 1, "en")
    ('净支出 3.5', '净收益 29.5', 'a saving of 29.5')
    >>> money_text(-0.04, 1, "zh")
    '0.0'
    """
    size = f"{abs(cost):.{places}f}"
    if not float(size):
        return size
    return pick(SAVES if cost < 0 else COSTS, lang).format(size=size)


def money_range(low: float, high: float, places: int, lang: Lang, *, saves: bool) -> str:
    """Return the range of a cost, in numbers where all of it is a cost or all of it a saving.

    Parameters
    ----------
    low, high
        Of the cost; below 0 is saved.
    places
        Digits behind the point.
    saves
        Whether the middle is called a saving: the range then goes up to the largest saving.

    Examples
    --------
    >>> money_range(-43.52, -14.3, 1, "zh", saves=True)
    '14.3 至 43.5'
    >>> money_range(-366.0, 45.0, 0, "en", saves=True)
    'from a cost of 45 to a saving of 366'
    >>> money_range(-3.0, 45.0, 0, "zh", saves=False)
    '净收益 3 至净支出 45'
    """
    ends = (high, low) if saves else (low, high)
    sizes = [f"{-end if saves else end:z.{places}f}" for end in ends]
    if all(float(each) >= 0 for each in sizes):
        return pick(MONEY_RANGE, lang).format(low=sizes[0], high=sizes[1])
    told = [money_text(each, places, lang) for each in ends]
    return pick(MONEY_ACROSS, lang).format(low=told[0], high=told[1])


def quality_text(counts: Mapping[str, int], about: Pair, lang: Lang) -> str:
    """Say how many numbers of each quality the model rests on.

    ``about`` says what the data of the city are, without a mark at its end.

    >>> quality_text({"plan": 2, "estimate": 8}, ("假设", "Assumed"), "en")
    'Assumed: of 10 parameters 2 plan, 8 estimate. Read results as ranges.'
    """
    shown = [(QUALITIES[name], count) for name, count in counts.items() if count]
    if lang == "zh":
        words = "、".join(f"{pick(name, lang)} {count}" for name, count in shown)
    else:
        words = ", ".join(f"{count} {pick(name, lang)}" for name, count in shown)
    return pick(DATA_WARNING, lang).format(
        about=pick(about, lang), total=sum(counts.values()), counts=words
    )


def language(asked: str | None = None) -> Lang:
    """Return the language to speak: what is asked, ``ZYSIM_LANG``, the locale, else Chinese.

    A locale of another language than Chinese or none at all (``C``, ``POSIX``) also gives
    Chinese, because most readers of this project are in China; English speakers whose
    locale says so get English.

    >>> language("en")
    'en'
    """
    for word in (asked, os.environ.get("ZYSIM_LANG"), _locale_name()):
        code = (word or "").lower()[:2]
        if code == "zh":
            return "zh"
        if code == "en":
            return "en"
    return "zh"


def _locale_name() -> str | None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return locale.getlocale()[0]


def conversion_label(conversion: str) -> Pair:
    """Return the name of a conversion of power; its id where it has none.

    >>> conversion_label("calorific_conversion")[1]
    'calorific'
    """
    return CONVERSIONS.get(conversion, (conversion, conversion))
