"""Read params/data_requests.csv: what to ask for, and whom, to know a number better."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from zysim.inputs.csv_table import Cells, read_table

Nature = Literal["measure", "plan", "outlook"]
NATURES: tuple[str, ...] = get_args(Nature)
COLUMNS = ("id", "nature", "meaning_zh", "now_zh", "ask_zh", "holder_zh")


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """A suggestion how one uncertain constant could be known better; in Chinese, for the city."""

    id: str
    """Scalar id of the constant."""
    nature: Nature
    """``measure``: records exist or can be made; ``plan``: an authority decides it;
    ``outlook``: it lies in the future and can only be judged better."""
    meaning_zh: str
    """What the number is, in plain words."""
    now_zh: str
    """Where the present value comes from."""
    ask_zh: str
    """What to measure or ask for."""
    holder_zh: str
    """Who is likely to have it."""


def read_data_requests(path: Path, constants: Collection[str]) -> Mapping[str, DataRequest]:
    """Read the table of requests.

    Parameters
    ----------
    path
        CSV file with the columns of ``COLUMNS``.
    constants
        Ids of the uncertain constants.

    Raises
    ------
    InputError
        If a row breaks a rule or names an unknown constant; the message names file and row.
    """
    return read_table(path, COLUMNS, lambda cells: _parse(cells, constants), ("id",))


def _parse(cells: Cells, constants: Collection[str]) -> DataRequest:
    return DataRequest(
        id=cells.known("id", ("constant", "常数"), constants),
        nature=cast("Nature", cells.choice("nature", NATURES)),
        meaning_zh=cells.text("meaning_zh"),
        now_zh=cells.text("now_zh"),
        ask_zh=cells.text("ask_zh"),
        holder_zh=cells.text("holder_zh"),
    )
