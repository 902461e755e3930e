"""Scenarios: what they extend, what they set, and every way their files can be wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.changes import parse_changes
from zysim.inputs.lever_names import lever_scalar
from zysim.inputs.scenarios import expand, read_scenario, read_scenarios, scenario_names
from zysim.inputs.settings import read_case, resolve
from zysim.inputs.tables import Tables

OWN = """\
id = "mine"
title_zh = "我的"
title_en = "Mine"
why_zh = "试试"
why_en = "A try"
extends = "late"

[assumptions]
fleet = 0.09
"fleet[car]" = 25
"""


def test_differences_are_stored_and_the_chain_is_brought_in(tables: Tables) -> None:
    late = read_scenario("late", tables)
    assert late.levers == {"gas_output": 1.0, "green_living": 0.5}
    assert late.assumptions == {"policy_delay": 5.0}
    assert late.extends == "plan"
    assert [path.name for path in late.files] == ["late.toml", "plan.toml"]


def test_shipped_names_begin_with_baseline_and_plan(tables: Tables) -> None:
    assert scenario_names(tables) == ("baseline", "plan", "late")
    assert [each.id for each in read_scenarios(tables)] == ["baseline", "plan", "late"]


def test_own_file_is_read_by_path(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(OWN.replace("fleet = 0.09\n", ""), encoding="utf-8")
    own = read_scenario(str(path), tables)
    assert own.id == "mine"
    assert own.assumptions == {"policy_delay": 5.0, "fleet[car]": 25.0}


def test_own_file_may_extend_another_file_beside_it(tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(OWN.replace("fleet = 0.09\n", ""), encoding="utf-8")
    second = OWN.replace('"mine"', '"second"').replace('"late"', '"a.toml"')
    (tmp_path / "b.toml").write_text(second.replace("fleet = 0.09\n", ""), encoding="utf-8")
    own = read_scenario(str(tmp_path / "b.toml"), tables)
    assert own.extends == "mine"
    assert own.levers["green_living"] == 0.5


def test_whole_array_sets_its_elements_and_one_element_wins(tables: Tables) -> None:
    values = {"fleet[car]": 25.0, "fleet": 21.0}
    assert expand(values, tables.parameters) == {"fleet[car]": 25.0, "fleet[bus]": 21.0}


def test_single_element_can_be_changed(tables: Tables) -> None:
    settings = resolve(read_scenario("plan", tables), tables, {"fleet[bus]": 0.06})
    assert settings.assumptions == {"fleet[bus]": 0.06}


def test_settings_hold_every_lever_and_only_changed_assumptions(tables: Tables) -> None:
    settings = resolve(read_scenario("baseline", tables), tables, {"gas_output": 0.5})
    assert settings.constants == {
        lever_scalar("gas_output"): 0.5,
        lever_scalar("green_living"): 0.0,
    }
    assert settings.id == "baseline+gas_output=0.5"
    assert resolve(read_scenario("late", tables), tables).constants == {
        lever_scalar("gas_output"): 1.0,
        lever_scalar("green_living"): 0.5,
        "policy_delay": 5.0,
    }


def test_a_change_beats_the_scenario(tables: Tables) -> None:
    settings = resolve(
        read_scenario("late", tables), tables, {"policy_delay": 1.0, "green_living": 0.75}
    )
    assert settings.assumptions == {"policy_delay": 1.0}
    assert settings.levers == {"gas_output": 1.0, "green_living": 0.75}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "late"', 'id = "late/x"', "id 'late/x' may have letters, digits, - and _ only"),
        ('title_zh = "推迟"', "title_zh = 5", "title_zh must be a text in quotation marks, got 5"),
        ('why_en = "Five years late"', 'why_en = " "', "why_en must be a text"),
        ("extends", "extend", "unknown key 'extend'. Did you mean 'extends'?"),
        ('"plan"', '"paln"', "late.toml: extends: unknown scenario 'paln'. Did you mean 'plan'?"),
        ('"plan"', '"late"', "extends goes in a circle: late -> late"),
        ("[levers]", "[lever]", "unknown key 'lever'. Did you mean 'levers'?"),
        ("[levers]\n", "", "unknown key 'green_living'"),
        ("green_living", "green_life", "[levers] green_life: unknown lever 'green_life'. Did you"),
        ("green_living = 0.5", "green_living = 2", "setting 2 is outside 0 to 1.6 (0 baseline"),
        ("green_living = 0.5", "policy_delay = 5", "is an assumption about the world, not a lever"),
        (
            "green_living = 0.5",
            'green_living = "0.5"',
            "must be a number, it is '0.5' in quotation marks",
        ),
        ("green_living = 0.5", "green_living = true", "must be a number"),
        ("green_living = 0.5", "green_living = nan", "must be a number"),
        ("green_living = 0.5", "green_living = 0,5", "not a TOML file"),
        ("green_living = 0.5", "green_living = 1\ngreen_living = 1", "not a TOML file"),
        ("policy_delay = 5", "policy_dealy = 5", "constant 'policy_dealy'. Did you mean 'policy_d"),
        ("policy_delay = 5", "policy_delay = 50", "[assumptions] policy_delay: 50 is outside 0 to"),
        ("policy_delay = 5", "gas_output_setting = 1", "put it under [levers] as gas_output"),
        ("policy_delay = 5", "fleet = 5", "5 is outside fleet[car] 20 to 29 wan vehicle, fleet[b"),
        ("[assumptions]\npolicy_delay = 5", "", None),
    ],
)
def test_what_is_wrong_with_a_scenario_is_said(
    folder: Path, tables: Tables, old: str, new: str, message: str | None
) -> None:
    path = folder / "scenarios" / "late.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    if message is None:
        assert read_scenario("late", tables).assumptions == {}
        return
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        read_scenario("late", tables)
    assert re.search(r"[\u4e00-\u9fff]", caught.value.zh or "")


def test_assumptions_must_be_a_table(folder: Path, tables: Tables) -> None:
    path = folder / "scenarios" / "baseline.toml"
    path.write_text(path.read_text("utf-8") + "levers = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"levers must be a table, written \[levers\]"):
        read_scenario("baseline", tables)


def test_all_problems_of_a_scenario_at_once(folder: Path, tables: Tables) -> None:
    path = folder / "scenarios" / "late.toml"
    text = path.read_text("utf-8").replace("green_living", "green_lving").replace("= 5", "= 50")
    path.write_text(text.replace("title_en", "titel_en"), encoding="utf-8")
    with pytest.raises(InputError, match=r"3 problem\(s\)"):
        read_scenarios(tables)


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_a_file_that_says_nothing_is_no_scenario(tables: Tables, tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.toml: .*\n.*nothing is written in it") as caught:
        read_scenario(str(path), tables)
    assert "文件中什么也没有" in str(caught.value.zh)


def test_longer_circle_is_told(folder: Path, tables: Tables) -> None:
    path = folder / "scenarios" / "plan.toml"
    path.write_text('extends = "late"\n' + path.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(InputError, match="circle: late -> plan -> late"):
        read_scenario("late", tables)


def test_unknown_scenario_gives_the_nearest_names(tables: Tables) -> None:
    with pytest.raises(InputError, match=r"^unknown scenario 'paln'\. Did you mean"):
        read_scenario("paln", tables)


def test_a_part_of_a_title_leads_to_the_title(tables: Tables) -> None:
    path = tables.folder / "scenarios" / "late.toml"
    path.write_text(path.read_text("utf-8").replace('"推迟"', '"方案推迟五年"'), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_scenario("推迟", tables)
    assert str(caught.value.zh).endswith("是否指 方案推迟五年？")


@pytest.mark.parametrize("where", [".", "deep"])
def test_a_file_that_extends_a_missing_one_names_both(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep").mkdir()
    own = Path(where) / "own.toml"
    own.write_text('id = "own"\nextends = "abc.toml"\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_scenario(str(own), tables)
    for text in (str(caught.value), str(caught.value.zh)):
        assert "own.toml" in text
        assert "abc.toml" in text


def test_a_file_of_another_ending_is_named_and_the_reason_is_in_the_readers_language(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.toml.txt").write_text('id = "own"\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_scenario("own.toml.txt", tables)
    assert str(caught.value.zh).startswith("own.toml.txt：1 处错误")
    with pytest.raises(InputError) as caught:
        read_scenario("nowhere.toml", tables)
    assert "无法读取（没有这个文件或文件夹）" in str(caught.value.zh)


def test_missing_own_file_is_named(tables: Tables) -> None:
    with pytest.raises(InputError, match=r"nowhere\.toml: 1 problem.*\n.*cannot be read"):
        read_scenario("nowhere.toml", tables)


def test_own_file_may_not_take_a_shipped_id(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    text = OWN.replace('"mine"', '"plan"').replace("fleet = 0.09\n", "")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="id 'plan' is that of a shipped scenario"):
        read_scenario(str(path), tables)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gas_output"], "'gas_output': write NAME=VALUE"),
        (["=1"], "'=1': write NAME=VALUE"),
        (["gas_output=a lot"], "gas_output: 'a lot' is not a number"),
        (["gas_output=50%"], "gas_output: '50%' has a percent sign: write 0.5"),
        (["gas_output=1", "gas_output=0"], "gas_output: is set twice"),
        (["gas_output=", "x"], "2 problem(s)"),
    ],
)
def test_words_after_set_are_checked(words: list[str], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        parse_changes(words)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("gas_output", 2.0, "gas_output: setting 2 is outside 0 to 1.2"),
        ("gas_outptu", 1.0, "unknown lever or constant 'gas_outptu'. Did you mean 'gas_output'"),
        ("gas_output_setting", 1.0, "is a lever: write gas_output=1"),
        (lever_scalar("gas_output"), 1.0, "is a lever: write gas_output=1"),
        ("plant_hours", 9000.0, "plant_hours: 9000 is outside 1500 to 4500 h/year"),
        ("fleet[tram]", 1.0, "unknown lever or constant 'fleet[tram]'"),
    ],
)
def test_changes_are_checked(tables: Tables, name: str, value: float, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        resolve(read_scenario("plan", tables), tables, {name: value})


def test_a_file_needs_only_what_differs(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text('extends = "plan"\n[schedule]\ngas_output = "2028-2035"\n', encoding="utf-8")
    own = read_case(str(path), tables)
    assert own.id == "short"
    assert own.title_zh == f"{read_scenario('plan', tables).title_zh}（short）"
    assert own.years == {"gas_output": (2028, 2035)}
    assert own.constants[lever_scalar("gas_output", "start_year")] == 2028
    assert own.constants[lever_scalar("gas_output", "full_year")] == 2035
    path.write_text('extends = "plan"\n[schedule]\ngas_output = "@2028-2035"\n', encoding="utf-8")
    assert read_case(str(path), tables).years == own.years


def test_values_that_cannot_be_are_shown_as_they_were_written(
    tables: Tables, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.toml"
    lines = ["[levers]", "gas_output = 2030-01-01", "storage = true", "ccus = {a = 1}"]
    lines += ["[schedule]", "gas_output = [2028, 2032]"]
    path.write_text("\n".join(['extends = "plan"', *lines]), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_case(str(path), tables)
    told = str(raised.value.zh)
    for value in ("2030-01-01", "true", "{a = 1}"):
        assert f"应为数，现为 {value}\n" in told
    assert '[2028, 2032] 不是年份：请写作 "2028-2032"' in told


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("plan+gas_output=1@2032-2028", "2032-2028 ends before it starts"),
        ("plan+gas_output=1@2019-2028", "2019-2028 is outside 2025 to 2060"),
        ("plan+gas_output=1@2030-2070", "2030-2070 is outside 2025 to 2060"),
        ("plan+gas_output=1@soon", "'soon' is not a span of years: write @2028-2032"),
        ("plan+policy_delay=1@2030", "is a constant, which has no years"),
        ("plan+增严=1", "unknown lever or constant '增严'"),
    ],
)
def test_what_is_wrong_with_a_case_is_said(tables: Tables, word: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        read_case(word, tables)
    assert caught.value.zh


def test_long_ids_become_short_file_names_that_differ(tables: Tables) -> None:
    tail = "gas_output=0.1234@2027-2031+green_living=0.7654@2027-2041"
    words = [f"plan+fleet[car]=2{one}+fleet[bus]=0.0{one + 5}+{tail}" for one in (1, 2)]
    stems = {read_case(word, tables).stem for word in words}
    assert len(stems) == 2
    assert not any(set(stem) & set('/\\:*?"<>|[] ') for stem in stems)
