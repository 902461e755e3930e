"""Chunks of a long computation as files: whole or absent, each with its hash beside it."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from io import BytesIO
from pathlib import Path
from typing import Literal

import numpy as np

from zysim.arrays import FloatArray
from zysim.errors import ResultError, reason_of
from zysim.files import land, settle_names

State = Literal["whole", "missing", "unsealed", "damaged"]
CHUNKS = "chunks"
WRITERS = 4
FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class ChunkStore:
    """One array a chunk, ``chunks/000000.npy``, and its SHA-256 in ``000000.npy.sha256``.

    Parameters
    ----------
    folder
        Where ``chunks`` is, or will be.
    shapes
        Shape of every chunk, in order.
    """

    def __init__(self, folder: Path, shapes: Sequence[tuple[int, ...]]) -> None:
        self.folder = folder
        self.shapes = tuple(shapes)

    def path(self, chunk: int) -> Path:
        """Return the file of a chunk."""
        return self.folder / CHUNKS / f"{chunk:06d}.npy"

    def seal(self, chunk: int) -> Path:
        """Return the file that holds the hash of a chunk, as ``sha256sum`` writes it."""
        path = self.path(chunk)
        return path.with_name(f"{path.name}.sha256")

    def prepare(self) -> None:
        """Make the folder, and clear away what a killed writer left half written.

        Raises
        ------
        ResultError
            If the folder cannot be made.
        """
        try:
            (self.folder / CHUNKS).mkdir(parents=True, exist_ok=True)
            for half in (self.folder / CHUNKS).glob(".*"):
                half.unlink()
        except OSError as error:
            raise refused_write(self.folder / CHUNKS, error) from error

    def put(self, chunk: int, values: FloatArray) -> None:
        """Keep a chunk: its file appears whole under its name, then its hash beside it.

        Raises
        ------
        ResultError
            If the shape is not that of the chunk, or the disk is full or cannot be written; the
            chunks kept before stay.
        """
        if values.shape != self.shapes[chunk]:
            msg = (
                f"{self.path(chunk)}: shape {values.shape} where {self.shapes[chunk]} belongs; "
                "check that every worker runs the same version of zysim."
            )
            zh = (
                f"{self.path(chunk)}：形状为 {values.shape}，应为 {self.shapes[chunk]}，"
                "请确认各工作进程的 zysim 版本一致。"
            )
            raise ResultError(msg, zh=zh)
        buffer = BytesIO()
        np.save(buffer, np.ascontiguousarray(values, dtype="<f8"), allow_pickle=False)
        data = buffer.getbuffer()
        path, seal = self.path(chunk), self.seal(chunk)
        try:
            # A seal of older bytes must never stand beside new ones.
            seal.unlink(missing_ok=True)
            land(path, data)
            land(seal, f"{hashlib.sha256(data).hexdigest()}  {path.name}\n".encode())
            # Once for both names: a seal that is there without its chunk, or beside an older one,
            # is seen for what it is.
            settle_names(path.parent)
        except OSError as error:
            raise refused_write(path, error) from error

    def put_all(self, chunks: Iterable[tuple[int, FloatArray]]) -> Iterator[int]:
        """Keep chunks as they come, a few at a time, and give the number of each that is kept.

        Hashing one and waiting for the disk with another go on side by side, so that many workers
        need not wait.

        Raises
        ------
        ResultError
            As :meth:`put`.
        """
        with ThreadPoolExecutor(WRITERS) as pool:
            waiting: dict[Future[None], int] = {}
            for chunk, values in chunks:
                waiting[pool.submit(self.put, chunk, values)] = chunk
                patience = None if len(waiting) >= 2 * WRITERS else 0.0
                for each in wait(waiting, patience, FIRST_COMPLETED).done:
                    each.result()
                    yield waiting.pop(each)
            for each in [*waiting]:
                each.result()
                yield waiting.pop(each)

    def state(self, chunk: int) -> State:
        """Return whether a chunk is whole: hash, dtype and shape are as they should be."""
        return self._open(chunk)[0]

    def get(self, chunk: int) -> FloatArray:
        """Return a chunk, verified.

        Raises
        ------
        ResultError
            If it is missing, has no hash, or is not what its hash says.
        """
        state, values = self._open(chunk)
        if values is None:
            what, what_zh = {
                "missing": ("is missing", "缺失"),
                "unsealed": ("has no hash beside it", "缺少校验文件"),
            }.get(state, ("is not what its hash says", "与校验值不符"))
            msg = f"{self.path(chunk)}: {what}. Compute it again with zysim sweep … --resume."
            zh = f"{self.path(chunk)}：{what_zh}，请用 zysim sweep … --resume 重新计算。"
            raise ResultError(msg, zh=zh)
        return values

    def digest(self) -> str:
        """Return one SHA-256 for all chunks: that of their hashes, in order.

        Raises
        ------
        ResultError
            If a chunk has no hash.
        """
        whole = hashlib.sha256()
        for chunk in range(len(self.shapes)):
            try:
                whole.update(self.seal(chunk).read_bytes()[:64])
            except OSError as error:
                msg = (
                    f"{self.seal(chunk)}: cannot be read ({error.strerror}); repair the sweep "
                    "with zysim sweep … --resume."
                )
                zh = f"{self.seal(chunk)}：无法读取，请用 zysim sweep … --resume 修复。"
                raise ResultError(msg, zh=zh) from error
        return whole.hexdigest()

    def _open(self, chunk: int) -> tuple[State, FloatArray | None]:
        try:
            data = self.path(chunk).read_bytes()
        except FileNotFoundError:
            return "missing", None
        except OSError:
            return "damaged", None
        try:
            words = self.seal(chunk).read_bytes()[:64]
        except FileNotFoundError:
            return "unsealed", None
        except OSError:
            return "damaged", None
        if hashlib.sha256(data).hexdigest().encode() != words:
            return "damaged", None
        try:
            values = np.load(BytesIO(data), allow_pickle=False)
        except (ValueError, EOFError):
            return "damaged", None
        if values.shape != self.shapes[chunk] or values.dtype != np.dtype("<f8"):
            return "damaged", None
        return "whole", values


def refused_write(path: Path, error: OSError) -> ResultError:
    """Return the error that tells a reader why a sweep could not be written, and what is left."""
    if error.errno in FULL:
        return ResultError(
            f"{path}: the disk is full. Every finished chunk is kept: free some space and go on "
            "with --resume.",
            zh=f"{path}：磁盘已满。已完成的部分都已保留：请清理空间后加 --resume 继续。",
        )
    reason, reason_zh = reason_of(error)
    return ResultError(
        f"{path}: cannot be written ({reason}). Every finished chunk is kept: mend this, then go "
        "on with --resume.",
        zh=f"{path}：无法写入（{reason_zh}）。已完成的部分都已保留：排除问题后加 --resume 继续。",
    )
