"""Read seek/*.toml: what must hold, what may move, and what is wanted least."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from zysim.errors import unknown_name
from zysim.inputs.changes import check_years
from zysim.inputs.city import City
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.seek_question import (
    ALL,
    BudgetHold,
    Decide,
    Hold,
    Least,
    Move,
    Over,
    PeakHold,
    SeekQuestion,
    TargetHold,
    ValueHold,
    check_hold,
)
from zysim.inputs.tables import Tables
from zysim.inputs.toml_file import choice, read_toml, unknown_keys, whole, word

WORDS = ("id", "title_zh", "title_en", "question_zh", "question_en", "start")
KEYS = (*WORDS, "least", "over", "seed", "keep", "hold", "move", "decide")
PEAK_KEYS = ("peak_by", "account", "tolerance", "probability")
TARGET_KEYS = ("target", "probability")
VALUE_KEYS = ("variable", "year", "at_least", "at_most", "of_start", "probability")
BUDGET_KEYS = ("budget", "probability")
KINDS = {
    "peak_by": PEAK_KEYS,
    "target": TARGET_KEYS,
    "variable": VALUE_KEYS,
    "budget": BUDGET_KEYS,
}
"""What a condition may be about, and the keys it may then have."""
DECIDE_KEYS = ("in", "watch")
MOVE_KEYS = ("levers", "low", "high", "together", "weight", "years")


def question_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the shipped questions, by alphabet."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def read_question(name: str, folder: Path, tables: Tables, known: Collection[str]) -> SeekQuestion:
    """Read one question.

    Parameters
    ----------
    name
        Name of a shipped question, or path of a file that ends in ``.toml``.
    folder
        Folder of the shipped questions.
    tables
        Levers and targets that it may name.
    known
        Scalar ids of the variables of the model.

    Raises
    ------
    InputError
        If there is no such question (with the nearest names), or its file breaks a rule; every
        problem is listed.
    """
    if name.endswith(".toml"):
        path = Path(name).expanduser()
    else:
        names = question_names(folder)
        if name not in names:
            raise unknown_name("question", name, names, "")
        path = folder / f"{name}.toml"
    data = read_toml(path)
    problems = unknown_keys(data, KEYS)
    words = {key: word(data, key, problems) for key in WORDS}
    least = choice(data, "least", get_args(Least), problems)
    over = choice({"over": "worlds", **data}, "over", get_args(Over), problems)
    seed = whole({"seed": 0, **data}, "seed", 0, (1 << 31) - 1, problems)
    holds = [
        found
        for at, entry in enumerate(_entries(data, "hold", problems), start=1)
        for found in [_hold(entry, f"[[hold]] {at}", tables, known, problems)]
        if found is not None
    ]
    if not data.get("hold"):
        problems.append(
            Problem("nothing must hold: write at least one [[hold]]", "缺少 [[hold]]：至少写一条")
        )
    moves = [
        _move(entry, f"[[move]] {at}", tables, problems)
        for at, entry in enumerate(_entries(data, "move", problems), start=1)
    ]
    keep = _levers(data, "keep", "keep", tables, problems)
    problems += _twice(moves)
    decide = _decide(data["decide"], tables, problems) if "decide" in data else None
    if problems:
        raise refuse(path, problems)
    return SeekQuestion(
        id=words["id"],
        title=(words["title_zh"], words["title_en"]),
        question=(words["question_zh"], words["question_en"]),
        start=words["start"],
        least=cast("Least", least),
        over=cast("Over", over),
        seed=seed,
        holds=tuple(sorted(holds, key=lambda each: isinstance(each, BudgetHold))),
        moves=tuple(moves),
        keep=keep,
        decide=decide,
        path=path,
    )


def _hold(
    entry: Mapping[str, Any],
    place: str,
    tables: Tables,
    known: Collection[str],
    problems: list[Problem],
) -> Hold | None:
    kinds = [key for key in KINDS if key in entry]
    if len(kinds) != 1:
        problems.append(
            Problem(
                f"{place}: write one of {', '.join(KINDS)}",
                f"{place}：请写 {'、'.join(KINDS)} 之一",
            )
        )
        return None
    found = unknown_keys(entry, KINDS[kinds[0]])
    city = tables.city
    probability = _number(entry, "probability", found)
    hold: Hold
    if kinds[0] == "peak_by":
        hold = PeakHold(
            by=whole(entry, "peak_by", city.first + 1, city.last - 1, found),
            account=choice({"account": city.account, **entry}, "account", city.accounts, found),
            tolerance=_number({"tolerance": 0.0, **entry}, "tolerance", found),
            probability=probability,
        )
    elif kinds[0] == "target":
        name = word(entry, "target", found)
        targets = [each.id for each in tables.targets.values() if each.modelled]
        if name and name not in targets:
            found.append(not_known(("target of the model", "可计算的目标"), name, targets))
        hold = TargetHold(target=name, probability=probability)
    elif kinds[0] == "budget":
        hold = BudgetHold(most=_number(entry, "budget", found), probability=probability)
        if not tables.payments:
            found.append(
                Problem(
                    "the city has no params/payments.csv, so no costs: leave the budget out",
                    "本城市没有 params/payments.csv，无法计算费用：请去掉预算",
                )
            )
    else:
        hold = _value(entry, tables.city, known, probability, found)
    problems += [each.under(place, place) for each in found]
    if not found:
        problems += check_hold(hold, tables.city, place)
    return hold


def _value(
    entry: Mapping[str, Any],
    city: City,
    known: Collection[str],
    probability: float,
    found: list[Problem],
) -> ValueHold:
    name = word(entry, "variable", found)
    if name and name not in known:
        found.append(not_known(("variable", "变量"), name, known))
    bounds = [key for key in ("at_least", "at_most") if key in entry]
    if len(bounds) != 1:
        found.append(Problem("write one of at_least and at_most", "请写 at_least 与 at_most 之一"))
    of_start = entry.get("of_start", False)
    if not isinstance(of_start, bool):
        found.append(Problem("of_start must be true or false", "of_start 应为 true 或 false"))
    return ValueHold(
        variable=name,
        year=whole(entry, "year", city.first + 1, city.last, found),
        bound=_number(entry, bounds[0], found) if len(bounds) == 1 else 0.0,
        least=bounds == ["at_least"],
        of_start=of_start is True,
        probability=probability,
    )


def _move(entry: Mapping[str, Any], place: str, tables: Tables, problems: list[Problem]) -> Move:
    found = unknown_keys(entry, MOVE_KEYS)
    levers = _levers(entry, "levers", "levers", tables, found)
    if not levers:
        found.append(Problem("levers: name one, or all", "levers：请写出措施，或写 all"))
    low, high = (_number(entry, key, found) if key in entry else None for key in ("low", "high"))
    for name in levers if ALL not in levers else ():
        lever = tables.levers[name]
        for key, value in (("low", low), ("high", high)):
            if value is not None and not lever.low <= value <= lever.high:
                found.append(
                    Problem(
                        f"{key} {value:g} is outside {lever.low:g} to {lever.high:g} of {name}",
                        f"{key} {value:g} 超出 {name} 的范围 {lever.low:g} 至 {lever.high:g}",
                    )
                )
    if low is not None and high is not None and low > high:
        found.append(Problem(f"low {low:g} is above high {high:g}", f"low {low:g} 大于 high"))
    weight = _number({"weight": 1.0, **entry}, "weight", found)
    if weight <= 0:
        found.append(Problem(f"weight {weight:g} must be above 0", f"weight {weight:g} 应大于 0"))
    together = entry.get("together", False)
    if not isinstance(together, bool):
        found.append(Problem("together must be true or false", "together 应为 true 或 false"))
    years = _years(entry, tables.city, found)
    problems += [each.under(place, place) for each in found]
    return Move(
        levers=levers, low=low, high=high, together=bool(together), weight=weight, years=years
    )


def _decide(entry: object, tables: Tables, problems: list[Problem]) -> Decide:
    found: list[Problem] = []
    if not isinstance(entry, dict):
        found.append(Problem("write [decide] before its lines", "[decide] 应单独成节"))
        entry = {}
    found += unknown_keys(entry, DECIDE_KEYS)
    year = whole(entry, "in", tables.city.history + 1, tables.city.last - 1, found)
    watch = entry.get("watch", [])
    if not isinstance(watch, list) or not watch or not all(isinstance(n, str) for n in watch):
        found.append(
            Problem(
                'watch: name statistics of params/signposts.csv, such as ["gas_output"]',
                'watch：请列出 params/signposts.csv 中的指标，如 ["gas_output"]',
            )
        )
        watch = []
    found += [
        not_known(("statistic", "指标"), name, tables.signposts)
        for name in watch
        if name not in tables.signposts
    ]
    problems += [each.under("[decide]", "[decide]") for each in found]
    return Decide(year=year, watch=tuple(watch))


def _years(entry: Mapping[str, Any], city: City, found: list[Problem]) -> tuple[int, int] | None:
    years = entry.get("years")
    if years is None:
        return None
    whole_numbers = isinstance(years, list) and [type(each) for each in years] == [int, int]
    if not whole_numbers:
        found.append(
            Problem(
                f"years must be two years like [2026, 2030], got {years!r}",
                f"years 应为两个年份，如 [2026, 2030]，现为 {years!r}",
            )
        )
        return None
    first, last = years
    wrong = check_years(first, last, city)
    found += [] if wrong is None else [wrong]
    return first, last


def _levers(
    data: Mapping[str, Any], key: str, place: str, tables: Tables, problems: list[Problem]
) -> tuple[str, ...]:
    names = data.get(key, [])
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        problems.append(
            Problem(
                f"{place} must be a list of levers, got {names!r}",
                f"{place} 应为措施名的列表，现为 {names!r}",
            )
        )
        return ()
    problems += [
        not_known(("lever", "措施"), name, tables.levers).under(place, place)
        for name in names
        if name != ALL and name not in tables.levers
    ]
    return tuple(names) if ALL in names else tuple(n for n in names if n in tables.levers)


def _twice(moves: Sequence[Move]) -> list[Problem]:
    named = [name for move in moves for name in move.levers]
    return [
        Problem(f"{name}: moves in two entries", f"{name}：在两条 [[move]] 中出现")
        for name in sorted({each for each in named if named.count(each) > 1})
    ]


def _entries(data: Mapping[str, Any], key: str, problems: list[Problem]) -> list[dict[str, Any]]:
    entries = data.get(key, [])
    if isinstance(entries, list) and all(isinstance(each, dict) for each in entries):
        return entries
    problems.append(
        Problem(f"{key}: write [[{key}]] before each entry", f"{key}：每条之前请写 [[{key}]]")
    )
    return []


def _number(entry: Mapping[str, Any], key: str, problems: list[Problem]) -> float:
    value = entry.get(key)
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    if usable and math.isfinite(cast("float", value)):
        return float(cast("float", value))
    seen = "missing" if value is None else repr(value)
    seen_zh = "缺失" if value is None else repr(value)
    problems.append(
        Problem(f"{key} must be a number, it is {seen}", f"{key} 应为数字，现为{seen_zh}")
    )
    return 0.0
