"""`zysim ensemble`: what it prints, writes and refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

import zysim
from zysim.cli.main import main
from zysim.inputs.read_city import read_city
from zysim.metrics.spread import spreads_of
from zysim.paths import CITY
from zysim.report.ensemble_tables import SHARES
from zysim.report.fan_story import tell_fan
from zysim.runs.project import open_project
from zysim.runs.worlds_file import read_worlds, write_worlds

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["ensemble", *words], env={"ZYSIM_LANG": lang})


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["16 states of the world", "P(peak by 2030)", "sobol, seed 0", "Wilson", "no peak"]),
        ("zh", ["16 种不确定情形", "2030 年前达峰概率", "种子 0", "威尔逊", "未按历史加权"]),
    ],
)
def test_text_says_the_chance_and_what_it_rests_on(lang: str, words: list[str]) -> None:
    result = call("plan", "-n", "16", lang=lang)
    assert result.exit_code == 0, result.stderr
    for word in words:
        assert word in result.stdout


def test_json_gives_every_boundary_with_its_interval() -> None:
    result = call("baseline", "plan", "-n", "16", "--json")
    document = json.loads(result.stdout)
    assert (document["members"], document["seed"], document["method"]) == (16, 0, "sobol")
    assert [each["id"] for each in document["scenarios"]] == ["baseline", "plan"]
    for each in document["scenarios"]:
        assert list(each["boundaries"]) == list(read_city().accounts)
        for spread in each["boundaries"].values():
            share, low, high = spread["by_2030"]
            assert 0 <= low <= share <= high <= 1
            assert low < high


def test_files_agree_with_each_other(tmp_path: Path) -> None:
    result = call("plan", "-n", "32", "--out", str(tmp_path / "o"))
    assert result.exit_code == 0, result.stderr
    folder = tmp_path / "o"
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    members = pd.read_parquet(folder / "members.parquet")
    assert len(members) == 32
    by_2030 = (members["peak_year_B"] <= 2030).fillna(value=False).mean()
    assert by_2030 == pytest.approx(summary["plan"]["B"]["by_2030"][0])
    quantiles = pd.read_csv(folder / "quantiles.csv")
    assert sorted(set(quantiles["quantile"])) == list(SHARES)
    level = quantiles.query(
        "variable == 'energy_co2_provincial' and year == 2030 and quantile == 0.5"
    )
    assert level["value"].item() == pytest.approx(summary["plan"]["B"]["level_2030"][1])
    wide = quantiles.pivot_table(
        index=["variable", "year"], columns="quantile", values="value", sort=False
    )
    assert (np.diff(wide.to_numpy(), axis=1) >= 0).all()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["design"] == {"members": 32, "method": "sobol", "seed": 0}
    assert "params/uncertainty.csv" in manifest["files"]
    assert "params/correlation.csv" in manifest["files"]


@pytest.mark.slow
def test_the_same_seed_writes_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CITY, str(HARBOUR))
    for name in ("a", "b"):
        assert call("-n", "16", "--out", str(tmp_path / name)).exit_code == 0
    for name in ("quantiles.csv", "members.parquet", "summary.json"):
        first, second = ((tmp_path / each / name).read_bytes() for each in ("a", "b"))
        assert first == second


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["-n", "1"], 2, "1 member(s): an ensemble needs 2 or more"),
        (["-n", "99999999"], 2, "members or fewer, fewer variables"),
        (["--seed", "-3"], 2, "seed -3: must be 0 or more"),
        (["--set", "gas_outptu=1"], 2, "gas_output"),
        (["no-such"], 2, "unknown scenario 'no-such'"),
        (["--until", "2025"], 2, "until: 2025 is outside"),
    ],
)
def test_bad_words_are_refused(words: list[str], code: int, message: str) -> None:
    result = call("plan", *words)
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stdout == ""


def test_worlds_of_a_posterior_take_the_place_of_draws(tmp_path: Path) -> None:
    project = open_project()
    drawn = zysim.ensemble("plan", n=16).found
    write_worlds(tmp_path / "posterior.csv", drawn.worlds)
    path = str(tmp_path / "posterior.csv")
    for lang, words in {
        "en": ["16 states of the world", "posterior sample of zysim update or", "; weighted by"],
        "zh": ["后验样本", "；已按统计加权"],
    }.items():
        result = call("plan", "--posterior", path, lang=lang)
        assert result.exit_code == 0, result.stderr
        text = "".join(result.stdout.split())
        assert all("".join(word.split()) in text for word in words)
        assert "not weighted" not in result.stdout
        assert "未按历史加权" not in result.stdout
    document = json.loads(call("plan", "--posterior", str(tmp_path), "--json").stdout)
    plain = json.loads(call("plan", "-n", "16", "--json").stdout)
    assert document["method"] == "posterior"
    assert document["scenarios"] == plain["scenarios"]
    assert list(read_worlds(Path(path), project.tables)) == document["worlds"]
    refused = call("plan", "--posterior", path, "-n", "32")
    assert refused.exit_code == 2
    assert "holds 16 worlds, and 32 are needed" in refused.stderr
    missing = call("plan", "--posterior", str(tmp_path / "none"), lang="zh")
    assert missing.exit_code == 2
    assert "zysim update 文件 --out 文件夹" in missing.stderr


def test_the_fan_of_a_posterior_says_so() -> None:
    found = zysim.ensemble("plan", n=16).found
    weighted = replace(found, manifest=replace(found.manifest, design={"method": "posterior"}))
    titles = {"plan": ("方案", "plan")}
    for lang, words, seed in (
        ("en", "weighted by history", "seed 0"),
        ("zh", "已按历史加权", "种子0"),
    ):
        story = tell_fan(weighted, spreads_of(found), titles, boundary="B", lang=lang)
        assert words in story.caption
        assert seed not in story.caption
        plain = tell_fan(found, spreads_of(found), titles, boundary="B", lang=lang)
        assert seed in plain.caption
