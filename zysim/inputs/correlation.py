"""Read params/correlation.csv: which uncertain constants tend to be high together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.problems import Problem, refuse
from zysim.inputs.uncertainty import Uncertain

COLUMNS = ("first", "second", "rank_correlation", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Two uncertain constants that are not drawn independently."""

    first: str
    second: str
    rank: float
    """Spearman's rank correlation, above -1 and below 1."""
    note: str
    """Why they go together, and how the number was judged."""


def read_correlation(
    path: Path, uncertainty: Mapping[str, Uncertain] | None = None
) -> tuple[Correlation, ...]:
    """Read the table of correlations.

    Parameters
    ----------
    path
        CSV file with the columns of ``COLUMNS``.
    uncertainty
        Constants that are sampled; None leaves the names unchecked.

    Raises
    ------
    InputError
        If a row breaks a rule (the message names the file and every row), or if the rows
        contradict each other, as when a goes with b, b with c, but a against c.
    """
    rows = read_table(path, COLUMNS, lambda cells: _parse(cells, uncertainty), ("first", "second"))
    found = tuple(rows.values())
    names = sorted({name for each in found for name in (each.first, each.second)})
    if np.linalg.eigvalsh(normal_correlation(names, found))[0] <= 0:
        wrong = Problem(
            f"the correlations of {', '.join(names)} contradict each other: bring some nearer to 0",
            f"{'、'.join(names)} 的相关系数互相矛盾：请把其中一些改得更接近 0",
        )
        raise refuse(path, [wrong])
    return found


def normal_correlation(
    names: list[str], correlations: tuple[Correlation, ...]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the correlation matrix of the normal scores of ``names``, shape ``(name, name)``.

    Normal scores with this correlation have the wanted rank correlation (Pearson 1907:
    2 sin(pi r / 6)).
    """
    matrix = np.eye(len(names))
    for each in correlations:
        if each.first in names and each.second in names:
            at = names.index(each.first), names.index(each.second)
            matrix[at] = matrix[at[::-1]] = 2 * np.sin(np.pi * each.rank / 6)
    return matrix


def _parse(cells: Cells, uncertainty: Mapping[str, Uncertain] | None) -> Correlation:
    first, second = cells.text("first"), cells.text("second")
    rank = cells.number("rank_correlation")
    if not -1 < rank < 1:
        cells.note(
            f"rank_correlation {rank:g} must lie between -1 and 1",
            f"rank_correlation {rank:g} 应在 -1 与 1 之间",
        )
    if first == second:
        cells.note("a constant cannot go with itself", "常数不能与自身相关")
    if uncertainty is not None:
        worlds = [name for name, each in uncertainty.items() if each.kind == "world"]
        for column in ("first", "second"):
            cells.known(column, ("uncertain constant", "不确定常数"), worlds)
    return Correlation(first=first, second=second, rank=rank, note=cells.text("note"))
