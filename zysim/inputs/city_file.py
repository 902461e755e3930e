"""Read city.toml, noting everything wrong with it before anything is raised."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from zysim.inputs.city import OUTSIDE, Account, Band, Beside, City, Group, Sector
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.toml_file import read_toml, unknown_keys, whole, word
from zysim.paths import CITY_FILE, data_root
from zysim.wording import Pair

EARLIEST, LATEST = 1990, 2100
NAMES = (
    "zh",
    "en",
    "province_zh",
    "province_en",
    "region",
    "data_zh",
    "data_en",
    "model",
)
YEARS = ("first", "last", "base", "goal", "history", "held_out")
ROLES = ("reference", "main", "account", "territorial")
VARIABLES = (
    "sectors",
    "counties",
    "gdp",
    "energy",
    "value_added",
    "final_energy",
    "people",
    "delay",
    "greenhouse",
    "intensity",
)
OPTIONAL = ("counties", "people", "delay", "greenhouse", "intensity")
"""Variables that a city may leave out."""
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
NEEDED: Mapping[str, bool] = {
    "city": True,
    "years": True,
    "roles": True,
    "variables": True,
    "accounts": True,
    "beside": False,
    "gases": False,
    "bands": True,
    "sectors": True,
    "counties": False,
    "groups": True,
    "unknowns": False,
    "payers": False,
}
"""Sections of the file, and whether each must be there."""
AFTER_GOAL = 2
"""Years after the goal that must be simulated: the slope around the goal reaches so far."""


def read_city(folder: Path | None = None) -> City:
    """Read the record of a city.

    Parameters
    ----------
    folder
        Folder that holds ``city.toml``; that of the installation or of ``ZYSIM_CITY`` if None.

    Raises
    ------
    InputError
        If the file is not there or breaks a rule; every problem is listed.

    Examples
    --------
    >>> city = read_city()
    >>> city.goal, list(city.accounts), city.usual
    (2030, ['A', 'B', 'C', 'D'], ('baseline', 'plan'))
    """
    path = (data_root() if folder is None else folder) / CITY_FILE
    if not path.is_file():
        missing = Problem(
            "there is no such file: zysim new DIR makes a city folder with one to start from",
            "没有这个文件：zysim new DIR 可新建带有该文件的城市文件夹",
        )
        raise refuse(path, [missing])
    data = read_toml(path)
    problems = unknown_keys(data, NEEDED)
    parts = {name: _section(data, name, needed, problems) for name, needed in NEEDED.items()}
    years = _years(parts["years"], problems)
    names = _words(parts["city"], NAMES, "city", problems)
    roles = _words(parts["roles"], ROLES, "roles", problems)
    accounts = {
        key: _account(key, each, roles["territorial"], problems)
        for key, each in _tables(parts["accounts"], "accounts", problems)
    }
    bands = {
        key: _band(key, each, problems) for key, each in _tables(parts["bands"], "bands", problems)
    }
    sectors = {
        key: _sector(key, each, bands, problems)
        for key, each in _tables(parts["sectors"], "sectors", problems)
    }
    _unused_bands(bands, sectors, problems)
    for role in ("account", "territorial"):
        if roles[role] and accounts and roles[role] not in accounts:
            wrong = not_known(("account", "核算口径"), roles[role], accounts)
            problems.append(wrong.under(f"roles.{role}", f"roles.{role}"))
    city = City(
        path=path,
        name=(names["zh"], names["en"]),
        province=(names["province_zh"], names["province_en"]),
        data=(names["data_zh"], names["data_en"]),
        region=names["region"],
        model=names["model"],
        first=years["first"],
        last=years["last"],
        base=years["base"],
        goal=years["goal"],
        history=years["history"],
        held_out=years["held_out"],
        reference=roles["reference"],
        main=roles["main"],
        account=roles["account"],
        territorial=roles["territorial"],
        variables=_variables(parts["variables"], problems),
        accounts=accounts,
        beside={
            key: _beside(key, each, problems)
            for key, each in _tables(parts["beside"], "beside", problems)
        },
        gases=_pairs(parts["gases"], "gases", problems),
        bands=bands,
        sectors=sectors,
        counties=_pairs(parts["counties"], "counties", problems),
        groups={
            key: _group(key, each, problems)
            for key, each in _tables(parts["groups"], "groups", problems)
        },
        unknowns=_pairs(parts["unknowns"], "unknowns", problems),
        payers=_payers(parts["payers"], problems),
    )
    if problems:
        raise refuse(path, problems)
    return city


def model_path() -> Path:
    """Return the model file of the city: that of the installation or of ``ZYSIM_CITY``.

    Raises
    ------
    InputError
        As :func:`read_city`.
    """
    return data_root() / "models" / read_city().model


def _section(
    data: Mapping[str, Any], name: str, needed: bool, problems: list[Problem]
) -> Mapping[str, Any]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        wrong = f"must be a section [{name}], got {found!r}", f"应为 [{name}] 一节，现为 {found!r}"
        problems.append(Problem(*wrong).under(name, name))
        return {}
    if needed and not found:
        problems.append(
            Problem(
                f"[{name}] is missing or empty: write it as in the shipped city.toml",
                f"缺少 [{name}] 或其为空：请参照随附的 city.toml 填写",
            )
        )
    return found


def _tables(
    section: Mapping[str, Any], name: str, problems: list[Problem]
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the entries of a section that are tables of their own; note those that are not."""
    for key, each in section.items():
        if not isinstance(each, dict):
            place = f"{name}.{key}"
            wrong = Problem(
                f"must hold names, such as zh and en, got {each!r}",
                f"应写有 zh、en 等，现为 {each!r}",
            )
            problems.append(wrong.under(place, place))
    return [(key, each) for key, each in section.items() if isinstance(each, dict)]


