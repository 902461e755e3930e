"""Behaviour the model must show: which runs a check needs, and whether they bear it out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from zysim.arrays import FloatArray, IntArray
from zysim.errors import ResultError
from zysim.wording import Pair

SLACK = 1e-9
"""Relative room for rounding in every comparison."""
SMALLEST = 1e-12
"""A change from nothing is measured against this."""
TRIED_IN = ("scenarios", "each lever at both ends", "all levers at both ends")
"""Where a check may be tried, beside the reference scenario by its name."""
Expected = Literal["down", "up", "not down", "not up"]

Settings = tuple[tuple[str, float], ...]
"""Constants that differ from the model file, sorted by name: a run, as a dictionary key."""
Simulate = Callable[
    [Sequence[Mapping[str, float]], Sequence[str]], tuple[IntArray, Mapping[str, FloatArray]]
]
"""Takes one mapping of constants per run and the scalars wanted; gives the calendar years
``(year,)`` and the values ``(run, year)`` by scalar id."""


@dataclass(frozen=True, slots=True)
class World:
    """What checks may refer to."""

    elements: Mapping[str, tuple[str, ...]]
    """Variable identifier to its scalar ids; a scalar id stands for itself."""
    levers: Mapping[str, tuple[float, float]]
    """Constant of a lever's setting to its lowest and highest value."""
    scenarios: Mapping[str, Mapping[str, float]]
    """Scenario id to the constants it sets."""
    reference: str
    """Id of the scenario that the others are compared with."""
    first: int
    """First simulated year."""
    last: int
    """Last simulated year."""


