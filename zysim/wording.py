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

PEAK_RULE: Pair = (
    "达峰年 = 排放最高的年份；若最高值在末年则视为未达峰；其后不足 5 年为“暂定”；"
    "其后再无更高值且随后 5 年趋势下降为“确认”",
    "peak year = year of the highest emissions; none if that is the last year; provisional if "
    "fewer than 5 years follow; confirmed if nothing later exceeds it and the next 5 years slope "
    "down",
)
DATA_WARNING: Pair = (
    "资阳市没有公开的分品种能源平衡表：多数能源数据由推算或假设得到，结果请按区间理解。",
    "Ziyang publishes no energy balance by fuel: most energy figures are derived or assumed, so "
    "read results as ranges.",
)


def pick(pair: Pair, lang: Lang) -> str:
    """Return the text of one language.

    >>> pick(BOUNDARIES["D"], "en")
    'D consumption'
    """
    return pair[0] if lang == "zh" else pair[1]


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
