"""Scenarios: shipped by name or a user's own by path, with the chain they extend."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zysim.errors import InputError, nearest_names, unknown_name
from zysim.inputs.constants import elements_of
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, attempt, joined, refuse
from zysim.inputs.scenario_file import ScenarioFile, read_scenario_file
from zysim.inputs.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario with everything it extends brought in."""

    id: str
    title_zh: str
    title_en: str
    why_zh: str
    why_en: str
    extends: str | None
    """Id of the scenario it extends."""
    levers: Mapping[str, float]
    """Lever id to setting; levers left out stand at 0."""
    years: Mapping[str, tuple[int, int]]
    """Lever id to start year and full year, where they are not those of the table."""
    assumptions: Mapping[str, float]
    """Scalar id of a model constant to value; the others keep the value of params/."""
    files: tuple[Path, ...]
    """Files it was read from, its own first."""


def scenario_names(tables: Tables) -> tuple[str, ...]:
    """Return the names of the shipped scenarios: reference, main, then by alphabet."""
    found = sorted(path.stem for path in _folder(tables).glob("*.toml"))
    first = [name for name in tables.city.usual if name in found]
    return (*first, *(name for name in found if name not in first))


def read_scenario(name: str, tables: Tables) -> Scenario:
    """Read one scenario.

    Parameters
    ----------
    name
        Name of a shipped scenario, or path of a file that ends in ``.toml``.
    tables
        Levers and constants that may be set.

    Raises
    ------
    InputError
        If there is no such scenario (with the nearest names), or if its file or one it
        extends breaks a rule; every problem is listed with file and place.
    """
    path = _locate(name, tables, Path(), "")
    chain = _read_chain(path, tables)
    own = chain[0]
    shipped = _folder(tables).resolve()
    if own.path.resolve().parent != shipped and own.id in scenario_names(tables):
        wrong = Problem(
            f"id {own.id!r} is that of a shipped scenario: give your own another id",
            f"id {own.id!r} 与内置情景重名：请换一个 id",
        )
        raise refuse(own.path, [wrong])
    levers: dict[str, float] = {}
    years: dict[str, tuple[int, int]] = {}
    assumptions: dict[str, float] = {}
    for file in reversed(chain):
        levers |= file.levers
        years |= file.years
        assumptions |= expand(file.assumptions, tables.parameters)
    return Scenario(
        id=own.id,
        title_zh=_inherited(chain, lambda each: each.title_zh, "{title}（{id}）"),
        title_en=_inherited(chain, lambda each: each.title_en, "{title} ({id})"),
        why_zh=own.why_zh,
        why_en=own.why_en,
        extends=chain[1].id if len(chain) > 1 else None,
        levers=levers,
        years=years,
        assumptions=assumptions,
        files=tuple(file.path for file in chain),
    )


def read_scenarios(tables: Tables) -> tuple[Scenario, ...]:
    """Read every shipped scenario; problems of all files are raised together.

    Raises
    ------
    InputError
        If any scenario file breaks a rule.
    """
    errors: list[InputError] = []
    found = [
        attempt(errors, partial(read_scenario, name, tables)) for name in scenario_names(tables)
    ]
    if errors:
        raise joined(errors)
    return tuple(each for each in found if each is not None)


def expand(values: Mapping[str, float], parameters: Mapping[str, Parameter]) -> dict[str, float]:
    """Return values by scalar id: a whole array gives its elements, a single element wins."""
    by_scalar: dict[str, float] = {}
    for name in sorted(values, key=lambda each: each in parameters):
        by_scalar |= dict.fromkeys(elements_of(name, parameters), values[name])
    return by_scalar


def _inherited(
    chain: Sequence[ScenarioFile], title_of: Callable[[ScenarioFile], str], form: str
) -> str:
    """Return a file's own title, or that of the scenario it extends with its id behind."""
    own = chain[0]
    title = next((title_of(each) for each in chain if title_of(each)), "")
    if title_of(own) or not title:
        return title or own.id
    return form.format(title=title, id=own.id)


def _folder(tables: Tables) -> Path:
    return tables.folder / "scenarios"


def _locate(name: str, tables: Tables, beside: Path, where: str) -> Path:
    """Return the file of a scenario: a path as seen from ``beside``, or a shipped name."""
    file = beside / Path(name).expanduser()
    if name.endswith(".toml"):
        if where and not file.is_file():
            raise refuse(where, [_missing(file)])
        return file
    if file.is_file():
        raise refuse(where or file, [_wrong_ending(file)])
    names = scenario_names(tables)
    if name not in names:
        known = list(names)
        for each in names:
            titled = read_scenario_file(
                _folder(tables) / f"{each}.toml", tables.levers, tables.parameters, tables.city
            )
            if name in (titled.title_zh, titled.title_en):
                return titled.path
            known += [titled.title_zh, titled.title_en]
        near = nearest_names(name, known) if name not in names else []
        raise unknown_name("scenario", name, near or names, where)
    return _folder(tables) / f"{name}.toml"


def _missing(file: Path) -> Problem:
    return Problem(
        f"there is no file {file}. Write the path as seen from this file.",
        f"没有文件 {file}。请按相对于本文件的位置书写。",
    )


def _wrong_ending(file: Path) -> Problem:
    right = f"{file.name.partition('.')[0]}.toml"
    return Problem(
        f"{file} is there, but a scenario's file must end in .toml: rename it to {right}",
        f"文件 {file} 存在，但情景文件须以 .toml 结尾：请改名为 {right}",
    )


def _read_chain(path: Path, tables: Tables) -> list[ScenarioFile]:
    """Read a file and all it extends, the file itself first."""
    chain: list[ScenarioFile] = []
    seen: list[Path] = []
    while True:
        if path.resolve() in seen:
            words = " -> ".join(each.stem for each in [*seen, path])
            wrong = Problem(
                f"extends goes in a circle: {words}. Take one extends out.",
                f"extends 形成循环：{words}。请去掉其中一个 extends。",
            )
            raise refuse(path, [wrong])
        seen.append(path.resolve())
        file = read_scenario_file(path, tables.levers, tables.parameters, tables.city)
        chain.append(file)
        if file.extends is None:
            return chain
        path = _locate(file.extends, tables, path.parent, f"{path}: extends")
