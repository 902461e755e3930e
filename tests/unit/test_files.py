"""Files are whole or not there."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from zysim.errors import ResultError
from zysim.files import (
    IDLE_SECONDS,
    SEAL,
    STAGE,
    staged_file,
    staged_folder,
    write_bytes,
    write_error,
    write_text,
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_staged_files_appear_together(tmp_path: Path) -> None:
    with staged_folder(tmp_path / "out") as stage:
        (stage / "a.csv").write_text("a")
        (stage / SEAL).write_text("{}")
        assert names(tmp_path / "out") == [stage.name]
    assert names(tmp_path / "out") == ["a.csv", SEAL]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError, SystemExit])
def test_interrupted_stage_leaves_the_old_files(tmp_path: Path, failure: type) -> None:
    (tmp_path / "a.csv").write_text("old")

    def write_half() -> None:
        with staged_folder(tmp_path) as stage:
            (stage / "a.csv").write_text("half")
            raise failure

    with pytest.raises(failure):
        write_half()
    assert names(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_text() == "old"


def test_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with staged_folder(tmp_path) as stage:
        (stage / "a.csv").write_text("a")
    assert names(tmp_path) == ["a.csv", "notes.txt"]


def test_what_a_killed_program_left_is_cleared_and_the_stage_of_one_at_work_is_not(
    tmp_path: Path,
) -> None:
    long_ago = time.time() - 2 * IDLE_SECONDS
    for name in ("left", "works"):
        (tmp_path / f"{STAGE}{name}").mkdir()
        (tmp_path / f"{STAGE}{name}" / "a.csv").write_text("half")
        os.utime(tmp_path / f"{STAGE}{name}" / "a.csv", (long_ago, long_ago))
        os.utime(tmp_path / f"{STAGE}{name}", (long_ago, long_ago))
    (tmp_path / f"{STAGE}works" / "a.csv").write_text("half of more")
    with staged_folder(tmp_path) as stage:
        (stage / "b.csv").write_text("b")
    assert names(tmp_path) == [f"{STAGE}works", "b.csv"]


def test_the_seal_is_off_while_files_are_moved(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / SEAL).write_text("old")
    seen = []
    move = Path.replace

    def watched(self: Path, target: Path) -> Path:
        if self != target:
            seen.append((target.name, (tmp_path / SEAL).exists()))
        return move(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    with staged_folder(tmp_path) as stage:
        for name in ("z.csv", SEAL, "a.csv"):
            (stage / name).write_text(name)
    assert seen == [("a.csv", False), ("z.csv", False), (SEAL, False)]


def test_full_disk_is_said_plainly_and_the_stage_is_cleared(tmp_path: Path) -> None:
    with (
        pytest.raises(ResultError, match=r"disk is full.*--out") as caught,
        staged_folder(tmp_path),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert "磁盘已满" in (caught.value.zh or "")
    inside = write_error(Path("out/.zysim-abc/a.csv"), OSError(errno.ENOSPC, "full"))
    assert str(inside).startswith(f"{Path('out/a.csv')}: the disk is full")
    assert names(tmp_path) == []


def test_a_new_folder_is_gone_where_nothing_came_into_it(tmp_path: Path) -> None:
    with pytest.raises(SystemExit), staged_folder(tmp_path / "new"):
        raise SystemExit(143)  # as where the program is told to end
    assert names(tmp_path) == []


def test_a_file_where_a_folder_is_wanted_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(ResultError, match=r"cannot be written \(.*nothing was changed"):
        staged_folder(tmp_path / "out").__enter__()


def test_missing_rights_are_told_with_the_way_out() -> None:
    error = write_error(Path("out"), PermissionError(errno.EACCES, "Permission denied"))
    assert str(error).startswith("out: cannot be written (Permission denied)")
    assert "无法写入" in (error.zh or "")


def test_a_file_that_another_program_holds_stops_all_before_anything_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "b.docx"):
        (tmp_path / name).write_text("old")
    plain = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name == "b.docx":
            raise PermissionError(errno.EACCES, "in use", str(self), None, str(target))
        return plain(self, target)

    monkeypatch.setattr(Path, "replace", replace)

    def write_both() -> None:
        with staged_folder(tmp_path) as stage:
            (stage / "a.csv").write_text("new")
            (stage / "b.docx").write_text("new")

    with pytest.raises(ResultError, match=r"b\.docx cannot be replaced.*open in Word") as caught:
        write_both()
    assert "请先关闭" in str(caught.value.zh)
    assert [(tmp_path / name).read_text() for name in names(tmp_path)] == ["old", "old"]


def test_text_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.mdl"
    write_text(path, "one\n二\n")
    write_text(path, "two\n")
    assert path.read_bytes() == b"two\n"
    assert names(path.parent) == ["a.mdl"]


def test_text_that_cannot_be_moved_leaves_the_old_one(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "a.mdl"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ResultError, match="Input/output error"):
        write_text(path, "new")
    monkeypatch.undo()
    assert names(tmp_path) == ["a.mdl"]
    assert path.read_text() == "old"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name, of Unix")
def test_a_pipe_or_device_is_written_into_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_bytes(pipe, b"page")
        assert os.read(reader, 9) == b"page"
        with pytest.raises(FileExistsError), staged_file(pipe) as part:
            part.write_text("never")
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]
