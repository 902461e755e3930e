"""A case: a scenario and what was changed on top of it, under one id and one label."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from zysim.inputs.changes import (
    Change,
    Changes,
    Scheduled,
    check_years,
    parse_changes,
    split_case,
    word_of,
    years_of,
)
from zysim.inputs.constants import (
    check_assumption,
    check_lever,
    constant_label,
    elements_of,
    identify,
)
from zysim.inputs.lever_names import lever_scalar, lever_set_by
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.scenarios import Scenario, expand, read_scenario
from zysim.inputs.tables import Tables
from zysim.units import told_units
from zysim.wording import Lang, Pair, pick

CHANGED: Pair = ("{title}（改：{changes}）", "{title} (changed: {changes})")
YEARS: Pair = ("{start}—{full} 年", "{start}–{full}")
LONGEST_STEM = 80
UNFIT = re.compile(r"[^\w.+=@-]+")
"""What some file system does not take in a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that makes one run differ from the model file, and what it is called.

    ``id`` and ``titles`` are made once, when the settings are: every title, row, file name,
    manifest and document takes them from here.
    """

    scenario: Scenario
    levers: Mapping[str, float]
    """Setting of every lever, by lever id."""
    years: Mapping[str, tuple[int, int]]
    """Start year and full year of levers whose years differ from the table's, by lever id."""
    assumptions: Mapping[str, float]
    """Model constants that differ from params/, by scalar id."""
    changes: Changes
    """What was changed on top of the scenario, by id, in order of the ids; without changes
    that leave the scenario as it is."""
    same: tuple[str, ...]
    """Names of changes that leave the scenario as it is."""
    constants: Mapping[str, float]
    """Value of every lever setting and year, and changed assumption, by scalar id."""
    id: str
    """``plan``, or ``plan+gas_output=0.5``; equal for equal cases however they were typed."""
    title_zh: str
    title_en: str

    @property
    def titles(self) -> Pair:
        """Title in Chinese and English, with what was changed."""
        return self.title_zh, self.title_en

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits of the SHA-256 of all constants set."""
        text = json.dumps(dict(self.constants), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def stem(self) -> str:
        """Name for files: the id, with its tail replaced by the hash where it is long."""
        fit = UNFIT.sub("_", self.id)
        return fit if len(fit) <= LONGEST_STEM else f"{fit[: LONGEST_STEM - 13]}-{self.hash}"


def read_case(word: str, tables: Tables, changes: Changes | None = None) -> Settings:
    """Read a case as typed: ``plan``, ``mine.toml`` or ``plan+gas_output=0.5@2028-2032``.

    Parameters
    ----------
    word
        Name, title or file of a scenario, and changes after plus signs.
    changes
        Further changes; they win over those of the word.

    Raises
    ------
    InputError
        If the scenario or a name is unknown, or a value or year is out of range.
    """
    base, words = split_case(word)
    scenario = read_scenario(base, tables)
    return resolve(scenario, tables, {**parse_changes(words), **(changes or {})})


def resolve(scenario: Scenario, tables: Tables, changes: Changes | None = None) -> Settings:
    """Merge a scenario with the user's changes.

    Parameters
    ----------
    scenario
        The scenario to start from.
    tables
        Levers and constants with their ranges.
    changes
        Lever id, or scalar or whole id of a model constant, or label of either, to value.

    Returns
    -------
    Settings
        ``constants`` holds the setting of every lever, the years of levers that differ
        from the table's, and the assumptions.

    Raises
    ------
    InputError
        If a name is unknown (with the nearest names) or a value is outside its range; all
        problems at once.
    """
    named = {
        identify(name, tables.levers, tables.parameters): change
        for name, change in (changes or {}).items()
    }
    problems = [
        found.under(name, name)
        for name, change in named.items()
        for found in _check(name, change, tables)
    ]
    if problems:
        raise refuse("--set", problems)
    before = {**dict.fromkeys(tables.levers, 0.0), **scenario.levers}
    levers, years, assumptions = dict(before), dict(scenario.years), dict(scenario.assumptions)
    effective: dict[str, Change] = {}
    for name, change in sorted(named.items()):
        if name in tables.levers:
            strength = change.value if isinstance(change, Scheduled) else change
            levers[name] = before[name] if strength is None else strength
            usual = tables.levers[name].start, tables.levers[name].full
            was = years.get(name, usual)
            years[name] = years_of(change, tables.levers[name]) or was
            moved = levers[name] != before[name] or years[name] != was
        else:
            values = expand({name: _number(change)}, tables.parameters)
            known = {each: tables.parameters[each].value for each in values} | assumptions
            moved = any(known[each] != value for each, value in values.items())
            assumptions |= values
        if moved:
            effective[name] = change
    years = {
        name: when
        for name, when in years.items()
        if when != (tables.levers[name].start, tables.levers[name].full)
    }
    constants = {tables.levers[name].constant: value for name, value in levers.items()}
    for name, (start, full) in years.items():
        constants[lever_scalar(name, "start_year")] = float(start)
        constants[lever_scalar(name, "full_year")] = float(full)
    titles = [
        _title(scenario, before, levers, effective, years, tables, lang) for lang in ("zh", "en")
    ]
    return Settings(
        scenario=scenario,
        levers=levers,
        years=years,
        assumptions=assumptions,
        changes=effective,
        same=tuple(sorted(set(named) - set(effective))),
        constants=constants | assumptions,
        id="+".join(
            [scenario.id, *(f"{name}={word_of(each)}" for name, each in effective.items())]
        ),
        title_zh=titles[0],
        title_en=titles[1],
    )


def _number(change: Change) -> float:
    """Return the value of a change of an assumption, which has no years."""
    return float("nan") if isinstance(change, Scheduled) else change


def _title(
    scenario: Scenario,
    before: Mapping[str, float],
    levers: Mapping[str, float],
    changes: Changes,
    years: Mapping[str, tuple[int, int]],
    tables: Tables,
    lang: Lang,
) -> str:
    title = scenario.title_zh if lang == "zh" else scenario.title_en
    if not changes:
        return title
    values = {name: each.value for name, each in tables.parameters.items()}
    values |= scenario.assumptions
    parts = []
    for name, change in changes.items():
        if name not in tables.levers:
            parts.append(_assumed(name, _number(change), scenario, tables, lang))
            continue
        lever = tables.levers[name]
        label = lever.label_zh if lang == "zh" else lever.label_en
        pair = before[name], levers[name]
        if pair[0] != pair[1]:
            quantity = tables.quantities.get(name)
            words = f"{pair[0]:g}→{pair[1]:g}"
            label += f" {quantity.words(pair, values, lang) if quantity else words}"
        if isinstance(change, Scheduled):
            start, full = years.get(name, (lever.start, lever.full))
            label += (" " if pair[0] == pair[1] else "，" if lang == "zh" else ", ") + pick(
                YEARS, lang
            ).format(start=start, full=full)
        parts.append(label)
    joint = "；" if lang == "zh" else "; "
    return pick(CHANGED, lang).format(title=title, changes=joint.join(parts))


def _assumed(name: str, value: float, scenario: Scenario, tables: Tables, lang: Lang) -> str:
    first = tables.parameters[elements_of(name, tables.parameters)[0]]
    label = pick(constant_label(name, tables.parameters), lang)
    before = scenario.assumptions.get(first.id, first.value)
    zh, en = told_units(first.unit)
    factor, unit = zh if lang == "zh" else en
    return f"{label} {factor * before:g}→{factor * value:g} {unit}".removesuffix(" —")


def _check(name: str, change: Change, tables: Tables) -> list[Problem]:
    scheduled = isinstance(change, Scheduled)
    value = change.value if isinstance(change, Scheduled) else change
    if name in tables.levers:
        lever = tables.levers[name]
        strength = None if value is None else check_lever(name, value, tables.levers, {})
        years = years_of(change, lever)
        return [each for each in (strength, years and check_years(*years, tables.city)) if each]
    lever_id = lever_set_by(name, tables.levers)
    if lever_id:
        word = f"{lever_id}={word_of(change)}"
        return [Problem(f"is a lever: write {word}", f"是措施：请写 {word}")]
    if not elements_of(name, tables.parameters):
        labels = [each.label_zh for each in tables.levers.values()]
        known = [*tables.levers, *labels, *tables.parameters]
        return [not_known(("lever or constant", "措施或常数"), name, known)]
    if scheduled:
        return [
            Problem(
                "is a constant, which has no years: leave out what follows @",
                "是常数，没有年份：请去掉 @ 及其后的内容",
            )
        ]
    found = check_assumption(name, _number(change), tables.levers, tables.parameters)
    return [] if found is None else [found]
