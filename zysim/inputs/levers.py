"""Read params/levers.csv: what the plan lets the city change, and how far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.provenance import PROVENANCE, Provenance, read_provenance, read_scalar_id

Reading = Literal["plan", "reading"]
Sign = Literal["down", "up", "either"]
COLUMNS = (
    "id",
    "label_zh",
    "label_en",
    "clause",
    "action_zh",
    "action_en",
    "at_zero_zh",
    "at_zero_en",
    "at_one_zh",
    "at_one_en",
    "reading",
    "low",
    "high",
    "start",
    "full",
    "sign",
    *PROVENANCE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One policy lever: 0 is what stands at the end of history and its trend, 1 is the plan."""

    id: str
    label_zh: str
    label_en: str
    clauses: tuple[str, ...]
    """Clauses of the plan, for example ``("C1.1",)``."""
    action_zh: str
    action_en: str
    at_zero_zh: str
    at_zero_en: str
    at_one_zh: str
    at_one_en: str
    reading: Reading
    """``plan`` where the plan states the number, ``reading`` where we read one into it."""
    low: float
    high: float
    """Settings allowed, no unit."""
    start: int
    """Last year without effect."""
    full: int
    """First year at the full value, when nothing is delayed."""
    sign: Sign
    """Effect expected on emissions five years after the goal when the setting rises."""
    provenance: Provenance

    @property
    def constant(self) -> str:
        """Model constant that holds the setting."""
        return f"{self.id}_setting"

    @property
    def constants(self) -> Mapping[str, float]:
        """Model constants of the lever with their values in the baseline."""
        return {
            self.constant: 0.0,
            f"{self.id}_start_year": float(self.start),
            f"{self.id}_full_year": float(self.full),
        }


def read_levers(
    path: Path, sources: Collection[str] | None = None, history: int | None = None
) -> Mapping[str, Lever]:
    """Read the table of levers.

    Parameters
    ----------
    path
        CSV file with the columns of ``COLUMNS``.
    sources
        Keys of params/sources.csv; None leaves the keys unchecked.
    history
        Last year of history, before which no lever may act; None leaves this unchecked.

    Returns
    -------
    Mapping
        Lever id to lever, in the order of the file.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    levers = read_table(path, COLUMNS, lambda cells: _parse(cells, sources, history), ("id",))
    if twice := [*_shared(levers, "label_zh"), *_shared(levers, "label_en")]:
        raise refuse(path, twice)
    return levers


def _shared(levers: Mapping[str, Lever], column: str) -> list[Problem]:
    """Return a problem for each label that two levers have: no reader can tell them apart."""
    holders: dict[str, list[str]] = {}
    for name, lever in levers.items():
        holders.setdefault(getattr(lever, column), []).append(name)
    return [
        Problem(
            f"{', '.join(names)} have one {column}, {label!r}: give each its own",
            f"{'、'.join(names)} 的 {column} 同为 {label!r}：请各写一个",
        )
        for label, names in holders.items()
        if len(names) > 1
    ]


def _parse(cells: Cells, sources: Collection[str] | None, history: int | None) -> Lever:
    name = read_scalar_id(cells, "id")
    if "[" in name:
        cells.note("a lever is no array element", "措施不能是数组元素")
    if not cells.listed("clause"):
        cells.note("clause is empty", "clause 为空")
    low, high = _settings(cells)
    start, full = _years(cells, history)
    provenance = read_provenance(cells, sources)
    reading = cells.choice("reading", get_args(Reading))
    if (reading == "plan") != (provenance.quality == "plan"):
        cells.note(
            "reading plan and quality plan go together: both when the plan states the number, "
            "neither when it is our reading",
            "reading 与 quality 应同为 plan（方案写明数字）或同不为 plan（我们的解读）",
        )
    return Lever(
        id=name,
        clauses=cells.listed("clause"),
        low=low,
        high=high,
        start=start,
        full=full,
        reading=cast("Reading", reading),
        sign=cast("Sign", cells.choice("sign", get_args(Sign))),
        provenance=provenance,
        **{column: cells.text(column) for column in COLUMNS if column.endswith(("_zh", "_en"))},
    )


def _settings(cells: Cells) -> tuple[float, float]:
    low, high = cells.number("low"), cells.number("high")
    if low > 0 or high < 1:
        cells.note(
            f"settings from {low:g} to {high:g} leave out 0 (baseline) or 1 (plan)",
            f"取值范围 {low:g} 至 {high:g} 未包含 0（基线）或 1（方案）",
        )
    return low, high


def _years(cells: Cells, history: int | None) -> tuple[int, int]:
    start, full = cells.year("start"), cells.year("full")
    if start and history and start < history:
        cells.note(
            f"start {start} lies in the history: levers act after {history}",
            f"start {start} 属于历史时期：措施在 {history} 年之后生效",
        )
    if start and full and full <= start:
        cells.note(
            f"full {full} must come after start {start}", f"full {full} 应晚于 start {start}"
        )
    return start, full
