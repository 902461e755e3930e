"""Studies of a model that is not the city's: every command, what they write, and refusals."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from click.testing import CliRunner, Result
from docx import Document
from SALib.analyze import sobol as salib_sobol

from zysim.cli.main import main
from zysim.paths import data_root

STUDY = """
model = "tank.mdl"
title_zh = "水箱"
title_en = "The tank"
event = "water[end] > 250"

[cases.usual]
[cases.open]
tap = 30

[factors.tap]
low = 10
high = 30
[factors.emptying]
variable = "Emptying time"
low = 2
high = 8
[factors.spare]
variable = "initial water"
low = 50
high = 150

[outcomes.last]
variable = "water"
at = "end"
[outcomes.still]
formula = "time_of_max(water)"
[outcomes.full]
formula = "max(water) > 0"

[design]
rows = 32
"""


def call(*words: object, lang: str = "en") -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env={"ZYSIM_LANG": lang})


@pytest.fixture
def study(tmp_path: Path) -> Path:
    shutil.copy(data_root() / "models/teaching/tank.mdl", tmp_path)
    path = tmp_path / "tank.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def changed(study: Path, *swaps: tuple[str, str]) -> Path:
    text = study.read_text("utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    study.write_text(text, encoding="utf-8")
    return study


def test_a_ranking_holds_what_was_varied_and_salib_finds_the_same(study: Path) -> None:
    out = study.parent / "out"
    done = call("rank", study, "--out", out, "--no-figures", "--json")
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["inputs"] == {"tap": "m3/year", "emptying": "year", "spare": "m3"}
    assert answer["left_out"]["full"]["en"] == "the same in all runs (1)"
    with xr.open_dataset(out / "runs.nc") as data:
        assert data["input_unit"].values.tolist() == ["m3/year", "year", "m3"]
        inputs, outcomes = data["inputs"], data["outcomes"]
        assert inputs.dims == ("row", "block", "input")
        # Water settles at tap times emptying time, with the extra tap of the model file.
        last = outcomes.sel(outcome="last").values
        tap, slow = (inputs.sel(input=name).values for name in ("tap", "emptying"))
        assert np.corrcoef(last.ravel(), (tap * slow).ravel())[0, 1] > 0.9
        one = last[data["replicate"].values == 0].ravel()
    problem = {"num_vars": 3, "names": ["tap", "emptying", "spare"], "bounds": [[0, 1]] * 3}
    wanted = salib_sobol.analyze(problem, one, calc_second_order=False, seed=1)
    table = pd.read_csv(out / "indices.csv").query("outcome == 'last'").set_index("factor")
    order = list(np.argsort(-wanted["ST"]))
    assert list(table.index)[:2] == [problem["names"][at] for at in order][:2]
    assert (out / "tank.mdl").is_file()
    assert call("rank", out / "study.toml").exit_code == 0


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            ["“full” is not ranked: the same in all runs (1)", "last, m³", "highest value"],
        ),
        ("zh", ["“full”未排序：在所有运行中相同（1）", "last/立方米", "因素由最低到最高"]),
    ],
)
def test_a_ranking_is_told_in_both_languages(study: Path, lang: str, words: list[str]) -> None:
    done = call("rank", study, lang=lang)
    assert done.exit_code == 0, done.stderr
    for word in words:
        assert word in done.stdout


def test_cases_run_as_the_model_does(study: Path) -> None:
    found = json.loads(call("run", study, "--json").stdout)
    alone = call("run", "--model", study.parent / "tank.mdl", "--set", "tap=30", "--json")
    water = next(each for each in json.loads(alone.stdout)["variables"] if each["id"] == "water")
    assert [each["case"] for each in found["cases"]] == ["usual", "open"]
    assert found["cases"][1]["outcomes"]["last"] == pytest.approx(water["values"][-1])
    shown = f"{found['cases'][1]['outcomes']['last']:.6g}"
    assert shown in call("run", study, lang="zh").stdout


def test_a_spread_is_that_of_its_runs(study: Path) -> None:
    out = study.parent / "out"
    swaps = changed(study, ("rows = 32", 'kind = "lhs"\nrows = 50'))
    done = call("ensemble", swaps, "--out", out, "--json")
    assert done.exit_code == 0, done.stderr
    runs = pd.read_csv(out / "runs.csv")
    rows = json.loads(done.stdout)["quantiles"]
    told = {(each["outcome"], each["quantile"]): each for each in rows}
    assert told["last", 0.5]["value"] == pytest.approx(np.sort(runs["last"])[24])
    assert told["still", 0.5]["lacking"] == pytest.approx(runs["still"].isna().mean())
    assert {"fan-water.zh.png", "fan-water.en.png", "runs.nc", "study.toml"} <= {
        path.name for path in out.iterdir()
    }
    with xr.open_dataset(out / "runs.nc") as data:
        assert data["series"].sizes["year"] == 41
        np.testing.assert_allclose(data["inputs"][:, 0, 0], runs["tap"])
    assert "50 次独立运行（lhs 设计" in call("ensemble", swaps, lang="zh").stdout


def test_conditions_of_an_event_are_found_and_tested(study: Path) -> None:
    out = study.parent / "out"
    done = call("discover", study, "--out", out, "--json")
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert {"tap", "emptying"} & {each["factor"] for each in answer["conditions"]}
    assert answer["tested_density"] > 1.5 * answer["tested_overall"]
    shown = f"占 {answer['density']:.1%}（覆盖其中 {answer['coverage']:.1%}）"
    text = (out / "answer.zh.txt").read_text("utf-8")
    assert "".join(shown.split()) in "".join(text.split())  # a folded line loses its blank
    other = call("discover", study, "--event", "max(water) > 1", lang="zh")
    assert "在 100 % 的运行中发生" in other.stderr
    unknown = call("discover", study, "--event", "wather[end] > 1")
    assert "unknown variable 'wather'. Did you mean 'water'" in unknown.stderr


def test_fans_are_drawn_of_what_is_kept(study: Path) -> None:
    kept = changed(study, ("[design]", '[keep]\nvariables = ["leaking"]\n[design]'))
    done = call("fan", kept, "--out", study.parent / "out")
    assert done.exit_code == 0, done.stderr
    assert (study.parent / "out" / "fan-leaking.en.png").is_file()


def test_a_factor_that_nothing_depends_on_is_said_and_not_ranked(study: Path) -> None:
    only = changed(study, ('variable = "initial water"', 'variable = "extra tap"'))
    text = only.read_text("utf-8").replace('variable = "water"', 'variable = "tap"')
    start, end = text.index("[outcomes.still]"), text.index("[design]")
    only.write_text(text[:start] + text[end:], encoding="utf-8")
    done = call("ensemble", changed(only, ("rows = 32", 'kind = "lhs"\nrows = 20')), lang="en")
    assert "so they are not varied: emptying, spare" in " ".join(done.stdout.split())
    told = call("ensemble", only, lang="zh")
    assert "与下列因素无关，未变化：emptying、spare" in told.stdout
    refused = call("rank", changed(only, ('kind = "lhs"\nrows = 20', "rows = 32")))
    assert "needs two constants that vary and has 1 (emptying, spare: nothing" in " ".join(
        refused.stderr.split()
    )


CASES = [
    (
        ('variable = "water"', 'variable = "wather"'),
        "[outcomes.last]: unknown variable 'wather'",
        "变量",
    ),
    (
        ('at = "end"', "at = 2020.5"),
        "[outcomes.last]: moment 2020.5 is not reported",
        "没有时刻 2020.5",
    ),
    (
        ('"time_of_max(water)"', '"water"'),
        "[outcomes.still]: is a value for every",
        "每个时刻各有一值",
    ),
    (
        ('"initial water"', '"water"'),
        "water is a stock, not a constant: add initial",
        "initial = true",
    ),
    (
        ('"initial water"', '"leaking"'),
        "leaking is an auxiliary, not a constant",
        "leaking 是辅助变量",
    ),
    (('"initial water"', '"time step"'), "is the clock of the model: use [clock]", "请用 [clock]"),
    (
        ('"initial water"', '"tapp"'),
        "unknown constant 'tapp'. Did you mean 'tap'",
        "没有名为 'tapp'",
    ),
    (('"initial water"', '"tap"'), "factors 'tap' and 'spare' both vary tap", "都变化 tap"),
    (("tap = 30", "tapp = 30"), "[cases.open]", "[cases.open]"),
    (
        ("[design]", "[keep]\nvariables = ['wet']\n[design]"),
        "[keep]: unknown variable 'wet'",
        "[keep]",
    ),
    (('"tank.mdl"', '"no.mdl"'), "model 'no.mdl' is not beside the study", "研究旁没有模型"),
    (
        ("rows = 32", "rows = 32\nfactors = 3"),
        "[design]: unknown key 'factors'",
        "没有名为 'factors'",
    ),
]


@pytest.mark.parametrize(("swap", "message", "zh"), CASES)
def test_what_does_not_fit_the_model_is_refused(
    study: Path, swap: tuple[str, str], message: str, zh: str
) -> None:
    path = changed(study, swap)
    done = call("rank", path)
    assert done.exit_code in (1, 2)
    assert message in done.stderr
    assert "tank" in done.stderr
    assert zh in call("rank", path, lang="zh").stderr
    assert sorted(each.name for each in study.parent.iterdir()) == ["tank.mdl", "tank.toml"]


CITY = """
scenario = "{scenario}"
[factors.{lever}]
low = 0.0
high = {high}
[factors.gas_storage]
low = 0.0
high = 1.0
[outcomes.grown]
variable = "gdp"
at = {at}
[design]
kind = "lhs"
rows = 8
"""
CITY_CASES = [
    (
        {"scenario": "plam"},
        "scenario: unknown scenario 'plam'. Did you mean 'plan'?",
        "是否指 plan",
    ),
    ({"scenario": "no.toml"}, "scenario: no.toml: 1 problem(s)", "scenario：no.toml："),
    (
        {"lever": "gas_outptu"},
        "[factors.gas_outptu]: unknown lever or constant",
        "是否指 gas_output",
    ),
    ({"high": 9}, "[factors.gas_output]: 9 is outside 0 to ", "该措施的取值范围"),
    ({"at": 2099}, "[outcomes.grown]: moment 2099 is not reported", "没有时刻 2099"),
]


@pytest.mark.parametrize(("swap", "message", "zh"), CITY_CASES)
def test_what_does_not_fit_the_city_names_file_and_key(
    tmp_path: Path, swap: dict[str, Any], message: str, zh: str
) -> None:
    path = tmp_path / "mine.toml"
    usual = {"scenario": "plan", "lever": "gas_output", "high": 1.0, "at": 2030}
    path.write_text(CITY.format(**usual | swap), encoding="utf-8")
    for lang, said in (("en", message), ("zh", zh)):
        done = call("run", path, lang=lang)
        assert done.exit_code == 2
        assert done.stderr.split("mine.toml")[1][:1] in ":："
        assert said in done.stderr


def test_wrong_names_of_factors_and_outcomes_are_told_together(study: Path) -> None:
    path = changed(study, ('"initial water"', '"tapp"'), ('variable = "water"', 'variable = "wet"'))
    said = call("rank", path).stderr
    assert "unknown constant 'tapp'" in said
    assert "[outcomes.last]: unknown variable 'wet'" in said
    at = call("rank", changed(path, ('at = "end"', 'at = "ende"')), lang="zh").stderr
    assert "at 'ende' 应为以下之一：时刻、start、end" in at


def test_options_and_words_that_do_not_go_with_a_study_are_refused(study: Path) -> None:
    assert "--until: not with a study" in call("run", study, "--until", "2030").stderr
    assert "a study stands alone; leave out plan" in call("run", study, "plan").stderr
    assert "研究须单独给出" in call("fan", "plan", study, lang="zh").stderr
    assert "--event x: goes with a study" in call("discover", "plan", "--event", "x").stderr


def test_runs_that_break_are_left_out_or_refused_as_asked(study: Path) -> None:
    text = (study.parent / "tank.mdl").read_text("utf-8")
    broken = text.replace("water/emptying time", "water/emptying time*SQRT(tap - 10.5)")
    (study.parent / "tank.mdl").write_text(broken, encoding="utf-8")
    left = json.loads(call("ensemble", study, "--json").stdout)
    lacking = next(each["lacking"] for each in left["quantiles"] if each["outcome"] == "last")
    assert lacking == pytest.approx(0.025, abs=0.015)
    refused = call("ensemble", changed(study, ("rows = 32", 'rows = 32\nmissing = "refuse"')))
    assert refused.exit_code == 1
    assert "leaking" in refused.stderr


def test_a_draft_is_written_and_ranks(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(study.parent)
    made = call("study", "new", "--model", "tank.mdl", "--out", "draft.toml")
    assert made.exit_code == 0, made.stderr
    assert "a start, not a fact" in made.stdout
    text = Path("draft.toml").read_text("utf-8")
    assert "[factors.tap]  # 20.0 m3/year" in text
    assert "low = 10.0\nhigh = 30.0" in text
    assert call("rank", "draft.toml", "--rows", 32).exit_code == 0
    again = call("study", "new", "--model", "tank.mdl", "--out", "draft.toml", lang="zh")
    assert "已存在" in again.stderr


def test_vensims_files_go_in_and_out(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(study.parent)
    Path("low.cin").write_text("Tap = 15\n", encoding="utf-8")
    Path("s.vsc").write_text("60,M,1\ntap=RANDOM_UNIFORM(10,30)\n", encoding="utf-8")
    Path("s.lst").write_text("leaking\n", encoding="utf-8")
    words = ["--vsc", "s.vsc", "--lst", "s.lst", "--cin", "low.cin", "--out", "v.toml"]
    assert call("study", "new", "--model", "tank.mdl", *words).exit_code == 0
    spread = json.loads(call("ensemble", "v.toml", "--json").stdout)
    assert (spread["runs"], list(spread["inputs"])) == (60, ["tap"])
    assert {each["outcome"] for each in spread["quantiles"]} == {"leaking"}
    assert call("study", "cin", "v.toml", "low", "--out", "back.cin").exit_code == 0
    assert Path("back.cin").read_text("utf-8") == "tap = 15.0\n"
    unknown = call("study", "cin", "v.toml", "high", "--out", "b.cin")
    assert "v.toml: unknown case 'high'" in unknown.stderr


def test_a_study_has_its_report_and_its_page(study: Path) -> None:
    """Tables of the report hold the numbers of the runs; names that are formulas stay names."""
    changed(
        study,
        ("[outcomes.full]", '[outcomes."=full"]'),
        ("rows = 32", "rows = 32\n[keep]\nvariables = []"),
    )
    out = study.parent / "report"
    done = call("report", study, "-o", out, "--title", "Tanks")
    assert done.exit_code == 0, done.stderr
    made = Document(out / "report.en.docx")
    told = [each.text for each in made.paragraphs]
    assert told[0] == "Tanks"
    assert "What matters" in told
    ran = json.loads(call("run", study, "--json").stdout)["cases"]
    cases = pd.read_csv(out / "cases.csv").set_index("outcome")
    for each in ran:
        value = float(cases.loc["last", each["case"]])
        assert value == pytest.approx(each["outcomes"]["last"], rel=1e-5)
    assert "'=full" in cases.index
    ranking = pd.read_csv(out / "ranking.csv")
    assert set(ranking["factor"]) == {"tap", "emptying", "spare"}
    assert "there already" in call("report", study, "-o", out).stderr
    assert "--chapters: not with a study" in call("report", study, "--chapters", "x").stderr
    page = call("page", study, "-o", study.parent / "p.html")
    assert page.exit_code == 0, page.stderr
    assert "not a study" in call("page", "plan").stderr


def test_what_is_kept_of_a_study_runs_again_with_the_tables_of_its_model(tmp_path: Path) -> None:
    text = (
        "{UTF-8}\nseen := GET DIRECT DATA('tables/d.csv', ',', 'A', 'B2') ~~|\n"
        "place : GET DIRECT SUBSCRIPT('tables/p.csv', ',', 'A2', 'A3', '') ~~|\n"
        "x[place] = k*seen ~~|\nk = 2 ~~|\n"
        "INITIAL TIME = 0 ~~|FINAL TIME = 2 ~~|TIME STEP = 1 ~~|SAVEPER = 1 ~~|"
    )
    (tmp_path / "tables").mkdir()
    (tmp_path / "m.mdl").write_text(text, encoding="utf-8")
    (tmp_path / "tables" / "d.csv").write_text("t,v\n0,1\n2,3\n", encoding="utf-8")
    (tmp_path / "tables" / "p.csv").write_text("name\nhere\nthere\n", encoding="utf-8")
    asked = (
        'model = "m.mdl"\n[factors.k]\nlow = 1\nhigh = 3\n[outcomes.x]\n'
        'variable = "x[there]"\nat = "end"\n[design]\nkind = "lhs"\nrows = 4\n'
    )
    (tmp_path / "s.toml").write_text(asked, encoding="utf-8")
    done = call("ensemble", tmp_path / "s.toml", "--out", tmp_path / "kept")
    assert done.exit_code == 0, done.stderr
    again = call("run", tmp_path / "kept" / "study.toml", "--json")
    assert json.loads(again.stdout)["cases"][0]["outcomes"]["x"] == 6
    assert "tables/d.csv" in (tmp_path / "kept" / "manifest.json").read_text("utf-8")


CURVED = """{UTF-8}
place : north, south ~~|
rate[place] = 1, 2 ~~|
effect((0,0),(10,10)) ~~|
s = INTEG(SUM(rate[place!])*effect(s/10)*growth, 1) ~~|
growth = 0.1 ~~|
INITIAL TIME = 0 ~~| FINAL TIME = 3 ~~| TIME STEP = 1 ~~| SAVEPER = 1 ~~|
"""
CURVED_STUDY = """model = "m.mdl"
[cases.usual]
[cases.other]
cin = "other.cin"
[factors.growth]
low = 0.1
high = 0.2
[factors.north]
variable = "rate[north]"
low = 1
high = 2
[outcomes.s]
variable = "s"
at = "end"
"""


def test_a_case_may_replace_a_lookup_and_an_array(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand: the other effect is 1 + s/10 and the rates add up to 7."""
    monkeypatch.chdir(tmp_path)
    Path("m.mdl").write_text(CURVED, encoding="utf-8")
    Path("s.toml").write_text(CURVED_STUDY, encoding="utf-8")
    Path("other.cin").write_text("rate[place] = 3, 4\nEffect(0,10, 1,2)\n", encoding="utf-8")
    told = json.loads(call("run", "s.toml", "--json").stdout)["cases"]
    usual = other = 1.0
    for _ in range(3):
        usual += 3 * usual / 10 * 0.1
        other += 7 * (1 + other / 100) * 0.1
    assert [each["outcomes"]["s"] for each in told] == pytest.approx([usual, other])
    assert call("study", "cin", "s.toml", "other", "--out", "back.cin").exit_code == 0
    assert "effect((0.0,1.0),(10.0,2.0))" in Path("back.cin").read_text("utf-8")
    page = call("page", "--model", "s.toml", "-o", "p.html")
    assert page.exit_code == 0, page.stderr
    wrong = "rate[place] = 1, 2, 3\nrat = 1\n"
    Path("other.cin").write_text(wrong, encoding="utf-8")
    refused = call("run", "s.toml").stderr
    assert "unknown constant 'rat'" in refused
    assert "rate[place]: 3 numbers for 2 elements" in refused
    Path("other.cin").write_text("nothing(0,1)\n", encoding="utf-8")
    assert "nothing: not a lookup that the model reads" in call("run", "s.toml").stderr
    point = '[factors.top]\nvariable = "effect"\npoint = 0\nlow = 0\nhigh = 1\n[outcomes.s]'
    Path("s.toml").write_text(CURVED_STUDY.replace("[outcomes.s]", point), encoding="utf-8")
    Path("other.cin").write_text("effect(0,10, 1,2)\n", encoding="utf-8")
    assert "a case replaces effect, so its points" in call("run", "s.toml").stderr


