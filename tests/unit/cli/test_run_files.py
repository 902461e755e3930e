"""What `zysim run --out` leaves in a folder, also when it goes wrong."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from zysim.answers import run_files
from zysim.answers.run import RunResult
from zysim.cli.main import main
from zysim.metrics.summary import summarise
from zysim.paths import data_root
from zysim.runs.project import open_project
from zysim.runs.store import load_results

NAMES = [
    *(f"peak.{lang}.png" for lang in ("zh", "en")),
    *("summary.json", "results.csv", "results.parquet", "results.nc", "iamc.csv"),
    "manifest.json",
]


SLOW_WRITER = """
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from zysim.answers import run_files
from zysim.cli.main import main

def begin(runs, folder, *_, **__):
    (folder / "results.csv").write_text("half")
    time.sleep(120)

run_files.draw_charts = lambda *_, **__: []
run_files.write_results = begin
main()
"""


def call(*words: str) -> Result:
    return CliRunner().invoke(main, [*words, "-n", "20"], env={"ZYSIM_LANG": "en"})


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "new" / "out"
    result = call("run", "baseline", "plan", "--until", "2035", "--out", str(folder))
    assert result.exit_code == 0, result.stderr
    assert f"Chart: {folder / 'peak.en.png'}" in result.stdout
    return folder


def test_every_file_is_there_and_nothing_else(out: Path) -> None:
    assert sorted(path.name for path in out.iterdir()) == sorted(NAMES)


def test_manifest_says_what_made_them(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert "models/ziyang.mdl" in manifest["files"]
    assert "params/coefficients.csv" in manifest["files"]
    assert "params/scenarios/plan.toml" in manifest["files"]
    assert manifest["until"] == 2035
    assert manifest["scenarios"]["baseline"] == {}


def test_tables_agree_with_the_summary(out: Path) -> None:
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    wide = pd.read_csv(out / "iamc.csv").set_index(["scenario", "variable"])
    tidy = pd.read_csv(out / "results.csv").set_index(["scenario", "variable", "year"])["value"]
    for each in summary:
        level = wide.loc[(each["id"], "Emissions|CO2|Energy [Provincial]"), "2030"]
        assert level == pytest.approx(tidy[each["id"], "energy_co2_provincial", 2030], rel=1e-9)
        assert level == pytest.approx(each["boundaries"]["B"]["level_2030"], rel=0.05)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["design"]["shown"] == "mean of the 16 members nearest to the median of B"


def test_iamc_levels_are_the_sums_of_the_next(out: Path) -> None:
    wide = pd.read_csv(out / "iamc.csv").set_index(["scenario", "variable"])["2030"]
    for scenario in ("baseline", "plan"):
        found = wide[scenario]
        parts: dict[str, float] = {}
        for name, value in found.items():
            level = str(name).rpartition("|")[0]
            parts[level] = parts.get(level, 0.0) + value
        levels = [name for name in found.index if name in parts]
        assert {"Population", "Emissions|CO2|Energy", "Emissions|CO2|Energy|Demand"} <= {*levels}
        for name in levels:
            assert parts[name] == pytest.approx(found[name], rel=1e-9), name
        both = found["Emissions|CO2|Energy"] + found["Emissions|CO2|Industrial Processes"]
        whole = found["Emissions|CO2|Energy and Industrial Processes"]
        assert both == pytest.approx(whole, rel=1e-9)


def test_stored_results_load_and_lie_near_the_medians(out: Path) -> None:
    project = open_project()
    loaded = load_results(out, project.graph, data_root())
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    for each, said in zip(summarise(loaded), summary, strict=True):
        peak, stored = each.to_record()["boundaries"]["B"], said["boundaries"]["B"]
        assert peak["peak_level"] == pytest.approx(stored["peak_level"], rel=0.05)
    assert np.isfinite(loaded.of("gdp")).all()


def test_same_run_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    call("run", "baseline", "plan", "--until", "2035", "--out", str(tmp_path))
    for name in NAMES[:-1]:
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


@pytest.mark.parametrize(
    ("failure", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "no half-written file"),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "the disk is full"),
    ],
)
def test_failure_in_the_middle_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, code: int, said: str
) -> None:
    (tmp_path / "results.csv").write_text("old")

    def fail(runs: object, folder: Path, mapping: object, *, excel: bool) -> list[Path]:
        (folder / "results.csv").write_text(f"half {runs} {mapping} {excel}")
        raise failure

    monkeypatch.setattr(RunResult, "save_pictures", lambda *_: [])
    monkeypatch.setattr(run_files, "write_results", fail)
    result = call("run", "plan", "--out", str(tmp_path))
    assert result.exit_code == code
    assert said in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["results.csv"]
    assert (tmp_path / "results.csv").read_text() == "old"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    result = call("run", "plan", "--out", str(tmp_path / "out"))
    assert result.exit_code == 2
    assert "is a file" in result.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signal_while_writing_leaves_an_empty_folder(
    tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    command = [sys.executable, "-c", SLOW_WRITER, "run", "plan", "-n", "20", "--out", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        deadline = time.monotonic() + 150
        while not any(tmp_path.glob(".zysim-*/*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(sent)
        try:
            running.communicate(timeout=30)
        finally:
            running.kill()
    assert running.returncode == code
    assert list(tmp_path.iterdir()) == []
