"""The main answer: each number stands below its own head and is the median of the members."""

from __future__ import annotations

import re

import numpy as np
import pytest

import zysim
from zysim.answers.run_text import result_text
from zysim.inputs.read_city import read_city
from zysim.metrics.summary import summarise, summarise_members, variables_summarised

TITLES = {"baseline": ("基线", "Baseline"), "plan": ("方案", "Plan")}


@pytest.fixture(scope="module")
def members():
    return zysim.ensemble("baseline", "plan", n=16, outputs=variables_summarised(read_city())).found


def median(values: np.ndarray) -> float:
    """By hand: the smallest value with at least half of the members at or below it."""
    return float(np.sort(values)[(values.size + 1) // 2 - 1])


def rows_of(text: str) -> list[dict[str, str]]:
    lines = text.splitlines()
    heads = re.split(r"  +", lines[2].strip())
    cells = [re.split(r"  +", line.strip()) for line in lines[3:5]]
    assert [row[0] for row in cells] == ["Baseline baseline", "Plan plan"]
    return [dict(zip(heads, row, strict=True)) for row in cells]


@pytest.mark.parametrize("letter", ["A", "B", "D"])
def test_every_number_is_the_median_of_that_number(members, letter: str) -> None:
    text = result_text(
        summarise_members(members),
        TITLES,
        {"plan": 1},
        letter,
        "en",
        members=16,
        span=(2020, 2060),
    )
    assert "medians of 16 states of the world" in text.splitlines()[0]
    values, years = members.of(members.city.accounts[letter].variable), members.years
    for at, said in enumerate(rows_of(text)):
        runs = values[at]
        assert float(said["level"]) == pytest.approx(median(runs.max(axis=1)), abs=0.006)
        level = median(runs[:, years == 2030][:, 0])
        assert float(said["in 2030"]) == pytest.approx(level, abs=0.006)
        total = median(runs[:, years > 2020].sum(axis=1))
        assert float(said["sum 2021–2060"]) == pytest.approx(total, abs=0.06)
        if said["peak"].isdigit():
            assert int(said["peak"]) == median(years[runs.argmax(axis=1)])


def test_chinese_numbers_are_whole_wan_tonnes(members) -> None:
    summaries = summarise_members(members)
    text = result_text(summaries, TITLES, {"plan": 1}, "B", "zh", members=16, span=(2020, 2060))
    assert "百万吨" not in text
    assert f" {round(100 * summaries[1].boundaries['B'].level)} " in text
    assert not re.search(r"20\d\d\.\d", text)


def test_a_single_run_says_that_it_is_one() -> None:
    runs = zysim.run("baseline", "plan", n=1).found
    for lang, words in (("zh", "参数取最可能值"), ("en", "most likely values")):
        text = result_text(
            summarise(runs), TITLES, {"plan": 1}, "B", lang, members=1, span=(2020, 2060)
        )
        title = text.partition("\n\n")[0]
        assert words in title.replace("\n", "" if lang == "zh" else " ")
        told = " ".join(text.split())
        assert "不能代替中位数" in told.replace(" ", "") or "not the median" in told


def test_accounts_with_one_line_are_said_to_have_one(members) -> None:
    from dataclasses import replace

    same = dict(members.values)
    same["energy_co2_own_export_out"] = same["energy_co2_provincial"] * 1.001
    summaries = summarise_members(replace(members, values=same))
    assert [each.alike for each in summaries] == [{"C": "B"}, {"C": "B"}]
    for lang, words in (("zh", "口径 C 与 B 相同"), ("en", "Boundary C is the same as B")):
        text = result_text(summaries, TITLES, {"plan": 1}, "B", lang, members=16, span=(2020, 2060))
        assert words in text
    assert summarise_members(members)[1].alike == {}
