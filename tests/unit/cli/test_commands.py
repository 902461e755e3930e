"""Each command on the city's own model: what it prints, how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

import zysim
from zysim.cli.main import main
from zysim.columns import columns, width
from zysim.inputs.read_city import read_city

FEW = {"run": ("-n", "16"), "targets": ("-n", "16")}


def call(*words: str, lang: str = "en", **settings: str) -> Result:
    """Call a command; where it takes states of the world, few of them unless the words say."""
    few = () if {"-n", "--model", "--engine"} & {*words} else FEW.get(words[0], ())
    return CliRunner().invoke(main, [*words, *few], env={"ZYSIM_LANG": lang, **settings})


def answer(*words: str) -> dict:
    result = call(*words, "--json")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def plan() -> dict:
    return answer("run", "baseline", "plan")


def test_run_gives_every_boundary_of_every_scenario(plan: dict) -> None:
    assert [each["id"] for each in plan["scenarios"]] == ["baseline", "plan"]
    for scenario in plan["scenarios"]:
        assert list(scenario["boundaries"]) == list(read_city().accounts)
        for peak in scenario["boundaries"].values():
            assert peak["status"] in ("none", "provisional", "confirmed")
            assert peak["peak_level"] >= peak["level_2030"] > 0
            in_time = bool(peak["peak_year"]) and peak["peak_year"] <= 2030
            # Medians of their own: near the border a year may round to 2030.
            assert (peak["margin"] >= 0) == in_time or abs(peak["margin"]) < 0.005
    assert plan["scenarios"][0]["settings"] == {}
    assert plan["scenarios"][1]["settings"]["lever_setting[gas_output_measure]"] == 1.0


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["资阳市能源活动二氧化碳排放", "按方案实施 plan", "规则：", "数据：", "D 消费侧"]),
        ("en", ["Energy CO₂ of Ziyang", "Baseline baseline", "Rule: ", "Data: ", "D consumption"]),
    ],
)
def test_run_says_the_rule_the_boundary_and_the_quality_of_the_data(lang: str, words) -> None:
    result = call("run", "baseline", "plan", lang=lang)
    assert result.exit_code == 0
    for word in words:
        assert word in result.stdout
    assert "estimate" in result.stdout if lang == "en" else "估计" in result.stdout


def test_columns_line_up_in_chinese() -> None:
    lines = call("run", "baseline", "plan", lang="zh").stdout.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("情景"))
    heading, *rows = lines[start : start + 3]
    at = width(heading[: heading.index("达峰年")])
    for row in rows:
        year = next(part for part in ("20", ">2", "≤2") if part in row[5:])
        assert width(row[: row.index(year, 5)]) == at


@pytest.mark.parametrize("places", [40, 60])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_narrow_terminal_gets_narrow_lines_and_no_word_less(places: int, lang: str) -> None:
    for words in (["run", "baseline", "plan"], ["run", "--help"], ["schema", "levers"]):
        usual = call(*words, lang=lang).stdout
        narrow = call(*words, lang=lang, COLUMNS=str(places)).stdout
        # What is typed stays in a line: it can be copied.
        told = [line for line in narrow.splitlines() if "zysim run" not in line]
        assert max(map(width, told)) <= places
        kept = ({*usual.split()}, {*narrow.split()})
        assert lang == "zh" or words[0] != "run" or kept[0] <= kept[1]


def test_a_table_too_wide_for_a_terminal_comes_in_parts_with_all_its_cells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [["情景", *(f"指标{at}" for at in range(9))], ["按方案实施", *["12345.6"] * 9]]
    right = frozenset(range(1, 10))
    monkeypatch.setenv("COLUMNS", "200")
    assert len(columns(rows, right=right).splitlines()) == 2
    monkeypatch.setenv("COLUMNS", "40")
    narrow = columns(rows, right=right)
    assert max(map(width, narrow.splitlines())) <= 40
    parts = narrow.split("\n\n")
    assert all(part.startswith("情景") for part in parts)
    assert narrow.count("按方案实施") == len(parts) > 1
    assert narrow.count("12345.6") == 9
    assert all(f"指标{at}" in narrow for at in range(9))


def test_set_changes_the_answer_and_is_recorded(plan: dict) -> None:
    changed = answer("run", "plan", "--set", "gas_power_capacity=0")
    unchanged, case = changed["scenarios"]
    assert unchanged["boundaries"] == plan["scenarios"][1]["boundaries"]
    before = unchanged["boundaries"]["A"]["level_2030"]
    assert case["boundaries"]["A"]["level_2030"] < before
    assert "lever_setting[gas_power_capacity_measure]" not in case["settings"]
    assert case["id"] == "plan+gas_power_capacity=0"
    assert case["scenario"] == "plan"
    assert case["changes"] == {"gas_power_capacity": "0"}
    assert case["title_zh"] == "按方案实施（改：天然气发电二期 280→148 万千瓦）"
    assert case["title_en"].endswith("(changed: Gas power capacity 2.8→1.48 GW)")


def test_a_case_may_stand_beside_others_under_its_own_name() -> None:
    found = answer("run", "plan", "plan+gas_power_capacity=0", "plan-delayed")["scenarios"]
    assert [each["id"] for each in found] == ["plan", "plan+gas_power_capacity=0", "plan-delayed"]
    assert len({each["hash"] for each in found}) == 3


def test_chinese_names_and_order_of_changes_give_the_same_case() -> None:
    one = answer("run", "plan+storage=0+gas_output=0.5")["scenarios"][0]
    other = answer("run", "按方案实施+天然气增产=0.5+储能=0")["scenarios"][0]
    assert one == other
    assert one["id"] == "plan+gas_output=0.5+storage=0"


def test_a_case_named_twice_and_a_change_of_nothing_are_said() -> None:
    found = call("run", "plan", "plan+gas_output=1", lang="en")
    assert "plan: gas_output: is as the scenario has it already" in found.stderr
    assert "plan: is the same case again" in found.stderr


def test_years_of_a_lever_move_its_effect_and_not_its_end() -> None:
    plan, late = answer("run", "plan", "plan+gas_power_capacity=1@2032-2036")["scenarios"]
    a, b = plan["boundaries"]["A"], late["boundaries"]["A"]
    assert b["level_2030"] < a["level_2030"] - 0.3
    assert late["settings"]["lever_full_year[gas_power_capacity_measure]"] == 2036
    assert late["title_zh"] == "按方案实施（改：天然气发电二期 2032—2036 年）"


def test_a_condition_is_asked_of_the_changed_case_alone() -> None:
    words = ("--set", "gas_power_capacity=0", "--set", "gas_chemicals=0", "--set", "gas_output=0")
    assert call("run", "plan", "--require-peak", "2030").exit_code == 3
    assert call("run", "plan", *words, "--require-peak", "2030").exit_code == 0


def test_same_words_give_the_same_bytes() -> None:
    assert call("run", "plan", "--json").stdout == call("run", "plan", "--json").stdout


def test_all_levers_zero_is_the_baseline(plan: dict) -> None:
    listed = json.loads(call("levers", "--json").stdout)
    levers = [each["id"] for each in listed if each["reading"] != "addition"]
    words = [word for lever in levers for word in ("--set", f"{lever}=0")]
    zero = answer("run", "plan", *words)["scenarios"][-1]
    assert zero["boundaries"] == plan["scenarios"][0]["boundaries"]


def test_horizon_can_be_shorter() -> None:
    document = answer("run", "plan", "--until", "2040")
    assert document["last_year"] == 2040


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "plam"], "unknown scenario 'plam'. Did you mean 'plan'"),
        (["run", "plan", "--set", "gas_outptu=1"], "Did you mean 'gas_output'"),
        (["run", "plan", "--set", "gas_output=9"], "setting 9 is outside 0 to "),
        (["run", "plan", "--set", "gas_output"], "'gas_output': write NAME=VALUE"),
        (["run", "plan", "--until", "2070"], "until: 2070 is outside 2031 to 2060"),
        (["run", "nowhere.toml"], "nowhere.toml"),
        (["levers", "gas_outptu"], "Did you mean 'gas_output'"),
        (["explain", "energy_co2_provincal"], "Did you mean 'energy_co2_provincial'"),
        (["explain", "二氧化"], "是否指"),
        (["levers", "天然气增殖"], "Did you mean '天然气增产'"),
        (["targets", "plam"], "unknown scenario 'plam'"),
    ],
)
def test_wrong_names_and_values_are_misuse(words: list[str], said: str) -> None:
    result = call(*words, lang="zh" if "是否" in said else "en")
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(("year", "code"), [(2021, 3), (2060, 0)])
def test_required_peak(year: int, code: int) -> None:
    result = call("run", "plan", "--require-peak", str(year))
    assert result.exit_code == code
    assert ("no peak by 2021 under boundary B: plan" in result.stderr) == (code == 3)
    assert "Energy CO₂" in result.stdout


def test_levers_in_text_and_in_full() -> None:
    listed = call("levers").stdout
    full = call("levers", "gas_output").stdout
    assert call("levers", "天然气增产").stdout == full
    assert "gas_output " in listed
    assert "levers. 0 = as at the end of 2025" in listed
    assert "资阳市碳达峰实施方案" in full


def test_scenarios() -> None:
    assert "on top of plan" in call("scenarios").stdout
    found = json.loads(call("scenarios", "--json").stdout)
    assert [each["id"] for each in found[:2]] == ["baseline", "plan"]


def test_targets_are_of_the_account_asked_for() -> None:
    asked = {
        "A": ("energy_co2_territorial", "territorial_account"),
        "D": ("energy_co2_consumption", "consumption_account"),
    }
    intensity = "account_energy_intensity[{},coal_equivalent_conversion]"
    names = [name for co2, use in asked.values() for name in (co2, intensity.format(use))]
    members = zysim.ensemble("plan", n=16, outputs=[*names, "gdp"])
    for letter, (co2, use) in asked.items():
        board = answer("targets", "plan", "--boundary", letter)
        found = {each["id"]: each for each in board["targets"]}
        assert board["boundary"] == letter
        paths, output = members.of(co2)[0], members.of("gdp")[0]
        peaks = np.sort(members.years[paths.argmax(axis=1)])
        assert found["T08"]["value"] == peaks[7]  # the lower median of sixteen
        ratio = paths / output
        change = np.sort(100 * (ratio[:, 10] / ratio[:, 5] - 1))
        assert found["T21b"]["value"] == pytest.approx(change[7])
        assert found["T08"]["account"] == found["T21b"]["account"] == letter
        assert found["T08"]["label_zh"].endswith(f"（口径 {letter}）")
        assert found["T07"]["account"] is None
        assert found["T01"]["account"] == letter
        per_gdp = members.of(intensity.format(use))[0]
        drop = np.sort(100 * (per_gdp[:, 5] / per_gdp[:, 0] - 1))
        assert found["T01"]["value"] == pytest.approx(drop[7])


def test_targets_are_scored_with_gap_and_clause() -> None:
    board = answer("targets", "plan")
    states = {each["id"]: each["state"] for each in board["targets"]}
    assert set(states.values()) <= {"met", "missed", "not modelled"}
    text = call("targets", "plan").stdout
    assert "Targets up to 2025 (nowcast)" in text
    assert "T05" in text
    assert f"{list(states.values()).count('met')} met" in text


def test_explain_shows_equation_causes_and_numbers_behind() -> None:
    text = call("explain", "gas power fuel").stdout
    assert text.startswith("gas_power_fuel")
    for word in ("Equation", "Depends on", "Used by", "Traced to the end"):
        assert word in text
    assert call("explain", "能源二氧化碳（省级口径）").stdout.startswith("energy_co2_provincial")
    record = answer("explain", "energy_co2_provincial")
    assert "grid_factor" in record["causes"]
    assert {"value", "low", "high", "unit", "source", "quality"} <= set(record["parameters"][0])
    assert "All parameters behind it" in call("explain", "gas_power_fuel", "--deep").stdout
    for name in ("天然气增产", "gas_output_setting", "lever_level[gas_output_measure]"):
        told = call("explain", name).stdout
        assert "Gas output, a lever: see zysim levers gas_output" in told
        assert "desired_gas_capacity" in told


def test_fit_tells_fitted_from_held_out() -> None:
    text = call("fit").stdout
    assert "fitted" in text
    assert "held out" in text
    assert "compared" in text
    assert {each["use"] for each in answer("fit")} == {"fit", "holdout", "show"}


def test_fit_by_year_shows_also_what_is_only_shown() -> None:
    rows = answer("fit", "--years")
    assert {each["use"] for each in rows} == {"fit", "holdout", "show"}
    one = next(each for each in rows if each["series"] == "grid_factor")
    assert one["apart"] == pytest.approx(one["model"] / one["observed"] - 1)
    line = next(row for row in call("fit", "--years").stdout.splitlines() if "grid_factor" in row)
    assert f"{100 * one['apart']:+.1f}" in line.split()


FINE = """
[[check]]
says_zh = "县之和等于总量。"
says_en = "Counties add up."
kind = "sum"
variables = ["county_co2"]
equals = "energy_co2_territorial"
tried_in = "baseline"
"""


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (FINE, 0, ["✓ Counties add up.", "All 2 hold."]),
        (
            FINE.replace('"energy_co2_territorial"', "1.0"),
            3,
            ["✗ Counties add up.", "county_co2[", "1 of 2 do not hold."],
        ),
    ],
)
def test_check_says_each_sentence_and_how_it_failed(
    tmp_path: Path, text: str, code: int, words: list[str]
) -> None:
    path = tmp_path / "checks.toml"
    path.write_text(text, encoding="utf-8")
    result = call("check", "--file", str(path))
    assert result.exit_code == code
    for word in words:
        assert word in result.stdout
    document = json.loads(call("check", "--file", str(path), "--json").stdout)
    held = [each["held"] for each in document["checks"]]
    assert held == [True, code == 0]  # units first
    assert document["feedback_share"] is None


def test_check_says_how_much_feedback_carries(tmp_path: Path) -> None:
    path = tmp_path / "checks.toml"
    feedback = """
