"""A made-up city of other names, years, sectors and accounts: every command works on it."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import zysim
from zysim.cli.main import _HOMES, main
from zysim.paths import CITY
from zysim.report.data_wanted import render_wanted
from zysim.report.gallery import pictures_of
from zysim.report.paper import pictures
from zysim.report.paper.blocks import Paragraph, PictureBlock
from zysim.report.paper.compose import compose
from zysim.report.paper.findings import Findings, find
from zysim.report.peak_difference import difference_text
from zysim.runs.execute import run_settings
from zysim.runs.iamc import read_mapping, to_iamc
from zysim.runs.project import choose, open_project
from zysim.sensitivity.data_wanted import data_wanted
from zysim.wording import Lang

HARBOUR = Path(__file__).parents[2] / "data" / "harbour"
OF_ANOTHER = re.compile(
    "资阳|Ziyang|四川|Sichuan|雁江|安岳|乐至|省级核算|天然气(?!企业)|森林"
    r"|\b2030 年前|by 2030|\b2060\b|— ?2060|\bplan\b(?=[ .]*--)"
)
"""What only the shipped city has."""
UNIT_OF_THE_MODEL = re.compile(r"\b(?:wan|yi) [a-zA-Z]|\bdmnl\b|[\w)]/year\b|\b(?:kWh|tce|GW|Mt)\b")
"""What stands in the model file and the tables, and is told in the reader's words."""
SHOWN = [
    (["run", "-n", "8"], ["临港市", "2034 年", "累计 2024—2055", "两种核算口径", "海草床碳汇"]),
    (["run", "today", "slow", "-n", "1", "--boundary", "n"], ["放缓 slow", "口径 N：市内燃料燃烧"]),
    (["ensemble", "-n", "8"], ["2034 年前达峰概率", "W 含外来电", "造纸改造能否到位"]),
    (["targets", "-n", "8"], ["2026 年及以前的目标", "T02 达峰", "约定落实"]),
    (["targets", "--probability", "-n", "8"], ["海草种植"]),
    (["explain-peak", "-n", "8"], ["2034 年排放相差", "外来电", "清洁用能", "岸电与海草"]),
    (["levers"], ["0 = 2026 年底状况", "zysim run accord --set new_mill=0.5"]),
    (["scenarios"], ["zysim run today accord", 'extends = "accord"']),
    (["structures"], ["造纸改造能否到位"]),
    (["check"], ["4 条全部成立"]),
    (["fit"], ["全市产出", "留出"]),
    (["explain", "with_power"], ["含外来电排放", "grid_factor"]),
    (["doctor"], ["today, accord, slow", "harbour.mdl"]),
    (["rank", "levers"], ["新造纸厂", "2034 年达峰裕度"]),
    (["rank", "screening"], ["能效提高率", "2034 年达峰裕度"]),
    (["rank"], ["哪些未知数最能左右达峰"]),
    (["discover", "--when", "by", "-n", "512"], ["2034 年"]),
    (["data-wanted", "-n", "256"], ["“2034 年前达峰”的方差"]),
    (["calibrate", "--runs", "512", "--members", "32"], ["2034 年前达峰概率", "造纸增速"]),
    (["cost", "-n", "32"], ["居民燃料", "净现值"]),
    (["card", "-n", "16"], ["与“维持现状”相比", "W 含外来电", "造纸改造能否到位"]),
    (["seek"], ["新厂规模减到多少", "--peak 2034"]),
    (["seek", "less-paper", "--quick"], ["新造纸厂 new_mill", "2034 年前达峰（W 含外来电）"]),
    (["figures", "--list"], ["sectors", "targets"]),
    (["describe"], ["maker_output"]),
]

PICTURES = {"fan", "peaks", "sectors", "targets", "wedge", "sector-map", "stocks"}


@pytest.fixture(autouse=True)
def _there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CITY, str(HARBOUR))


def call(*words: str, lang: str = "zh") -> str:
    done = CliRunner().invoke(main, [*words, "--lang", lang])
    assert done.exit_code == 0, done.output + done.stderr
    return done.stdout + done.stderr


def clean(text: str) -> None:
    assert not OF_ANOTHER.search(text), OF_ANOTHER.search(text)


