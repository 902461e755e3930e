"""Units as statistics print them, and the factor from them to the unit of a model variable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from zysim.inputs.numbers import BETWEEN_CHINESE
from zysim.inputs.problems import Problem
from zysim.units import unit_words

SIZES: Mapping[str, float] = {
    "百万": 1e6,
    "千万": 1e7,
    "十亿": 1e9,
    "万": 1e4,
    "亿": 1e8,
    "千": 1e3,
    "百": 1e2,
    "wan ": 1e4,
    "yi ": 1e8,
    "100 million ": 1e8,
    "hundred million ": 1e8,
    "10 000 ": 1e4,
    "10,000 ": 1e4,
    "10000 ": 1e4,
    "ten thousand ": 1e4,
    "thousand ": 1e3,
    "million ": 1e6,
    "billion ": 1e9,
}
POWERS = {"⁴": "wan ", "^4": "wan ", "⁸": "yi ", "^8": "yi "}
"""How a table of ours counts what statistics write as a power of ten."""
NAMES: Mapping[str, tuple[str, float]] = {
    "吨标准煤当量": ("tce", 1.0),
    "吨标准煤": ("tce", 1.0),
    "吨标煤": ("tce", 1.0),
    "tons of standard coal": ("tce", 1.0),
    "tonnes of coal equivalent": ("tce", 1.0),
    "tce": ("tce", 1.0),
    "千克标准煤": ("tce", 1e-3),
    "kgce": ("tce", 1e-3),
    "千瓦时": ("kWh", 1.0),
    "kWh": ("kWh", 1.0),
    "度": ("kWh", 1.0),
    "兆瓦时": ("kWh", 1e3),
    "MWh": ("kWh", 1e3),
    "吉瓦时": ("kWh", 1e6),
    "GWh": ("kWh", 1e6),
    "TWh": ("kWh", 1e9),
    "千瓦": ("kW", 1.0),
    "kW": ("kW", 1.0),
    "兆瓦": ("kW", 1e3),
    "MW": ("kW", 1e3),
    "吉瓦": ("kW", 1e6),
    "GW": ("kW", 1e6),
    "GJ": ("J", 1e9),
    "MJ": ("J", 1e6),
    "立方米": ("m3", 1.0),
    "方": ("m3", 1.0),
    "m3": ("m3", 1.0),
    "平方公里": ("m2", 1e6),
    "平方千米": ("m2", 1e6),
    "平方米": ("m2", 1.0),
    "km2": ("m2", 1e6),
    "m2": ("m2", 1.0),
    "公顷": ("m2", 1e4),
    "ha": ("m2", 1e4),
    "亩": ("m2", 1e4 / 15),
    "吨二氧化碳": ("t", 1.0),
    "tCO2": ("t", 1.0),
    "kgCO2": ("t", 1e-3),
    "gCO2": ("t", 1e-6),
    "吨": ("t", 1.0),
    "tonnes": ("t", 1.0),
    "tons": ("t", 1.0),
    "kt": ("t", 1e3),
    "Mt": ("t", 1e6),
    "t": ("t", 1.0),
    "千克": ("t", 1e-3),
    "公斤": ("t", 1e-3),
    "kg": ("t", 1e-3),
    "克": ("t", 1e-6),
    "g": ("t", 1e-6),
    "元": ("CNY", 1.0),
    "yuan": ("CNY", 1.0),
    "CNY": ("CNY", 1.0),
    "人": ("person", 1.0),
    "persons": ("person", 1.0),
    "people": ("person", 1.0),
    "person": ("person", 1.0),
    "户": ("household", 1.0),
    "household": ("household", 1.0),
    "头": ("head", 1.0),
    "head": ("head", 1.0),
    "辆": ("vehicle", 1.0),
    "台": ("vehicle", 1.0),
    "vehicles": ("vehicle", 1.0),
    "vehicle": ("vehicle", 1.0),
    "个充电桩": ("charger", 1.0),
    "charger": ("charger", 1.0),
    "公里": ("km", 1.0),
    "km": ("km", 1.0),
    "小时": ("h", 1.0),
    "hours": ("h", 1.0),
    "h": ("h", 1.0),
    "年": ("year", 1.0),
    "year": ("year", 1.0),
    "个百分点": ("", 0.01),
    "百分点": ("", 0.01),
    "%": ("", 0.01),
    "‰": ("", 1e-3),
    "dmnl": ("", 1.0),
    "1": ("", 1.0),
}
"""Name to what it measures and how much of that; an empty measure is a pure number."""

Parsed = tuple[float, Mapping[str, int]]


def factor_to(text: str, wanted: str) -> float | Problem:
    """Return what to multiply a number in one unit by to have it in the unit of the model.

    A figure of a whole year may leave out "a year": output in 亿元 is yi CNY/year.

    Parameters
    ----------
    text
        As printed, ``亿元`` or ``100 million yuan``, or as in our tables, ``yi CNY/year``.
    wanted
        Unit of the model variable.

    Examples
    --------
    >>> factor_to("亿元", "yi CNY/year"), factor_to("万千瓦", "GW")
    (1.0, 0.01)
    >>> factor_to("100 million yuan", "yi CNY/year"), factor_to("10⁴ kW", "GW")
    (1.0, 0.01)
    >>> round(factor_to("千克/千瓦时", "wan t/yi kWh"), 9)
    10.0
    >>> factor_to("万吨标准煤", "yi CNY/year").zh
    "单位 '万吨标准煤' 与模型变量的单位 亿元/年 不是同一种量：请核对指标与口径"
    """
    given, needed = _parse(text), _parse(wanted)
    if given is None or needed is None:
        return Problem(
            f"unknown unit {text!r}: write such as {unit_words(wanted)[0]}, or "
            f"{written_unit(unit_words(wanted)[1])}",
            f"不认识单位 {text!r}：请写作 {unit_words(wanted)[0]}",
        )
    if _timeless(given[1]) != _timeless(needed[1]):
        return Problem(
            f"unit {text!r} does not measure what the variable does, {wanted}: another series "
            "or another definition",
            f"单位 {text!r} 与模型变量的单位 {unit_words(wanted)[0]} 不是同一种量："
            "请核对指标与口径",
        )
    return given[0] / needed[0]


def written_unit(english: str) -> str:
    """Return a unit of English texts as a statistical yearbook prints it.

    >>> written_unit("10⁸ CNY"), written_unit("tce per 10⁴ CNY")
    ('100 million yuan', 'tce per 10 000 yuan')
    """
    plain = english.replace("10⁸", "100 million").replace("10⁴", "10 000")
    plain = plain.replace("CNY", "yuan")
    return "hours" if plain == "h" else plain


def printed_unit(column: str, text: str) -> Problem | None:
    """Say that a unit is known neither to our tables nor as statistics print it.

    >>> printed_unit("unit", "万千瓦") is None, printed_unit("unit", "wan kW") is None
    (True, True)
    """
    if _parse(text) is not None:
        return None
    return Problem(
        f"{column} {text!r} is no unit: write such as 亿元, 万千瓦 or yi CNY/year",
        f"不认识 {column} {text!r}：请写作如 亿元、万千瓦、万吨标准煤",
    )


def _timeless(powers: Mapping[str, int]) -> dict[str, int]:
    return {name: power for name, power in powers.items() if name != "year"}


def _parse(text: str) -> Parsed | None:
    """Return size and powers of a unit; None where a part is unknown."""
    plain = re.sub(r"10(\^[48]|[⁴⁸])\s*", lambda found: POWERS[found[1]], text)
    plain = re.sub(BETWEEN_CHINESE, "", unicodedata.normalize("NFKC", plain))
    plain = plain.strip().replace("每", "/")
    plain = re.sub(r"\s+(?:per|an?)\s+", "/", plain)
    total, powers = 1.0, dict[str, int]()
    for at, part in enumerate(re.split(r"[/(]", plain.replace(")", ""))):
        for word in re.split(r"[*·]", part):
            atom = _atom(word.strip())
            if atom is None:
                return None
            size, measure = atom
            sign = 1 if at == 0 else -1
            total *= size**sign
            if measure:
                powers[measure] = powers.get(measure, 0) + sign
    return total, {name: power for name, power in powers.items() if power}


def _atom(word: str) -> tuple[float, str] | None:
    """Return size and measure of one name with what stands before it."""
    if word in NAMES:
        return NAMES[word][1], NAMES[word][0]
    for before, size in SIZES.items():
        rest = word.removeprefix(before)
        if rest != word and (found := _atom(rest)) is not None:
            return size * found[0], found[1]
    return None
