"""A study of a model with a Chinese name, in a Chinese folder with blanks, by another method."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import xarray as xr
from click.testing import CliRunner

from zysim.cli.main import main
from zysim.inputs.study_file import portable_text
from zysim.paths import data_root

STUDY = """
model = "水箱 一号.mdl"

[factors.tap]
low = 10
high = 30
[factors.emptying]
variable = "Emptying Time"
low = 2
high = 8

[outcomes.last]
variable = "Fill  Level"
at = "end"
[outcomes.most]
formula = 'max("water")'
[outcomes.when]
variable = "water"
at = "first above 105"
[outcomes.ratio]
formula = 'water[end]/"initial water"'

[design]
kind = "sobol"
rows = 32
replicates = 2

[keep]
variables = []
"""


def call(*words: object, lang: str = "en") -> str:
    done = CliRunner().invoke(main, [*map(str, words)], env={"ZYSIM_LANG": lang})
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a") / "我的 模型"
    folder.mkdir()
    text = (data_root() / "models" / "teaching" / "tank.mdl").read_text("utf-8")
    (folder / "水箱 一号.mdl").write_text(text.replace("15:0,0,0,0", "15:0,0,0,1"), "utf-8")
    (folder / "水箱.toml").write_text(STUDY, "utf-8")
    return folder / "水箱.toml"


@pytest.fixture(scope="module")
def swept(study: Path) -> tuple[Path, Path]:
    """Give two sweeps of the same study under other names."""
    one, other = study.parent / "甲", study.parent / "another folder"
    for folder in (one, other):
        call("sweep", study, "--out", folder, "--workers", 1)
    return one, other


@pytest.fixture(scope="module")
def ranked(study: Path) -> tuple[str, Path]:
    """Give what a ranking says, and its folder."""
    folder = study.parent / "ranked"
    return call("rank", study, "--out", folder, "--no-figures"), folder


def test_a_sweep_is_the_same_to_the_byte_under_any_name(swept: tuple[Path, Path]) -> None:
    one, other = swept
    for name in ("sweep.nc", "summary.csv", "done.json", "study.toml"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_it_is_ranked_without_another_run(
    swept: tuple[Path, Path], ranked: tuple[str, Path]
) -> None:
    told = call("rank", "--from", swept[0])
    assert told.split("runs in")[0] == ranked[0].split("runs in")[0]


def test_a_kept_study_is_kept_again_alike(swept: tuple[Path, Path]) -> None:
    kept = swept[0] / "study.toml"
    assert portable_text(kept) == kept.read_text("utf-8")
    assert 'model = "水箱 一号.mdl"' in kept.read_text("utf-8")


def test_every_manifest_keeps_the_method_of_the_file(
    swept: tuple[Path, Path], ranked: tuple[str, Path], study: Path, tmp_path: Path
) -> None:
    call("ensemble", study, "--out", tmp_path / "spread")
    for folder in (swept[0], ranked[1], tmp_path / "spread"):
        assert json.loads((folder / "manifest.json").read_text("utf-8"))["method"] == "rk4"


def test_an_outcome_has_the_unit_of_its_variable_however_it_is_spelled(
    swept: tuple[Path, Path],
) -> None:
    with xr.open_dataset(swept[0] / "sweep.nc") as found:
        units = dict(zip(found.outcome.values, found.outcome_unit.values, strict=True))
    assert units == {"last": "dmnl", "most": "m3", "when": "year", "ratio": ""}


def test_each_further_outcome_is_told_with_its_first_factors(
    swept: tuple[Path, Path], ranked: tuple[str, Path]
) -> None:
    table = pd.read_csv(ranked[1] / "indices.csv")
    of_most = table[table["outcome"] == "most"].sort_values("rank")
    first = [f"{each.factor} {each.ST:.3f} ±{each.ST_half:.3f}" for each in of_most.itertuples()]
    told = f"Largest ST for “most”: {', '.join(first)} (the others in indices.csv)."
    assert told in " ".join(ranked[0].split())
    chinese = "".join(call("rank", "--from", swept[0], lang="zh").split())
    assert f"“most”的ST居前者：{'、'.join(first)}".replace(" ", "") in chinese


def test_a_folder_that_is_no_sweep_is_refused_with_the_way_out(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["rank", "--from", str(tmp_path)], env={"ZYSIM_LANG": "zh"})
    said = "".join(done.stderr.split())
    assert "没有结果清单（没有这个文件或文件夹）。请给出zysim以--out写成的文件夹" in said
