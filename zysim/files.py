"""Write files so that a reader finds the old one or the new one, never half of one."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zysim.errors import ResultError, reason_of

SEAL = "manifest.json"
"""Moved in last and removed first, so a folder with it is complete."""
STAGE = ".zysim-"
"""Begins the name of a folder that files are written into before they are moved."""
IDLE_SECONDS = 3600.0
"""A stage in which nothing was written for so long is what a killed program left."""


@contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write into; its files appear in ``folder`` when all went well.

    Files of the same name are replaced, folders must be new, others in ``folder`` stay. When
    the block fails or is interrupted, ``folder`` keeps what it held, and is gone if it was new.
    What a program that was killed had begun there is cleared by the next one, an hour later.

    Raises
    ------
    ResultError
        If ``folder`` cannot be written or the disk is full.

    Examples
    --------
    >>> import tempfile
    >>> place = Path(tempfile.mkdtemp())
    >>> with staged_folder(place / "out") as stage:
    ...     _ = (stage / "a.csv").write_text("1")
    >>> [path.name for path in (place / "out").iterdir()]
    ['a.csv']
    """
    # Only here: a start that writes no file can spare it.
    import shutil
    import tempfile

    stage: Path | None = None
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{STAGE}*"):
            if left.is_dir() and _idle(left):
                shutil.rmtree(left, ignore_errors=True)
        stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=folder))
        yield stage
        _settle(stage, folder)
    except OSError as error:
        raise write_error(folder, error) from error
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)
        if made:
            with suppress(OSError):  # what was written keeps it
                folder.rmdir()


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8 with Unix line ends, all of it or nothing.

    Raises
    ------
    ResultError
        If the folder cannot be written or the disk is full.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file, all of it or nothing.

    Raises
    ------
    ResultError
        If the folder cannot be written, the disk is full, or another program holds the file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        land(path, data)
    except OSError as error:
        raise write_error(path, error) from error


def land(path: Path, data: bytes | memoryview, *, forced: bool = True) -> None:
    """Write bytes under another name, force them to disk, then give them their name.

    For those who tell errors in words of their own: an ``OSError`` is passed on. The folder must
    be there. What can be made again, and shows its damage, need not be ``forced``. A device or pipe
    is written into, never replaced.
    """
    if _is_special(path):
        path.write_bytes(data)
        return
    # Only here: a start that writes no file can spare it.
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if forced:
                os.fsync(file.fileno())
        part.chmod(path.stat().st_mode if path.exists() else 0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Return whether there is a device or pipe, such as ``/dev/stdout``."""
    return path.exists() and not (path.is_file() or path.is_dir())


def settle_names(folder: Path) -> None:
    """Force the names in a folder to disk, after files were given them."""
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def staged_file(path: Path) -> Iterator[Path]:
    """Give a name to write a file or folder under; it gets its own name when all went well.

    For writers that cannot give bytes. An ``OSError`` is passed on. The name ends as that of
    ``path``, for writers that look.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "a.csv"
    >>> with staged_file(path) as part:
    ...     _ = part.write_text("1")
    >>> [each.name for each in path.parent.iterdir()]
    ['a.csv']
    """
    # Only here: a start that writes no file can spare it.
    import shutil
    import tempfile

    if _is_special(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    part = room / path.name
    try:
        yield part
        for each in part.rglob("*") if part.is_dir() else (part,):
            _force(each)
        if part.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            part.chmod(path.stat().st_mode if path.exists() else 0o644)
        part.replace(path)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def write_error(path: Path, error: OSError) -> ResultError:
    """Return the error that tells a reader why a file could not be written."""
    path = Path(*(part for part in path.parts if not part.startswith(STAGE)))
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return ResultError(
            f"{path}: the disk is full, nothing was changed. Free some space or choose another "
            "folder with --out.",
            zh=f"{path}：磁盘已满，未改动任何文件。请清理空间，或用 --out 换一个文件夹。",
        )
    held = error.filename2 or error.filename
    if isinstance(error, PermissionError) and held and Path(held).is_file():
        name = Path(held).name
        return ResultError(
            f"{path}: {name} cannot be replaced, nothing was changed. If it is open in Word, WPS "
            "or Excel, close it and run again; or choose another name with --out.",
            zh=f"{path}：{name} 无法替换，未改动任何文件。若正在 Word、WPS 或 Excel 中打开，"
            "请先关闭再运行；也可用 --out 换一个名字。",
        )
    reason, reason_zh = reason_of(error)
    return ResultError(
        f"{path}: cannot be written ({reason}), nothing was changed. Choose a folder you may "
        "write to with --out.",
        zh=f"{path}：无法写入（{reason_zh}），未改动任何文件。请用 --out 换一个可写的文件夹。",
    )


def _idle(stage: Path) -> bool:
    """Return whether nothing was written into a stage for long; one that goes meanwhile is not."""
    try:
        newest = max(each.stat().st_mtime for each in (stage, *stage.rglob("*")))
    except OSError:
        return False
    return time.time() - newest > IDLE_SECONDS


def _settle(stage: Path, folder: Path) -> None:
    """Force the staged files to disk, then move them, the seal last."""
    files = sorted(stage.iterdir(), key=lambda path: (path.name == SEAL, path.name))
    for each in stage.rglob("*"):
        _force(each)
    for path in files:
        held = folder / path.name
        if held.is_file():
            held.replace(held)  # refused where another program has it open: before anything moves
    if any(path.name == SEAL for path in files):
        (folder / SEAL).unlink(missing_ok=True)
    for path in files:
        path.replace(folder / path.name)


def _force(path: Path) -> None:
    """Force a file to disk."""
    if path.is_file():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
