"""From a scenario and the user's own changes to values of model constants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zysim.inputs.constants import check_assumption, check_lever, elements_of
from zysim.inputs.numbers import parse_number
from zysim.inputs.problems import Problem, not_known, refuse
from zysim.inputs.scenarios import Scenario, expand
from zysim.inputs.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that makes one run differ from the model file."""

    scenario: Scenario
    levers: Mapping[str, float]
    """Setting of every lever, by lever id."""
    assumptions: Mapping[str, float]
    """Model constants that differ from params/, by scalar id."""
    changes: Mapping[str, float]
    """What the user set on top of the scenario, as named by the user."""
    constants: Mapping[str, float]
    """Value of every lever setting and changed assumption, by scalar id of the constant."""

    @property
    def label(self) -> str:
        """Name of the run: the scenario's id and what was changed on top of it."""
        changed = [f"{name}={value:g}" for name, value in self.changes.items()]
        return " ".join([self.scenario.id, *changed])


def parse_changes(words: Sequence[str]) -> dict[str, float]:
    """Read words like ``gas_output=0.5``, as typed after ``--set``.

    >>> parse_changes(["gas_output=0.5", "policy_delay = 5"])
    {'gas_output': 0.5, 'policy_delay': 5.0}

    Raises
    ------
    InputError
        If a word is not NAME=VALUE, or a name comes twice; all problems at once.
    """
    changes: dict[str, float] = {}
    problems: list[Problem] = []
    for word in words:
        name, equals, text = (part.strip() for part in word.partition("="))
        value = parse_number(text)
        if not equals or not name:
            problems.append(Problem(f"{word!r}: write NAME=VALUE", f"{word!r}：请写作 名称=数值"))
        elif name in changes:
            problems.append(Problem(f"{name}: is set twice", f"{name}：设置了两次"))
        elif isinstance(value, Problem):
            problems.append(value.under(name, name))
        else:
            changes[name] = value
    if problems:
        raise refuse("--set", problems)
    return changes


def resolve(
    scenario: Scenario, tables: Tables, changes: Mapping[str, float] | None = None
) -> Settings:
    """Merge a scenario with the user's changes.

    Parameters
    ----------
    scenario
        The scenario to start from.
    tables
        Levers and constants with their ranges.
    changes
        Lever id, or scalar or whole id of a model constant, to value.

    Returns
    -------
    Settings
        ``constants`` holds ``<lever>_setting`` for every lever, and the assumptions.

    Raises
    ------
    InputError
        If a name is unknown (with the nearest names) or a value is outside its range; all
        problems at once.
    """
    changes = changes or {}
    problems = [
        found.under(name, name)
        for name, value in changes.items()
        if (found := _check(name, value, tables)) is not None
    ]
    if problems:
        raise refuse("--set", problems)
    chosen = {name: value for name, value in changes.items() if name in tables.levers}
    assumed = {name: value for name, value in changes.items() if name not in tables.levers}
    levers = {**dict.fromkeys(tables.levers, 0.0), **scenario.levers, **chosen}
    assumptions = {**scenario.assumptions, **expand(assumed, tables.parameters)}
    settings = {tables.levers[name].constant: value for name, value in levers.items()}
    return Settings(
        scenario=scenario,
        levers=levers,
        assumptions=assumptions,
        changes=dict(changes),
        constants=settings | assumptions,
    )


def _check(name: str, value: float, tables: Tables) -> Problem | None:
    if name in tables.levers:
        return check_lever(name, value, tables.levers, tables.parameters)
    lever = name.removesuffix("_setting")
    if lever in tables.levers:
        return Problem(f"is a lever: write {lever}={value:g}", f"是措施：请写 {lever}={value:g}")
    if elements_of(name, tables.parameters):
        return check_assumption(name, value, tables.levers, tables.parameters)
    return not_known(
        ("lever or constant", "措施或常数"), name, [*tables.levers, *tables.parameters]
    )