def test_ranges_of_a_draft_suit_moments_and_shares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(data_root() / "models/teaching/fleet.mdl", tmp_path)
    assert call("study", "new", "--model", "fleet.mdl", "--out", "draft.toml").exit_code == 0
    factors = tomllib.loads(Path("draft.toml").read_text("utf-8"))["factors"]
    assert factors["electric_cars_start_year"] == {"low": 2020.0, "high": 2026.0}
    assert factors["planned_electric_share"] == {"low": 0.4, "high": 1.0}
    assert factors["car_life"] == {"low": 6.0, "high": 18.0}


@pytest.mark.parametrize("words", [["new"], ["cin", "s.toml"]])
def test_half_a_request_for_a_draft_is_refused(words: list[str]) -> None:
    assert f"study {words[0]}: give" in call("study", *words).stderr
    assert "请给出" in call("study", *words, lang="zh").stderr


def test_any_variable_of_the_city_is_an_outcome(tmp_path: Path) -> None:
    path = tmp_path / "gdp.toml"
    path.write_text(
        """
scenario = "plan"
[factors.gas_output]
[factors.frontier_tfp_growth]
[factors.late]
variable = "gas_output_full_year"
low = 2027
high = 2035
[outcomes.gdp]
variable = "gdp"
at = 2035
[outcomes.peak]
usual = "peak_time"
[outcomes.per_head]
formula = "gdp[2030] / resident_population[2030]"
unit = "10^4 CNY"
[design]
kind = "lhs"
rows = 80
""",
        encoding="utf-8",
    )
    found = json.loads(call("rank", path, "--json").stdout)
    table = pd.DataFrame(found["indices"])
    assert table.query("outcome == 'gdp'")["factor"].iloc[0] == "frontier_tfp_growth"
    assert set(table["outcome"]) <= {"gdp", "peak", "per_head"}


