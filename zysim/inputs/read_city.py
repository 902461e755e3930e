"""The record of a city: read and checked once for each text of its file."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

from zysim.errors import InputError
from zysim.inputs.city import City
from zysim.inputs.problems import Problem, refuse
from zysim.paths import CITY_FILE, cache_path, data_root
from zysim.sealed import code_mark, read_used, write_bounded

ROOM = 1_000_000
"""Bytes that all records kept may take."""


def read_city(folder: Path | None = None) -> City:
    """Read the record of a city.

    What was read and checked is kept in the user's cache folder under a hash of the file's bytes,
    its place and the program: most commands ask for it several times.

    Parameters
    ----------
    folder
        Folder that holds ``city.toml``; that of the installation or of ``ZYSIM_CITY`` if None.

    Raises
    ------
    InputError
        If the file is not there or breaks a rule; every problem is listed.

    Examples
    --------
    >>> city = read_city()
    >>> city.goal, list(city.accounts), city.usual
    (2030, ['A', 'B', 'C', 'D'], ('baseline', 'plan'))
    """
    path = (data_root() if folder is None else folder) / CITY_FILE
    try:
        inside = path.read_bytes()
    except OSError as error:
        raise _missing(path) from error
    about = f"{code_mark()}\0{path}\0".encode("utf-8", "surrogateescape")
    kept = cache_path() / f"record-{hashlib.sha256(about + inside).hexdigest()[:32]}.pickle"
    body = read_used(kept)
    if body is not None:
        found: City = pickle.loads(body)
        return found
    # Only here: what reads and checks the file takes longer than all else that asks for it.
    from zysim.inputs.city_file import parse_city

    city = parse_city(path)
    if path.read_bytes() == inside:  # not changed while it was read
        write_bounded(kept, pickle.dumps(city), room=ROOM)
    return city


def _missing(path: Path) -> InputError:
    missing = Problem(
        "there is no such file: zysim new DIR makes a city folder with one to start from",
        "没有这个文件：zysim new DIR 可新建带有该文件的城市文件夹",
    )
    return refuse(path, [missing])


def model_path() -> Path:
    """Return the model file of the city: that of the installation or of ``ZYSIM_CITY``.

    Raises
    ------
    InputError
        As :func:`read_city`.
    """
    return data_root() / "models" / read_city().model
