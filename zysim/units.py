"""The units we allow: a closed list of names, joined by ``*``, ``/``, ``^`` and parentheses."""

from __future__ import annotations

import re

UNIT_NAMES = frozenset(
    {
        "CNY",
        "GJ",
        "GW",
        "GWh",
        "MJ",
        "Mt",
        "MtC",
        "charger",
        "dmnl",
        "h",
        "ha",
        "household",
        "kW",
        "kWh",
        "kg",
        "kgce",
        "km",
        "kt",
        "m2",
        "m3",
        "person",
        "t",
        "tce",
        "vehicle",
        "wan charger",
        "wan head",
        "wan household",
        "wan km",
        "wan m2",
        "wan m3",
        "wan person",
        "wan t",
        "wan tce",
        "wan vehicle",
        "year",
        "yi CNY",
        "yi kWh",
        "yi m3",
    }
)
"""``wan`` is 10^4 and ``yi`` 10^8, as in Chinese statistics; ``dmnl`` has no dimension."""

TABLE_UNIT_NAMES = UNIT_NAMES | {"%"}
"""Units of the tables in ``params/``; a percentage is for targets only, never for the model."""


def unit_parts(unit: str) -> list[str]:
    """Return the names a unit is made of, in the order they stand; numbers are left out.

    >>> unit_parts("wan tce/(wan vehicle*wan km)")
    ['wan tce', 'wan vehicle', 'wan km']
    >>> unit_parts("1/year"), unit_parts("m3/ha^2")
    (['year'], ['m3', 'ha'])
    """
    words = (word.strip() for word in re.split(r"[*/()]|\^-?\d+", unit))
    return [word for word in words if word and not re.fullmatch(r"\d+(\.\d+)?", word)]


CHINESE = {
    "CNY": "元",
    "GJ": "吉焦",
    "GW": "吉瓦",
    "GWh": "吉瓦时",
    "MJ": "兆焦",
    "Mt": "百万吨",
    "MtC": "百万吨碳",
    "dmnl": "—",
    "h": "小时",
    "ha": "公顷",
    "kW": "千瓦",
    "kWh": "千瓦时",
    "kg": "千克",
    "kgce": "千克标准煤",
    "km": "公里",
    "kt": "千吨",
    "m2": "平方米",
    "m3": "立方米",
    "person": "人",
    "t": "吨",
    "tce": "吨标准煤",
    "vehicle": "辆",
    "charger": "个充电桩",
    "head": "头",
    "household": "户",
    "year": "年",
}


def unit_words(unit: str) -> tuple[str, str]:
    """Return a unit as readers write it, in Chinese and English.

    >>> unit_words("wan tce/yi CNY")
    ('万吨标准煤/亿元', '10⁴ tce/10⁸ CNY')
    >>> unit_words("dmnl"), unit_words("1/year")
    (('—', '—'), ('每年', 'per year'))
    """
    if unit.startswith("1/"):
        zh, en = unit_words(unit.removeprefix("1/"))
        return f"每{zh}", f"per {en}"

    def chinese(found: re.Match[str]) -> str:
        size = {"wan": "万", "yi": "亿", None: ""}[found["size"]]
        return size + CHINESE.get(found["name"], found["name"])

    zh = re.sub(r"(?:(?P<size>wan|yi) )?(?P<name>[A-Za-z]\w*)", chinese, unit)
    en = unit.replace("wan ", "10⁴ ").replace("yi ", "10⁸ ").replace("dmnl", "—")
    return zh.replace("*", "·"), re.sub(r"\bm([23])\b", lambda m: "m" + "²³"[int(m[1]) - 2], en)


OFFICIAL = {"GW": (100.0, "万千瓦"), "Mt": (100.0, "万吨"), "dmnl": (100.0, "%"), "1": (100.0, "%")}
"""Model unit to the unit of official texts, and how many of those one of the model's is."""


PER_PIECE = {"亿元/吉瓦": (100.0, "元/千瓦"), "亿千瓦时/百万吨": (100.0, "千瓦时/吨")}
"""The same for what is told per piece."""


def official(unit: str, lang: str) -> tuple[float, str]:
    """Return the factor to the unit that official texts use, and its name.

    English texts keep the model's unit, but for shares.

    >>> official("GW", "zh"), official("yi m3/year", "zh"), official("dmnl", "en")
    ((100.0, '万千瓦'), (1.0, '亿立方米'), (100.0, '%'))
    """
    plain = unit.removesuffix("/year")
    if plain in OFFICIAL and (lang == "zh" or OFFICIAL[plain][1] == "%"):
        return OFFICIAL[plain]
    zh, en = unit_words(plain)
    return 1.0, zh if lang == "zh" else en


