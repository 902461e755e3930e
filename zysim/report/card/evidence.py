"""What was sought and what new statistics say, read from the answers of other commands."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from zysim.inputs.problems import Problem, refuse
from zysim.inputs.settings import Settings
from zysim.inputs.signposts import Signpost
from zysim.inputs.targets import Target
from zysim.inputs.text_file import read_text
from zysim.metrics.spread import Share
from zysim.metrics.verdict import Colour, light_of, verdict
from zysim.runs.project import Project, choose_one
from zysim.seeking.answer import Changed
from zysim.wording import Pair, english_name

Read = TypeVar("Read")
UPDATE_FILE = "update.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """An answer of ``zysim seek --json``."""

    title: Pair
    """Of the question."""
    start: Settings
    """The case that was changed."""
    case: Pair
    """Title of the case found, with its changes in official units."""
    changes: tuple[Changed, ...]
    feasible: bool
    asked: float
    """Chance asked for."""
    before: float
    """Chance at the start, in worlds of their own."""
    after: Share
    """Chance found."""
    cost: float | None
    """More than the start, in yi CNY over the years counted; None where no cost is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A statistic that came, as it was printed, and what was expected of it."""

    label: Pair
    unit: Pair
    year: int
    value: float
    expected: tuple[float, float]
    """Between these with 90 %."""
    plan: Asked | None
    """None where the plan names no target."""
    colour: Colour | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the plan's path to a target asks of a statistic, in the unit it was printed in."""

    target: Target
    start: int
    due: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A target against its schedule."""

    target: Target
    start: int
    year: int
    due: float
    actual: float | None
    """None where it lies beyond the horizon."""
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A statistic that is to come, and what it would tell."""

    signpost: Signpost
    year: int
    expected: tuple[float, float]
    if_low: float
    if_high: float
    """Chance of a peak in time where it comes out in the lowest or highest third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """An answer of ``zysim update --out``."""

    case: str
    title: Pair
    boundary: str
    year: int
    """Of the newest statistics."""
    goal: int
    before: float
    after: float
    low: float
    high: float
    """Lowest and highest chance after it, given any one condition."""
    arrivals: tuple[Arrived, ...]
    targets: tuple[Judged, ...]
    """Those that are judged."""
    signposts: tuple[Ahead, ...]
    """What tells most next, the most telling first."""

    @property
    def colour(self) -> Colour:
        """The light of the goal, by its chance after the statistics."""
        return light_of(self.after)

    @property
    def word(self) -> Pair:
        """The word for that chance."""
        return verdict(self.after, self.low, self.high)


def read_sought(path: Path, project: Project) -> Sought:
    """Read what ``zysim seek QUESTION --json`` printed.

    Raises
    ------
    InputError
        If the file is none of these, or its case is not one of the city.
    """

    def read(record: dict[str, Any]) -> Sought:
        start, case = (choose_one(project, str(record[key]), {}) for key in ("start", "case"))
        checked, before = record["verified"], record["verified_start"]
        return Sought(
            title=(str(record["title_zh"]), str(record["title_en"])),
            start=start,
            case=case.titles,
            changes=tuple(map(_changed, record["levers"])),
            feasible=bool(record["feasible"]),
            asked=float(record["asked"][0]["probability"]),
            before=float(before["probability"]),
            after=Share(
                value=float(checked["probability"]),
                low=float(checked["low"]),
                high=float(checked["high"]),
            ),
            cost=None if record["cost"] is None else float(record["cost"]),
        )

    return _read(path, "zysim seek QUESTION --json", read)


def read_tracked(folder: Path, project: Project) -> Tracked:
    """Read the folder that ``zysim update FILE --out FOLDER`` wrote, or its ``update.json``.

    Raises
    ------
    InputError
        If the file is none of these, or is of another account than the city has.
    """
    path = folder / UPDATE_FILE if folder.is_dir() else folder

    def read(record: dict[str, Any]) -> Tracked:
        low, high = record["after_range"]
        return Tracked(
            case=str(record["case"]),
            title=(str(record["title_zh"]), str(record["title_en"])),
            boundary=str(project.city.accounts[record["boundary"]].id),
            year=int(record["year"]),
            goal=int(record["goal"]),
            before=float(record["before"]),
            after=float(record["after"]),
            low=float(low),
            high=float(high),
            arrivals=tuple(_arrived(each, project) for each in record["observations"]),
            targets=tuple(
                Judged(
                    target=project.tables.targets[each["id"]],
                    start=int(each["start"]),
                    year=int(each["year"]),
                    due=float(each["due"]),
                    actual=None if each["actual"] is None else float(each["actual"]),
                    colour=each["colour"],
                )
                for each in record["targets"]
                if each["colour"] is not None
            ),
            signposts=tuple(_ahead(each, project) for each in record["signposts"]),
        )

    return _read(path, "zysim update FILE --out FOLDER", read)


def _changed(record: dict[str, Any]) -> Changed:
    first, full = record["years_before"]
    first_after, full_after = record["years_after"]
    level = record["level_mt"]
    return Changed(
        lever=str(record["id"]),
        before=float(record["before"]),
        after=float(record["after"]),
        years_before=(int(first), int(full)),
        years_after=(int(first_after), int(full_after)),
        without=float(record["probability_without"]),
        level=math.nan if level is None else float(level),
    )


def _arrived(record: dict[str, Any], project: Project) -> Arrived:
    signpost = project.tables.signposts.get(record["series"])
    printed = str(record["unit"])
    if signpost is None:
        variable = project.graph.variables[str(record["variable"]).partition("[")[0]]
        label, unit = (variable.title_zh, english_name(variable.name)), (printed, printed)
    else:
        label, unit = signpost.label, (signpost.unit, signpost.unit_en)
    low, _middle, high = record["expected"]
    return Arrived(
        label=label,
        unit=unit if printed in unit else (printed, printed),
        year=int(record["year"]),
        value=float(record["value"]),
        expected=(float(low), float(high)),
        plan=None if (plan := record["plan"]) is None else _asked(plan, project),
        colour=record["colour"],
    )


def _asked(record: dict[str, Any], project: Project) -> Asked:
    return Asked(
        target=project.tables.targets[record["target"]],
        start=int(record["start"]),
        due=float(record["due"]),
    )


def _ahead(record: dict[str, Any], project: Project) -> Ahead:
    low, _middle, high = record["expected"]
    return Ahead(
        signpost=project.tables.signposts[record["id"]],
        year=int(record["year"]),
        expected=(float(low), float(high)),
        if_low=float(record["if_low"]),
        if_high=float(record["if_high"]),
    )


def _read(path: Path, command: str, read: Callable[[dict[str, Any]], Read]) -> Read:
    text = read_text(path)
    try:
        return read(json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        what = f"{type(error).__name__}: {error}"
        raise refuse(
            path,
            [
                Problem(
                    f"is not what {command} writes ({what}). Write it anew with this version",
                    f"不是 {command} 所写的结果（{what}）。请用本版重新生成",
                )
            ],
        ) from error
