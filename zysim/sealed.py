"""Entries of the user's cache folder: kept under their own hash, so that damage is seen."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from zysim.files import land
from zysim.paths import PACKAGE

LONGEST = 256
"""Bytes of a first line: of a hash, or of the name of an entry."""


def read_sealed(path: Path) -> bytes | None:
    """Return what was kept in an entry, or None; a damaged entry is removed.

    An entry of another user is not read: some hold code.
    """
    body = _opened(path)
    return None if body is None else bytes(body)


def _opened(path: Path) -> memoryview | None:
    """Return what was kept in an entry as it was read: a large one is not copied."""
    try:
        with path.open("rb") as file:
            if not _trusted(os.fstat(file.fileno()).st_uid):
                return None
            whole = file.read()
    except OSError:
        return None
    seal, body = _first_line(memoryview(whole))
    if seal.decode("ascii", "replace") == hashlib.sha256(body).hexdigest():
        return body
    with contextlib.suppress(OSError):
        path.unlink()
    return None


def _first_line(whole: memoryview) -> tuple[bytes, memoryview]:
    """Return the first line, which is short, and what follows it."""
    seal, end, _ = bytes(whole[:LONGEST]).partition(b"\n")
    return seal, whole[len(seal) + len(end) :]


def _trusted(owner: int) -> bool:
    """Return whether a file's owner may leave us code: ourselves and the administrator."""
    return sys.platform == "win32" or owner in (0, os.getuid())


def write_sealed(path: Path, body: bytes) -> None:
    """Keep bytes under their own hash, whole or not at all; two writers may come at once.

    A folder that cannot be written is left alone, since a cache may be missing.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sealed = hashlib.sha256(body).hexdigest().encode() + b"\n" + body
        land(path, sealed, forced=False)  # what a power cut leaves shows its damage


def read_used(path: Path) -> memoryview | None:
    """Return what :func:`write_bounded` kept, or None; an entry put under another name is removed.

    That it was of use is noted: those of no use go first.
    """
    name, body = _first_line(_opened(path) or memoryview(b""))
    if name != path.name.encode():
        with contextlib.suppress(OSError):
            path.unlink()
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return body


def write_bounded(path: Path, body: bytes, *, room: int) -> None:
    """Keep an entry; of those whose name begins alike, up to its first ``-``, the oldest go.

    Parameters
    ----------
    path
        Of the entry, such as ``members-….f8``.
    body
        What is kept; nothing where it is larger than ``room``.
    room
        Bytes that all entries of this beginning may take.
    """
    if len(body) > room:
        return
    write_sealed(path, path.name.encode() + b"\n" + body)
    head = path.name.partition("-")[0]
    with contextlib.suppress(OSError):
        kept = [
            (each.stat().st_mtime_ns, each.stat().st_size, each)
            for pattern in (f"{head}-*", f".{head}-*")  # the second: what a killed writer left
            for each in path.parent.glob(pattern)
        ]
        left = room
        for _, size, each in sorted(kept, reverse=True):
            left -= size
            if left < 0:
                each.unlink()


@cache
def code_mark() -> str:
    """Return a hash that changes with the program: what it read and computed then counts no more.

    Of the version, of Python, of the machine, and of name, size and time of each file of the
    package, by which Python itself decides whether a compiled module is still that of its source.
    """
    about = (sys.version, platform.node(), platform.machine(), str(PACKAGE))
    return hashlib.sha256(repr((about, sorted(_sources(str(PACKAGE))))).encode()).hexdigest()


def _sources(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.name.endswith(".py"):
                about = each.stat()
                yield each.path, about.st_size, about.st_mtime_ns
            elif not each.name.startswith(("_", ".")) and each.is_dir():
                yield from _sources(each.path)