def _noted(place: str, found: list[Problem], problems: list[Problem]) -> None:
    problems += [each.under(place, place) for each in found]


def _words(
    section: Mapping[str, Any],
    keys: Collection[str],
    place: str,
    problems: list[Problem],
    *,
    further: Collection[str] = (),
) -> dict[str, str]:
    """Return texts that must all be there; ``further`` are keys read elsewhere."""
    found = unknown_keys(section, [*keys, *further]) if section else []
    words = {key: word(section, key, found) for key in keys} if section else dict.fromkeys(keys, "")
    _noted(place, found, problems)
    return words


def _years(section: Mapping[str, Any], problems: list[Problem]) -> dict[str, int]:
    if not section:
        return dict.fromkeys(YEARS, EARLIEST)
    found = unknown_keys(section, YEARS)
    years = {key: whole(section, key, EARLIEST, LATEST, found) for key in YEARS}
    rules = (
        (years["first"] <= years["base"], "base", "first", "not before", "不应早于"),
        (years["base"] <= years["history"], "history", "base", "not before", "不应早于"),
        (years["history"] < years["goal"], "goal", "history", "after", "应晚于"),
        (years["held_out"] >= years["base"], "held_out", "base", "not before", "不应早于"),
    )
    if not found:
        found += [
            Problem(
                f"{key} {years[key]} must be {en} {other} {years[other]}",
                f"{key} {years[key]} {zh} {other} {years[other]}",
            )
            for right, key, other, en, zh in rules
            if not right
        ]
        if years["last"] < years["goal"] + AFTER_GOAL:
            found.append(
                Problem(
                    f"last {years['last']} must be {AFTER_GOAL} years or more after goal "
                    f"{years['goal']}: whether emissions fall after it could not be seen",
                    f"last {years['last']} 应比 goal {years['goal']} 晚 {AFTER_GOAL} 年以上，"
                    "否则看不出此后排放是否下降",
                )
            )
    _noted("years", found, problems)
    return years


def _variables(section: Mapping[str, Any], problems: list[Problem]) -> dict[str, str]:
    found = unknown_keys(section, VARIABLES) if section else []
    needed = [key for key in VARIABLES if key not in OPTIONAL or key in section]
    words = {key: word(section, key, found) for key in needed} if section else {}
    _noted("variables", found, problems)
    return words


