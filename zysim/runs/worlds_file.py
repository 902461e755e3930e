"""States of the world as a CSV file: what `zysim calibrate` writes and other commands run on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.files import write_text
from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain

MEMBER = "member"
SLACK = 1e-9
"""Share of its range by which a draw may pass an end: written digits are rounded."""


def write_worlds(path: Path, worlds: Mapping[str, FloatArray]) -> None:
    """Write states of the world, a row each, in all digits.

    Parameters
    ----------
    path
        CSV file to write.
    worlds
        Scalar id to draws, shape ``(member,)``, in the unit of the constant.

    Raises
    ------
    ResultError
        If the file cannot be written.
    """
    rows = zip(*(values.tolist() for values in worlds.values()), strict=True)
    lines = [",".join([MEMBER, *worlds])]
    lines += [",".join([str(at), *map(repr, row)]) for at, row in enumerate(rows)]
    write_text(path, "\n".join(lines) + "\n")


def read_worlds(path: Path, tables: Tables) -> dict[str, FloatArray]:
    """Read states of the world written by :func:`write_worlds`.

    Parameters
    ----------
    path
        CSV file with the column ``member`` and one for each world of params/uncertainty.csv.
    tables
        Those whose uncertain constants the file must give.

    Returns
    -------
    dict
        Scalar id to draws, shape ``(member,)``, in the order of params/uncertainty.csv.

    Raises
    ------
    InputError
        If a column is missing or unknown, or a value is no number or outside its range; the
        message names every row.
    """
    worlds = {each.id: each for each in tables.uncertainty.values() if each.kind == "world"}
    rows = read_table(path, (MEMBER, *worlds), lambda cells: _parse(cells, worlds), (MEMBER,))
    values = np.array(list(rows.values()))
    return {name: values[:, at] for at, name in enumerate(worlds)}


def _parse(cells: Cells, worlds: Mapping[str, Uncertain]) -> list[float]:
    return [_within(cells, each) for each in worlds.values()]


def _within(cells: Cells, each: Uncertain) -> float:
    value, slack = cells.number(each.id), SLACK * (each.high - each.low)
    if value < each.low - slack or value > each.high + slack:
        cells.note(
            f"{each.id} {value:g} is outside {each.low:g} to {each.high:g} of uncertainty.csv; "
            "run zysim calibrate again if the table has changed",
            f"{each.id} 的 {value:g} 超出 uncertainty.csv 的 {each.low:g} 至 {each.high:g}；"
            "若该表已修改，请重新运行 zysim calibrate",
        )
    return value
