"""What a meeting asks of the page: the answer, proposals, own cases side by side, the story."""

from __future__ import annotations

import re

from zysim.metrics.cost_account import account_costs
from zysim.metrics.spread import spreads_of
from zysim.metrics.verdict import verdict
from zysim.report.card.money import cost_words
from zysim.runs.ensemble import run_ensemble, uncertain_worlds
from zysim.runs.project import choose
from zysim.runs.worlds_file import write_worlds
from zysim.sampling.worlds import draw_worlds, unit_points
from zysim.wording import percent_text

MEMBERS = 64
"""As in the page that is opened."""


def preset(payload, name):
    return next(each for each in payload["scenarios"] if each["id"] == name)


def test_the_answer_is_the_card_and_of_a_change_the_same_sentence(visit, payload, project):
    tab = visit()
    card = preset(payload, "plan")["card"]["zh"]
    text = tab.page.inner_text("#answer")
    for said in (card["question"], card["answer"], card["peak"]):
        assert said in text
    tab.page.click("#card summary")
    for each in card["paragraphs"]:
        assert each["text"] in tab.page.inner_text("#answer")
    tab.page.select_option("#menu-0", "counties")
    counties = next(each for each in payload["charts"] if each["id"] == "counties")["lines"]
    for each in counties:
        assert re.search(rf"{each['label'][0]} [≤>]?20\d\d", tab.page.inner_text("#note-0"))
    tab.boundary("D")
    assert tab.page.locator("#card").count() == 0
    assert "选口径 B" in tab.page.inner_text("#answer")
    tab.boundary("B")
    tab.set("gas_chemicals", 0.5)
    text = tab.page.inner_text("#answer")
    chance = tab.tiles()[1].split("\n")[1]
    word = verdict(float(chance.strip("%<>")) / 100)[0]
    assert f"措施全部按期兑现，{word}" in text or f"{word}（{chance}" in text
    assert f"→{chance}" in tab.page.inner_text("#against")
    baseline, case = choose(project, ["baseline", "plan+gas_chemicals=0.5"], {})
    (account,) = account_costs(project, [case], baseline, members=MEMBERS)
    told = cost_words(account, project.city, baseline.titles[0], "zh")
    assert told in tab.page.inner_text("#cost")


def test_proposals_are_presets_with_price_and_payers_and_stale_ones_are_said(tab, payload):
    found = preset(payload, "seek-least-change")
    text = tab.page.inner_text("#proposals")
    assert found["title"][0] in text
    assert "81%" in text
    assert "2028—2032 年" in text
    assert found["cost"]["text"][0] in text
    assert f"{found['cost']['present'][1]:+.0f}".replace("-", "−") in text
    assert "−11 [−31, +10]" in text
    assert payload["stale"][0]["title"][0] in tab.page.inner_text("#stale")
    tab.page.locator("#proposals button").first.click()
    tab.ready()
    assert tab.page.input_value("#scenario") == "seek-least-change"
    assert found["cost"]["text"][0] in tab.page.inner_text("#cost")
    open_ = found["open"]["B"]["chance"]
    assert percent_text(open_) in tab.page.inner_text("#answer .lead")


