"""Open a model file and return it as a graph, from the cache where it has not changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from zysim.errors import ModelFileError
from zysim.reading.cache import load_graph, save_graph
from zysim.reading.graph import ModelGraph


def read_model(path: str | Path, *, data: Sequence[Path] = (), cache: bool = True) -> ModelGraph:
    """Read a model file.

    Parameters
    ----------
    path
        Vensim text file (``.mdl``; UTF-8, or the coding it names, or GBK) or XMILE file
        (``.xmile``, ``.stmx``, ``.xml``).
    data
        Runs exported as ``.tab`` or ``.csv``, for data variables that have no equation.
    cache
        Keep the graph in the user's cache folder, under the hash of the file, and take it from
        there when the file has not changed. A damaged entry is removed and made again.

    Raises
    ------
    ModelFileError
        If the file cannot be read, or uses what zysim does not support.
    """
    path = Path(path)
    kept = load_graph(hash_of(path)) if cache and not data else None
    if kept is not None:
        return kept
    # Only here: a warm start can spare all that reads a model file.
    from zysim.reading.build import build_graph
    from zysim.reading.model_text import entries_of, read_text, sections_of
    from zysim.reading.translate import translate

    text, sha256 = read_text(path)
    sections = sections_of(text)
    _refuse_missing(data)
    found = translate(sections, path, data)
    try:
        graph = build_graph(found, list(entries_of(sections)), sha256)
    except ModelFileError as error:
        msg = f"{path}: {error}"
        raise ModelFileError(msg, zh=f"{path}：{error.zh or error}") from error
    if cache and not found.outside:  # other files may change while the hash of this one stays
        save_graph(graph)
    return graph


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, "" where it cannot be read: whoever reads it then says why."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _refuse_missing(data: Sequence[Path]) -> None:
    """Refuse files of data that are not there."""
    gone = [str(each) for each in data if not Path(each).is_file()]
    if gone:
        names = ", ".join(gone)
        msg = f"no such file of data: {names}. Check the name and the folder."
        raise ModelFileError(msg, zh=f"没有数据文件 {names}，请检查文件名与文件夹。")