def test_a_sweep_goes_on_after_a_loss_and_its_folder_can_be_moved(study: Path) -> None:
    out = study.parent / "out"
    words = ["sweep", study, "--out", out, "--workers", 1, "--json"]
    whole = json.loads(call(*words).stdout)
    chunks = sorted((out / "chunks").glob("*.npy"))
    chunks[2].unlink()
    chunks[5].write_bytes(b"half of it")
    again = json.loads(call(*words, "--resume").stdout)
    assert again["found"] == {"whole": 6, "missing": 1, "unsealed": 0, "damaged": 1}
    assert again["digest"] == whole["digest"]
    moved = study.parent / "elsewhere"
    out.rename(moved)
    study.unlink()
    (study.parent / "tank.mdl").unlink()
    found = json.loads(call("rank", "--from", moved, "--json").stdout)
    with xr.open_dataset(moved / "sweep.nc") as data:
        assert data["inputs"].sizes == {"row": 256, "block": 5, "input": 3}
        last = data["outcomes"].sel(outcome="last").values
    indices = pd.DataFrame(found["indices"]).query("outcome == 'last'").set_index("factor")
    a, b, tap = last[:, 0], last[:, 4], last[:, 1]
    variance = ((a - last[:, [0, 4]].mean()) ** 2 + (b - last[:, [0, 4]].mean()) ** 2).mean() / 2
    assert indices.loc["tap", "ST"] == pytest.approx(
        ((a - tap) ** 2).mean() / 2 / variance, abs=1e-3
    )


