"""`zysim data-wanted`: the ranking, the page it writes, and the page that is committed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.data_requests import DataRequest, read_data_requests
from zysim.inputs.read_tables import read_tables
from zysim.inputs.tables import Tables
from zysim.report.data_wanted import render_wanted
from zysim.sensitivity.data_wanted import Wanted, wanted_from_record

DOCS = Path(__file__).parents[3] / "docs"


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["data-wanted", *words], env={"ZYSIM_LANG": lang})


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables()


@pytest.fixture(scope="module")
def requests(tables: Tables) -> dict[str, DataRequest]:
    return dict(read_data_requests(tables.folder / "data_requests.csv", tables.uncertainty))


@pytest.fixture(scope="module")
def committed() -> Wanted:
    return wanted_from_record(json.loads((DOCS / "data-wanted.json").read_text(encoding="utf-8")))


def test_the_page_is_what_its_numbers_and_the_tables_give(
    committed: Wanted, tables: Tables, requests: dict[str, DataRequest]
) -> None:
    page = (DOCS / "data-wanted.md").read_text(encoding="utf-8")
    assert page == render_wanted(committed, tables, requests), "run nox -s wanted"


def test_ten_numbers_of_the_world_each_with_a_request(
    committed: Wanted, tables: Tables, requests: dict[str, DataRequest]
) -> None:
    names = [each.id for each in committed.numbers]
    assert len(set(names)) == 10
    assert all(tables.uncertainty[name].kind == "world" for name in names)
    assert set(names) <= requests.keys()
    sums = [each.year_variance[0] + each.call_variance[0] for each in committed.numbers]
    assert sums == sorted(sums, reverse=True)


def test_a_small_ensemble_finds_the_same_leaders_and_writes_page_and_numbers(
    tmp_path: Path, committed: Wanted
) -> None:
    page = tmp_path / "wanted.md"
    result = call("-n", "4096", "--seed", "5", "--out", str(page), lang="zh")
    assert result.exit_code == 0, result.stderr
    assert "4096 种不确定情形，种子 5" in result.stdout.replace("\n", "")
    document = json.loads(page.with_suffix(".json").read_text())
    found = wanted_from_record(document)
    assert json.loads(json.dumps(found.to_record())) == document
    assert {each.id for each in found.numbers[:3]} <= {each.id for each in committed.numbers}
    first = {each.id: each for each in found.numbers}[committed.numbers[0].id]
    value, half = committed.numbers[0].year_variance
    assert abs(first.year_variance[0] - value) < 2 * (half + first.year_variance[1])
    assert found.peak_time[:2] == pytest.approx(committed.peak_time[:2], abs=0.5)
    assert "在 4096 种不确定情形中" in page.read_text(encoding="utf-8")


def test_words_follow_the_numbers(
    committed: Wanted, tables: Tables, requests: dict[str, DataRequest]
) -> None:
    first = replace(committed.numbers[0], call_gain=(0.04, 0.01), year_width=(-0.3, 0.1))
    none = (0.0, 0.0)
    rate = replace(
        committed.numbers[1], id="catch_up_speed", year_variance=(0.001, 0.002), call_gain=none
    )
    strange = replace(committed.numbers[2], id="fuel_preference_trend[coal]", call_gain=none)
    text = render_wanted(replace(committed, numbers=(first, rate, strange)), tables, requests)
    assert "有 1 个数字单独就能提高判断的正确率" in text
    assert "4.0 ± 1.0 个百分点" in text
    assert "-0.3 ± 0.1 年" in text
    speed = tables.uncertainty["catch_up_speed"]
    now = 100 * tables.parameters["catch_up_speed"].value
    assert (
        f"现用值：{now:g}，范围 {100 * speed.low:g} 至 {100 * speed.high:g}（单位：%/年）" in text
    )
    assert "| 2 | 追赶速度 | 可测 | 约 0 |" in text
    assert "燃料偏好趋势[coal]" in text
    assert "建议询问：暂无建议" in text


def test_bad_requests_are_refused_by_row(tmp_path: Path) -> None:
    path = tmp_path / "data_requests.csv"
    path.write_text(
        "id,nature,meaning_zh,now_zh,ask_zh,holder_zh\n"
        "drought_indx,measure,含义,来历,问,谁\n"
        "drought_index,guess,含义,来历,,谁\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_data_requests(path, ["drought_index"])
    message = str(caught.value)
    assert "row 2 (drought_indx)" in message
    assert "drought_index" in message
    assert "nature 'guess' must be one of measure, plan, outlook" in message
    assert "ask_zh is empty" in message


def test_too_few_members_are_refused() -> None:
    result = call("-n", "40", "--out", "never.md")
    assert result.exit_code == 2
    assert "40 runs in 3 bins: need 2 bins and 30 runs in each" in result.stderr
    assert not Path("never.md").exists()