@dataclass(frozen=True, slots=True)
class Path:
    """One run of a check: its label, years ``(year,)`` and values ``(year,)`` by scalar id."""

    label: str
    years: IntArray
    values: Mapping[str, FloatArray]

    def at(self, name: str, year: int) -> float:
        """Return one number of the run."""
        return float(self.values[name][year - int(self.years[0])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(ABC):
    """One sentence about the model, and how to test it."""

    says: Pair
    variables: tuple[str, ...]
    """Scalar ids it looks at."""

    @abstractmethod
    def cases(self, world: World) -> dict[str, Mapping[str, float]]:
        """Return the runs needed: label to constants."""

    @abstractmethod
    def problems(self, runs: Sequence[Path]) -> Iterator[str]:
        """Give one line for each way in which the runs contradict the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds(Check):
    """Values stay at or above ``at_least`` and at or below ``at_most``."""

    at_least: float = -np.inf
    at_most: float = np.inf
    since: int = 0
    tried_in: str = "scenarios"

    def cases(self, world: World) -> dict[str, Mapping[str, float]]:
        """Return the runs of ``tried_in``."""
        return tried_cases(self.tried_in, world)

    def problems(self, runs: Sequence[Path]) -> Iterator[str]:
        """Name the worst year of each variable that leaves the bounds."""
        room = SLACK * max(1.0, *(abs(b) for b in (self.at_least, self.at_most) if np.isfinite(b)))
        for run in runs:
            late = run.years >= self.since
            for name in self.variables:
                values, years = run.values[name][late], run.years[late]
                for spot, broken, sign in (
                    (int(values.argmin()), values.min() < self.at_least - room, "<"),
                    (int(values.argmax()), values.max() > self.at_most + room, ">"),
                ):
                    if broken:
                        limit = self.at_least if sign == "<" else self.at_most
                        found = f"{values[spot]:.6g} {sign} {limit:g}"
                        yield f"{name} = {found} ({years[spot]}, {run.label})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction(Check):
    """What moving one lever from its lowest to its highest setting does."""

    lever: str
    """Constant of the lever's setting."""
    expect: Expected
    """``down`` and ``up`` demand a change, the others allow none."""
    years: tuple[int, ...]
    scenario: str

    def cases(self, world: World) -> dict[str, Mapping[str, float]]:
        """Return the scenario with the lever at each end."""
        around = world.scenarios[self.scenario]
        low, high = world.levers[self.lever]
        return {f"{self.lever} = {end:g}": {**around, self.lever: end} for end in (low, high)}

    def problems(self, runs: Sequence[Path]) -> Iterator[str]:
        """Name each year in which the highest setting does something else."""
        low, high = runs
        wanted = 1.0 if self.expect in ("up", "not down") else -1.0
        least = 1.0 if self.expect in ("up", "down") else -1.0
        for name in self.variables:
            for year in self.years:
                before, after = low.at(name, year), high.at(name, year)
                if (after - before) * wanted < least * SLACK * max(abs(before), abs(after)):
                    ends = f"{low.label} -> {high.label}"
                    yield f"{name}: {before:.6g} -> {after:.6g} ({year}, {ends})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Check):
    """With given settings, a value against another year's or the reference's is in bounds."""

    settings: Mapping[str, float]
    year: int
    against: int | str
    """A year of the same run, or the reference scenario: the same year without the settings."""
    base: Mapping[str, float] = field(default_factory=dict)
    """Settings of the run without the settings."""
    at_least: float = -np.inf
    at_most: float = np.inf
    scenario: str

    def cases(self, world: World) -> dict[str, Mapping[str, float]]:
        """Return the scenario with the settings, and without them."""
        around = world.scenarios[self.scenario]
        return {
            "changed": {**around, **self.settings},
            self.scenario: {**around, **self.base},
        }

    def problems(self, runs: Sequence[Path]) -> Iterator[str]:
        """Name the variables whose ratio is out of bounds."""
        changed, plain = runs
        for name in self.variables:
            value = changed.at(name, self.year)
            base = (
                plain.at(name, self.year)
                if isinstance(self.against, str)
                else changed.at(name, self.against)
            )
            low, high = self.at_least * base, self.at_most * base
            room = SLACK * abs(base)
            if not (np.isneginf(self.at_least) or value >= low - room):
                yield f"{name}: {value:.6g} < {self.at_least:g} × {base:.6g} ({self.year})"
            if not (np.isposinf(self.at_most) or value <= high + room):
                yield f"{name}: {value:.6g} > {self.at_most:g} × {base:.6g} ({self.year})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves(Check):
    """A lever alone at setting 1 moves the sum of its own quantities by so much, or by less."""

    lever: str
    """Constant of the lever's setting."""
    settings: Mapping[str, float]
    """Held in both runs, such as a plant that the city may have."""
    year: int
    at_least: float
    at_most: float
    """Bounds of the change, up or down, as a share of the value at setting 0."""
    scenario: str

    def cases(self, world: World) -> dict[str, Mapping[str, float]]:
        """Return the scenario with the lever at 0 and at 1."""
        around = {**world.scenarios[self.scenario], **self.settings}
        return {f"{self.lever} = {to:g}": {**around, self.lever: to} for to in (0.0, 1.0)}

    def problems(self, runs: Sequence[Path]) -> Iterator[str]:
        """Say how far the quantity moves when that is out of bounds."""
        before, after = (sum(run.at(name, self.year) for name in self.variables) for run in runs)
        change = abs(after - before) / max(abs(before), SMALLEST)
        if not self.at_least <= change <= self.at_most:
            names = " + ".join(self.variables)
            yield f"{names}: {before:.6g} -> {after:.6g} ({change:.2%}, {self.year}, {self.lever})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Equal(Check):
    """The first variable equals the second in every year, or a sum equals a variable or 1."""

    parts: tuple[str, ...]
    """Scalars added up on the left."""
    whole: str | float
    """Scalar or number on the right."""
    settings: Mapping[str, float]
    tolerance: float = 1e-9
    tried_in: str

    def cases(self, world: World) -> dict[str, Mapping[str, float]]:
        """Return the runs of ``tried_in``, each with the settings."""
        tried = tried_cases(self.tried_in, world)
        return {label: {**constants, **self.settings} for label, constants in tried.items()}

    def problems(self, runs: Sequence[Path]) -> Iterator[str]:
        """Name the year with the largest difference of each run."""
        for run in runs:
            left = np.sum([run.values[name] for name in self.parts], axis=0)
            right = run.values[self.whole] if isinstance(self.whole, str) else self.whole
            scale = np.maximum(np.maximum(np.abs(left), np.abs(right)), 1e-12)
            gap = np.abs(left - right) / scale
            spot = int(gap.argmax())
            if gap[spot] > self.tolerance:
                wanted = float(np.broadcast_to(right, left.shape)[spot])
                names = " + ".join(self.parts[:3]) + (" + …" if len(self.parts) > 3 else "")
                where = f"({run.years[spot]}, {run.label})"
                yield f"{names} = {left[spot]:.9g}, {self.whole} = {wanted:.9g} {where}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence held, and how it failed."""

    check: Check
    problems: tuple[str, ...]

    @property
    def held(self) -> bool:
        """True when no run contradicts the sentence."""
        return not self.problems


def tried_cases(tried_in: str, world: World) -> dict[str, Mapping[str, float]]:
    """Return the runs a phrase of ``TRIED_IN`` stands for: label to constants."""
    reference = world.scenarios[world.reference]
    if tried_in == world.reference:
        return {world.reference: reference}
    if tried_in == "scenarios":
        return dict(world.scenarios)
    if tried_in == "each lever at both ends":
        return {
            f"{lever} = {end:g}": {**reference, lever: end}
            for lever, ends in world.levers.items()
            for end in ends
        }
    return {
        f"all levers {word}": {
            **reference,
            **{name: ends[at] for name, ends in world.levers.items()},
        }
        for at, word in enumerate(("lowest", "highest"))
    }


def run_checks(checks: Sequence[Check], world: World, simulate: Simulate) -> list[Verdict]:
    """Run every check, with all their runs in one batch.

    Parameters
    ----------
    checks
        From :func:`zysim.metrics.check_file.read_checks`.
    world
        Levers and scenarios the checks are tried in.
    simulate
        Runs the model.

    Returns
    -------
    list of Verdict
        In the order of ``checks``.

    Raises
    ------
    ResultError
        If there is no check to run.
    """
    if not checks:
        msg = "no check to run: the file of checks is empty. Add a [[check]] to it."
        raise ResultError(msg, zh="没有可运行的检验：检验文件为空，请添加 [[check]]。")
    cases = [check.cases(world) for check in checks]
    batch: dict[Settings, int] = {}
    for settings in (_key(case) for wanted in cases for case in wanted.values()):
        batch.setdefault(settings, len(batch))
    outputs = sorted({name for check in checks for name in _watched(check)})
    years, values = simulate([dict(settings) for settings in batch], outputs)
    verdicts = []
    for check, wanted in zip(checks, cases, strict=True):
        runs = [
            Path(label, years, {name: values[name][batch[_key(case)]] for name in _watched(check)})
            for label, case in wanted.items()
        ]
        verdicts.append(Verdict(check, tuple(check.problems(runs))))
    return verdicts


def _key(constants: Mapping[str, float]) -> Settings:
    return tuple(sorted(constants.items()))


def _watched(check: Check) -> tuple[str, ...]:
    """Return every scalar a check needs."""
    if isinstance(check, Equal):
        return (*check.parts, check.whole) if isinstance(check.whole, str) else check.parts
    return check.variables
