"""Graphs of model files that were read: in the user's cache folder, or come with the package."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from zysim.paths import PACKAGE, cache_path
from zysim.reading.graph import ModelGraph, graph_from_plain, graph_to_plain
from zysim.sealed import read_sealed, write_sealed

FORMAT = 9
"""Raised when the records change, so that old entries are not read."""
SHIPPED = PACKAGE / "_data" / "graphs"
"""Graphs of the shipped models, made when the package is built: see scripts/graph_in_wheel.py."""


def entry_path(sha256: str) -> Path:
    """Return where the graph of a model file of this hash is kept."""
    return cache_path() / f"model-{FORMAT}-{sha256[:32]}.json"


def shipped_name(sha256: str) -> str:
    """Return the name of the graph of a shipped model file of this hash.

    A model that was edited finds none, and is read as any other.
    """
    return f"model-{FORMAT}-{sha256[:32]}.json.xz"


def load_graph(sha256: str) -> ModelGraph | None:
    """Return the graph kept for a file hash, or None; an entry of another file is removed."""
    path = entry_path(sha256)
    body = read_sealed(path)
    if body is None:
        return _shipped_graph(sha256)
    graph = graph_from_plain(json.loads(body))
    if graph.sha256 == sha256:
        return graph
    with contextlib.suppress(OSError):
        path.unlink()
    return None


def save_graph(graph: ModelGraph) -> None:
    """Keep a graph for the next start."""
    write_sealed(entry_path(graph.sha256), _text_of(graph))


def packed(graph: ModelGraph) -> bytes:
    """Return what is shipped of a graph, a tenth of its text."""
    # Only here: a start that finds its model kept can spare it.
    import lzma

    return lzma.compress(_text_of(graph))


def _shipped_graph(sha256: str) -> ModelGraph | None:
    try:
        body = (SHIPPED / shipped_name(sha256)).read_bytes()
    except OSError:
        return None
    # Only here, as above.
    import lzma

    graph = graph_from_plain(json.loads(lzma.decompress(body)))
    return graph if graph.sha256 == sha256 else None


def _text_of(graph: ModelGraph) -> bytes:
    plain = json.dumps(graph_to_plain(graph), ensure_ascii=False, separators=(",", ":"))
    return plain.encode()
