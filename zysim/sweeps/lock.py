"""One writer a folder: a lock that the system lets go when its process ends, however it ends."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zysim.errors import ResultError
from zysim.sweeps.store import refused_write

LOCK = "lock.json"
FAR = 1 << 20
"""Byte that Windows locks: beyond the text, so that others can read who holds it."""

if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        os.lseek(handle, FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _hold(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold a folder against other writers; ``lock.json`` tells them who does.

    The lock of a process of this machine that is gone is taken over. One of another machine is
    not, because from here nobody can tell whether that process still runs.

    Raises
    ------
    ResultError
        If another process writes there, or the folder cannot be written.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise refused_write(path, error) from error
    try:
        try:
            _hold(handle)
        except OSError as error:
            raise _held(path, _owner(handle), gone=False) from error
        owner = _owner(handle)
        if owner and owner.get("host") != platform.node():
            raise _held(path, owner, gone=True)
        _write(path, handle, {"pid": os.getpid(), "host": platform.node()})
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _owner(handle: int) -> dict[str, object]:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        found = json.loads(os.read(handle, 4096))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, handle: int, owner: dict[str, object]) -> None:
    try:
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(owner).encode())
    except OSError as error:
        raise refused_write(path, error) from error


def _held(path: Path, owner: dict[str, object], *, gone: bool) -> ResultError:
    who = f"process {owner.get('pid', '?')} on {owner.get('host', '?')}"
    who_zh = f"{owner.get('host', '?')} 上的进程 {owner.get('pid', '?')}"
    if gone:
        return ResultError(
            f"{path}: {who} writes here, or was stopped. If it no longer runs, delete this file "
            "and go on with --resume.",
            zh=f"{path}：{who_zh} 正在写入，或已中止。如它已不再运行，请删除此文件后加 --resume。",
        )
    return ResultError(
        f"{path}: {who} is writing to this folder. Wait for it, stop it, or choose another folder "
        "with --out.",
        zh=f"{path}：{who_zh} 正在写入此文件夹。请等待或停止它，或用 --out 换一个文件夹。",
    )
