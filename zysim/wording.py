"""The words readers meet in more than one place, in Chinese and English."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from typing import Literal

Lang = Literal["zh", "en"]
Pair = tuple[str, str]
"""A text in Chinese and the same text in English."""

BOUNDARIES: Mapping[str, Pair] = {
    "A": ("A 属地直接排放", "A territorial"),
    "B": ("B 省级核算口径", "B provincial rule"),
    "C": ("C 外送电剔除", "C exports taken out"),
    "D": ("D 消费侧", "D consumption"),
}
BOUNDARY_MEANINGS: Mapping[str, Pair] = {
    "A": (
        "市域内燃烧燃料的全部二氧化碳，含本地燃气电厂",
        "all CO₂ of fuel burnt inside the city, its gas power plants included",
    ),
    "B": (
        "A 加净调入电力 × 省级电网因子（各省市常用做法，默认口径）",
        "A plus net imported electricity × the provincial grid factor (usual practice, default)",
    ),
    "C": (
        "A 减外送电量 × 电厂因子，加调入电量 × 电网因子",
        "A less exported electricity × the plant's factor, plus imports × the grid factor",
    ),
    "D": (
        "A 减本地发电排放，加全部用电量 × 混合因子",
        "A less local power emissions, plus all electricity used × the mix factor",
    ),
}
BOUNDARY_VARIABLES: Mapping[str, str] = {
    "A": "energy_co2_territorial",
    "B": "energy_co2_provincial",
    "C": "energy_co2_own_export_out",
    "D": "energy_co2_consumption",
}
"""Accounting boundary to the model variable that holds it, in Mt CO2 per year."""

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
QUALITIES: Mapping[str, Pair] = {
    "plan": ("方案", "plan"),
    "statistic": ("统计", "statistic"),
    "literature": ("文献", "literature"),
    "derived": ("推算", "derived"),
    "estimate": ("估计", "estimate"),
}
DATA_WARNING: Pair = (
    "资阳市没有公开的分品种能源平衡表，多数能源数据由推算或假设得到："
    "全部 {total} 个参数中，{counts}。结果请按区间理解。",
    "Ziyang publishes no energy balance by fuel, so most energy figures are derived or assumed: of "
    "{total} parameters {counts}. Read results as ranges.",
)


def pick(pair: Pair, lang: Lang) -> str:
    """Return the text of one language.

    >>> pick(BOUNDARIES["D"], "en")
    'D consumption'
    """
    return pair[0] if lang == "zh" else pair[1]


def capital(pair: Pair) -> Pair:
    """Return a text with a capital where a line of its own begins.

    >>> capital(("森林碳汇", "forest sink"))
    ('森林碳汇', 'Forest sink')
    """
    return pair[0], pair[1][:1].upper() + pair[1][1:]


def co2_text(value: float, lang: Lang, *, signed: bool = False) -> str:
    """Return an amount of CO2 in Mt as it is read: in 万吨 without decimals, or in Mt with two.

    >>> co2_text(5.746, "zh"), co2_text(5.746, "en"), co2_text(-0.214, "zh", signed=True)
    ('575', '5.75', '−21')
    """
    size, places = (100 * value, 0) if lang == "zh" else (value, 2)
    size = round(size, places) + 0.0
    return f"{size:{'+' if signed and size else ''}.{places}f}".replace("-", "−")


def quality_text(counts: Mapping[str, int], lang: Lang) -> str:
    """Say how many numbers of each quality the model rests on.

    >>> quality_text({"plan": 2, "estimate": 8}, "en")[-60:]
    'of 10 parameters 2 plan, 8 estimate. Read results as ranges.'
    """
    shown = [(QUALITIES[name], count) for name, count in counts.items() if count]
    if lang == "zh":
        words = "、".join(f"{pick(name, lang)} {count}" for name, count in shown)
    else:
        words = ", ".join(f"{count} {pick(name, lang)}" for name, count in shown)
    return pick(DATA_WARNING, lang).format(total=sum(counts.values()), counts=words)


def language(asked: str | None = None) -> Lang:
    """Return the language to speak: what is asked, ``ZYSIM_LANG``, the locale, else Chinese.

    A locale of another language than Chinese or none at all (``C``, ``POSIX``) also gives
    Chinese, because the readers of this project are in Sichuan; English speakers whose
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
