"""Entries of the user's cache folder: kept under their own hash, so that damage is seen."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path


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
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        Path(name).replace(path)
