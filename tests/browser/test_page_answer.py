"""What a meeting asks of the page: the answer, proposals, own cases side by side, the story."""

from __future__ import annotations

import re

from zysim.metrics.band import band
from zysim.metrics.cost_account import account_costs
from zysim.metrics.spread import spreads_of
from zysim.metrics.verdict import verdict
from zysim.report.card.find import find_card
from zysim.report.card.money import cost_words
from zysim.report.card.tell import tell_card
from zysim.runs.ensemble import run_ensemble, uncertain_worlds
from zysim.runs.project import choose
from zysim.runs.structural import run_structures
from zysim.runs.worlds_file import write_worlds
from zysim.sampling.worlds import draw_worlds, unit_points
from zysim.wording import money_text, percent_text

MEMBERS = 64
"""As in the page that is opened."""
PROPOSED = "plan+gas_chemicals=0.5+gas_power_capacity=0@2028-2032"
"""The answer kept for a question."""


SCREENS = ((390, 844), (1366, 768))
BESIDE = """() => {
  const [box, part] = ["#tour", ".pointed"]
    .map((each) => document.querySelector(each).getBoundingClientRect());
  const outside = [box, part].filter((each) => each.left < -1 || each.top < -1
    || each.right > innerWidth + 1 || each.bottom > innerHeight + 1);
  const covers = Math.min(box.right, part.right) > Math.max(box.left, part.left)
    && Math.min(box.bottom, part.bottom) > Math.max(box.top, part.top);
  return [...outside.map(() => "out of sight"), ...(covers ? ["covered"] : [])];
}"""
"""What is wrong with where the box of the tour and what it speaks of stand."""


def preset(payload, name):
    return next(each for each in payload["scenarios"] if each["id"] == name)


def test_the_answer_is_the_card_and_of_a_change_the_same_sentence(visit, payload, project):
    tab = visit()
    card = preset(payload, "plan")["cards"]["B"]["zh"]
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
    other = preset(payload, "plan")["cards"]["D"]["zh"]
    assert other["answer"] != card["answer"]
    for said in (other["answer"], *(each["text"] for each in other["paragraphs"])):
        assert said in tab.page.inner_text("#answer")
    tab.boundary("B")
    tab.set("gas_chemicals", 0.5)
    text = tab.page.inner_text("#answer")
    chance = tab.tiles()[1].split("\n")[1]
    word = verdict(float(chance.strip("%<>")) / 100)[0]
    assert f"{word}（{chance}" in text
    assert f"→{chance}" in tab.page.inner_text("#against")
    baseline, plan, case = choose(project, ["baseline", "plan", "plan+gas_chemicals=0.5"], {})
    (account,) = account_costs(project, [case], baseline, members=MEMBERS)
    told = cost_words(account, project.city, baseline.titles[0], "zh")
    assert told in tab.page.inner_text("#cost")
    change = gdp_change(project, plan, case)
    assert f"累计 {change.median:+.0f} 亿元".replace("-", "−") in tab.page.inner_text("#against")
    # Beside the slider stands what 0, 1 and the setting are in the unit of the clause.
    values = {name: each.value for name, each in project.tables.parameters.items()}
    size = project.tables.quantities["gas_chemicals"]
    ends, now = (size.words(pair, values, "zh") for pair in ((0, 1), (1, 0.5)))
    zero, one = ends.split("→")
    now = now.split("→")[1].split()[0]
    assert f"力度 0＝{zero}，1＝{one}；现 0.5＝{now}" in tab.row("gas_chemicals").inner_text()
    # The sentence by the number: first the question is answered, then the change is made.
    before, fixed, after = (
        run_structures(project, [each], run, variable=CO2, left=left).emissions[0]
        for each, left in ((plan, []), (plan, ["chemistry"]), (case, []))
        for run in [run_ensemble(project, [each], members=MEMBERS)]
    )
    steps = [
        percent_text(float((each.argmax(axis=1) + 2020 <= 2030).mean()))
        for each in (before, fixed, after)
    ]
    told = tab.page.inner_text("#record")
    assert re.findall(r"(\d+%) 变为", told) == [steps[0], steps[0], steps[1]]
    assert re.findall(r"变为 (\d+%)", told) == [steps[2], steps[1], steps[2]]
    # The whole card is that of the command line, in both languages.
    tab.page.locator("#who-waiting:empty").wait_for(state="attached")
    found = find_card(project, case, baseline, members=MEMBERS, cost=account)
    for lang in ("zh", "en"):
        told, mine = tell_card(found, lang), tab.page.inner_text("#answer")
        for said in (told.question, told.basis, told.answer, told.peak):
            assert said in mine
        for _head, said in told.paragraphs:
            assert said in mine
        tab.press("language")


CO2 = "energy_co2_provincial"


def gdp_change(project, plan, case):
    """What a case adds to GDP over the plan until five years after the goal."""
    gdp = project.city.variables["gdp"]
    found = run_ensemble(project, [plan, case], members=MEMBERS, outputs=[gdp])
    until = (found.years >= 2026) & (found.years <= 2035)
    before, after = found.of(gdp)[:, :, until].sum(axis=2)
    return band(after - before)


