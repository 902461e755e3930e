"""The page does what a reader would try, in a real browser without a network."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from click.testing import CliRunner

import zysim
from zysim.cli.main import main
from zysim.inputs.loops import read_loops
from zysim.inputs.scenarios import read_scenario
from zysim.inputs.settings import read_case
from zysim.kernel.compile import compile_model
from zysim.metrics.band import band
from zysim.metrics.conditions import conditions_of
from zysim.metrics.cost_account import account_costs
from zysim.metrics.middle import middle
from zysim.runs.ensemble import draw_members, run_ensemble
from zysim.runs.execute import simulate
from zysim.runs.project import choose
from zysim.runs.structural import run_structures
from zysim.wording import QUALITIES, money_text, percent_text

MEMBERS = 64
"""As in the page that is opened."""
GOAL = 2030


def test_it_opens_from_a_bare_file(tab):
    assert len(tab.tiles()) == 5
    assert tab.page.locator("#picture-0 canvas").count() == 1
    assert tab.page.locator("#picture-1 canvas").count() == 1


def test_the_baseline_differs_from_itself_by_nothing(tab):
    tab.choose("baseline")
    last = tab.tiles()[-1]
    assert "\n0 万吨/年\n" in last
    assert "+" not in last
    assert "−" not in last


def test_equal_settings_give_equal_numbers(tab):
    tab.set("gas_output", 0.4)
    once = tab.tiles()
    tab.set("gas_output", 0.9)
    assert tab.tiles() != once
    tab.set("gas_output", 0.4)
    assert tab.tiles() == once


def test_a_link_brings_settings_charts_language_and_numbers_back(visit):
    tab = visit()
    tab.set("gas_chemicals", 0.3)
    tab.boundary("D")
    tab.page.select_option("#menu-0", "gas")
    tab.press("language")
    link = tab.page.evaluate("location.hash")
    other = visit(link)
    assert other.tiles() == tab.tiles()
    assert other.page.input_value("#menu-0") == "gas"
    assert other.page.locator("html").get_attribute("lang") == "en"
    assert other.page.is_checked("input[name=boundary][value=D]")
    assert "Peak year" in other.tiles()[0]


def test_a_damaged_link_opens_and_says_so(visit):
    tab = visit()
    for hash_, said in (
        ("#v=99&s=plan", "99"),
        ("#v=2&m=dead&s=plan", "dead"),
        ("#v=2&s=nonsense", "nonsense"),
        ("#v=2&s=plan&d=007", "0–1.2"),
        ("#v=2&s=plan&d=000.x", "000.x"),
        ("#v=2&s=plan&d=zz1", "zz1"),
        ("#v=2&s=plan&d=000.5&k=0000", "链接不完整或被改动过"),
        ("#v=2&s=plan&d=001y0z02", "年份不在"),
        ("#v=2&s=plan&b=Z", "Z"),
        ("#v=2&s=plan&c=fan_none_such", "none_such"),
        ("#%E0%A4%A&&&=", ""),
    ):
        tab.page.evaluate("hash => { location.hash = hash }", hash_)
        tab.page.wait_for_timeout(30)  # the event comes after the address has changed
        tab.ready()
        assert len(tab.tiles()) == 5
        assert said in tab.page.inner_text("#told")


def test_a_link_of_ten_changes_is_short_and_another_model_does_not_take_them(visit):
    tab = visit()
    levers = tab.page.evaluate(
        "zysim.payload.controls.filter((each) => each.kind === 'lever').slice(0, 10)"
    )
    for lever in levers:
        tab.set(lever["id"], 0.25)
    link = tab.page.evaluate("location.hash")
    assert len(link) <= 200
    assert visit(link).tiles() == tab.tiles()
    model = tab.page.evaluate("zysim.payload.model_sha256.slice(0, 4)")
    other = visit(link.replace(f"m={model}", "m=dead"))
    assert "其中的改动未打开" in other.page.inner_text("#told")
    assert float(other.slider(levers[0]["id"]).input_value()) == 1


def test_a_case_is_saved_and_opened_as_the_file_of_the_command_line(visit, project, tmp_path):
    tab = visit()
    tab.set("gas_chemicals", 0.3)
    tab.set("storage", 0)
    with tab.page.expect_download() as saving:
        tab.page.click("#save-case")
    saved = tmp_path / "mine.toml"
    saving.value.save_as(saved)
    head = saved.read_text("utf-8").split("\n\n")[0]
    label = project.tables.levers["gas_chemicals"].label_zh
    for words in (str(date.today()), project.city.accounts["B"].label[0], f"#   {label}："):
        assert words in head
    assert all(line.startswith("# ") for line in head.splitlines())
    levers = read_scenario(str(saved), project.tables).levers
    assert (levers["gas_chemicals"], levers["storage"], levers["gas_output"]) == (0.3, 0, 1)
    other = visit()
    other.page.click("#open-case")
    other.page.fill("#dialog textarea", saved.read_text("utf-8"))
    other.press("open-now")
    assert other.tiles() == tab.tiles()
    other.page.click("#open-case")
    other.page.fill("#dialog textarea", 'extends = "plan"\n[levers]\nno_such = 1\nstorage = 9\n')
    other.press("open-now")
    said = other.page.inner_text("#told")
    assert "no_such" in said
    assert "storage = 9" in said


def test_years_of_a_lever_act_and_travel_as_on_the_command_line(visit, project, payload, tmp_path):
    lever, word = "gas_power_capacity", "plan+gas_power_capacity=@2028-2032"
    (wanted,) = choose(project, [word], {})
    tab = visit()
    before = tab.tiles()
    fields = tab.row(lever).locator("input.year")
    fields.nth(0).fill("2033")
    fields.nth(0).press("Enter")
    assert "到位晚于起始" in tab.page.inner_text("#told")
    assert fields.nth(0).input_value() == "2026"
    for at, year in ((1, "2032"), (0, "2028")):
        fields.nth(at).fill(year)
        fields.nth(at).press("Enter")
        tab.ready()
    assert tab.tiles() != before
    assert tab.page.get_attribute("#scenario", "title") == wanted.title_zh
    assert "2028—2032 年" in tab.page.inner_text("#why-text")
    found = tab.page.evaluate("zysim.now(-1)")
    _, values = compile_model(project.graph, "python").integrate(
        {name: np.array([value]) for name, value in wanted.constants.items()},
        outputs=payload["reports"]["core"],
    )
    for name, series in values.items():
        np.testing.assert_allclose(found[name], series[0], rtol=1e-9, atol=1e-12)
    other = visit(tab.page.evaluate("location.hash"))
    assert other.tiles() == tab.tiles()
    with tab.page.expect_download() as saving:
        tab.page.click("#save-case")
    assert saving.value.suggested_filename == f"zysim-{project.city.main}-1项改动.toml"
    saving.value.save_as(tmp_path / "mine.toml")
    assert read_scenario(str(tmp_path / "mine.toml"), project.tables).years[lever] == (2028, 2032)
    other.press("reset")
    other.page.click("#open-case")
    other.page.fill("#dialog textarea", (tmp_path / "mine.toml").read_text("utf-8"))
    other.press("open-now")
    assert other.tiles() == tab.tiles()


def test_what_the_chance_hangs_on_is_that_of_the_preset(tab, project):
    plan = choose(project, [project.city.main], {})
    ensemble = run_ensemble(project, plan, members=MEMBERS)
    for letter in ("B", "D"):
        tab.boundary(letter)
        variable = project.city.accounts[letter].variable
        drawn = run_structures(project, plan, ensemble, variable=variable)
        (wanted,) = conditions_of(drawn, project.city.goal)
        text = tab.page.inner_text("#open-text")
        for share in (wanted.chance, wanted.lowest, wanted.highest):
            assert percent_text(share.value) in text
        rows = tab.page.locator("#open-table tbody tr:not(.question)").all_inner_texts()
        assert [each.split("\t")[-1] for each in rows] == [
            percent_text(each.chance.value)
            if each in wanted.told
            else f"情形太少（{each.members} 种）"
            for each in wanted.conditions
        ]


def test_a_value_outside_its_range_is_put_at_the_limit(visit):
    tab = visit("#v=2&s=plan&d=007")
    assert float(tab.slider("gas_output").input_value()) == pytest.approx(1.2)


def test_three_steps_back_and_forth_are_exact_and_reset_can_be_undone(visit):
    tab = visit()
    seen = [tab.tiles()]
    for lever, value in (("gas_output", 0.2), ("gas_chemicals", 0.5), ("storage", 0.1)):
        tab.set(lever, value)
        seen.append(tab.tiles())
    for wanted in seen[-2::-1]:
        tab.press("undo")
        assert tab.tiles() == wanted
    assert tab.page.is_disabled("#undo")
    for wanted in seen[1:]:
        tab.press("redo")
        assert tab.tiles() == wanted
    for button, wanted in (("reset", seen[0]), ("undo", seen[-1])):
        tab.press(button)
        assert tab.tiles() == wanted
        told = tab.page.text_content("#spoken")
        assert told.startswith(" ".join(wanted[0].split("\n")))


def test_replay_shows_the_change_again_and_ends_where_it_was(visit):
    tab = visit()
    tab.set("gas_output", 0.2)
    after = tab.tiles()
    tab.page.click("#replay")
    tab.page.wait_for_timeout(1500)
    tab.ready()
    assert tab.tiles() == after


def test_it_says_why_the_peak_moved(visit, project):
    tab = visit()
    assert not tab.page.is_visible("#why")
    tiles = [tab.tiles()]
    tab.set("gas_chemicals", 0)
    tiles.append(tab.tiles())
    tab.page.locator("#why-text", has_text="万吨（同一情形下相减）：").wait_for()
    text = tab.page.inner_text("#why-text")
    # Both cases are named, and all numbers are the medians of the tiles.
    cases = choose(project, ["plan", "plan+gas_chemicals=0"], {})
    names = [each.titles[0] for each in cases]
    assert text.startswith(f"“{names[1]}”与“{names[0]}”相比")
    (was, low), (is_, high) = ((each[0].split("\n")[1], each[2].split()[1]) for each in tiles)
    year = f" {was}→{is_}" if was != is_ else f"不变（{is_} 年）"
    level = f" {low}→{high} 万吨" if low != high else f"不变（{high} 万吨）"
    assert (
        f"达峰年{year}，峰值{level}。" in text or f"达峰年仍为 {was}，峰值仍为 {low} 万吨。" in text
    )
    assert "变化 0 " not in text
    assert "新增天然气化工" in text
    told = re.search(r"2030 年排放变化 (−\d+) 万吨（同一情形下相减）：([^。]+)。", text)
    assert told
    parts = re.findall(r"[+−]\d+", told[2])
    whole = [int(each.replace("−", "-")) for each in (told[1], *parts)]
    assert whole[0] == sum(whole[1:]) < 0
    found = run_ensemble(project, cases, members=MEMBERS)
    first, second = found.of(project.city.accounts["B"].variable)[:, :, 10]
    assert whole[0] == pytest.approx(100 * float(middle(second - first)), abs=0.51)
    # A preset is held against no change that was given up, but against the case kept last.
    tab.page.fill("#case-name", "保留的")
    tab.page.click("#keep")
    tab.set("gas_output", 0)
    tab.press("reset")
    assert tab.page.inner_text("#why-text").startswith(f"“{names[0]}”与“保留的”相比")
    tab.page.click("#drop-0")
    tab.ready()
    assert not tab.page.is_visible("#why")
    tab.press("undo")
    text = tab.page.inner_text("#why-text")
    assert text.startswith("“按方案实施（改动 2 项）”与“")


def test_a_slider_moves_by_keys_and_by_mouse(tab):
    slider = tab.slider("gas_output")
    slider.focus()
    tab.page.keyboard.press("ArrowLeft")
    tab.ready()
    assert float(slider.input_value()) == pytest.approx(0.99)
    tab.page.keyboard.press("Home")
    tab.ready()
    assert float(slider.input_value()) == 0
    box = slider.bounding_box()
    tab.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tab.ready()
    assert 0.5 < float(slider.input_value()) < 0.7


def test_all_of_it_works_by_keyboard_alone(visit):
    tab = visit()
    reached = set()
    for _ in range(60):
        tab.page.keyboard.press("Tab")
        reached.add(
            tab.page.evaluate("document.activeElement.id || document.activeElement.tagName")
        )
        outline = tab.page.evaluate(
            "[document.activeElement.outerHTML.slice(0, 80),"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        # From the last element one goes round through the browser's own bars.
        assert outline[1] != "none" or outline[0].startswith("<body"), outline[0]
    assert {"skip", "scenario", "share", "print", "about", "language", "search"} <= reached
    assert any(each.startswith("c-") for each in reached)
    tab.page.focus("#about")
    tab.page.keyboard.press("Enter")
    assert tab.page.locator("dialog[open]").count() == 1
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("dialog", state="detached")
    assert tab.page.evaluate("document.activeElement.id") == "about"


def test_numbers_are_taken_as_people_type_them_or_refused_in_words(tab, project):
    size = project.tables.quantities["gas_chemicals"]
    values = {name: each.value for name, each in project.tables.parameters.items()}
    _, half, unit = re.split("[→ ]", size.words((0, 0.5), values, "zh"))
    number = tab.field("gas_chemicals")
    for typed, stands in (
        ("0.5", "0.5"),
        ("０．３", "0.3"),
        (" 40 % ", "0.4"),
        ("５０％", "0.5"),
        (f"{half} {unit}", "0.5"),
        ("1。5", "1.5"),
        ("1e-1", "0.1"),
    ):
        number.fill(typed)
        number.press("Enter")
        assert number.input_value() == stands, typed
        assert float(tab.slider("gas_chemicals").input_value()) == float(stands)
    assert f"现 0.1＝{size.words((0, 0.1), values, 'zh').split('→')[1].split()[0]}" in (
        tab.row("gas_chemicals").inner_text()
    )
    for typed, why in (
        ("", "没有填数"),
        ("三", "不是数"),
        ("5万吨", unit),
        ("9", "0–2"),
        ("-1", "0–2"),
    ):
        number.fill(typed)
        number.press("Enter")
        told = tab.page.inner_text("#told")
        assert why in told, typed
        assert "保持原值" in told
        assert typed in told
        assert number.input_value() == "0.1"
    # What is typed after a click replaces what stood there; arrows step as the slider does.
    number.evaluate("each => each.blur()")
    number.click()
    tab.page.keyboard.type("0.5")
    tab.page.keyboard.press("ArrowUp")
    assert number.input_value() == "0.52"
    assert number.get_attribute("aria-valuenow") == "0.52"
    tab.page.keyboard.press("PageDown")
    assert number.input_value() == "0.32"
    tab.page.keyboard.type("7")
    tab.page.keyboard.press("Escape")
    assert number.input_value() == "0.32"
    year = tab.row("gas_chemicals").locator(".year").first
    year.fill("２０２９年")
    year.press("Enter")
    assert year.input_value() == "2029"
    year.press("ArrowDown")
    assert year.input_value() == "2028"
    year.fill("1999")
    year.press("Enter")
    assert "2025" in tab.page.inner_text("#told")
    assert year.input_value() == "2028"
    tab.ready()


def test_an_assumption_is_set_for_all_members_and_drawn_again(tab):
    before = tab.tiles()
    row = tab.slider("base_year_energy_co2").locator("xpath=../../..")
    assert "万吨/年" in row.inner_text()
    tab.set("base_year_energy_co2", 350)  # 万吨, as it is labelled
    assert float(tab.slider("base_year_energy_co2").input_value()) == 3.5
    assert "→350 万吨/年" in tab.page.inner_text("#question")
    assert tab.tiles() != before
    row.locator(".again").click()
    tab.ready()
    assert tab.tiles() == before


def test_the_search_finds_by_word_characters_initials_clause_and_office(tab, project, payload):
    price, plant = (project.tables.levers[each] for each in ("carbon_price", "gas_power_capacity"))
    office = project.tables.offices[plant.clauses[0]].name[0]
    for words, label in (
        (price.label_zh, price.label_zh),
        ("carbon price", price.label_zh),
        ("气电", plant.label_zh),
        ("trqfd", plant.label_zh),
        (plant.clauses[0], plant.label_zh),
        (office, plant.label_zh),
    ):
        tab.page.fill("#search", words)
        shown = tab.page.locator(".control:visible label").all_inner_texts()
        assert label in shown, words
        assert len(shown) < len(project.tables.levers) / 2, words
    county = next(each["lines"][0]["label"][0] for each in charts(tab) if each["id"] == "counties")
    tab.page.fill("#search", county)
    assert tab.page.locator("#controls h2:visible, #controls summary:visible").count() == 0
    tab.page.locator("#found-charts button").first.click()
    assert tab.page.input_value("#menu-0") == "counties"
    tab.page.fill("#search", "每年利用小时")
    part = re.search("这些含“(.*小时)”", tab.page.inner_text("#nothing"))
    assert part[1] in tab.page.inner_text("#found-numbers")
    told = {each.id: each for each in project.tables.parameters.values()}
    hours = told["maximum_gas_hours"]
    tab.page.fill("#search", "气电小时")
    tab.page.locator("#found-numbers button", has_text=hours.label_zh).click()
    text = tab.page.inner_text("dialog")
    note = project.tables.remarks[hours.provenance.note]
    quality = QUALITIES[hours.provenance.quality][0]
    span = f"{hours.low:g} – {hours.high:g} 小时/年"
    used = project.graph.variables["gas_running_hours"].title_zh
    for words in (f"{hours.value:g} 小时/年", span, quality, note, used, hours.id):
        assert words in text
    assert "（原文）" not in text
    tab.page.keyboard.press("Escape")
    hours = project.tables.signposts["gas_running_hours"]
    tab.page.fill("#search", hours.label[0])
    tab.page.locator("#found-numbers button").first.click()
    text = tab.page.inner_text("dialog")
    computed = project.graph.variables["gas_running_hours"]
    assert f"取大（{project.graph.variables['take_or_pay_hours'].title_zh}" in text
    assert not re.search("[a-z]{3}", text)
    tab.page.locator("dialog summary", has_text="原式").click()
    assert computed.equation.split("\n")[0] in tab.page.inner_text("dialog code")
    for word in (hours.holder[0], hours.definition[0], "由模型逐年计算"):
        assert word in text
    for name in (*computed.causes, *computed.uses):
        assert project.graph.variables[name].title_zh in text
    given = next(each for each in payload["statistics"] if each["id"] == hours.id)["typical"]
    low, middle, high = given[1]["spans"][1]
    width = 10 ** np.floor(np.log10(high - low) - 1)
    for value in (low, middle, high):
        assert f"{width * np.floor(value / width + 0.5):.0f}" in text
    tab.page.locator("dialog .link", has_text=told["maximum_gas_hours"].label_zh).first.click()
    assert note in tab.page.inner_text("dialog")
    tab.page.keyboard.press("Escape")
    tab.page.fill("#search", "qzqzq")
    assert tab.page.is_visible("#nothing")
    assert not tab.page.is_visible("#found-numbers")


OPEN_GROUPS = "() => [...document.querySelectorAll('#controls details')].map((each) => each.open)"


def test_groups_are_as_before_once_a_search_is_cleared(tab, project):
    tab.slider("storage")
    before = tab.page.evaluate(OPEN_GROUPS)
    assert len(set(before)) == 2
    for words in (project.tables.levers["carbon_price"].label_zh, "a"):
        tab.page.fill("#search", words)
    assert tab.page.evaluate(OPEN_GROUPS) != before
    tab.page.fill("#search", "")
    assert tab.page.evaluate(OPEN_GROUPS) == before


def charts(tab):
    """The charts that the page was given."""
    return tab.page.evaluate("zysim.payload.charts")


def test_a_lever_tells_where_it_comes_from(tab, project):
    tab.slider("gas_output").locator("xpath=../../..").locator(".info").click()
    text = tab.page.inner_text("dialog")
    for words in ("C1.1", "150亿立方米", "2026 → 2030", "资阳市碳达峰实施方案"):
        assert words in text
    # What it does in the case as it is: emissions, GDP and cost are those of the commands.
    tab.page.locator("dialog dd", has_text="净现值").wait_for()
    text = tab.page.inner_text("dialog")
    cases = choose(project, ["plan", "plan+gas_output=0"], {})
    output, gdp = project.city.accounts["B"].variable, project.city.variables["gdp"]
    runs = run_ensemble(project, cases, members=MEMBERS, outputs=[output, gdp])
    done, left = runs.of(output)[:, :, GOAL - int(runs.years[0])]
    assert f"{GOAL} 年排放 {band(100 * (done - left)).words(0)} 万吨".replace("-", "−") in text
    until = (runs.years >= 2026) & (runs.years <= 2035)
    done, left = runs.of(gdp)[:, :, until].sum(axis=2)
    assert f"累计 {band(done - left).words(0)} 亿元".replace("-", "−") in text
    (account,) = account_costs(project, cases[:1], cases[1], members=MEMBERS)
    worth = money_text(band(account.present[account.rate]).median, 0, "zh")
    assert f"净现值：{worth} 亿元" in text
    found = project.graph.variables
    read = [
        each.title_zh for each in found.values() if "level[gas output measure]" in each.equation
    ]
    tab.page.locator("dialog .link", has_text=read[0]).click()
    text = tab.page.inner_text("dialog")
    label = project.tables.levers["gas_output"].label_zh
    assert f"{found['lever_level'].title_zh}[{label}] × (" in text
    assert found["gas_output"].title_zh not in tab.page.locator("dialog .link").all_inner_texts()


def test_tiles_and_targets_tell_where_they_come_from(tab):
    tab.page.click("#tile-year")
    assert "达峰年 = 排放最高的年份" in tab.page.inner_text("dialog")
    tab.page.keyboard.press("Escape")
    tab.page.select_option("#menu-0", "targets")
    tab.page.locator("#data-0 .link").first.click()
    assert "T01" in tab.page.inner_text("dialog")


SVG = "{http://www.w3.org/2000/svg}"


def download(tab, button):
    with tab.page.expect_download() as waiting:
        tab.page.click(button)
    found = waiting.value
    return found.suggested_filename, Path(found.path()).read_bytes()


def test_the_csv_is_the_table_with_its_settings(visit):
    tab = visit()
    tab.set("gas_output", 0.5)
    name, raw = download(tab, "#csv-0")
    assert name == "zysim-plan+gas_output=0.5-fan-B-zh.csv"
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    assert "gas_output=0.5" in text
    assert "64 种情形" in text
    assert "zysim 0." in text
    rows = list(
        csv.reader(
            io.StringIO(
                "".join(
                    line
                    for line in text.splitlines(keepends=True)
                    if not line.startswith(("#", '"#'))
                )
            )
        )
    )
    tab.page.click("#table-0")
    shown = tab.page.locator("#data-0 tbody tr").all_inner_texts()
    assert len(rows) == len(shown) + 1 == 42
    assert rows[0][-1] == "基线（中位数）"
    assert float(rows[1][-1]) == pytest.approx(float(rows[1][4]))  # no plan differs at the start
    for row, line in zip(rows[1:], shown, strict=True):
        shown_values = [float(each) for each in line.split()[1:]]
        assert shown_values == pytest.approx([float(each) for each in row[1:]], rel=0.0051)


def test_pictures_stand_alone_in_the_language_of_the_reader(visit, project):
    tab = visit()
    name, png = download(tab, "#png-0")
    assert (name, png[:4]) == ("zysim-plan-fan-B-zh.png", b"\x89PNG")
    tab.boundary("C")
    for at, lang in enumerate(("zh", "en")):
        name, svg = download(tab, "#svg-1")
        assert name == f"zysim-plan-sectors-{lang}.svg"
        texts = ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")]
        plan = read_case("plan", project.tables)
        said = " ".join(texts)
        assert plan.titles[at] in said
        assert project.city.accounts["C"].label[at] not in said
        assert str(date.today()) in said
        assert f"zysim {zysim.__version__}" in said
        assert project.city.sink.label[at] in said.casefold()
        tab.press("language")
    tab.page.select_option("#menu-1", "gas")
    assert download(tab, "#csv-1")[0] == "zysim-plan-gas-zh.csv"
    tab.page.select_option("#menu-1", "targets")
    name, raw = download(tab, "#csv-1")
    assert name == "zysim-plan-targets-C-zh.csv"
    assert project.city.accounts["C"].label[0] in raw.decode("utf-8-sig")
    assert "点击" in tab.page.inner_text("#note-1")
    assert "点击" not in raw.decode("utf-8-sig")


def test_loops_and_stocks_behind_a_chart_are_those_of_the_model(visit, project):
    tab = visit()
    tab.page.select_option("#menu-1", "fleet")
    tab.page.click("#about-1")
    listed = tab.page.locator("#dialog .loops li")
    listed.first.wait_for()
    (loop,) = (each for each in read_loops(project.root, project.graph) if each.id == "R4")
    (told,) = (each for each in listed.all_inner_texts() if each.startswith(loop.id))
    assert loop.says[0] in told
    typical = tab.page.evaluate("zysim.payload.draws.typical")
    drawn = draw_members(project, MEMBERS, 0)
    worlds = {name: float(each[typical]) for name, each in drawn.items()}
    case = worlds | dict(read_case("plan", project.tables).constants)
    electric = [f"vehicles[{each},electric]" for each in project.graph.dimensions["vehicle"]]
    _years, found = simulate(project, [case, {**case, loop.switch: 0.0}], outputs=electric)
    with_, without = sum(each[:, GOAL - 2020] for each in found.values())
    assert f"高 {100 * (with_ / without - 1):.0f}%" in told
    stock = project.graph.variables["vehicles_young"]
    assert stock.title_zh in tab.page.inner_text("#dialog")


def test_names_are_text_wherever_they_come_from(visit, tmp_path):
    evil = "</script><img src=x onerror=alert(1)>"
    file = tmp_path / "evil.toml"
    file.write_text(
        f'id = "evil"\ntitle_zh = "{evil}"\ntitle_en = "{evil}"\n'
        f'why_zh = "{evil}"\nwhy_en = "{evil}"\nextends = "plan"\n[levers]\nstorage = 0.5\n',
        encoding="utf-8",
    )
    out = tmp_path / "evil.html"
    words = ["page", "-o", str(out), "-n", "16", "--scenario", "baseline"]
    done = CliRunner().invoke(main, [*words, "--scenario", str(file)])
    assert done.exit_code == 0, done.output
    tab = visit(path=out)
    assert tab.page.locator("img").count() == 0
    assert evil in tab.page.locator("#scenario").inner_text()


MODEL = """{UTF-8}
growth rate = 0.05 ~ 1/year [0, 0.2] ~ Yearly growth. |
"odd <b>name</b>" = 3 ~ dmnl ~ |
stock = INTEG(growth rate*stock, 10) ~ widget ~ What there is. |
double = stock*"odd <b>name</b>" ~ widget ~ |
INITIAL TIME = 2000 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 0.5 ~ year ~ |
SAVEPER = 1 ~ year ~ |
"""


def test_any_model_gives_a_page(visit, tmp_path):
    model = tmp_path / "other.mdl"
    model.write_text(MODEL, encoding="utf-8")
    out = tmp_path / "other.html"
    done = CliRunner().invoke(main, ["page", "-o", str(out), "--model", str(model)])
    assert done.exit_code == 0, done.output
    tab = visit(path=out)
    assert tab.page.locator("b").count() == 0
    tab.set("growth_rate", 0.1)
    tab.page.click("#table-0")
    last = tab.page.locator("#data-0 tbody tr").last.inner_text().split()
    assert last[0] == "2020"
    assert float(last[1]) == pytest.approx(10 * 1.05**40, rel=5.1e-3)
    assert float(last[2]) == pytest.approx(10 * 1.025**40, rel=5.1e-3)


CONDITIONS = """() => {
  for (const row of document.querySelectorAll("#open-table .thin")) row.classList.remove("thin");
}"""
"""A page of all members has members enough for nearly every condition."""


TYPED = """() => {
  const row = document.querySelector("#figures .figure");
  const [named, , value] = row.querySelectorAll("select, input");
  named.selectedIndex = 4;
  value.value = 80;
  document.getElementById("figures-judge").click();
}"""
"""A published figure is typed and judged."""
QUARTER = 297 / 4 * 96 / 25.4
"""Of the height of an A4 sheet, in pixels."""
CONTROLS = "button:visible, select:visible, input:visible, #controls:visible"


def test_a_print_carries_its_settings_and_the_fan_whatever_is_shown(visit, project):
    tab = visit()
    tab.page.select_option("#menu-0", "targets")
    tab.set("gas_output", 0.5)
    tab.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tab.page.emulate_media(media="print")
    assert tab.page.is_visible("#settings")
    told = tab.page.inner_text("#settings")
    for words in (project.tables.levers["gas_output"].label_zh, str(date.today()), "核算口径：B"):
        assert words in told
    assert "gas_output" not in told
    assert "基线" in tab.page.text_content("#printed svg")
    box = tab.page.locator("#printed svg").bounding_box()
    assert box["width"] > 0.9 * tab.page.locator("main").bounding_box()["width"]
    assert not tab.page.is_visible("#charts")
    assert tab.page.locator(CONTROLS).count() == 0
    for words in (project.city.accounts["B"].label[0], str(date.today())):
        assert words in tab.page.inner_text("#head")
    for part in ("#card dl", "#open-table", "#own"):
        assert tab.page.is_visible(part)
    tab.page.emulate_media(media="null")
    for button in ("reset", "language"):
        tab.press(button)
        tab.page.evaluate(CONDITIONS)
        tab.page.evaluate(TYPED)
        tab.page.locator("#judged .lead").wait_for()
        sheet = tab.page.pdf(format="A4")
        assert float(tab.page.get_attribute("#printed svg", "height")) >= QUARTER
        assert sheet.count(b"/Type /Page") - sheet.count(b"/Type /Pages") == 1


def test_a_chart_tells_its_variables_and_equations(tab, payload):
    tab.page.select_option("#menu-1", "power")
    tab.page.click("#about-1")
    text = tab.page.inner_text("dialog")
    assert "气电上网电量（亿千瓦时/年）" in text
    capacity = payload["variables"]["gas_power_capacity"]["title"][0]
    assert re.search(rf"= .*{capacity}", text)