@pytest.mark.parametrize(("words", "told"), SHOWN, ids=lambda each: " ".join(each)[:40])
def test_every_command_tells_of_this_city_alone(words: list[str], told: list[str]) -> None:
    text = call(*words)
    clean(text)
    if words != ["describe"]:  # a table for programs
        told_in_words = re.sub("（模型文件中：.*?）", "", text)
        assert not UNIT_OF_THE_MODEL.search(told_in_words)
    flat = "".join(text.split())
    for each in told:
        assert "".join(each.split()) in flat


@pytest.mark.parametrize("words", [each for each, _ in SHOWN[:6]], ids=lambda each: " ".join(each))
def test_the_english_is_of_this_city_too(words: list[str]) -> None:
    text = call(*words, lang="en")
    clean(text)
    assert not re.search("[\u4e00-\u9fff]", text)


@pytest.mark.parametrize("name", list(_HOMES))
def test_examples_of_help_are_of_this_city(name: str) -> None:
    for lang in ("zh", "en"):
        text = call(name, "--help", lang=lang)
        clean(text)
        assert not re.search(r"baseline plan|zysim \w+ plan\b|2030|gas_", text)


def test_help_is_given_where_the_record_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CITY, str(tmp_path))
    assert "zysim run reference main --out out" in call("run", "--help")


def test_keys_carry_the_goal_and_the_accounts_of_the_city() -> None:
    record = json.loads(call("run", "accord", "-n", "8", "--json"))["scenarios"][0]
    assert list(record["boundaries"]) == ["N", "W"]
    assert {"level_2034", "variable"} <= set(record["boundaries"]["W"])
    assert record["other_2034"].keys() == {"sea_grass"}
    parts = json.loads(call("explain-peak", "-n", "8", "--boundary", "N", "--json"))
    assert [each["id"] for each in parts["parts"]] == ["port", "mill", "ships", "homes"]
    assert sum(each["value"] for each in parts["parts"]) == pytest.approx(parts["difference"])
    assert parts["year"] == 2034


def test_its_sweep_is_told_in_words_and_names_no_folder_of_the_machine(tmp_path: Path) -> None:
    out = tmp_path / "swept"
    text = call("sweep", "levers", "--workers", "1", "--format", "none", "--out", str(out))
    told = text.replace(str(tmp_path), "")
    clean(told)
    assert "2034 年达峰裕度" in told
    assert not UNIT_OF_THE_MODEL.search(told)
    for path in out.rglob("*.json"):
        assert str(tmp_path) not in path.read_text("utf-8"), path


@pytest.mark.parametrize("left_out", [0.0, 0.37])
def test_causes_told_close_to_the_difference_with_the_rest(left_out: float) -> None:
    found = zysim.explain_peak("today", "accord", n=8).found
    found = replace(found, difference=found.difference + left_out)
    text = difference_text(found, ("甲", "乙"), "zh")
    total, items = re.search(r"2034 年排放相差 ([+−]?\d+) 万吨（.*?）：(.*)。$", text).groups()
    parts = [int(each.replace("−", "-")) for each in re.findall(r" ([+−]?\d+)(?=，|$)", items)]
    assert sum(parts) == int(total.replace("−", "-"))
    assert ("其余" in items) == (left_out > 0)


def test_an_account_of_another_city_is_refused_with_those_of_this_one() -> None:
    done = CliRunner().invoke(main, ["run", "--boundary", "B", "--lang", "en"])
    assert done.exit_code == 2
    assert "no account 'B': city.toml has N, W" in done.stderr


def test_a_horizon_short_of_its_goal_is_refused_with_its_own_years() -> None:
    done = CliRunner().invoke(main, ["run", "--until", "2034", "--lang", "en"])
    assert "2034 is outside 2035 to 2055" in done.stderr
    assert "levers act after 2026" in (
        CliRunner().invoke(main, ["run", "--set", "heat_pumps=1@2020-2030", "--lang", "en"]).stderr
    )


