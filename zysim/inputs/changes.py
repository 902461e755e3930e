"""What a user changes on top of a scenario: words like ``gas_output=0.5@2028-2032``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zysim.inputs.city import City
from zysim.inputs.levers import Lever
from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem, refuse

YEARS = re.compile(r"(?:(\d{4})\s*[-–—~至]\s*)?(\d{4})年?")
BETWEEN = re.compile(r"\+(?=[^+=]*=)")
"""A plus sign that begins a change: a name and = follow before the next plus."""
SHAPE = Problem(
    "write NAME=VALUE, or NAME=VALUE@FIRST-FULL with two years",
    "请写作 名称=数值，或 名称=数值@起始年-到位年",
)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A change of a lever that says when: strength (that of the scenario if None) and years."""

    value: float | None
    start: int | None
    """Last year without effect; that of the table if None."""
    full: int
    """First year in full force."""


Change = float | Scheduled
Changes = Mapping[str, Change]


def parse_changes(words: Sequence[str]) -> dict[str, Change]:
    """Read words like ``gas_output=0.5``, as typed after ``--set``.

    >>> parse_changes(["gas_output=0.5", "policy_delay = 5"])
    {'gas_output': 0.5, 'policy_delay': 5.0}
    >>> parse_changes(["storage=1@2027-2030", "gas_output=@2032"])["storage"]
    Scheduled(value=1.0, start=2027, full=2030)

    Raises
    ------
    InputError
        If a word is not NAME=VALUE or a name comes twice; all problems at once.
    """
    changes: dict[str, Change] = {}
    problems: list[Problem] = []
    for word in words:
        name, equals, text = (part.strip() for part in word.partition("="))
        change = parse_change(text)
        if not equals or not name:
            problems.append(SHAPE.under(repr(word), repr(word)))
        elif name in changes:
            problems.append(Problem(f"{name}: is set twice", f"{name}：设置了两次"))
        elif isinstance(change, Problem):
            problems.append(change.under(name, name))
        else:
            changes[name] = change
    if problems:
        raise refuse("--set", problems)
    return changes


def parse_change(text: str) -> Change | Problem:
    """Read ``0.5``, ``1@2028-2032``, ``1@2032`` or ``@2032`` (years alone).

    >>> parse_change("@2028-2032")
    Scheduled(value=None, start=2028, full=2032)
    """
    number, at, years = (part.strip() for part in text.partition("@"))
    if not at:
        return parse_number(number)
    value = parse_number(number) if number else None
    if isinstance(value, Problem):
        return value
    found = YEARS.fullmatch(years)
    if not found:
        return Problem(
            f"{years!r} is not a span of years: write @2028-2032 (first year, year in full force)",
            f"{years!r} 不是年份：请写作 @2028-2032（起始年-到位年）",
        )
    return Scheduled(value, int(found[1]) if found[1] else None, int(found[2]))


def word_of(change: Change) -> str:
    """Return a change as it is typed after NAME=.

    >>> word_of(0.5), word_of(Scheduled(1, 2028, 2032)), word_of(Scheduled(None, None, 2032))
    ('0.5', '1@2028-2032', '@2032')
    """
    if not isinstance(change, Scheduled):
        return f"{change:g}"
    value = "" if change.value is None else f"{change.value:g}"
    start = "" if change.start is None else f"{change.start}-"
    return f"{value}@{start}{change.full}"


def check_years(start: int, full: int, city: City | None) -> Problem | None:
    """Return what is wrong with the years of a lever, or None; without a city, their order."""
    first, last = (city.history, city.last) if city else (start, full)
    if not (start >= first and full <= last):
        return Problem(
            f"{start}-{full} is outside {first} to {last}: levers act after "
            f"{first}, and the model ends in {last}",
            f"{start}-{full} 超出 {first} 至 {last}：措施自 {first} "
            f"年之后起作用，模型到 {last} 年为止",
        )
    if start >= full:
        return Problem(
            f"{start}-{full} ends before it starts: the year in full force comes after {start}",
            f"{start}-{full} 到位早于起始：到位年应晚于 {start} 年",
        )
    return None


def years_of(change: Change, lever: Lever) -> tuple[int, int] | None:
    """Return the years a change sets, or None if it leaves those of the table."""
    if not isinstance(change, Scheduled):
        return None
    return (lever.start if change.start is None else change.start), change.full


def plain(changes: Changes) -> dict[str, float]:
    """Return changes of a model without levers, where nothing has years.

    Raises
    ------
    InputError
        If a change says when.
    """
    wrong = [
        Problem(
            f"{name}: years after @ are for the levers of the city",
            f"{name}：@ 之后的年份只用于城市模型的措施",
        )
        for name, change in changes.items()
        if isinstance(change, Scheduled)
    ]
    if wrong:
        raise refuse("--set", wrong)
    return {name: change for name, change in changes.items() if isinstance(change, float | int)}


def split_case(word: str) -> tuple[str, list[str]]:
    """Split the name of a case into its scenario and its changes.

    >>> split_case("plan+gas_output=1e+2+storage=0@2028-2032")
    ('plan', ['gas_output=1e+2', 'storage=0@2028-2032'])
    """
    base, *changes = BETWEEN.split(word)
    return base.strip(), changes