def test_proposals_are_presets_with_price_and_payers_and_stale_ones_are_said(tab, payload, project):
    found = preset(payload, "seek-least-change")
    text = tab.page.inner_text("#proposals")
    assert found["title"][0] in text
    assert "81%" in text
    assert "2028—2032 年" in text
    assert found["cost"]["text"][0] not in text  # folded
    assert found["cost"]["text"][0] in tab.page.text_content("#proposals")
    present = money_text(found["cost"]["present"][1], 0, "zh")
    assert present in tab.page.text_content("#proposals")
    assert "净收益 11（净支出 10 至净收益 31）" in text
    plan, proposed = choose(project, ["plan", PROPOSED], {})
    change = gdp_change(project, plan, proposed)
    low, middle, high = (
        f"{each:+.0f}".replace("-", "−") for each in (change.low, change.median, change.high)
    )
    assert f"{middle} [{low}, {high}]" in text
    assert payload["stale"][0]["title"][0] in tab.page.inner_text("#stale")
    tab.page.locator("#proposals button").first.click()
    tab.ready()
    assert tab.page.input_value("#scenario") == "seek-least-change"
    assert found["cost"]["text"][0] in tab.page.inner_text("#cost")
    open_ = found["open"]["B"]["chance"]
    assert percent_text(open_) in tab.page.inner_text("#answer .lead")
    # Opened, it is still held against what it changes, and says what that is.
    against = tab.page.inner_text("#against")
    assert plan.title_zh in against
    assert f"累计 {middle} 亿元（80% 的可能区间 {low} 至 {high}）" in against
    assert "天然气化工 10→5.5 亿立方米/年" in tab.page.inner_text("#changed")
    assert tab.page.locator("#own li").count() == 2
    # Each changed measure stands with who decides on it, here and in the list of own changes.
    for lever in ("gas_chemicals", "gas_power_capacity"):
        control = next(each for each in payload["controls"] if each["id"] == lever)
        label, decides = control["label"][0], control["decided_by"][0]
        assert re.search(f"{decides}：[^\n]*{label}", text)
        assert f"{decides}决定" in tab.page.locator("#own li", has_text=label).inner_text()
    tab.page.locator("#own button").first.click()
    tab.ready()
    assert tab.page.locator("#own li").count() == 1


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
    tab.press("language")
    assert not re.search("[\u4e00-\u9fff]", tab.page.inner_text("#told"))
    tab.press("language")
    assert tab.page.locator("#kept label").all_inner_texts() == ["气电二期不建", "一半"]
    tab.page.click("#kept-take")
    tab.ready()
    assert not tab.page.is_visible("#told")
    assert float(tab.slider("gas_power_capacity").input_value()) == 0.3
    tab.page.click("#drop-0")
    tab.page.uncheck("#tick-0")
    assert tab.page.locator("#compared").count() == 0


def test_a_first_visit_has_a_tour_and_the_answer_is_told_in_five_steps(visit, payload):
    tab = visit(toured=False)
    zh = tab.page.inner_text("#tour h2")
    tab.press("language")
    assert tab.page.inner_text("#tour h2") != zh
    tab.press("language")
    assert tab.page.inner_text("#tour h2") == zh
    for box in range(1, 5):
        for size in SCREENS:
            tab.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
            tab.page.wait_for_timeout(50)
            assert f"{box}/4" in tab.page.inner_text("#tour h2")
            assert tab.page.evaluate(BESIDE) == []
        tab.page.keyboard.press("Enter") if box > 1 else tab.page.click("#tour-next")
    assert tab.page.locator("#tour").count() == 0
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Escape")
    assert tab.page.locator("#tour").count() == 0
    assert tab.page.evaluate("document.activeElement.id") == "begin-tour"
    card = preset(payload, "plan")["cards"]["B"]["zh"]
    said = {each["id"]: each["text"] for each in card["paragraphs"]}
    offices = next(each for each in payload["controls"] if each.get("offices"))["offices"]
    steps = (card["answer"], said["why"], offices[0][0][:2], said["cost"], said["unknown"])
    for words, story in zip(steps, story_of(tab), strict=True):
        assert words in story
    assert not tab.page.is_visible("#story")
    # Of a case of one's own it is told too: what is left out is not said to be done.
    tab.set("gas_power_capacity", 0)
    tab.page.locator("#who-waiting:empty").wait_for(state="attached")
    question, why, who, price, end = story_of(tab)
    lead = tab.page.inner_text("#answer .lead")
    assert "天然气发电二期 280→148 万千瓦" in question
    assert lead in question
    assert tab.page.inner_text("#record") in why
    assert re.search("天然气发电二期[^\n]*未做，假如按方案做", who)
    assert re.search("天然气增产[^\n]*已做，假如不做", who)
    for words in (lead, tab.page.inner_text("#against")):
        assert words in end
    assert "年净现值：" in price
    tab.page.reload()
    tab.ready()
    assert tab.page.locator("#tour").count() == 0


def story_of(tab):
    """What the five steps say."""
    tab.page.click("#begin-story")
    said = []
    for at in range(1, 6):
        assert f"{at}/5" in tab.page.inner_text("#story h2")
        said.append(tab.page.inner_text("#story"))
        tab.page.click("#story-next")
    return said


def test_worlds_of_an_update_take_the_place_of_those_of_the_page(visit, payload, project, tmp_path):
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
    assert tab.page.locator("#cost").count() == 0
    for each in preset(payload, "plan")["cards"]["B"]["zh"]["paragraphs"]:
        assert each["text"] not in tab.page.inner_text("#card")
    other = (tmp_path / "posterior.csv").read_text("utf-8").replace(uncertain[3].id, "other", 1)
    (tmp_path / "wrong.csv").write_text(other, "utf-8")
    tab.page.click("#open-case")
    tab.page.set_input_files("#dialog input[type=file]", str(tmp_path / "wrong.csv"))
    tab.page.locator("#told", has_text=uncertain[3].id).wait_for()
