"""Read params/lead_offices.csv: which office leads the work on a clause of the plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.problems import not_known
from zysim.wording import Pair

COLUMNS = ("clause", "office_zh", "office_en", "basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office in charge of a clause, and how that is known."""

    clause: str
    name: Pair
    basis: str
    """A document, or that it is our reading."""


def read_offices(path: Path, clauses: Collection[str] | None = None) -> Mapping[str, Office]:
    """Read the table of offices, by clause; empty where a city has none.

    Raises
    ------
    InputError
        If a row breaks a rule or names a clause that the coverage table lacks.
    """
    if not path.is_file():
        return {}
    return read_table(path, COLUMNS, lambda cells: _parse(cells, clauses), ("clause",))


def _parse(cells: Cells, clauses: Collection[str] | None) -> Office:
    clause = cells.text("clause")
    if clauses is not None and clause and clause not in clauses:
        cells.problems.append(not_known(("clause", "条款"), clause, clauses))
    return Office(
        clause=clause,
        name=(cells.text("office_zh"), cells.text("office_en")),
        basis=cells.text("basis"),
    )
