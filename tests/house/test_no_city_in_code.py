"""No name of the shipped city stands in the program: it is all read from the city's folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from zysim.inputs.read_city import read_city
from zysim.inputs.read_tables import read_tables
from zysim.inputs.scenarios import scenario_names

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder, ending in (("zysim", "*.py"), ("web/src", "*"))
    for path in (ROOT / folder).rglob(ending)
    if path.is_file()
)
COMMAND = re.compile(r"zysim [a-z-]+ ")
"""In a line of the help of a command, an example on the shipped city."""


def words() -> list[str]:
    city, tables = read_city(), read_tables()
    found = [*city.name, *city.province, city.region, city.model, city.name[0].removesuffix("市")]
    found += [word for pair in city.counties.values() for word in pair]
    found += list(city.counties)
    found += [each.variable for each in city.accounts.values()]
    found += [each.label[0] for each in city.accounts.values()]
    found.append(city.variables["sectors"])
    found += [each.label[0] for each in city.groups.values() if each.label]
    found += [each for each in scenario_names(tables) if "-" in each]
    return found


def told(path: Path) -> Iterator[tuple[int, str]]:
    """Give the lines of a file with their numbers, without examples, which run on that city."""
    inside = False
    for at, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        inside = line.lstrip().startswith(">>>") or (inside and bool(line.strip()))
        if not inside and not COMMAND.search(line):
            yield at, line


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, str]]:
    return [
        (f"{path.relative_to(ROOT)}:{at}", line.lower())
        for path in SOURCES
        for at, line in told(path)
    ]


@pytest.mark.parametrize("word", words())
def test_the_program_does_not_know_the_city(word: str, lines: list[tuple[str, str]]) -> None:
    assert [f"{place}: {line.strip()[:90]}" for place, line in lines if word.lower() in line] == []
