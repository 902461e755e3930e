"""A city that was read and checked before: its tables and model as they were then.

Reading and checking a city takes as long as all else that a start does. What came of it is kept in
the user's cache folder under a hash of every file it was read from and of the program, as a few
parts that are opened when they are first looked into.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from zysim.inputs.tables import Tables
from zysim.later import Later, LaterRows
from zysim.paths import CITY_FILE, cache_path
from zysim.reading.graph import EQUATIONS, ModelGraph, equations_from_plain, graph_to_plain
from zysim.sealed import code_mark, read_used, write_bounded

FOLDERS = ("models", "params")
KINDS = (".csv", ".mdl", ".stmx", ".toml", ".xmile", ".xml")
"""Files that count by what is in them; others, which may be large, by size and time."""
ROOM = 32_000_000
"""Bytes that all packs may take, of about two million each."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the files of a city come to, and what was read from them.

    A graph or tables that were changed since are others, and nothing that is kept under the mark
    holds for them.
    """

    text: str
    graph: ModelGraph
    tables: Tables


def mark_of(root: Path) -> str:
    """Return the SHA-256 of all that reading a city rests on: its folder, files and the program."""
    whole = hashlib.sha256(repr((code_mark(), str(root))).encode())
    for path in (root / CITY_FILE, *_files(root)):
        try:
            about = path.stat()
            listed = f"{about.st_size} {about.st_mtime_ns}".encode()
            inside = path.read_bytes() if path.name.endswith(KINDS) else listed
        except OSError:  # whoever reads it says why it cannot be
            inside = b""
        whole.update(f"\0{path}\0{len(inside)}\0".encode("utf-8", "surrogateescape"))
        whole.update(inside)
    return whole.hexdigest()


def read_pack(text: str) -> tuple[Tables, ModelGraph, Mapping[str, float]] | None:
    """Return tables, model and the numbers the model file lacks, as packed under a mark."""
    body = read_used(_path(text))
    if body is None:
        return None
    tables, parts, equations, home, edited = pickle.loads(body)
    made = cache(lambda: equations_from_plain(pickle.loads(equations)))
    laid = {name: Later(partial(_of, made, name)) for name in EQUATIONS}
    graph = ModelGraph(**(_opened(parts) | laid))
    graph.__dict__["home"] = home  # as if it had been asked for: to make it opens every variable
    return Tables(**_opened(tables)), graph, edited


def write_pack(text: str, tables: Tables, graph: ModelGraph, edited: Mapping[str, float]) -> None:
    """Keep what was read and checked under the mark of its files."""
    plain = graph_to_plain(graph)
    equations = pickle.dumps({name: plain[name] for name in EQUATIONS})
    parts = (_apart(tables), _apart(graph, EQUATIONS), equations, dict(graph.home), edited)
    write_bounded(_path(text), _packed(parts), room=ROOM)


class _Packer(pickle.Pickler):
    """Writes records as their values alone: they are many, and open in a third of the time."""

    def reducer_override(self, value: Any) -> Any:
        """Return how a record is made again; leave all else to its own way."""
        kind = type(value)
        if not (is_dataclass(kind) and hasattr(kind, "__slots__")):
            return NotImplemented
        return _record, (kind, *(getattr(value, each) for each in _slots(kind)))


@cache
def _slots(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


@cache
def _setters(kind: type) -> tuple[Any, ...]:
    return tuple(getattr(kind, name).__set__ for name in _slots(kind))


def _record(kind: type, *values: Any) -> Any:
    made: Any = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(made, value)
    return made


def _packed(value: object) -> bytes:
    body = io.BytesIO()
    _Packer(body, pickle.HIGHEST_PROTOCOL).dump(value)
    return body.getvalue()


def _path(text: str) -> Path:
    return cache_path() / f"city-{text[:32]}.pickle"


def _files(root: Path) -> Iterator[Path]:
    seen: set[str] = set()
    for name in FOLDERS:
        for folder, inner, names in os.walk(root / name, followlinks=True):
            inner.sort()
            place = os.path.realpath(folder)
            if place in seen:  # a link to a folder around it has no end
                inner.clear()
                continue
            seen.add(place)
            yield from (Path(folder, each) for each in sorted(names))


def _of(made: Any, name: str) -> Any:
    return made()[name]


def _apart(record: Any, without: tuple[str, ...] = ()) -> dict[str, tuple[type | None, Any]]:
    """Return the fields of a record: those that hold records each as a part of its own."""
    found: dict[str, tuple[type | None, Any]] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if each.name in without:
            continue
        if isinstance(value, Mapping) and any(map(is_dataclass, value.values())):
            found[each.name] = (Later, _packed(dict(value)))
        elif isinstance(value, tuple) and any(map(is_dataclass, value)):
            found[each.name] = (LaterRows, _packed(value))
        else:
            found[each.name] = (None, value)
    return found


def _opened(laid: Mapping[str, tuple[type | None, Any]]) -> dict[str, Any]:
    return {
        name: value if kind is None else kind(partial(pickle.loads, value))
        for name, (kind, value) in laid.items()
    }