def test_data_a_model_needs_are_named_or_given(tmp_path: Path) -> None:
    (tmp_path / "tank.mdl").write_text(
        "{UTF-8}\nstock = INTEG(rate * demand, 10) ~ ton ~ |\nrate = 0.5 ~ dmnl ~ |\n"
        "demand ~ ton/year ~ |\nINITIAL TIME = 0 ~ year ~ |\nFINAL TIME = 4 ~ year ~ |\n"
        "TIME STEP = 1 ~ year ~ |\nSAVEPER = 1 ~ year ~ |\n",
        encoding="utf-8",
    )
    (tmp_path / "seen.csv").write_text("time,demand\n0,1\n4,1\n", encoding="utf-8")
    study = tmp_path / "s.toml"
    study.write_text(
        'model = "tank.mdl"\n[factors.rate]\nlow = 1\nhigh = 3\n[outcomes.last]\n'
        'variable = "stock"\nat = "end"\n[design]\nkind = "factorial"\n',
        encoding="utf-8",
    )
    lacking = call("ensemble", study)
    assert "demand" in lacking.stderr
    assert "demand" in call("ensemble", study, lang="zh").stderr
    with study.open("a", encoding="utf-8") as file:
        file.write('[data]\nfiles = ["seen.csv"]\n')
    found = json.loads(call("ensemble", study, "--json", "--out", tmp_path / "o").stdout)
    ends = {each["quantile"]: each["value"] for each in found["quantiles"]}
    assert (ends[0.025], ends[0.975]) == (14.0, 22.0)
    assert call("ensemble", tmp_path / "o" / "study.toml").exit_code == 0


def test_names_that_are_paths_or_formulas_stay_in_the_folder(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = study.parent / "tank.mdl"
    model.write_text(model.read_text("utf-8").replace("leaking", '"../=leak"'), encoding="utf-8")
    changed(
        study,
        ("[design]", "[keep]\nvariables = ['../=leak']\n[design]"),
        ('[outcomes.last]\nvariable = "water"', '[outcomes."=last"]\nvariable = "water"'),
    )
    drawn: list[Path] = []

    def draw(_: object, path: Path) -> list[Path]:
        drawn.append(path)
        return []

    monkeypatch.setattr("zysim.plots.style.save_figure", draw)
    out = study.parent / "out"
    done = call("ensemble", study, "--out", out)
    assert done.exit_code == 0, done.stderr
    assert drawn
    assert len({path.parent for path in drawn}) == 1
    assert all(path.name.startswith("fan-") for path in drawn)
    heads = (out / "runs.csv").read_text("utf-8").partition("\n")[0].split(",")
    assert "'=last" in heads
    assert "'=last" in pd.read_csv(out / "quantiles.csv")["outcome"].tolist()
