"""Scenario files as an office types them: each mark is named, with the line to type instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from zysim.errors import InputError
from zysim.inputs.scenarios import read_scenario
from zysim.inputs.tables import Tables
from zysim.inputs.toml_file import read_toml
from zysim.inputs.toml_marks import mark_problems


@pytest.mark.parametrize(
    ("typed", "mended", "reason"),
    [
        ("extends = “plan”", 'extends = "plan"', "'“' '”' are no marks of TOML"),
        ("【levers】", "[levers]", "'【' '】' are no marks of TOML"),
        ("a ＝ 1", "a = 1", "'＝' is not a mark"),
        ("a = 0。5", "a = 0.5", "'。' is not a mark"),
        ("a = 0．5", "a = 0.5", "'．' is not a mark"),
        ("a = 0.5，", "a = 0.5", "nothing follows a value: '0.5,'"),
        ("a = 0.5 ＃一半", "a = 0.5  #一半", "'＃' is not a mark"),
        ("　a = 0.5", "a = 0.5", "a blank that only looks like one"),
        ("a = .5", "a = 0.5", "'.5' needs a digit on both sides"),
        ("a = -1.", "a = -1.0", "'-1.' needs a digit on both sides"),
        ("a = 3,000", "a = 3000", "'3,000' has commas"),
        ("a = ３０００", "a = 3000", "has"),
        ("a = 230.86万", "a = 230.86", "'230.86万' has a unit"),
        ("a = 55% # half", "a = 55  # half", "'55%' has a unit"),
        ("天然气增产 = 0.5", '"天然气增产" = 0.5', "the name 天然气增产 needs quotation marks"),
        ("price[gas] = 0.01", '"price[gas]" = 0.01', "the name price[gas] needs quotation"),
    ],
)
def test_a_mark_is_named_with_the_line_to_type(typed: str, mended: str, reason: str) -> None:
    (problem,) = mark_problems(f'id = "x"\n{typed}')
    assert problem.en.startswith("line 2: ")
    assert reason in problem.en
    assert problem.en.endswith(f"Type: {mended}")
    assert problem.zh.endswith(f"请写作：{mended}")
    assert problem.zh.startswith("第 2 行：")


@pytest.mark.parametrize(
    "line", ['title = "一，二。“三”"', "why = '＝' # 说明：，", 'a = "x" # 0。5', "# ，。"]
)
def test_marks_in_texts_and_comments_are_free(line: str) -> None:
    assert mark_problems(line) == []


def test_every_line_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("extends ＝ “plan”\n【levers】\ngas_output = .5\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_toml(file)
    assert str(caught.value).startswith(f"{file}: 3 problem(s)")


def test_what_cannot_be_guessed_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('id = "x"\na = 0,5\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2: not a TOML file") as caught:
        read_toml(file)
    assert "第 2 行第 6 列：不是规范的 TOML 文件" in str(caught.value.zh)


def test_line_ends_of_an_old_mac_are_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(b'extends = "plan"\r[levers]\rgas_output = 0.5\r')
    assert read_toml(file) == {"extends": "plan", "levers": {"gas_output": 0.5}}


def test_levers_and_constants_may_be_named_in_chinese(tmp_path: Path, tables: Tables) -> None:
    lever = tables.levers["gas_output"]
    file = tmp_path / "mine.toml"
    file.write_text(
        f'extends = "plan"\n[levers]\n"{lever.label_zh}" = 0.5\n'
        f'[schedule]\n"{lever.label_zh}" = 2033\n',
        encoding="utf-8",
    )
    read = read_scenario(str(file), tables)
    assert read.levers["gas_output"] == 0.5
    assert read.years["gas_output"][1] == 2033


@pytest.mark.parametrize("name", ["mine.toml.txt", "mine"])
def test_a_file_with_another_ending_is_there_but_not_read(
    name: str, tmp_path: Path, tables: Tables
) -> None:
    file = tmp_path / name
    file.write_text('extends = "plan"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"is there, but .* rename it to mine\.toml"):
        read_scenario(str(file), tables)


@pytest.mark.parametrize("there", ["mine.toml.txt", "mine"])
def test_a_file_that_is_there_under_a_hidden_ending_is_named(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("a = 1", encoding="utf-8")
    with pytest.raises(InputError, match=f"but {there} is in that folder: rename it to mine") as no:
        read_toml(tmp_path / "mine.toml")
    assert f"{there}：请改名为 mine.toml" in str(no.value.zh)
    with pytest.raises(InputError, match="cannot be read"):
        read_toml(tmp_path / "other.toml")


def test_a_missing_base_names_both_files(tmp_path: Path, tables: Tables) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "abc.toml"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.toml: extends.*\n.*there is no file .*abc\.toml"):
        read_scenario(str(file), tables)


def test_a_title_of_two_lines_is_refused(tmp_path: Path, tables: Tables) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "plan"\ntitle_zh = """一\n二"""\n', encoding="utf-8")
    with pytest.raises(InputError, match="title_zh has more than one line"):
        read_scenario(str(file), tables)