def _account(
    key: str, section: Mapping[str, Any], territorial: str, problems: list[Problem]
) -> Account:
    rest = ("rest_zh", "rest_en")
    place = f"accounts.{key}"
    names = ("variable", "zh", "en", "rule_zh", "rule_en")
    if key == territorial:
        words = _words(section, names, place, problems)
        words |= dict.fromkeys(rest, "")
    else:
        words = _words(section, (*names, *rest), place, problems)
    return Account(
        id=key,
        label=(words["zh"], words["en"]),
        rule=(words["rule_zh"], words["rule_en"]),
        variable=words["variable"],
        rest=(words["rest_zh"], words["rest_en"]),
    )


def _beside(key: str, section: Mapping[str, Any], problems: list[Problem]) -> Beside:
    place = f"beside.{key}"
    words = _words(section, ("zh", "en"), place, problems, further=("sink",))
    return Beside(
        variable=key,
        label=(words["zh"], words["en"]),
        sink=_true(section, "sink", place, problems),
    )


def _band(key: str, section: Mapping[str, Any], problems: list[Problem]) -> Band:
    place = f"bands.{key}"
    words = _words(section, ("zh", "en"), place, problems, further=("colour",))
    colour = section.get("colour", "")
    if colour and not (isinstance(colour, str) and COLOUR.fullmatch(colour)):
        wrong = Problem(
            f"colour {colour!r} is not written as #1F77B4", f"colour {colour!r} 应写作 #1F77B4"
        )
        problems.append(wrong.under(place, place))
        colour = ""
    return Band(id=key, label=(words["zh"], words["en"]), colour=colour)


def _sector(
    key: str, section: Mapping[str, Any], bands: Collection[str], problems: list[Problem]
) -> Sector:
    place = f"sectors.{key}"
    words = _words(section, ("band", "zh", "en"), place, problems, further=("producing",))
    if words["band"] and words["band"] not in bands:
        problems.append(not_known(("band", "色带"), words["band"], bands).under(place, place))
    return Sector(
        id=key,
        label=(words["zh"], words["en"]),
        band=words["band"],
        producing=_true(section, "producing", place, problems),
    )


def _unused_bands(
    bands: Collection[str], sectors: Mapping[str, Sector], problems: list[Problem]
) -> None:
    used = {each.band for each in sectors.values()}
    for band in bands:
        if band not in used:
            wrong = Problem(
                "no sector stands in this band: name it in a sector, or take it out",
                "没有行业属于这一色带：请在行业中写明，或删去该色带",
            )
            problems.append(wrong.under(f"bands.{band}", f"bands.{band}"))


def _group(key: str, section: Mapping[str, Any], problems: list[Problem]) -> Group:
    place = f"groups.{key}"
    levers = section.get("levers")
    listed = levers if isinstance(levers, list) else []
    good = bool(listed) and all(isinstance(each, str) for each in listed)
    if not good:
        wrong = Problem(
            f'levers must list lever ids, such as ["storage"], got {levers!r}',
            f'levers 应列出措施 id，如 ["storage"]，现为 {levers!r}',
        )
        problems.append(wrong.under(place, place))
    unnamed = "zh" not in section and "en" not in section and len(listed) < 2
    names = () if unnamed else ("zh", "en")
    words = _words(section, names, place, problems, further=("levers",))
    label = None if unnamed else (words["zh"], words["en"])
    return Group(id=key, label=label, levers=tuple(listed) if good else ())


def _payers(section: Mapping[str, Any], problems: list[Problem]) -> dict[str, Pair]:
    if OUTSIDE in section:
        wrong = Problem(
            "stands for everybody whose money is not counted: give this payer another id",
            "指一切不计其资金的各方：请给这一付款方另取 id",
        )
        problems.append(wrong.under(f"payers.{OUTSIDE}", f"payers.{OUTSIDE}"))
    return _pairs(section, "payers", problems)


def _pairs(section: Mapping[str, Any], name: str, problems: list[Problem]) -> dict[str, Pair]:
    found = {
        key: _words(each, ("zh", "en"), f"{name}.{key}", problems)
        for key, each in _tables(section, name, problems)
    }
    return {key: (words["zh"], words["en"]) for key, words in found.items()}


def _true(section: Mapping[str, Any], key: str, place: str, problems: list[Problem]) -> bool:
    value = section.get(key, False)
    if not isinstance(value, bool):
        wrong = f"{key} must be true or false, got {value!r}", f"{key} 应为 true 或 false"
        problems.append(Problem(*wrong).under(place, place))
        return False
    return value
