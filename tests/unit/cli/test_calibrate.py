"""`zysim calibrate`: what it says, writes and refuses, and that its worlds can be run in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from click.testing import Result as Done

import zysim
from zysim.answers.calibrate import CalibrateResult
from zysim.answers.calibrate_text import calibration_text
from zysim.answers.result import Result
from zysim.calibration.calibrate import calibrate
from zysim.cli.main import main
from zysim.inputs.read_city import read_city
from zysim.metrics.spread import spreads_of
from zysim.runs.project import choose, open_project

FEW = ("--runs", "2048", "--members", "256")


def call(*words: str, lang: str = "en") -> Done:
    return CliRunner().invoke(main, [*words], env={"ZYSIM_LANG": lang})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calibrate") / "out"
    result = call("calibrate", *FEW, "--out", str(folder), "--json")
    assert result.exit_code == 0, result.stderr
    return folder


def test_files_agree_with_each_other(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert names == {"manifest.json", "narrowing.csv", "posterior.csv", "summary.json"}
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    worlds = pd.read_csv(folder / "posterior.csv")
    narrowing = pd.read_csv(folder / "narrowing.csv")
    assert worlds.shape == (256, 1 + len(narrowing))
    assert (worlds["member"] == np.arange(256)).all()
    assert summary["method"] == "tempered"
    assert 16 < summary["effective_size"] < 1000
    assert summary["temperatures"][-1] == 1
    for each in narrowing.itertuples():
        assert worlds[each.id].std(ddof=0) == pytest.approx(each.posterior_sd)
        assert each.ratio == pytest.approx(each.posterior_sd / each.prior_sd)
    assert (narrowing["ratio"] > 0.9).sum() == summary["not_narrowed"]
    assert manifest["design"] == {"members": 256, "method": "tempered", "runs": 2048, "seed": 0}
    assert "params/history/observed.csv" in manifest["files"]


def test_peaks_are_those_of_ensembles(folder: Path) -> None:
    peaks = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["peaks"]
    prior = json.loads(call("ensemble", "-n", "256", "--json").stdout)
    path = str(folder / "posterior.csv")
    posterior = json.loads(call("ensemble", "--posterior", path, "--json").stdout)
    for before, after in zip(prior["scenarios"], posterior["scenarios"], strict=True):
        for letter in read_city().accounts:
            found = peaks[before["id"]][letter]
            assert found["prior"] == before["boundaries"][letter]
            assert found["posterior"] == after["boundaries"][letter]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            ["10 observations of 4 series", "2,048 draws", "tempered", "not narrow", "GDP in 2025"],
        ),
        (
            "zh",
            ["4 个序列的 10 个观测", "退火", "历史没有缩小", "地区生产总值（2025 年）", "威尔逊"],
        ),
    ],
)
def test_text_says_what_history_does_and_does_not(lang: str, words: list[str]) -> None:
    result = call("calibrate", *FEW, lang=lang)
    assert result.exit_code == 0, result.stderr
    text = "".join(result.stdout.split())
    for word in words:
        assert "".join(word.split()) in text


def test_text_without_tempering_names_conflicts_and_nothing_narrowed(
    read_every_way: Callable[[Result[Any], Path | None], None],
) -> None:
    project = open_project()
    found = calibrate(project, runs=1024, members=64, enough=16)
    assert found.method == "importance"
    spreads = spreads_of(zysim.ensemble("plan", n=16).found)
    titles, labels = {"plan": ("方案", "plan")}, {each.id: ("数", "No") for each in found.narrowing}
    missed = replace(found.prior[3], high=900.0)
    bare = replace(
        found,
        prior=(missed,),
        silent=(),
        holdout=(),
        narrowing=tuple(replace(each, ratio=1.0) for each in found.narrowing),
    )
    about = {"project": project, "cases": tuple(choose(project, ["plan"], {})), "seed": 0}
    read_every_way(
        CalibrateResult(found=found, prior_spreads=spreads, posterior_spreads=spreads, **about),
        None,
    )
    city = read_city()
    series = {each.row.variable: ("产值", "output") for each in found.prior}
    for lang, words, absent in (
        ("en", ["Method: importance", "In conflict with the prior", "958.63", "above"], "held out"),
        ("zh", ["重要性重抽样", "观测与先验矛盾", "958.63", "偏高"], "检验："),
    ):
        text = calibration_text(bare, spreads, spreads, titles, city, labels, series, lang)
        for word in words:
            assert word in text
        assert absent not in text
        assert "catch_up_speed" not in text
        assert f"{bare.effective:,.0f}" in text


def test_mistakes_are_answered() -> None:
    result = call("calibrate", "--members", "8")
    assert result.exit_code == 2
    assert "131072 runs, 8 members; take 16 or more" in result.stderr
    assert call("calibrate", "--seed", "-1", *FEW).exit_code == 2