def test_the_page_holds_its_years_accounts_sectors_and_groups(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    call("page", "-n", "4", "-o", str(path))
    html = path.read_text("utf-8")
    held = json.loads(re.search(r'id="payload"[^>]*>(.*?)</script>', html, re.DOTALL)[1])
    assert held["title"] == ["临港市碳达峰情景模拟", "Carbon peak of Harbourton: what if"]
    assert held["years"] == {"counted": 2024, "history": 2026, "goal": 2034, "later": 2039}
    assert [(each["id"], each["rest"][0]) for each in held["boundaries"]] == [
        ("N", ""),
        ("W", "外来电"),
    ]
    assert held["boundary"] == "W"
    assert [each["label"][0] for each in held["sectors"]] == ["港口与造纸", "船舶", "居民"]
    assert [each["id"] for each in held["charts"]] == ["sectors", "boundaries", "kaya"]
    assert held["charts"][0]["lines"][0]["colour"] == "#0072B2"
    assert {each["credit"]["label"][0] for each in held["controls"] if "credit" in each} == {
        "新造纸厂",
        "清洁用能",
        "岸电与海草",
    }
    clean(json.dumps({key: held[key] for key in held if key != "script"}, ensure_ascii=False))


@pytest.fixture(scope="module")
def found() -> Findings:
    project = open_project(HARBOUR)
    return find(project, choose(project, project.city.usual, {}), members=8)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_is_of_this_city(found: Findings, lang: Lang) -> None:
    pictures = {
        name: PictureBlock(id=name, caption="", alt="", path=Path(f"{name}.png"))
        for name in PICTURES
    }
    paper = compose(found, pictures, lang)
    told = [paper.title, *(each.text for each in paper.blocks if isinstance(each, Paragraph))]
    for table in paper.tables:
        told += [table.caption, *table.heads, *(str(each) for row in table.rows for each in row)]
    text = "\n".join(told)
    clean(text)
    wanted = {
        "zh": ("临港市碳达峰情景分析", "能否在 2034 年前达峰", "海草床碳汇", "按两种口径核算"),
        "en": ("The carbon peak of Harbourton", "by 2034", "sea-grass sink", "counted in two ways"),
    }
    for each in wanted[lang]:
        assert each in text
    (sectors,) = (each for each in paper.tables if each.id == "sectors")
    assert sectors.heads[1:] == ("2022", "2026", "2034", "2039", "2055")
    assert sectors.rows[-1][0] == ("海草床碳汇" if lang == "zh" else "Sea-grass sink")


def test_its_statistics_move_its_chance(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    path.write_text(
        "指标,年份,数值,下限,上限,单位,来源,发布日期\n"
        "city_output,2026,1000,980,1020,亿元,公报,2027-04-01\n",
        encoding="utf-8",
    )
    text = call("update", str(path), "-n", "2048")
    clean(text)
    for each in ("city_output", "2034", "T02 达峰"):
        assert each in text


def test_its_slides_are_of_this_city(tmp_path: Path) -> None:
    path = tmp_path / "talk.pptx"
    call("slides", "-n", "16", "--pages", "5", "-o", str(path))
    with zipfile.ZipFile(path) as talk:
        pages = [name for name in talk.namelist() if re.fullmatch(r"ppt/slides/\w+\.xml", name)]
        text = "".join(re.sub("<[^>]*>", " ", talk.read(name).decode()) for name in pages)
    clean(text)
    assert "2034 年" in text
    assert "约定落实" in text


@pytest.mark.slow
def test_its_pictures_are_drawn(found: Findings, tmp_path: Path) -> None:
    # A missing glyph is a warning of matplotlib, and warnings are errors here.
    drawn = pictures.DrawnPictures(found, tmp_path, "zh")
    assert set(drawn) == PICTURES
    for each in drawn.values():
        assert each.path.stat().st_size > 10_000
        clean(each.caption + each.alt)
    assert list(pictures_of(found.project)) == ["sectors", "targets"]


def test_tables_in_iamc_names_are_of_its_region(found: Findings) -> None:
    project = found.project
    runs = run_settings(project, found.chosen, outputs=["burnt_here", "residents"])
    mapping = read_mapping(project.root / "params" / "iamc.csv", frozenset(runs.values))
    table = to_iamc(runs, mapping)
    assert set(table["region"]) == {"Nowhere|Eastsea|Harbourton"}


def test_the_list_of_data_wanted_is_for_its_departments(found: Findings) -> None:
    project = found.project
    wanted = data_wanted(project, members=256)
    text = render_wanted(wanted, project.tables, {})
    clean(text)
    assert "供临港市统计" in text
    assert "2034 年前（含）达峰的概率" in text
