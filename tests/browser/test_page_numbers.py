"""The page's numbers are those of the command line: every year, every member, every tile."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from zysim.answers.targets import answer_targets
from zysim.calibration.history_runs import observed_of
from zysim.calibration.knowledge import in_time
from zysim.calibration.likelihood import ErrorModel, log_likelihood
from zysim.calibration.reasons import arrivals
from zysim.calibration.tracks import paths_for
from zysim.calibration.weights import effective_size, normalised
from zysim.inputs.coverage import clause_name
from zysim.inputs.statistic import Known
from zysim.inputs.statistics import read_statistics
from zysim.kernel.compile import compile_model
from zysim.metrics.cliffs import cliffs_of
from zysim.metrics.plan_path import rule_text
from zysim.metrics.spread import spreads_of
from zysim.metrics.target_chances import target_chances
from zysim.metrics.target_reasons import reason_words
from zysim.metrics.verdict import WORDS, light_of, verdict
from zysim.page.measures import leading_of, leading_part
from zysim.page.structures import chances_of
from zysim.runs.ensemble import draw_members, run_ensemble, uncertain_worlds
from zysim.runs.project import choose
from zysim.runs.structural import run_structures
from zysim.wording import percent_text, told_number

MEMBERS = 64
PRESETS = ("baseline", "plan", "gas-heavy")


def assert_equal_years(found, wanted, bound=1e-9, least=1e-6):
    """Hold values against others; those below a share of the largest one count as that share."""
    for name, values in wanted.items():
        scale = np.maximum(np.abs(values), least * np.abs(values).max() + 1e-300)
        worst = (np.abs(np.array(found[name]) - values) / scale).max()
        assert worst < bound, (name, worst)


def run_both(tab, scenario, values, member=-1):
    """Yearly values as the page runs them, held against its JavaScript."""
    asked = [scenario, values, member]
    found = tab.page.evaluate("asked => zysim.run(...asked)", asked)
    assert tab.page.evaluate("zysim.engine") == "webassembly"
    again = tab.page.evaluate("asked => zysim.run(...asked, 'javascript')", asked)
    assert tab.page.evaluate("zysim.engine") == "javascript"
    assert again.keys() == found.keys()
    wanted = {name: np.array(each) for name, each in again.items()}
    assert_equal_years(found, wanted, 1e-12, least=0.01)  # growth rates are small differences
    return found


def test_every_year_of_every_preset(tab, project, payload):
    outputs = payload["reports"]["all"]
    kernel = compile_model(project.graph, "python")
    for name in PRESETS:
        constants = choose(project, [name], {})[0].constants
        _, wanted = kernel.integrate(
            {each: np.array([value]) for each, value in constants.items()}, outputs=outputs
        )
        found = run_both(tab, name, {})
        assert_equal_years(found, {each: values[0] for each, values in wanted.items()})


def test_random_settings(tab, project, payload):
    outputs = payload["reports"]["all"]
    rng = np.random.default_rng(5)
    controls = [each for each in payload["controls"] if each["kind"] == "lever" or each["drawn"]]
    sets = [
        {each["id"]: float(rng.uniform(each["low"], each["high"])) for each in controls}
        for _ in range(6)
    ]
    batch = {
        each["constant"]: np.array([chosen[each["id"]] for chosen in sets]) for each in controls
    }
    _, wanted = compile_model(project.graph, "python").integrate(batch, outputs=outputs)
    for at, chosen in enumerate(sets):
        found = run_both(tab, "baseline", chosen)
        assert_equal_years(found, {name: values[at] for name, values in wanted.items()})


def test_members_are_those_of_the_ensemble(tab, project, payload):
    chosen = choose(project, ["plan"], {})
    ensemble = run_ensemble(project, chosen, members=MEMBERS, outputs=["energy_co2_provincial"])
    wanted = ensemble.of("energy_co2_provincial")[0]
    assert payload["draws"]["constants"] == [each.id for each in uncertain_worlds(project.tables)]
    for member in (0, 7, MEMBERS - 1):
        found = run_both(tab, "plan", {}, member)
        assert_equal_years(found, {"energy_co2_provincial": wanted[member]})


def wan(value):
    """Mt as the Chinese page shows them: whole 万吨, from ten thousand on with a comma."""
    whole = int(np.floor(100 * value + 0.5))
    return f"{whole:,}" if whole >= 10000 else str(whole)


def test_tiles_of_every_preset_and_boundary(tab, project):
    spreads = spreads_of(run_ensemble(project, choose(project, PRESETS, {}), members=MEMBERS))
    for name in PRESETS:
        tab.choose(name)
        for letter, spread in spreads[name].items():
            tab.boundary(letter)
            year, chance, level, total, _ = tab.tiles()
            shown = [spread.shown_year(at) for at in range(3)]
            assert f"\n{shown[1]}\n" in year
            assert f"80% 的可能区间：{shown[0]}–{shown[2]}" in year
            weighed = "计入结构上的未定问题" if name == PRESETS[0] else "照以往兑现"
            assert f"\n{weighed} " in chance
            share = spread.in_time
            assert f"\n{percent_text(share.value)}\n" in chance
            assert f"{percent_text(share.low)}–{percent_text(share.high)}" in chance
            assert f"\n{wan(spread.level[1])} 万吨/年\n" in level
            assert f"{wan(spread.level[0])}–{wan(spread.level[2])}" in level
            assert f"\n{wan(spread.cumulative[1])} 万吨\n" in total


def test_the_run_of_the_charts_is_the_member_nearest_to_the_medians(project, payload):
    chosen = choose(project, project.city.usual, {})
    variable = project.city.accounts[project.city.account].variable
    paths = run_ensemble(project, chosen, members=MEMBERS).of(variable)
    distance = ((paths - np.median(paths, axis=1, keepdims=True)) ** 2).sum(axis=(0, 2))
    assert distance[payload["draws"]["typical"]] <= np.quantile(distance, 0.05)


def test_a_chart_says_where_plants_retire_by_its_own_run(tab, project, payload):
    tab.choose("plan")
    tab.page.select_option("#menu-0", "power")
    name = project.city.variables["plants"]
    typical = payload["draws"]["typical"]
    found = tab.page.evaluate("asked => zysim.run(...asked)", ["plan", {}, typical])
    years = np.arange(project.city.first, project.city.last + 1)
    [cliff] = cliffs_of(np.array(found[name]), years)
    size = f"{told_number(100 * cliff.size)} 万千瓦"
    said = f"{cliff.first}—{cliff.last} 年{project.graph.label(name)[0]}因机组到寿退役减少 {size}"
    assert said in tab.page.inner_text("#note-0")
    tab.page.select_option("#menu-0", "targets")
    assert "退役" not in tab.page.inner_text("#note-0")


def test_the_difference_is_the_median_of_paired_differences(tab, project):
    tab.choose("plan")
    found = run_ensemble(project, choose(project, ["baseline", "plan"], {}), members=MEMBERS)
    for letter, variable in (("B", "energy_co2_provincial"), ("D", "energy_co2_consumption")):
        tab.boundary(letter)
        first, second = found.of(variable)[:, :, 10]
        middle = np.sort(second - first)[(MEMBERS + 1) // 2 - 1]
        said = tab.tiles()[4].split("\n")[1].split()[0].replace("−", "-")
        assert float(said) == pytest.approx(100 * middle, abs=0.51)


NO_PEAK = {
    "frontier_tfp_growth": 0.0195,
    "wind_and_sun_end": 2210,
    "wind_and_sun_export_share": 0.78,
    "new_import_contract": 210,
    "province_use_growth": 0.098,
    "province_use_fade_time": 11.8,
    "capital_elasticity": 0.59,
}


def test_a_peak_that_is_never_reached_is_said_not_counted(tab, project):
    tab.choose("baseline")
    for name, value in NO_PEAK.items():
        tab.set(name, value)
    chosen = choose(project, ["baseline"], NO_PEAK)
    spread = spreads_of(run_ensemble(project, chosen, members=MEMBERS))[chosen[-1].id]["D"]
    assert spread.shown_year(2) == ">2060"
    tab.boundary("D")
    year, chance, *_ = tab.tiles()
    assert f"{spread.shown_year(0)}–>2060" in year
    assert f"\n{percent_text(spread.in_time.value)}\n" in chance


def test_the_histogram_has_a_bin_for_what_lies_outside(visit):
    tab = visit()
    tab.page.select_option("#menu-0", "histogram")
    tab.page.click("#table-0")
    rows = tab.page.locator("#data-0 tbody tr").all_inner_texts()
    assert rows[0].startswith("≤2020")
    assert rows[-1].startswith(">2060")
    assert rows[-1].split()[-1] == "100"


def test_no_table_tells_more_digits_than_a_result_has(tab):
    for chart in tab.page.locator("#menu-0 option").all():
        name = chart.get_attribute("value")
        tab.page.select_option("#menu-0", name)
        if not tab.page.is_visible("#data-0"):
            tab.page.click("#table-0")
        for number in re.findall(r"[0-9]+\.[0-9]+", tab.page.inner_text("#data-0 tbody")):
            assert len(number.replace(".", "").lstrip("0")) <= 3, (name, number)


@pytest.mark.parametrize("letter", ["B", pytest.param("D", marks=pytest.mark.referee)])
def test_target_chances(tab, project, letter):
    tab.page.select_option("#menu-0", "targets")
    tab.boundary(letter)
    plan = choose(project, ["plan"], {})[0]
    chances = target_chances(project, plan, boundary=letter, members=MEMBERS)
    usual = {each.score.target.id: each for each in target_chances(project, plan, members=MEMBERS)}
    lines = [row.split("\t") for row in tab.page.locator("#data-0 tbody tr").all_inner_texts()]
    shown = {row[0].split()[0]: row for row in lines}
    assert len(shown) == len(chances)
    assert f"（口径 {letter}）" in shown["T08"][0]
    for each in chances:
        if each.chance is not None:
            row = shown[each.score.target.id]
            # Those of energy stay on the usual account on the page, and do not name another.
            wanted = each if f"（口径 {letter}）" in row[0] else usual[each.score.target.id]
            assert wanted.chance is not None
            assert row[5].strip() == percent_text(wanted.chance.value), each.score.target.id
    answer = answer_targets(project, plan, boundary=letter, members=MEMBERS)
    assert answer.reasons
    for score in answer.found:
        target = project.tables.targets[score.target.id]
        label, _year, asked, value, _met, _chance, why, who, under = shown[target.id]
        if letter == project.city.account or f"（口径 {letter}）" in label or under == "实物量":
            reasons = answer.reasons.get(target.id, ())
            assert why.strip() == reason_words(reasons, score.target, "zh"), target.id
        assert who.startswith("方案写明" if target.provenance.quality == "plan" else "方案未给数")
        assert all(clause_name(each, "zh") in who for each in target.clauses)
        if target.on_change:
            assert re.match("下降|上升|不下降|不上升", asked)
            assert re.match("(相对)?(下降|上升)", value)
    assert shown["T07"][8].strip() == "实物量"
    assert shown["T02"][8].strip() == letter
    assert "个百分点" in shown["T03b"][3]
    middle = next(each.value[1] for each in chances if each.score.target.id == "T08")
    assert shown["T08"][3].strip() == f"{middle:.0f}"


@pytest.mark.parametrize(
    ("start", "changes"),
    [
        ("plan", {"gas_chemicals": 0.5}),  # answers a question
        ("seek-least-change", {"gas_output": 0.0}),  # has answered two, and drops the third
        ("baseline", {"gas_output": 0.4}),  # answers the only one that would touch it
    ],
)
def test_the_chance_by_the_record_is_that_of_the_command_for_a_changed_case(
    tab, project, payload, start, changes
):
    tab.choose(start)
    for control, value in changes.items():
        tab.set(control, value)
    preset = next(each for each in payload["scenarios"] if each["id"] == start)
    words = [f"{name}={value}" for name, value in (preset["set"] | changes).items()]
    case = choose(project, ["+".join([preset["base"], *words])], {})
    draws = draw_members(project, MEMBERS, 0)
    [wanted] = chances_of(project, case, MEMBERS, draws, 0)
    wanted = wanted["B"]
    found = tab.page.evaluate("zysim.open")
    assert found == json.loads(json.dumps(wanted))
    assert percent_text(wanted["chance"]) in tab.page.inner_text("#open-text")
    assert f"{percent_text(wanted['chance'])}（" in tab.tiles()[1]


def test_the_measures_of_a_changed_case_are_those_of_the_ranking(tab, project):
    tab.choose("plan")
    tab.set("gas_chemicals", 0.5)
    tab.page.locator("#who-waiting:empty").wait_for(state="attached")
    found = tab.page.evaluate("zysim.leading")
    [case] = choose(project, ["plan+gas_chemicals=0.5"], {})
    ranked = leading_of(project, [case], members=MEMBERS, seed=0)[case.id]
    wanted = leading_part(project.tables, ranked)["B"]
    assert [each["control"] for each in found["levers"]] == [
        each["control"] for each in wanted["levers"]
    ]
    assert found["year"] == wanted["year"]
    for one, other in zip(found["levers"], wanted["levers"], strict=True):
        assert one["goal"] == pytest.approx(other["goal"], abs=1e-4)
        assert (one["used"], one["moves"], one["year"]) == (
            other["used"],
            pytest.approx(other["moves"]),
            other["year"],
        )
    rows = tab.page.locator("#who tbody tr")
    order = [each["control"] for each in wanted["levers"]]
    label = {name: each.label_zh for name, each in project.tables.levers.items()}
    named = rows.locator("th").all_inner_texts()
    assert named == [label[name] for name in order[: len(named)]]
    # Restricted to what the city decides on.
    decides = {name: each.decides for name, each in project.tables.deciders.items()}
    tab.page.check("#own-only")
    own = [name for name in order if decides[name] == "city"][: len(named)]
    assert rows.locator("th").all_inner_texts() == [label[name] for name in own]
    assert set(rows.locator("td:nth-child(2)").all_inner_texts()) == {"市级"}
    tab.page.uncheck("#own-only")
    assert len(set(rows.locator("td:nth-child(2)").all_inner_texts())) > 1


POPULATION = 225
"""万人 at the end of 2026: as expected, so that nearly every member is near it."""


def type_figures(tab, figures):
    """Fill the form of new statistics, one row each, and wait for the answer."""
    for at, (name, year, value) in enumerate(figures):
        row = tab.page.locator("#figures .figure").nth(at)
        row.locator("select").select_option(name)
        row.locator("input").first.fill(str(year))
        row.locator("input").last.fill(str(value))
    tab.page.click("#figures-judge")
    tab.page.locator(f"#judged tbody tr:nth-child({len(figures)})").wait_for()
    return tab.page.evaluate("zysim.judged")


def judged_here(project, figures, folder):
    """What `zysim update` says of figures where all members of the plan count alike."""
    table = folder / "figures.csv"
    signposts = project.tables.signposts
    lines = [f"{name},{year},{value},{signposts[name].unit}" for name, year, value in figures]
    table.write_text("\n".join(["series,year,value,unit", *lines]), "utf-8")
    city = project.city
    known = Known(project.graph, signposts, (), (city.first, city.last))
    read = read_statistics(table, known, [])
    rows = [each.observation() for each in read]
    plan = choose(project, ["plan"], {})
    ensemble = run_ensemble(project, plan, members=MEMBERS, outputs=[])
    account = city.accounts["B"].variable
    further = [row.variable for row in rows]
    found = run_structures(project, plan, ensemble, variable=account, further=further)
    values = np.stack(
        [observed_of(found.values[row.variable][0], found.years, row) for row in rows], axis=1
    )
    hit = in_time(found.emissions[0], found.years, city.goal)
    many = np.repeat(values, 2000, axis=0)  # the errors drawn then hardly move the band
    targets = list(project.tables.targets.values())
    series = {row.variable: found.values[row.variable][0] for row in rows}
    observed = [*project.tables.history, *rows]
    paths = paths_for(read, targets, series, found.years, observed)
    came = arrivals(read, rows, many, np.repeat(hit, 2000), 0, signposts, paths)
    weights = normalised(log_likelihood(values, rows, ErrorModel()))
    bad = [each.bad for each in arrivals(read, rows, values, hit, 0, signposts, {})]
    return came, weights, hit, bad


def rows_say_what_the_sentence_says(tab, found, figures):
    """The table says of each figure what the sentence above it says."""
    why = tab.page.inner_text("#figures-why")
    last = tab.page.locator("#judged td:last-child").all_inner_texts()
    for row, (name, *_) in zip(last, figures, strict=True):
        [reason] = [each for each in found["reasons"] if each["figures"][0]["id"] == name]
        assert f"：{row}" in why
        assert f"± {100 * reason['error']:.1f} 个百分点" in row
        assert ("与零难以区分" in row) == (abs(reason["change"]) < reason["error"])


def a_figure_in_doubt_is_not_rated(tab):
    """A figure far outside all states: its unit may be another one."""
    tab.page.locator("#figures .figure select").nth(1).select_option("")
    far = type_figures(tab, [("resident_population", 2026, 100 * POPULATION)])
    assert far["arrivals"][0]["far"]
    text = tab.page.inner_text("#judged tbody")
    assert "请核对单位；未评" in text
    assert not any(each[0] in text for each in WORDS.values())


def test_figures_of_a_bulletin_are_judged_as_update_judges_them(tab, project, tmp_path):
    tab.choose("plan")
    figures = [
        ("gas_output", 2026, 70),
        ("gdp_growth", 2026, 6),
        ("energy_intensity_change", 2027, -2.2),
        ("energy_intensity", 2026, 0.31),
        ("gas_power_capacity", 2025, 148),
    ]
    while tab.page.locator("#figures .figure").count() < len(figures):
        tab.page.click("#figure-add")
    found = type_figures(tab, figures)
    came, weights, hit, bad = judged_here(project, figures, tmp_path)
    assert [each["bad"] for each in found["arrivals"]] == bad
    for mine, theirs in zip(found["arrivals"], came, strict=True):
        assert (mine["place"], mine["leans"]) == (theirs.check.place, theirs.leans)
        factor = mine["statistic"]["factor"]
        assert (mine["plan"] is None) == (theirs.plan is None)
        if theirs.plan is not None:
            assert mine["plan"]["due"] * factor == pytest.approx(theirs.due, rel=1e-9)
            assert mine["plan"]["gap"] == pytest.approx(theirs.gap, rel=1e-9)
            assert mine["plan"]["colour"] == theirs.colour
            said = rule_text(theirs.plan.target, theirs.plan.start, theirs.statistic.year, "zh")
            assert mine["plan"]["rule"] == said
        assert mine["middle"] * factor == pytest.approx(theirs.expected, rel=1e-9)
        width = theirs.check.high - theirs.check.low
        for end in ("low", "high"):
            assert mine[end] * factor == pytest.approx(getattr(theirs.check, end), abs=width / 20)
    assert found["worth"] == pytest.approx(effective_size(weights), rel=1e-9)
    assert found["before"] == hit.mean()
    assert found["after"] is None
    assert f"折合 {found['worth']:.0f} 种" in tab.page.inner_text("#judged")
    near = [("resident_population", 2026, POPULATION), ("gas_power_capacity", 2025, 148)]
    for at in range(len(near), len(figures)):
        tab.page.locator("#figures .figure select").nth(at).select_option("")
    found = type_figures(tab, near)
    came, weights, hit, _ = judged_here(project, near, tmp_path)
    # What each figure does alone, and the rest, add up to the change, as told too.
    for reason in found["reasons"]:
        (figure,) = reason["figures"]
        _, alone, _, _ = judged_here(project, [tuple(figure.values())], tmp_path)
        assert reason["change"] == pytest.approx(float(alone @ hit) - found["before"], abs=1e-9)
    why = tab.page.inner_text("#figures-why").replace("−", "-")
    *parts, total = map(float, re.findall(r"([+-]?[\d.]+)(?: ±[^；]*)? 个百分点", why))
    assert len(parts) == len(near) + 1
    assert sum(parts) == pytest.approx(total, abs=1e-9)
    assert total == pytest.approx(100 * (found["after"]["value"] - found["before"]), abs=0.05001)
    assert found["after"]["value"] == pytest.approx(float(weights @ hit), rel=1e-9)
    text = tab.page.inner_text("#judged")
    assert text.startswith("粗算，只凭这几个数")
    rows_say_what_the_sentence_says(tab, found, near)
    assert f"变为 {percent_text(found['after']['value'])}" in text
    assert found["colour"] == light_of(found["after"]["value"])
    assert f"2030 年前达峰：{verdict(found['after']['value'])[0]}（" in text
    assert WORDS[found["colour"]][0] in text
    for each in found["next"]:
        signpost = project.tables.signposts[each["statistic"]["id"]]
        assert f"{signpost.label[0]}（{each['year']} 年数，" in text
        assert signpost.holder[0] in text
    a_figure_in_doubt_is_not_rated(tab)
    tab.choose("baseline")
    tab.page.locator("#judged tbody tr").first.wait_for()
    assert tab.page.evaluate("zysim.judged.before") != found["before"]
