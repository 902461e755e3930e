"""What was sought and what new statistics say, read from the answers of other commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from zysim.inputs.problems import Problem, refuse
from zysim.inputs.text_file import read_text
from zysim.metrics.spread import Share
from zysim.runs.project import Project, choose_one
from zysim.wording import Pair

Read = TypeVar("Read")
UPDATE_FILE = "update.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """An answer of ``zysim seek --json``."""

    title: Pair
    """Of the question."""
    start: Pair
    """Title of the case that was changed."""
    case: Pair
    """Title of the case found, with its changes in official units."""
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
class Tracked:
    """An answer of ``zysim update --out``."""

    case: str
    title: Pair
    boundary: str
    year: int
    """Of the newest statistics."""
    goal: int
    colour: str
    before: float
    after: float
    low: float
    high: float
    """Lowest and highest chance after it, given any one condition."""
    targets: tuple[tuple[Pair, str], ...]
    """Label and colour of each target judged."""


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
            start=start.titles,
            case=case.titles,
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
        labels = project.tables.targets
        low, high = record["after_range"]
        return Tracked(
            case=str(record["case"]),
            title=(str(record["title_zh"]), str(record["title_en"])),
            boundary=str(project.city.accounts[record["boundary"]].id),
            year=int(record["year"]),
            goal=int(record["goal"]),
            colour=str(record["colour"]),
            before=float(record["before"]),
            after=float(record["after"]),
            low=float(low),
            high=float(high),
            targets=tuple(
                ((labels[each["id"]].label_zh, labels[each["id"]].label_en), each["colour"])
                for each in record["targets"]
                if each["colour"] is not None
            ),
        )

    return _read(path, "zysim update FILE --out FOLDER", read)


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
