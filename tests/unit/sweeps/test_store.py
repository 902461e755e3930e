"""Chunks are whole or absent, whatever happened to the disk; a folder has one writer."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from zysim.errors import ResultError
from zysim.sweeps.lock import LOCK, only_writer
from zysim.sweeps.store import ChunkStore

SHAPES = [(2, 3), (2, 3), (1, 3)]


@pytest.fixture
def store(tmp_path: Path) -> ChunkStore:
    made = ChunkStore(tmp_path, SHAPES)
    made.prepare()
    for chunk, shape in enumerate(SHAPES):
        made.put(chunk, np.full(shape, float(chunk)))
    return made


def test_what_is_put_is_got(store: ChunkStore) -> None:
    assert [store.state(chunk) for chunk in range(3)] == ["whole"] * 3
    assert store.get(2).tolist() == [[2.0, 2.0, 2.0]]
    assert oct(store.path(0).stat().st_mode & 0o777) == "0o644"


def test_the_hash_is_one_that_sha256sum_reads(store: ChunkStore) -> None:
    word, name = store.seal(1).read_text().split()
    assert len(word) == 64
    assert name == "000001.npy"


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "state", "message"),
    [
        (lambda store: flip(store.path(1)), "damaged", "is not what its hash says"),
        (
            lambda store: store.path(1).write_bytes(store.path(1).read_bytes()[:-8]),
            "damaged",
            "is not what its hash says",
        ),
        (lambda store: store.seal(1).unlink(), "unsealed", "has no hash beside it"),
        (lambda store: store.path(1).unlink(), "missing", "is missing"),
    ],
)
def test_damage_is_seen_and_told(store: ChunkStore, harm, state: str, message: str) -> None:
    harm(store)
    assert store.state(1) == state
    assert [store.state(chunk) for chunk in (0, 2)] == ["whole", "whole"]
    with pytest.raises(ResultError, match=message) as raised:
        store.get(1)
    assert "--resume" in str(raised.value)
    assert "000001.npy" in raised.value.zh


def test_a_file_with_the_hash_of_another_array_is_damaged(store: ChunkStore, tmp_path) -> None:
    other = ChunkStore(tmp_path / "other", [(5, 3)])
    other.prepare()
    other.put(0, np.zeros((5, 3)))
    store.path(1).write_bytes(other.path(0).read_bytes())
    store.seal(1).write_bytes(other.seal(0).read_bytes())
    assert store.state(1) == "damaged"  # the hash fits, the shape does not


def test_a_pickle_is_never_opened(store: ChunkStore, tmp_path: Path) -> None:
    import hashlib

    ran = tmp_path / "ran"

    class Evil:
        def __reduce__(self):
            return Path.touch, (ran,)

    np.save(store.path(1), np.array([Evil()], dtype=object), allow_pickle=True)
    store.seal(1).write_text(hashlib.sha256(store.path(1).read_bytes()).hexdigest())
    assert store.state(1) == "damaged"
    assert not ran.exists()


def test_a_wrong_shape_is_refused(store: ChunkStore) -> None:
    with pytest.raises(ResultError, match=r"shape \(1, 1\) where \(2, 3\) belongs"):
        store.put(0, np.zeros((1, 1)))


def test_the_digest_depends_on_numbers_and_order_alone(store: ChunkStore, tmp_path) -> None:
    again = ChunkStore(tmp_path / "again", SHAPES)
    again.prepare()
    for chunk in (2, 0, 1):
        again.put(chunk, np.full(SHAPES[chunk], float(chunk)))
    assert again.digest() == store.digest()
    again.put(0, np.ones(SHAPES[0]))
    assert again.digest() != store.digest()
    again.seal(1).unlink()
    with pytest.raises(ResultError, match="cannot be read"):
        again.digest()


@pytest.mark.parametrize(
    ("number", "message"),
    [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "cannot be written")],
)
def test_a_failed_write_keeps_what_was_there(
    store: ChunkStore, monkeypatch: pytest.MonkeyPatch, number: int, message: str
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ResultError, match=message) as raised:
        store.put(0, np.ones((2, 3)))
    assert "Every finished chunk is kept" in str(raised.value)
    assert "已完成的部分都已保留" in raised.value.zh
    assert [store.state(chunk) for chunk in (1, 2)] == ["whole", "whole"]
    assert not list(store.path(0).parent.glob(".*"))
    assert store.state(0) in ("unsealed", "whole")


def test_half_written_files_are_cleared_away(store: ChunkStore) -> None:
    half = store.path(0).parent / ".000000.npy.abc"
    half.write_bytes(b"x")
    store.prepare()
    assert not half.exists()
    assert store.state(0) == "whole"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ResultError, match="cannot be written"):
        ChunkStore(tmp_path / "file", SHAPES).prepare()


HOLDER = """
import sys, time
from pathlib import Path
from zysim.sweeps.lock import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    words = [sys.executable, "-c", HOLDER, str(tmp_path)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_two_writers_are_kept_apart(holder, tmp_path: Path) -> None:
    with pytest.raises(ResultError, match=f"process {holder.pid} on .* is writing"):  # noqa: SIM117
        with only_writer(tmp_path):
            pytest.fail("both hold the folder")


def test_the_lock_of_a_killed_process_is_taken_over(holder, tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    with only_writer(tmp_path):
        assert json.loads((tmp_path / LOCK).read_text())["pid"] == os.getpid()
    assert (tmp_path / LOCK).read_text() == ""


def test_the_lock_of_another_machine_is_respected(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text('{"pid": 7, "host": "elsewhere"}')
    with pytest.raises(ResultError, match="process 7 on elsewhere writes here"):  # noqa: SIM117
        with only_writer(tmp_path):
            pytest.fail("taken over")


def test_many_chunks_are_kept_side_by_side_and_a_full_disk_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ChunkStore(tmp_path, [(2, 3)] * 40)
    store.prepare()
    chunks = [(at, np.full((2, 3), float(at))) for at in range(40)]
    assert sorted(store.put_all(chunks)) == list(range(40))
    assert [store.get(at)[0, 0] for at in range(40)] == list(range(40))

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ResultError, match="the disk is full"):
        list(store.put_all(chunks))