def after_number(unit: str) -> str:
    """Return a unit as it follows a number.

    >>> [after_number(each) for each in ("%", "GW", "10⁸ m³ a year", "")]
    ['%', ' GW', ' × 10⁸ m³ a year', '']
    """
    if not unit or unit.startswith("%"):
        return unit
    return f" × {unit}" if unit[0].isdigit() else f" {unit}"


def official_yearly(unit: str, lang: str) -> tuple[float, str]:
    """Return the factor to the unit of official texts, and its name with the year it is of.

    >>> (
    ...     official_yearly("yi m3/year", "zh"),
    ...     official_yearly("GW", "en"),
    ...     official_yearly("1/year", "zh"),
    ... )
    ((1.0, '亿立方米/年'), (1.0, 'GW'), (100.0, '%/年'))
    """
    factor, name = official(unit, lang)
    return factor, name + (("/年" if lang == "zh" else " a year") * unit.endswith("/year"))


def spoken_unit(words: tuple[str, str], lang: str) -> tuple[float, str]:
    """Return the factor from a unit in both languages to the one people are told, and that unit.

    The same text in both is a unit of a model file, put into words first.

    >>> spoken_unit(unit_words("Mt/year"), "zh"), spoken_unit(unit_words("Mt/year"), "en")
    ((100.0, '万吨/年'), (1.0, 'Mt/year'))
    >>> spoken_unit(("yi CNY/year", "yi CNY/year"), "zh"), spoken_unit(("", ""), "zh")
    ((1.0, '亿元/年'), (1.0, ''))
    >>> spoken_unit(unit_words("GW"), "zh"), spoken_unit(unit_words("GWh"), "zh")
    ((100.0, '万千瓦'), (1.0, '吉瓦时'))
    >>> spoken_unit(unit_words("yi CNY/GW"), "zh"), spoken_unit(unit_words("yi kWh/Mt"), "zh")
    ((100.0, '元/千瓦'), (100.0, '千瓦时/吨'))
    """
    if words[0] == words[1] and words[0]:
        words = unit_words(words[0])
    if lang == "zh" and words[0] in PER_PIECE:
        return PER_PIECE[words[0]]
    for plain in ("Mt", "GW"):
        rest = words[0].removeprefix(CHINESE[plain])
        if lang == "zh" and rest != words[0] and not rest.startswith("时"):
            factor, unit = OFFICIAL[plain]
            return factor, unit + rest
    return 1.0, words[0] if lang == "zh" else words[1]


RATIOS: dict[str, tuple[float, str, str]] = {
    "yi CNY/wan t": (1e4, "元/吨", "CNY/t"),
    "yi CNY/wan tce": (1e4, "元/吨标准煤", "CNY/tce"),
    "yi CNY/yi m3": (1.0, "元/立方米", "CNY/m³"),
    "yi CNY/yi kWh": (1.0, "元/千瓦时", "CNY/kWh"),
    "yi kWh/yi m3": (1.0, "千瓦时/立方米", "kWh/m³"),
    "wan t/yi kWh": (0.1, "千克/千瓦时", "kg/kWh"),
    "wan t/yi m3": (0.1, "千克/立方米", "kg/m³"),
    "wan tce/yi kWh": (0.1, "千克标准煤/千瓦时", "kgce/kWh"),
    "wan tce/yi m3": (0.1, "千克标准煤/立方米", "kgce/m³"),
    "wan t/wan t": (1.0, "吨/吨", "t/t"),
    "wan t/wan tce": (1.0, "吨/吨标准煤", "t/tce"),
    "wan m2/wan person": (1.0, "平方米/人", "m²/person"),
    "wan person/wan household": (1.0, "人/户", "persons/household"),
}
"""Ratios of the tables, as people say them: the factor, and the unit in Chinese and English."""


def told_units(unit: str) -> tuple[tuple[float, str], tuple[float, str]]:
    """Return factor and name of a unit of the tables as people say it, in Chinese and English.

    >>> told_units("yi CNY/wan t"), told_units("GW")
    (((10000.0, '元/吨'), (10000.0, 'CNY/t')), ((100.0, '万千瓦'), (1.0, 'GW')))
    """
    if unit in RATIOS:
        factor, zh, en = RATIOS[unit]
        return (factor, zh), (factor, en)
    words = unit_words(unit)
    return spoken_unit(words, "zh"), spoken_unit(words, "en")
