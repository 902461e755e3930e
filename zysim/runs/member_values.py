"""Values of many members by scalar id: in memory where they fit, in files where they do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import InputError, ResultError, reason_of

IN_MEMORY = 512_000_000
"""Bytes of values that are kept in memory; what is larger goes to files until it is let go."""
MANY = 65_536
"""With more members than this all goes to files, so that memory does not grow with them."""
PART_BYTES = 128_000_000
LEAST_AT_ONCE, MOST_AT_ONCE = 512, 16_384
SPARE = 0.9
"""Share of the free space of the disk that may be taken."""


class MemberValues(Mapping[str, FloatArray]):
    """Scalar id to values of shape ``(case, member, year)``, written part by part.

    In files the members of a year stand side by side, so that a quantile reads one stretch of
    each; an array is mapped when it is asked for, and its pages are the system's to drop.

    Parameters
    ----------
    names
        Scalar ids.
    cases, members, years
        Lengths of the axes.

    Raises
    ------
    InputError
        If neither memory nor the disk holds them; the message says how many members fit.

    Examples
    --------
    >>> found = MemberValues(["gdp"], 1, 4, 2)
    >>> found.write(0, slice(2, 4), {"gdp": np.ones((2, 2))})
    >>> found["gdp"][0, 2:].tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """

    def __init__(self, names: Sequence[str], cases: int, members: int, years: int) -> None:
        self.names = tuple(names)
        self.shape = (cases, members, years)
        size = 8 * len(self.names) * cases * members * years
        self._arrays: dict[str, FloatArray] | None = None
        if size <= IN_MEMORY and members <= MANY:
            self._arrays = {name: np.empty(self.shape) for name in self.names}
            return
        # Only here: values that fit into memory can spare it.
        import shutil
        import tempfile
        import weakref

        place = tempfile.gettempdir()
        free = SPARE * shutil.disk_usage(place).free
        if size > free:
            raise _too_large(size, free, members, place)
        folder = Path(tempfile.mkdtemp(prefix="zysim-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._paths = {name: folder / f"{at}.f8" for at, name in enumerate(self.names)}
        for path in self._paths.values():
            with path.open("wb") as file:
                file.truncate(8 * cases * members * years)

    @property
    def at_once(self) -> int:
        """How many members to run at once, so that their values stay small beside the rest."""
        return int(max(LEAST_AT_ONCE, min(MOST_AT_ONCE, PART_BYTES / (8 * self._width))))

    @property
    def _width(self) -> int:
        """Values of one member of one case."""
        return max(len(self.names) * self.shape[2], 1)

    def write(self, case: int, some: slice, values: Mapping[str, FloatArray]) -> None:
        """Put in the values ``(member, year)`` of some members of one case.

        Raises
        ------
        ResultError
            If the disk is full.
        """
        if self._arrays is not None:
            for name, kept in self._arrays.items():
                kept[case, some] = values[name]
            return
        _cases, members, years = self.shape
        try:
            for name, path in self._paths.items():
                with path.open("r+b") as file:
                    for year in range(years):
                        file.seek(8 * ((case * years + year) * members + some.start))
                        file.write(np.ascontiguousarray(values[name][:, year]).data)
        except OSError as error:
            folder, (reason, reason_zh) = path.parents[1], reason_of(error)
            msg = f"{folder}: cannot be written ({reason}). Free some space, or set TMPDIR."
            zh = f"{folder}：无法写入（{reason_zh}）。请清理空间，或用 TMPDIR 换一个文件夹。"
            raise ResultError(msg, zh=zh) from error

    def __getitem__(self, name: str) -> FloatArray:
        if self._arrays is not None:
            return self._arrays[name]
        cases, members, years = self.shape
        mapped = np.memmap(self._paths[name], np.float64, "r", shape=(cases, years, members))
        return np.asarray(mapped).transpose(0, 2, 1)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


class MemberDraws(Mapping[str, FloatArray]):
    """Scalar id to draws of shape ``(member,)``, kept as :class:`MemberValues` are."""

    def __init__(self, names: Sequence[str], members: int) -> None:
        self._values = MemberValues(names, 1, members, 1)

    def write(self, some: slice, draws: Mapping[str, FloatArray]) -> None:
        """Put in the draws ``(member,)`` of some members."""
        self._values.write(0, some, {name: each[:, None] for name, each in draws.items()})

    def __getitem__(self, name: str) -> FloatArray:
        return self._values[name][0, :, 0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _too_large(size: float, free: float, members: int, folder: str) -> InputError:
    most = int(members * free / size)
    msg = (
        f"{members} members need {size / 1e9:.1f} GB beside memory, and {folder} has "
        f"{free / 1e9:.1f} GB for them: take {most} members or fewer, fewer variables, or set "
        "TMPDIR to a larger disk."
    )
    zh = (
        f"{members} 个成员除内存外需 {size / 1e9:.1f} GB，{folder} 只有 {free / 1e9:.1f} GB 可用："
        f"请取不超过 {most} 个成员，减少变量，或用 TMPDIR 指向更大的磁盘。"
    )
    return InputError(msg, zh=zh)
