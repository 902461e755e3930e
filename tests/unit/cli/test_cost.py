"""`zysim cost`: the account adds up, the text tells its numbers, and odd questions are refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

import zysim
from zysim.answers.cost import CostResult, answer_cost
from zysim.answers.cost_text import cost_text, in_order
from zysim.arrays import FloatArray
from zysim.cli.main import main
from zysim.errors import InputError
from zysim.inputs.settings import read_case
from zysim.metrics.air import health_money
from zysim.metrics.band import band
from zysim.metrics.cost_account import account_costs
from zysim.plots import style
from zysim.runs.project import Project, open_project
from zysim.sensitivity.cost_answer import CostAnswer, told_parts
from zysim.wording import money_range, money_text

MEMBERS = 4
GROUP = ("cost", "avoided")
HEALTH = ("low", "value", "high")


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


@pytest.fixture(scope="module")
def told() -> CostResult:
    return zysim.cost("plan", n=MEMBERS)


@pytest.fixture(scope="module")
def answer(told: CostResult) -> CostAnswer:
    return told[0]


def call(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["cost", *words], env={"ZYSIM_LANG": lang})


def test_money_is_conserved_in_every_world_and_year(answer: CostAnswer) -> None:
    account = answer.account
    assert account.total.shape == (MEMBERS, account.years.size)
    np.testing.assert_allclose(sum(account.payers.values()), account.total, atol=1e-9)
    np.testing.assert_allclose(sum(account.resources.values()), account.total, atol=1e-9)
    assert np.abs(account.total).max() > 1.0


def test_money_is_conserved_in_every_setting(project: Project) -> None:
    levers, rng = project.tables.levers, np.random.default_rng(4)
    cases = [
        read_case(
            project.city.main,
            project.tables,
            {
                name: round(float(rng.uniform(each.low, each.high)), 3)
                for name, each in levers.items()
            },
        )
        for _ in range(3)
    ]
    reference = read_case(project.city.reference, project.tables)
    for account in account_costs(project, cases, reference, members=2, seed=9):
        np.testing.assert_allclose(sum(account.payers.values()), account.total, atol=1e-9)
        np.testing.assert_allclose(sum(account.resources.values()), account.total, atol=1e-9)
        assert sum(account.share_by_quality().values()) == pytest.approx(1.0)


def test_groups_add_up_to_the_present_cost_in_every_world(answer: CostAnswer) -> None:
    shares = sum(each.cost for each in answer.groups)
    np.testing.assert_allclose(shares, answer.account.present[0.06], rtol=1e-9)


def test_the_history_costs_nothing(answer: CostAnswer) -> None:
    account = answer.account
    before = account.years < account.book.first
    np.testing.assert_allclose(account.total[:, before], 0.0, atol=1e-9)


def test_no_quotient_where_it_would_say_nothing(answer: CostAnswer, project: Project) -> None:
    by_id = {each.id: each for each in answer.groups}
    assert by_id["less_service"].refusal == "less_service"
    assert by_id["unpriced"].refusal == "no_cost_row"
    adding = [each for each in answer.groups if each.avoided.mean() < 0]
    assert adding
    assert all(each.per_tonne is None for each in adding)
    told = [each for each in answer.groups if each.per_tonne]
    assert told
    for each in told:
        assert each.per_tonne == band(1e4 * each.cost / each.avoided)
    levers = [lever for each in answer.groups for lever in each.levers]
    plan, reference = (read_case(name, project.tables).levers for name in ("plan", "baseline"))
    assert sorted(levers) == sorted(name for name in plan if plan[name] != reference[name])


def test_records_hold_what_the_account_holds(answer: CostAnswer) -> None:
    account = answer.account
    records = answer.year_records()
    assert [each["year"] for each in records] == account.years.tolist()
    for each in records:
        assert tuple(each["payers"]) == account.book.payers
        assert abs(each["total"] - sum(each["payers"].values())) < 1e-9
        assert abs(each["total"] - sum(each["kinds"].values())) < 1e-9
        assert each["low"] <= each["total"] <= each["high"]
    record = answer.to_record()
    assert [each["rate"] for each in record["present"]] == [0.04, 0.06, 0.08]
    assert sum(record["share_by_quality"].values()) == pytest.approx(1.0)
    at = account.years.tolist().index(2030)
    gas = next(each for each in record["items"] if each["id"] == "gas_plant_capital")
    assert (gas["scope"], gas["quality"], gas["price_year"]) == ("city", "derived", 2022)
    place = [item.payment.id for item in account.items].index("gas_plant_capital")
    assert gas["years"][2030] == band(account.money[place, :, at]).median
    assert {lever for each in record["unpaid"] for lever in each["levers"]} >= {"dual_control"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_tells_the_numbers_of_the_account(
    answer: CostAnswer, project: Project, lang: Any
) -> None:
    text = cost_text(answer, project.tables, lang)
    account = answer.account
    at = account.years.tolist().index(2030)
    assert f"{band(account.total[:, at]).median:+.2f}" in text
    whole = band(account.total[:, at]).median
    for parts in (answer.payers, answer.kinds):
        told = told_parts(whole, {name: values[at] for name, values in parts.items()})
        assert sum(told.values()) == pytest.approx(round(whole, 1))
        for name, value in told.items():
            assert value == pytest.approx(parts[name][at], abs=0.05 * len(parts) + 0.05)
            assert f"{value:+z.1f}" in text
    flat = " ".join(text.split())
    for cost in account.present.values():
        assert money_text(band(cost).median, 0, lang) in flat
    for each in answer.groups:
        assert f"{answer.shares[each.id][0]:+.1f}" in text
        if each.per_tonne:
            assert f"{each.per_tonne.median:+,.0f}" in text
    assert band(account.air["SO2"][:, at]).words(0) in text
    assert ("百万吨" in text) is False
    own = project.tables.levers["dual_control"]
    assert (own.label_zh if lang == "zh" else own.label_en) in text


def cells_of(text: str) -> dict[str, list[str]]:
    """Return the cells of each line of a text by its first one, the last line of a name."""
    lines = [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]
    return {first: cells for first, *cells in lines if cells}


def in_words(cost: FloatArray) -> str:
    """Return a present value with its range, in English."""
    found = band(cost)
    ends = money_range(found.low, found.high, 0, "en", saves=found.median < 0)
    return f"{money_text(found.median, 0, 'en')} ({ends})"


def test_each_number_of_the_text_stands_in_its_place(told: CostResult, answer: CostAnswer) -> None:
    account, text = answer.account, replace(told, health=True).text("en")
    rows, flat = cells_of(text), " ".join(text.split())
    places = [account.years.tolist().index(year) for year in (2030, 2035, 2040, 2045)]
    gdp = [f"{band(account.gdp[:, at]).median:+z.1f}" for at in places]
    assert rows["(GDP difference, not counted)"] == gdp
    assert rows["80% range"] == [band(account.total[:, at]).range() for at in places]
    for name, avoided in account.air.items():
        assert rows[name] == [band(avoided[:, at]).words(0) for at in places[:2]]
    assert f"Discount rate {100 * account.rate:g} %;" in flat
    present = [f"{in_words(each)} at {100 * at:g} %" for at, each in account.present.items()]
    first, last = account.book.first, account.book.last
    assert f"({first}–{last}, 10⁸ CNY): {'; '.join(present)}" in flat
    health = told.project.tables.health_costs
    low, value, high = (each[places[0]] for each in health_money(account.air, health))
    assert f"{value:+z.2f} ({low:+z.2f}, {high:+z.2f});" in flat
    qualities = re.findall(r"([\d.]+)%", flat.partition("quality of its prices:")[2])
    assert [float(each) for each in qualities] == sorted(map(float, qualities), reverse=True)


def test_groups_and_items_are_told_with_their_own_numbers(
    answer: CostAnswer, project: Project
) -> None:
    account, text = answer.account, cost_text(answer, project.tables, "en")
    rows = cells_of(text)
    for each in answer.groups:
        cost, avoided = answer.shares[each.id]
        own = [f"{cost:+z.1f} {band(each.cost).range()}", f"{avoided:+z,.0f} "]
        assert rows[each.label[1]][0] == own[0]
        assert rows[each.label[1]][1] == own[1] + band(each.avoided).range(0)
    at = account.years.tolist().index(2030)
    cost, avoided = (sum(getattr(each, name) for each in answer.groups) for name in GROUP)
    assert rows["total"] == [band(cost).words(), band(avoided).words(0)]
    block = text.partition("Largest items in 2030\n")[2].partition("\n\n")[0].splitlines()
    labels = {item.payment.label[1]: item.payment.id for item in account.items}
    parts = {each: values[at] for each, values in answer.items.items()}
    *shown, rest, _total = [re.split(r"\s{2,}", line.strip()) for line in block]
    names = [labels[label] for label, *_ in shown]
    assert names == sorted(parts, key=lambda name: -abs(parts[name]))[: len(names)]
    for name, (_label, amount, span) in zip(names, shown, strict=True):
        assert amount == f"{parts[name]:+z.2f}"
        assert span == band(account.resources[name][:, at]).range(2)
    others = sum(account.resources[name][:, at] for name in parts if name not in names)
    assert rest[2] == band(others).range(2)


def test_a_frame_and_the_health_hold_what_the_record_holds(told: CostResult) -> None:
    frame = told.to_frame().pivot_table(index="year", columns="part", values="value")
    for record in told.record()["years"]:
        row = frame.loc[record["year"]]
        for one, many in (("payer", "payers"), ("kind", "kinds")):
            assert {name: row[f"{one} {name}"] for name in record[many]} == record[many]
    (case,) = replace(told, health=True).record()["cases"]
    found = np.array([[each[name] for name in HEALTH] for each in case["health_saved_yi_cny"]])
    air, tables = told[0].account.air, told.project.tables
    np.testing.assert_array_equal(found.T, health_money(air, tables.health_costs))


def test_items_of_the_year_add_up(answer: CostAnswer, project: Project) -> None:
    text = cost_text(answer, project.tables, "en")
    block = text.partition("Largest items in 2030\n")[2].partition("\n\n")[0].splitlines()
    amounts = [float(re.search(r"([+-][\d.]+)\s+\[", line)[1]) for line in block]  # type: ignore[index]
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=0.06)


def test_files_hold_the_numbers_of_the_account(
    told: CostResult, answer: CostAnswer, tmp_path: Path
) -> None:
    written = told.save(tmp_path / "out", excel=True)
    assert {path.name for path in written} == {
        "years.csv",
        "items.csv",
        "measures.csv",
        "air.csv",
        "manifest.json",
        *(f"tonne.{lang}.{end}" for lang in ("zh", "en") for end in style.FORMATS),
    }
    years = pd.read_csv(tmp_path / "out" / "years.csv", encoding="utf-8-sig")
    payers = years[[f"payers.{name}" for name in answer.account.book.payers]]
    np.testing.assert_allclose(payers.sum(axis=1), years["total"], atol=1e-9)
    measures = pd.read_csv(tmp_path / "out" / "measures.csv", encoding="utf-8-sig")
    total = band(answer.account.present[0.06]).median
    assert measures["cost.part_of_median"].sum() == pytest.approx(total)
    told = measures[measures["refusal"].isna()]
    assert len(told) == sum(each.per_tonne is not None for each in answer.groups)
    assert told["cny_per_tonne.median"].notna().all()


def test_levers_of_one_group_can_stand_alone(project: Project) -> None:
    (found,) = zysim.cost("baseline+ground_pv=1+storage=1", n=2, each_lever=True)
    assert [each.id for each in found.groups] == ["ground_pv", "storage"]
    assert len({project.city.group_of(each.id).id for each in found.groups}) == 1
    shares = sum(each.cost for each in found.groups)
    np.testing.assert_allclose(shares, found.account.present[0.06], rtol=1e-9)


def test_the_cheapest_tonne_comes_first(answer: CostAnswer) -> None:
    order = in_order(answer.groups)
    told = [each.per_tonne.median for each in order if each.per_tonne]
    assert told == sorted(told)
    assert [each.per_tonne is None for each in order] == sorted(
        each.per_tonne is None for each in order
    )


def test_the_command_prints_one_document() -> None:
    result = call("plan+gas_power_capacity=0", "--against", "plan", "-n", "2", "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert document["reference"] == "plan"
    (case,) = document["cases"]
    assert case["case"] == "plan+gas_power_capacity=0"
    for year in document["years"]:
        assert abs(year["total"] - sum(year["payers"].values())) < 1e-9
    assert [each["id"] for each in case["groups"]] == ["gas_power_capacity"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["baseline", "--against", "baseline"], "baseline: the same case on both sides"),
        (["plan", "--rate", "6"], "rate 6 must lie above 0 and below 1"),
        (["plan", "--rate", "0"], "rate 0 must lie above 0"),
        (["pla"], "Did you mean 'plan'"),
        (["plan", "-n", "1"], "an ensemble needs 2 or more"),
    ],
)
def test_odd_questions_are_refused(words: list[str], message: str) -> None:
    result = call(*words)
    assert result.exit_code == 2
    assert message in result.stderr
    chinese = call(*words, lang="zh")
    assert re.search("[\u4e00-\u9fff]", chinese.stderr)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_health_is_told_only_where_asked(told: CostResult, lang: str) -> None:
    asked = replace(told, health=True)
    money = asked.record()["cases"][0]["health_saved_yi_cny"]
    assert "health_saved_yi_cny" not in told.record()["cases"][0]
    text = asked.text(lang)
    word = "健康损失" if lang == "zh" else "Health saved"
    assert word in text
    assert word not in told.text(lang)
    year = told[0].account.book.first - 1 + 5
    (shown,) = [each for each in money if each["year"] == year]
    for name in ("low", "value", "high"):
        assert f"{shown[name]:+.2f}" in text
    none = replace(told.project, tables=replace(told.project.tables, health_costs={}))
    with pytest.raises(InputError, match="no money for health"):
        answer_cost(none, [], told.cases[0], boundary="B", health=True)
