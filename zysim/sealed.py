"""Entries of the user's cache folder: kept under their own hash, so that damage is seen."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from zysim.files import land


def read_sealed(path: Path) -> bytes | None:
    """Return what was kept in an entry, or None; a damaged entry is removed."""
    try:
        seal, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if seal.decode("ascii", "replace") == hashlib.sha256(body).hexdigest():
        return body
    with contextlib.suppress(OSError):
        path.unlink()
    return None


def write_sealed(path: Path, body: bytes) -> None:
    """Keep bytes under their own hash, whole or not at all; two writers may come at once.

    A folder that cannot be written is left alone, since a cache may be missing.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        land(path, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
