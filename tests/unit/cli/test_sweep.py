"""`zysim sweep`: the same digest by any number of workers, after any kill, or it refuses."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from click.testing import CliRunner, Result

import zysim.sweeps.sweep
from zysim.cli.main import main
from zysim.errors import ResultError
from zysim.inputs.study_file import read_study
from zysim.paths import studies_path
from zysim.runs.project import open_project
from zysim.sensitivity.evaluate import Evaluator, evaluate
from zysim.sweeps.executors import dask_crew
from zysim.sweeps.read import load_sweep

CHUNKS = 6


def call(*words: object, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["sweep", *map(str, words)], env={"ZYSIM_LANG": lang})


def swept(study: Path, out: Path, *words: object) -> dict[str, object]:
    done = call(study, "--out", out, "--format", "none", "--json", *words)
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of two factors in six small chunks."""
    text = (studies_path() / "hands.toml").read_text("utf-8")
    text = re.sub(r"(?m)^rows = .*$", "rows = 64", text)
    path = tmp_path_factory.mktemp("study") / "small.toml"
    path.write_text(re.sub(r"(?m)^replicates = .*$", f"replicates = {CHUNKS}", text), "utf-8")
    return path


@pytest.fixture(scope="module")
def clean(study: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A sweep by one worker that nobody disturbed, and its digest."""
    out = tmp_path_factory.mktemp("clean") / "out"
    found = swept(study, out, "--workers", 1)
    assert found["chunks"] == found["computed"] == CHUNKS
    return out, str(found["digest"])


def copy(clean: tuple[Path, str], to: Path) -> Path:
    return Path(shutil.copytree(clean[0], to))


def test_two_workers_give_the_same_digest(study, clean, tmp_path) -> None:
    assert swept(study, tmp_path / "two", "--workers", 2)["digest"] == clean[1]


@pytest.mark.slow
def test_a_cluster_of_two_processes_gives_the_same_digest(study, clean, tmp_path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        found = swept(study, tmp_path / "dask", "--scheduler", cluster.scheduler_address)
    assert found["digest"] == clean[1]


@pytest.mark.referee
def test_a_scheduler_started_by_its_own_command(study, clean, tmp_path) -> None:
    pytest.importorskip("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = str(Path(sys.executable).with_name("dask"))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    begun = [
        subprocess.Popen(
            [dask, "scheduler", "--host", address, "--no-dashboard"], cwd=tmp_path, **quiet
        ),
        subprocess.Popen(
            [dask, "worker", address, "--nthreads", "1", "--no-dashboard"], cwd=tmp_path, **quiet
        ),
    ]
    try:
        assert swept(study, tmp_path / "dask", "--scheduler", address)["digest"] == clean[1]
    finally:
        for each in begun:
            each.terminate()
        for each in begun:
            each.wait(30)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_kills_and_damage_leave_no_trace(study, clean, tmp_path) -> None:
    out = tmp_path / "killed"
    words = [sys.executable, "-m", "zysim", "sweep", str(study), "--out", str(out)]
    words += ["--workers", "2", "--resume", "--format", "none"]
    moments = random.Random(3)
    for _ in range(3):
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, start_new_session=True)
        time.sleep(moments.uniform(1.0, 4.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    swept(study, out, "--workers", 1, "--resume")
    flipped, cut, bare, *_ = sorted((out / "chunks").glob("*.npy"))
    data = bytearray(flipped.read_bytes())
    data[len(data) // 2] ^= 1
    flipped.write_bytes(data)
    cut.write_bytes(cut.read_bytes()[:-9])
    bare.with_name(f"{bare.name}.sha256").unlink()
    found = swept(study, out, "--workers", 1, "--resume")
    assert found["found"] == {"whole": CHUNKS - 3, "missing": 0, "unsealed": 1, "damaged": 2}
    assert found["digest"] == clean[1]


def test_resuming_a_whole_sweep_computes_nothing(study, clean, tmp_path) -> None:
    found = swept(study, copy(clean, tmp_path / "c"), "--resume")
    assert found["computed"] == 0
    assert found["digest"] == clean[1]


def test_it_loads_as_the_study_run_in_one_go(study, clean) -> None:
    project = open_project()
    wanted = evaluate(Evaluator(read_study(str(study), studies_path()), project))
    found = load_sweep(clean[0], project)
    assert np.array_equal(found.outcomes, wanted.outcomes, equal_nan=True)
    assert (found.series == wanted.series).all()


@pytest.mark.parametrize("form", ["netcdf", "zarr"])
def test_the_dataset_is_labelled(form: str, study, clean, tmp_path) -> None:
    if form == "zarr":
        pytest.importorskip("zarr")
    out = copy(clean, tmp_path / form)
    done = call(study, "--out", out, "--resume", "--format", form)
    assert done.exit_code == 0, done.stderr
    if form == "netcdf":
        data = xr.open_dataset(out / "sweep.nc")
    else:
        data = xr.open_zarr(out / "sweep.zarr", consolidated=False)
    with data:
        assert dict(data.sizes)["row"] == 64 * CHUNKS
        assert data.attrs["digest"] == clean[1]
        assert data.attrs["seed"] == 0
        assert data["variable_unit"].values.tolist() == ["Mt/year"]
        wanted = load_sweep(out, open_project())
        assert data["inputs"].shape == (*wanted.outcomes.shape[:2], data.sizes["input"])
        assert np.array_equal(data["outcomes"].values, wanted.outcomes, equal_nan=True)
        a, b = data["inputs"].values[0, [0, 1]]
        moved = data["input_factor"].values[a != b]
        assert len(set(moved)) == 1  # block 1 exchanges the first factor
        assert (data["series"].values == wanted.series).all()


def test_a_folder_with_something_in_it_is_refused(study, clean, tmp_path) -> None:
    out = copy(clean, tmp_path / "c")
    done = call(study, "--out", out)
    assert done.exit_code == 1
    assert "not empty" in done.stderr
    assert "--resume" in done.stderr
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "letter.txt").write_text("x")
    done = call(study, "--out", strange, "--resume")
    assert "holds no sweep but letter.txt" in done.stderr
    assert sorted(path.name for path in strange.iterdir()) == ["letter.txt"]


def test_other_inputs_are_refused_by_name(study, clean, tmp_path) -> None:
    out = copy(clean, tmp_path / "c")
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["files"]["models/ziyang.mdl"] = "0" * 64
    manifest["design"]["seed"] = 5
    manifest["engine"] = "abacus"
    (out / "manifest.json").write_text(json.dumps(manifest))
    done = call(study, "--out", out, "--resume")
    assert done.exit_code == 1
    assert "models/ziyang.mdl" in done.stderr
    assert "seed (5 → 0)" in done.stderr
    assert "engine (abacus → " in done.stderr
    with pytest.raises(ResultError, match=r"made with other inputs .*models/ziyang\.mdl"):
        load_sweep(out, open_project())


def test_an_unfinished_sweep_is_not_read(clean, tmp_path) -> None:
    out = copy(clean, tmp_path / "c")
    (out / "chunks" / "000002.npy").unlink()
    with pytest.raises(ResultError, match="unfinished, 1 of 6 chunks"):
        load_sweep(out, open_project())


def test_a_full_disk_loses_no_finished_chunk(study, clean, tmp_path, monkeypatch) -> None:
    put = zysim.sweeps.sweep.ChunkStore.put

    def full(store, chunk, values) -> None:
        if chunk == 3:
            monkeypatch.setattr(os, "fsync", no_space)
        put(store, chunk, values)

    def no_space(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zysim.sweeps.sweep.ChunkStore, "put", full)
    out = tmp_path / "full"
    done = call(study, "--out", out, "--workers", 1)
    assert done.exit_code == 1
    assert "the disk is full" in done.stderr
    monkeypatch.undo()
    found = swept(study, out, "--workers", 1, "--resume")
    assert found["found"]["whole"] == 3  # type: ignore[index]
    assert found["digest"] == clean[1]


def test_an_interrupt_says_how_to_go_on(study, tmp_path, monkeypatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(zysim.sweeps.sweep.ChunkStore, "put", interrupted)
    out = tmp_path / "out"
    done = call(study, "--out", out, "--workers", 1)
    assert done.exit_code != 0
    assert "--resume" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["levr", "--out", "x"], "unknown study 'levr'"),
        (["hands", "--out", "x", "--workers", "0"], "--workers 0: give a number from 1"),
        (["hands", "--out", "x", "--workers", "2", "--scheduler", "tcp://a:1"], "give one of them"),
        (["hands"], "--out"),
    ],
)
def test_bad_words_are_refused(words: list[str], message: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = call(*words)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_missing_package_is_named(monkeypatch, study, tmp_path) -> None:
    monkeypatch.setattr("zysim.sweeps.dataset.find_spec", lambda _name: None)
    done = call(study, "--out", tmp_path / "x", "--format", "zarr")
    assert "--format zarr needs zarr: pip install 'zysim[cluster]'" in done.stderr
    monkeypatch.setattr("zysim.sweeps.executors.find_spec", lambda _name: None)
    done = call(study, "--out", tmp_path / "x", "--scheduler", "tcp://127.0.0.1:1")
    assert "--scheduler needs dask.distributed" in done.stderr


def test_no_scheduler_answers(monkeypatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("zysim.sweeps.executors.PATIENCE", 1)
    with pytest.raises(ResultError, match="no scheduler answers"):  # noqa: SIM117
        with dask_crew("tcp://127.0.0.1:9"):
            pytest.fail("somebody answered")
