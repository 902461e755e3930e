"""States of the world as a CSV file: what `zysim calibrate` writes and other commands run on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError
from zysim.files import write_text
from zysim.inputs.csv_table import Cells, read_table
from zysim.inputs.tables import Tables
from zysim.inputs.uncertainty import Uncertain

MEMBER = "member"
FILE = "posterior.csv"
"""Name of the file in a folder of ``--out``."""
SLACK = 1e-9
"""Share of its range by which a draw may pass an end: written digits are rounded."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """States of the world that statistics led to, which count alike."""

    path: Path
    """File they were read from."""
    worlds: Mapping[str, FloatArray]
    """Scalar id to draws, shape ``(member,)``, in the order of params/uncertainty.csv."""

    @property
    def size(self) -> int:
        """Number of states of the world."""
        return next(iter(self.worlds.values())).size

    def take(self, members: int, seed: int, *, apart: bool = False) -> Mapping[str, FloatArray]:
        """Return some of the worlds, each once, chosen by ``seed``; all of them in their order.

        Parameters
        ----------
        members
            How many; more of them begin with the same.
        seed
            Of the choice.
        apart
            From the other end of the same order.

        Raises
        ------
        InputError
            If there are not so many.
        """
        if members > self.size:
            msg = (
                f"{self.path}: holds {self.size} worlds, and {members} are needed. Take fewer "
                "(-n, --quick), or write more: zysim update -n, zysim calibrate -n."
            )
            zh = (
                f"{self.path} 只有 {self.size} 个情形，而需要 {members} 个。请取较少的个数"
                "（-n、--quick），或用 zysim update -n、zysim calibrate -n 多写一些。"
            )
            raise InputError(msg, zh=zh)
        if members == self.size:
            return self.worlds
        order = np.random.default_rng(seed).permutation(self.size)
        some = order[::-1][:members] if apart else order[:members]
        return {name: values[some] for name, values in self.worlds.items()}


def read_posterior(path: Path, tables: Tables) -> Posterior:
    """Read the states of the world that ``zysim update`` or ``zysim calibrate`` wrote.

    Parameters
    ----------
    path
        The file, or the folder of ``--out`` that holds it.
    tables
        As for :func:`read_worlds`.

    Raises
    ------
    InputError
        If there is no such file, or as :func:`read_worlds`.
    """
    file = path / FILE if path.is_dir() else path
    if not file.is_file():
        msg = (
            f"{file}: there is no such file. zysim update FILE --out FOLDER and zysim calibrate "
            "--out FOLDER write it."
        )
        zh = f"没有 {file}。zysim update 文件 --out 文件夹、zysim calibrate --out 文件夹会写出它。"
        raise InputError(msg, zh=zh)
    return Posterior(file, read_worlds(file, tables))


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