[feedback]
from_case = "baseline"
to_case = "plan"
variable = "energy_co2_provincial"
year = 2030
at_least = 0.99
links = ["investment"]
"""
    path.write_text(FINE + feedback, encoding="utf-8")
    result = call("check", "--file", str(path), "--json")
    assert result.exit_code == 3
    document = json.loads(result.stdout)
    assert document["feedback_share"] == max(
        document["feedback"][name] for name in ("level_share", "peak_share")
    )
    said = call("check", "--file", str(path)).stdout
    assert (
        f"{document['feedback']['level_share']:.1%} of the effect of 'All measures of the plan"
        in said
    )
    assert f"with the links cut {document['feedback']['level']['direct']:+.3f} (Mt/year)" in said


def test_describe_writes_every_variable_and_knows_when_it_is_old(tmp_path: Path) -> None:
    path = tmp_path / "docs" / "variables.csv"
    assert call("describe", "--check", "--out", str(path)).exit_code == 3
    assert call("describe", "--out", str(path)).exit_code == 0
    assert call("describe", "--check", "--out", str(path)).exit_code == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "id,中文,English,unit,sector,kind,elements,equation"
    assert any(line.startswith("energy_co2_provincial,") for line in lines)


def test_chances_of_targets_in_words_and_as_json() -> None:
    for lang, words in (("zh", "达到概率"), ("en", "P(met)")):
        result = call("targets", "plan", "--probability", "-n", "16", lang=lang)
        assert result.exit_code == 0, result.stderr
        assert words in result.stdout
        assert "T08" in result.stdout
    document = answer("targets", "plan", "--probability", "-n", "16")
    assert document["members"] == 16
    peak = next(each for each in document["targets"] if each["id"] == "T08")
    assert peak["chance"][1] <= peak["chance"][0] <= peak["chance"][2]
    assert peak["strongest_lever"] in ("gas_output", "gas_chemicals", "gas_power_capacity")
    assert peak["value_change"] is None