def test_cases_are_kept_compared_on_one_axis_and_offered_after_the_tab_was_closed(visit):
    tab = visit()
    for name, value in (("气电二期不建", 0.0), ("一半", 0.5)):
        tab.set("gas_power_capacity", value)
        assert tab.page.locator("#own li").count() == 1
        tab.page.fill("#case-name", name)
        tab.page.click("#keep")
    assert tab.page.input_value("#menu-1") == "compare"
    rows = {
        each.split("\t")[0]: each.split("\t")
        for each in tab.page.locator("#compared tbody tr").all_inner_texts()
    }
    assert list(rows) == ["基线", "气电二期不建", "一半"]
    assert rows["一半"][2] == tab.tiles()[1].split("\n")[1]
    assert rows["基线"][4:] == ["0", "0", "0", "0"]
    for _ in ("zh", "en"):
        tab.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        sheet = tab.page.pdf(format="A4")
        assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
        tab.press("language")
    tab.page.click("#table-1")
    heads = tab.page.locator("#data-1 thead th").all_inner_texts()
    assert heads == ["年份", "基线", "气电二期不建", "一半"]
    tab.page.locator("#own button").click()
    tab.ready()
    assert tab.page.locator("#own").count() == 0
    tab.set("gas_power_capacity", 0.3)
    tab.page.goto("about:blank")
    tab.page.go_back()
    tab.page.evaluate("location.hash = ''")
    tab.page.reload()
    tab.ready()
    assert "天然气发电二期" in tab.page.inner_text("#told")
    assert tab.page.locator("#kept label").all_inner_texts() == ["气电二期不建", "一半"]
    tab.page.click("#kept-take")
    tab.ready()
    assert float(tab.slider("gas_power_capacity").input_value()) == 0.3
    tab.page.click("#drop-0")
    tab.page.uncheck("#tick-0")
    assert tab.page.locator("#compared").count() == 0


def test_a_first_visit_has_a_tour_and_the_answer_is_told_in_five_steps(visit, payload):
    tab = visit(toured=False)
    for box in range(1, 5):
        assert f"{box}/4" in tab.page.inner_text("#tour h2")
        tab.page.click("#tour-next")
    assert tab.page.locator("#tour").count() == 0
    card = preset(payload, "plan")["card"]["zh"]
    said = {each["id"]: each["text"] for each in card["paragraphs"]}
    offices = next(each for each in payload["controls"] if each.get("offices"))["offices"]
    steps = (card["answer"], said["why"], offices[0][0][:2], said["cost"], said["unknown"])
    tab.page.click("#begin-story")
    for at, words in enumerate(steps, start=1):
        assert f"{at}/5" in tab.page.inner_text("#story h2")
        assert words in tab.page.inner_text("#story")
        tab.page.click("#story-next")
    assert not tab.page.is_visible("#story")
    tab.page.reload()
    tab.ready()
    assert tab.page.locator("#tour").count() == 0


def test_worlds_of_an_update_take_the_place_of_those_of_the_page(visit, project, tmp_path):
    uncertain = uncertain_worlds(project.tables)
    unit = unit_points(slice(0, MEMBERS), len(uncertain), seed=1, members=MEMBERS)
    draws = draw_worlds(unit, uncertain, project.tables.correlations)
    write_worlds(tmp_path / "posterior.csv", draws)
    plan = choose(project, ["plan"], {})
    spread = spreads_of(run_ensemble(project, plan, worlds=draws, members=MEMBERS))["plan"]["B"]
    tab = visit()
    before, measures = tab.tiles(), tab.page.inner_text("#who tbody")
    tab.page.click("#open-case")
    tab.page.set_input_files("#dialog input[type=file]", str(tmp_path / "posterior.csv"))
    tab.page.locator("h1", has_text="按新统计").wait_for()
    tab.ready()
    assert tab.tiles() != before
    tab.page.locator("#who-waiting:empty").wait_for(state="attached")
    assert tab.page.inner_text("#who tbody") != measures
    assert f"\n{spread.shown_year(1)}\n" in tab.tiles()[0]
    assert f"\n{percent_text(spread.in_time.value)}\n" in tab.tiles()[1]
    assert tab.page.locator("#card, #cost").count() == 0
    other = (tmp_path / "posterior.csv").read_text("utf-8").replace(uncertain[3].id, "other", 1)
    (tmp_path / "wrong.csv").write_text(other, "utf-8")
    tab.page.click("#open-case")
    tab.page.set_input_files("#dialog input[type=file]", str(tmp_path / "wrong.csv"))
    tab.page.locator("#told", has_text=uncertain[3].id).wait_for()
