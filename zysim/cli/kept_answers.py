"""Answers that were given before: the same words, files and code need no model a second time.

An entry is the text itself, under a hash of all it rests on: the words, the language, every file of
the city, the code and the libraries that compute, and the machine. Words that name a file, or an
option that writes one, are never answered from here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TextIO

from zysim.columns import terminal_width
from zysim.errors import InputError
from zysim.paths import CITY_FILE, PACKAGE, cache_path, data_root
from zysim.sealed import read_sealed, write_sealed
from zysim.wording import Lang

PRINTING: Mapping[str, frozenset[str]] = {
    "run": frozenset({"--set", "--boundary", "-n", "--until", "--require-peak", "--json"}),
    "ensemble": frozenset({"--set", "-n", "--seed", "--until", "--method", "--json"}),
    "targets": frozenset({"--set", "-n", "--seed", "--probability", "--json"}),
}
"""Commands whose answer is what they print, and the options with which it is."""
LIBRARIES = ("click", "llvmlite", "numpy", "scipy")
FOLDERS = ("models", "params")
KEPT = "answer-"
MOST = 200
"""Answers kept; the oldest go first."""
OWN = ("ZYSIM_CACHE", "ZYSIM_LANG")
"""Settings of the environment that no number depends on."""


def told_again(words: list[str], lang: Lang, work: Callable[[], int]) -> int:
    """Print what was printed before for the same question, or work it out and keep it.

    Parameters
    ----------
    words
        The command and its words, without language and city.
    lang
        The language of the answer.
    work
        Answers on stdout and stderr and returns the exit code.

    Returns
    -------
    int
        The exit code of the answer.
    """
    path = _entry(words, lang)
    if path is None:
        return work()
    kept = read_sealed(path)
    if kept is not None:
        found: dict[str, Any] = json.loads(kept)
        sys.stderr.write(found["stderr"])
        sys.stdout.write(found["stdout"])
        return int(found["code"])
    with _overheard("stdout") as out, _overheard("stderr") as err:
        code = work()
    if out.heard:  # a console of Windows is written past the stream
        told = {"stdout": "".join(out.heard), "stderr": "".join(err.heard), "code": code}
        write_sealed(path, json.dumps(told, ensure_ascii=False).encode())
        _forget_oldest(path.parent)
    return code


class _Overheard:
    """A stream, and what was written to it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.heard: list[str] = []

    def write(self, text: str) -> int:
        """Write, and keep the text."""
        written = self.stream.write(text)
        self.heard.append(text)
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextlib.contextmanager
def _overheard(name: str) -> Iterator[_Overheard]:
    before = getattr(sys, name)
    heard = _Overheard(before)
    setattr(sys, name, heard)
    try:
        yield heard
    finally:
        setattr(sys, name, before)


def _entry(words: list[str], lang: Lang) -> Path | None:
    """Return where the answer to some words is kept; None where it depends on more than we see."""
    if not words or words[0] not in PRINTING:
        return None
    named = [word.partition("=")[0] for word in words[1:] if word.startswith("-")]
    files = [word for word in words[1:] if os.path.lexists(word) or Path(word).suffix == ".toml"]
    if files or not PRINTING[words[0]].issuperset(named):
        return None
    try:
        root = data_root()
    except InputError:
        return None
    asked = (words, lang, terminal_width(), platform.node(), platform.machine(), sys.version)
    own = sorted((k, v) for k, v in os.environ.items() if k.startswith("ZYSIM_") and k not in OWN)
    try:
        parts = (asked, own, str(root), _contents(root), _code())
    except OSError:
        return None
    return cache_path() / f"{KEPT}{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}.json"


def _contents(root: Path) -> list[tuple[str, str]]:
    """Return the hash of every file of the city that an answer can rest on."""
    files = [each for name in FOLDERS for each in sorted((root / name).rglob("*"))]
    return [
        (path.relative_to(root).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in (root / CITY_FILE, *files)
        if path.is_file()
    ]


def _code() -> list[tuple[str, int, int]]:
    """Return size and time of every file of the program and of what marks the libraries.

    As Python does itself before it trusts a compiled module.
    """
    specs = [find_spec(name) for name in LIBRARIES]
    marks = [Path(each.origin) for each in specs if each is not None and each.origin]
    found = []
    for path in (*sorted(PACKAGE.rglob("*.py")), *marks):
        about = path.stat()
        found.append((str(path), about.st_size, about.st_mtime_ns))
    return found


def _forget_oldest(folder: Path) -> None:
    with contextlib.suppress(OSError):
        kept = sorted(folder.glob(f"{KEPT}*.json"), key=lambda path: path.stat().st_mtime)
        for path in kept[:-MOST]:
            path.unlink()
