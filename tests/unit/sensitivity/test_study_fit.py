"""Factors of a study from observations: found, bounded, or said not to be told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

import zysim
from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.series_table import Series, read_series
from zysim.inputs.study import Compared
from zysim.inputs.study_file import read_study
from zysim.sensitivity.study_fit import StudyFit, fit_study
from zysim.sensitivity.subject import open_subject

MODEL = """{UTF-8}
water = INTEG(tap - water / emptying, first)
~ m3
~ |
tap = 20
~ m3/year
~ |
emptying = 5
~ year
~ |
first = 100
~ m3
~ |
idle = a * b
~ m3
~ |
also = water
~ m3
~ |
a = 1
~ m3
~ |
b = 1
~ 1
~ |
INITIAL TIME = 0
~ year
~ |
FINAL TIME = 20
~ year
~ |
TIME STEP = 0.25
~ year
~ |
SAVEPER = 1
~ year
~ |
"""
VOC = ":OPTIMIZER=Powell\n5<=tap=20<=40|FRAC=0.1\n2 <= Emptying <= 10\n20 <= first {m3} <= 200\n"
FACTORS = {"tap": (5, 40), "emptying": (2, 10), "first": (20, 200)}
TRUTH = {"tap": 23.0, "emptying": 6.5, "first": 80.0}


def study_text(factors: dict[str, tuple[float, float]]) -> str:
    rows = "".join(f"[factors.{n}]\nlow = {a}\nhigh = {b}\n" for n, (a, b) in factors.items())
    return f'model = "tank.mdl"\n{rows}[outcomes.last]\nvariable = "water"\nat = "end"\n'


def water(times: np.ndarray) -> np.ndarray:
    """The tank by Euler's method at the true values."""
    level, found = TRUTH["first"], []
    for _ in range(int(times.max() * 4) + 1):
        found.append(level)
        level += 0.25 * (TRUTH["tap"] - level / TRUTH["emptying"])
    return np.array(found)[(times * 4).astype(int)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tank.mdl").write_text(MODEL, encoding="utf-8")
    (tmp_path / "tank.toml").write_text(study_text(FACTORS), encoding="utf-8")
    return tmp_path


def fitted(folder: Path, values: np.ndarray, name: str = "water") -> StudyFit:
    times = np.arange(values.size, dtype=float)
    seen = [Series(id=name, times=times, values=values)]
    return fit_study(read_study(str(folder / "tank.toml"), folder), seen)


def test_true_values_are_found_again(folder: Path) -> None:
    found = fitted(folder, water(np.arange(16.0)))
    assert found.names == tuple(TRUTH)
    np.testing.assert_allclose(found.estimate, list(TRUTH.values()), rtol=1e-4)
    assert found.told.all()
    assert {each[:2] for each in found.pairs} == {("tap", "emptying")}
    assert found.series[0].explained == pytest.approx(1.0)


@pytest.mark.slow
def test_intervals_hold_the_truth_about_as_often_as_they_say(folder: Path) -> None:
    noise = np.random.default_rng(4)
    usual = water(np.arange(16.0))
    hits = []
    for _ in range(12):
        found = fitted(folder, usual * (1 + 0.02 * noise.standard_normal(16)))
        hits.append(np.abs(found.estimate - list(TRUTH.values())) < found.half_width)
    assert 0.8 < np.mean(hits) <= 1.0


def test_what_stands_for_each_other_is_said(folder: Path) -> None:
    factors = {"a": (0.5, 3.0), "b": (0.5, 3.0)}
    (folder / "tank.toml").write_text(study_text(factors), encoding="utf-8")
    values = 2.0 + 0.01 * np.random.default_rng(0).standard_normal(12)
    found = fitted(folder, values, "idle")
    ((first, second, correlation),) = found.pairs
    assert {first, second} == {"a", "b"}
    assert correlation < -0.95
    assert not found.told.any()


def test_a_value_beyond_the_range_is_at_its_end(folder: Path) -> None:
    text = study_text(FACTORS | {"tap": (5, 15), "emptying": (2, 40)})
    (folder / "tank.toml").write_text(text, encoding="utf-8")
    found = fitted(folder, water(np.arange(16.0)))
    assert found.at_end.tolist() == [True, False, False]
    assert np.isnan(found.half_width[0])
    assert found.estimate[0] == pytest.approx(15, rel=1e-2)


def say(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, list(words), env={"ZYSIM_LANG": lang})


def call(folder: Path, *words: str, lang: str = "en") -> Result:
    return say("fit", str(folder / "tank.toml"), *words, lang=lang)


def test_command_text_files_and_json_agree(folder: Path) -> None:
    times = np.arange(16)
    lines = [f"{t},{v:.3f}" for t, v in zip(times, water(times * 1.0), strict=True)]
    lines[3] = "3,—"
    table = folder / "seen.csv"
    table.write_text("\n".join(["time,Water", *lines]), encoding="utf-8")
    out = folder / "out"
    result = call(folder, "--data", str(table), "--out", str(out), "--json")
    assert result.exit_code == 0, result.stderr
    record = json.loads(result.stdout)
    estimates = pd.read_csv(out / "estimates.csv")
    assert estimates["estimate"].tolist() == [each["estimate"] for each in record["factors"]]
    assert len(pd.read_csv(out / "fitted.csv")) == record["series"][0]["count"] == 15
    for lang, words in (("zh", ["估计值", "均方根误差"]), ("en", ["estimate", "RMSE"])):
        text = call(folder, "--data", str(table), lang=lang).stdout
        for word in (*words, f"{record['factors'][1]['estimate']:.5g}"):
            assert word in text


def test_a_bad_table_is_told_cell_by_cell(folder: Path) -> None:
    table = folder / "seen.csv"
    table.write_text("time,wate,water\n0,1,x\n99,1,2\n0,1,3\n", encoding="utf-8")
    said = call(folder, "--data", str(table)).stderr
    for words in (
        "row 2, water: 'x'",
        "row 3, time: 99: the model runs from 0 to 20",
        "row 4, time: 0 is there twice",
        "variable 'wate'",
    ):
        assert words in said
    table.write_text("time\n", encoding="utf-8")
    assert "has no observations" in call(folder, "--data", str(table)).stderr
    assert "没有观测值" in call(folder, "--data", str(table), lang="zh").stderr


@pytest.mark.parametrize(("sign", "encoding"), [(";", "utf-8"), ("，", "gbk"), (",", "gb18030")])
def test_observations_are_read_as_an_office_saves_them(
    tmp_path: Path, sign: str, encoding: str
) -> None:
    table = tmp_path / "观测 数据.csv"
    table.write_text(f"年份{sign}水量\n2021{sign}3.5\n2022{sign}—\n", encoding=encoding)
    compared = Compared(variable="water", column="水量", weight=None)
    (found,) = read_series(table, {"water"}, 2020, 2030, [compared])
    assert (found.id, found.times.tolist(), found.values.tolist()) == ("water", [2021], [3.5])


def test_a_workbook_is_no_table_of_observations(tmp_path: Path) -> None:
    table = tmp_path / "seen.csv"
    table.write_bytes(b"PK\3\4\0\0")
    with pytest.raises(InputError, match="save it as CSV in Excel or WPS") as caught:
        read_series(table, {"water"}, 2020, 2030)
    assert "请在 Excel 或 WPS 中另存为 CSV" in str(caught.value.zh)


def test_what_cannot_be_fitted_is_refused(folder: Path) -> None:
    graph = open_subject(read_study(str(folder / "tank.toml"), folder)).graph
    table = folder / "seen.csv"
    table.write_text("time,water\n0,1\n1,2\n", encoding="utf-8")
    seen = read_series(table, graph.home, 0, 20)
    with pytest.raises(InputError, match="2 observations, 3 factors"):
        fit_study(read_study(str(folder / "tank.toml"), folder), seen)
    text = study_text(FACTORS).replace("low = 5\nhigh = 40", "levels = [5, 40]")
    (folder / "tank.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"factors\.tap.*a choice between values"):
        fit_study(read_study(str(folder / "tank.toml"), folder), seen)
    assert "no observations. Write them as [fit] data, or give --data FILE" in call(folder).stderr
    assert "没有观测，请在 [fit] 写 data" in call(folder, lang="zh").stderr
    assert "--data and --out go with a study" in say("fit", "--data", "seen.csv").stderr
    assert "--data、--out 须与研究同用" in say("fit", "--data", "seen.csv", lang="zh").stderr


def test_a_weight_given_is_kept(folder: Path) -> None:
    times = np.arange(16.0)
    high, low = water(times) + 6.0, water(times) - 6.0
    weights: list[tuple[float | None, float | None]] = [(None, None), (100.0, 0.01), (0.01, 100.0)]
    ends = []
    for one, other in weights:
        seen = [
            Series(id="water", times=times[::2], values=high[::2], weight=one),
            Series(id="also", times=times[1::2], values=low[1::2], weight=other),
        ]
        found = fit_study(read_study(str(folder / "tank.toml"), folder), seen)
        ends.append(found.fitted[0].mean() - water(times[::2]).mean())
    assert ends[1] == pytest.approx(6, abs=0.5)
    assert ends[2] == pytest.approx(-6, abs=0.5)
    assert abs(ends[0]) < 3


def test_vensims_payoff_is_fitted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    times = np.arange(16)
    rows = zip(("Time", "seen water"), *zip(times, water(times * 1.0), strict=True), strict=True)
    text = "\n".join("\t".join(map(str, row)) for row in rows)  # a variable a row
    Path("seen.tab").write_text(text, encoding="utf-8")
    Path("a.voc").write_text(VOC, encoding="utf-8")
    Path("a.vpd").write_text("*C\nWater|seen water/0.5\n", encoding="utf-8")
    words = ["--voc", "a.voc", "--vpd", "a.vpd", "--data", "seen.tab", "--out", "a.toml"]
    made = say("study", "new", "--model", "tank.mdl", *words)
    assert "Then: zysim fit a.toml" in made.stdout, made.stderr
    record = json.loads(say("fit", "a.toml", "--json").stdout)
    assert {each["id"]: each["estimate"] for each in record["factors"]} == pytest.approx(
        TRUTH, rel=1e-3
    )
    again = zysim.study("a.toml").fit()
    assert again.estimate.tolist() == [each["estimate"] for each in record["factors"]]
    Path("a.vpd").write_text("*C\nWater|saw water/0.5\n", encoding="utf-8")
    assert say("study", "new", "--model", "tank.mdl", *words[:-1], "b.toml").exit_code == 0
    assert "unknown column 'saw water'. Did you mean 'seen water'" in say("fit", "b.toml").stderr
    Path("a.vpd").write_text("*C\nWater|seen water/0.5\nWatre|x/1\n", encoding="utf-8")
    assert (
        "a.vpd, line 3: unknown variable"
        in say("study", "new", "--model", "tank.mdl", *words[:-1], "c.toml").stderr
    )
    Path("a.voc").write_text("1 <= tep <= 2\n", encoding="utf-8")
    assert (
        "a.voc, line 1: unknown constant"
        in say("study", "new", "--model", "tank.mdl", *words[:-1], "c.toml").stderr
    )
