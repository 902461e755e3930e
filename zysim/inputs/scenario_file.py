"""Read one scenario file: its words, its lever settings, its assumptions, all checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from zysim.inputs.changes import check_years, parse_change, years_of
from zysim.inputs.city import City
from zysim.inputs.constants import check_assumption, check_lever, identify
from zysim.inputs.declared import Field, Form, matching
from zysim.inputs.levers import Lever
from zysim.inputs.parameters import Parameter
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_table import TomlTable
from zysim.inputs.toml_text import as_toml

SCENARIO_ID = matching(
    r"[\w-]+", "只能用文字、数字、- 和 _", "may have letters, digits, - and _ only"
)


def _one_line(name: str, text: str) -> Iterator[Problem]:
    if len(text.splitlines()) > 1:
        yield Problem(f"{name} has more than one line: write one", f"{name} 有多行：请写成一行")


Line = Annotated[str, Form(_one_line)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioEntry:
    """One scenario file as it is written."""

    id: Annotated[
        str, SCENARIO_ID, Field("标识，默认为文件名", "id; the name of the file if none")
    ] = ""
    title_zh: Annotated[Line, Field("中文标题", "title in Chinese")] = ""
    title_en: Annotated[Line, Field("英文标题", "title in English")] = ""
    why_zh: Annotated[Line, Field("为何设此情景（中文）", "what it stands for, in Chinese")] = ""
    why_en: Annotated[Line, Field("为何设此情景（英文）", "what it stands for, in English")] = ""
    extends: Annotated[
        str | None,
        Field("所沿用的情景名或文件", "shipped scenario or file that it changes"),
    ] = None
    levers: Annotated[
        Mapping[str, float],
        Field(
            "措施的设置：0 为基线，1 为方案", "settings of levers: 0 is the baseline, 1 the plan"
        ),
    ] = field(default_factory=dict)
    schedule: Annotated[
        Mapping[str, Any],
        Field('措施的年份："2028-2032" 或到位年 2032', 'years: "2028-2032", or the full year 2032'),
    ] = field(default_factory=dict)
    assumptions: Annotated[
        Mapping[str, float], Field("模型常数的值", "values of constants of the model")
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFile:
    """What one file says, before the scenario it extends is brought in."""

    path: Path
    id: str
    title_zh: str
    title_en: str
    why_zh: str
    why_en: str
    extends: str | None
    """Name of a shipped scenario, or path of a file, seen from this file."""
    levers: Mapping[str, float]
    """Lever id to setting; only those the file names."""
    years: Mapping[str, tuple[int, int]]
    """Lever id to start year and full year; only those the file names."""
    assumptions: Mapping[str, float]
    """Scalar or whole id of a model constant to value; only those the file names."""


EMPTY = Problem(
    "nothing is written in it: set levers under [levers], such as LEVER = 0.5, or start from "
    "another scenario by extends",
    "文件中什么也没有：请在 [levers] 下设定措施，如 措施 = 0.5，或用 extends 写明所依据的情景",
)


def read_scenario_file(
    path: Path, levers: Mapping[str, Lever], parameters: Mapping[str, Parameter], city: City
) -> ScenarioFile:
    """Read and check one scenario file.

    Raises
    ------
    InputError
        If anything is wrong; the message lists every problem with its place.
    """
    problems: list[Problem] = []
    written = read_toml(path)
    if not written:
        raise refuse(path, [EMPTY])
    entry = TomlTable({"id": path.stem, **written}, "", problems).record(ScenarioEntry)
    settings = {identify(name, levers, parameters): at for name, at in entry.levers.items()}
    values = {identify(name, levers, parameters): at for name, at in entry.assumptions.items()}
    for name, setting in settings.items():
        problems += _under("levers", name, check_lever(name, setting, levers, parameters))
    for name, value in values.items():
        problems += _under("assumptions", name, check_assumption(name, value, levers, parameters))
    years = _schedule(entry.schedule, levers, city, problems)
    if problems:
        raise refuse(path, problems)
    return ScenarioFile(
        path=path,
        id=entry.id,
        title_zh=entry.title_zh,
        title_en=entry.title_en,
        why_zh=entry.why_zh,
        why_en=entry.why_en,
        extends=entry.extends,
        levers=settings,
        years=years,
        assumptions=values,
    )


def _schedule(
    entries: Mapping[str, Any], levers: Mapping[str, Lever], city: City, problems: list[Problem]
) -> dict[str, tuple[int, int]]:
    """Read ``lever = "2028-2032"`` (start year, full year) or ``lever = 2032`` (full year)."""
    years: dict[str, tuple[int, int]] = {}
    for label, value in entries.items():
        name = identify(label, levers, {})
        change = parse_change(f"@{str(value).removeprefix('@')}")
        found: Problem | None
        if name not in levers:
            found = not_known(("lever", "措施"), name, levers)
        elif isinstance(change, Problem):
            shown = as_toml(value)
            found = Problem(
                f'{shown} is not a span of years: write "2028-2032" (first year, year in full '
                "force), or 2032 (in full force)",
                f'{shown} 不是年份：请写作 "2028-2032"（起始年-到位年），或 2032（到位年）',
            )
        else:
            years[name] = years_of(change, levers[name]) or (0, 0)
            found = check_years(*years[name], city)
        problems += _under("schedule", name, found)
    return years


def _under(table: str, name: str, found: Problem | None) -> list[Problem]:
    return [] if found is None else [found.under(f"[{table}] {name}", f"[{table}] {name}")]
