"""Read params/yearly_inputs.csv: inputs of the model that differ from year to year by chance."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.provenance import PROVENANCE, Provenance, read_provenance, read_scalar_id
from zysim.wording import Pair

COLUMNS = ("id", "label_zh", "label_en", "deviation", "memory", "first", *PROVENANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """An input that each year multiplies by another factor, with 1 as the median."""

    id: str
    """Scalar id of an auxiliary of the model."""
    label: Pair
    deviation: float
    """Standard deviation of the factor, above 0 and below 1."""
    memory: float
    """Correlation of one year with the next, from 0 to below 1."""
    first: int
    """First year that is drawn; before it the factor is 1."""
    provenance: Provenance


def read_yearly(path: Path, sources: Collection[str] | None = None) -> Mapping[str, Yearly]:
    """Read the table of yearly inputs, by id in the order of the file; empty where there is none.

    Raises
    ------
    InputError
        If a row breaks a rule; the message names the file and every row.
    """
    if not path.is_file():
        return {}
    return read_table(path, COLUMNS, lambda cells: _parse(cells, sources), ("id",))


def _parse(cells: Cells, sources: Collection[str] | None) -> Yearly:
    deviation, memory = cells.number("deviation"), cells.number("memory")
    if not 0 < deviation < 1:
        cells.note(
            f"deviation {deviation:g} must lie between 0 and 1: it is a part of the input",
            f"deviation {deviation:g} 应在 0 与 1 之间：它是输入量的一个比例",
        )
    if not 0 <= memory < 1:
        cells.note(
            f"memory {memory:g} must be 0 or more and below 1",
            f"memory {memory:g} 应不小于 0 且小于 1",
        )
    first = cells.number("first")
    if first != int(first):
        cells.note(f"first {first:g} is no whole year", f"first {first:g} 不是整年")
    return Yearly(
        id=read_scalar_id(cells, "id"),
        label=(cells.text("label_zh"), cells.text("label_en")),
        deviation=deviation,
        memory=memory,
        first=int(first),
        provenance=read_provenance(cells, sources),
    )
