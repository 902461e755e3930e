"""Read params/plan_coverage.csv: what became of every clause of the plan."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.problems import not_known

Status = Literal["modelled", "partly", "not modelled"]
COLUMNS = (
    "clause",
    "action_zh",
    "status",
    "levers",
    "targets",
    "variables",
    "reason_zh",
    "reason_en",
)
CLAUSE = re.compile(r"aims|C\d+(\.\d+)?|P\d+", re.ASCII)
AIMS = "aims"
"""Stands for the plan's chapter of main aims, which has no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One clause of the plan and how the model answers it."""

    clause: str
    action_zh: str
    status: Status
    levers: tuple[str, ...]
    targets: tuple[str, ...]
    variables: tuple[str, ...]
    """Scalar or whole ids of the model variables that carry the mechanism, or come nearest."""
    reason_zh: str
    reason_en: str


def read_coverage(
    path: Path,
    levers: Collection[str] | None = None,
    targets: Collection[str] | None = None,
) -> Mapping[str, Coverage]:
    """Read the table of clauses.

    Parameters
    ----------
    path
        CSV file with the columns of ``COLUMNS``; lists are written ``one;two``.
    levers, targets
        Ids that may be named; None leaves them unchecked.

    Returns
    -------
    Mapping
        Clause to its coverage, in the order of the file.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    return read_table(path, COLUMNS, lambda cells: _parse(cells, levers, targets), ("clause",))


def _parse(
    cells: Cells, levers: Collection[str] | None, targets: Collection[str] | None
) -> Coverage:
    clause = cells.text("clause")
    if clause and not CLAUSE.fullmatch(clause):
        cells.note(
            f"clause {clause!r}: write C1.1, C7 or P2", f"clause {clause!r} 应写成 C1.1、C7 或 P2"
        )
    status = cells.choice("status", get_args(Status))
    _check_names(cells, "levers", ("lever", "措施"), levers)
    _check_names(cells, "targets", ("target", "目标"), targets)
    _check_status(cells, status)
    return Coverage(
        clause=clause,
        action_zh=cells.text("action_zh"),
        status=cast("Status", status),
        levers=cells.listed("levers"),
        targets=cells.listed("targets"),
        variables=cells.listed("variables"),
        reason_zh=cells.text("reason_zh", needed=status != "modelled"),
        reason_en=cells.text("reason_en", needed=status != "modelled"),
    )


def _check_names(
    cells: Cells, column: str, what: tuple[str, str], known: Collection[str] | None
) -> None:
    if known is not None:
        unknown = [name for name in cells.listed(column) if name not in known]
        cells.problems += [not_known(what, name, known) for name in unknown]


def _check_status(cells: Cells, status: str) -> None:
    named = any(cells.listed(column) for column in ("levers", "targets", "variables"))
    if status == "not modelled" and cells.listed("levers"):
        cells.note("is not modelled, yet names levers", "标为 not modelled，却列出了措施")
    if status in ("modelled", "partly") and not named:
        cells.note(
            f"is {status}, yet names no lever, target or variable",
            f"标为 {status}，却没有列出措施、目标或变量",
        )
