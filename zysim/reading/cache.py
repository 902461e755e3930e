"""Keep what can be made again in the user's cache folder: read models, compiled kernels."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

from zysim.paths import cache_path
from zysim.reading.graph import ModelGraph, graph_from_plain, graph_to_plain

FORMAT = 8
"""Raised when the records change, so that old entries are not read."""


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


def entry_path(sha256: str) -> Path:
    """Return where the graph of a model file of this hash is kept."""
    return cache_path() / f"model-{FORMAT}-{sha256[:32]}.json"


def load_graph(sha256: str) -> ModelGraph | None:
    """Return the graph kept for a file hash, or None; an entry of another file is removed."""
    path = entry_path(sha256)
    body = read_sealed(path)
    if body is None:
        return None
    graph = graph_from_plain(json.loads(body))
    if graph.sha256 == sha256:
        return graph
    with contextlib.suppress(OSError):
        path.unlink()
    return None


def save_graph(graph: ModelGraph) -> None:
    """Keep a graph for the next start."""
    plain = json.dumps(graph_to_plain(graph), ensure_ascii=False, separators=(",", ":"))
    write_sealed(entry_path(graph.sha256), plain.encode())
